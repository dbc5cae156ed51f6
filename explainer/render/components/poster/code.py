"""The code that leads from paper to the page: QR, level M, with the border that readers need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from explainer.render.escaping import attr

BORDER = 4
"""Modules of white around a code (ISO/IEC 18004)."""

_DRAWN = Markup(
    '<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
    '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dark}"/></svg>'
)
_RUN = Markup("M{} {}h{}v1h-{}z")


class Code(NamedTuple):
    """A code as it is drawn: a square of so many modules, its border with it, and the dark ones as a path."""

    side: int
    dark: Markup

    def drawn(self, label: str) -> Markup:
        """The picture of it, named so for whoever does not see it."""
        return _DRAWN.format(side=self.side, label=attr(label), dark=self.dark)


@lru_cache(maxsize=256)  # a brief is written at every check, and its address stays
def code_of(address: str) -> Code | None:
    """The code of a whole address; None where a site has none, since a code that leads nowhere helps nobody."""
    if not address:
        return None
    import segno  # here, because most refreshes draw no sheet

    rows = segno.make(address, error="m", boost_error=False, micro=False).matrix
    return Code(len(rows) + 2 * BORDER, Markup("").join(_dark(rows)))


def _dark(rows: Iterable[Sequence[int]]) -> Iterator[Markup]:
    for y, row in enumerate(rows, BORDER):
        x = BORDER
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield _RUN.format(x, y, length, length)
            x += length
