"""The sign: one state, which is that of the worst part, and the disruption that speaks for it.

Never better than a part, and never worse: what no part shows, the sign does not show. It is green only where
parts are known to be well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Picture, SourceNow, Standing, Start
from explainer.picture.reports import worst

_SAID = (State.STOPPED, State.SLOWED, State.WATCH)
"""States that somebody has to have said; the others are what we conclude ourselves."""


class Sign(NamedTuple):
    """The state of the whole, what is known of when it began, and the disruption that leads, if one may."""

    state: State
    start: Start
    lead: DisruptionNow | None


def sign_of(components: Iterable[ComponentNow], disruptions: Iterable[DisruptionNow]) -> Sign:
    """The sign over these parts; ``disruptions`` are in the picture's order."""
    shown = tuple(components)
    state = worst(c.state for c in shown if c.state) or State.UNKNOWN
    lead = _lead(state, disruptions)
    if lead is not None and state in _SAID:
        return Sign(state, _start(lead, state), lead)
    alike = in_question(shown, state)
    if state in _SAID:
        return Sign(state, alike[0].start, lead)
    return Sign(state, Start(since=max((c.since for c in alike if c.since), default=None)), lead)


def in_question(components: Iterable[ComponentNow], state: State) -> list[ComponentNow]:
    """The parts that are as the sign says, reported ones first; what customers feel only where no part is."""
    alike = sorted((c for c in components if c.state is state), key=lambda c: c.basis is not Basis.REPORTED)
    return [c for c in alike if c.component.kind is not Kind.SYMPTOM] or alike


def worst_page(picture: Picture) -> str:
    """The id of the disruption that tells of the worst part, on a day on which none leads; empty when none does."""
    if picture.state not in _SAID:
        return ""
    worst_parts = in_question(picture.components, picture.state)
    return next((page for here in worst_parts for page in picture.pages[here.id]), "")


def state_of(picture: Picture, now: DisruptionNow) -> State | None:
    """The state on the sign of a disruption's own page; what is over has none.

    It is unknown when its source is silent, its words are too old, or nobody placed it.
    """
    if now.standing is Standing.ENDED:
        return None
    if now.standing is Standing.UPCOMING:
        return State.WATCH
    return State.UNKNOWN if not now.counts or now.id in picture.not_placed else now.state


def _lead(state: State, disruptions: Iterable[DisruptionNow]) -> DisruptionNow | None:
    """The first that may lead and says this state of a part; on a day without trouble a bulletin of ours."""
    leading = (
        d for d in disruptions if d.standing is Standing.CURRENT and d.counts and d.may_lead and not d.gathered_by
    )
    if state in _SAID:
        return next((d for d in leading if any(r.state is state for r in d.reports)), None)
    return next((d for d in leading if d.ours), None) if state is State.NORMAL else None


def _start(lead: DisruptionNow, state: State) -> Start:
    """Since when the lead says so of its own symptom, else of the first part that it says it of."""
    said = [r for r in lead.reports if r.state is state]
    main = next((r for r in said if r.component == lead.disruption.account.symptom), said[0])
    return lead.start._replace(since=main.since or lead.since)


def next_word(lead: DisruptionNow | None, sources: Mapping[str, SourceNow]) -> datetime | None:
    """When the reader is promised more: the lead's next update, else before the first fresh source goes stale.

    Until then every answer counts; after it, a page that nobody wrote anew must not be trusted.
    """
    if lead is not None and lead.promise is not None:
        return lead.promise.due
    return min((s.good_until for s in sources.values() if s.good_until is not None), default=None)
