"""What a document looks like from its first bytes, without parsing it."""

from __future__ import annotations

import codecs
import re

from explainer.errors import FormatError
from explainer.sources import FormatName

_HEAD = 65_536
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_BARE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_PACKED = {b"\x1f\x8b": "gzip data", b"PK\x03\x04": "a ZIP archive", b"%PDF": "a PDF", b"\x89PNG": "an image"}

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)")
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_HTML_ROOTS = {"html", "head", "body", "script", "meta", "title", "div", "p", "h1", "center"}
_FEED_ROOTS = {"rss": FormatName.RSS, "rdf": FormatName.RSS, "feed": FormatName.ATOM}
_CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1."
_CAP_ALERT = re.compile(r"<(?:[\w.-]+:)?alert[\s>]")
_CAP_ALERT_IN_ENTRY = re.compile(
    r"<(?:\w+:)?(?:entry|item)\b(?:(?!</(?:\w+:)?(?:entry|item)>).)*?(?:<|&lt;)(?:\w+:)?alert[\s>]", re.DOTALL
)
_KEY = re.compile(r"^(['\"]?)([A-Za-z_][\w-]*)\1\s*:(?:\s|$)", re.MULTILINE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def decoded(body: bytes) -> str:
    """The document as text good enough to look at; wrong characters are replaced."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    for start, encoding in _BARE:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    return body.decode("utf-8", "replace")


def detect(body: bytes) -> FormatName:
    """The format of a document; raises ``FormatError`` that names what it looks like instead."""
    text = decoded(body)
    if text.lstrip("\ufeff \t\r\n\0").startswith("<"):
        return _detect_xml(text)
    refuse_other_than_xml(body)
    raise AssertionError("what is not XML is refused or a bulletin")  # pragma: no cover


def _detect_xml(text: str) -> FormatName:
    refuse_html(text)
    name = root_name(text)
    local = name.rpartition(":")[2].lower()
    if local in _FEED_ROOTS:
        holds_cap = _CAP_NAMESPACE in text and _CAP_ALERT_IN_ENTRY.search(text)
        return FormatName.CAP if holds_cap else _FEED_ROOTS[local]
    if _CAP_NAMESPACE in text and _CAP_ALERT.search(text):
        return FormatName.CAP
    raise FormatError(f"the document is XML, but <{name[:40]}> is neither RSS, Atom nor CAP")
