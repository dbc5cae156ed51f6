"""Every format by its name: our own modules, and those that plugins bring.

A format is a module with two functions, both pure:

- ``parse(document, source) -> Parsed``: raises ``FormatError`` when the document is not whole or not of the format;
- ``recognises(look) -> bool``: whether a document looks like this format, cheaply and without raising.

A plugin is a package with an entry point of the group ``explainer.formats`` that names such a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from explainer.errors import FormatError
from explainer.formats.base import Document, Parsed
from explainer.formats.look import Look
from explainer.sources import FormatName, Source

GROUP = "explainer.formats"

MODULES: dict[str, str] = {
    FormatName.BULLETIN: "bulletin",
    FormatName.RSS: "rss",
    FormatName.ATOM: "rss",
    FormatName.CAP: "cap",
    FormatName.ALERTSWISS: "alertswiss",
    FormatName.AWS: "aws",
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

DECLARED_ONLY = (FormatName.JSON, FormatName.CSV, FormatName.XML)
"""Formats that need a declaration to be read, and so are never told from the content."""


class FormatModule(Protocol):
    """What a format module offers."""

    def parse(self, document: Document, source: Source) -> Parsed:
        """Disruptions of one document."""

    def recognises(self, look: Look) -> bool:
        """Whether a document looks like this format."""


def names() -> tuple[str, ...]:
    """Every format name there is, our own first."""
    return (*MODULES, *sorted(point.name for point in entry_points(group=GROUP) if point.name not in MODULES))


def module(name: str) -> FormatModule:
    """The module of a format.

    Raises:
        FormatError: when there is no format of that name, or its plugin cannot be loaded.
    """
    if name in MODULES:
        return cast("FormatModule", import_module(f"explainer.formats.{MODULES[name]}"))
    for point in entry_points(group=GROUP, name=name):
        try:
            return cast("FormatModule", point.load())
        except Exception as error:
            raise FormatError(f"the plugin for the format “{name}” cannot be loaded: {error}") from error
    raise FormatError(f"there is no format “{name}”; write one of: {', '.join(names())}")


def recognisers() -> Iterator[tuple[str, FormatModule]]:
    """The formats that can be told from content, the most particular first, general RSS, Atom and CAP last."""
    last = (FormatName.CAP, FormatName.ATOM, FormatName.RSS)
    for name in names():
        if name not in last and name not in DECLARED_ONLY:
            yield name, module(name)
