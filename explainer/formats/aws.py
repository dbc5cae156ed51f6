"""AWS Health Dashboard: the RSS of ``status.aws.amazon.com`` and the JSON of ``health.aws.amazon.com/public``.

In RSS every update is a new item whose ``guid`` is ``…#service-region_epoch``, and nothing shared names the occasion;
items of one service and one subject are one disruption (``entry``). In JSON, an array in UTF-16, every event has an
``arn``.

=============  ==================================================  ============================================
               RSS                                                 JSON
=============  ==================================================  ============================================
native id      service and subject                                 ``arn``
headline       ``title``                                           ``summary``
status         how the title begins                                ``status``: 0 is the end
severity       not stated                                          ``status``, once over the last one before
effects        how the title begins                                ``status``
affected       the service in the ``guid``                         ``service``, ``impacted_services``; region
updates        the items                                           ``event_log``
periods        none                                                ``date`` until the entry that ends it
=============  ==================================================  ============================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from explainer.disruption import Disruption, Effect, Entity, Period, SetAside, Text, Update, disruption_id
from explainer.errors import FormatError
from explainer.formats import mapping, prose, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import (
    Objects,
    Said,
    Wire,
    as_time,
    dict_at,
    list_at,
    read_json,
    span,
    text_at,
)
from explainer.formats.look import Look
from explainer.formats.times import Reading
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Severity, Status, StatusBasis

STATUS = {
    "0": Status.RESOLVED,
    "1": Status.ACTIVE,
    "2": Status.ACTIVE,
    "3": Status.ACTIVE,
}

SEVERITY = {
    "0": Severity.NONE,
    "1": Severity.MINOR,
    "2": Severity.MODERATE,
    "3": Severity.SEVERE,
}
"""JSON ``status``: operating normally, informational message, degradation, disruption."""

EFFECT = {
    "0": EffectCode.NO_EFFECT,
    "1": EffectCode.INFORMATION,
    "2": EffectCode.DEGRADED,
    "3": EffectCode.PARTIAL_OUTAGE,
    "service is operating normally": EffectCode.NO_EFFECT,
    "informational message": EffectCode.INFORMATION,
    "performance issues": EffectCode.DEGRADED,
    "service degradation": EffectCode.DEGRADED,
    "service disruption": EffectCode.PARTIAL_OUTAGE,
}
"""By the digit of JSON, and by the words of RSS."""

_OVER = "0"
_GUID = re.compile(r"https?://status\.aws\.amazon\.com/#[a-z0-9-]+_\d{9,11}")
_SERVICE = re.compile(r"([a-z0-9-]{1,100}): ")
_RESOLVED = re.compile(r"\[\s*resolved\s*\]", re.IGNORECASE)
_ARN = re.compile(r"arn:aws[a-z-]*:health:([a-z0-9-]*):")
_MOST_UPDATES = 500
_MOST_AFFECTED = 500


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Digit = Annotated[Said, BeforeValidator(_whole)]


class _Step(Wire):
    summary: Said = ""
    message: Said = ""
    status: Digit = ""
    timestamp: Said = ""


class _Event(Wire):
    arn: Said = ""
    date: Said = ""
    status: Digit = ""
    summary: Said = ""
    service: Said = ""
    service_name: Said = ""
    region_name: Said = ""
    event_log: Annotated[tuple[_Step, ...], Objects] = ()


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of the RSS, or the events of the JSON."""
    if document.text.lstrip().startswith("<"):
        from explainer.formats import rss  # feedparser is slow to import, and JSON does without

        parsed = rss.parse(document, source)
        return parsed.model_copy(update={"disruptions": tuple(_completed(one, source) for one in parsed.disruptions)})
    first, aside = first_entries(_events(read_json(document)))
    disruptions: dict[str, Disruption] = {}
    set_aside = list(aside)
    for number, row in enumerate(first, start=1):
        made = _disruption(row, number, source)
        if isinstance(made, SetAside):
            set_aside.append(made)
        elif disruptions.setdefault(made.id, made) is not made:
            reason = "another event before it has the same arn"
            set_aside.append(SetAside(entry=f"event {number}", reason=reason, native_id=made.origin.native_id))
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def recognises(look: Look) -> bool:
    """A ``guid`` as only AWS makes it, or an event with its ``arn`` and its log."""
    if look.root == "rss":
        return _GUID.search(look.text[:200_000]) is not None
    rows = look.data if isinstance(look.data, list) else list_at(look.data, "current") or list_at(look.data, "archive")
    return any(isinstance(row, dict) and {"arn", "event_log"} <= row.keys() for row in rows[:10])


def _completed(made: Disruption, source: Source) -> Disruption:
    """What only AWS's own titles and ids say: the service, the effect, and an end said in brackets."""
    service = _SERVICE.match(made.origin.native_id)
    if service is None:
        return made
    update: dict[str, Any] = {"affected": (Entity(kind="service", name=service[1], ref=service[1]),)}
    if _RESOLVED.search(made.headline[0].text) and not made.status.over:
        update |= {"status": Status.RESOLVED, "status_native": "[RESOLVED]"}
        update["status_basis"] = StatusBasis.INFERRED_FROM_TEXT
    elif code := EFFECT.get(made.status_native.casefold()):
        update["effects"] = (Effect(code=code, native=made.status_native),)
    words = [one.says for one in made.updates]
    return mapping.apply(made.model_copy(update=update), source, words)


