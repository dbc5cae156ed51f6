"""``status.json``: the picture for machines, version 1, and the JSON Schema that describes it.

Fields are added within a version, never renamed, removed or given another meaning.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from explainer.disruption import Certainty, Phase, Reality, Severity, State, Status, StatusBasis
from explainer.picture.model import (
    Basis,
    Chain,
    ComponentNow,
    ConstraintNow,
    DisruptionNow,
    Freshness,
    SourceNow,
    Standing,
    Sure,
)
from explainer.render.view import View
from explainer.render.words import plain_headline

VERSION: Final = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)  # a reader must bear fields that a later release adds


class ExerciseOut(_Part):
    """A drill: nothing in this document is real."""

    says: str = Field(description="The words shown on every page.")
    clock: AwareDatetime = Field(description="The moment at which the clock of the drill stands still.")


class ComponentOut(_Part):
    """A part of the operation, now."""

    id: str = Field(description="Stable id; also the anchor on the map's list.")
    name: str = Field(description="Name for people.")
    kind: str = Field(description="resource, process, condition or symptom.")
    layer: str = Field(description="Id of the map's column.")
    owner: str = Field(description="The role that owns it.")
    state: State | None = Field(description="How it works now; null when nobody watches it.")
    basis: Basis = Field(description="What the state rests on.")
    since: AwareDatetime | None = Field(description="When this state began, as far as anyone said.")
    says: str = Field(description="What was said of it, in a few words; may be empty.")
    by: str = Field(description="Who says so; may be empty.")
    at: AwareDatetime | None = Field(description="When they said it.")
    disruptions: tuple[str, ...] = Field(description="Ids of the current disruptions that report it, worst first.")


class UpdateOut(_Part):
    """One dated word of a publisher."""

    at: AwareDatetime = Field(description="When it was said.")
    says: str = Field(description="What was said.")
    changed: str = Field(description="What changed since the update before; may be empty.")
    next_update: AwareDatetime | None = Field(description="When the next word was promised.")


class DisruptionOut(_Part):
    """A disruption, as its publisher last told it."""

    id: str = Field(description="Stable id.")
    url: str = Field(description="Its page; from the site's root when the site has no address.")
    publisher: str = Field(description="Who publishes it.")
    feed: str = Field(description="Id of the source it came from.")
    headline: str = Field(description="Its headline.")
    reality: Reality = Field(description="Whether it is meant, or an exercise, test or draft.")
    standing: Standing = Field(description="Current, upcoming or ended.")
    status: Status = Field(description="What the publisher says of it.")
    status_basis: StatusBasis = Field(description="What that status rests on.")
    phase: Phase = Field(description="What its stated periods imply now.")
    severity: Severity = Field(description="How bad, in CAP's words.")
    certainty: Certainty = Field(description="How sure the publisher is, in CAP's words.")
    state: State | None = Field(description="The worst state it reports of a component; null when it reports none.")
    trusted: bool = Field(description="Whether its source still answers, so that what it says still counts.")
    gathered_by: str | None = Field(description="Id of the bulletin on whose page it is gathered.")
    since: AwareDatetime | None = Field(description="When it began.")
    ended_at: AwareDatetime | None = Field(description="When it ended.")
    written_at: AwareDatetime = Field(description="When its words were last written.")
    next_update: AwareDatetime | None = Field(description="When the publisher promised the next word.")
    overdue_since: AwareDatetime | None = Field(description="Since when that promise is broken.")
    components: tuple[str, ...] = Field(description="Ids of the components it reports.")
    updates: tuple[UpdateOut, ...] = Field(description="What was said, oldest first.")


class SourceOut(_Part):
    """A source, and whether it still answers."""

    id: str = Field(description="Stable id.")
    publisher: str = Field(description="Who publishes it.")
    format: str = Field(description="The format it is read as.")
    freshness: Freshness = Field(description="How far it can be trusted now.")
    last_good: AwareDatetime | None = Field(description="Its last good answer.")
    last_changed: AwareDatetime | None = Field(description="When its answer last differed from the one before.")
    silent_since: AwareDatetime | None = Field(description="Since when it is not fresh.")
    failure: str = Field(description="Why the last attempt failed; empty when it did not.")
    set_aside: int = Field(description="How many entries of its last good answer could not be read.", ge=0)
    disruptions: int = Field(description="How many current disruptions came from it.", ge=0)


class ConstraintOut(_Part):
    """A limit in numbers, an hour."""

    component: str = Field(description="Id of the component it limits.")
    disruption: str = Field(description="Id of the disruption that states it.")
    unit: str = Field(description="What is counted.")
    normal: float = Field(description="Capacity on a good day, an hour.")
    now: float = Field(description="Capacity now, an hour.")
    demand: float = Field(description="What is wanted, an hour.")
    shortfall: float = Field(description="Demand less capacity, an hour, and never below zero.")
    backlog_per_hour: float = Field(description="How fast what waits grows, an hour; negative while it shrinks.")
    backlog: float | None = Field(description="What waits, as last counted.")
    at: AwareDatetime = Field(description="When it was counted.")
    by: str = Field(description="Who counted.")


class StepOut(_Part):
    """One component of a chain."""

    component: str = Field(description="Id of the component.")
    sure: Sure = Field(description="How sure the step into it is.")
    because: str | None = Field(description="Why the step before affects it; null for the root.")


class ChainOut(_Part):
    """A chain of causes along declared links, root first."""

    root: str = Field(description="Id of the component it starts at.")
    symptom: str = Field(description="Id of the symptom it ends at.")
    sure: Sure = Field(description="As sure as its least sure step.")
    steps: tuple[StepOut, ...] = Field(description="The components, root first.")


class StatusOut(_Part):
    """Everything the site says at one moment, for machines."""

    version: Literal[1] = Field(description="The version of this form.")
    generated_at: AwareDatetime = Field(description="The moment this document speaks of.")
    exercise: ExerciseOut | None = Field(description="Null outside a drill.")
    site: str = Field(description="The site's name.")
    language: str = Field(description="The language of its words, as a BCP 47 tag.")
    state: State = Field(description="The one state the site shows at its top.")
    since: AwareDatetime | None = Field(description="When that state began.")
    headline: str = Field(description="Headline of the disruption that leads; empty when none does.")
    lead: str | None = Field(description="Id of the disruption that leads.")
    written_at: AwareDatetime | None = Field(description="When the leading words were written.")
    checked_at: AwareDatetime | None = Field(description="The newest good answer of any source.")
    next_word: AwareDatetime | None = Field(description="When more is promised.")
    components: tuple[ComponentOut, ...] = Field(description="Every part of the operation, in its own order.")
    disruptions: tuple[DisruptionOut, ...] = Field(description="Worst first, then newest; ended ones last.")
    sources: tuple[SourceOut, ...] = Field(description="Every declared source.")
    constraints: tuple[ConstraintOut, ...] = Field(description="Limits that are stated now.")
    chains: tuple[ChainOut, ...] = Field(description="Chains of causes, surest first.")


def status_json(view: View) -> bytes:
    """The document. The same view gives the same bytes; times are told in the site's zone."""
    return _bytes(_in_zone(status_of(view).model_dump(), view))


def status_schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    schema = _untitled(StatusOut.model_json_schema(mode="serialization"))
    head = {"$schema": DIALECT, "$id": f"urn:explainer:status:{VERSION}", "title": "status.json"}
    return _bytes(head | schema)


def _untitled(schema: Any) -> Any:
    """Without the titles made from our own names, which say nothing that the keys do not."""
    if isinstance(schema, list):
        return [_untitled(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {k: _untitled(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))}


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
        disruptions=tuple(_disruption(view, now) for now in picture.disruptions),
        sources=tuple(_source(now) for now in picture.sources),
        constraints=tuple(_constraint(now) for now in picture.constraints),
        chains=tuple(_chain(chain) for chain in picture.chains),
    )


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
        format=now.source.format.value,
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
    if isinstance(value, dict):
        return {key: _in_zone(item, view) for key, item in value.items()}
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
