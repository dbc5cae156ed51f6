"""The site's own mapping: what a disruption of a feed means for the components of the system.

Pure, and the same for every format. One report per component: of the rules that match, the worst state wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from explainer.model.disruption import Disruption, Effect, Report, Text
from explainer.model.names import folded
from explainer.model.running_text import spoken
from explainer.model.sources import Match, Rule, Source
from explainer.model.vocabulary import State

_WORST_FIRST = tuple(State)

# Scripts without spaces between words, or with particles joined to them: there, one word may hold another.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def apply(disruption: Disruption, source: Source, also: Iterable[str] = ()) -> Disruption:
    """The disruption with the reports and effects that its source's rules give it.

    ``also`` is text that rules search beside headline and description: a timeline's earlier entries, where
    the newest one alone (“we continue to monitor”) would lose what the disruption is about. A disruption
    that is over keeps its reports; whoever reads them must look at the status first. What a disruption reports of a
    component itself, as a bulletin does, stands before any rule. Neither the address behind a
    link's words nor what is struck out is searched.
    """
    texts = [*(t.text for t in (*disruption.headline, *disruption.description)), *also]
    haystack = folded("\n".join(map(spoken, texts)))
    rules = [rule for rule in source.mapping if _matches(rule.match, disruption, haystack)]
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


def _matches(match: Match, disruption: Disruption, haystack: str) -> bool:
    """Whether a rule applies: of each key that it has, at least one value must be found in the disruption."""
    named = [name for entity in disruption.affected for name in (entity.name, entity.ref)]
    return (
        _is_one_of(match.event, disruption.events)
        and _is_one_of(match.category, disruption.categories)
        and _is_one_of(match.entity, named)
        and (not match.words or any(_phrase(phrase).search(haystack) for phrase in match.words))
    )


def _is_one_of(wanted: Iterable[str], stated: Iterable[str]) -> bool:
    """Whether a wanted value equals a stated one, whatever its case, as a whole: an event is a label, no sentence."""
    labels = {folded(label) for label in wanted}
    return not labels or not labels.isdisjoint(folded(label) for label in stated)


@lru_cache(maxsize=1_024)
def _phrase(phrase: str) -> re.Pattern[str]:
    spelt = folded(phrase)
    inner = r"\s+".join(re.escape(word) for word in spelt.split())
    before = "" if _UNSPACED.match(spelt[:1]) else r"(?<!\w)"
    after = "" if _UNSPACED.match(spelt[-1:]) else r"(?!\w)"
    return re.compile(before + inner + after)
