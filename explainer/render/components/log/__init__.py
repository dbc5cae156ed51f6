"""All updates of a disruption, newest first, and the promises they kept or did not keep.

``template.html`` draws the log of one disruption, ``kept.html`` the promises of one, ``promises.html`` the home page's
count of all our promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Ending
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.promises import Promise, all_promises, promises_of
from explainer.picture.timeline import Event, Row, Said, timeline
from explainer.render.changes import told_changes
from explainer.render.components.estimates import how_good
from explainer.render.escaping import href, in_zone, prose, text
from explainer.render.folding import fold
from explainer.render.view import View
from explainer.render.words import bare, clip, hour, on_day, sentence, when

NEWEST = 2
"""How many updates stand open; those before them are folded."""

MOST_UPDATES = 40
LONGEST_LOG = 20_000
"""Characters of all updates on a page together; what is earlier is counted."""

MOST_TICKS = 60
MOST_LATE = 3
MOST_LINKS = 3

_OVER = {
    Ending.STATED: N_("It ended."),
    Ending.NOTICED: N_("We saw it closed."),
    Ending.MISSED: N_("It was no longer in its feed."),
    Ending.LAPSED: N_("It had stated no end, and counted no more."),
    Ending.REPLACED: N_("A later message replaced it."),
}
_SEEN = {
    Event.FIRST_SEEN: N_("We saw it for the first time."),
    Event.ISSUED: N_("Its source issued it."),
    Event.CHANGED: N_("Its source changed it."),
    Event.SEEN_CHANGED: N_("We saw it changed."),
}


class Entry(NamedTuple):
    """One row: an update in its publisher's ``words``, or what we say happened; and notes below it.

    ``is_long`` marks words of several paragraphs or with a list, which are read as such and not as one line.
    """

    at: Markup
    words: str = ""
    is_long: bool = False
    broken: str = ""
    event: str = ""
    changed: str = ""
    note: str = ""


class Link(NamedTuple):
    """Where the publisher says it itself."""

    url: Markup
    words: str


def updates(view: View, now: DisruptionNow) -> Markup:
    """The body of "All updates": a bulletin's own words, or the versions of a feed we saw."""
    rows = timeline(now, view.picture.now)
    shown = _how_many(rows)
    newest, earlier = fold([_entry(view, row) for row in rows[:shown]], NEWEST)
    source = view.picture.source.get(now.disruption.origin.feed)
    asked = source.last_attempt if source is not None and not source.trusted and source.failure else None
    return view.render(
        "components/log/template.html",
        rows=newest,
        earlier=earlier,
        many=len(earlier),
        hidden=len(rows) - shown,
        publisher=view.publisher(now.disruption),
        terms=source.source.terms if source is not None else "",
        asked=when(view, asked) if asked else "",
        promises_none=now.standing is Standing.CURRENT and now.promise is None,
        links=list(_links(view, now.disruption)),
        review=_review(view, now),
        review_promise=_review_promise(view, now),
    )


def _how_many(rows: Sequence[Row]) -> int:
    """How many rows, the newest first, a page has room for: at least one, however long it is."""
    lengths = accumulate(len(row.said.update.says) if row.said is not None else 0 for row in rows[:MOST_UPDATES])
    return max(min(1, len(rows)), sum(length <= LONGEST_LOG for length in lengths))


def _review(view: View, now: DisruptionNow) -> Markup:
    """The address of the page that looks back on it; empty where there is none."""
    review = now.disruption.account.review
    return Markup("{}{}").format(view.top, quote(review.address)) if review and review.address else Markup("")


def _review_promise(view: View, now: DisruptionNow) -> str:
    """Until when we promise a review that is not there, once the disruption is over."""
    review = now.disruption.account.review
    if review is None or review.address or now.standing is not Standing.ENDED:
        return ""
    day, today = view.words.full_date(review.by), in_zone(view.picture.now, view.zone).date()
    if review.by < today:
        return view.words.gettext("We promised a review by %(day)s. It is not here.", day=day)
    return view.words.gettext("We promise a review by %(day)s.", day=day)


def _entry(view: View, row: Row) -> Entry:
    at, words = when(view, row.at), view.words
    if row.said is not None:
        return _written(view, at, row.said)
    if row.broken is not None:
        broken = words.gettext("An update was promised by %(time)s.", time=when(view, row.broken.due))
        late = words.gettext("Late by %(length)s.", length=words.duration(row.broken.late_by(view.picture.now)))
        return Entry(at, broken=broken, note=late)
    return Entry(at, event=words.gettext(_OVER[row.ended_by] if row.ended_by else _SEEN[row.event]))


