"""The site's own mapping: what a disruption of a feed means for the components of the system.

Pure, and the same for every format. One report per component: of the rules that match, the worst state wins.
"""

from __future__ import annotations

from collections.abc import Iterable

from explainer.model.disruption import Disruption, Effect, Report, Text
from explainer.model.matching import applies, searched
from explainer.model.sources import Rule, Source
from explainer.model.vocabulary import State

_WORST_FIRST = tuple(State)


def apply(disruption: Disruption, source: Source, also: Iterable[str] = ()) -> Disruption:
    """The disruption with the reports and effects that its source's rules give it.

    ``also`` is text that rules search beside headline and description: a timeline's earlier entries, where
    the newest one alone (“we continue to monitor”) would lose what the disruption is about. A disruption
    that is over keeps its reports; whoever reads them must look at the status first. What a disruption reports of a
    component itself, as a bulletin does, stands before any rule. Neither the address behind a
    link's words nor what is struck out is searched.
    """
    haystack = searched(disruption, also)
    rules = [rule for rule in source.mapping if applies(rule.match, disruption, haystack)]
    stated = {report.component for report in disruption.reports}
    inferred = (
        _report(component, [rule for rule in rules if rule.component == component], disruption, source)
        for component in dict.fromkeys(rule.component for rule in rules)
        if component not in stated
    )
    reports = (*disruption.reports, *inferred)
    effects = [*disruption.effects, *(Effect(code=rule.effect) for rule in rules if rule.effect)]
    return disruption.replace(reports=reports, effects=tuple(dict.fromkeys(effects)))


def preferred(texts: tuple[Text, ...], language: str) -> str:
    """The text in that language, else in its base language, else the first one."""
    base = language.partition("-")[0]
    exact = [text.text for text in texts if text.lang == language]
    related = [text.text for text in texts if text.lang.partition("-")[0] == base]
    return next(iter([*exact, *related, *(text.text for text in texts)]), "")


def _report(component: str, rules: list[Rule], disruption: Disruption, source: Source) -> Report:
    return Report(
        component=component,
        state=min((rule.state for rule in rules), key=_WORST_FIRST.index),
        since=disruption.started_at,
        says=preferred(disruption.headline, source.language),
        caused_by=tuple(dict.fromkeys(rule.cause for rule in rules if rule.cause)),
        by=source.party,
        at=disruption.updated_at or disruption.issued_at,
    )
