"""What there is to read about a part of the operation, beside how it works now: who wrote it, and where it stands.

To add a kind: a member of :class:`ReadingKind`, where it is to stand among the others; a maker of it in
``site/reading.py``; and in ``render/reading.py`` how many of it stand beside one part, if any. Every place that names a
part shows it from then on, and :meth:`Library.of` gives all of it to pages that tell more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec

from explainer.model.value import Value


class ReadingKind(StrEnum):
    """What kind of reading it is, in the order in which a reader is offered them."""

    EXPLAINER = "explainer"
    ANSWER = "answer"
    QUESTION = "question"
    RUN = "run"
    PHRASE = "phrase"
    EVENT = "event"


class Reading(Value):
    """A page to read.

    ``url`` leads there from the root of the site in the language of the page that links to it. ``lang`` is the
    language of the page and of its ``title`` where that is another one. ``on`` and ``party`` say who vouches for it,
    and since when. One that ``is_for_now`` may be gone tomorrow, so that no page of what is over leads there.
    ``to_a_child`` is how it tells a child what it is about, in the language of its title.
    """

    kind: ReadingKind
    title: str
    url: str
    lang: str = ""
    on: date | None = None
    party: str = ""
    is_for_now: bool = False
    to_a_child: str = ""


class About(NamedTuple):
    """A reading that is about a part of the operation."""

    component: str
    reading: Reading


class Library(Value):
    """All that there is to read; ``parts`` are the places in ``pages`` of what is about a part, best first."""

    pages: tuple[Reading, ...] = ()
    parts: dict[str, tuple[int, ...]] = msgspec.field(default_factory=dict)

    def of(self, component: str) -> tuple[Reading, ...]:
        """What there is to read about a part: by kind, and of each kind the best first."""
        return tuple(self.pages[place] for place in self.parts.get(component, ()))

    def first(self, kind: ReadingKind, component: str) -> Reading | None:
        """The best of one kind."""
        return next((one for one in self.of(component) if one.kind is kind), None)

    def lasting(self) -> Library:
        """This library without what is there for now only."""
        here = (About(part, self.pages[place]) for part, places in self.parts.items() for place in places)
        return library(about for about in here if not about.reading.is_for_now)

    def with_more(self, more: Iterable[About]) -> Library:
        """This library and ``more``, such as what only the record can tell of."""
        here = (About(part, self.pages[place]) for part, places in self.parts.items() for place in places)
        return library((*here, *more))


def library(found: Iterable[About]) -> Library:
    """A library of what was ``found``: of each part and kind the best first."""
    order = list(ReadingKind)
    pages: dict[Reading, int] = {}
    parts: dict[str, dict[int, None]] = {}
    for component, reading in sorted(found, key=lambda one: (one.component, order.index(one.reading.kind))):
        place = pages.setdefault(reading, len(pages))
        parts.setdefault(component, {})[place] = None
    return Library(pages=tuple(pages), parts={component: tuple(places) for component, places in parts.items()})
