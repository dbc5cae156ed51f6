"""Each update of a disruption as machines are told it: under its one id (``picture/issued.py``), with what it changed.

What was issued stays as it was issued: nothing here depends on the hour at which it is asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from explainer.model.translation import in_its_language
from explainer.model.vocabulary import State, Status
from explainer.picture.issued import issued_of
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import Keeping, Promise
from explainer.picture.timeline import Said, updates_of
from explainer.render.changes import told_changes
from explainer.render.view import View
from explainer.render.words import hour_and_day, promise_sentence


class Told(NamedTuple):
    """An update: its id, when it was said, its words, the status that it brought, and when the next was promised."""

    id: str
    at: datetime
    words: str
    status: Status | None = None
    due: datetime | None = None


def told(view: View, now: DisruptionNow) -> tuple[Told, ...]:
    """The updates of a disruption, oldest first; there is one at least: its own words, where its publisher has none."""
    written, d = updates_of(now), now.disruption
    if not written:
        return tuple(
            Told(one.id, one.at, view.said(d, d.description).text, due=d.next_update) for one in issued_of(now)
        )
    first = dict(now.promised)
    return tuple(
        Told(
            id=one.id,
            at=one.at,
            words=_words(view, said),
            status=said.update.status,
            due=first.get(said.update.at, said.update.next_update) or (d.next_update if said is written[-1] else None),
        )
        for one, said in zip(issued_of(now), written, strict=True)
    )


def promised(view: View, due: datetime | None) -> str:
    """``Next update by 19:00 CET, 20 November.``, as it was said when it was promised; empty where nothing was."""
    return promise_sentence(view, Promise(due, Keeping.OPEN), hour_and_day(view, due)) if due is not None else ""


def touched(now: DisruptionNow) -> tuple[str, ...]:
    """The parts that it reports to be anything but normal, in its order; all that it reports where it finds none so."""
    off = dict.fromkeys(report.component for report in now.reports if report.state is not State.NORMAL)
    return tuple(off or dict.fromkeys(report.component for report in now.reports))


def _words(view: View, said: Said) -> str:
    says, changes = said.update.says, told_changes(view.words, said)
    if not changes:
        return says
    told_both = view.words.gettext("%(says)s Changed: %(changed)s", says=says, changed=changes)
    return in_its_language(told_both, says)
