"""Bodies as they travel: as they are, or compressed once and for every reader."""

from __future__ import annotations

import gzip
from enum import StrEnum

from explainer.errors import ExplainerError

NEEDS_EXTRA = 'publishing needs libraries that are not installed here: pip install "explainer[publish]"'
_CUT = "what is sent cannot be unpacked"
_QUALITY = 10  # a tenth smaller than gzip for 12 ms a page; 11 takes two and a half times as long for 2 % more


class MissingExtraError(ExplainerError):
    """The libraries of publishing elsewhere are not installed."""

    def __init__(self) -> None:
        super().__init__(NEEDS_EXTRA)


class Encoding(StrEnum):
    """How a body is compressed, as ``Content-Encoding`` says it."""

    NONE = ""
    GZIP = "gzip"
    BROTLI = "br"

    @property
    def end(self) -> str:
        """What a file compressed so is called beside the plain one: ``.gz``, ``.br``."""
        return {Encoding.NONE: "", Encoding.GZIP: ".gz", Encoding.BROTLI: ".br"}[self]


def packed(body: bytes, encoding: Encoding) -> bytes:
    """The body, compressed; the same bytes for the same body.

    Raises:
        MissingExtraError: when Brotli is asked for and not installed.
    """
    if encoding is Encoding.GZIP:
        return gzip.compress(body, 9, mtime=0)
    if encoding is Encoding.BROTLI:
        try:
            import brotli
        except ImportError as error:
            raise MissingExtraError from error
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=_QUALITY))
    return body


def unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    """What a server sent, as it was before it was compressed.

    Raises:
        ValueError: when it cannot be unpacked, or holds more than ``largest`` bytes.
    """
    if encoding in ("", "identity"):
        return body
    if encoding == "gzip":
        import zlib

        reader = zlib.decompressobj(31)
        try:
            made = reader.decompress(body, largest + 1)
        except zlib.error as error:
            raise ValueError(_CUT) from error
        if not reader.eof and len(made) <= largest:
            raise ValueError(_CUT)
    elif encoding == "br":
        made = _unbrotli(body, largest)
    else:
        raise ValueError(f"it sent a compression that nobody asked for: {encoding}")
    if len(made) > largest:
        raise ValueError("what it sent is larger than any file of the site")
    return made


def _unbrotli(body: bytes, largest: int) -> bytes:
    import brotli

    reader, made = brotli.Decompressor(), bytearray()
    try:
        for start in range(0, len(body), 1024):
            made += reader.process(body[start : start + 1024])
            if len(made) > largest:
                break
    except brotli.error as error:
        raise ValueError(_CUT) from error
    if not reader.is_finished() and len(made) <= largest:
        raise ValueError(_CUT)
    return bytes(made)
