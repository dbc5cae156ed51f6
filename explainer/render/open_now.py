"""The list of all that is open: what holds now, worst first, and what is to come; a hundred to a page.

The other pages show a few and count the rest. Here every one of them has its way in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.rows import Row, coming_row, current_row
from explainer.render.components.rows import listing as listed
from explainer.render.escaping import attr, section
from explainer.render.view import View
from explainer.render.words import count

MOST_ROWS = 100
"""How many disruptions one page lists, so that it is as light as the other crisis pages."""

FIRST = "open"

ALL_OPEN = "All that is open"


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


def part_named(name: str) -> Part:
    """The part that a folder is named after."""
    _, _, number = name.partition("-")
    return Part(int(number) if number else 1)


def open_now(view: View) -> tuple[DisruptionNow, ...]:
    """What is not over: what holds now before what is to come."""
    return (*view.picture.in_standing(Standing.CURRENT), *view.picture.in_standing(Standing.UPCOMING))


def open_parts(view: View) -> tuple[Part, ...]:
    """The pages of the list; one even when it is empty, so that its address stays."""
    return tuple(Part(number) for number in range(1, max(1, -(-len(open_now(view)) // MOST_ROWS)) + 1))


def listing(view: View, name: str) -> str:
    """html: the rows of one page, in two sections, and the way to the other pages."""
    part = part_named(name)
    own = open_now(view)[part.first : part.first + MOST_ROWS]
    holding = [current_row(view, now) for now in own if now.standing is Standing.CURRENT]
    coming = [coming_row(view, now) for now in own if now.standing is Standing.UPCOMING]
    body = _section(view, "now", "Holds now", holding) + _section(view, "coming", "What we see coming", coming)
    others = " ".join(_other(view, other) for other in open_parts(view) if other != part)
    return f'{body}<p class="note">The others: {others}</p>\n' if others else body


def _section(view: View, name: str, title: str, rows: list[Row]) -> str:
    return section(name, title, listed(view, rows)) if rows else ""


def _other(view: View, other: Part) -> str:
    words = f"{other.first + 1}–{min(other.first + MOST_ROWS, len(open_now(view)))}"
    return f'<a href="{attr(view.open_url(other.name))}"><span class="n">{words}</span></a>'


def in_words(view: View, name: str) -> str:
    """How many hold, how many are to come, and which of them one page lists."""
    total, part = len(open_now(view)), part_named(name)
    said = ", ".join(_counts(view))
    words = f"{said[:1].upper()}{said[1:]}. The worst first." if total else "Nothing is open now."
    if total > MOST_ROWS:
        words += f" Here: {part.first + 1}–{min(part.first + MOST_ROWS, total)}."
    return words


def _counts(view: View) -> Iterator[str]:
    holding, coming = (len(view.picture.in_standing(s)) for s in (Standing.CURRENT, Standing.UPCOMING))
    if holding:
        yield f"{count(holding, 'disruption')} {'hold' if holding > 1 else 'holds'} now"
    if coming:
        yield f"{count(coming, 'disruption')} {'are' if coming > 1 else 'is'} still to come"


def and_more(view: View, hidden: int) -> str:
    """html: how many more there are than a list shows, as the way to all of them."""
    return f'<a href="{attr(view.open_url())}">And {hidden} more.</a>'
