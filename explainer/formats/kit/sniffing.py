"""What a document looks like from its text, without parsing it: cheap, and never wrong about HTML or JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from explainer.errors import FormatError

if TYPE_CHECKING:
    from explainer.formats.base import Document

_PACKED = ((b"\x1f\x8b", "gzip data"), (b"PK\x03\x04", "a ZIP archive"), (b"%PDF", "a PDF"), (b"\x89PNG", "an image"))

_MISC = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!doctype\s+([\w:.-]+)[^\[>]*(\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ROOT = re.compile(r"\s*<([A-Za-z_][\w.-]*(?::[\w.-]+)?)")
_HTML_ROOT = re.compile(r"(?:html|head|body|meta|title|script|style|div|p|br|center|h1|pre|table)", re.IGNORECASE)
_FEED_ROOTS = frozenset({"rss", "rdf", "feed"})

_CAP = "urn:oasis:names:tc:emergency:cap:1."
_ALERT = re.compile(r"(?:<|&lt;)(?:[\w.-]+:)?alert[\s>]")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:entry|item)[\s>]")
_KEY = re.compile(r"^(['\"]?)([A-Za-z_][\w-]*)\1[ \t]*:(?:\s|$)", re.MULTILINE)
_FRONT_MATTER_END = re.compile(r"^---[ \t]*\n\s*\S", re.MULTILINE)


def unrecognised(document: Document) -> str:
    """Why no format is told from a document: what it looks like instead."""
    try:
        return unlike(root_name(refuse_unless_xml(document)))
    except FormatError as error:
        return str(error)


EMPTY_GEOJSON = "the document is an empty GeoJSON, and does not say of which format; declare the format"


def is_empty_geojson(data: Any) -> bool:
    """Whether JSON is a collection of no features (RFC 7946 section 3.3), as many formats are on a quiet day."""
    return isinstance(data, dict) and data.get("type") == "FeatureCollection" and data.get("features") == []


def carries_cap(text: str) -> bool:
    """Whether an XML document is a CAP message, or a feed whose entries are."""
    if _CAP not in text:
        return False
    if root_name(text).rpartition(":")[2].lower() not in _FEED_ROOTS:
        return _ALERT.search(text) is not None
    first = _ENTRY.search(text)
    return first is not None and _ALERT.search(text, first.start()) is not None


def unlike(name: str) -> str:
    """Why an XML document of that root is refused."""
    if not name:
        return "the document begins like XML, but has no root element"
    return f"the document is XML, but its root <{name[:40]}> is neither RSS, Atom nor CAP"


def refuse_unless_xml(document: Document) -> str:
    """The document as text when it may be XML; else raises ``FormatError`` saying what it looks like.

    A web page with status 200 is a failure and never the quiet state (seen: “Access Denied”).
    """
    for start, what in _PACKED:
        if document.body.startswith(start):
            raise FormatError(f"the address answered with {what}, not a feed")
    text = document.text.lstrip()
    if not text:
        raise FormatError("the answer was empty")
    if _is_html(text):
        raise FormatError("the address answered with a web page, not a feed")
    if not text.startswith("<"):
        raise FormatError(f"the document looks like {_kind(text)}, not like a feed")
    return text


def root_name(text: str) -> str:
    """The root element's name as it is written, or nothing."""
    found = _ROOT.match(text, _after_prolog(text)[0])
    return found[1] if found else ""


def is_whole(text: str) -> bool:
    """Whether the root element is closed. A document that breaks off must not pass for a short one."""
    name = root_name(text)
    start = _after_prolog(text)[0]
    if re.compile(rf"\s*<{re.escape(name)}(?:\s[^<>]*)?/>").match(text, start):
        return True
    return bool(name) and re.search(rf"</\s*{re.escape(name)}\s*>", text, re.IGNORECASE) is not None


def declares_entities(text: str) -> bool:
    """Whether the document declares entities of its own, which nobody needs but attackers."""
    end = _after_prolog(text)[0]
    return "<!ENTITY" in text[:end].upper() or "<!ENTITY" in text[end : end + 2_000].upper()


def _after_prolog(text: str) -> tuple[int, str]:
    """Where the root element should begin, and the name the document type declares."""
    position, doctype = 0, ""
    while True:
        found = _MISC.match(text, position)
        if found is None and (found := _DOCTYPE.match(text, position)):
            doctype = found[1]
        if found is None:
            return position, doctype
        position = found.end()


def _is_html(text: str) -> bool:
    position, doctype = _after_prolog(text)
    if doctype:
        return doctype.lower() == "html"
    found = _ROOT.match(text, position)
    return found is not None and _HTML_ROOT.fullmatch(found[1]) is not None


def _kind(text: str) -> str:
    start = text[:1]
    if start in "{[":
        return "JSON"
    if "\ufffd" in text[:200]:
        return "binary data"
    if text.startswith("---") and _FRONT_MATTER_END.search(text, 4):
        return "a Markdown page"
    if _KEY.match(text.removeprefix("---").lstrip()):
        return "YAML, but not a bulletin (it needs headline: and updates:)"
    return "plain text"


def is_bulletin(text: str) -> bool:
    """A YAML mapping with ``headline:`` and ``updates:`` or ``status:``, judged by its lines alone."""
    if text.startswith("---") and _FRONT_MATTER_END.search(text, 4):
        return False
    if text.lstrip()[:1] in ("<", "{", "["):
        return False
    keys = {found[2] for found in _KEY.finditer(text)}
    return "headline" in keys and not keys.isdisjoint({"updates", "status"})
