"""The list of all that is open: what holds now, worst first, what nobody can vouch for, and what is to come.

A hundred to a page.

The other pages show a few and count the rest. Here every one of them has its way in.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.picture.model import Standing
from explainer.render.components.rows import Row, coming_row, current_row
from explainer.render.view import View
from explainer.render.words import figures

MOST_ROWS = 100
"""How many disruptions one page lists, so that it is as light as the other crisis pages."""

FIRST = "open"

ALL_OPEN = N_("All that is open")


class Part(NamedTuple):
    """A page of the list: ``open``, or ``open-2`` where there are more than one page can hold."""

    number: int = 1

    @property
    def name(self) -> str:
        """Its folder below ``disruptions/``; no disruption's id is without a dot."""
        return FIRST if self.number == 1 else f"{FIRST}-{self.number}"

    @property
    def first(self) -> int:
        """How many are listed before it."""
        return (self.number - 1) * MOST_ROWS


class Group(NamedTuple):
    """The rows of one section: its anchor, its heading, and what it lists."""

    name: str
    title: str
    rows: list[Row]


class OtherPart(NamedTuple):
    """A further page of the list: where it is, and which of all the rows it holds."""

    url: str
    rows: Markup


def part_named(name: str) -> Part:
    """The part that a folder is named after."""
    _, _, number = name.partition("-")
    return Part(int(number) if number else 1)


def open_parts(view: View) -> tuple[Part, ...]:
    """The pages of the list; one even when it is empty, so that its address stays."""
    return tuple(Part(number) for number in range(1, max(1, -(-len(view.picture.open) // MOST_ROWS)) + 1))


def all_open(view: View, name: str) -> Markup:
    """The rows of the page of that name, in two sections, and the way to the other pages."""
    part, parts = part_named(name), open_parts(view)
    return view.render(
        "components/open_now/template.html",
        groups=[group for group in _groups(view, part) if group.rows],
        kind="",
        others=[
            OtherPart(view.open_url(other.name), figures(view, *_rows(view, other))) for other in parts if other != part
        ],
    )


def _groups(view: View, part: Part) -> tuple[Group, ...]:
    own = view.picture.open[part.first : part.first + MOST_ROWS]
    current = [now for now in own if now.standing is Standing.CURRENT]
    holding = [current_row(view, now) for now in current if now.trusted]
    in_doubt = [current_row(view, now) for now in current if not now.trusted]
    coming = [coming_row(view, now) for now in own if now.standing is Standing.UPCOMING]
    return (
        Group("now", view.words.gettext("Holds now"), holding),
        Group("doubt", view.words.gettext("Too old to trust"), in_doubt),
        Group("coming", view.words.gettext("What we see coming"), coming),
    )


def _rows(view: View, part: Part) -> tuple[int, int]:
    """The first and the last of the rows that a page lists."""
    return part.first + 1, min(part.first + MOST_ROWS, len(view.picture.open))


def in_words(view: View, name: str) -> str:
    """How many hold, how many are to come, and which of them the page of that name lists, as plain text."""
    words, part = view.words, part_named(name)
    said = _amounts(view)
    if len(view.picture.open) > MOST_ROWS:
        return words.gettext("%(sentences)s Here: %(rows)s.", sentences=said, rows=words.range(*_rows(view, part)))
    return said


def _amounts(view: View) -> str:
    words, picture = view.words, view.picture
    holding, ahead = (len(picture.in_standing(s)) for s in (Standing.CURRENT, Standing.UPCOMING))
    holding -= len(picture.in_doubt)
    holds = words.ngettext("%(num)d disruption holds now", "%(num)d disruptions hold now", holding)
    comes = words.ngettext("%(num)d disruption is still to come", "%(num)d disruptions are still to come", ahead)
    if holding and ahead:
        return words.gettext("%(holds)s, %(comes)s. The worst first.", holds=holds, comes=comes)
    if holding or ahead:
        return words.gettext("%(holds)s. The worst first.", holds=holds if holding else comes)
    return words.gettext("Nothing is open now.")
