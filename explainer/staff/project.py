"""One site as its ``mkdocs.yml`` describes it, read without MkDocs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explainer.declarations.documents import Located, PathOf, read_file, validated
from explainer.declarations.drills import RUN_DOOR
from explainer.declarations.languages import Language, languages_of, place_of
from explainer.declarations.places import (
    A_FOLDER_FOR_STAFF,
    A_FOLDER_OF_ITS_OWN,
    RUN_FILE,
    Places,
    scratch,
    skeleton_folder,
)
from explainer.declarations.settings import SETTINGS_DOOR
from explainer.errors import Finding, StaffError
from explainer.language.catalogues import is_translated
from explainer.language.catalogues import languages as catalogues
from explainer.model.settings import Exercise, Settings

PLUGIN = "explainer"


@dataclass(frozen=True)
class Project:
    """A site: its folder, what lies where in it, and the operator's settings.

    ``languages`` are those it is published in, the default one first, where it is published in more than one.
    ``aside`` is the folder of the workspace in which it is made when it is only to be looked at. ``primary`` is what
    the theme calls its colour, where the site has chosen one.
    """

    root: Path
    places: Places
    settings: Settings
    languages: tuple[Language, ...] = ()
    aside: str = ""
    primary: str = ""

    @property
    def content(self) -> Path:
        """Where staff's pages lie."""
        return self.root / self.places.content

    @property
    def feeds(self) -> Path:
        """Where the feed declarations and bulletins lie."""
        return self.root / self.places.feeds

    @property
    def recorded(self) -> Path:
        """Where the record is kept."""
        return self.places.recorded(self.root)

    def looked_at(self, aside: str) -> Project:
        """The same site, made in a folder of its workspace from which nothing is published."""
        return replace(self, aside=aside)

    @property
    def skeleton(self) -> Path:
        """Where the skeleton lies."""
        return skeleton_folder(self.root, self.aside)

    @property
    def scratch(self) -> Path:
        """Where the skeleton is built, until it is whole."""
        return scratch(self.root, self.aside)


def load_project(config_file: Path) -> Project:
    """Read ``mkdocs.yml`` for what Explainer needs; the rest of it is MkDocs' own business.

    Raises:
        StaffError: when the file is missing or the ``explainer`` plugin is not configured rightly in it.
    """
    root = config_file.resolve().parent
    located = read_file(config_file, root)
    if not isinstance(located.data, dict):
        raise StaffError([located.finding((), "is not a list of key: value lines", "start with site_name:")])
    options = _plugin_options(located)
    config = located.data
    theme = config.get("theme")
    languages = languages_of(located)
    of_theme = theme.get("language", "en") if isinstance(theme, dict) else "en"
    _refuse_untold(located, languages, of_theme)
    settings = {
        "site_name": config.get("site_name", ""),
        "site_url": config.get("site_url") or "",
        "language": languages[0].tag if languages else of_theme,
        **{key: value for key, value in options.data.items() if key != "feeds_dir"},
    }
    places = Places(
        config_file=config_file.name,
        content=_folder(located, ("docs_dir",), "docs"),
        feeds=_folder(options, ("feeds_dir",), "ops_feeds"),
        site=_folder(located, ("site_dir",), "site"),
        theme=_folder(located, ("theme", "custom_dir"), "") if isinstance(theme, dict) else "",
    )
    places = replace(places, also=tuple(_also(config, places)))
    why_not = places.why_not_at(root, root / places.site)
    if why_not:
        raise StaffError([located.finding(("site_dir",), f"“{places.site}” {why_not}", A_FOLDER_OF_ITS_OWN)])
    judged = validated(SETTINGS_DOOR, Located(options.file, settings, options.values, options.keys))
    if no_brief := places.why_no_brief_at(root, root / judged.brief_dir):
        told = f"“{judged.brief_dir}” {no_brief}"
        raise StaffError([options.finding(("brief_dir",), told, A_FOLDER_FOR_STAFF)])
    return Project(
        root=root, places=places, settings=_drilled(judged, root), languages=languages, primary=_primary(theme)
    )


