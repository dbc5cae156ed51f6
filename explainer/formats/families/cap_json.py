"""CAP messages written as JSON, as German warnings are (MoWaS, NINA): the elements of CAP 1.2 as keys.

They are put back into CAP's own elements, so that one module reads both. There, an update and a cancellation keep the
``identifier`` of the first message, with a later ``sent``, and one of several lists of messages is the whole document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit.common_json import as_dict, as_text, read_json

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_MADE = "made-from-json"
_KEYS = frozenset({"identifier", "sent", "msgType", "info"})
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}", re.ASCII)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 6


def is_json(document: Document) -> bool:
    """Whether a document begins as JSON does."""
    return document.text.lstrip()[:1] in ("{", "[")


def looks_like(data: Any) -> bool:
    """Whether a value is a CAP message, or a list of them."""
    return any(as_dict(row).keys() >= _KEYS for row in (data[:1] if isinstance(data, list) else [data]))


def alerts(document: Document) -> list[Element]:
    """The messages of a document, as elements.

    Raises:
        FormatError: when it is not whole, or holds anything else.
    """
    data = read_json(document)
    rows = data if isinstance(data, list) else [data]
    if rows and not looks_like(rows):
        raise FormatError("the document is JSON, but neither a CAP message nor a list of them")
    return [_element("alert", as_dict(row), _DEEPEST) for row in rows]


def is_made(alert: Element) -> bool:
    """Whether a message was JSON."""
    return alert.get(_MADE) is not None


def _element(name: str, value: Any, deepest: int) -> Element:
    made = etree.Element(f"{{{_NAMESPACE}}}{name}", {_MADE: "yes"} if deepest == _DEEPEST else {})
    if not isinstance(value, dict):
        made.text = _NOT_XML.sub("\ufffd", as_text(value))
        return made
    for key, inner in value.items():
        if _KEY.fullmatch(key) and deepest:
            for one in inner if isinstance(inner, list) else [inner]:
                made.append(_element(key, one, deepest - 1))
    return made
