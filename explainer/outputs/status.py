"""``status.json``: the picture for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from explainer.model.value import Value
from explainer.outputs.status_form import (
    VERSION,
    CauseOut,
    ChainOut,
    ComponentOut,
    ConstraintOut,
    DisruptionOut,
    EstimateOut,
    ExerciseOut,
    SourceOut,
    StatusOut,
    StepOut,
    TotalsOut,
    UnplacedOut,
    UpdateOut,
    VoiceOut,
    WhyOut,
    schema,
)
from explainer.picture.foreseen import estimate
from explainer.picture.model import (
    Basis,
    Cause,
    Chain,
    ComponentNow,
    ConstraintNow,
    DisruptionNow,
    Picture,
    Standing,
    Unplaced,
    Why,
)
from explainer.picture.sources import SourceNow
from explainer.picture.spans import next_in_force
from explainer.picture.timeline import updates_of
from explainer.render.changes import told_changes
from explainer.render.components.unplaced import headline_of, reason, why_not
from explainer.render.spans import recurrence_words
from explainer.render.view import View
from explainer.render.words import plain_headline

MOST_OPEN, MOST_ENDED = 1000, 50
"""How many disruptions the document lists, of those that are not over and of those that are; each keeps its page."""

MOST_UPDATES = 50
"""How many updates it lists of one disruption."""

MOST_REPORTING, MOST_LIMITS = 100, 200
"""How many disruptions it names for one component, and how many limits in all."""

MOST_UNPLACED = 100
"""How many messages it names that were not understood."""


def status_json(view: View) -> bytes:
    """The document. The same view gives the same bytes; times are told in the site's zone."""

    def plain(value: Any) -> Any:
        """Moments in the site's zone, with their offset; a part of the document by its keys."""
        if isinstance(value, Value):
            return _keys(value)
        return str(value.astimezone(view.zone).isoformat(timespec="seconds"))

    return _written(_keys(status_of(view)), plain)


def status_schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    return _written(schema(), str)


def status_of(view: View) -> StatusOut:
    """The document's content, before it is written out."""
    picture = view.picture
    lead = picture.disruption.get(picture.lead)
    exercise = view.settings.exercise
    return StatusOut(
        version=VERSION,
        generated_at=picture.now,
        exercise=ExerciseOut(says=view.words.unless_own(exercise.says), clock=exercise.now) if exercise else None,
        site=view.settings.site_name,
        language=view.settings.language,
        state=picture.state,
        worse=picture.worse,
        since=picture.since,
        issued_at=picture.start.issued_at,
        first_seen=picture.start.first_seen,
        headline=plain_headline(view, lead.disruption) if lead else "",
        lead=lead.id if lead else None,
        written_at=picture.written_at,
        checked_at=picture.checked_at,
        next_word=picture.next_word,
        components=tuple(_component(view, now) for now in picture.components),
        disruptions=tuple(_disruption(view, now) for now in _listed(picture)),
        left_out=view.left_out,
        totals=TotalsOut(**{standing.value: len(picture.in_standing(standing)) for standing in Standing}),
        sources=tuple(_source(now) for now in picture.sources),
        constraints=tuple(_constraint(now) for now in picture.constraints[:MOST_LIMITS]),
        unplaced=tuple(_unplaced(view, one) for one in picture.unplaced[:MOST_UNPLACED]),
        unplaced_total=len(picture.unplaced),
        chains=tuple(_chain(chain) for chain in picture.chains),
        why=tuple(_why(why) for why in picture.why.values()),
    )


def _listed(picture: Picture) -> list[DisruptionNow]:
    """What is open, worst first, and the newest of what has ended. The one that leads is always among them."""
    ended = picture.in_standing(Standing.ENDED)
    listed = [now for now in picture.disruptions if now.standing is not Standing.ENDED][:MOST_OPEN]
    lead = picture.disruption.get(picture.lead)
    if lead is not None and all(now is not lead for now in listed):
        listed[-1] = lead
    return [*listed, *ended[:MOST_ENDED]]


def _component(view: View, now: ComponentNow) -> ComponentOut:
    component = now.component
    return ComponentOut(
        id=component.id,
        name=component.name,
        kind=component.kind.value,
        layer=component.layer,
        owner=view.system.party_name(component.owner),
        state=now.state,
        basis=now.basis,
        since=now.since,
        issued_at=now.start.issued_at,
        first_seen=now.start.first_seen,
        says=reason(view, now) if now.basis is Basis.NOT_UNDERSTOOD else now.says,
        by=now.by,
        at=now.at,
        disruptions=now.disruptions[:MOST_REPORTING],
        conflict=tuple(VoiceOut(by=voice.by, state=voice.state) for voice in now.conflict),
    )