def _written(view: View, at: Markup, said: Said) -> Entry:
    words = said.update.says
    note = _first(view, said) if said.is_first else _answer(view, said.answers) if said.answers else ""
    return Entry(at, words, "\n" in words.strip(), changed=told_changes(view.words, said, prose), note=note)


def _first(view: View, said: Said) -> str:
    if said.after_notice is None:
        return view.words.gettext("First update.")
    length = view.words.duration(said.after_notice)
    return view.words.gettext("First update, %(length)s after we noticed.", length=length)


def _answer(view: View, promise: Promise) -> Markup:
    """Whether an update kept the promise that the one before it made."""
    words, due = view.words, when(view, promise.due)
    if promise.kept:
        return words.gettext("Promised by %(time)s. Kept.", time=due)
    length = text(words.duration(promise.late_by(view.picture.now)))
    if not promise.because:
        return words.gettext("Promised by %(time)s. %(length)s late.", time=due, length=length)
    reason = prose(sentence(promise.because))
    return words.gettext("Promised by %(time)s. %(length)s late: %(reason)s", time=due, length=length, reason=reason)


def _links(view: View, disruption: Disruption) -> Iterator[Link]:
    """Each address once."""
    links: dict[Markup, str] = {href(link.href): link.text for link in disruption.links}
    links.pop(Markup(""), None)
    for address, words in list(links.items())[:MOST_LINKS]:
        named = clip(bare(words), 80) or view.words.gettext("Read it at %(host)s", host=address.split("/")[2])
        yield Link(address, named)


def promises(view: View, args: Mapping[str, str]) -> Markup:
    """The home page's record of our promises: kept of all, one tick each, and the late ones with their reason."""
    del args
    made = all_promises(view.picture.disruptions, view.picture.now)
    if not made:
        return Markup("")
    late = [promise for promise in made if not promise.kept]
    ticks = made[-MOST_TICKS:]
    return view.render(
        "components/log/promises.html",
        kept=len(made) - len(late),
        many=len(made),
        since=on_day(view, made[0].due),
        late=[_lateness(view, promise) for promise in late[-MOST_LATE:]],
        ticks=len(ticks),
        width=f"{0.7 * len(ticks):g}",
        holes=[place for place, promise in enumerate(ticks) if not promise.kept],
        ranges=how_good(view),
    )


class Kept(NamedTuple):
    """An update that was promised: when it came, by when it was promised, and how late it was, if it was."""

    came: Markup
    due: Markup
    late: str


def kept(view: View, now: DisruptionNow) -> Markup:
    """Of one of our own bulletins, each update that was promised, and whether it came in time."""
    made = promises_of(now) if now.ours else []
    if not made:
        return Markup("")
    on_time = sum(promise.kept for promise in made)
    return view.render(
        "components/log/kept.html",
        caption=view.words.ngettext(
            "%(kept)d of %(num)d promised update came on time.",
            "%(kept)d of %(num)d promised updates came on time.",
            len(made),
            kept=on_time,
        ),
        promises=[_kept(view, promise) for promise in made[-MOST_TICKS:]],
    )


def _kept(view: View, promise: Promise) -> Kept:
    words = view.words
    length = words.duration(promise.late_by(view.picture.now))
    late = "" if promise.kept else words.gettext("%(length)s late", length=length)
    due = words.gettext("by %(time)s", time=hour(view, promise.due))
    return Kept(hour(view, promise.came) if promise.came is not None else Markup("–"), due, late)


def _lateness(view: View, promise: Promise) -> Markup:
    words, day = view.words, _day(view, promise.came or promise.due)
    length = text(words.duration(promise.late_by(view.picture.now)))
    if promise.overdue:
        due = when(view, promise.due)
        late = N_("%(day)s, promised by %(time)s: %(length)s late, and still not here.")
        return words.gettext(late, day=day, time=due, length=length)
    if not promise.because:
        return words.gettext("%(day)s, by %(length)s.", day=day, length=length)
    reason = prose(bare(promise.because))
    return words.gettext("%(day)s, by %(length)s (%(reason)s).", day=day, length=length, reason=reason)


def _day(view: View, at: datetime) -> Markup:
    today = in_zone(at, view.zone).date() == in_zone(view.picture.now, view.zone).date()
    return view.words.gettext("Today at %(time)s", time=when(view, at)) if today else on_day(view, at)
