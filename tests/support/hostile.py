"""Words that must leave a format as plain text, and where a disruption holds words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from explainer.model.disruption import Disruption
from tests.support.values import plain

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(words: str) -> str:
    """The words as the text of an XML element."""
    return _NOT_XML.sub("", words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def assert_plain(made: Disruption) -> None:
    """Everything readers may see is plain; ids are compared, not shown as markup, and stay as they are."""
    for words in strings(plain(made, "origin", "id", "relations")):
        assert not CONTROLS.search(words), words
        assert "<script" not in words.lower(), words
    assert all(link.href.startswith(("http://", "https://")) for link in made.links)


def strings(value: Any) -> Iterator[str]:
    """Every string in plain data, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
