"""What a drill shows of us: when we first spoke, what promises we kept, how old our words got. Counted, not judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from explainer.model.drill import DrillRun, Injected
from explainer.picture.model import Picture
from explainer.picture.promises import Promise, all_promises


class Shown(NamedTuple):
    """What a source said in a drill, and when it was first on the site; None where it never was."""

    inject: Injected
    at: datetime | None

    @property
    def took(self) -> timedelta | None:
        """From the source's word to the site's."""
        return self.at - self.inject.at if self.at is not None else None


class Silence(NamedTuple):
    """The longest time for which readers had nothing newer of ours."""

    begin: datetime
    end: datetime


class AfterAction(NamedTuple):
    """How a drill went. ``spoke`` is our first word after the first inject; None where there was none."""

    began: datetime
    ended: datetime
    trouble: datetime | None
    spoke: datetime | None
    promises: tuple[Promise, ...]
    shown: tuple[Shown, ...]
    silence: Silence | None
    found: tuple[str, ...]

    @property
    def kept(self) -> int:
        """How many promises were kept."""
        return sum(promise.kept for promise in self.promises)

    @property
    def first_word_took(self) -> timedelta | None:
        """From the first inject to our first word."""
        return self.spoke - self.trouble if self.spoke is not None and self.trouble is not None else None


def after_action(picture: Picture, run: DrillRun) -> AfterAction:
    """How a run went, from what its own record holds: nothing in it is typed by hand."""
    ended = run.ended or picture.now
    words = sorted(at for at in _own_words(picture) if run.starts <= at <= ended)
    trouble = run.injects[0].at if run.injects else None
    return AfterAction(
        began=run.starts,
        ended=ended,
        trouble=trouble,
        spoke=next((at for at in words if trouble is None or at >= trouble), None),
        promises=tuple(all_promises(picture.disruptions, ended)),
        shown=tuple(_shown(picture, run.injects)),
        silence=_longest(words, ended),
        found=run.found,
    )


def _own_words(picture: Picture) -> Iterable[datetime]:
    return (update.at for now in picture.disruptions if now.ours for update in now.disruption.updates)


def _shown(picture: Picture, injects: Iterable[Injected]) -> Iterable[Shown]:
    """Of each word of a source, when a disruption of its feed was first accepted, or changed, from then on."""
    for one in injects:
        if one.feed:
            own = (now for now in picture.disruptions if now.disruption.origin.feed == one.feed)
            seen = (at for now in own for at in (now.first_seen, now.changed_at) if at >= one.at)
            yield Shown(one, min(seen, default=None))


def _longest(words: list[datetime], ended: datetime) -> Silence | None:
    spans = pairwise([*words, ended])
    return max((Silence(*span) for span in spans), key=lambda span: span.end - span.begin, default=None)
