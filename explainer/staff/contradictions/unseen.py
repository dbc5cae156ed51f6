"""A length of time that is promised for a part that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.staff.contradictions.case import Case


def found(case: Case) -> Iterator[Finding]:
    """An ask that says how long it takes, through a part that no feed watches and nobody reports."""
    for told in case.open:
        reported = {report.component for other in case.open for report in other.disruption.reports}
        for index, ask in enumerate(told.disruption.account.asks):
            if ask.minutes is None:
                continue
            about = told.words.content(f"{ask.what} {ask.how}")
            for part in case.system.components:
                named = told.words.content(part.name)
                if part.watched_by or part.id in reported or len(named) < 2 or not named <= about:
                    continue
                there = case.declared(part.id, "id").place
                problem = f"says how long it takes, and nobody sees how busy “{part.name}” is ({there})"
                yield told.at("asks", index, "minutes").finding(problem, "delete it, or say who counted", Level.ADVICE)
