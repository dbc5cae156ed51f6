"""Which of many things stand open on a page, and which are folded below them in a ``<details>``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def fold(things: Sequence[Thing], most: int) -> tuple[Sequence[Thing], Sequence[Thing]]:
    """The first ``most`` of them, and the others; all of them where one alone would be left, which saves nothing."""
    shown = most if len(things) > most + 1 else len(things)
    return things[:shown], things[shown:]
