"""Every kind of YAML that staff write, with its schema: what is shipped, and what a site keeps for its editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from explainer.declarations import translations as shapes
from explainer.declarations.doors import Door
from explainer.declarations.drills import DRILL_DOOR
from explainer.declarations.events import EVENTS_DOOR
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.languages import translation_of
from explainer.declarations.permissions import PERMISSIONS_DOOR
from explainer.declarations.phrases import PHRASEBOOK_DOOR
from explainer.declarations.places import DATA
from explainer.declarations.rights import RIGHTS_DOOR
from explainer.declarations.routes import ROUTES_DOOR
from explainer.declarations.schemas import DIALECT, FOLDER, SITE_FOLDER, Schema, schema_of
from explainer.declarations.season import SEASON_DOOR
from explainer.declarations.settings import SETTINGS_DOOR
from explainer.declarations.sources import SOURCE_DOOR
from explainer.declarations.system import SYSTEM_DOOR
from explainer.declarations.watches import WATCH_DOOR
from explainer.errors import Finding, Level
from explainer.formats.builtin.bulletin import BULLETIN_DOOR
from explainer.formats.families.bulletin_acceptance import ACCEPTANCES_DOOR
from explainer.formats.families.bulletin_acceptance import SUFFIX as ACCEPTED
from explainer.formats.families.bulletin_figures import REFERENCE
from explainer.language.house import longest_headline


class Kind(NamedTuple):
    """A kind of file: the name of its schema, what such a file is, and how its schema is made."""

    name: str
    title: str
    schema: Callable[[], Schema]


def _bulletin() -> Schema:
    made = schema_of(BULLETIN_DOOR, "A bulletin")
    made["properties"]["headline"] |= {
        "pattern": rf"^\s*(?:\S+\s+){{0,{longest_headline() - 1}}}\S+\s*$",
        "patternErrorMessage": "Write one shorter sentence: at most 27 words in English",
    }
    made["allOf"] = list(_rules())
    whole: Schema = with_figures(made)
    return whole


def _rules() -> Iterator[Schema]:
    """What a bulletin must have besides, by its status."""
    is_open = {"properties": {"status": {"enum": ["active", "monitoring"]}}}
    yield {
        "if": is_open,
        "then": {
            "required": ["unknowns"],
            "properties": {"unknowns": {"minItems": 1}},
            "anyOf": [{"required": ["asks"]}, {"required": ["nothing_to_do"]}],
        },
    }
    is_over = {"properties": {"status": {"const": "resolved"}}, "required": ["status"]}
    yield {"if": is_over, "then": {"required": ["ended"]}}


_A_FIGURE: Schema = {
    "title": "A figure",
    "description": "The name of one of the figures, which stands here for its numbers.",
    "type": "object",
    "properties": {REFERENCE: {"title": "Figure", "type": "string", "description": "The name of the figure."}},
    "required": [REFERENCE],
    "additionalProperties": False,
}


def with_figures(node: Any) -> Any:
    """A schema in which a figure may be named wherever numbers stand."""
    if isinstance(node, list):
        return [with_figures(one) for one in node]
    if not isinstance(node, dict):
        return node
    within = {key: with_figures(value) for key, value in node.items()}
    if "number" not in node.get("type", ()) and {"low", "high"} - set(node.get("required", ())):
        return within
    said = {key: within.pop(key) for key in ("title", "description", "examples") if key in within}
    return {**said, "anyOf": [within, _A_FIGURE]}


def _feed() -> Schema:
    made = schema_of(SOURCE_DOOR, "The declaration of a feed")
    del made["properties"]["id"]  # the name of the file
    made["required"].remove("id")
    return made


def _mkdocs() -> Schema:
    options = schema_of(SETTINGS_DOOR, "")
    del options["$schema"], options["required"]
    del options["properties"]["drill"]  # only ``explainer drill`` writes it
    options["properties"]["feeds_dir"] = {
        "title": "Feeds dir",
        "description": "The folder of the declarations, the bulletins and the record.",
        "type": ["string", "null"],
        "default": "ops_feeds",
    }
    options |= {"title": "Explainer", "description": "What Explainer shows and keeps.", "type": ["object", "null"]}
    entry = {"type": ["string", "object"], "properties": {"explainer": options}}
    return {
        "$schema": DIALECT,
        "title": "What is Explainer’s in mkdocs.yml",
        "type": "object",
        "required": ["plugins"],
        "properties": {
            "plugins": {
                "title": "Plugins",
                "type": ["array", "object"],
                "description": "The plugins of MkDocs; explainer must be among them.",
                "items": entry,
                "properties": entry["properties"],
            }
        },
    }


_PAIR: Schema = {
    "type": "object",
    "description": "The sentence as the original has it, under its language; below it the translation, under its own.",
    "minProperties": 1,
    "maxProperties": 2,
    "additionalProperties": {"type": ["string", "null"]},
}


def _shaped(shape: shapes.Shape) -> Schema:
    if isinstance(shape, shapes.Text):
        return _PAIR
    if isinstance(shape, shapes.Each):
        inner = _shaped(shape.of)
        if shape.by:
            names = {
                key: {"type": "string", "description": "As in the original: it says which is meant."}
                for key in shape.by
            }
            inner = inner | {"properties": names | inner["properties"], "required": list(shape.by)}
        return {"type": "array", "items": inner}
    if isinstance(shape, shapes.Named):
        return {"type": "object", "additionalProperties": _shaped(shape.of)}
    properties = {key: _shaped(inner) for key, inner in shape.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _of(name: str, title: str, door: Door[Any]) -> Kind:
    return Kind(name, title, lambda: schema_of(door, title))


def _translated(name: str, title: str, shape: shapes.Shape) -> Kind:
    return Kind(f"{name}-translation", title, lambda: {"$schema": DIALECT, "title": title} | _shaped(shape))


KINDS: tuple[Kind, ...] = (
    Kind("bulletin", "A bulletin", _bulletin),
    _of("acceptance", "Readings of a bulletin by a second person", ACCEPTANCES_DOOR),
    _of("look", "A look", WATCH_DOOR),
    _of("system", "The system", SYSTEM_DOOR),
    _of("rights", "The rights of customers", RIGHTS_DOOR),
    _of("season", "What is expected before it comes", SEASON_DOOR),
    _of("permissions", "What staff may offer", PERMISSIONS_DOOR),
    _of("routes", "Where staff send people", ROUTES_DOOR),
    _of("words", "The words that people hear announced", PHRASEBOOK_DOOR),
    _of("events", "Invitations", EVENTS_DOOR),
    Kind("feed", "The declaration of a feed", _feed),
    _of("page", "The front matter of a page", FRONT_MATTER_DOOR),
    _of("drill", "The script of a drill", DRILL_DOOR),
    Kind("mkdocs", "What is Explainer’s in mkdocs.yml", _mkdocs),
    _translated("bulletin", "The translation of a bulletin", shapes.BULLETIN),
    _translated("look", "The translation of a look", shapes.WATCH),
    _translated("system", "The translation of the system", shapes.SYSTEM),
    _translated("rights", "The translation of the rights", shapes.RIGHTS),
    _translated("season", "The translation of what is expected before it comes", shapes.SEASON),
    _translated("permissions", "The translation of what staff may offer", shapes.PERMISSIONS),
    _translated("routes", "The translation of where staff send people", shapes.ROUTES),
    _translated("words", "The translation of the words that people hear", shapes.WORDS),
    _translated("events", "The translation of invitations", shapes.EVENTS),
    _translated("feed", "The translation of a declaration", shapes.FEED),
    _translated("site", "The translation of the site’s own words", shapes.SITE),
)
"""Every kind of YAML that staff write."""


def name_for(file: str, feeds: str = "ops_feeds", locales: tuple[str, ...] = ()) -> str:
    """The name of the schema for a file by its path from the site's root; empty where staff write no YAML in it.

    ``feeds`` is the folder of the declarations, ``locales`` are the languages that the site is translated into.
    """
    path = PurePosixPath(file)
    original = translation_of(file, locales)
    if path.suffix == ".md":
        return "page"
    if path.suffix != ".yml":
        return ""
    name = _NAMED.get(PurePosixPath(original or file).name, "")
    if not name and path.is_relative_to(feeds):
        name = _below(path.relative_to(feeds).parent.as_posix())
    elif not name and path.parent.name == "drills":
        name = "drill"
    if path.name.endswith(ACCEPTED):
        return "acceptance" if name == "bulletin" else ""
    return f"{name}-translation" if name and original else "" if name == "site" else name


_NAMED = {file: file.removesuffix(".yml") for file in (*DATA, "mkdocs.yml", "site.yml")}


def _below(folder: str) -> str:
    """What a file is in a folder of the feeds: the declaration of one, a look, or a bulletin."""
    return {".": "feed", "watches": "look", "recorded": ""}.get(
        folder, "" if folder.startswith("recorded/") else "bulletin"
    )


def text_of(schema: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def files() -> dict[str, str]:
    """The schemas that a site keeps: the text of each by the name of its file."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.json"))}


def judged_schemas(root: Path) -> Iterator[Finding]:
    """Whether the schemas that a site keeps for its editors are those of this version; a site need not keep any."""
    folder = root / SITE_FOLDER
    late = older(folder) if folder.is_dir() else ()
    if late:
        problem = f"{', '.join(late[:3])}{' and others' if late[3:] else ''}: not what this version of Explainer knows"
        remedy = "run explainer schemas, so that editors tell the same as this command"
        yield Finding(f"{SITE_FOLDER}/{late[0]}", 1, 1, "", problem, remedy, Level.ADVICE)


def older(folder: Path) -> tuple[str, ...]:
    """The names of the schemas in a folder that are not what is shipped, or are missing."""
    return tuple(name for name, text in files().items() if _text(folder / name) != text)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write(folder: Path) -> tuple[str, ...]:
    """Write the schemas into a folder; returns the names of those that were not there, or were others."""
    late = older(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in late:
        (folder / name).write_text(files()[name], encoding="utf-8", newline="\n")
    return late