def _events(data: Any) -> list[Any]:
    """An array of events, or an object with those that are current and those of the past."""
    if isinstance(data, dict):
        if not isinstance(data.get("current"), list):
            raise FormatError("the document is JSON, but not AWS's list of events")
        data = [*data["current"], *list_at(data, "archive")]
    if data and not any(isinstance(row, dict) and {"arn", "event_log"} & row.keys() for row in data):
        raise FormatError("the document is a list, but not of AWS's events")
    return list(data)


def _disruption(row: Any, number: int, source: Source) -> Disruption | SetAside:
    if not isinstance(row, dict):
        return SetAside(entry=f"event {number}", reason="it is not an object")
    event = _Event.model_validate(row)
    native, headline = text.identifier(event.arn), text.line(event.summary)
    label = f"event {number} ({text.bounded(headline or native, 80)})" if headline or native else f"event {number}"
    if not native:
        return SetAside(entry=label, reason="it has no arn")
    if not headline:
        return SetAside(entry=label, reason="it has no summary", native_id=native)
    updates, undated = _updates(event, source)
    began = as_time(event.date, source.tz)
    status = STATUS.get(event.status, Status.UNKNOWN)
    if status is Status.UNKNOWN and _RESOLVED.search(headline):
        status = Status.RESOLVED
    worst = _before_the_end(event)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang="en", text=headline),),
        description=(Text(lang="en", text=updates[-1].says),) if updates else (),
        status=status,
        status_native=text.line(event.status),
        status_basis=StatusBasis.STATED if event.status in STATUS else StatusBasis.INFERRED_FROM_TEXT,
        severity=SEVERITY.get(worst, Severity.UNKNOWN),
        severity_native=text.line(worst),
        effects=tuple(_effects(event)),
        events=tuple(filter(None, (text.line(event.service, text.NOTE),))),
        categories=tuple(filter(None, (text.line(event.region_name, text.NOTE),))),
        affected=tuple(dict.fromkeys(_affected(event, row)))[:_MOST_AFFECTED],
        periods=_periods(began, updates, status),
        issued_at=began.at if began else (updates[0].at if updates else None),
        updated_at=updates[-1].at if updates else (began.at if began else None),
        updates=updates,
        extra=_notes(event, began, undated),
    )
    if reality := prose.reality_of(headline):
        notes = {**made.extra, "reality": "inferred from the headline"}
        made = made.model_copy(update={"reality": reality, "extra": notes})
    return mapping.apply(made, source, [update.says for update in updates])


def _updates(event: _Event, source: Source) -> tuple[tuple[Update, ...], int]:
    """Dated updates oldest first, and how many had no readable date or no words."""
    steps = event.event_log[:_MOST_UPDATES]
    found: list[Update] = []
    for step in steps:
        at, says = as_time(step.timestamp, source.tz), text.plain(step.message) or text.line(step.summary)
        if at is not None and says:
            found.append(Update(at=at.at, says=says, status=STATUS.get(step.status), precision=at.precision))
    return tuple(sorted(found, key=lambda update: update.at)), len(steps) - len(found)


def _before_the_end(event: _Event) -> str:
    """How bad it is, or was: the end itself, 0, says nothing of that."""
    if event.status and event.status != _OVER:
        return event.status
    dated = [(as_time(step.timestamp, None), step.status) for step in event.event_log]
    found = [(at.at, digit) for at, digit in dated if at is not None and digit in SEVERITY and digit != _OVER]
    return max(found)[1] if found else event.status


def _effects(event: _Event) -> Iterator[Effect]:
    if event.status:
        yield Effect(code=EFFECT.get(event.status, EffectCode.UNKNOWN), native=text.line(event.status))


def _affected(event: _Event, row: dict[str, Any]) -> Iterator[Entity]:
    if event.service or event.service_name:
        yield Entity(kind="service", name=text.line(event.service_name), ref=text.identifier(event.service))
    for key, service in dict_at(row, "impacted_services").items():
        name = text.line(text_at(service, "service_name") or key)
        yield Entity(kind="service", name=name, ref=text.identifier(key))
    region = _ARN.match(event.arn)
    if event.region_name or (region and region[1]):
        yield Entity(kind="region", name=text.line(event.region_name), ref=region[1] if region else "")


def _periods(began: Reading | None, updates: tuple[Update, ...], status: Status) -> tuple[Period, ...]:
    ends = [update for update in updates if update.status is Status.RESOLVED and status.over]
    return span(began, Reading(ends[-1].at, ends[-1].precision) if ends else None)


def _notes(event: _Event, began: Reading | None, undated: int) -> dict[str, str]:
    notes = {}
    if event.date and began is None:
        notes["date"] = text.line(event.date, text.NOTE)
    if undated:
        notes["undated updates"] = str(undated)
    return notes
