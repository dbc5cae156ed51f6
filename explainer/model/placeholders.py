"""What texts name between braces: ``{late}`` stands for the figure ``late``, ``{late.of}`` for what it is out of.

``{{`` and ``}}`` stand for braces themselves. A brace without its other half is a brace. ``{where?}`` is a gap: the
text was begun for somebody, who has not answered yet. What holds one is never published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from explainer.model.value import SLUG

WHOLE = ".of"
"""What stands behind a name that means the whole of which the figure is a part."""

_SIGN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_NAME = re.compile(rf"({SLUG})(\.of)?")


_GAP = re.compile(rf"\{{({SLUG}(?:\.{SLUG})?)\?\}}")


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


def gaps_in(words: str) -> list[str]:
    """The names of the gaps in a text, in their order."""
    return [match[1] for match in _GAP.finditer(words)]


def answered(words: str, answers: Mapping[str, str]) -> str:
    """A text with an answer in the place of each gap that has one."""
    return _GAP.sub(lambda gap: answers.get(gap[1], gap[0]), words)


def _named(written: str) -> Named:
    match = _NAME.fullmatch(written)
    return Named(written, match[1], match[2] is not None) if match else Named(written)
