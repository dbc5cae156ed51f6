"""``read:`` in a declaration: where an export of one’s own keeps what a disruption needs, and in whose words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from explainer.model.value import SEVERAL, Value, Words
from explainer.model.vocabulary import Epoch, Severity, Status

Where = tuple[str | int, ...]
"""Where a key stands in a declaration."""

LONGEST_PATH = 300

Path = Annotated[str, Meta(pattern=r"\S", max_length=LONGEST_PATH)]
Paths = Annotated[tuple[Path, ...], SEVERAL]


class Values(Value):
    """The publisher’s words and ours. A word that is not listed becomes ``unknown``, and is kept beside it."""

    status: dict[Words, Status] = msgspec.field(default_factory=dict)
    """Their word, and ours for it."""
    severity: dict[Words, Severity] = msgspec.field(default_factory=dict)
    """Their word, and ours for it."""


class Fields(Value):
    """Where each entry keeps what. Keys that take several paths take one text or a list."""

    entries: Path | None = None
    """The way to the entries."""
    id: Annotated[tuple[Path, ...], SEVERAL, Meta(min_length=1)]
    """What an entry is known by: one path, or several that together make it one."""
    headline: Path
    """Its one sentence."""
    description: Paths = ()
    """What it says at length."""
    instruction: Paths = ()
    """What to do."""
    link: Path | None = None
    """Its web address."""
    updated: Path | None = None
    """When it last changed."""
    issued: Path | None = None
    """When it was first published."""
    start: Path | None = None
    """When it begins."""
    end: Path | None = None
    """When it ends."""
    status: Path | None = None
    """Whether it holds, in the publisher’s words; values says what they mean."""
    severity: Path | None = None
    """How bad it is, in the publisher’s words; values says what they mean."""
    category: Paths = ()
    """What a rule’s category is compared with."""
    event: Paths = ()
    """What a rule’s event is compared with."""
    entity: Paths = ()
    """What a rule’s entity is compared with: lines, places, services."""
    values: Values = Values()
    """The publisher’s words for status and severity, and ours."""
    times: Annotated[tuple[str, ...], SEVERAL] = ()
    """How times are written, as patterns such as %d.%m.%Y %H:%M. Example: %d.%m.%Y %H:%M"""
    epoch: Epoch | None = None
    """What a time counts that is a bare number."""
    encoding: str | None = None
    """The encoding of a CSV file. Example: cp1252"""
    delimiter: str | None = None
    """The sign between the cells of a CSV file, or the word tab."""

    def paths(self) -> Iterator[tuple[Where, str]]:
        """Every path within an entry, with the place where it is written."""
        for name in PATHS:
            value = getattr(self, name)
            if isinstance(value, str):
                yield (name,), value
            elif value:
                several = len(value) > 1
                yield from (((name, index) if several else (name,), path) for index, path in enumerate(value))


PATHS = (
    "id",
    "headline",
    "description",
    "instruction",
    "link",
    "updated",
    "issued",
    "start",
    "end",
    "status",
    "severity",
    "category",
    "event",
    "entity",
)
"""The keys that lead from an entry to a value."""