def _disruption(view: View, now: DisruptionNow) -> DisruptionOut:
    d = now.disruption
    site = view.settings.site_url
    root = f"{site.rstrip('/')}/" if site else ""
    return DisruptionOut(
        id=d.id,
        url=f"{root}disruptions/{d.id}/",
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
        next_update=now.promise.due if now.promise else None,
        estimate=_estimate(now, view.picture),
        overdue_since=now.overdue_since,
        components=tuple(dict.fromkeys(report.component for report in now.reports)),
        updates=tuple(
            UpdateOut(
                at=said.at,
                says=said.update.says,
                changed=" ".join(told_changes(view.words, said)),
                next_update=said.update.next_update,
            )
            for said in updates_of(now)[-MOST_UPDATES:]
        ),
        earlier_updates=max(0, len(d.updates) - MOST_UPDATES),
    )


def _estimate(now: DisruptionNow, picture: Picture) -> EstimateOut | None:
    end = estimate(now, picture.now)
    if end is None:
        return None
    return EstimateOut(what=end.what, low=end.low, high=end.high, basis=end.basis, passed=end.passed)


def _source(now: SourceNow) -> SourceOut:
    return SourceOut(
        id=now.source.id,
        publisher=now.source.publisher,
        format=str(now.source.format),
        freshness=now.freshness,
        last_good=now.last_good,
        last_changed=now.last_changed,
        silent_since=now.silent_since,
        failure=now.failure,
        minutes_ahead=round(now.ahead.total_seconds() / 60) if now.ahead else 0,
        set_aside=len(now.rejected),
        disruptions=len(now.current),
        may_not_set=now.left_out,
        capped=now.capped,
    )


def _unplaced(view: View, one: Unplaced) -> UnplacedOut:
    return UnplacedOut(
        feed=one.feed,
        publisher=view.picture.source[one.feed].source.publisher,
        disruption=one.disruption or None,
        headline=headline_of(view, one),
        reason=why_not(view, one),
        components=one.parts,
    )


def _constraint(now: ConstraintNow) -> ConstraintOut:
    c = now.constraint
    backlog = c.backlog.now if c.backlog else now.backlog_now
    return ConstraintOut(
        component=c.component,
        disruption=now.disruption,
        unit=c.unit,
        normal=_figure(c.normal),
        now=_figure(c.now),
        demand=_figure(c.demand),
        shortfall=_figure(now.shortfall),
        backlog_per_hour=None if now.backlog_per_hour is None else _figure(now.backlog_per_hour),
        backlog=None if backlog is None else _figure(backlog),
        at=c.at,
        by=now.by,
        waiting=now.waiting,
    )


def _chain(chain: Chain) -> ChainOut:
    return ChainOut(
        root=chain.root,
        symptom=chain.symptom,
        sure=chain.sure,
        steps=tuple(
            StepOut(component=s.component, sure=s.sure, because=s.link.because if s.link else None) for s in chain.steps
        ),
    )


def _why(why: Why) -> WhyOut:
    return WhyOut(
        symptom=why.symptom,
        steps=tuple(map(_cause, why.steps)),
        roots=tuple(map(_cause, why.roots)),
        others=tuple(map(_cause, why.others)),
        ruled_out=why.ruled_out,
        unreported=why.unreported,
        cut_off=why.cut_off,
        cannot_tell=why.cannot_tell,
    )


def _cause(cause: Cause) -> CauseOut:
    return CauseOut(component=cause.component, to=cause.link.target, sure=cause.sure, because=cause.link.because)


def _keys(value: Value) -> dict[str, Any]:
    return {key: getattr(value, key) for key in value.__struct_fields__}


def _written(value: Mapping[str, Any], plain: Callable[[Any], Any]) -> bytes:
    """One line for each key, and for each entry of a list: to be read by eye, and compared line by line.

    ``plain`` makes of a value what JSON has a form for.
    """
    encode = json.JSONEncoder(ensure_ascii=False, default=plain).encode
    lines = []
    for key, item in value.items():
        many = isinstance(item, tuple) and item
        shown = "[\n  " + ",\n  ".join(map(encode, item)) + "\n ]" if many else encode(item)
        lines.append(f" {encode(key)}: {shown}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")


def _figure(value: float) -> float:
    """A whole number without its ``.0``."""
    return int(value) if float(value).is_integer() else value
