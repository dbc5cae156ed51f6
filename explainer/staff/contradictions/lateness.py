"""How late it is: the headline against the impact, the symptom's own report and the last update."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding
from explainer.language.quantities import Delay, Span, delays, in_minutes, is_late
from explainer.staff.contradictions.case import Case, Said, Told


def found(case: Case) -> Iterator[Finding]:
    """Delays that leave no time at which both could be true."""
    for told in case.open:
        headline = told.at("headline")
        said = delays(headline.words, told.words)
        if len(said) != 1:
            continue
        yield from _impact(told, headline, said[0])
        for there in _same(told):
            others = delays(there.words, told.words)
            if others and not any(_fits(said[0].span, one.span) for one in others):
                problem = f"says “{others[0].written}”, and {headline.place} says “{said[0].written}”"
                yield there.finding(problem, "write the same delay in both")


def _impact(told: Told, headline: Said, said: Delay) -> Iterator[Finding]:
    amounts = list(_amounts(told))
    if amounts and not any(_fits(said.span, span) for _, span, _ in amounts):
        there, _, written = amounts[0]
        problem = f"says “{said.written}”, and {there.place} says {written}"
        yield headline.finding(problem, "write the same delay in both")


def _amounts(told: Told) -> Iterator[tuple[Said, Span, str]]:
    """How late the impact says that customers are, in minutes."""
    for index, impact in enumerate(told.disruption.impacts):
        if impact.amount is not None and is_late(impact.what, told.words):
            span = in_minutes(Span(impact.amount.low, impact.amount.high), impact.amount.unit, told.words)
            if span is not None:
                ends = sorted({impact.amount.low, impact.amount.high})
                written = f"{'–'.join(f'{end:g}' for end in ends)} {impact.amount.unit}"
                yield told.at("impact", index, "amount"), span, written


def _same(told: Told) -> Iterator[Said]:
    """Where else the delay of the symptom is told: in its report, and in the last update."""
    for index, report in enumerate(told.disruption.reports):
        if report.component == told.disruption.account.symptom:
            yield told.at("reports", index, "says")
            yield told.at("reports", index, "headline")
    if told.disruption.updates:
        yield told.at("updates", len(told.disruption.updates) - 1, "says")


def _fits(one: Span, other: Span) -> bool:
    return one.holds(other) or other.holds(one)
