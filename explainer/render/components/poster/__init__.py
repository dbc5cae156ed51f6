"""A sheet for a wall: what a disruption says on one page of A4, as of when, and from when on the sheet is old.

Paper does not change, so every moment on it has its day and nothing says “now”. What does not fit gives way in an order
that stands in ``fitting.py``, and then the sheet says that there is more on the page.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.render.alone import head
from explainer.render.components.poster.code import Code
from explainer.render.components.times import Cell
from explainer.render.shapes import SHAPES
from explainer.render.view import View

ON_PAPER = Markup('<meta name="color-scheme" content="light">\n')
"""What a page says first that is made for paper."""

HEADLINES = (56, 48, 40, 34, 28, 24, 20, 16, 13)
"""Sizes of a headline in points, the largest first."""


class Detail(NamedTuple):
    """A particular of something that people can do, behind its label where it has one."""

    label: str
    says: Markup


class Ask(NamedTuple):
    """Something that people can do here: in a line where it has one, and its particulars, what matters most first."""

    what: Markup
    details: tuple[Detail, ...]


class Blocks(NamedTuple):
    """What gets through as blocks, in words below them: ``served`` of ``wanted``."""

    served: float
    wanted: float
    says: str


class Old(NamedTuple):
    """From when on a sheet is old: a label and a time, where there is one, and that as a sentence."""

    label: str
    at: Markup
    says: Markup


class Poster(NamedTuple):
    """Everything that stands on a poster, in one language, so that the same poster is the same page.

    ``line`` is how it is and as of when, ``times`` are the moments behind it. ``unsure`` is what nobody knows about the
    cause. ``foot`` are the lines beside the code: where the page is, whom to call; ``fine`` is what else belongs on
    paper. ``more`` says that something gave way, and is shown then alone.
    """

    language: str
    direction: str
    title: str
    colour: str
    state: str
    mark: str
    practice: str
    site: str
    sheet: Markup
    line: str
    headline: Markup
    marked: Markup
    says: Markup
    blocks: Blocks | None
    times: tuple[Cell, ...]
    old: Old
    unsure: Markup
    why: tuple[tuple[Markup, str], ...]
    asks: tuple[Ask, ...]
    unknowns: tuple[Markup, ...]
    code: str
    foot: tuple[Markup, ...]
    who: Markup
    fine: tuple[Markup, ...]
    more: str
    size: int = HEADLINES[0]
    gave_way: bool = False

    @property
    def next_size(self) -> float:
        """Of the next word in points: it is the second largest thing."""
        return round(self.size * 0.77, 1)


def drawn(view: View, poster: Poster, code: Code | None) -> Markup:
    """The whole page of a poster that fits."""
    return view.render(
        "components/poster/template.html",
        it=poster,
        head=head(poster.title, more=ON_PAPER),
        code=code.drawn(poster.code) if code else "",
        shape=SHAPES[next(state for state in SHAPES if state.value == poster.state)].drawing if poster.state else "",
        blocks=_blocks(poster.blocks) if poster.blocks else None,
    )


class _Drawn(NamedTuple):
    """A row of blocks as wide as ``width``: solid to ``solid``, hollow from ``hollow``."""

    width: int
    solid: str
    hollow: str


def _blocks(row: Blocks) -> _Drawn:
    whole, rest = divmod(row.served, 1)
    wanted = max(1, round(row.wanted))
    served = whole * 10 + min(rest * 10, 8.0)
    return _Drawn(wanted * 10 - 2, f"{served:g}", f"{-(-row.served // 1) * 10:g}")
