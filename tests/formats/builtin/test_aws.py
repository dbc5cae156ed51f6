"""AWS: in RSS one item per update and no shared id; in JSON, in UTF-16, one event with its log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.vocabulary import EffectCode, Severity, Status, StatusBasis
from tests.support import shaped

SOURCE = shaped.source("aws")
ARN = "arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_ABC_123"
TEN = 1_795_168_800  # 2026-11-20 10:00 UTC
KEYS = (
    *(
        "arn",
        "date",
        "status",
        "summary",
        "service",
        "service_name",
        "region_name",
        "event_log",
        "timestamp",
        "message",
    ),
    *("impacted_services", "current", "max"),
)


OF_2022: dict[str, Any] = {
    "current": [],
    "archive": [
        {
            "service_name": "Amazon Elastic Compute Cloud (N. Virginia)",
            "summary": "[RESOLVED] Increased API Error Rates",
            "date": "1640000000",
            "status": "3",
            "details": "",
            "description": '<div><span class="yellowfg">7:35 AM PST</span>&nbsp;We are investigating.</div>',
            "service": "ec2-us-east-1",
        }
    ],
}


def step(hours: int, status: Any = 2, message: str = "Words.") -> dict[str, Any]:
    return {"summary": "S", "message": message, "status": status, "timestamp": TEN + 3_600 * hours}


def event(**fields: Any) -> dict[str, Any]:
    return {
        "date": str(TEN),
        "arn": ARN,
        "region_name": "N. Virginia",
        "status": "2",
        "service": "ec2-us-east-1",
        "service_name": "Amazon Elastic Compute Cloud",
        "summary": "Increased API error rates",
        "event_log": [step(1, 2, "Newer."), step(0, 3, "Older.")],
        "impacted_services": {"s3-us-east-1": {"service_name": "Amazon S3", "current": "2", "max": "3"}},
        **fields,
    }


def read(body: Any) -> Parsed:
    return shaped.read(body, SOURCE)


def only(**fields: Any) -> Disruption:
    return shaped.only(read([event(**fields)]))


def item(title: str, hour: int, service: str = "ec2-us-east-1", body: str = "Words.") -> str:
    return (
        f"<item><title>{title}</title><link>http://status.aws.amazon.com/</link>"
        f"<pubDate>Fri, 20 Nov 2026 {hour:02}:00:00 PST</pubDate><description>{body}</description>"
        f"<guid isPermaLink='false'>https://status.aws.amazon.com/#{service}_{TEN + 3_600 * hour}</guid></item>"
    )


def feed(*items: str) -> str:
    head = "<title>Amazon EC2</title><link>http://status.aws.amazon.com/</link>"
    return f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>"


# RSS


def test_the_items_of_one_service_and_subject_are_one_disruption() -> None:
    items = (
        item("Service is operating normally: [RESOLVED] Increased API error rates", 12, body="Over."),
        item("Service disruption: Increased API error rates", 11, body="We are at it."),
        item("Informational message: Increased API error rates", 10, body="We look into it."),
        item("Service degradation: Packet loss", 9),
    )
    parsed = read(feed(*items))
    assert not parsed.rejected
    assert [made.status for made in parsed.disruptions] == [Status.RESOLVED, Status.ACTIVE]
    over, other = parsed.disruptions
    assert over.origin.native_id == "ec2-us-east-1: increased api error rates"
    assert [update.says for update in over.updates] == ["We look into it.", "We are at it.", "Over."]
    assert over.affected == (Entity(kind="service", name="ec2-us-east-1", ref="ec2-us-east-1"),)
    assert other.effects[0].code is EffectCode.DEGRADED
    assert other.issued_at == datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_as_rss_and_as_aws_it_has_the_same_ids() -> None:
    body = feed(item("Service disruption: Errors", 10), item("Errors", 11, "s3-us-west-2"))
    of_rss = read_all([Document(name="f", body=body.encode())], shaped.source("rss"))
    assert {made.id for made in of_rss.disruptions} == {made.id for made in read(body).disruptions}


def test_an_end_in_brackets_behind_another_word_counts_and_is_marked_as_inferred() -> None:
    [made] = read(feed(item("Informational message: [RESOLVED] Errors", 10))).disruptions
    assert (made.status, made.status_basis) == (Status.RESOLVED, StatusBasis.INFERRED_FROM_TEXT)


def test_rules_match_the_service_of_the_rss() -> None:
    rule = RULE_DOOR.read({"match": {"entity": "ec2-us-east-1"}, "component": "vm", "state": "stopped"})
    source = SOURCE.replace(mapping=(rule,))
    [made] = shaped.read(feed(item("Service disruption: Errors", 10)), source).disruptions
    assert [report.component for report in made.reports] == ["vm"]


def test_an_empty_rss_is_quiet_and_recognised_only_with_items() -> None:
    assert read(feed()) == Parsed()
    assert detect(feed(item("Errors", 10)).encode()) == "aws"
    assert detect(feed().encode()) == "rss"


# JSON


def test_an_event_is_read_whole_also_in_utf_16() -> None:
    body = json.dumps([event()]).encode("utf-16")
    assert detect(body) == "aws"
    [made] = read(body).disruptions
    assert made.origin.native_id == ARN
    assert (made.status, made.status_native) == (Status.ACTIVE, "2")
    assert (made.severity, made.severity_native) == (Severity.MODERATE, "2")
    assert made.started_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert [update.says for update in made.updates] == ["Older.", "Newer."]
    assert made.affected == (
        Entity(kind="service", name="Amazon Elastic Compute Cloud", ref="ec2-us-east-1"),
        Entity(kind="service", name="Amazon S3", ref="s3-us-east-1"),
        Entity(kind="region", name="N. Virginia", ref="us-east-1"),
    )


@pytest.mark.parametrize(
    ("native", "status", "severity"),
    [
        ("1", Status.ACTIVE, Severity.MINOR),
        (2, Status.ACTIVE, Severity.MODERATE),
        (3.0, Status.ACTIVE, Severity.SEVERE),
        ("9", Status.UNKNOWN, Severity.UNKNOWN),
    ],
)
def test_every_status_is_mapped_and_an_unknown_one_stays_unknown(
    native: Any, status: Status, severity: Severity
) -> None:
    made = only(status=native)
    assert (made.status, made.severity) == (status, severity)


def test_what_is_over_keeps_how_bad_it_was_and_ends_with_its_last_entry() -> None:
    made = only(status="0", event_log=[step(2, 0, "Over."), step(1, 3), step(0, 1)])
    assert made.status is Status.RESOLVED
    assert (made.severity, made.severity_native) == (Severity.SEVERE, "3")
    assert made.effects[0].code is EffectCode.NO_EFFECT
    assert made.ended_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_current_and_past_events_may_stand_in_an_object() -> None:
    parsed = read({"current": [event()], "archive": [event(arn=ARN + "B", status="0")]})
    assert len(parsed.disruptions) == 2


@pytest.mark.parametrize("body", [[], {"current": [], "archive": []}])
def test_no_events_are_quiet(body: Any) -> None:
    assert read(body) == Parsed()


def test_bad_events_are_set_aside_and_one_that_stands_twice_is_one() -> None:
    parsed = read([1, event(arn=""), event(), event()])
    assert [(row.reason, row.native_id) for row in parsed.rejected] == [
        ("it is not an object", None),
        ("it has no id", None),
    ]
    assert len(parsed.disruptions) == 1


def test_two_events_of_one_arn_that_say_different_things_are_two() -> None:
    parsed = read([event(), event(summary="Packet loss", service="s3-us-east-1", status="3")])
    assert [made.headline[0].text for made in parsed.disruptions] == ["Increased API error rates", "Packet loss"]


def test_an_event_without_a_summary_is_told_in_its_newest_words_else_by_its_effect() -> None:
    assert only(summary="").headline[0].text == "Newer."
    made = only(summary="", event_log=[])
    assert made.headline[0].text == "Degraded: Amazon Elastic Compute Cloud, Amazon S3, N. Virginia"


def test_an_entry_without_a_readable_time_is_counted() -> None:
    made = only(event_log=[{"message": "When? In the snow."}])
    assert made.extra == {"undated updates": "1"}
    assert made.description[0].text == "When? In the snow."
    assert [report.component for report in made.reports] == ["api"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "not AWS's list"),
        ([{"a": 1}], "not of AWS's events"),
        (OF_2022, "health.aws.amazon.com/public/currentevents"),
        ({"current": OF_2022["archive"], "archive": []}, "as it was until 2022"),
        ("<html></html>", "a web page"),
        ("<feed", "breaks off|neither|root"),
        ('[{"arn": "a"', "breaks off"),
    ],
)
def test_what_is_not_aws_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_the_document_of_2022_is_recognised_so_that_it_can_say_which_one_is_read() -> None:
    assert detect(json.dumps(OF_2022).encode()) == "aws"


# Hostile documents


@settings(max_examples=80)
@given(body=shaped.changed([json.dumps([event()]).encode(), feed(item("Service disruption: Errors", 10)).encode()]))
def test_changed_documents_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, ("0", "3", ARN, str(TEN))))
def test_random_documents_of_its_shape_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(json.dumps([event(), body]), SOURCE)
    shaped.survives(json.dumps({"current": [event(), body]}), SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    names = ("date", "region_name", "status", "service", "service_name", "summary", "arn")
    made = event(**dict.fromkeys(names, words), event_log=[step(0, words, words)])
    made["impacted_services"] = {words: {"service_name": words}}
    assert shaped.survives(json.dumps([event(), made]), SOURCE) is not None
