"""XML that may be hostile, read safely with lxml (Extensible Markup Language 1.0, fifth edition).

No document type, no entities, no network. libxml2's own limits (depth 256, text 10 MB) stay on, because
``huge_tree`` is off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit.decoding import utf8
from explainer.formats.kit.sniffing import is_whole, refuse_unless_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["LARGEST", "child", "children", "local_name", "namespace", "parse", "parse_text", "words"]

LARGEST = 20_000_000
"""Bytes. Some CAP messages carry more than a megabyte of polygon."""


def parse(document: Document) -> Element:
    """The root element; raises ``FormatError`` when the document is not whole, well-formed and harmless."""
    if len(document.body) > LARGEST:
        raise FormatError(f"the document is larger than {LARGEST // 1_000_000} MB")
    return parse_text(refuse_unless_xml(document))


def parse_text(text: str) -> Element:
    """The root element of a document that is text already; raises ``FormatError`` like ``parse``."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(utf8(text), parser)
    except etree.XMLSyntaxError as error:
        if not is_whole(text):
            raise FormatError("the document breaks off before its end") from error
        where = f"line {error.lineno}" if error.lineno else "its beginning"
        raise FormatError(f"the document is not well-formed XML: see {where}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        # lxml leaves references to entities in place even when it does not resolve them.
        raise FormatError("the document declares a document type, which is refused for safety")
    return root


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str:
    """The element's namespace, or nothing."""
    return etree.QName(element).namespace or ""


def children(element: Element, name: str) -> list[Element]:
    """The children of that local name in the element's own namespace."""
    return element.findall(f"{{{space}}}{name}" if (space := namespace(element)) else name)


def child(element: Element, name: str) -> str:
    """The text of the first child of that name, trimmed, or nothing."""
    found = children(element, name)
    return words(found[0]) if found else ""


def words(element: Element) -> str:
    """The text of the element, trimmed; elements within it stay as markup, for ``text`` to make breaks of."""
    within = (etree.tostring(part, encoding="unicode") for part in element)
    return "".join([element.text or "", *within]).strip()
