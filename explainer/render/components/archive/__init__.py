"""The archive: what is over, by the month in which it ended.

A page of it says nothing of the present. It is made of its rows and of how many the month has, and of nothing
else, so it stays as it is until one of them does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import PeriodRole, Precision, State, Status
from explainer.picture.model import DisruptionNow, Ending, Picture, Standing
from explainer.render.components import rows
from explainer.render.components.section import section
from explainer.render.escaping import in_zone, link, prose, text
from explainer.render.view import View, Wording
from explainer.render.words import hour, on_day, period, said

MOST_ROWS = 100
"""How many disruptions one page lists, so that it is as light as the other crisis pages."""

LONGEST_HEADLINE = 120

_HOW = {
    Ending.STATED: "",
    Ending.NOTICED: N_("Seen closed"),
    Ending.MISSED: N_("No longer in its feed"),
    Ending.LAPSED: N_("It stated no end"),
    Ending.REPLACED: N_("Replaced by a later message"),
}


class Part(NamedTuple):
    """A page of the archive: ``2026-11``, or ``2026-11-2`` where a month has more than one page can hold."""

    month: str
    number: int = 1

    @property
    def name(self) -> str:
        """Its folder below ``archive/``."""
        return self.month if self.number == 1 else f"{self.month}-{self.number}"

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
    how: str


def part_named(name: str) -> Part:
    """The part that a folder is named after."""
    year, month, *number = name.split("-")
    return Part(f"{year}-{month}", int(number[0]) if number else 1)


def parts_of(month: str, amount: int) -> tuple[Part, ...]:
    """The pages of a month in which so many disruptions ended."""
    return tuple(Part(month, number) for number in range(1, -(-amount // MOST_ROWS) + 1))


def month_of(view: View, now: DisruptionNow) -> str:
    """The month in which a disruption ended, by the site's own calendar: ``2026-11``."""
    local = in_zone(_end(now), view.zone)
    return f"{local.year:04}-{local.month:02}"


def months(view: View) -> dict[str, tuple[DisruptionNow, ...]]:
    """Everything that is over by the month in which it ended; the newest month first, and first in each the newest."""
    found: dict[str, list[DisruptionNow]] = {}
    for now in view.picture.in_standing(Standing.ENDED):
        found.setdefault(month_of(view, now), []).append(now)
    return {month: tuple(found[month]) for month in sorted(found, reverse=True)}


def row_of(view: View, now: DisruptionNow) -> Row:
    """What there is to say of a disruption that is over."""
    d = now.disruption
    spans = [p for p in d.periods if p.role is PeriodRole.IMPACT]
    end = _end(now)
    return Row(
        id=now.id,
        headline=view.said(d.headline),
        publisher=d.origin.publisher,
        since=now.since if now.since is not None and now.since < end else None,
        ended_at=end,
        whole_days=bool(spans) and all(p.precision is Precision.DAY for p in spans),
        how=_how(now),
    )


def _end(now: DisruptionNow) -> datetime:
    return now.ended_at or now.written_at


def _how(now: DisruptionNow) -> str:
    """How it ended, as a message, where that is not simply that it did."""
    d = now.disruption
    if d.status is Status.WITHDRAWN:
        return N_("Taken back")
    if d.status is Status.CANCELLED:
        return N_("Cancelled")
    return _HOW[now.ended_by or Ending.STATED]


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
    return replace(view, picture=picture, rights={}, explainers={}, root="", archive=True, left_out=0, shared={})


# The region


def archive(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``archive``: every month; or, of the part ``args["subject"]``, the rows that its view holds."""
    if not args.get("subject"):
        return _months(view)
    part, amount = part_of(args)
    shown = [_row(view, row_of(view, now)) for now in view.picture.disruptions]
    others = _others(view, part, amount)
    body = rows.some(view, shown, others, kind="over") if others else rows.listing(view, shown, kind="over")
    return section(view, "over", month_in_words(view, part), body)


def part_of(args: Mapping[str, str]) -> tuple[Part, int]:
    """The part that a page is, and how many disruptions ended in its month."""
    return part_named(args["subject"]), int(args["of"])


def month_in_words(view: View, part: Part) -> str:
    """``November 2026``."""
    year, month = map(int, part.month.split("-"))
    return view.words.month(date(year, month, 1))


def _months(view: View) -> Markup:
    shown = [
        rows.Row(
            view.archive_url(month),
            text(month_in_words(view, Part(month))),
            text(view.words.ngettext("%(num)d disruption", "%(num)d disruptions", len(over))),
        )
        for month, over in months(view).items()
    ]
    if not shown:
        return Markup("")
    return section(view, "months", view.words.gettext("By month"), rows.listing(view, shown))


def _row(view: View, row: Row) -> rows.Row:
    words = view.words
    publisher = text(row.publisher)
    if row.headline.text.strip():
        headline = said(view, row.headline, LONGEST_HEADLINE)
        rest = words.gettext("%(headline)s. %(publisher)s", headline=headline, publisher=publisher)
    else:
        rest = words.gettext("A message from %(publisher)s", publisher=publisher)
    if row.how:
        rest = words.gettext("%(row)s. %(end)s", row=rest, end=text(words.gettext(row.how)))
    return rows.Row(view.disruption_url(row.id), _span(view, row), rest)


def _span(view: View, row: Row) -> Markup:
    """From when to when, or its end alone."""
    if row.since is not None:
        return period(view, row.since, row.ended_at, row.whole_days)
    day = on_day(view, row.ended_at, weekday=True)
    return view.words.gettext("%(day)s, %(time)s", day=day, time=hour(view, row.ended_at))


def _others(view: View, part: Part, amount: int) -> Markup:
    """The other pages of the same month."""
    links = [_other(view, other, amount) for other in parts_of(part.month, amount) if other != part]
    if not links:
        return Markup("")
    return view.words.gettext("Of the same month: %(links)s", links=Markup(" ").join(links))


def _other(view: View, part: Part, amount: int) -> Markup:
    return link(view.archive_url(part.name), prose(f"{part.first + 1}–{min(part.first + MOST_ROWS, amount)}"))
