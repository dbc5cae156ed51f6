"""A disruption in ``status.json``: the values of :mod:`explainer.outputs.status_disruption`, filled."""

from __future__ import annotations

from explainer.model.account import Ask, Counted, Decision, StatedCause
from explainer.model.disruption import Expected, Impact, newest_within
from explainer.outputs.status_disruption import (
    AskOut,
    CodeOut,
    ConstraintOut,
    DecisionOut,
    DisruptionOut,
    EstimateOut,
    ExpectedOut,
    FigureOut,
    ImpactOut,
    ReadingOut,
    ReportOut,
    RightOut,
    RightsOut,
    StatedCauseOut,
    StepOut,
    UpdateOut,
)
from explainer.picture.causes import Step
from explainer.picture.explained import explained
from explainer.picture.foreseen import estimate
from explainer.picture.model import ConstraintNow, DisruptionNow, Picture, ReportNow
from explainer.picture.second_reader import second_reader
from explainer.picture.spans import next_in_force
from explainer.picture.timeline import updates_of
from explainer.render.changes import told_changes
from explainer.render.spans import recurrence_words
from explainer.render.view import View
from explainer.render.words import clip, plain_headline, speaker

MOST_UPDATES, LONGEST_UPDATES = 50, 20_000
"""How many updates it lists of one disruption, and how many characters of them together."""

MOST_TOLD, LONGEST_TEXT = 50, 2000
"""How much of any other list of one disruption it has, and how many characters of a running text."""


def _reading(view: View, now: DisruptionNow) -> ReadingOut | None:
    found = second_reader(now, view.picture.now, view.settings.second_reader_within)
    if found is None:
        return None
    return ReadingOut(reading=found.reading, by=view.system.party_name(found.by) if found.by else "", at=found.at)


def disruption_out(view: View, now: DisruptionNow) -> DisruptionOut:
    """All that is told of one disruption."""
    d = now.disruption
    earlier = len(d.updates) - len(newest_within(d.updates[-MOST_UPDATES:], LONGEST_UPDATES))
    return DisruptionOut(
        id=d.id,
        url=view.address(f"disruptions/{d.id}/"),
        publisher=view.publisher(d),
        feed=d.origin.feed,
        headline=plain_headline(view, d),
        reality=d.reality,
        standing=now.standing,
        status=d.status,
        status_basis=d.status_basis,
        phase=now.phase,
        severity=d.severity,
        certainty=d.certainty,
        state=now.state,
        worse=now.worse[:MOST_TOLD],
        trusted=now.trusted,
        gathered_by=now.gathered_by or None,
        since=now.since,
        issued_at=now.start.issued_at,
        first_seen=now.first_seen,
        ended_at=now.ended_at,
        ended_by=now.ended_by,
        recurrence="; ".join(dict.fromkeys(recurrence_words(view, span) for span in d.spans if span.recurrence)),
        next_in_force=next_in_force(now, view.picture.now),
        unusable_end=next((span.unusable_end for span in d.spans if span.unusable_end), ""),
        written_at=now.written_at,
        second_reader=_reading(view, now),
        next_update=now.promise.due if now.promise else None,
        estimate=estimate_out(view, now),
        overdue_since=now.overdue_since,
        components=tuple(dict.fromkeys(report.component for report in now.reports)),
        updates=tuple(
            UpdateOut(
                at=said.at,
                says=said.update.says,
                changed=told_changes(view.words, said),
                next_update=said.update.next_update,
            )
            for said in updates_of(now)[earlier:]
        ),
        earlier_updates=earlier,
        aged=now.aged,
        aged_at=now.aged_at,
        outdated=now.outdated,
        outdated_at=now.outdated_at,
        symptom=d.account.symptom or None,
        summary=d.account.summary,
        description=clip(view.said(d, d.description).text, LONGEST_TEXT),
        instruction=clip(view.said(d, d.instruction).text, LONGEST_TEXT),
        empathy=d.account.empathy,
        place=d.account.place,
        detected_at=d.account.detected_at,
        cause=_stated(view, d.account.cause),
        causes=tuple(CodeOut(code=c.code, native=c.native) for c in d.causes[:MOST_TOLD]),
        path=_path(view, now),
        reports=tuple(_report(view, now, r) for r in now.reports[:MOST_TOLD]),
        impact=tuple(map(_impact, d.impacts[:MOST_TOLD])),
        constraints=tuple(map(constraint_out, now.constraints[:MOST_TOLD])),
        decisions=tuple(_decision(view, one) for one in d.account.decisions[:MOST_TOLD]),
        asks=tuple(map(_ask, d.account.asks[:MOST_TOLD])),
        unknowns=d.account.unknowns[:MOST_TOLD],
        figures=tuple(_figure_out(view, *one) for one in list(d.account.figures.items())[:MOST_TOLD]),
        expected=tuple(_expected(one, view.picture) for one in d.expected[:MOST_TOLD] if one.high or one.at),
        rights=rights_out(view, d.account.rights),
        gathers=now.gathers[:MOST_TOLD],
    )


