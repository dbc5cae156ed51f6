"""Elements by their local names, whatever their namespaces.

For formats that mix several namespaces in one document (DATEX II v3, National Rail) or that publishers write in
the wrong one or in none (SIRI).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from explainer.formats.kit import text, xml_reading

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = [
    "Element",
    "by_language",
    "every",
    "first",
    "flag",
    "language",
    "names",
    "said",
    "token",
    "tokens",
    "type_of",
    "within",
]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def every(element: Element, *path: str) -> list[Element]:
    """The elements at a path of local names below the element."""
    return element.findall("/".join(f"{{*}}{name}" for name in path))


def first(element: Element, *path: str) -> Element | None:
    """The first element at a path, or None."""
    return element.find("/".join(f"{{*}}{name}" for name in path))


def within(element: Element, *names: str) -> Iterator[Element]:
    """Every descendant of one of these local names, in the document's order."""
    return element.iter(*(f"{{*}}{name}" for name in names))


def said(element: Element, *path: str) -> str:
    """The raw text at a path, trimmed, or nothing. It is not yet plain text."""
    found = first(element, *path)
    return "" if found is None else xml_reading.words(found)


def token(element: Element, *path: str) -> str:
    """The text at a path as one short plain line: a code, a name, a reference."""
    return text.line(said(element, *path), text.NOTE)


def tokens(element: Element, *path: str) -> list[str]:
    """The texts of every element at a path, each as one short plain line, each once."""
    found = (text.line(xml_reading.words(part), text.NOTE) for part in every(element, *path))
    return list(dict.fromkeys(filter(None, found)))


def flag(element: Element, *path: str) -> bool | None:
    """True and false (XML Schema 1.0 section 3.2.2) at a path, or None."""
    return {"true": True, "1": True, "false": False, "0": False}.get(said(element, *path).casefold())


def type_of(element: Element) -> str:
    """The local name of the ``xsi:type``, or nothing."""
    return text.line(element.get(_XSI_TYPE, ""), text.NOTE).rpartition(":")[2]


def language(element: Element, otherwise: str) -> str:
    """The language of the element: its ``xml:lang`` or ``lang``, else the given one."""
    return text.language(element.get(_XML_LANG) or element.get("lang") or "", otherwise)


def names(elements: Iterable[Element], otherwise: str) -> dict[str, str]:
    """The texts of elements that hold no others, by language; of two in one language the first."""
    return {lang: words[0] for lang, words in by_language([e for e in elements if len(e) == 0], otherwise).items()}


def by_language(elements: Iterable[Element], otherwise: str) -> dict[str, list[str]]:
    """The raw texts of the elements by language, without those that say nothing."""
    found: dict[str, list[str]] = {}
    for element in elements:
        if text.line(words := xml_reading.words(element)):
            found.setdefault(language(element, otherwise), []).append(words)
    return found
