"""``status.json``: the picture for machines."""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from typing import Any

from explainer.picture.model import Chain, ComponentNow, ConstraintNow, DisruptionNow, SourceNow, Standing
from explainer.render.status_form import (
    VERSION,
    ChainOut,
    ComponentOut,
    ConstraintOut,
    DisruptionOut,
    ExerciseOut,
    SourceOut,
    StatusOut,
    StepOut,
    UpdateOut,
    schema,
)
from explainer.render.view import View
from explainer.render.words import plain_headline

MOST_ENDED = 50
"""How many ended disruptions the document lists; the archive has them all."""


def status_json(view: View) -> bytes:
    """The document. The same view gives the same bytes; times are told in the site's zone."""
    return _bytes(_in_zone(status_of(view), view))


def status_schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    return _bytes(schema())


def status_of(view: View) -> StatusOut:
    """The document's content, before it is written out."""
    picture = view.picture
    lead = picture.disruption.get(picture.lead)
    exercise = view.settings.exercise
    return StatusOut(
        version=VERSION,
        generated_at=picture.now,
        exercise=ExerciseOut(says=exercise.says, clock=exercise.now) if exercise else None,
        site=view.settings.site_name,
        language=view.settings.language,
        state=picture.state,
        since=picture.since,
        headline=plain_headline(view, lead.disruption) if lead else "",
        lead=lead.id if lead else None,
        written_at=picture.written_at,
        checked_at=picture.checked_at,
        next_word=picture.next_word,
        components=tuple(_component(view, now) for now in picture.components),
        disruptions=tuple(_disruption(view, now) for now in _listed(picture.disruptions)),
        sources=tuple(_source(now) for now in picture.sources),
        constraints=tuple(_constraint(now) for now in picture.constraints),
        chains=tuple(_chain(chain) for chain in picture.chains),
    )


def _listed(disruptions: tuple[DisruptionNow, ...]) -> list[DisruptionNow]:
    """All that is open, and the newest of what has ended."""
    ended = [now for now in disruptions if now.standing is Standing.ENDED]
    return [now for now in disruptions if now.standing is not Standing.ENDED] + ended[:MOST_ENDED]


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
        says=now.says,
        by=now.by,
        at=now.at,
        disruptions=now.disruptions,
    )


def _disruption(view: View, now: DisruptionNow) -> DisruptionOut:
    d = now.disruption
    site = view.settings.site_url
    root = f"{site.rstrip('/')}/" if site else ""
    return DisruptionOut(
        id=d.id,
        url=f"{root}disruptions/{d.id}/",
        publisher=d.origin.publisher,
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
        ended_at=now.ended_at,
        written_at=now.written_at,
        next_update=d.next_update,
        overdue_since=now.overdue_since,
        components=tuple(dict.fromkeys(report.component for report in d.reports)),
        updates=tuple(UpdateOut(at=u.at, says=u.says, changed=u.changed, next_update=u.next_update) for u in d.updates),
    )


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
        set_aside=len(now.set_aside),
        disruptions=len(now.current),
    )


def _constraint(now: ConstraintNow) -> ConstraintOut:
    c = now.constraint
    return ConstraintOut(
        component=c.component,
        disruption=now.disruption,
        unit=c.unit,
        normal=c.normal,
        now=c.now,
        demand=c.demand,
        shortfall=now.shortfall,
        backlog_per_hour=now.backlog_per_hour,
        backlog=c.backlog.now if c.backlog else now.backlog_now,
        at=c.at,
        by=now.by,
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


def _in_zone(value: Any, view: View) -> Any:
    """Ready for JSON: moments in the site's zone with their offset, enumerations as their words."""
    if is_dataclass(value):
        return {key: _in_zone(item, view) for key, item in vars(value).items()}
    if isinstance(value, list | tuple):
        return [_in_zone(item, view) for item in value]
    if hasattr(value, "astimezone"):
        return value.astimezone(view.zone).isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, str) else value


def _bytes(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, indent=1)
    return f"{written}\n".encode("utf-8", "replace")
