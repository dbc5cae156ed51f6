"""A hook of the documentation's site: what a page links to outside ``docs/`` is named there, and not linked.

The pages are read in the repository too, where such links lead to files; the site has no place for them.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name every page of a format in the navigation, which says only where they go."""
    folder = Path(config.docs_dir)
    for section in config.nav or ():
        for title, rows in section.items() if isinstance(section, dict) else ():
            section[title] = [name for row in rows for name in _spelt(folder, row)]
    return config


def _spelt(folder: Path, row: str) -> list[str]:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.glob(row)) if "*" in row else [row]
    return [name for name in found if "*" not in row or not name.endswith("/index.md")]


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Turn each link that leaves ``docs/`` into its words and the file's name."""
    depth = len(PurePosixPath(page.file.src_uri).parts) - 1
    return _LINK.sub(lambda found: _named(found, depth), markdown)


def _named(found: re.Match[str], depth: int) -> str:
    words, target = found[1], found[2]
    if target.count("../") <= depth:
        return found[0]
    name = target.replace("../", "").partition("#")[0]
    return words if name in words else f"{words} (`{name}`)"
