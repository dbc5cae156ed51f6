"""How good our word is: promises of updates, ranges against what happened, how far off, silent sources, who counts.

All of it is counted from the record, and small numbers stay visible: each promise and each range is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.model.history import Silence
from explainer.picture.estimates import LeftOut
from explainer.picture.ledger import Horizon, Kept, Ledger, Quiet, ledger_of, middle_of, wilson
from explainer.render.components.estimates import caption, counts, squares
from explainer.render.escaping import link, prose, text
from explainer.render.view import View
from explainer.render.words import headline, on_day, sentence, when

MOST_SQUARES = 240
MOST_LATE = 12
MOST_SILENCES = 3

_MINUTE = timedelta(minutes=1)
_SCALES = (20, 60, 120, 240, 480, 960, 1440, 2880, 10080, 40320)
"""Ends of an axis of minutes, each of which is four whole steps."""

_HORIZONS = {
    Horizon.SOON: NC_("how far ahead a time range looked", "Under 1 hour ahead"),
    Horizon.LATER: NC_("how far ahead a time range looked", "1 to 3 hours ahead"),
    Horizon.FAR: NC_("how far ahead a time range looked", "More than 3 hours ahead"),
}


class Late(NamedTuple):
    """A promise that was broken: by how much, when and why, and the page it is of."""

    length: str
    says: Markup
    page: Markup


class Share(NamedTuple):
    """What so few ranges can tell: the share that held and the ends of its interval, in percent of the line."""

    at: str
    low: str
    high: str
    words: str


class Off(NamedTuple):
    """The ranges of one horizon: in words, and their errors in percent of the axis."""

    title: str
    words: str
    dots: tuple[str, ...]
    middle: str
    minutes: str


class Silent(NamedTuple):
    """A source: its name and how long it was silent in words, and its longest silences, each with its length."""

    title: str
    rows: tuple[Markup, ...]
    note: Markup


def record(view: View, args: Mapping[str, str]) -> Markup:
    """The page's sections, from the record as it is at the moment of the picture."""
    del args
    kept = ledger_of(view.picture)
    return view.render(
        "components/record/template.html",
        kept=kept_in_words(view, kept),
        wall=[not one.promise.kept for one in kept.promises[-MOST_SQUARES:]],
        wall_left_out=_left_undrawn(view, len(kept.promises)),
        late=list(_late(view, kept)),
        more_late=max(0, _broken(kept) - MOST_LATE),
        ranges=caption(view, len(kept.judged), kept.held),
        squares=squares([entry.ranged.verdict for entry in kept.judged if entry.ranged.verdict][-MOST_SQUARES:]),
        squares_left_out=_left_undrawn(view, len(kept.judged)),
        counts=counts(view, kept.tally),
        share=_share(view, kept),
        width=view.words.duration(kept.width) if kept.width is not None else "",
        scale=_scale_words(view, kept),
        far=list(_far(view, kept)),
        silent=[_silent(view, one) for one in kept.quiet],
        left_out=list(_left_out(view, kept)),
        corrections=kept.corrections,
    )


def _left_undrawn(view: View, many: int) -> str:
    """That only the last are drawn, where there are more than a page can hold."""
    if many <= MOST_SQUARES:
        return ""
    drawn = view.words.number(MOST_SQUARES)
    return view.words.gettext("Only the last %(num)s are drawn; all are counted.", num=drawn)


def _broken(kept: Ledger) -> int:
    return len(kept.promises) - kept.kept


def kept_in_words(view: View, kept: Ledger) -> str:
    """How many updates were promised, and how many of them came on time: sentences."""
    words, many = view.words, len(kept.promises)
    if not many:
        return words.gettext("We have promised no update yet whose time has come.")
    promised = words.ngettext("We promised %(num)d update.", "We promised %(num)d updates.", many)
    on_time = words.ngettext("%(num)d came on time.", "%(num)d came on time.", kept.kept)
    late = words.ngettext("%(num)d did not.", "%(num)d did not.", _broken(kept))
    return f"{promised} {on_time} {late}"


def _late(view: View, kept: Ledger) -> Iterator[Late]:
    broken = [one for one in kept.promises if not one.promise.kept]
    for one in reversed(broken[-MOST_LATE:]):
        yield _one_late(view, one)


def _one_late(view: View, one: Kept) -> Late:
    words, promise = view.words, one.promise
    length = words.gettext("%(length)s late", length=words.duration(promise.late_by(view.picture.now)))
    now = view.picture.disruption[one.disruption]
    return Late(length, _why(view, one), link(view.disruption_url(now.id), headline(view, now.disruption)))


def _why(view: View, one: Kept) -> Markup:
    """By when it was promised, and why it was late."""
    words, due = view.words, when(view, one.promise.due)
    if one.promise.overdue:
        return words.gettext("Promised by %(time)s, and still not here.", time=due)
    if not one.promise.because:
        return words.gettext("Promised by %(time)s. We gave no reason.", time=due)
    return words.gettext("Promised by %(time)s: %(reason)s", time=due, reason=prose(sentence(one.promise.because)))


# Ranges


