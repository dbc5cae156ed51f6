"""The lines of a Markdown page that are read as Markdown: code is left out, and what stands between ticks in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from explainer.declarations.documents import Markdown

_FENCED = re.compile(r"^(`{3,}|~{3,})")
_TICKED = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_INDENTED = re.compile(r"^(?: {4}|\t)")
_BEGINS_A_BLOCK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s|^\s*(?:!!!|\?\?\?|===|///|:\s|\[\^)|^\s*<(?!!--)")
"""What makes of indented lines below it something else than code: a list, an admonition, a note, raw html."""


class Line(NamedTuple):
    """A line of a page with its number in the file; ``is_code`` is whether it became code by its spaces alone."""

    number: int
    words: str
    is_code: bool = False


def lines_of(document: Markdown) -> Iterator[Line]:
    """The lines in their order. Code between ticks is blanked, so that columns stay as they are."""
    fence, is_after_blank, is_in_block, was_code = "", True, False, False
    for number, words in enumerate(document.body.splitlines(), document.body_line):
        mark = _FENCED.match(words.lstrip())
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if fence or mark:
            is_after_blank = False
            continue
        if not words.strip():
            is_after_blank = True
            continue
        is_indented = bool(_INDENTED.match(words))
        is_code = is_indented and not is_in_block and (is_after_blank or was_code)
        if not is_indented:
            is_in_block = bool(_BEGINS_A_BLOCK.match(words)) or (is_in_block and not is_after_blank)
        yield Line(number, _TICKED.sub(lambda code: " " * len(code[0]), words), is_code)
        is_after_blank, was_code = False, is_code
