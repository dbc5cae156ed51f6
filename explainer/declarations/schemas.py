"""Doors as JSON Schemas: what editors, forms and other programs can know of what staff write.

A schema is made from the door itself, so no key is forgotten in it. It may be milder than the door, which also judges
whether things fit together, and is never stricter: what the door takes, the schema takes. It stays within what the
drafts from 7 to 2020-12 have in common, without references: editors differ in how much they know of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from explainer.declarations.described import UNTOLD, described
from explainer.declarations.documents import read_yaml
from explainer.declarations.doors import Door
from explainer.model.value import SLUG, stated

Schema = dict[str, Any]

SITE_FOLDER = "schemas"
"""The folder of a site in which editors find them."""

DIALECT = "http://json-schema.org/draft-07/schema#"

_MESSAGE = "patternErrorMessage"
"""What editors say where a pattern does not match; not of the standard, and passed over where it is not known."""

_SLUG_MESSAGE = "Use small letters, digits and single hyphens"
_YES_OR_NO = r"^(?:[ytnfYTNF10]|[oO][nN]|[yY][eE][sS]|[tT][rR][uU][eE]|[nN][oO]|[oO][fF][fF]|[fF][aA][lL][sS][eE])$"
_NUMERAL = r"^\s*[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?\s*$"
_SOMETHING = {"type": "string", "pattern": r"\S", _MESSAGE: "Write something here, or delete the key"}
_NUMBER = {"type": ["number", "string"], "pattern": _NUMERAL, _MESSAGE: "Write digits only"}
_WHOLE = {"type": ["integer", "string"], "pattern": _NUMERAL, _MESSAGE: "Write digits only"}
_TRUTH = {"type": ["boolean", "string"], "pattern": _YES_OR_NO, _MESSAGE: "Write true or false"}
"""Numbers may stand in quotes, and so may yes and no, for which YAML has more words than two."""


def schema_of(door: Door[Any], title: str) -> Schema:
    """What the door takes, as a JSON Schema of that title."""
    made = door.json_schema(_Generator)
    plain: Schema = _plain(made, made.get("$defs", {}))
    return {"$schema": DIALECT, "title": title} | plain


class _Generator(GenerateJsonSchema):
    """What Pydantic makes of our doors, in the terms of what staff write."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        told = described(schema["cls"])
        words = [one.value for one in schema["members"]]
        return {
            "type": "string",
            "enum": words,
            "enumDescriptions": [told.get(one.name, UNTOLD).says for one in schema["members"]],
        }

    def definitions_schema(self, schema: core_schema.DefinitionsSchema) -> JsonSchemaValue:
        self._known = {one["ref"]: one for one in schema["definitions"]}
        return super().definitions_schema(schema)

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        inner = schema["schema"]
        if inner["type"] == "definition-ref":
            inner = self._known[inner["schema_ref"]]
        if inner["type"] != "enum" or schema["function"]["type"] != "no-info":
            return super().function_after_schema(schema)
        judge = schema["function"]["function"]
        taken = [one for one in inner["members"] if _passes(judge, one)]
        return self.enum_schema(core_schema.enum_schema(inner["cls"], taken))

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if "patternProperties" not in made:
            return made
        return {key: value for key, value in made.items() if key != "propertyNames"} | {"additionalProperties": False}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        return super().float_schema(schema) | _NUMBER

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return super().int_schema(schema) | _WHOLE

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        del schema
        return dict(_TRUTH)

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        if schema.get("strip_whitespace"):  # lengths count without the spaces around a text, which no schema can
            return dict(_SOMETHING) if schema.get("min_length") else {"type": "string"}
        made = super().str_schema(schema)
        return made | ({_MESSAGE: _SLUG_MESSAGE} if SLUG in made.get("pattern", "") else {})

    def encode_default(self, dft: Any) -> Any:
        return stated(dft)


def _passes(judge: Callable[[Any], Any], word: Any) -> bool:
    try:
        judge(word)
    except ValueError:
        return False
    return True


def _plain(node: Any, kinds: Mapping[str, Any]) -> Any:
    """A part of a schema without references, titles of kinds and alternatives that are only “or nothing”."""
    if isinstance(node, list):
        return [_plain(one, kinds) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        named = kinds[node["$ref"].rpartition("/")[2]]
        return _plain(named | {key: value for key, value in node.items() if key != "$ref"}, kinds)
    out = {key: _below(key, value, kinds) for key, value in node.items() if key not in ("$defs", "title")}
    return _tidied(_or_nothing(out))


def _below(key: str, value: Any, kinds: Mapping[str, Any]) -> Any:
    if key == "properties":
        return {name: {"title": titled(name)} | _plain(one, kinds) for name, one in value.items()}
    return value if key in ("default", "examples", "enum") else _plain(value, kinds)


def titled(key: str) -> str:
    """The name of a key for people: “Next update” for ``next_update``."""
    return key.replace("_", " ").strip().capitalize()


def _or_nothing(node: Schema) -> Schema:
    """``anyOf`` something or nothing as one thing that may be nothing: what is wrong is then told of the thing."""
    choices = node.get("anyOf", [])
    some = [one for one in choices if one != {"type": "null"}]
    if len(some) != 1 or len(choices) != 2:
        return node
    [one] = some
    types = one.get("type", [])
    one = one | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    if "enum" in one:
        one["enum"] = [*one["enum"], None]
        one["enumDescriptions"] = [*one.get("enumDescriptions", []), "Not stated."]
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**one, **rest}


def _tidied(node: Schema) -> Schema:
    """Without defaults that say nothing, and with examples as YAML reads them."""
    if node.get("default", 0) in (None, "", [], {}):
        del node["default"]
    if "examples" in node:
        node["examples"] = [_as_written(one, node) for one in node["examples"]]
    return node


def _as_written(example: str, node: Schema) -> Any:
    """An example as YAML reads it: a number where there may be one, a list of it where there must be a list."""
    if node.get("type") == "array":
        return [example]
    return (
        read_yaml(f"- {example}", "").data[0] if {"number", "integer"}.intersection(node.get("type", ())) else example
    )


# What is shipped

FOLDER = Path(__file__).parents[1] / "schemas"
"""Where the schemas lie that are shipped, each made from its doors."""


@cache
def shipped(name: str) -> Schema:
    """The schema of that name, such as ``bulletin``.

    Raises:
        FileNotFoundError: when there is none.
    """
    found: Schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def modeline(name: str, path: str) -> str:
    """The line that names the schema ``name`` to editors, for the first line of the file at ``path`` from the root."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up or './'}{SITE_FOLDER}/{name}.json"