def about_option(project: Project, path: PathOf, problem: str, remedy: str) -> Finding:
    """A finding about one option of the ``explainer`` plugin, or about the plugin where the option is not written."""
    located = read_file(project.root / project.places.config_file, project.root)
    return _plugin_options(located).finding(path, problem, remedy)


def _drilled(settings: Settings, root: Path) -> Settings:
    """The settings of a site that is a run of a drill; those of any other as they are.

    Raises:
        StaffError: when the note of the run is not what ``explainer drill`` wrote.
    """
    if not (root / RUN_FILE).is_file():
        return settings
    run = validated(RUN_DOOR, read_file(root / RUN_FILE, root), {"zone": settings.tz})
    note = settings.exercise.note if settings.exercise is not None else ""
    return settings.replace(drill=run, exercise=Exercise(now=run.starts, says=run.says, note=note))


def _refuse_untold(located: Located, languages: tuple[Language, ...], of_theme: Any) -> None:
    """Refuse a language that the site's own words are not in: its pages would be in two.

    Raises:
        StaffError: naming the languages there are.
    """
    wanted: list[tuple[PathOf, Any]] = [(place_of(located, one), one.tag) for one in languages]
    findings = [
        located.finding(path, f"the site’s own words are not in “{tag}”", f"write one of: {', '.join(catalogues())}")
        for path, tag in wanted or [(("theme", "language"), of_theme)]
        if not isinstance(tag, str) or not is_translated(tag)
    ]
    if findings:
        raise StaffError(findings)


def _primary(theme: Any) -> str:
    """The name of the colour that ``palette:`` names first."""
    palette = theme.get("palette") if isinstance(theme, dict) else None
    rows = palette if isinstance(palette, list) else [palette]
    named = (row["primary"] for row in rows if isinstance(row, dict) and isinstance(row.get("primary"), str))
    return next(named, "")


def _also(config: dict[str, Any], places: Places) -> Iterator[str]:
    """What the generator reads beside pages and theme; nothing that holds what a build or a fetch writes."""
    lists = (config.get(key) for key in ("hooks", "watch"))
    named = [config.get("INHERIT"), *(name for names in lists if isinstance(names, list) for name in names)]
    plugins = config.get("plugins")
    if any(one == "macros" or (isinstance(one, dict) and "macros" in one) for one in plugins or ()):
        named.append("main.py")
    for name in filter(None, named):
        path = posixpath.normpath(str(name))
        if path != "." and not any(f"{kept}/".startswith(f"{path}/") for kept in (places.site, places.feeds)):
            yield path


def _folder(located: Located, path: PathOf, usual: str) -> str:
    """The folder that is named at ``path``.

    Raises:
        StaffError: when it is no text that a path can be made of.
    """
    named = located.data
    for key in path:
        named = named.get(key)
    if named is None:
        return usual
    if not isinstance(named, str) or "\0" in named:
        raise StaffError([located.finding(path, "is not the name of a folder", "write it as text")])
    return named


def _plugin_options(located: Located) -> Located:
    """The ``explainer`` entry of ``plugins:``, with paths counted from its own options.

    Raises:
        StaffError: when there is none.
    """
    plugins = located.data.get("plugins")
    entries: list[tuple[tuple[str | int, ...], Any]] = []
    if isinstance(plugins, list):
        for index, entry in enumerate(plugins):
            if entry == PLUGIN:
                entries.append((("plugins", index), {}))
            elif isinstance(entry, dict) and PLUGIN in entry:
                entries.append((("plugins", index, PLUGIN), entry[PLUGIN] or {}))
    elif isinstance(plugins, dict) and PLUGIN in plugins:
        entries.append((("plugins", PLUGIN), plugins[PLUGIN] or {}))
    if not entries:
        remedy = "add a line “- explainer” to the plugins"
        raise StaffError([located.finding(("plugins",), "does not name the explainer plugin", remedy)])
    prefix, data = entries[0]
    if not isinstance(data, dict):
        raise StaffError([located.finding(prefix, "is not a list of key: value lines", "indent them under it")])

    def below(table: Any) -> dict[Any, Any]:
        return {path[len(prefix) :]: place for path, place in table.items() if path[: len(prefix)] == prefix}

    return Located(located.file, data, below(located.values), below(located.keys))
