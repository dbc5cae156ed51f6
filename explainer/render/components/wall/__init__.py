"""The map on a sheet for a wall: layers are rows, causes stand above what they slow, and “You” is at the bottom.

Lines are drawn only for what is slowed, unknown or being checked, and all other parts are a list beside their row. A
sheet does not change, so it says as of when it is, and from when on it is old.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.render.alone import head
from explainer.render.components.map import Line
from explainer.render.components.poster import ON_PAPER, Old
from explainer.render.components.poster.code import Code
from explainer.render.components.times import Cell
from explainer.render.components.wall.choosing import Joined
from explainer.render.view import View


class Part(NamedTuple):
    """A part as it is told: ``state`` is none where nobody watches it."""

    id: str
    name: str
    state: str
    word: str
    says: str
    is_hot: bool = False


class Layer(NamedTuple):
    """A row: its name, the parts that are drawn, and those in the list beside them."""

    name: str
    drawn: tuple[Part, ...]
    listed: tuple[Part, ...]


class Sheet(NamedTuple):
    """Everything that stands on the sheet, in one language, so that the same sheet is the same page.

    ``line`` is how all is and as of when, ``leads`` what is worst. ``colours`` are those of states on paper.
    ``code`` names the ``address`` that its code leads to; ``foot`` and ``fine`` are what stands at the bottom.
    """

    language: str
    direction: str
    title: str
    colours: tuple[tuple[str, str, str], ...]
    state: str
    mark: str
    practice: str
    line: str
    heading: str
    how: str
    leads: str
    times: tuple[Cell, ...]
    old: Old
    layers: tuple[Layer, ...]
    lines: tuple[Joined, ...]
    key: tuple[Line, ...]
    address: str
    code: str
    foot: tuple[Markup, ...]
    fine: tuple[Markup, ...]

    @property
    def facts(self) -> bytes:
        """What changes whenever the page does."""
        return repr(tuple(self)).encode("utf-8", "surrogatepass")


def drawn(view: View, sheet: Sheet, code: Code | None) -> Markup:
    """The whole page."""
    from explainer.render.components.wall.setting import set_on_a_page  # here, because most refreshes draw no sheet

    return view.render(
        "components/wall/template.html",
        it=sheet,
        head=head(sheet.title, more=ON_PAPER),
        code=code.drawn(sheet.code) if code else "",
        page=set_on_a_page(view, sheet),
    )
