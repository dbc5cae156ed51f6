"""What we said and what happened: every range of every estimate on one axis of time, and whether it came true.

A range is a bar, the last one filled; a tall tick is the moment at which it happened, and a broken line how late that
was. All of it stands in words as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.model.vocabulary import Outcome
from explainer.picture.estimates import EstimateNow, LeftOut, Ranged, Verdict, estimates_of
from explainer.picture.ledger import Ledger, ledger_of
from explainer.picture.model import DisruptionNow
from explainer.render.components.axis import framed
from explainer.render.escaping import in_zone, link, prose, text
from explainer.render.view import View
from explainer.render.words import bare, hour, on_day, when

_LEFT_OUT = {
    LeftOut.OPEN: NC_("what became of a range", "Not over yet"),
    LeftOut.UNTOLD: NC_("what became of a range", "Nobody said what happened"),
    LeftOut.UNKNOWN: NC_("what became of a range", "Nobody can say when it happened"),
    LeftOut.CANCELLED: NC_("what became of a range", "Cancelled before it could happen"),
    LeftOut.AFTERWARDS: NC_("what became of a range", "Said only once it had happened, so it does not count"),
}


class Bar(NamedTuple):
    """A range on the axis, in percent of it: its two ends, and where what happened lies beyond them, if it does."""

    low: str
    high: str
    over: tuple[str, str] | None = None


class Row(NamedTuple):
    """A range: when it was said, what it said, what became of it in words and as a class, and its bar."""

    said: Markup
    verdict: Markup
    kind: str
    bar: Bar
    is_last: bool


class Group(NamedTuple):
    """An estimate: what it was of, when that happened, where on the axis, and its ranges."""

    what: Markup
    happened: str
    rows: tuple[Row, ...]


class Count(NamedTuple):
    """How many ranges one thing became of; ``kind`` is its class."""

    amount: int
    words: str
    kind: str


def said_and_happened(view: View, now: DisruptionNow) -> Markup:
    """The body of the section; nothing where no range was ever given."""
    found = estimates_of(now)
    if not found:
        return Markup("")
    judged = [one.verdict for estimate in found for one in estimate.ranges if one.verdict is not None]
    moments = list(_moments(found))
    frame, clock = framed(view, moments), clock_of(view, moments)
    return view.render(
        "components/estimates/template.html",
        caption=caption(view, len(judged), judged.count(Verdict.INSIDE)),
        squares=squares(judged),
        counts=counts(view, Counter(judged)),
        hours=frame.hours,
        grid=frame.grid,
        groups=[_group(view, estimate, frame.place, clock) for estimate in found],
        day=on_day(view, moments[0]) if clock is hour else "",
        all_of_them=link(view.record_url(), view.words.gettext("All our estimates")) if view.record else "",
    )


def caption(view: View, judged: int, held: int) -> str:
    """How many ranges were given and can be judged, and how many came true."""
    words = view.words
    if not judged:
        return words.gettext("No time range of ours can be judged yet.")
    given = words.ngettext("We gave %(num)d time range.", "We gave %(num)d time ranges.", judged)
    true = words.ngettext("%(num)d came true.", "%(num)d came true.", held)
    return f"{given} {true}"


def squares(judged: Iterable[Verdict]) -> list[str]:
    """A square for each range, those that came true first."""
    order = list(Verdict)
    return [kind_of(verdict) for verdict in sorted(judged, key=order.index)]


def kind_of(verdict: Verdict) -> str:
    """The class of what a range became of."""
    return f"was-{verdict.value}"


def counts(view: View, tally: Mapping[Verdict, int]) -> list[Count]:
    """How many were inside, early, late; and that never came, where any did."""
    words = view.words
    told = {
        Verdict.INSIDE: words.pgettext("what became of a range", "inside"),
        Verdict.EARLY: words.pgettext("what became of a range", "early"),
        Verdict.LATE: words.pgettext("what became of a range", "late"),
        Verdict.NEVER: words.pgettext("what became of a range", "never came"),
    }
    shown = [verdict for verdict in Verdict if verdict is not Verdict.NEVER or tally.get(verdict)]
    return [Count(tally.get(verdict, 0), told[verdict], kind_of(verdict)) for verdict in shown] if tally else []


Clock = Callable[[View, datetime], Markup]
"""How a moment is written."""


def clock_of(view: View, moments: Iterable[datetime]) -> Clock:
    """The hour alone where all moments are of one day, which is said once; else each with its day."""
    return hour if len({in_zone(at, view.zone).date() for at in moments}) == 1 else when


def _moments(found: Iterable[EstimateNow]) -> Iterable[datetime]:
    for estimate in found:
        if estimate.happened is not None:
            yield estimate.happened
        for ranged in estimate.ranges:
            yield from (ranged.said_at, ranged.low, ranged.high)


def _group(view: View, estimate: EstimateNow, place: Mapping[datetime, str], clock: Clock) -> Group:
    return Group(
        what=_happened(view, estimate, clock),
        happened=place[estimate.happened] if estimate.happened is not None else "",
        rows=tuple(_row(view, estimate, ranged, place, clock) for ranged in estimate.ranges),
    )


def _happened(view: View, estimate: EstimateNow, clock: Clock) -> Markup:
    """What was foreseen, and when it happened, as a heading."""
    words, what = view.words, prose(bare(estimate.what))
    if estimate.happened is not None:
        return words.gettext("%(what)s: %(time)s", what=what, time=clock(view, estimate.happened))
    if estimate.outcome is Outcome.NEVER:
        return words.gettext("%(what)s: never happened", what=what)
    return words.gettext("%(what)s: no time is known", what=what)


def _row(view: View, estimate: EstimateNow, ranged: Ranged, place: Mapping[datetime, str], clock: Clock) -> Row:
    low, high = place[ranged.low], place[ranged.high]
    over = None
    if ranged.verdict is Verdict.LATE and estimate.happened is not None:
        over = (high, place[estimate.happened])
    if ranged.verdict is Verdict.EARLY and estimate.happened is not None:
        over = (place[estimate.happened], low)
    return Row(
        said=said_in_words(view, ranged, clock),
        verdict=verdict_in_words(view, ranged),
        kind=kind_of(ranged.verdict) if ranged.verdict is not None else "left-out",
        bar=Bar(low, high, over),
        is_last=ranged is estimate.last,
    )


def said_in_words(view: View, ranged: Ranged, clock: Clock) -> Markup:
    """When a range was given, and the range."""
    words, low, high = view.words, clock(view, ranged.low), clock(view, ranged.high)
    span = low if low == high else words.pgettext("a range of times", "%(low)s–%(high)s", low=low, high=high)
    return words.gettext("Said %(time)s: %(range)s.", time=clock(view, ranged.said_at), range=span)


def verdict_in_words(view: View, ranged: Ranged) -> Markup:
    """What became of it."""
    words = view.words
    if ranged.left_out is not None:
        return text(words.pgettext(*_LEFT_OUT[ranged.left_out]))
    if ranged.verdict is Verdict.NEVER:
        return text(words.pgettext("what became of a range", "It never happened"))
    if ranged.verdict is Verdict.INSIDE:
        return text(words.pgettext("what became of a range", "Inside"))
    length = words.duration(ranged.off)
    if ranged.verdict is Verdict.EARLY:
        return text(words.gettext("Early by %(length)s", length=length))
    return text(words.gettext("Late by %(length)s", length=length))


def how_good(view: View, known: Ledger | None = None) -> Markup:
    """How good our ranges have been, in a sentence that leads to all of them; nothing where there is no such page."""
    said = how_good_in_words(view, known)
    return link(view.record_url(), text(said)) if said else Markup("")


def how_good_in_words(view: View, known: Ledger | None = None) -> str:
    """The same sentence without its link; empty where there is no page that tells it whole."""
    if not view.record:
        return ""
    kept, words = known or ledger(view), view.words
    if kept.is_enough:
        many = len(kept.judged)
        return words.ngettext(
            "Our time ranges held in %(held)d of %(num)d.",
            "Our time ranges held in %(held)d of %(num)d.",
            many,
            held=kept.held,
        )
    if kept.judged:
        return words.gettext("Too few of our time ranges are over to say how good they are.")
    return words.gettext("None of our time ranges is over yet, so nobody can say how good they are.")


def ledger(view: View) -> Ledger:
    """The ledger of the picture, which is counted once for all of its pages."""
    if "ledger" not in view.shared:
        view.shared["ledger"] = ledger_of(view.picture)
    found: Ledger = view.shared["ledger"]
    return found
