"""A drill: what each source says when, by a script; and how one run of it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from explainer.model.value import MaybeMoment, Moment, Slug, Value, Words, nearest_moments, only_believable


class Inject(Value):
    """Something that happens: from then on a feed carries a document, or falls silent; or somebody tells it."""

    says: Words
    """What the leader of the drill tells the players, or knows of it."""
    after: timedelta | None = None
    """How long after the beginning it happens; without it, at once. Example: 5 min"""
    feed: Slug | None = None
    """The feed that says something, by the name of its file without .yml."""
    file: str = ""
    """What the feed says: a document beside this file. Example: gale.xml"""
    body: str = ""
    """What the feed says: the document itself. {{now}} in it becomes the moment of the story."""
    silent: bool = False
    """true: the feed stops answering."""

    @property
    def offset(self) -> timedelta:
        """How long after the beginning it happens."""
        return self.after or timedelta()


class Drill(Value):
    """A script."""

    title: Words
    """What the drill is called. Example: Gale at the worst hour"""
    says: Words = "Practice only. Nothing here is real."
    """What stands on top of every page."""
    starts: MaybeMoment = None
    """The moment at which the story begins; without it, when it is started. Example: 2026-12-01 17:00"""
    injects: Annotated[tuple[Inject, ...], Meta(min_length=1)]
    """What happens, in its order."""

    def __post_init__(self) -> None:
        only_believable(self, "starts")


class Injected(Value):
    """An inject as it happened, at a moment of the story; ``feed`` is empty where somebody told it."""

    at: Moment
    says: Words
    feed: str = ""

    def __post_init__(self) -> None:
        nearest_moments(self, "at")


class DrillRun(Value):
    """One run of a drill: the story began at ``starts`` when the clock on the wall showed ``began``.

    Once it has ``ended``, at a moment of the story, ``injects`` are those that happened and ``found`` what was wrong in
    the words of the players.
    """

    name: Slug
    title: Words
    says: Words
    starts: Moment
    began: Moment
    ended: MaybeMoment = None
    injects: tuple[Injected, ...] = ()
    found: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        nearest_moments(self, "starts", "began")
        only_believable(self, "ended")

    def clock(self, wall: datetime) -> datetime:
        """The moment of the story when the clock on the wall shows ``wall``; it runs until the drill has ended."""
        return self.ended or self.starts + max(wall - self.began, timedelta())

    @property
    def is_live(self) -> bool:
        """Whether its clock is the one on the wall, so that a reader's browser may compare the two."""
        return self.starts == self.began and self.ended is None
