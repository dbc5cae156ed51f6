"""A first look at a document, shared by every format that must say whether it recognises it."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from explainer.formats.kit import sniffing
from explainer.formats.kit.decoding import decoded

LARGEST_JSON = 50_000_000
"""Bytes; a larger JSON document is not even looked at."""

_LONGEST_NUMBER = 300
"""Digits; Python reads no whole number of more than 4,300."""


def loads(text: str, **hooks: Any) -> Any:
    """JSON as ``json.loads`` reads it, but that a number of thousands of digits stays text, and costs nothing else."""
    try:
        return json.loads(text, strict=False, **hooks)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(text, strict=False, parse_int=_whole, **hooks)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


class Look:
    """A document as text and, where it is XML or JSON, what stands on top of it. Never raises."""

    def __init__(self, body: bytes, charset: str = "") -> None:
        self.body = body
        self.charset = charset

    @cached_property
    def text(self) -> str:
        """The document as text good enough to look at."""
        return decoded(self.body, self.charset).lstrip()

    @cached_property
    def head(self) -> str:
        """The first 4,000 characters."""
        return self.text[:4_000]

    @cached_property
    def root(self) -> str:
        """The XML root element's local name in small letters, or nothing."""
        return sniffing.root_name(self.text).rpartition(":")[2].lower() if self.text.startswith("<") else ""

    @cached_property
    def data(self) -> Any:
        """The JSON value, or None where the document is no JSON object or array."""
        if self.text[:1] not in ("{", "[") or len(self.body) > LARGEST_JSON:
            return None
        try:
            return loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the JSON object, or of the first object in the JSON array."""
        data = self.data
        if isinstance(data, list):
            data = next((row for row in data if isinstance(row, dict)), None)
        return frozenset(data) if isinstance(data, dict) else frozenset()

    def has(self, pattern: str) -> bool:
        """Whether the beginning of the document matches a regular expression."""
        return re.search(pattern, self.head) is not None
