"""What is stated of causes, and by whom: the only ground on which a cause is ever called known.

A report names the causes of its part, and a disruption the cause of what it is about. That something happened first,
or at the same time, states nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explainer.model.vocabulary import State
from explainer.picture.causes import Pair
from explainer.picture.model import RANK, Basis, ComponentNow, DisruptionNow, Standing


def stated_of_parts(components: Mapping[str, ComponentNow]) -> frozenset[Pair]:
    """The causes that current reports state of their parts, each before its effect."""
    return _open(((cause, now.id) for now in components.values() for cause in now.caused_by), components)


def stated_of_disruptions(
    disruptions: Iterable[DisruptionNow], components: Mapping[str, ComponentNow]
) -> frozenset[Pair]:
    """The causes that current disruptions state of what they are about, each before its effect."""
    return _open(((cause_of(now), subject(now)) for now in disruptions if counts(now)), components)


def _open(pairs: Iterable[Pair], components: Mapping[str, ComponentNow]) -> frozenset[Pair]:
    """Nothing is stated of what somebody reports to work normally, nor of what was reported too long ago."""
    return frozenset(
        (cause, effect)
        for cause, effect in pairs
        if cause != effect and cause in components and effect in components and _may_have(components[effect])
    )


def _may_have(effect: ComponentNow) -> bool:
    is_well = effect.basis is Basis.REPORTED and effect.state is State.NORMAL
    return not is_well and effect.basis is not Basis.OUTDATED


def stated_by(now: DisruptionNow) -> frozenset[Pair]:
    """The causes that the reports of one disruption state, each before its effect, whether or not its word counts."""
    return frozenset((cause, row.component) for row in now.reports for cause in causes_of(now, row.component))


def counts(now: DisruptionNow) -> bool:
    """Whether what it states counts now."""
    return now.standing is Standing.CURRENT and now.counts


def subject(now: DisruptionNow) -> str:
    """The part that a disruption is about: its symptom, or else the worst that it reports; empty where neither is."""
    bad = [report for report in now.reports if report.state is not State.NORMAL]
    worst = min(bad, key=lambda report: RANK[report.state], default=None)
    return now.disruption.account.symptom or (worst.component if worst else "")


def is_unknown(now: DisruptionNow) -> bool:
    """Whether it says that its cause is not known."""
    cause = now.disruption.account.cause
    return cause is not None and cause.unknown


def cause_of(now: DisruptionNow) -> str:
    """The part that it states as the cause of what it is about; empty where it states none, or may not say so."""
    cause, about = now.disruption.account.cause, subject(now)
    may_say = now.ours or any(report.component == about for report in now.reports)
    return (cause.component or "") if cause is not None and not cause.unknown and may_say else ""


def causes_of(now: DisruptionNow, part: str) -> tuple[str, ...]:
    """What its report of a part states as causes of it."""
    reports = (report for report in now.reports if report.component == part and report.state.off)
    return tuple(dict.fromkeys(cause for report in reports for cause in report.report.caused_by if cause != part))


def about(symptom: str, disruptions: Iterable[DisruptionNow]) -> tuple[DisruptionNow, ...]:
    """The current disruptions that speak of trouble at a symptom, those that say the worst of it first."""
    said = ((_says(now, symptom), now) for now in disruptions if counts(now))
    return tuple(now for state, now in sorted(((s, n) for s, n in said if s is not None), key=lambda row: row[0]))


def _says(now: DisruptionNow, symptom: str) -> int | None:
    """How bad a disruption says that a symptom is, the worst lowest; None where it says nothing of trouble there."""
    own = next((report.state for report in now.reports if report.component == symptom), None)
    is_about = now.disruption.account.symptom == symptom
    if own is State.NORMAL or not (is_about or (own is not None and own.off)):
        return None
    return RANK[own or now.state or State.UNKNOWN]
