"""A quiet day: what the parts do on a usual day, in numbers that somebody vouches for, and one page to read this week.

The page is another one each week by its number in ISO 8601, so that a refresh changes nothing on any other day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from markupsafe import Markup

from explainer.model.reading import Reading, ReadingKind
from explainer.model.system import Component
from explainer.model.vocabulary import State
from explainer.render.components.part import explainer_url
from explainer.render.components.rows import Row
from explainer.render.escaping import in_zone, prose, text
from explainer.render.view import View

MOST_SHOWN = 6

_QUIET = (State.NORMAL, State.UNKNOWN)
"""How the whole is while nobody says that anything is wrong."""


def usual(view: View, args: Mapping[str, str]) -> Markup:
    """The region; empty while something is wrong, and where there is neither a number nor a page."""
    del args
    if view.picture.lead or view.picture.state not in _QUIET:
        return Markup("")
    rows, page = list(_rows(view)), of_the_week(view)
    if not rows and page is None:
        return Markup("")
    return view.render(
        "components/usual/template.html",
        rows=rows[:MOST_SHOWN],
        kind="",
        page=page.title if page is not None else "",
        url=view.top + page.url if page is not None else "",
    )


def _rows(view: View) -> Iterator[Row]:
    """The parts whose usual number has a source and a date."""
    for part in view.system.components:
        if (says := usual_number(view, part)) and (url := explainer_url(view, part.id) or view.map_url(part.id)):
            yield Row(url, prose(part.name), says)


def usual_number(view: View, part: Component) -> Markup:
    """What a part does on a usual day, who says so, and when they looked at it last; nothing where nobody does."""
    capacity, page = part.capacity, view.reading.first(ReadingKind.EXPLAINER, part.id)
    if capacity is None:
        return Markup("")
    by, on = capacity.by or (page.party if page else ""), capacity.checked or (page.on if page else None)
    if not by or on is None:
        return Markup("")
    return view.words.gettext(
        "%(amount)s %(unit)s. %(party)s, checked %(date)s",
        amount=text(view.words.number(capacity.normal)),
        unit=prose(capacity.unit),
        party=prose(view.system.party_name(by)),
        date=text(view.words.date(on, in_zone(view.picture.now, view.zone))),
    )


def of_the_week(view: View) -> Reading | None:
    """The explainer of this week: each in turn, in the order of their addresses."""
    pages = sorted({one.url: one for one in view.reading.pages if one.kind is ReadingKind.EXPLAINER}.items())
    if not pages:
        return None
    return pages[_week(in_zone(view.picture.now, view.zone).date()) % len(pages)][1]


def _week(day: date) -> int:
    """Which week it is since the calendar began, so that the turn goes on over the end of a year."""
    return (day.toordinal() - 1) // 7
