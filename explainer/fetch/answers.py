"""What the head of an HTTP answer says, and its body unpacked. Pure: no socket, no clock."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import chain

from explainer.declarations.fields import text_codec

_YEAR = 366 * 86_400

_GZIP = frozenset({"gzip", "x-gzip"})
_NOT_ASKED_FOR = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_MOST_CODINGS = 3
_AT_ONCE = 65_536
"""Bytes that one step unpacks at most, so that a small answer cannot become a large one unseen."""


class CutOffError(Exception):
    """A packed body ends before its own end."""


class PackedError(Exception):
    """A packed body is damaged, goes on behind its own end, or is packed in a way we did not ask for."""


def unpacked(parts: Iterable[bytes], content_encoding: str) -> Iterator[bytes]:
    """The body as it was before it was packed (RFC 9110 section 8.4), and only if it is whole.

    A cut body may have unpacked well up to there, so what came is worth nothing until the last part has come.

    Raises:
        CutOffError: when it ends before its own end.
        PackedError: when it cannot be unpacked.
    """
    codings = [coding.strip().lower() for coding in content_encoding.split(",")]
    packed = [coding for coding in codings if coding in _GZIP or coding == "deflate"]
    if _NOT_ASKED_FOR.intersection(codings) or len(packed) > _MOST_CODINGS:
        raise PackedError
    for coding in reversed(packed):
        parts = _members(parts) if coding in _GZIP else _deflated(parts)
    yield from parts


def _members(parts: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip member or several in a row (RFC 1952 section 2.2), each checked against its own digest and length."""
    return _inflated(parts, 16 + zlib.MAX_WBITS, several=True)


def _deflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """What HTTP calls deflate is zlib’s (RFC 1950); some servers send it without zlib’s head and checksum."""
    rest, head = iter(parts), b""
    for part in rest:
        head += part
        if len(head) > 1:
            break
    has_head = len(head) > 1 and head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflated(chain((head,), rest), zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS, several=False)


def _inflated(parts: Iterable[bytes], window: int, *, several: bool) -> Iterator[bytes]:
    """What ``parts`` unpack to, in bounded pieces; one may be empty, so that the caller can look at the clock.

    ``window`` says which of the three forms it is (``zlib.decompressobj``), ``several`` whether one may follow another.

    Raises:
        CutOffError: when it ends before its own end.
        PackedError: when it is damaged, or goes on behind its end.
    """
    inflating = zlib.decompressobj(window)
    for part in parts:
        left, more = part, bool(part)
        while more:
            if inflating.eof and not several:
                raise PackedError
            if inflating.eof:
                inflating = zlib.decompressobj(window)
            try:
                piece = inflating.decompress(left, _AT_ONCE)
            except zlib.error as error:
                raise PackedError from error
            yield piece
            left = inflating.unused_data if inflating.eof else inflating.unconsumed_tail
            more = bool(left) or (len(piece) == _AT_ONCE and not inflating.eof)
    if not inflating.eof:
        raise CutOffError


def charset(content_type: str) -> str:
    """The ``charset`` of a ``Content-Type``, or "" where it names none that Python knows."""
    said = Message()
    said["Content-Type"] = content_type
    return text_codec(said.get_content_charset(""))


def age(value: str) -> int:
    """For how many seconds caches on the way had kept an answer, by its ``Age`` (RFC 9111 section 5.1).

    Zero where it does not say, and where what it says is no number. More than a year is a year.
    """
    return min(int(value), _YEAR) if re.fullmatch(r"[0-9]{1,10}", value.strip()) else 0


def is_past(date: str, now: datetime) -> bool:
    """Whether ``date`` is an HTTP date (RFC 9110 section 5.6.7) no later than ``now``; False where it is no date."""
    try:
        at = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return False
    return at.replace(tzinfo=at.tzinfo or UTC) <= now


def retry_after(value: str, date: str) -> float | None:
    """The seconds that ``Retry-After`` asks for, or None; a date counts from the answer's ``Date``, not our clock."""
    if re.fullmatch(r"[0-9]{1,6}", value):
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(date)
        return max(0.0, wait.total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
