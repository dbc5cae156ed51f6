"""The code that leads from paper to the page: QR, level M, with the border that readers need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

BORDER = 4
"""Modules of white around a code (ISO/IEC 18004)."""

_RUN = Markup("M{} {}h{}v1h-{}z")


class Code(NamedTuple):
    """A code as it is drawn: a square of so many modules, its border with it, and the dark ones as a path."""

    side: int
    dark: Markup


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
