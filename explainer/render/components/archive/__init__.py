"""The archive: what is over, by the month in which it ended.

A page of it says nothing of the present. It is made of its rows and of how many the month has, and of nothing
else, so it stays as it is until one of them does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.language.words import Words
from explainer.model.vocabulary import Ending, State, Status
from explainer.picture.model import DisruptionNow, Picture, Standing
from explainer.picture.past import how_over, over_at, past_of
from explainer.render.components import rows as listing
from explainer.render.escaping import in_zone, text
from explainer.render.view import NOTHING_TO_READ, View, Wording
from explainer.render.words import figures, hour, on_day, period, said

MOST_ROWS = 100
"""How many disruptions one page lists, so that it is as light as the other crisis pages."""

LONGEST_HEADLINE = 120

# Translators: each stands as a sentence of its own behind the publisher of a disruption that is over.
_HOW: dict[Ending | Status, InContext] = {
    Ending.NOTICED: NC_("how a disruption was over", "Seen closed"),
    Ending.MISSED: NC_("how a disruption was over", "No longer in its feed"),
    Ending.LAPSED: NC_("how a disruption was over", "It stated no end"),
    Ending.REPLACED: NC_("how a disruption was over", "Replaced by a later message"),
    Status.WITHDRAWN: NC_("how a disruption was over", "Taken back"),
    Status.CANCELLED: NC_("how a disruption was over", "Cancelled"),
}


def how_in_words(words: Words, now: DisruptionNow) -> str:
    """What its end is known from, as a sentence without its stop; empty of one that was stated."""
    how = _HOW.get(how_over(now))
    return words.pgettext(*how) if how is not None else ""


class Part(NamedTuple):
    """A page of the archive: ``2026-11``, or ``2026-11-2`` where a month has more than one page can hold."""

    month: str
    number: int = 1

    @property
    def name(self) -> str:
        """Its folder below ``archive/``."""
        return self.month if self.number == 1 else f"{self.month}-{self.number}"

    def title(self, words: Words) -> str:
        """Its month in words."""
        year, month = map(int, self.month.split("-"))
        return words.month(date(year, month, 1))

    @property
    def first(self) -> int:
        """How many of its month are listed before it."""
        return (self.number - 1) * MOST_ROWS


class Row(NamedTuple):
    """All that a page of the archive says of one disruption; ``since`` only where it began before it ended."""

    id: str
    headline: Wording
    publisher: str
    since: datetime | None
    ended_at: datetime
    whole_days: bool
    how: Ending | Status


def part_named(name: str) -> Part:
    """The part that a folder is named after."""
    year, month, *number = name.split("-")
    return Part(f"{year}-{month}", int(number[0]) if number else 1)


def parts_of(month: str, amount: int) -> tuple[Part, ...]:
    """The pages of a month in which so many disruptions ended."""
    return tuple(Part(month, number) for number in range(1, -(-amount // MOST_ROWS) + 1))


def month_of(view: View, now: DisruptionNow) -> str:
    """The month in which a disruption ended, by the site's own calendar: ``2026-11``."""
    local = in_zone(over_at(now), view.zone)
    return f"{local.year:04}-{local.month:02}"


def months(view: View) -> dict[str, tuple[DisruptionNow, ...]]:
    """What is over and at hand by the month in which it ended; the newest month first, and first in each the newest."""
    found: dict[str, list[DisruptionNow]] = {}
    for now in view.picture.in_standing(Standing.ENDED):
        found.setdefault(month_of(view, now), []).append(now)
    return {month: tuple(found[month]) for month in sorted(found, reverse=True)}


def amounts(view: View) -> dict[str, int]:
    """How much is over by the month in which it ended, what is settled with it; the newest month first."""
    found = Counter({month.month: month.amount for month in view.picture.settled})
    found.update({month: len(over) for month, over in months(view).items()})
    return {month: found[month] for month in sorted(found, reverse=True)}


def row_of(view: View, now: DisruptionNow) -> Row:
    """What there is to say of a disruption that is over."""
    d = now.disruption
    return Row(now.id, view.said(d, d.headline), view.publisher(d), *past_of(now))


def narrowed(view: View, part: Part, over: tuple[DisruptionNow, ...]) -> View:
    """The view of one page: what it lists of all that ended in its month, and a clock that stands in that month."""
    year, month = map(int, part.month.split("-"))
    picture = Picture(
        now=datetime(year, month, 15, 12, tzinfo=view.zone),
        exercise=view.picture.exercise,
        state=State.NORMAL,
        components=(),
        disruptions=over[part.first : part.first + MOST_ROWS],
    )
    return replace(
        view, picture=picture, rights={}, reading=NOTHING_TO_READ, root="", archive=True, left_out=0, shared={}
    )


# The region


class OtherPart(NamedTuple):
    """A further page of the same month: where it is, and which of the month's disruptions it lists."""

    url: str
    rows: Markup


def archive(view: View, args: Mapping[str, str]) -> Markup:
    """Every month; or, of the part ``args["subject"]``, the rows that its view holds."""
    if not args.get("subject"):
        return _months(view)
    part, amount = part_of(args)
    return view.render(
        "components/archive/template.html",
        month=part.title(view.words),
        rows=[_row(view, row_of(view, now)) for now in view.picture.disruptions],
        kind="over",
        others=[_other(view, other, amount) for other in parts_of(part.month, amount) if other != part],
    )


def part_of(args: Mapping[str, str]) -> tuple[Part, int]:
    """The part that a page is, and how many disruptions ended in its month."""
    return part_named(args["subject"]), int(args["of"])


def _months(view: View) -> Markup:
    """The months, with a heading for each year where there are several."""
    by_year: dict[str, list[listing.Row]] = {}
    for month, amount in amounts(view).items():
        said = view.words.ngettext("%(num)d disruption", "%(num)d disruptions", amount)
        row = listing.Row(view.archive_url(month), Part(month).title(view.words), said)
        by_year.setdefault(month.partition("-")[0], []).append(row)
    if not by_year:
        return Markup("")
    return view.render("components/archive/months.html", years=list(by_year.items()), kind="")


def _row(view: View, row: Row) -> listing.Row:
    return listing.Row(view.disruption_url(row.id), _span(view, row), _about(view, row))


def _about(view: View, row: Row) -> Markup:
    """What it was, who said so, and how it ended where that is not simply that it did."""
    words, publisher = view.words, text(row.publisher)
    how = text(words.pgettext(*_HOW[row.how])) if row.how in _HOW else Markup("")
    if not row.headline.text.strip():
        if not how:
            return words.gettext("A message from %(publisher)s", publisher=publisher)
        return words.gettext("A message from %(publisher)s. %(ending)s", publisher=publisher, ending=how)
    headline = said(view, row.headline, LONGEST_HEADLINE)
    if not how:
        return words.gettext("%(headline)s. %(publisher)s", headline=headline, publisher=publisher)
    return words.gettext("%(headline)s. %(publisher)s. %(ending)s", headline=headline, publisher=publisher, ending=how)


def _span(view: View, row: Row) -> Markup:
    """From when to when, or its end alone."""
    if row.since is not None:
        return period(view, row.since, row.ended_at, row.whole_days)
    day, time = on_day(view, row.ended_at, weekday=True), hour(view, row.ended_at)
    return view.words.gettext("%(day)s, %(time)s", day=day, time=time)


def _other(view: View, part: Part, amount: int) -> OtherPart:
    rows = figures(view, part.first + 1, min(part.first + MOST_ROWS, amount))
    return OtherPart(view.archive_url(part.name), rows)
