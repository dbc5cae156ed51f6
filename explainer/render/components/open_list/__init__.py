"""The list of all that is open: what holds now, worst first, and what is to come; a hundred to a page.

The other pages show a few and count the rest. Here every one of them has its way in.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.rows import Row, coming_row, current_row, listing
from explainer.render.components.section import section
from explainer.render.escaping import link, prose
from explainer.render.view import View

MOST_ROWS = 100
"""How many disruptions one page lists, so that it is as light as the other crisis pages."""

FIRST = "open"


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


def open_list(view: View, name: str) -> Markup:
    """The rows of one page, in two sections, and the way to the other pages."""
    part, words = part_named(name), view.words
    own = open_now(view)[part.first : part.first + MOST_ROWS]
    holding = [current_row(view, now) for now in own if now.standing is Standing.CURRENT]
    coming = [coming_row(view, now) for now in own if now.standing is Standing.UPCOMING]
    others = [_other(view, other) for other in open_parts(view) if other != part]
    return view.render(
        "components/open_list/template.html",
        sections=[
            _section(view, "now", words.gettext("Holds now"), holding),
            _section(view, "coming", words.gettext("What we see coming"), coming),
        ],
        others=words.gettext("The others: %(links)s", links=Markup(" ").join(others)) if others else "",
    )


def _section(view: View, name: str, title: str, rows: list[Row]) -> Markup:
    return section(view, name, title, listing(view, rows)) if rows else Markup("")


def _other(view: View, other: Part) -> Markup:
    shown = f"{other.first + 1}–{min(other.first + MOST_ROWS, len(open_now(view)))}"
    return link(view.open_url(other.name), prose(shown))


def in_words(view: View, name: str) -> str:
    """How many hold, how many are to come, and which of them one page lists."""
    total, part, words = len(open_now(view)), part_named(name), view.words
    if not total:
        return words.gettext("Nothing is open now.")
    said = words.gettext("%(counts)s. The worst first.", counts=_counts(view))
    if total <= MOST_ROWS:
        return said
    shown = words.range(part.first + 1, min(part.first + MOST_ROWS, total))
    return f"{said} {words.gettext('Here: %(range)s.', range=shown)}"


def _counts(view: View) -> str:
    words = view.words
    holding, coming = (len(view.picture.in_standing(s)) for s in (Standing.CURRENT, Standing.UPCOMING))
    held = words.ngettext("%(num)d disruption holds now", "%(num)d disruptions hold now", holding)
    ahead = words.ngettext("%(num)d disruption is still to come", "%(num)d disruptions are still to come", coming)
    if holding and coming:
        return words.pgettext("how many hold, and how many are to come", "%(now)s, %(ahead)s", now=held, ahead=ahead)
    return held if holding else ahead
