"""Films on staff's pages: a file of one's own, a picture before it plays, and words for who does not see or hear it.

Nothing of a film may come from elsewhere: a player of others is told of every reader before anybody presses play.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from explainer.declarations.documents import Located, Markdown, named
from explainer.errors import Finding, Level
from explainer.model.pages import Film, StaffPage
from explainer.model.vocabulary import Skin
from explainer.staff.page_lines import lines_of
from explainer.staff.project import Project

FILMS = (".mp4", ".webm")
_PLAYED = {"file": FILMS, "poster": (".avif", ".jpeg", ".jpg", ".png", ".svg", ".webp"), "captions": (".vtt",)}
"""By key of a film, how the names of files end that browsers show."""

_EMBEDDED = re.compile(
    r"<(?P<tag>iframe|video|audio|embed|object|source)\b[^<>]*?\s(?:src|data)=[\"']?(?P<to>(?:https?:)?//[^\s\"'<>]+)",
    re.IGNORECASE,
)


def judged_film(project: Project, page: StaffPage, document: Markdown) -> Iterator[Finding]:
    """What is wrong with the film of a page, and what the page embeds from elsewhere."""
    if page.front.film is not None:
        folder = (project.content / page.path).parent
        yield from _whole(page.front.film, document.front)
        yield from (found for key in _PLAYED for found in _file(page.front.film, key, folder, document.front))
    yield from judged_embedding(project, page, document)


def judged_embedding(project: Project, page: StaffPage, document: Markdown) -> Iterator[Finding]:
    """What a page fetches from elsewhere as soon as it is opened; advice on ordinary pages of a docs site."""
    is_theirs = project.settings.skin is Skin.SITE and not (page.front.about or page.front.template)
    for line in lines_of(document):
        for match in () if line.is_code else _EMBEDDED.finditer(line.words):
            host = urlsplit(match["to"]).netloc
            yield Finding(
                named(project.content / page.path, project.root),
                line.number,
                match.start("to") + 1,
                match["tag"].lower(),
                f"is fetched from {host} before anybody has pressed anything",
                "put a file of your own beside the page and name it in film:, or write a link",
                Level.ADVICE if is_theirs else Level.ERROR,
            )


def _whole(film: Film, located: Located) -> Iterator[Finding]:
    for key in ("file", "poster"):
        if not getattr(film, key):
            yield located.finding(("film",), f"says no {key}", f"write {key}: and the name of a file beside the page")
    if not film.captions and not film.silent:
        remedy = "write captions: and a file .vtt, or silent: true where nothing is to be heard"
        yield located.finding(("film",), "has no captions", remedy)


def _file(film: Film, key: str, folder: Path, located: Located) -> Iterator[Finding]:
    name, ends = getattr(film, key), _PLAYED[key]
    if not name:
        return
    if urlsplit(name).scheme or name.startswith("/"):
        problem = f"“{name}” is no file of your own beside the page"
        remedy = "put it there and write its name: nothing may come from elsewhere"
        yield located.finding(("film", key), problem, remedy)
    elif not name.lower().endswith(ends):
        problem = f"“{name}” is nothing that browsers show"
        yield located.finding(("film", key), problem, f"name a file {', '.join(ends)}")
    elif not (folder / name).is_file():
        yield located.finding(("film", key), f"there is no file “{name}”", "check the path, seen from the page")
