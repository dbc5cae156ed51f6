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
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Span, Step
from explainer.formats.families.vendors import AWS_GUID, VENDORS
from explainer.formats.kit.common_json import Objects, Said, Wire, as_time, dict_at, list_at, read_json, text_at
from explainer.formats.kit.feed_entry import Item
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import Reading, latest
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Severity, Status, StatusBasis

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
_RESOLVED = re.compile(r"\[\s*resolved\s*\]", re.IGNORECASE)
_ARN = re.compile(r"arn:aws[a-z-]*:health:([a-z0-9-]*):")
_EVENT = frozenset({"arn", "event_log"})
_OF_2022 = frozenset({"service_name", "summary", "date"})
_OTHERWISE = (
    "the document is data.json of status.aws.amazon.com as it was until 2022; the JSON that is read is "
    "https://health.aws.amazon.com/public/currentevents"
)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Digit = Annotated[Said, BeforeValidator(_whole)]


class _Entry(Wire):
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
    log: Annotated[tuple[_Entry, ...], Objects] = Field(default=(), alias="event_log")


def parse(document: Document, source: Source) -> Entries:
    """The items of the RSS, or the events of the JSON."""
    if document.text.lstrip("\ufeff \t\r\n\0").startswith("<"):
        return _of_rss(document, source)
    events = _events(read_json(document))
    return Entries(events, lambda row: _draft(row, source), lambda row: text_at(row, "arn"), lang="en")


def recognises(look: Look) -> bool:
    """A ``guid`` as only AWS makes it, an event with its ``arn`` and log, or the document of 2022, to refuse it."""
    if look.root == "rss":
        return AWS_GUID.search(look.text[:200_000]) is not None
    rows = look.data if isinstance(look.data, list) else _both(look.data)
    shapes = [row.keys() for row in rows[:10] if isinstance(row, dict)]
    return any(keys >= _EVENT or ("current" in look.keys and keys >= _OF_2022) for keys in shapes)


# RSS


def _of_rss(document: Document, source: Source) -> Entries:
    from explainer.formats.builtin import rss  # feedparser is slow to import, and JSON does without

    return rss.parse(document, source, (*VENDORS, _completed))


def _completed(draft: Draft, item: Item) -> Draft:
    """What only AWS's own titles and ids say: the service, the effect, and an end said in brackets.

    Rules search the words of every item of an occasion: the last one alone may not say what it is about.
    """
    found = AWS_GUID.fullmatch(item.guid)
    if found is None:
        return draft
    draft = replace(draft, affected=[Named("service", found[1], found[1])], searched=[item.body])
    if _RESOLVED.search(item.headline) and not draft.status.over:
        return replace(draft, status=Status.RESOLVED, status_native="[RESOLVED]")
    code = EFFECT.get(draft.status_native.casefold())
    return replace(draft, effects=[(code, draft.status_native)] if code else ())


# JSON


def _both(data: Any) -> list[Any]:
    return [*list_at(data, "current"), *list_at(data, "archive")]


def _events(data: Any) -> list[Any]:
    """An array of events, or an object with those that are current and those of the past."""
    if isinstance(data, dict) and not isinstance(data.get("current"), list):
        raise FormatError("the document is JSON, but not AWS's list of events")
    rows = _both(data) if isinstance(data, dict) else data
    if rows and not any(isinstance(row, dict) and _EVENT & row.keys() for row in rows):
        is_old = isinstance(data, dict)
        raise FormatError(_OTHERWISE if is_old else "the document is a list, but not of AWS's events")
    return list(rows)


def _draft(row: Any, source: Source) -> Draft:
    event = _Event.of(row)
    status = STATUS.get(event.status, Status.UNKNOWN)
    if status is Status.UNKNOWN and _RESOLVED.search(event.summary):
        status = Status.RESOLVED
    worst = _before_the_end(event)
    return Draft(
        id=event.arn,
        headline=event.summary,
        status=status,
        status_native=event.status,
        status_basis=StatusBasis.STATED if event.status in STATUS else StatusBasis.INFERRED_FROM_TEXT,
        severity=SEVERITY.get(worst, Severity.UNKNOWN),
        severity_native=worst,
        effects=[(EFFECT.get(event.status, EffectCode.UNKNOWN), event.status)] if event.status else (),
        events=[event.service],
        categories=[event.region_name],
        affected=_affected(event, row),
        spans=[Span(event.date, _end(event, source) if status.over else None)],
        issued=event.date,
        updates=[Step(one.timestamp, one.message.strip() or one.summary, STATUS.get(one.status)) for one in event.log],
    )


def _before_the_end(event: _Event) -> str:
    """The newest status that is not 0 (“over”): how bad it is, or was before its end."""
    if event.status and event.status != _OVER:
        return event.status
    dated = [(as_time(step.timestamp, None), step.status) for step in event.log]
    found = [(at.at, digit) for at, digit in dated if at is not None and digit in SEVERITY and digit != _OVER]
    return max(found)[1] if found else event.status


def _end(event: _Event, source: Source) -> Reading | None:
    """The last entry that says that it is over."""
    return latest(as_time(step.timestamp, source.tz) for step in event.log if step.status == _OVER)


def _affected(event: _Event, row: dict[str, Any]) -> Iterator[Named]:
    yield Named("service", event.service_name, event.service)
    for key, service in dict_at(row, "impacted_services").items():
        yield Named("service", text_at(service, "service_name") or key, key)
    region = _ARN.match(event.arn)
    yield Named("region", event.region_name, region[1] if region else "")


FORMAT = Format(
    name="aws",
    what="the AWS Health Dashboard, JSON or RSS",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    is_window=lambda look: bool(look.root),
    sample=b"""\
[{"date":"1795168800","arn":"arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_1"
,"region_name":"N. Virginia","status":"2","service":"ec2-us-east-1","service_name":"Amazon Elastic Compute Cloud",
"summary":"Increased API error rates","event_log":[{"summary":"S","message":"Newer.","status":2,
"timestamp":1795172400}],"impacted_services":{"s3-us-east-1":{"service_name":"Amazon S3","current":"2","max":"3"}}}]
""",
)
