"""The fields of what staff write, read out of its JSON Schema: what the model gains, the desk asks for.

A schema goes in, a tree of fields comes out. Which field stands where on the page is no business of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Schema = Mapping[str, Any]


class Kind(StrEnum):
    """What a field holds, and so how it is asked for."""

    TEXT = "text"
    LINES = "lines"
    """Several texts, one a line."""
    WORD = "word"
    """One word of a closed vocabulary."""
    NUMBER = "number"
    FLAG = "flag"
    TIME = "time"
    DAY = "day"
    GROUP = "group"
    MANY = "many"
    """A list of groups."""
    NAMED = "named"
    """Groups, each under a name of its own."""


@dataclass(frozen=True)
class Field:
    """One field: its ``key`` in the file, what it is called, and what is in it if it is made of others."""

    key: str
    kind: Kind
    title: str = ""
    says: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    default: Any = None
    parts: tuple[Field, ...] = ()

    def part(self, key: str) -> Field | None:
        """The field of that key among its parts."""
        return next((one for one in self.parts if one.key == key), None)


NAME = "(name)"
"""The key under which the name of an entry is asked for, where groups have names of their own."""


def fields_of(schema: Schema) -> tuple[Field, ...]:
    """The fields of an object, in the order of its schema."""
    return tuple(_fields(schema, schema))


def _fields(schema: Schema, whole: Schema) -> Iterator[Field]:
    required = schema.get("required", ())
    for key, row in schema.get("properties", {}).items():
        if not key.startswith("$"):
            yield _field(key, row, whole, key in required)


def _field(key: str, row: Schema, whole: Schema, required: bool) -> Field:
    plain = _resolved(row, whole)
    title = str(row.get("title") or plain.get("title") or key)
    says = str(row.get("description") or plain.get("description") or "")
    kind, parts = _kind(plain, whole)
    default = row.get("default", plain.get("default"))
    return Field(key, kind, title, says, required, _options(plain, whole), default, parts)


def _kind(plain: Schema, whole: Schema) -> tuple[Kind, tuple[Field, ...]]:
    if "enum" in plain:
        return Kind.WORD, ()
    told = _type(plain)
    if told == "array":
        items = _resolved(plain.get("items", {}), whole)
        if _type(items) == "object":
            return Kind.MANY, tuple(_fields(items, whole))
        return Kind.LINES, ()
    entries = _entries(plain) if told == "object" and "properties" not in plain else None
    if entries is not None:
        held = _resolved(entries, whole)
        name = Field(NAME, Kind.TEXT, "Name", "Small letters, digits, hyphens.", required=True)
        return Kind.NAMED, (name, *_fields(held, whole))
    if told == "object":
        return Kind.GROUP, tuple(_fields(plain, whole))
    return _OF_ONE.get(told, _of_text(plain)), ()


def _entries(plain: Schema) -> Schema | None:
    """What each entry of an object holds whose keys are names that somebody gives."""
    named = [*plain.get("patternProperties", {}).values(), plain.get("additionalProperties")]
    return next((one for one in named if isinstance(one, Mapping)), None)


def _type(row: Schema) -> str:
    """The type of what a field holds, if anything."""
    told = row.get("type", "string")
    return str(told) if isinstance(told, str) else next((str(one) for one in told if one != "null"), "string")


_OF_ONE: Mapping[str, Kind] = {"number": Kind.NUMBER, "integer": Kind.NUMBER, "boolean": Kind.FLAG}


_A_TIME, _A_DAY, _A_WORD = "2026-11-20 18:20", "2026-11-20", "word"


def _of_text(plain: Schema) -> Kind:
    """What a text is: a pattern that takes a time takes no word, and one that takes a day takes no time."""
    takes = {one for one in (_A_TIME, _A_DAY, _A_WORD) if re.search(str(plain.get("pattern", "")), one)}
    if plain.get("format") == "date-time" or takes == {_A_TIME}:
        return Kind.TIME
    return Kind.DAY if plain.get("format") == "date" or takes == {_A_DAY} else Kind.TEXT


def _options(plain: Schema, whole: Schema) -> tuple[str, ...]:
    items = _resolved(plain.get("items", {}), whole) if _type(plain) == "array" else {}
    return tuple(str(one) for one in plain.get("enum") or items.get("enum") or () if one is not None)


def _resolved(row: Schema, whole: Schema) -> Schema:
    """What a part of a schema comes down to: behind its reference, and without the “or nothing” of an optional one."""
    while True:
        if "$ref" in row:
            row = {**_behind(str(row["$ref"]), whole), **{key: row[key] for key in row if key != "$ref"}}
            continue
        several = [one for one in row.get("anyOf") or row.get("oneOf") or () if one.get("type") != "null"]
        if not several:
            return row
        outer = {key: value for key, value in row.items() if key not in ("anyOf", "oneOf")}
        row = {**_most_telling(several, whole), **outer}


def _most_telling(several: list[Schema], whole: Schema) -> Schema:
    """Of the ways in which a field may be written, the one that the desk asks for."""
    behind = [_resolved(one, whole) for one in several]
    by_kind = {_rank(one): one for one in reversed(behind)}
    return by_kind[min(by_kind)]


def _rank(row: Schema) -> int:
    told = _type(row)
    if told == "array":
        return 0
    if "enum" in row or row.get("format"):
        return 1
    if told in ("number", "integer", "boolean"):
        return 2
    return 3 if told == "object" and set(row.get("properties", ())) != {"figure"} else 4


def _behind(reference: str, whole: Schema) -> Schema:
    found: Any = whole
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return dict(found)
