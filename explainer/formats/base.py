"""What every format returns, and the shape every format has.

A format is a pure function from bytes to disruptions: no socket, no file, no clock. A document that is
not that format at all, or not whole, raises ``FormatError``; one bad entry is set aside with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from explainer.disruption import Disruption, Model, Origin, SetAside
from explainer.formats.decoding import decoded
from explainer.sources import Source

MOST_ENTRIES = 10_000
"""How many entries of one document are read."""


class RefusedError(Exception):
    """Why one entry cannot become a disruption; never leaves the formats, which set the entry aside with its words."""


class Parsed(Model):
    """What one document held. Both empty is the quiet state: a whole document with no entries."""

    disruptions: tuple[Disruption, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class Document(Model):
    """One fetched document: its bytes and the name it is known by (an address, or a file's path).

    ``charset`` is what the answer's ``Content-Type`` says that it is written in, if it says so. ``failure`` is why its
    bytes could not be had, if they could not; then it has none.
    """

    name: str
    body: bytes
    charset: str = ""
    failure: str = ""

    @cached_property
    def text(self) -> str:
        """The document decoded, as every format of text reads it."""
        return decoded(self.body, self.charset)


Format = Callable[[Document, Source], Parsed]
"""``parse(document, source)``; raises ``FormatError`` when the document is not whole or not that format."""


def first_entries(rows: Sequence[Any]) -> tuple[Sequence[Any], tuple[SetAside, ...]]:
    """The first 10,000 entries, and one row set aside for the rest if there is any."""
    if len(rows) <= MOST_ENTRIES:
        return rows, ()
    label = f"entries {MOST_ENTRIES + 1} to {len(rows)}"
    return rows[:MOST_ENTRIES], (SetAside(entry=label, reason=f"only the first {MOST_ENTRIES} entries are read"),)


def origin(source: Source, native_id: str, native_version: str = "") -> Origin:
    """Where an entry of this source comes from; the ids are the publisher's own."""
    return Origin(
        feed=source.id,
        publisher=source.publisher,
        format=source.format,
        native_id=native_id,
        native_version=native_version,
    )
