"""Standard output and standard error as they may be: closed, full, hung up, or of signs that do not know ours.

Whatever becomes of words, what a command did stands, and its exit code is the one it earned. Only where the words are
all that was asked for is it a fault that they did not come out.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_FALLBACK = "explainer-plain"

_PLAIN = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("–—\u2212\u2011", "-")
    | dict.fromkeys("●•·◆", "*")
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | {"…": "...", "▲": "^", "■": "#", "○": "o", "×": "x", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "✓": "+"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "Æ": "AE", "Œ": "OE", "Ø": "O", "ł": "l", "€": "EUR"}
)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Signs that an encoding lacks, by others that come close; a question mark where none does."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_closest, error.object[error.start : error.end])), error.end


def _closest(sign: str) -> str:
    from unicodedata import normalize  # here, because most terminals need none of it

    said = normalize("NFKD", sign.translate(_PLAIN)).encode("ascii", "ignore").decode()
    return said or "?"


codecs.register_error(_FALLBACK, _plainly)


class _Bytes(io.RawIOBase):
    """The bytes below a stream, which does not fail either."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, body: Any) -> int:
        self._stream.pass_on(lambda inner: inner.buffer.write(body))
        return len(body)

    def flush(self) -> None:
        self._stream.flush()


class Stream(io.TextIOBase):
    """A standard stream that takes every text; ``failed`` is why the system did not, the first time.

    ``inner`` is the stream there is; None where it was closed.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.failed: OSError | None = None
        self.buffer = _Bytes(self)

    def writable(self) -> bool:
        """As any output."""
        return True

    def isatty(self) -> bool:
        """Whether a person reads it."""
        with suppress(OSError, ValueError, AttributeError):
            return bool(self._inner.isatty())
        return False

    def fileno(self) -> int:
        """Its number for the system."""
        if self._inner is None:
            raise io.UnsupportedOperation("fileno")
        return int(self._inner.fileno())

    def write(self, text: str) -> int:
        """Pass a text on, in signs that the stream has."""
        if not isinstance(text, str):  # by which some tell whether a stream is one of bytes
            raise TypeError("a text is wanted here")
        self.pass_on(lambda inner: inner.write(text.encode(inner.encoding, _FALLBACK).decode(inner.encoding)))
        return len(text)

    def flush(self) -> None:
        """Pass on what was held back."""
        if self._inner is not None:
            self.pass_on(lambda inner: inner.flush())

    def pass_on(self, write: Any) -> None:
        """Write, and remember why that failed if it did."""
        if self._inner is None:
            self.failed = self.failed or OSError(errno.EBADF, "it is closed")
            return
        try:
            write(self._inner)
        except OSError as error:
            self.failed = self.failed or error

    def judge(self) -> None:
        """Tell whether all since it was last asked was passed on, for whoever goes on for days.

        Raises:
            OSError: why it was not.
        """
        failed, self.failed = self.failed, None
        if failed is not None:
            raise failed

    def end(self) -> OSError | None:
        """Pass on all of it; why that failed, where somebody should know. Nothing is left to fail later."""
        self.flush()
        if self.failed is None:
            return None
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            self._inner.flush()
        # Whoever hung up, as head does, has read what they wanted.
        return None if self.failed.errno == errno.EPIPE else self.failed


class Streams:
    """Both streams, as long as a command runs."""

    def __init__(self, out: Stream, err: Stream) -> None:
        self._out = out
        self._err = err

    def end(self, code: int, is_told_only: bool) -> int:
        """Say what could not be said, if that can; the exit code, which is a fault if words were all there is to it."""
        unsaid = self._out.end()
        if unsaid is not None:
            stands = "" if is_told_only else "; what was done stands"
            self._err.write(f"explainer: standard output took not all of it ({_why(unsaid)}){stands}\n")
        self._err.end()
        return 1 if unsaid is not None and is_told_only and not code else code


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


@contextmanager
def taken() -> Iterator[Streams]:
    """Standard output and error that never fail, in the place of those there are."""
    for number in (0, 1, 2):
        _opened(number)
    before = sys.stdout, sys.stderr
    out, err = Stream(sys.stdout), Stream(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield Streams(out, err)
    finally:
        sys.stdout, sys.stderr = before


def _opened(number: int) -> None:
    """Let no file that is opened later get the number of a stream that was closed, and so what is said there."""
    try:
        os.fstat(number)
    except OSError:
        with suppress(OSError):
            os.open(os.devnull, os.O_RDWR)  # which takes the lowest number that is free
