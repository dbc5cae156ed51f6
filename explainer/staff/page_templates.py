"""Which template makes a page a crisis page."""

from __future__ import annotations

import re
from pathlib import Path

OURS = Path(__file__).parents[1] / "theme" / "templates"
"""Where our own templates of pages lie."""

BASE = "crisis.html"
"""The template that every crisis page's own is made from."""

_EXTENDS = re.compile(r"\{%-?\s*extends\s+[\"']([^\"']+)[\"']")


def is_crisis_template(name: str, theme: Path | None) -> bool:
    """Whether pages of this template are crisis pages: of ours they are, and of an operator's that is made from one.

    ``theme`` is the operator's ``custom_dir``.
    """
    seen: set[str] = set()
    while name and name not in seen:
        if name == BASE:
            return True
        seen.add(name)
        name = _parent(name, theme)
    return False


def _parent(name: str, theme: Path | None) -> str:
    for folder in filter(None, (theme, OURS)):
        file = folder / name
        if file.is_file():
            found = _EXTENDS.search(file.read_text(encoding="utf-8", errors="replace"))
            return found[1] if found else ""
    return ""
