"""What a page needs on paper alone, in a file of its own: nobody who is waiting for news waits for that too.

A browser fetches a style sheet for print last, and shows the page without it.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_PRINT = "@media print{"


class Printed(NamedTuple):
    """A page with a link in the place of its style for print; ``style`` is that, and ``sheet`` its path in the site."""

    page: str
    sheet: str
    style: str


def printed(path: str, page: str, folder: str) -> Printed:
    """The page at ``path``, and its style for print in a file in ``folder``; empty where it has none.

    Print has the last word, as the file comes behind the style. Its name holds a digest, so that caches may keep it.
    """
    found = _STYLE.search(page)
    rules = list(_rules(found[1])) if found else []
    style = "".join(rules)
    if found is None or not style or "url(" in style:  # an address in it would lead from another place
        return Printed(page, "", "")
    shown = found[1]
    for rule in rules:
        shown = shown.replace(rule, "", 1)
    sheet = f"{folder}/print.{hashlib.sha256(style.encode()).hexdigest()[:8]}.css"
    link = f'<link rel="stylesheet" media="print" href="{"../" * path.count("/")}{sheet}">'
    return Printed(f"{page[: found.start()]}<style>{shown}</style>{link}{page[found.end() :]}", sheet, style)


def _rules(css: str) -> list[str]:
    """Each block of rules for print alone, whole."""
    return [css[at : _end(css, at)] for at in (found.start() for found in re.finditer(re.escape(_PRINT), css))]


def _end(css: str, start: int) -> int:
    """Where a block ends, behind the brace that closes it."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(css, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return len(css)
