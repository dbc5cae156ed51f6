"""The sign: one state, which is the worst that customers feel, and the disruption that speaks for it.

It is never milder than anything that customers are said to feel. A part that is worse, which no customer is said to
feel so, is named beside it. Where nobody says that customers feel any trouble, it is the state of the worst part. What
nothing shows, the sign does not show, and it is green only where parts are known to be well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.model.vocabulary import Kind, State
from explainer.picture.model import RANK, Basis, ComponentNow, DisruptionNow, Picture, Standing, Start, worst_first
from explainer.picture.reports import as_felt
from explainer.picture.sources import SourceNow

_SAID = (State.STOPPED, State.SLOWED, State.WATCH)
"""States that somebody has to have said; the others are what we conclude ourselves."""


class Sign(NamedTuple):
    """The state of the whole, what is known of when it began, and the disruption that leads, if one may.

    ``worse`` are the parts that are in a worse state.
    """

    state: State
    start: Start
    lead: DisruptionNow | None
    worse: tuple[ComponentNow, ...] = ()


def sign_of(components: Iterable[ComponentNow], disruptions: Iterable[DisruptionNow]) -> Sign:
    """The sign over these parts; ``disruptions`` are in the picture's order."""
    told = tuple(disruptions)
    shown = worst_first(components, {d.id: d for d in told})
    state = as_felt((c.state, _is_felt(c)) for c in shown if c.state) or State.UNKNOWN
    alike = in_question(shown, state)
    lead = _lead(state, any(map(_is_felt, alike)), told)
    if state in _SAID:
        worse = tuple(c for c in shown if c.is_disturbed and RANK[c.state or state] < RANK[state])
        return Sign(state, _start(lead, state) if lead else alike[0].start, lead, worse)
    if lead and state is State.UNKNOWN:
        return Sign(state, _start(lead, state), lead)
    return Sign(state, Start(since=max((c.since for c in alike if c.since), default=None)), lead)


def in_question(components: Iterable[ComponentNow], state: State) -> list[ComponentNow]:
    """What is as the sign says, reported first: what customers feel, where that is disturbed; else the parts."""
    alike = sorted((c for c in components if c.state is state), key=lambda c: c.basis is not Basis.REPORTED)
    felt = [c for c in alike if _is_felt(c)]
    if felt and state.disturbed:
        return felt
    return [c for c in alike if not _is_felt(c)] or alike


def _is_felt(here: ComponentNow) -> bool:
    return here.component.kind is Kind.SYMPTOM


def worst_page(picture: Picture) -> str:
    """The id of the disruption that tells of the worst part, on a day on which none leads; empty when none does."""
    if picture.state not in _SAID:
        return ""
    worst_parts = in_question(picture.worst_first, picture.state)
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


def _lead(state: State, is_felt: bool, disruptions: Iterable[DisruptionNow]) -> DisruptionNow | None:
    """The first that may lead and says this state of a part; on a day without trouble a bulletin of ours.

    Where customers feel it, one that says so of what they feel. A day that is unknown is spoken for by a bulletin of
    ours alone: somebody who says “We know of a problem” says more than that nobody looked at the other parts.
    """
    leading = (
        d for d in disruptions if d.standing is Standing.CURRENT and d.counts and d.may_lead and not d.gathered_by
    )
    if state in _SAID:
        felt_so = (d for d in leading if any(r.state is state and r.is_felt >= is_felt for r in d.reports))
        return next(felt_so, None)
    ours = (d for d in leading if d.ours)
    if state is State.UNKNOWN:
        return next((d for d in ours if any(r.state is state for r in d.reports)), None)
    return next(ours, None)


def _start(lead: DisruptionNow, state: State) -> Start:
    """Since when the lead says so of its own symptom, else of what customers feel, else of the first part."""
    said = sorted((r for r in lead.reports if r.state is state), key=lambda r: not r.is_felt)
    main = next((r for r in said if r.component == lead.disruption.account.symptom), said[0])
    return lead.start._replace(since=main.since or lead.since)


def next_word(lead: DisruptionNow | None, sources: Mapping[str, SourceNow]) -> datetime | None:
    """When the reader is promised more: the lead's next update, else before the first fresh source goes stale.

    Until then every answer counts; after it, a page that nobody wrote anew must not be trusted.
    """
    if lead is not None and lead.promise is not None:
        return lead.promise.due
    return min((s.good_until for s in sources.values() if s.good_until is not None), default=None)