def _share(view: View, kept: Ledger) -> Share | None:
    """What the judged ranges can tell of the next one; nothing of too few."""
    if not kept.is_enough:
        return None
    many = len(kept.judged)
    found = wilson(kept.held, many)
    low, high = math.floor(10 * found.low), math.ceil(10 * found.high)
    words = view.words.gettext(
        "In the long run, between %(low)s and %(high)s in 10 may come true.",
        low=view.words.number(low),
        high=view.words.number(high),
    )
    return Share(f"{kept.held / many:.1%}", f"{found.low:.1%}", f"{found.high:.1%}", words)


def _end_of(kept: Ledger) -> int:
    """The end of the axis of errors, in minutes."""
    worst = max(kept.errors(), default=timedelta()) / _MINUTE
    return next((end for end in _SCALES if worst <= end), _SCALES[-1])


def _scale_words(view: View, kept: Ledger) -> list[str]:
    """The labels of the axis of errors; none where there are none."""
    quarter = timedelta(minutes=_end_of(kept) / 4)
    return ["0", *(view.words.duration(quarter * step) for step in range(1, 4))] if kept.errors() else []


def _far(view: View, kept: Ledger) -> Iterator[Off]:
    end = timedelta(minutes=_end_of(kept))
    for horizon, named in _HORIZONS.items():
        errors = kept.errors(horizon)
        if kept.errors():
            yield _off(view, view.words.pgettext(*named), errors, end)


def _off(view: View, title: str, errors: Sequence[timedelta], end: timedelta) -> Off:
    words, middle = view.words, middle_of(errors)
    said = words.ngettext("%(num)d time range.", "%(num)d time ranges.", len(errors))
    tells = (
        words.gettext("Middle error: %(length)s.", length=words.duration(middle))
        if middle is not None
        else words.gettext("Too few for a middle.")
    )
    return Off(
        title=title,
        words=f"{said} {tells}",
        dots=tuple(dict.fromkeys(_place(error, end) for error in errors)),
        middle=_place(middle, end) if middle is not None else "",
        minutes=words.separated(_spread([words.duration(error) for error in errors])),
    )


def _spread(lengths: list[str]) -> list[str]:
    """Lengths of time in their order; of more than a page can hold the different ones, and of these some, evenly."""
    if len(lengths) <= MOST_SQUARES:
        return lengths
    different = list(dict.fromkeys(lengths))
    last = len(different) - 1
    some = min(last, MOST_SQUARES - 1)
    return [different[last * number // some] for number in range(some + 1)] if some else different


def _place(error: timedelta, end: timedelta) -> str:
    return f"{min(1.0, error / end):.1%}"


def _left_out(view: View, kept: Ledger) -> Iterator[str]:
    """Each reason for which ranges are not judged, with how many those are."""
    words = view.words
    open_, untold, unknown, cancelled, afterwards = (kept.left_out.get(why, 0) for why in LeftOut)
    told = (
        words.ngettext("%(num)d whose end has not come yet.", "%(num)d whose end has not come yet.", open_),
        words.ngettext(
            "%(num)d of which nobody said what happened.", "%(num)d of which nobody said what happened.", untold
        ),
        words.ngettext(
            "%(num)d of which nobody can say when it happened.",
            "%(num)d of which nobody can say when it happened.",
            unknown,
        ),
        words.ngettext("%(num)d that was cancelled before.", "%(num)d that were cancelled before.", cancelled),
        words.ngettext(
            "%(num)d that was given once it had happened.", "%(num)d that were given once it had happened.", afterwards
        ),
    )
    yield from (said for why, said in zip(LeftOut, told, strict=True) if kept.left_out.get(why))


# Silences


def _silent(view: View, quiet: Quiet) -> Silent:
    words, name = view.words, view.picture.source[quiet.feed].source.publisher
    name = view.publishers.get(quiet.feed, name)
    since = on_day(view, quiet.since) if quiet.since is not None else Markup("")
    note = words.gettext("Counted since %(day)s.", day=since) if since else text(words.gettext("Not counted yet."))
    if not quiet.silences:
        title = words.gettext("%(source)s: never silent", source=name) if since else name
        return Silent(title, (), note)
    length = words.duration(quiet.total)
    title = (
        words.gettext("%(source)s: %(length)s, and still silent", source=name, length=length)
        if quiet.is_silent
        else words.gettext("%(source)s: %(length)s", source=name, length=length)
    )
    longest = sorted(quiet.silences, key=lambda one: one.since - one.until)[:MOST_SILENCES]
    still = quiet.silences[-1] if quiet.is_silent else None
    rows = tuple(_silence(view, one, one is still) for one in sorted(longest, key=lambda one: one.since, reverse=True))
    more = len(quiet.silences) - len(rows)
    others = words.ngettext("And %(num)d shorter one.", "And %(num)d shorter ones.", more) if more else ""
    return Silent(title, rows, Markup(" ").join((text(others), note)) if others else note)


def _silence(view: View, one: Silence, is_still: bool) -> Markup:
    """When a source was silent, and why; or since when it still is."""
    words, first, last = view.words, when(view, one.since), when(view, one.until)
    if is_still:
        return words.gettext("Since %(time)s.", time=first)
    span = words.pgettext("a range of times", "%(low)s–%(high)s", low=first, high=last)
    if one.failure:
        return words.gettext("%(range)s. It did not answer, or not with what we could read.", range=span)
    return words.gettext("%(range)s. We did not ask.", range=span)
