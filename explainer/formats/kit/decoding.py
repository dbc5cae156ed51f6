"""Bytes to text: the one place where a document of any text format is decoded.

Which encoding counts, from the top:

1. a byte order mark, or the zero bytes that only UTF-16 and UTF-32 have;
2. what the operator declared (``read: encoding:``);
3. UTF-8 wherever all of it is UTF-8 and not ASCII alone: nothing else looks like that by chance;
4. for JSON, UTF-8 whatever a charset says (RFC 8259 sections 8.1 and 11);
5. the charset of the answer's ``Content-Type`` (RFC 7303 section 3 for XML, RFC 7111 section 5.1 for CSV);
6. an XML declaration;
7. UTF-8.

What cannot be read in it costs one character, shown as U+FFFD, and never the entry or the document. So do characters
that XML 1.0 forbids, raw or as references, in every format alike. A document most of which cannot be read in the
encoding it claims is in another: the next it names, else windows-1252, as browsers do (encoding.spec.whatwg.org).
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from contextlib import suppress

from explainer.declarations.fields import text_codec

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How the first characters of a document, which are ASCII in all our formats, lie in wide encodings without a mark.
_WIDE = (
    (re.compile(rb"[^\0]\0\0\0", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\0\0\0[^\0]", re.DOTALL), "utf-32-be"),
    (re.compile(rb"[^\0]\0[^\0]\0", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\0[^\0]\0[^\0]", re.DOTALL), "utf-16-be"),
)
_WESTERN = "cp1252"
_MEANT = {"ascii": _WESTERN, "iso8859-1": _WESTERN, "gb2312": "gb18030", "gbk": "gb18030"}
"""What publishers write in who name the smaller encoding."""

_DECLARED = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']", re.ASCII)
_DECLARATION = re.compile(r"\A(\s*<\?xml\b[^>]*?)\s+encoding\s*=\s*(?:\"[^\">]*\"|'[^'>]*')")

_LOST = re.compile("\ufffd+")
_HANDFUL = 3
_MOST = 3
"""How many times more places cannot be read than characters can, where a document is in another encoding."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = frozenset("\x0b\x0c")
"""A word processor's own line and page breaks, the most frequent of them all, and no loss."""

_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
_LONGEST_REFERENCE = 7
_LONGEST_WRITTEN = 20
_LAST = 0x10FFFF


def decoded(body: bytes, charset: str = "") -> str:
    """A document as text without its byte order mark, whatever its bytes are; ``charset`` is the header's."""
    body, encodings = _encodings(body, charset)
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return _clean(_read(body, encoding))
    return _clean(body.decode(_WESTERN, "replace"))


def as_claimed(body: bytes, charset: str, declared: str) -> str:
    """A document as text in the encoding that is declared or, where none is, that it claims itself.

    Raises:
        UnicodeDecodeError: when it is evidently written in another one.
    """
    body, encodings = _encodings(body, charset, declared)
    return _clean(_read(body, encodings[0]))


def utf8(text: str) -> bytes:
    """The text as UTF-8, with an XML declaration that says nothing else, for readers that want bytes."""
    return re.sub(_DECLARATION, r"\1", text, count=1).encode("utf-8", "replace")


def unescaped(text: str) -> str:
    """HTML's references resolved as ``html.unescape`` does it, which raises where a number has too many digits."""
    return html.unescape(_REFERENCE.sub(_as_character, text))


def _encodings(body: bytes, charset: str, declared: str = "") -> tuple[bytes, tuple[str, ...]]:
    """The bytes behind a byte order mark, and the encodings to try, the likeliest first."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :], (encoding,)
    for start, encoding in _WIDE:
        if start.match(body):
            return body, (encoding,)
    if declared:
        return body, (_MEANT.get(declared, declared),)
    if _is_utf8(body):
        return body, ("utf-8",)
    return body, tuple(dict.fromkeys((*_named(body, charset), "utf-8")))


def _named(body: bytes, charset: str) -> Iterator[str]:
    """What the document and its header name, of what can be true of it."""
    found = _DECLARED.match(body)
    names = [charset, found[1].decode() if found else ""]
    if body.lstrip()[:1] in (b"{", b"["):
        yield "utf-8"
    for name in names:
        codec = text_codec(name)
        # Bytes without a zero among them are not wide, whoever says so (.NET’s writers do).
        if codec and (not codec.startswith(("utf-16", "utf-32")) or b"\0" in body[:200]):
            yield _MEANT.get(codec, codec)


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(body: bytes, encoding: str) -> str:
    """The bytes as text, a run of those that cannot be read as one U+FFFD.

    Raises:
        UnicodeDecodeError: when that would be most of what is not ASCII.
    """
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, "replace")
        lost = sum(1 for _ in _LOST.finditer(text))
        kept = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        if lost >= _HANDFUL and lost > _MOST * kept:
            error.encoding = encoding
            raise
        return _LOST.sub("\ufffd", text)


def _clean(text: str) -> str:
    """The text without what no text holds; zero bytes around a document are filling."""
    text = _FORBIDDEN.sub(_in_place, text.strip("\ufeff\0"))
    return _REFERENCE.sub(_as_character, text) if text.lstrip()[:1] == "<" else text


def _in_place(character: re.Match[str]) -> str:
    return " " if character[0] in _BREAKS else "\ufffd"


def _as_character(reference: re.Match[str]) -> str:
    """A reference as it is, or what stands for one that leads to no character."""
    hexadecimal, decimal = reference.groups()
    if len(hexadecimal or decimal) > _LONGEST_REFERENCE:
        return "\ufffd"
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code > _LAST:
        return "\ufffd"
    found = _FORBIDDEN.match(chr(code))
    if found:
        return _in_place(found)
    # Leading zeros count as digits, and Python reads no more than 4,300 of them.
    return reference[0] if len(reference[0]) <= _LONGEST_WRITTEN else f"&#{code};"
