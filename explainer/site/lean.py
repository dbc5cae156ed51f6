"""The shell of the pages of what is over: there are more of them with every year, so they share their style.

A page of the present brings all it needs along, for whoever opens it when networks are overrun. Of one that stays as it
was nine tenths would be the same style in every file, and a script for a clock that does not run. Its own
scripts are files of the site.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>.*?</script>\n?", re.DOTALL)
_OF_THE_PAGE = re.compile(r"script-src 'sha256-[^']*' ")
_SCRIPTS_ALLOWED = re.compile(r"script-src 'sha256-[^;\"]*; ")


class Lean(NamedTuple):
    """A page that shares its style: the page, and the file with the style, by its path in the site."""

    page: str
    sheet: str
    style: str


def lean(path: str, page: str, shared: str, folder: str) -> Lean:
    """The page at ``path`` with a link in the place of its style, and without its script.

    ``shared`` is the same page drawn as if it lay in ``folder``, where the file with the style is to lie, so that the
    addresses in it lead from there. The file has a name of its own for each style, so that whoever keeps it never shows
    a page in another's.
    """
    style = "".join(found[1] for found in _STYLE.finditer(shared))
    sheet = f"{folder}/over.{hashlib.sha256(style.encode()).hexdigest()[:8]}.css"
    link = f'<link rel="stylesheet" href="{"../" * path.count("/")}{sheet}">'
    styled = _STYLE.sub("", _STYLE.sub(lambda _: link, page, count=1))
    bare = _SCRIPTS_ALLOWED.sub("", _OF_THE_PAGE.sub("script-src ", _SCRIPT.sub("", styled)))
    return Lean(bare, sheet, style)
