"""Every format by its name: our own, one module each in ``builtin``, and those that plugins bring.

A plugin is a package with an entry point of the group ``explainer.formats`` that names a module with a ``FORMAT``, as
our own modules have. A module is imported only when a document of its format is read, or all of them are asked.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from typing import Any

from explainer.declarations.sources import READ_BY_FIELDS
from explainer.errors import FormatError
from explainer.formats import builtin
from explainer.formats.base import Document, Drafted, Entries, Format, RefusedError, as_drafts
from explainer.formats.kit import text
from explainer.formats.kit.look import Look
from explainer.model.sources import Source

GROUP = "explainer.formats"

BUILTIN = tuple(sorted(found.name.replace("_", "-") for found in iter_modules(builtin.__path__)))
"""The names of our own formats: those of their modules."""

DECLARED_ONLY = READ_BY_FIELDS
"""Formats that need a declaration to be read, and so are never told from the content."""


def names() -> tuple[str, ...]:
    """Every format name there is, our own first."""
    return (*BUILTIN, *_plugins())


def format_of(name: str) -> Format:
    """What a format says of itself.

    Raises:
        FormatError: when there is no format of that name, or its plugin cannot be loaded.
    """
    if name in BUILTIN:
        found: Format = import_module(f"{builtin.__name__}.{name.replace('-', '_')}").FORMAT
        return found
    if point := _plugins().get(name):
        return _guarded(point)
    raise FormatError(f"there is no format “{name}”; write one of: {', '.join(names())}")


def recognisers() -> Iterator[Format]:
    """The formats that can be told from content: the most particular first, and ours before those of plugins.

    A plugin that cannot be loaded recognises nothing; a feed that declares its format says why.
    """
    ours = [format_of(name) for name in BUILTIN if name not in DECLARED_ONLY]
    yield from (found for found in ours if not found.general)
    for point in _plugins().values():
        with suppress(FormatError):
            yield _guarded(point)
    yield from (found for found in ours if found.general)


def _guarded(point: EntryPoint) -> Format:
    """A plugin's format, none of whose faults may reach the other feeds."""
    subject = f"the plugin for the format “{point.name}”"
    try:
        found = point.load().FORMAT
    except AttributeError as error:
        raise FormatError(f"{subject} has no FORMAT") from error
    except (Exception, SystemExit) as error:
        raise FormatError(f"{subject} cannot be loaded: {_said(error)}") from error
    if not isinstance(found, Format):
        raise FormatError(f"{subject} has a FORMAT that is none")

    def parse(document: Document, source: Source) -> Entries:
        try:
            entries: object = found.parse(document, source)
        except FormatError:
            raise
        except (Exception, SystemExit) as error:
            raise FormatError(f"{subject} failed: {_said(error)}") from error
        if not isinstance(entries, Entries):
            raise FormatError(f"{subject} returned no Entries")
        return entries._replace(draft=_staying(entries.draft))

    def recognises(look: Look) -> bool:
        try:
            return bool(found.recognises(look))
        except (Exception, SystemExit):  # noqa: BLE001 - a stranger’s code
            return False

    return replace(found, name=point.name, parse=parse, recognises=recognises)


def _staying(draft: Callable[[Any], Drafted]) -> Callable[[Any], Drafted]:
    """The function, unable to end the whole run."""

    def guarded(row: Any) -> Drafted:
        try:
            return list(as_drafts(draft(row)))
        except SystemExit as error:
            raise RefusedError(f"it could not be read: {_said(error)}") from error

    return guarded


def _said(error: BaseException) -> str:
    """What went wrong, in one bounded line."""
    return text.line(f"{type(error).__name__}: {error}", text.NOTE)


def _plugins() -> Mapping[str, EntryPoint]:
    return _plugins_on(tuple(sys.path))


@lru_cache(maxsize=4)
def _plugins_on(_path: tuple[str, ...]) -> Mapping[str, EntryPoint]:
    """The plugins that are installed, by name; looked for once, because that reads every distribution."""
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return {point.name: point for point in reversed(found) if point.name not in BUILTIN}
