"""What customers are owed, against whether the bulletin shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from explainer.errors import Finding, Level
from explainer.language.compared import sentences_in
from explainer.language.quantities import Span, in_minutes, is_late
from explainer.model.rights import Applies
from explainer.staff.contradictions.case import Case, Said, Told, said_at


def found(case: Case) -> Iterator[Finding]:
    """Rights whose threshold is met and that are not shown, and rights that are shown where none is met."""
    rows = [(at, row, one) for at, rights in enumerate(case.rights) for row, one in enumerate(rights.rows)]
    if case.rights_file is None or not any(one.applies for *_, one in rows):
        return
    for told in case.bulletins:
        if not told.is_meant:
            continue
        shown = told.disruption.account.rights
        met = [(at, row, why) for at, row, one in rows if one.applies for why in _met(told, one.applies)]
        if not shown and met:
            at, row, why = met[0]
            there = said_at(case.rights_file, (at, "rows", row, "applies")).place
            problem = f"reaches what {there} names, and no rights are shown"
            yield why.finding(problem, f"write rights: {case.rights[at].id}", Level.ADVICE)
        elif shown and not any(case.rights[at].id == shown for at, *_ in met):
            yield from _none_met(case, told, shown)


def _none_met(case: Case, told: Told, shown: str) -> Iterator[Finding]:
    at = next((index for index, one in enumerate(case.rights) if one.id == shown), None)
    if at is None or case.rights_file is None or not any(row.applies for row in case.rights[at].rows):
        return
    there = said_at(case.rights_file, (at, "rows")).place
    problem = f"shows “{shown}”, and nothing here reaches what {there} names"
    yield told.at("rights").finding(problem, "delete it, or correct the impact", Level.ADVICE)


def _met(told: Told, applies: Applies) -> Iterator[Said]:
    """Where a bulletin says what a threshold asks for."""
    delay = applies.delay
    for index, impact in enumerate(told.disruption.impacts):
        if delay is not None and impact.amount is not None and is_late(impact.what, told.words):
            span = in_minutes(Span(impact.amount.low, impact.amount.high), impact.amount.unit, told.words)
            if span is not None and span.high >= delay / timedelta(minutes=1):
                yield told.at("impact", index, "amount")
    if applies.cancelled:
        for line in told.lines:
            for sentence in sentences_in(line.words):
                if told.words.says("cancelled", sentence) and not told.words.says("nots", sentence):
                    yield line.said
