"""Every format by its name: our own modules, and those that plugins bring.

A format is a module with two functions, both pure:

- ``parse(document, source) -> Parsed``: raises ``FormatError`` when the document is not whole or not of the format;
- ``recognises(look) -> bool``: whether a document looks like this format, cheaply and without raising.

A plugin is a package with an entry point of the group ``explainer.formats`` that names such a module.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, cast

from explainer.errors import FormatError
from explainer.formats.base import Document, Parsed
from explainer.formats.look import Look
from explainer.sources import READ_BY_FIELDS, Source
from explainer.vocabulary import FormatName

GROUP = "explainer.formats"

MODULES: dict[str, str] = {
    FormatName.BULLETIN: "bulletin",
    FormatName.RSS: "rss",
    FormatName.ATOM: "rss",
    FormatName.CAP: "cap",
    FormatName.ALERTSWISS: "alertswiss",
    FormatName.AWS: "aws",
    FormatName.CAP_ATOM: "cap_atom",
    FormatName.CSTATE: "cstate",
    FormatName.CSV: "generic_csv",
    FormatName.DATEX2: "datex2",
    FormatName.DIGITRAFFIC: "digitraffic",
    FormatName.ECCC: "eccc",
    FormatName.FAA: "faa",
    FormatName.GDACS: "gdacs",
    FormatName.GOOGLE_CLOUD: "google_cloud",
    FormatName.GTFS_RT: "gtfs_rt",
    FormatName.JSON: "generic_json",
    FormatName.MBTA: "mbta",
    FormatName.MTA: "mta",
    FormatName.NATIONAL_RAIL: "national_rail",
    FormatName.NWS: "nws",
    FormatName.OPEN511: "open511",
    FormatName.OUTAGES: "outages",
    FormatName.SIRI_SX: "siri_sx",
    FormatName.STATUSPAGE: "statuspage_json",
    FormatName.TFL: "tfl",
    FormatName.UPPTIME: "upptime",
    FormatName.USGS: "usgs",
    FormatName.WZDX: "wzdx",
    FormatName.XML: "generic_xml",
}
"""Our own formats. Each module is imported only when a document of it is read."""

DECLARED_ONLY = READ_BY_FIELDS
"""Formats that need a declaration to be read, and so are never told from the content."""


class FormatModule(Protocol):
    """What a format module offers."""

    def parse(self, document: Document, source: Source) -> Parsed:
        """Disruptions of one document."""

    def recognises(self, look: Look) -> bool:
        """Whether a document looks like this format."""


class _Plugin:
    """A plugin’s module, none of whose faults may reach the other feeds."""

    def __init__(self, point: EntryPoint) -> None:
        self._name = point.name
        try:
            loaded = point.load()
        except (Exception, SystemExit) as error:
            raise FormatError(f"the plugin for the format “{self._name}” cannot be loaded: {_said(error)}") from error
        if not callable(getattr(loaded, "parse", None)) or not callable(getattr(loaded, "recognises", None)):
            raise FormatError(f"the plugin for the format “{self._name}” has no parse and recognises")
        self._module = cast("FormatModule", loaded)

    def parse(self, document: Document, source: Source) -> Parsed:
        """What the plugin makes of a document; whatever else it raises or returns is this feed’s failure."""
        try:
            parsed: object = self._module.parse(document, source)
        except FormatError:
            raise
        except (Exception, SystemExit) as error:
            raise FormatError(f"the plugin for the format “{self._name}” failed: {_said(error)}") from error
        if not isinstance(parsed, Parsed):
            raise FormatError(f"the plugin for the format “{self._name}” returned no Parsed")
        if not all(disruption.id.startswith(f"{source.id}.") for disruption in parsed.disruptions):
            raise FormatError(f"the plugin for the format “{self._name}” returned a disruption of another feed")
        return parsed

    def recognises(self, look: Look) -> bool:
        """Whether the plugin recognises a document; one that fails recognises nothing."""
        try:
            return bool(self._module.recognises(look))
        except (Exception, SystemExit):  # noqa: BLE001 - a stranger’s code
            return False


def _said(error: BaseException) -> str:
    from explainer.formats import text

    return text.line(f"{type(error).__name__}: {error}", text.NOTE)


def names() -> tuple[str, ...]:
    """Every format name there is, our own first."""
    return (*MODULES, *_plugins())


def module(name: str) -> FormatModule:
    """The module of a format.

    Raises:
        FormatError: when there is no format of that name, or its plugin cannot be loaded.
    """
    if name in MODULES:
        return cast("FormatModule", import_module(f"explainer.formats.{MODULES[name]}"))
    if point := _plugins().get(name):
        return _Plugin(point)
    raise FormatError(f"there is no format “{name}”; write one of: {', '.join(names())}")


def recognisers() -> Iterator[tuple[str, FormatModule]]:
    """The formats that can be told from content, ours before those of plugins; RSS, Atom and CAP are told last.

    A plugin that cannot be loaded recognises nothing; a feed that declares its format says why.
    """
    last = (FormatName.CAP, FormatName.ATOM, FormatName.RSS)
    for name in MODULES:
        if name not in last and name not in DECLARED_ONLY:
            yield name, module(name)
    for name, point in _plugins().items():
        with suppress(FormatError):
            yield name, _Plugin(point)


def _plugins() -> Mapping[str, EntryPoint]:
    return _plugins_on(tuple(sys.path))


@lru_cache(maxsize=4)
def _plugins_on(_path: tuple[str, ...]) -> Mapping[str, EntryPoint]:
    """The plugins that are installed, by name; looked for once, because that reads every distribution."""
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return {point.name: point for point in reversed(found) if point.name not in MODULES}
