"""A state against the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.model.vocabulary import State
from explainer.staff.contradictions.case import Case, Told

_CLAUSE = re.compile(r"[.!?;:…؟]\s*|[,،]\s+|\s[–—-]\s")


def found(case: Case) -> Iterator[Finding]:
    """A report that is normal and says that the part does not work, or stopped and says that it does."""
    for told in case.open:
        for index, report in enumerate(told.disruption.reports):
            kind = {State.NORMAL: "stopped", State.STOPPED: "normal"}.get(report.state)
            said = told.at("reports", index, "says")
            written = _says(told, said.words, kind, case.named(report.component)) if kind else ""
            if written:
                there = told.at("reports", index, "state").place
                problem = f"says “{written}”, and {there} says {report.state.value}"
                yield said.finding(problem, "write the state that fits the words, or words that fit it", Level.ADVICE)


def _says(told: Told, text: str, kind: str, name: str) -> str:
    """The words of a kind that are said of the part as a whole: nothing, or its own name, stands before them."""
    subject = told.words.content(name)
    for clause in _CLAUSE.split(text):
        match = told.words.pattern(kind).search(clause)
        if match and not told.words.says("nots", clause) and told.words.content(clause[: match.start()]) <= subject:
            return match[0]
    return ""
