"""``status.json``: the picture for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from explainer.language.states import failing_in_words
from explainer.model.disruption import entries_in
from explainer.model.reading import ReadingKind
from explainer.model.signs import HIDING
from explainer.model.value import Value
from explainer.model.vocabulary import Kind
from explainer.model.watch import Look
from explainer.outputs.status_forecast import forecast_out
from explainer.outputs.status_form import (
    VERSION,
    CauseOut,
    ChainOut,
    ComponentOut,
    ExerciseOut,
    LinksOut,
    LookOut,
    QuestionOut,
    RangesOut,
    SourceOut,
    StatusOut,
    TotalsOut,
    UnplacedOut,
    VoiceOut,
    WhyOut,
    schema,
)
from explainer.outputs.status_told import constraint_out, disruption_out, estimate_out, rights_out, step_out
from explainer.picture.at_hand import NEWEST
from explainer.picture.causes import Cause, Chain, Why
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Picture, Standing, Unplaced, amount_of
from explainer.picture.questions import Waiting
from explainer.picture.sources import SourceNow
from explainer.render.components.estimates import ledger
from explainer.render.components.questions import queue_of
from explainer.render.components.unplaced import headline_of, reason, why_not
from explainer.render.view import View
from explainer.render.words import plain_headline

MOST_OPEN, MOST_ENDED = 1000, NEWEST
"""How many disruptions the document lists, of those that are not over and of those that are; each keeps its page."""

MOST_REPORTING, MOST_LIMITS = 100, 200
"""How many disruptions it names for one component, and how many limits in all."""

MOST_WAITING = 100
"""How many questions it names that wait for an answer."""

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


@cache
def status_schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    return _written(schema(), str)


def status_of(view: View) -> StatusOut:
    """The document's content, before it is written out."""
    picture = view.picture
    lead = picture.disruption.get(picture.lead)
    exercise, kept = view.settings.exercise, ledger(view)
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
        estimate=estimate_out(view, lead) if lead else None,
        rights=rights_out(view, lead.disruption.account.rights) if lead else None,
        ranges=RangesOut(judged=len(kept.judged), held=kept.held),
        components=tuple(_component(view, now) for now in picture.components),
        disruptions=tuple(disruption_out(view, now) for now in _listed(picture)),
        left_out=view.left_out,
        totals=TotalsOut(**{standing.value: picture.amount(standing) for standing in Standing}),
        sources=tuple(_source(view, now) for now in picture.sources),
        constraints=tuple(constraint_out(now) for now in picture.constraints[:MOST_LIMITS]),
        forecasts=tuple(forecast_out(view, one) for one in view.season),
        unplaced=tuple(_unplaced(view, one) for one in picture.unplaced[:MOST_UNPLACED]),
        unplaced_total=amount_of(picture.unplaced),
        chains=tuple(_chain(chain) for chain in picture.chains),
        questions=tuple(_question(view, one) for one in queue_of(view).waiting[:MOST_WAITING]),
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
        conflict=tuple(VoiceOut(by=one.by, state=one.state, at=one.at, says=one.says) for one in now.conflict),
        aged=now.aged,
        good_until=now.good_until,
        look=_look(view, now.look),
        links=_links(view, now),
    )


def _look(view: View, look: Look | None) -> LookOut | None:
    if look is None:
        return None
    return LookOut(by=view.system.party_name(look.by), at=look.at, until=look.until, note=look.note)


def _links(view: View, now: ComponentNow) -> LinksOut:
    page = view.reading.first(ReadingKind.EXPLAINER, now.id)
    is_felt = now.component.kind is Kind.SYMPTOM
    return LinksOut(
        map=view.address(f"map/#{now.id}" if view.map else ""),
        explainer=view.address_of(page.url) if page else None,
        why=view.address(f"why/{now.id}/") if is_felt else None,
    )


def _source(view: View, now: SourceNow) -> SourceOut:
    return SourceOut(
        id=now.source.id,
        publisher=now.source.publisher,
        format=str(now.source.format),
        freshness=now.freshness,
        last_good=now.last_good,
        last_changed=now.last_changed,
        silent_since=now.silent_since,
        failure=failing_in_words(view.words, now.failing) if now.failing else "",
        failing=now.failing,
        minutes_ahead=round(now.ahead.total_seconds() / 60) if now.ahead else 0,
        set_aside=entries_in(now.rejected),
        left_out=now.flood.left_out if now.flood else 0,
        too_often=now.flood.too_often if now.flood else 0,
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


def _question(view: View, one: Waiting) -> QuestionOut:
    question = one.question
    return QuestionOut(
        number=question.number,
        title=question.title,
        url=view.address_of(question.url),
        state=question.state,
        owner=question.owner,
        components=question.about,
        asked=question.asked.first if question.asked is not None else None,
        promised=tuple(at.last for at in question.promised),
        overdue_since=one.missed[0].last if one.missed else None,
    )


def _chain(chain: Chain) -> ChainOut:
    return ChainOut(
        disruption=chain.disruption,
        root=chain.root,
        symptom=chain.symptom,
        sure=chain.sure,
        steps=tuple(map(step_out, chain.steps)),
    )


def _why(why: Why) -> WhyOut:
    return WhyOut(
        symptom=why.symptom,
        by=why.by or None,
        unknown=why.is_unknown,
        steps=tuple(map(_cause, why.steps)),
        roots=tuple(map(_cause, why.roots)),
        others=tuple(map(_cause, why.others)),
        ruled_out=why.ruled_out,
        unreported=why.unreported,
        cut_off=why.cut_off,
        cannot_tell=why.cannot_tell,
    )


def _cause(cause: Cause) -> CauseOut:
    return CauseOut(
        component=cause.component,
        to=cause.target,
        sure=cause.sure,
        because=cause.because or None,
    )


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
    return HIDING.sub("", "{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")