def estimate_out(view: View, now: DisruptionNow) -> EstimateOut | None:
    """When it is expected to be over, if anybody says."""
    end = estimate(now, view.picture.now)
    if end is None:
        return None
    return EstimateOut(
        what=end.what,
        low=end.low,
        high=end.high,
        basis=end.basis,
        passed=end.passed,
        by=view.publisher(now.disruption),
        said_at=end.said_at or now.written_at,
    )


def _path(view: View, now: DisruptionNow) -> tuple[StepOut, ...]:
    """Only of bulletins: a feed states no way, and there may be a thousand of its messages."""
    return tuple(map(step_out, explained(view.picture, view.system, now).path)) if now.ours else ()


def step_out(step: Step) -> StepOut:
    """A step of a chain."""
    return StepOut(component=step.component, sure=step.sure, because=step.link.because if step.link else None)


def _stated(view: View, cause: StatedCause | None) -> StatedCauseOut | None:
    if cause is None:
        return None
    return StatedCauseOut(
        component=cause.component,
        says=cause.says,
        unknown=cause.unknown,
        investigator=view.system.party_name(cause.investigator) if cause.investigator else "",
        answer_by=cause.answer_by,
    )


def _report(view: View, now: DisruptionNow, said: ReportNow) -> ReportOut:
    report = said.report
    return ReportOut(
        component=said.component,
        state=said.state,
        since=said.since,
        says=report.says,
        headline=report.headline,
        detail=report.detail,
        caused_by=report.caused_by[:MOST_TOLD],
        checking_by=report.checking_by,
        by=speaker(view, now, report),
        at=said.said_at,
    )


def _impact(impact: Impact) -> ImpactOut:
    amount = impact.amount
    return ImpactOut(
        who=impact.who,
        what=impact.what,
        low=figure(amount.low) if amount else None,
        high=figure(amount.high) if amount else None,
        unit=amount.unit if amount else "",
        note=impact.note,
    )


def _decision(view: View, decision: Decision) -> DecisionOut:
    return DecisionOut(
        what=decision.what,
        at=decision.at,
        by=view.system.party_name(decision.by),
        others=tuple(map(view.system.party_name, decision.with_)),
        because=decision.because,
        cost_to=decision.cost_to,
    )


def _ask(ask: Ask) -> AskOut:
    return AskOut(
        what=ask.what,
        can_you=ask.can_you,
        minutes_low=figure(ask.minutes.low) if ask.minutes else None,
        minutes_high=figure(ask.minutes.high) if ask.minutes else None,
        how=ask.how,
        helps=ask.helps,
        if_not=ask.if_not,
    )


def _expected(one: Expected, picture: Picture) -> ExpectedOut:
    high = one.high or one.at or picture.now
    return ExpectedOut(
        id=one.id,
        what=one.what,
        low=one.low,
        high=high,
        basis=one.basis,
        main=one.main,
        passed=high <= picture.now,
        happened=one.happened,
        outcome=one.outcome,
    )


def _figure_out(view: View, name: str, counted: Counted) -> FigureOut:
    low, high = counted.range or (None, None)
    return FigureOut(
        name=name,
        low=None if low is None else figure(low),
        high=None if high is None else figure(high),
        of=None if counted.of is None else figure(counted.of),
        unit=counted.unit,
        at=counted.at,
        by=view.system.party_name(counted.by) if counted.by else "",
    )


def rights_out(view: View, name: str) -> RightsOut | None:
    """What customers are owed by the entry of that name."""
    rights = view.rights.get(name)
    if rights is None:
        return None
    return RightsOut(
        title=rights.title,
        owed_by=rights.owed_by,
        source=rights.source,
        url=rights.url,
        reviewed=rights.reviewed.isoformat(),
        reviewed_by=rights.reviewed_by,
        rows=tuple(RightOut(when=row.when, what=row.what) for row in rights.rows),
    )


def constraint_out(now: ConstraintNow) -> ConstraintOut:
    """A limit in numbers."""
    c = now.constraint
    backlog = c.backlog.now if c.backlog else now.backlog_now
    return ConstraintOut(
        component=c.component,
        disruption=now.disruption,
        unit=c.unit,
        normal=figure(c.normal),
        now=figure(c.now),
        demand=figure(c.demand),
        shortfall=figure(now.shortfall),
        backlog_per_hour=None if now.backlog_per_hour is None else figure(now.backlog_per_hour),
        backlog=None if backlog is None else figure(backlog),
        says=c.says,
        question=c.why_not_more.question if c.why_not_more else "",
        answer=c.why_not_more.answer if c.why_not_more else "",
        at=c.at,
        by=now.by,
        waiting=now.waiting,
    )


def figure(value: float) -> float:
    """A whole number without its ``.0``."""
    return int(value) if float(value).is_integer() else value
