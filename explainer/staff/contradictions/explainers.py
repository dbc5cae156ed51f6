"""Explainers against what they promise: when they were checked, and that each part of ours has one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from explainer.errors import Finding, Level
from explainer.model.vocabulary import Kind
from explainer.staff.contradictions.case import Case, Said

USUALLY_CHECKED_EVERY = timedelta(days=365)
"""How long a check holds where the page does not say."""


def unchecked(case: Case) -> Iterator[Finding]:
    """A page that nobody has checked for longer than it promises; without a promise of its own, for a year."""
    for written in case.pages:
        front = written.page.front
        if front.checked is None:
            continue
        every, age = front.check_every or USUALLY_CHECKED_EVERY, case.now.date() - front.checked
        if age > every:
            promise = f"{written.key('check_every').place} promises every" if front.check_every else "the longest is"
            problem = f"is {age.days} days ago, and {promise} {every.days} days"
            level = Level.ERROR if front.check_every else Level.ADVICE
            yield written.key("checked").finding(problem, "have it checked again, and write when", level)


def missing(case: Case) -> Iterator[Finding]:
    """A part that we run and that no page explains, on a site that explains others."""
    explained = {name for written in case.pages for name in written.page.front.about if written.is_durable}
    for component in case.system.components:
        ours = component.kind in (Kind.RESOURCE, Kind.PROCESS)
        if ours and not component.explainer and component.id not in explained and explained:
            problem = f"has no page that explains it, as {_example(case).place} does of another part"
            remedy = "write one and name it in explainer:"
            yield case.declared(component.id, "id").finding(problem, remedy, Level.ADVICE)


def _example(case: Case) -> Said:
    return next(one.front for one in case.pages if one.is_durable and one.page.front.about)
