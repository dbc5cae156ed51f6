"""Staff first: a word that is new waits for a few minutes, while the brief has it already.

What is public is kept beside the briefs, and from when until when the page waits. Nothing else is: the word itself is
in the record, so a run that is killed loses nothing, and whichever comes first after that time publishes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer import disk
from explainer.declarations.places import workspace
from explainer.model.vocabulary import Severity
from explainer.picture.issued import issued_of
from explainer.picture.model import Picture

MOST = timedelta(minutes=30)
"""For how long a page may wait at most, whoever asks for what."""


class Asked(NamedTuple):
    """What a run is asked: the time by the clock on the wall, and for how long a word that is new is to wait.

    Without a ``span`` a wait that has begun goes on, and none begins; one of nothing ends it.
    """

    wall: datetime
    span: timedelta | None = None


class Known(NamedTuple):
    """What is known of the page: the ids of the updates on it, and from when until when a newer one waits."""

    public: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def waits(known: Known | None, said: Mapping[str, bool], asked: Asked | None) -> Known | None:
    """What is known of the page while it waits; None where it does not.

    ``said`` are the ids of all our updates, each with whether lives may hang on it: that waits for nobody, and takes
    with it what waited. Without anything known of the page nothing waits, and a clock that was set back ends the wait.
    """
    if known is None or asked is None:
        return None
    new = said.keys() - set(known.public)
    if not new or any(said[one] for one in new):
        return None
    if known.since is not None and known.until is not None:
        goes_on = asked.span != timedelta() and known.since <= asked.wall < min(known.until, known.since + MOST)
        return known if goes_on else None
    if not asked.span:
        return None
    return known._replace(since=asked.wall, until=asked.wall + min(asked.span, MOST))


def begun(root: Path, said: Mapping[str, bool], asked: Asked | None) -> Known | None:
    """What is known of the page while it waits, kept before anybody is told; None where it does not wait."""
    waiting = waits(read(root), said, asked)
    return waiting if waiting is not None and keep(root, waiting) else None


def said_by(picture: Picture) -> dict[str, bool]:
    """Every update of our own staff's, and whoever's by which people may be in danger; with whether they may be.

    Of what a bulletin gathers, which is told there, only the latter counts.
    """
    every = ((now, now.disruption.severity is Severity.EXTREME) for now in picture.disruptions)
    told = ((now, extreme) for now, extreme in every if extreme or (now.ours and not now.gathered_by))
    return {one.id: extreme for now, extreme in told for one in issued_of(now)}


def read(root: Path) -> Known | None:
    """What is known of the page; None where nothing is, or it cannot be read."""
    try:
        return msgspec.json.decode(_file(root).read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def keep(root: Path, known: Known) -> bool:
    """Keep what is known, if it is new; whether it is kept. What the disk does not take is as if nothing were known."""
    if read(root) == known:
        return True
    file = _file(root)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with disk.written_aside(file, msgspec.json.encode(known)) as aside:
            aside.replace(file)
    except OSError:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        return False
    return True


def _file(root: Path) -> Path:
    return workspace(root, "brief") / "public.json"
