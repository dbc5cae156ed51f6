"""XML of any shape, read as the declaration’s ``read:`` says. Names count without their namespace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from explainer.declarations.fields import OWN_TEXT, XML_NAME, xml_path
from explainer.errors import FormatError
from explainer.formats.base import Document, Entries, Format
from explainer.formats.kit import generic, xml_reading
from explainer.formats.kit.generic import MOST_VALUES, Unreadable
from explainer.model.fields import Fields
from explainer.model.sources import Source

_DEEPEST = 6
_MOST_PATHS = 300

Element = Any  # lxml’s, which only ``xml`` imports


class XmlRow(NamedTuple):
    """An element of the entries’ name."""

    element: Element

    def at(self, path: str) -> tuple[str, ...] | None:
        """The texts at a path, of every element that it leads to."""
        level: list[Element] = [self.element]
        for step in xml_path(path):
            if step.startswith("@"):
                found = [_attribute(element, step[1:]) for element in level]
                said = [value for value in found if value is not None]
                return tuple(filter(None, said)) if said else None
            level = [inner for element in level for inner in named(element, step)][:MOST_VALUES]
        return tuple(filter(None, map(xml_reading.words, level))) if level else None

    def paths(self) -> Iterator[str]:
        """Every path to a text."""
        if (self.element.text or "").strip() and len(self.element) == 0:
            yield OWN_TEXT
        yield from islice(_paths(self.element, "", _DEEPEST), _MOST_PATHS)


def parse(document: Document, source: Source) -> Entries:
    """The entries of an XML document of any shape."""
    return generic.parse(document, source, rows)


def rows(document: Document, fields: Fields) -> Sequence[XmlRow | Unreadable]:
    """The elements at ``entries:``; none of them is the quiet state only where their parent is there."""
    path = fields.entries or ""
    root = xml_reading.parse(document)
    first, *steps = xml_path(path, of_entries=True)
    if xml_reading.local_name(root) != first:
        found = xml_reading.local_name(root)[:40]
        raise FormatError(f"the root element is <{found}>, and the declaration says that it is <{first}>")
    level: list[Element] = [root]
    for number, step in enumerate(steps, start=1):
        level = [inner for element in level for inner in named(element, step)]
        if not level and number < len(steps):
            raise FormatError(f"nothing stands at “{path}”, where the declaration says the entries are")
    return [XmlRow(element) for element in level]


def named(element: Element, name: str) -> Iterator[Element]:
    """The children of that local name, in any namespace."""
    return (inner for inner in element if xml_reading.local_name(inner) == name)


def _attribute(element: Element, name: str) -> str | None:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next((str(value).strip() for value in found), None)


def _paths(element: Element, before: str, deepest: int) -> Iterator[str]:
    names = (str(key).rpartition("}")[2] for key in element.attrib)
    yield from (f"{before}@{name}" for name in names if XML_NAME.fullmatch(name))
    seen: set[str] = set()
    for inner in element:
        name = xml_reading.local_name(inner)
        if not XML_NAME.fullmatch(name):
            continue
        path = f"{before}{name}"
        if len(inner) == 0 and path not in seen:
            seen.add(path)
            yield path
        if deepest:
            yield from _paths(inner, f"{path}/", deepest - 1)


FORMAT = Format(
    name="xml",
    what="XML of any shape, read as the declaration says",
    parse=parse,
    sample=b"""<notices><notice no="7"><text>Scanner down</text><more>It stands still.</more><do>Wait.</do>
<web>https://own.example/7</web><from>2026-11-20 08:00</from><until>2026-11-21 08:00</until>
<changed>2026-11-20 09:00</changed><state>open</state><prio>1</prio><tags>radiology</tags><kind>fault</kind>
<where>Building A</where></notice></notices>""",
)
