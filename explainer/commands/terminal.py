"""The picture in a terminal: the same facts as on the site, in plain columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from explainer.errors import own_fault
from explainer.model.vocabulary import State
from explainer.picture.model import (
    Basis,
    ComponentNow,
    DisruptionNow,
    Freshness,
    Picture,
    SourceNow,
    Standing,
    Start,
    Sure,
    Unplaced,
)
from explainer.picture.promises import next_word
from explainer.picture.sign import in_question
from explainer.render.escaping import STATE_WORDS, moment, number
from explainer.render.words import duration, words_of

if TYPE_CHECKING:
    from explainer.declarations.settings import Settings
    from explainer.declarations.system import System

_MARKS = {State.STOPPED: "■", State.SLOWED: "▲", State.WATCH: "○", State.UNKNOWN: "?", State.NORMAL: "●"}
_SURE = {Sure.KNOWN: "known", Sure.LIKELY: "likely", Sure.MAY_FOLLOW: "may follow"}
_FRESH = {
    Freshness.FRESH: "answered",
    Freshness.STALE: "stale, last answered",
    Freshness.UNREACHABLE: "no answer since",
    Freshness.NEVER_FETCHED: "never fetched",
}
_MOST_NAMED = 3
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(value: str) -> str:
    """Feed text for a terminal: one line, without escape sequences or direction overrides."""
    return _CONTROL.sub(" ", value).strip()


def headline(picture: Picture) -> str:
    """The state and the headline, as on the sign."""
    mark = f"{_MARKS[picture.state]} {STATE_WORDS[picture.state]}"
    drill = "EXERCISE  " if picture.exercise else ""
    if picture.lead:
        lead = picture.disruption[picture.lead].disruption
        return f"{drill}{mark}: {clean(words_of(lead))}"
    if picture.state is State.NORMAL:
        quiet = "no disruption is reported" if not picture.in_standing(Standing.CURRENT) else "no part is disturbed"
        return f"{drill}{mark}: {quiet}"
    names = [c.component.name for c in in_question(picture.components, picture.state)]
    more = [f"{len(names) - _MOST_NAMED} more"] if names[_MOST_NAMED:] else []
    return f"{drill}{mark}: {', '.join(names[:_MOST_NAMED] + more) or 'nobody tells us'}"


def told(picture: Picture, system: System, settings: Settings) -> str:
    """The whole picture as lines of text."""
    zone = settings.tz
    return "\n".join(_lines(picture, system, zone))


def _lines(picture: Picture, system: System, zone: ZoneInfo) -> Iterator[str]:
    at = picture.now.astimezone(zone)
    yield headline(picture)
    yield f"{system.title}, {moment(at, zone, at)} {at.tzname()}, {at:%d %B %Y}"
    if (promised := next_word(picture, picture.disruption.get(picture.lead))) is not None:
        due = moment(promised.due, zone, at)
        yield f"the update promised for {due} is late" if promised.overdue else f"next word by {due}"
    yield from ("", "Parts")
    width = max(len(c.component.name) for c in picture.components)
    yield from (f"  {_part(c, width, zone, at)}" for c in picture.components)
    if picture.chains:
        yield from ("", "Why")
        for chain in picture.chains:
            names = " → ".join(system.by_id[step.component].name for step in chain.steps)
            yield f"  {_SURE[chain.sure]}: {names}"
    if picture.constraints:
        yield from ("", "Limits")
        for now in picture.constraints:
            c = now.constraint
            backlog = f", backlog {now.backlog_per_hour:+g} an hour"
            figures = f"{number(c.now)} of {number(c.demand)} {clean(c.unit)} an hour"
            yield (
                f"  {system.by_id[c.component].name}: {figures}{backlog}" if c.component in system.by_id else figures
            )
    if picture.unplaced:
        yield from ("", "Not placed")
        yield from (f"  {_unplaced(one, picture)}" for one in picture.unplaced)
    for standing in Standing:
        rows = picture.in_standing(standing)
        if rows:
            yield from ("", f"Disruptions, {standing.value}")
            for row in rows:
                yield f"  {_row(row)}"
    yield from ("", "Sources")
    yield from (f"  {_source(source, zone, at)}" for source in picture.sources)


def _row(now: DisruptionNow) -> str:
    try:
        return f"{_MARKS[now.state] if now.state else ' '} {now.id}: {clean(words_of(now.disruption))}"
    except Exception as error:  # noqa: BLE001 - the last resort: no disruption may hide the others
        return f"? {now.id}: cannot be shown: {own_fault(error)}"


def _part(now: ComponentNow, width: int, zone: ZoneInfo, at: datetime) -> str:
    if now.state is None:
        return f"  {now.component.name:<{width}}  not watched"
    since = _since(now.start, zone, at) if now.state is not State.NORMAL else ""
    because = " (inferred)" if now.basis is Basis.INFERRED else ""
    # What is normal takes one word, so that what is not stands out.
    if now.basis is Basis.NOT_UNDERSTOOD:
        many = "a message" if len(now.unplaced) == 1 else f"{len(now.unplaced)} messages"
        since = f"  may be affected: {many} could not be placed"
    says = f"  {clean(now.says)}" if now.says and now.state is not State.NORMAL else ""
    return f"{_MARKS[now.state]} {now.component.name:<{width}}  {STATE_WORDS[now.state]}{because}{since}{says}"


def _unplaced(one: Unplaced, picture: Picture) -> str:
    now = picture.disruption.get(one.disruption)
    said = words_of(now.disruption) if now else one.aside.headline or one.aside.entry if one.aside else ""
    publisher = picture.source[one.feed].source.publisher
    return f"{_MARKS[State.UNKNOWN]} {clean(publisher)}: {clean(said)} ({clean(one.reason)})"


def _since(start: Start, zone: ZoneInfo, at: datetime) -> str:
    if start.since is not None:
        return f" since {moment(start.since, zone, at)}"
    if start.issued_at is not None:
        return f", reported {moment(start.issued_at, zone, at)}"
    return f", first seen by us {moment(start.first_seen, zone, at)}" if start.first_seen is not None else ""


def _source(now: SourceNow, zone: ZoneInfo, at: datetime) -> str:
    when = now.last_good if now.trusted else now.silent_since
    clock = f" {moment(when, zone, at)}" if when else ""
    failure = f": {clean(now.failure)}" if now.failure else ""
    ahead = f", its clock is {duration(now.ahead)} ahead" if now.ahead else ""
    aside = f", {len(now.set_aside)} set aside" if now.set_aside else ""
    return f"{clean(now.source.publisher)}: {_FRESH[now.freshness]}{clock}{failure}{ahead}{aside}"
