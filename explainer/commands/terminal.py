"""The picture in a terminal: the same facts as on the site, in plain columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.errors import own_fault
from explainer.language.marks import N_, NC_
from explainer.language.states import reality_mark, state_word
from explainer.language.words import Words, english
from explainer.model.disruption import entries_in
from explainer.model.rights import Rights
from explainer.model.settings import Settings
from explainer.model.signs import HIDING
from explainer.model.system import System
from explainer.model.vocabulary import Reality, State
from explainer.picture.causes import Sure
from explainer.picture.model import (
    Basis,
    ComponentNow,
    ConstraintNow,
    DisruptionNow,
    Picture,
    Standing,
    Start,
    Unplaced,
    amount_of,
)
from explainer.picture.promises import next_word
from explainer.picture.season import Foretold, normal_of
from explainer.picture.sign import in_question
from explainer.picture.sources import Freshness, SourceNow
from explainer.render.foreseen import over_in_words, owed_in_words
from explainer.render.limits import rest, through
from explainer.render.shapes import SHAPES
from explainer.render.words import not_known_in, plain, sentence, words_of
from explainer.render.worst import in_state

_SURE = {
    Sure.KNOWN: NC_("how sure a chain of causes is, before it", "known"),
    Sure.LIKELY: NC_("how sure a chain of causes is, before it", "likely"),
    Sure.MAY_FOLLOW: NC_("how sure a chain of causes is, before it", "may follow"),
}
_FRESH = {
    Freshness.FRESH: NC_("a source, in the terminal", "answered %(time)s"),
    Freshness.STALE: NC_("a source, in the terminal", "stale, last answered %(time)s"),
    Freshness.UNREACHABLE: NC_("a source, in the terminal", "no answer since %(time)s"),
    Freshness.NEVER_FETCHED: NC_("a source, in the terminal", "never fetched"),
}
_NO_ANSWER = NC_("a source, in the terminal", "no answer")
_STANDING = {
    Standing.CURRENT: N_("Disruptions, current"),
    Standing.UPCOMING: N_("Disruptions, upcoming"),
    Standing.ENDED: N_("Disruptions, ended"),
}
_MOST_NAMED = 3
_CONTROL = re.compile(f"[\t\n]|{HIDING.pattern}")


class _Pen(NamedTuple):
    """What a line is written with: the words of a language, and the zone and the moment that times are told for."""

    words: Words
    zone: ZoneInfo
    now: datetime

    def moment(self, at: datetime) -> str:
        return self.words.moment(at.astimezone(self.zone), self.now.astimezone(self.zone))


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """``at`` in English, for what only staff read: ``18:20``, or ``4 November, 18:20``."""
    return english().moment(at.astimezone(zone), now.astimezone(zone))


def clean(value: str) -> str:
    """Feed text for a terminal: one line, without escape sequences or direction overrides."""
    return _CONTROL.sub(" ", value).strip()


def headline(picture: Picture, words: Words) -> str:
    """The state and the headline, as on the sign."""
    state = f"{SHAPES[picture.state].character} {state_word(words, picture.state)}"
    drill = f"{reality_mark(words, Reality.EXERCISE)}  " if picture.exercise else ""
    return f"{drill}{_labelled(words, state, _in_short(picture, words))}{_worse(picture, words)}"


def _worse(picture: Picture, words: Words) -> str:
    """The parts that are worse than what customers feel, as they stand on the sign."""
    names = [picture.component[part].component.name for part in picture.worse]
    if not names:
        return ""
    named = words.some_of(names[:_MOST_NAMED], len(names) - _MOST_NAMED)
    return f" ({clean(in_state(words, State.STOPPED, named))})"


def _labelled(words: Words, label: str, said: str) -> str:
    """``Slowed: Departures``; French has a space before the colon."""
    named = words.pgettext("a label before what it names", "%(label)s:", label=label)
    return f"{named} {said}"


def _in_short(picture: Picture, words: Words) -> str:
    """What stands behind the state: the headline that leads, that nothing is wrong, or which parts are."""
    if picture.lead:
        return clean(words_of(picture.disruption[picture.lead].disruption))
    if picture.state is State.NORMAL:
        if picture.in_standing(Standing.CURRENT):
            return words.gettext("no part is disturbed")
        return words.gettext("no disruption is reported")
    names = [c.component.name for c in in_question(picture.worst_first, picture.state)]
    return words.some_of(names[:_MOST_NAMED], len(names) - _MOST_NAMED) or words.gettext("nobody tells us")


def asked(picture: Picture, rights: Iterable[Rights], words: Words, zone: ZoneInfo) -> Iterator[str]:
    """What is asked most of what leads: when it is over, and what one is owed, a line each."""
    lead, pen = picture.disruption.get(picture.lead), _Pen(words, zone, picture.now)
    if lead is None:
        return
    named = {one.id: one for one in rights}.get(lead.disruption.account.rights)
    yield clean(over_in_words(words, lead, picture.now, pen.moment))
    if named is not None:
        yield clean(owed_in_words(words, named))


class Beside(NamedTuple):
    """What staff wrote beside the system: what is owed by law, and what they expect of what is forecast."""

    season: tuple[Foretold, ...] = ()
    rights: tuple[Rights, ...] = ()


NOTHING_BESIDE = Beside()


def told(picture: Picture, system: System, settings: Settings, words: Words, beside: Beside = NOTHING_BESIDE) -> str:
    """The whole picture as lines of text, what is asked most, and what was written before of what is forecast."""
    most, season = tuple(asked(picture, beside.rights, words, settings.tz)), beside.season
    return "\n".join(_lines(picture, system, _Pen(words, settings.tz, picture.now), season, most))


def _lines(
    picture: Picture, system: System, pen: _Pen, season: Sequence[Foretold], most: Sequence[str]
) -> Iterator[str]:
    words, at = pen.words, pen.now.astimezone(pen.zone)
    yield headline(picture, words)
    yield f"{system.title}, {words.time(at)} {words.zone(at)}, {words.full_date(at)}"
    if (promised := next_word(picture, picture.disruption.get(picture.lead))) is not None:
        late, ahead = N_("the update promised for %(time)s is late"), N_("next word by %(time)s")
        yield words.gettext(late if promised.overdue else ahead, time=pen.moment(promised.due))
    yield from most
    yield from ("", words.gettext("Parts"))
    width = max(len(c.component.name) for c in picture.components)
    yield from (f"  {_part(c, width, pen)}" for c in picture.components)
    unknown = list(_unknown(picture, system, pen))
    if picture.chains or unknown:
        yield from ("", words.gettext("Why"))
        yield from (f"  {line}" for line in unknown)
        for chain in picture.chains:
            names = " → ".join(system.by_id[step.component].name for step in chain.steps)
            yield f"  {_labelled(words, words.pgettext(*_SURE[chain.sure]), names)}"
    if picture.constraints:
        yield from ("", words.gettext("Limits"))
        yield from (f"  {_limit(now, system, words)}" for now in picture.constraints)
    if season:
        yield from ("", words.pgettext("mark of what has not happened yet", "Forecast"))
        yield from (f"  {_forecast(one, system, pen)}" for one in season)
    if picture.unplaced:
        yield from ("", words.gettext("Not placed"))
        yield from (f"  {_unplaced(one, picture, words)}" for one in picture.unplaced)
    for standing in Standing:
        if rows := picture.in_standing(standing):
            yield from ("", words.gettext(_STANDING[standing]))
            yield from (f"  {_row(row, words)}" for row in rows)
            if earlier := picture.amount(standing) - len(rows):
                yield "  " + words.ngettext("And %(num)d earlier.", "And %(num)d earlier.", earlier)
    yield from ("", words.gettext("Sources"))
    yield from (f"  {_source(source, pen)}" for source in picture.sources)


def _forecast(one: Foretold, system: System, pen: _Pen) -> str:
    """When something is to begin, what it is, and what is expected then."""
    normal = [(row, normal_of(system, row)) for row in one.threshold.expect]
    expected = [
        f"{system.by_id[row.component].name} {pen.words.number(row.now)}/{pen.words.number(good.normal)} {good.unit}"
        for row, good in normal
        if good is not None and row.component in system.by_id
    ]
    return _labelled(pen.words, pen.moment(one.begins), clean("; ".join([one.threshold.name, *expected])))


def _unknown(picture: Picture, system: System, pen: _Pen) -> Iterator[str]:
    """Of every current disruption whose cause is not known, that it is not, and who is to answer by when."""
    for now in picture.in_standing(Standing.CURRENT):
        said = not_known_in(pen.words, now, pen.now, pen.moment, lambda party: clean(system.party_name(party)))
        if said:
            yield _labelled(pen.words, clean(words_of(now.disruption)), said)


def _limit(now: ConstraintNow, system: System, words: Words) -> str:
    c = now.constraint
    said = (sentence(through(words, c)), sentence(rest(words, now)))
    told = " ".join(clean(plain(one)) for one in said if one)
    return _labelled(words, system.by_id[c.component].name, told) if c.component in system.by_id else told


def _shape(now: DisruptionNow) -> str:
    """The shape of what it says; of what holds but counts no more that of what is unknown."""
    if now.standing is Standing.CURRENT and not now.counts:
        return SHAPES[State.UNKNOWN].character
    return SHAPES[now.state].character if now.state else " "


def _row(now: DisruptionNow, words: Words) -> str:
    try:
        return f"{_shape(now)} {now.id}: {clean(words_of(now.disruption))}"
    except Exception as error:  # noqa: BLE001 - the last resort: no disruption may hide the others
        return words.gettext("? %(id)s: cannot be shown: %(why)s", id=now.id, why=own_fault(error))


def _part(now: ComponentNow, width: int, pen: _Pen) -> str:
    name = f"{now.component.name:<{width}}"
    if now.state is None:
        unwatched = pen.words.gettext("not watched")
        return f"  {name}  {unwatched}"
    # What is normal takes one word, so that what is not stands out.
    says = f"  {clean(now.says)}" if now.says and now.state is not State.NORMAL else ""
    return f"{SHAPES[now.state].character} {name}  {_state(now, now.state, pen)}{says}"


def _state(now: ComponentNow, state: State, pen: _Pen) -> str:
    words, word = pen.words, state_word(pen.words, state)
    if now.basis is Basis.INFERRED:
        word = words.gettext("%(state)s (inferred)", state=word)
    if now.basis is Basis.NOT_UNDERSTOOD:
        doubt = words.ngettext(
            "may be affected: a message could not be placed",
            "may be affected: %(num)d messages could not be placed",
            amount_of(now.unplaced),
        )
        return f"{word}  {doubt}"
    if now.basis is Basis.NOBODY_LOOKED:
        return f"{word}  {_nobody(now, pen)}"
    told = word if state is State.NORMAL else _since(now.start, word, pen)
    return _with_age(now, told, pen)


def _with_age(now: ComponentNow, told: str, pen: _Pen) -> str:
    """A state with the time of what it rests on, where that is aged or counts no more."""
    if now.at is None or not now.aged or now.basis not in (Basis.REPORTED, Basis.OUTDATED):
        return told
    if now.basis is Basis.REPORTED:
        return pen.words.gettext("%(state)s (as of %(time)s)", state=told, time=pen.moment(now.at))
    return pen.words.gettext("%(state)s (last word from %(time)s)", state=told, time=pen.moment(now.at))


def _nobody(now: ComponentNow, pen: _Pen) -> str:
    if now.look is None:
        return pen.words.gettext("nobody has looked yet")
    return pen.words.gettext("nobody has looked since %(time)s", time=pen.moment(now.look.at))


def _unplaced(one: Unplaced, picture: Picture, words: Words) -> str:
    now = picture.disruption.get(one.disruption)
    said = words_of(now.disruption) if now else one.aside.headline or one.aside.entry if one.aside else ""
    if one.is_flood:
        said = words.ngettext("%(num)d message left out", "%(num)d messages left out", one.amount)
    publisher = picture.source[one.feed].source.publisher
    reason = clean(one.reason) if one.aside is not None else words.gettext(one.reason)
    return f"{SHAPES[State.UNKNOWN].character} {_labelled(words, clean(publisher), f'{clean(said)} ({reason})')}"


def _since(start: Start, state: str, pen: _Pen) -> str:
    words = pen.words
    if start.since is not None:
        return words.gettext("%(state)s since %(time)s", state=state, time=pen.moment(start.since))
    if start.issued_at is not None:
        return words.gettext("%(state)s, reported %(time)s", state=state, time=pen.moment(start.issued_at))
    if start.first_seen is not None:
        return words.gettext("%(state)s, first seen by us %(time)s", state=state, time=pen.moment(start.first_seen))
    return state


def _source(now: SourceNow, pen: _Pen) -> str:
    words, at = pen.words, now.last_good if now.trusted else now.silent_since
    said = _FRESH[now.freshness] if at or now.freshness is Freshness.NEVER_FETCHED else _NO_ANSWER
    time = pen.moment(at) if at else ""
    told = [words.pgettext(*said, time=time)]
    if now.failure:
        told = [_labelled(words, told[0], clean(now.failure))]
    if now.ahead:
        told.append(words.gettext("its clock is %(length)s ahead", length=words.duration(now.ahead)))
    if now.flood is not None and now.flood.left_out:
        told.append(words.ngettext("%(num)d message left out", "%(num)d messages left out", now.flood.left_out))
    if now.rejected:
        told.append(words.ngettext("%(num)d set aside", "%(num)d set aside", entries_in(now.rejected)))
    return _labelled(words, clean(now.source.publisher), ", ".join(told))
