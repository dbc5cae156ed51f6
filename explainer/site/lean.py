"""The shell of the pages of what is over: there are more of them with every year, so they share their style.

A page of the present brings all it needs along, for whoever opens it when networks are overrun. Of one that stays as it
was nine tenths would be the same style in every file, and a script for a clock that does not run. Its own
scripts are files of the site.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
"""The style of a page, in the page."""

_SCRIPT = re.compile(r"<script>.*?</script>\n?", re.DOTALL)
_OF_THE_PAGE = re.compile(r"script-src 'sha256-[^']*' ")
_SCRIPTS_ALLOWED = re.compile(r"script-src 'sha256-[^;\"]*; ")


class Lean(NamedTuple):
    """A page whose style, or a part of it, is in a file: the page, and the file by its path in the site."""

    page: str
    sheet: str
    style: str


def sheet_of(name: str, style: str, folder: str) -> str:
    """The file of a style: under a name of its own for each, so that whoever keeps it shows no page in another's."""
    return f"{folder}/{name}.{hashlib.sha256(style.encode()).hexdigest()[:8]}.css"


def link_to(sheet: str, path: str, media: str = "") -> str:
    """The element by which the page at ``path`` asks for a style, for paper alone if ``media`` says so."""
    for_media = f' media="{media}"' if media else ""
    return f'<link rel="stylesheet"{for_media} href="{"../" * path.count("/")}{sheet}">'


def lean(path: str, page: str, shared: str, folder: str) -> Lean:
    """The page at ``path`` with a link in the place of its style, and without its script.

    ``shared`` is the same page drawn as if it lay in ``folder``, where the file with the style is to lie, so that the
    addresses in it lead from there.
    """
    style = "".join(found[1] for found in STYLE.finditer(shared))
    sheet = sheet_of("over", style, folder)
    link = link_to(sheet, path)
    styled = STYLE.sub("", STYLE.sub(lambda _: link, page, count=1))
    bare = _SCRIPTS_ALLOWED.sub("", _OF_THE_PAGE.sub("script-src ", _SCRIPT.sub("", styled)))
    return Lean(bare, sheet, style)
