"""The languages of a site: what ``mkdocs.yml`` tells mkdocs-static-i18n of them, read without it.

A site without that plugin has one language, that of its theme, and none of this concerns it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from explainer.errors import Finding, StaffError

if TYPE_CHECKING:
    from explainer.declarations.documents import Located, PathOf

PLUGIN = "i18n"


class Language(NamedTuple):
    """A language of the site: ``locale`` as its files are called, ``name`` as it calls itself.

    ``site_name`` is the site's name in it, empty where that is the same in all. ``is_default`` is whether its pages lie
    at the root of the site. ``called`` is what the names of links are called in it.
    """

    locale: str
    name: str
    site_name: str = ""
    is_default: bool = False
    called: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """The language as a BCP 47 tag."""
        return self.locale.replace("_", "-")

    @property
    def root(self) -> str:
        """The folder of its pages in the site, with a slash; empty for the default language."""
        return "" if self.is_default else f"{self.locale}/"


def languages_of(located: Located) -> tuple[Language, ...]:
    """The languages that ``mkdocs.yml`` switches on, the default one first; none where there is but one.

    Raises:
        StaffError: when they are declared in a way that leaves a language without its pages.
    """
    path, options = _options(located)
    if not isinstance(options, dict):
        return ()
    problems = list(_problems(located, path, options))
    if problems:
        raise StaffError(problems)
    only = options.get("build_only_locale")
    rows = [row for row in options["languages"] if row.get("build", True) and row["locale"] != "null"]
    rows = [row for row in rows if not only or row["locale"] == only]
    found = sorted(map(_language, rows), key=lambda language: not language.is_default)
    return tuple(found) if len(found) > 1 else ()


def place_of(located: Located, language: Language) -> PathOf:
    """Where in ``mkdocs.yml`` a language is named."""
    path, options = _options(located)
    index = next(at for at, row in enumerate(options["languages"]) if row["locale"] == language.locale)
    return (*path, "languages", index, "locale")


def _language(row: dict[str, Any]) -> Language:
    return Language(
        locale=row["locale"],
        name=row["name"],
        site_name=row.get("site_name") or "",
        is_default=row.get("default") is True,
        called=tuple((str(key), str(said)) for key, said in (row.get("nav_translations") or {}).items()),
    )


def _options(located: Located) -> tuple[PathOf, Any]:
    """What stands under the plugin's name, and where."""
    plugins = located.data.get("plugins") if isinstance(located.data, dict) else None
    if isinstance(plugins, dict) and PLUGIN in plugins:
        return ("plugins", PLUGIN), plugins[PLUGIN] or {}
    for index, entry in enumerate(plugins if isinstance(plugins, list) else ()):
        if isinstance(entry, dict) and PLUGIN in entry:
            return ("plugins", index, PLUGIN), entry[PLUGIN] or {}
    return (), None


def _problems(located: Located, path: PathOf, options: dict[str, Any]) -> Iterator[Finding]:
    """What keeps us from knowing the languages. All the rest is the plugin's own to judge."""
    rows = options.get("languages")
    if not isinstance(rows, list) or not rows:
        yield located.finding((*path, "languages"), "is missing", "list the languages, each with locale: and name:")
        return
    for index, row in enumerate(rows):
        for key in ("locale", "name"):
            if not isinstance(row, dict) or not isinstance(row.get(key), str):
                yield located.finding((*path, "languages", index, key), "is missing", "add it")
    if not any(isinstance(row, dict) and row.get("default") is True for row in rows):
        yield located.finding((*path, "languages"), "names no default", "write default: true beside one of them")
    if options.get("docs_structure", "suffix") != "suffix":
        problem = "is not how translations are found here"
        yield located.finding((*path, "docs_structure"), problem, "write suffix, and name pages such as index.fr.md")
    if options.get("fallback_to_default", True) is not True:
        problem = "would leave a language without the pages that nobody has translated yet"
        yield located.finding((*path, "fallback_to_default"), problem, "delete this line")


def translation_of(name: str, locales: tuple[str, ...]) -> str:
    """The original that a file is a translation of, by its name: ``system.yml`` for ``system.fr.yml``; else empty."""
    path = PurePosixPath(name)
    whole = path.name.removesuffix(path.suffix)
    locale = next((one for one in locales if whole.endswith(f".{one}")), "")
    return str(path.with_name(whole.removesuffix(f".{locale}") + path.suffix)) if locale else ""


def translated_name(name: str, locale: str) -> str:
    """What a translation of the file ``name`` is called: ``system.fr.yml`` for ``system.yml``."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{locale}{path.suffix}"))
