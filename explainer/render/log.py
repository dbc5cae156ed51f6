"""All updates of a disruption, newest first, and the promises they kept or did not keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.picture.promises import Promise, all_promises
from explainer.picture.timeline import Event, Row, Said, timeline
from explainer.render.escaping import href, in_zone, linked, prose, running, section, text
from explainer.render.view import View
from explainer.render.words import bare, clip, count, duration, on_day, sentence, when

if TYPE_CHECKING:
    from explainer.model.disruption import Disruption

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
_SEEN = {
    Event.FIRST_SEEN: "We saw it for the first time.",
    Event.ISSUED: "Its source issued it.",
    Event.CHANGED: "Its source changed it.",
    Event.SEEN_CHANGED: "We saw it changed.",
}


def promises(view: View, args: Mapping[str, str]) -> str:
    """The home page's record of our promises: kept of all, one tick each, and the late ones with their reason."""
    del args
    made = all_promises(view.picture.disruptions, view.picture.now)
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
    length = duration(promise.late_by(view.picture.now))
    if promise.overdue:
        return f"{day}, promised by {when(view, promise.due)}: {length} late, and still not here."
    reason = f" ({prose(bare(promise.because))})" if promise.because else ""
    return f"{day}, by {length}{reason}."


def _day(view: View, at: datetime) -> str:
    today = in_zone(at, view.zone).date() == in_zone(view.picture.now, view.zone).date()
    return f"Today at {when(view, at)}" if today else on_day(view, at)


def updates(view: View, now: DisruptionNow) -> str:
    """html: the body of "All updates": a bulletin's own words, or the versions of a feed we saw."""
    entries = timeline(now, view.picture.now)
    hidden = len(entries) - MOST_UPDATES
    more = f'<p class="note">And {hidden} earlier.</p>\n' if hidden > 0 else ""
    rows = "\n".join(_entry(view, row.at, _body(view, row)) for row in entries[:MOST_UPDATES])
    return f'<div>\n<ol class="rows log" reversed>\n{rows}\n</ol>\n{more}{_origin(view, now)}</div>'


def _body(view: View, row: Row) -> str:
    if row.said is not None:
        return _written(view, row.said)
    if row.broken is not None:
        waiting = duration(row.broken.late_by(view.picture.now))
        missing = f"<p><b>An update was promised by {when(view, row.broken.due)}.</b></p>"
        return f'{missing}<p class="small">Late by {waiting}.</p>'
    return f"<p>{_OVER[row.ended_by] if row.ended_by else _SEEN[row.event]}</p>"


def _entry(view: View, at: datetime, body: str) -> str:
    return f"<li>{when(view, at)}<div>{body}</div></li>"


def _written(view: View, said: Said) -> str:
    body = _says(said.update.says)
    if said.update.changed:
        body += f'<p class="small">Changed: {prose(sentence(said.update.changed))}</p>'
    if said.is_first:
        return body + _first(said)
    return body + (_promise(view, said.answers) if said.answers else "")


def _says(words: str) -> str:
    """html: the words of an update; one line stands out, a text of several paragraphs or a list is read as such."""
    if "\n" in words.strip():
        return f'<div class="text">{running(words)}</div>'
    return f"<p><b>{linked(words)}</b></p>"


def _first(said: Said) -> str:
    if said.after_notice is None:
        return '<p class="small soft">First update.</p>'
    return f'<p class="small soft">First update, {duration(said.after_notice)} after we noticed.</p>'


def _promise(view: View, promise: Promise) -> str:
    said = f"Promised by {when(view, promise.due)}."
    if promise.kept:
        return f'<p class="small soft">{said} Kept.</p>'
    late = f"{duration(promise.late_by(view.picture.now))} late"
    reason = f": {prose(sentence(promise.because))}" if promise.because else "."
    return f'<p class="small soft">{said} {late}{reason}</p>'


def _origin(view: View, now: DisruptionNow) -> str:
    """html: who published it, where, and that its source gives no next time when it gives none."""
    disruption = now.disruption
    said = f"Published by {text(disruption.origin.publisher)}."
    source = view.picture.source.get(disruption.origin.feed)
    if source is not None and source.source.terms:
        said += f" Licence: {text(source.source.terms)}."
    if source is not None and not source.trusted and source.last_attempt is not None and source.failure:
        said += f" We last asked it at {when(view, source.last_attempt)}, without an answer."
    if now.standing is Standing.CURRENT and now.promise is None:
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
