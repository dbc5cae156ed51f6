"""All updates of a disruption, newest first, and the promises they kept or did not keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.render.escaping import href, in_zone, linked, prose, running, section, text
from explainer.render.view import View
from explainer.render.words import GRACE, bare, clip, count, duration, on_day, sentence, when

if TYPE_CHECKING:
    from explainer.model.disruption import Disruption, Update

MOST_UPDATES = 40
MOST_TICKS = 60
MOST_LATE = 3
MOST_LINKS = 3

_OVER = {
    Ending.STATED: "It ended.",
    Ending.NOTICED: "We saw it closed.",
    Ending.MISSED: "It was no longer in its feed.",
    Ending.LAPSED: "It had stated no end, and counted no more.",
    Ending.REPLACED: "A later message replaced it.",
}


class Promise(NamedTuple):
    """A next word that was promised, when it came if it has come, and why it was late if anyone said."""

    due: datetime
    came: datetime | None
    because: str = ""

    @property
    def kept(self) -> bool:
        """Whether it came in time, with the grace every promise has."""
        return self.came is not None and self.came - self.due <= GRACE


def promises_of(now: DisruptionNow) -> list[Promise]:
    """The promises of one disruption whose time has come, oldest first."""
    updates = now.disruption.updates
    made = [
        Promise(before.next_update, now.said_at(after.at), after.late_because)
        for before, after in pairwise(updates)
        if before.next_update is not None
    ]
    if now.overdue_since is not None:
        made.append(Promise(now.overdue_since, None))
    return made


def promises(view: View, args: Mapping[str, str]) -> str:
    """The home page's record of our promises: kept of all, one tick each, and the late ones with their reason."""
    del args
    made = sorted(
        (promise for now in view.picture.disruptions if now.ours for promise in promises_of(now)),
        key=lambda promise: (promise.due, promise.came or view.picture.now, promise.because),
    )
    if not made:
        return ""
    kept = sum(promise.kept for promise in made)
    late = [promise for promise in made if not promise.kept]
    total = count(len(made), "update")
    said = f"<p><b>{kept} of {total} came on time since {on_day(view, made[0].due)}.</b></p>"
    if late:
        said += f"<p>Late: {' '.join(_lateness(view, promise) for promise in late[-MOST_LATE:])}</p>"
    body = f'<div class="text">\n{_ticks(made[-MOST_TICKS:])}\n{said}\n</div>'
    return section("kept", "Promises kept", body)


def _ticks(made: list[Promise]) -> str:
    width = 10 * len(made)
    hollow = "".join(f"M{10 * index + 1} 10h4" for index, promise in enumerate(made) if not promise.kept)
    holes = f'<path class="hole" d="{hollow}"/>' if hollow else ""
    return (
        f'<svg class="ticks" width="{0.7 * len(made):g}em" viewBox="0 0 {width} 20"'
        f' preserveAspectRatio="none" aria-hidden="true"><path d="M0 10h{width}"/>{holes}</svg>'
    )


def _lateness(view: View, promise: Promise) -> str:
    day = _day(view, promise.came or promise.due)
    if promise.came is None:
        waiting = duration(view.picture.now - promise.due)
        return f"{day}, promised by {when(view, promise.due)}: {waiting} late, and still not here."
    reason = f" ({prose(bare(promise.because))})" if promise.because else ""
    return f"{day}, by {duration(promise.came - promise.due)}{reason}."


def _day(view: View, at: datetime) -> str:
    today = in_zone(at, view.zone).date() == in_zone(view.picture.now, view.zone).date()
    return f"Today at {when(view, at)}" if today else on_day(view, at)


def updates(view: View, now: DisruptionNow) -> str:
    """html: the body of "All updates": a bulletin's own words, or the versions of a feed we saw."""
    disruption = now.disruption
    entries = _written(view, now) if disruption.updates else _seen(view, now)
    if now.overdue_since is not None:
        missing = f"<p><b>An update was promised by {when(view, now.overdue_since)}.</b></p>"
        waiting = duration(view.picture.now - now.overdue_since)
        entries.insert(0, _entry(view, view.picture.now, f'{missing}<p class="small">Late by {waiting}.</p>'))
    hidden = len(entries) - MOST_UPDATES
    more = f'<p class="note">And {hidden} earlier.</p>\n' if hidden > 0 else ""
    rows = "\n".join(entries[:MOST_UPDATES])
    return f'<div>\n<ol class="rows log" reversed>\n{rows}\n</ol>\n{more}{_origin(view, now)}</div>'


