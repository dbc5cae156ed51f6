"""What the desk answers, as plain values: the web around it makes responses of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Page(NamedTuple):
    """A page to draw."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


class Go(NamedTuple):
    """Another page of the desk to go to."""

    to: str


class Plain(NamedTuple):
    """What the script of a page asked for."""

    data: Any
    status: int = 200


class Shown(NamedTuple):
    """A page of the site, to be looked at in a frame."""

    body: bytes


Answer = Page | Go | Plain | Shown
