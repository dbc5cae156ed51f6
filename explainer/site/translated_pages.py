"""Staff's pages in the languages of a site: which of them MkDocs is given in a language, and what is made of its files.

mkdocs-static-i18n builds the site once for each language, and gives a page that lacks in one from the original. What it
cannot know is whether a translation is still one of what the original says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from explainer.declarations.languages import Language
from explainer.model.pages import WORDS_IN_FRONT, Film, FrontMatter, StaffPage
from explainer.staff.check import Staff
from explainer.staff.gaps import without_gaps
from explainer.staff.translations import original_of


class Shown(NamedTuple):
    """What readers of one language get under the address of a page.

    ``path`` is the original's in ``content/``; ``front`` says what both are about. ``foreign`` is whether it is shown
    in the original's language, because there is no translation of what it says now.
    """

    path: str
    front: FrontMatter
    foreign: bool = False


class TranslatedPages:
    """The pages of a site, and their translations as far as these still are some."""

    def __init__(self, staff: Staff, languages: tuple[Language, ...]) -> None:
        self._languages = languages
        self._originals: Mapping[str, StaffPage] = {page.path: page for page in staff.pages}
        self._translated: Mapping[str, StaffPage] = {page.path: page for page in staff.translated}

    def shown(self, path: str, language: Language | None) -> Shown | None:
        """What is shown of the file at ``path`` in a language; None of a file that is no page of staff's."""
        name = original_of(path, self._languages) or path
        original = self._originals.get(name)
        if original is None:
            return None
        if language is None or language.is_default:
            return Shown(name, original.front)
        translation = self._translated.get(path)
        if translation is None or not translation.front.is_still_of(original):
            return Shown(name, original.front, foreign=True)
        words = {key: getattr(translation.front, key) for key in WORDS_IN_FRONT}
        return Shown(name, original.front.replace(**({key: said for key, said in words.items() if said})))

    def film(self, shown: Shown, path: str) -> tuple[Film, bool] | None:
        """The film of the file at ``path``, and whether its words are those of the original's language."""
        film = self._originals[shown.path].front.film
        page = self._translated.get(path)
        told = page.front.film if page is not None and not shown.foreign else None
        if film is None or told is None:
            return (film, page is not None or shown.foreign) if film is not None else None
        captions = told.captions or film.captions
        return film.replace(title=told.title, transcript=told.transcript, captions=captions), False

    def body(self, shown: Shown, path: str) -> str:
        """The words that are shown of the file at ``path``: its own, or those of the original it stands beside."""
        page = self._translated.get(path)
        return without_gaps(page.body if page is not None and not shown.foreign else self._originals[shown.path].body)

    def original(self, path: str) -> StaffPage:
        """The original page at ``path``."""
        return self._originals[path]


# What MkDocs writes once for the whole site, and must be there once in each language


def keep_apart(
    site: Path, language: Language, languages: Iterable[Language], static: Iterable[str]
) -> dict[str, bytes]:
    """Give a language that was just built its own search index and its own copies of the theme's pages.

    Returns what the site's own language needs at the end in the place of what the other builds write over it.
    """
    ours: dict[str, bytes] = {}
    roots = tuple(one.root for one in languages if one.root)
    for name in (*static, *_INDEXES):
        file = site / name
        if not file.is_file():
            continue
        body = _searched(file.read_bytes(), language, roots) if name in _INDEXES else file.read_bytes()
        ours[name] = body
        if language.root:
            (site / language.root / name).parent.mkdir(parents=True, exist_ok=True)
            (site / language.root / name).write_bytes(body)
    return {} if language.root else ours


_INDEXES = ("search/search_index.json",)


def _searched(body: bytes, language: Language, roots: tuple[str, ...]) -> bytes:
    """A search index of one language: its own pages, by their addresses in its folder."""
    index: dict[str, Any] = json.loads(body)
    rows = index.get("docs", [])
    if language.root:
        rows = [
            {**row, "location": row["location"].removeprefix(language.root)}
            for row in rows
            if row["location"].startswith(language.root)
        ]
    else:
        rows = [row for row in rows if not row["location"].startswith(roots)]
    config = index.get("config", {})
    spoken = [lang for lang in config.get("lang", ()) if lang == language.locale.partition("_")[0].partition("-")[0]]
    index |= {"docs": rows, "config": {**config, "lang": spoken or ["en"]}}
    return json.dumps(index, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
