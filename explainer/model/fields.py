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
    severity: dict[Words, Severity] = msgspec.field(default_factory=dict)


class Fields(Value):
    """Where each entry keeps what. Keys that take several paths take one text or a list."""

    entries: Path | None = None
    id: Annotated[tuple[Path, ...], SEVERAL, Meta(min_length=1)]
    headline: Path
    description: Paths = ()
    instruction: Paths = ()
    link: Path | None = None
    updated: Path | None = None
    issued: Path | None = None
    start: Path | None = None
    end: Path | None = None
    status: Path | None = None
    severity: Path | None = None
    category: Paths = ()
    event: Paths = ()
    entity: Paths = ()
    values: Values = Values()
    times: Annotated[tuple[str, ...], SEVERAL] = ()
    epoch: Epoch | None = None
    encoding: str | None = None
    delimiter: str | None = None

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
