"""JSON (RFC 8259) of any shape, read as the declaration’s ``read:`` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from explainer.declarations.fields import EVERY, KEY, json_path
from explainer.errors import FormatError
from explainer.formats.base import Document, Entries, Format
from explainer.formats.kit import generic, text
from explainer.formats.kit.common_json import as_text, read_json
from explainer.formats.kit.generic import MOST_VALUES, Unreadable
from explainer.model.fields import Fields
from explainer.model.sources import Source

_DEEPEST = 6
_MOST_PATHS = 300
_NEEDS_QUOTES = frozenset(".[]/*")


class JsonRow(NamedTuple):
    """An object of the list of entries; ``key`` is what it stands under, where that is an object too."""

    data: dict[str, Any]
    key: str = ""

    def at(self, path: str) -> tuple[str, ...] | None:
        """The texts at a path; a list on the way means each of its members, an object at its end nothing."""
        if path == KEY:
            return (self.key,) if self.key else None
        steps = json_path(path)
        level: list[Any] = [self.data]
        for step in steps:
            if isinstance(step, str):
                inner = [each for value in level for each in (value if isinstance(value, list) else [value])]
                level = [value[step] for value in inner if isinstance(value, dict) and step in value]
            else:
                lists = (value for value in level if isinstance(value, list))
                level = [value[step] for value in lists if -len(value) <= step < len(value)]
        inner = [each for value in level for each in (value if isinstance(value, list) else [value])]
        if not level or (inner and all(isinstance(value, dict | list) for value in inner)):
            return None
        return tuple(filter(None, map(_said, inner[:MOST_VALUES])))

    def paths(self) -> Iterator[str]:
        """Every path to a text; the first members of a list stand for all of them."""
        if self.key:
            yield KEY
        found = dict.fromkeys(islice(_paths(self.data, "", _DEEPEST), _MOST_PATHS))
        yield from (path for path in found if self.at(path) is not None)  # what is a text in one member may be none


def parse(document: Document, source: Source) -> Entries:
    """The entries of a JSON document of any shape."""
    return generic.parse(document, source, rows)


def rows(document: Document, fields: Fields) -> Sequence[JsonRow | Unreadable]:
    """The entries: what ``entries:`` leads to, else the document itself, which then is a list."""
    return list(rows_of(read_json(document), fields.entries))


def rows_of(data: Any, path: str | None) -> Iterator[JsonRow | Unreadable]:
    """The entries of what a document holds; raises ``FormatError`` when the path leads nowhere."""
    for key, value in entries_at(data, path):
        if isinstance(value, dict):
            yield JsonRow(value, key)
        else:
            yield Unreadable("it is no group of keys and values")


def entries_at(data: Any, path: str | None) -> Iterator[tuple[str, Any]]:
    """The entries with the keys they stand under.

    Raises:
        FormatError: when the path leads nowhere, which must never pass for “no disruptions”.
    """
    steps = json_path(path, of_entries=True) if path else ()
    level: list[tuple[str, Any]] = [("", data)]
    for step in steps:
        found = [each for _, value in level for each in _step(value, step)]
        if level and not found and (step != EVERY or not all(isinstance(v, dict | list) for _, v in level)):
            raise FormatError(f"nothing stands at “{path}”, where the declaration says the entries are")
        level = found
    if steps and steps[-1] == EVERY:
        yield from level
        return
    lists = [value for _, value in level if isinstance(value, list)]
    if len(lists) < len(level):
        where = f"what stands at “{path}”" if path else "the document"
        raise FormatError(f"{where} is no list of entries; correct entries: in the declaration")
    yield from (("", value) for each in lists for value in each)


def _step(value: Any, step: str | int) -> Iterator[tuple[str, Any]]:
    if step == EVERY:
        if isinstance(value, dict):
            yield from ((text.identifier(key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            yield from (("", inner) for inner in value)
    elif isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield "", value[step]
    elif isinstance(value, list) and -len(value) <= step < len(value):
        yield "", value[step]


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else as_text(value)


def _paths(data: dict[str, Any], before: str, deepest: int) -> Iterator[str]:
    for key, value in data.items():
        if not (name := spelt(key)):
            continue
        path = f"{before}{name}"
        members = value[:3] if isinstance(value, list) else [value]
        if not all(isinstance(member, dict | list) for member in members) or not members:
            yield path
        elif deepest:
            for member in members:
                if isinstance(member, dict):
                    yield from _paths(member, f"{path}.", deepest - 1)


def spelt(key: str) -> str:
    """A key as it is written in a path, or nothing where it cannot be."""
    if not key or '"' in key or key == EVERY:
        return ""
    plain = not _NEEDS_QUOTES.intersection(key) and key == key.strip() and key[0] not in "$@"
    return key if plain else f'"{key}"'


FORMAT = Format(
    name="json",
    what="JSON of any shape, read as the declaration says",
    parse=parse,
    sample=b"""{"notices":[{"no":"7","text":"Scanner down","more":"It stands still.","do":"Wait.",
"web":"https://own.example/7","from":"2026-11-20 08:00","until":"2026-11-21 08:00","changed":"2026-11-20 09:00",
"state":"open","prio":"1","tags":"radiology","kind":"fault","where":"Building A"}]}""",
)
