"""What a page needs on paper alone, in a file of its own: nobody who is waiting for news waits for that too.

A browser shows the page without it. It is named last of all, behind the scripts, so that it is asked for after them.
"""

from __future__ import annotations

import re

from explainer.site.lean import STYLE, Lean, link_to, sheet_of

_PRINT = "@media print{"


def printed(path: str, page: str, folder: str) -> Lean:
    """The page at ``path``, and its style for print in a file in ``folder``; empty where it has none.

    Print has the last word, as the file comes behind the style.
    """
    found = STYLE.search(page)
    rules = _rules(found[1]) if found else []
    style = "".join(rules)
    if found is None or not style or "url(" in style:  # an address in it would lead from another place
        return Lean(page, "", "")
    shown = found[1]
    for rule in rules:
        shown = shown.replace(rule, "", 1)
    sheet = sheet_of("print", style, folder)
    link, rest = link_to(sheet, path, media="print"), page[found.end() :]
    end = rest.rfind("</body>")
    rest = f"{rest[:end]}{link}\n{rest[end:]}" if end >= 0 else f"{link}{rest}"
    return Lean(f"{page[: found.start()]}<style>{shown}</style>{rest}", sheet, style)


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