def _entry(view: View, at: datetime, body: str) -> str:
    return f"<li>{when(view, at)}<div>{body}</div></li>"


def _written(view: View, now: DisruptionNow) -> list[str]:
    disruption = now.disruption
    entries: list[str] = []
    before: Update | None = None
    for update in disruption.updates:
        body = _says(update.says)
        if update.changed:
            body += f'<p class="small">Changed: {prose(sentence(update.changed))}</p>'
        if before is None:
            body += _first(disruption, update)
        elif before.next_update is not None:
            body += _promise(view, Promise(before.next_update, now.said_at(update.at), update.late_because))
        entries.append(_entry(view, now.said_at(update.at), body))
        before = update
    return entries[::-1]


def _says(words: str) -> str:
    """html: the words of an update; one line stands out, a text of several paragraphs or a list is read as such."""
    if "\n" in words.strip():
        return f'<div class="text">{running(words)}</div>'
    return f"<p><b>{linked(words)}</b></p>"


def _first(disruption: Disruption, update: Update) -> str:
    noticed = disruption.detected_at
    if noticed is None or update.at < noticed:
        return '<p class="small soft">First update.</p>'
    return f'<p class="small soft">First update, {duration(update.at - noticed)} after we noticed.</p>'


def _promise(view: View, promise: Promise) -> str:
    said = f"Promised by {when(view, promise.due)}."
    if promise.kept or promise.came is None:
        return f'<p class="small soft">{said} Kept.</p>'
    late = f"{duration(promise.came - promise.due)} late"
    reason = f": {prose(sentence(promise.because))}" if promise.because else "."
    return f'<p class="small soft">{said} {late}{reason}</p>'


def _seen(view: View, now: DisruptionNow) -> list[str]:
    """What can honestly be told of a feed that states no updates: when it was issued, seen and changed."""
    disruption = now.disruption
    moments: list[tuple[datetime, str]] = [(now.first_seen, "We saw it for the first time.")]
    if disruption.issued_at is not None:
        moments.append((now.said_at(disruption.issued_at), "Its source issued it."))
    if disruption.updated_at is not None and disruption.updated_at != disruption.issued_at:
        moments.append((now.said_at(disruption.updated_at), "Its source changed it."))
    if now.changed_at != now.first_seen:
        moments.append((now.changed_at, "We saw it changed."))
    if now.standing is Standing.ENDED and now.ended_at is not None:
        moments.append((now.ended_at, _OVER[now.ended_by or Ending.STATED]))
    moments.sort(key=lambda moment: moment[0])
    return [_entry(view, at, f"<p>{words}</p>") for at, words in reversed(moments)]


def _origin(view: View, now: DisruptionNow) -> str:
    """html: who published it, where, and that its source gives no next time when it gives none."""
    disruption = now.disruption
    said = f"Published by {text(disruption.origin.publisher)}."
    source = view.picture.source.get(disruption.origin.feed)
    if source is not None and source.source.terms:
        said += f" Licence: {text(source.source.terms)}."
    if source is not None and not source.trusted and source.last_attempt is not None and source.failure:
        said += f" We last asked it at {when(view, source.last_attempt)}, without an answer."
    if now.standing is Standing.CURRENT and disruption.next_update is None:
        said += " It does not say when its next word comes."
    return f'<p class="note">{said}{_links(disruption)}</p>\n'


def _links(disruption: Disruption) -> str:
    """html: where the publisher says it itself, each address once."""
    links: dict[str, str] = {href(link.href): link.text for link in disruption.links}
    links.pop("", None)
    return "".join(
        f' <a href="{address}" rel="noopener">{prose(clip(bare(words), 80)) or _host(address)}</a>'
        for address, words in list(links.items())[:MOST_LINKS]
    )


def _host(address: str) -> str:
    return f"Read it at {address.split('/')[2]}"
