"""What a place must be able to do so that a site can be published there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from explainer.errors import ExplainerError
from explainer.model.vocabulary import Compression
from explainer.publishing.planning import Object

NOT_THERE = ""
"""The tag of what is not there."""

ANY = "*"
"""The tag of what may be there as anything, known or not."""


class DestinationError(ExplainerError):
    """A destination cannot be reached, read or written; the message names it and what to do."""


class RacedError(DestinationError):
    """Something there is not as it was: somebody else has written meanwhile."""


class Held(NamedTuple):
    """What lies at a path: its bytes, and the tag by which the place knows this very content."""

    body: bytes
    tag: str


class Upload(NamedTuple):
    """An object, how to get its bytes, and the tag of what it replaces, if that is known."""

    object: Object
    read: Callable[[], bytes]
    tag: str


class Destination(Protocol):
    """A place that is not this machine's ``site/``. Paths are from where the site begins there."""

    where: str
    """As people call it; without anything that is secret."""

    compression: Compression
    """What suits it, where nobody says otherwise."""

    judges: bool
    """Whether it judges conditions itself, and so can be asked to prove it."""

    keeps_others_out: bool
    """Whether ``alone`` does, so that whoever held it before is known to be gone."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep others out as far as the place can; raises `RacedError` if another is at work."""

    def read(self, path: str) -> Held | None:
        """What lies there, if anything does."""

    def write(self, path: str, body: bytes, tag: str) -> str:
        """Write a small file of ours if the place still has what ``tag`` says; gives its new tag.

        Raises:
            RacedError: when it has something else.
        """

    def age(self, path: str, /) -> float:
        """How many seconds ago a file of ours was written, by the place's own clock."""

    def tags(self, paths: Collection[str]) -> Mapping[str, str]:
        """Which of these paths hold something, and its tag."""

    def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
        """Put each object in its place, whole, and give the tags it is known by; ``may_go_on`` is asked before each.

        Raises:
            RacedError: when something is not as its upload says.
        """

    def remove(self, paths: Sequence[str], may_go_on: Callable[[], None]) -> None:
        """Remove these; what is gone already is well."""
