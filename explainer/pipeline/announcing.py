"""What became public is noted in the outbox, so that nobody is told of it before, and everybody is after."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.errors import RecordError
from explainer.picture import telling
from explainer.picture.issued import Issued, issued_in
from explainer.picture.telling import Clocks, Outlook, Plan
from explainer.record.outbox import Outbox
from explainer.render.isolation import Fault, Isolation

if TYPE_CHECKING:
    from explainer.model.settings import Settings
    from explainer.picture.model import Picture
    from explainer.site.skeleton import Skeleton


def note(skeleton: Skeleton, picture: Picture, recorded: Path, isolation: Isolation) -> None:
    """Note what the page says that was just published; whoever is told for the first time begins with it.

    What the disk does not take is said, and noted by the next publication.
    """
    issued, outbox = told_of(skeleton.settings, picture), Outbox(recorded, picture.now)
    try:
        marks = outbox.marks()
        new = [
            *telling.beginning(skeleton.settings.notify, issued, marks, picture.now, picture.exercise),
            *telling.newly_public(issued, marks, picture.now, picture.exercise),
        ]
        if new:
            outbox.add(*new)
    except RecordError as error:
        isolation.faults.append(Fault("who is told", "", str(error)))


def planned(settings: Settings, picture: Picture, recorded: Path, wall: datetime) -> tuple[Plan, Outlook]:
    """What is to be sent of what a picture says, and how telling people goes; ``wall`` is by the clock on the wall.

    Raises:
        RecordError: when the outbox cannot be read.
    """
    marks, clocks = Outbox(recorded, picture.now).marks(), Clocks(picture.now, wall)
    plan = telling.plan(settings.notify, told_of(settings, picture), marks, clocks, picture.exercise)
    return plan, telling.outlook(plan, marks, clocks, picture.exercise)


def told_of(settings: Settings, picture: Picture) -> tuple[Issued, ...]:
    """What was issued of which anybody wants to be told: our own word, and what feeds say if one asks for it."""
    feeds = any(one.feeds for one in settings.notify)
    return tuple(one for one in issued_in(picture) if one.now.ours or feeds)
