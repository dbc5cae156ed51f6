"""Figures named in texts: ``{late}`` stands for the figure ``late``, ``{late.of}`` for what it is out of.

``{{`` and ``}}`` stand for braces themselves. A brace without its other half is a brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from explainer.model.value import SLUG

WHOLE = ".of"
"""What stands behind a name that means the whole of which the figure is a part."""

_SIGN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_NAME = re.compile(rf"({SLUG})(\.of)?")


class Named(NamedTuple):
    """What stands between two braces: the figure's ``name``, and whether it means the whole; no name is no figure."""

    written: str
    name: str = ""
    is_whole: bool = False


def named_in(words: str) -> list[Named]:
    """Everything between braces in a text, in its order."""
    return [_named(match[1]) for match in _SIGN.finditer(words) if match[1] is not None]


def filled(words: str, write: Callable[[Named], str | None]) -> str:
    """A text with what ``write`` gives for each figure it names; what it gives nothing for stays as it is."""

    def instead(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        named = _named(match[1])
        return (write(named) if named.name else None) or match[0]

    return _SIGN.sub(instead, words)


def _named(written: str) -> Named:
    match = _NAME.fullmatch(written)
    return Named(written, match[1], match[2] is not None) if match else Named(written)
