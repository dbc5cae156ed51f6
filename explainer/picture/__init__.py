"""``build``: (system, sources, record, now) → ``Picture``. Pure and deterministic; no clock, no file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from explainer.model.history import Brief, Held, Remembered
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.vocabulary import Reality, State
from explainer.picture.ageing import aged, last_known
from explainer.picture.constraints import constraints_now, limited
from explainer.picture.freshness import source_now
from explainer.picture.links import facts_now
from explainer.picture.model import ComponentNow, DisruptionNow, Picture, Standing, passed
from explainer.picture.reports import says_worse, without_replaced
from explainer.picture.settled import months_now
from explainer.picture.sign import next_word, sign_of
from explainer.picture.sources import SourceNow
from explainer.picture.standing import disruption_now, gathered, in_order, is_shown, shown
from explainer.picture.states import component_states
from explainer.picture.trust import Trust, trusts
from explainer.picture.unplaced import unplaced
from explainer.picture.vouching import vouching
from explainer.picture.why import chains, links_now, told_by, told_of, whys

__all__ = ["build", "of_settled"]


def build(  # noqa: PLR0913 - what the site is, what we were told, and for whom it is drawn
    system: System,
    sources: tuple[Source, ...],
    record: Remembered,
    now: datetime,
    exercise: bool = False,
    *,
    drafts: bool = False,
) -> Picture:
    """Everything the site says at ``now``. Records of feeds that are no longer declared are not shown.

    ``drafts`` is whether drafts of staff are shown, as in their own preview; what is published never shows any.
    """
    held = {key: one.latest for key, one in _shown(sources, record, exercise, drafts).items()}
    trust = trusts(sources)
    declared = {source.id: source for source in sources}
    asked = {source.id: source_now(source, record, now, trust[source.id].ours) for source in sources}
    found = {
        key: _worked_out(record.held[key], asked[d.origin.feed], now, system, trust[d.origin.feed])
        for key, d in held.items()
    }
    if exercise:
        found = {key: _drilled(now) for key, now in found.items()}
    disruptions = in_order(gathered(without_replaced(found, declared)).values())
    now_of = _carrying(asked, record, disruptions, held.keys())
    not_understood = unplaced(system, disruptions, now_of, trust)
    components = component_states(system, disruptions, now_of, not_understood, vouching(record.looks, now))
    by_id = {c.id: c for c in components}
    limits = constraints_now(disruptions)
    facts = facts_now(system, by_id, passed(limits), disruptions)
    sign = sign_of(components, disruptions)
    lead = sign.lead
    leads = told_by(facts, lead) if lead else told_of(facts, _worst_symptom(system, by_id), disruptions)
    known = last_known(disruptions) if lead is None else None
    checked = max((s.last_good for s in now_of.values() if s.last_good), default=None)
    return Picture(
        now=now,
        exercise=exercise,
        state=sign.state,
        worse=tuple(here.id for here in sign.worse),
        start=sign.start,
        lead=lead.id if lead else "",
        last_known=known.id if known else "",
        written_at=lead.written_at if lead else checked,
        checked_at=checked,
        next_word=next_word(lead, now_of),
        components=components,
        disruptions=disruptions,
        chains=chains(facts, disruptions),
        links=links_now(facts, leads),
        stated=facts.stated,
        why=whys(facts, disruptions),
        sources=tuple(now_of.values()),
        constraints=limits,
        unplaced=not_understood,
        settled=months_now(record.settled, declared, partial(is_shown, exercise=exercise)),
    )


def of_settled(
    system: System,
    picture: Picture,
    settled: Iterable[Brief],
    on_fault: Callable[[str, Exception], None],
) -> Picture:
    """The picture of what is settled alone, of which ``picture`` is told without it: nothing in it is of the present.

    What cannot be made is left out, and given to ``on_fault`` with its id.
    """
    sources = picture.source
    trust = trusts(tuple(now.source for now in picture.sources))
    found: list[DisruptionNow] = []
    for held in settled:
        feed = held.latest.origin.feed
        if feed not in sources or not shown(held.latest, picture.exercise, drafts=False):
            continue
        try:
            now = _worked_out(held, sources[feed], picture.now, system, trust[feed])
        except Exception as error:  # noqa: BLE001 - one disruption is never worth more than its month
            on_fault(held.id, error)
            continue
        found.append(_drilled(now) if picture.exercise else now)
    return Picture(
        now=picture.now,
        exercise=picture.exercise,
        state=State.NORMAL,
        components=(),
        disruptions=in_order(found),
        sources=picture.sources,
    )


def _worked_out(held: Held | Brief, source: SourceNow, now: datetime, system: System, trust: Trust) -> DisruptionNow:
    """A held disruption at ``now``, with its age and its limits, before others replaced or gathered it."""
    stated = aged(disruption_now(held, source, now, system.by_id, trust), source.source, now)
    return limited(stated, system, trust, now)


def _drilled(now: DisruptionNow) -> DisruptionNow:
    """Nothing in an exercise is meant, whatever its publisher says of it; a draft is still none of it."""
    if now.is_draft:
        return now
    return replace(now, disruption=now.disruption.replace(reality=Reality.EXERCISE))


def _shown(sources: tuple[Source, ...], record: Remembered, exercise: bool, drafts: bool) -> dict[str, Held | Brief]:
    declared = {source.id for source in sources}
    hidden = _hidden(record)
    return {
        key: held
        for key, held in record.held.items()
        if held.latest.origin.feed in declared and key not in hidden and shown(held.latest, exercise, drafts)
    }


def _hidden(record: Remembered) -> frozenset[str]:
    """What is not shown while its feed is flooding, because as much that is worse is."""
    return frozenset(key for feed in record.feeds.values() if feed.flood is not None for key in feed.flood.hidden)


def _carrying(
    sources: Mapping[str, SourceNow], record: Remembered, disruptions: Iterable[DisruptionNow], held: Collection[str]
) -> dict[str, SourceNow]:
    """The sources with their current disruptions, what of them is left out, and how many are not shown at all."""
    by_feed: dict[str, list[DisruptionNow]] = {feed: [] for feed in sources}
    for disruption in disruptions:
        by_feed[disruption.disruption.origin.feed].append(disruption)
    hidden: dict[str, int] = {}
    flooded = _hidden(record)
    for item in record.held.values():
        if item.id not in held and item.id not in flooded and not item.latest.status.over:
            feed = item.latest.origin.feed
            hidden[feed] = hidden.get(feed, 0) + 1
    return {feed: _with_its_own(source, by_feed[feed], record, hidden.get(feed, 0)) for feed, source in sources.items()}


def _with_its_own(source: SourceNow, own: Iterable[DisruptionNow], record: Remembered, hidden: int) -> SourceNow:
    """A source with what its own disruptions amount to."""
    kept = record.feeds.get(source.source.id)
    carried = frozenset(kept.carried) if kept else frozenset()
    current = [now for now in own if now.standing is Standing.CURRENT]
    ahead = (at - read for now in own if now.id in carried for at, read in now.ahead)
    return replace(
        source,
        current=tuple(sorted(now.id for now in current)),
        not_shown=hidden,
        left_out=tuple(sorted({component for now in current for component in now.left_out})),
        capped=sum(says_worse(now, source.source.may.worst) for now in current),
        ahead=max(ahead, default=None),
    )


def _worst_symptom(system: System, components: Mapping[str, ComponentNow]) -> str:
    order = list(State)
    ranked = [
        (order.index(s.state), i, s.id) for i, s in enumerate(components[c.id] for c in system.symptoms) if s.state
    ]
    return min(ranked)[2] if ranked else ""
