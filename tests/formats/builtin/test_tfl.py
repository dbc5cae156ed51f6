"""TfL line status: a code that is no scale, no ids, and times without an offset."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import Document, Parsed, read_all
from explainer.formats.builtin import tfl
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import CauseCode, EffectCode, Precision, Reality, Severity, State, Status
from tests.support.shaped import only


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "feed", "publisher": "P", "format": "tfl", "url": "https://example.org/f"}
    return SOURCE_DOOR.read(made | {"zone": "Europe/London", "language": "en-GB"} | fields)


def read(body: bytes | list[Any] | dict[str, Any], **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_all([Document(name="f", body=body)], source(**fields))


def line(*statuses: dict[str, Any], name: str = "District") -> dict[str, Any]:
    return {"id": name.casefold(), "name": name, "modeName": "tube", "lineStatuses": list(statuses)}


def status(word: str = "Minor Delays", number: int | None = 9, reason: str = "", **more: Any) -> dict[str, Any]:
    return {"statusSeverity": number, "statusSeverityDescription": word, "reason": reason} | more


# Quiet, and not


def test_good_service_and_no_issues_are_no_disruptions() -> None:
    good = line(status("Good Service", 10, created="0001-01-01T00:00:00", validityPeriods=[]), name="Victoria")
    assert read([good, line(status("No Issues", 18)), line(status("", 10)), line({"statusSeverity": 18})]) == Parsed()
    assert read([]) == Parsed()


def test_where_word_and_number_disagree_it_is_not_quiet() -> None:
    assert only(read([line(status("Minor Delays", 10))])).severity is Severity.MINOR
    assert only(read([line(status("Good Service", 6))])).severity is Severity.SEVERE
    assert only(read([line(status("Slow dancing", 10))])).effects[0].code is EffectCode.UNKNOWN


def test_lines_without_any_status_are_a_failure_and_not_quiet() -> None:
    with pytest.raises(FormatError, match="ends in /Status"):
        read([line(), line(name="Victoria")])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html></html>", "web page"),
        (b"[", "breaks off"),
        (b'{"httpStatusCode": 404, "message": "The line is not recognised"}', "error: The line is not recognised"),
        (b"{}", "no list of lines"),
        (b"[1, 2]", "no line statuses"),
    ],
)
def test_what_is_no_list_of_lines_is_a_failure_with_a_plain_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_a_byte_order_mark_is_no_fault() -> None:
    body = b"\xef\xbb\xbf" + json.dumps([line(status())]).encode()
    assert tfl.recognises(Look(body))
    assert only(read(body)).headline[0].text == "District: Minor Delays"


# The code is no scale


def test_the_table_is_in_the_order_of_the_numbers() -> None:
    words = list(tfl.STATUSES)
    assert len(words) == 21
    assert {n: words[n] for n in (0, 6, 9, 10, 18, 20)} == {
        0: "Special Service",
        6: "Severe Delays",
        9: "Minor Delays",
        10: "Good Service",
        18: "No Issues",
        20: "Service Closed",
    }


@pytest.mark.parametrize(
    ("word", "number", "severity", "effect"),
    [
        ("Suspended", 2, Severity.SEVERE, EffectCode.NO_SERVICE),
        ("Severe Delays", 6, Severity.SEVERE, EffectCode.DELAY),
        ("Minor Delays", 9, Severity.MINOR, EffectCode.DELAY),
        ("Special Service", 0, Severity.MINOR, EffectCode.MODIFIED),
        ("No Step Free Access", 13, Severity.MODERATE, EffectCode.ACCESSIBILITY),
        ("Part Closure", 3, Severity.MODERATE, EffectCode.REDUCED),  # seen: the word does not fit the number
        ("", 16, Severity.SEVERE, EffectCode.NO_SERVICE),
        ("Something new", 99, Severity.UNKNOWN, EffectCode.UNKNOWN),
    ],
)
def test_severity_and_effect_come_from_the_table(
    word: str, number: int, severity: Severity, effect: EffectCode
) -> None:
    made = only(read([line(status(word, number))]))
    assert (made.severity, made.effects[0].code) == (severity, effect)
    assert made.severity_native == str(number)
    assert made.effects[0].native == made.status_native == (word or str(number))


# Identity


def period(start: str, end: str) -> dict[str, Any]:
    return {"validityPeriods": [{"fromDate": start, "toDate": end, "isNow": True}]}


def test_identity_is_the_line_and_the_start_and_not_the_words() -> None:
    morning = period("2026-11-20T08:00:00Z", "2026-11-21T01:29:00Z")
    first = only(read([line(status(reason="A train", **morning))]))
    worse = read(
        [line(status("Good Service", 10), name="Victoria"), line(status("Severe Delays", 6, "Two", **morning))]
    )
    assert first.id == only(worse).id
    assert first.origin.native_id == "district 2026-11-20T08:00:00Z"
    assert first.extra["identity"].startswith("TfL gives no id")
    evening = only(read([line(status(**period("2026-11-20T18:00:00Z", "2026-11-21T01:29:00Z")))]))
    assert evening.id != first.id
    assert only(read([line(status())])).origin.native_id == "district"


def test_statuses_of_one_line_and_period_are_one_disruption() -> None:
    made = only(read([line(status("Part Closure", 5, "No service west."), status("Minor Delays", 9, "Delays east."))]))
    assert made.headline[0].text == "District: Part Closure, Minor Delays"
    assert made.description[0].text == "No service west.\n\nDelays east."
    assert made.severity is Severity.MODERATE
    assert [effect.code for effect in made.effects] == [EffectCode.REDUCED, EffectCode.DELAY]
    assert made.severity_native == "5, 9"


def test_a_line_twice_is_one_and_without_an_id_or_a_status_without_words_it_is_set_aside() -> None:
    parsed = read([line(status()), line(status()), {"lineStatuses": []}, line({"reason": "x"}, name="Victoria"), 5])
    assert [(row.entry, row.native_id) for row in parsed.rejected] == [
        ("entry 3", None),
        ("entry 4 (victoria)", "victoria"),
        ("entry 5", None),
    ]
    assert len(parsed.disruptions) == 1


def test_a_delay_whose_end_moves_at_every_answer_is_one_disruption_without_a_stated_end() -> None:
    ends = ["2026-11-20T16:30:00Z", "2026-11-20T16:32:00Z"]
    real: dict[str, Any] = {"disruption": {"category": "RealTime"}}
    one, other = (only(read([line(status(**period("2026-11-20T15:02:00Z", end), **real))])) for end in ends)
    assert one == other
    assert one.periods[0].end is None
    works: dict[str, Any] = {"disruption": {"category": "PlannedWork"}}
    assert only(read([line(status(**period("2026-11-20T15:02:00Z", ends[0]), **works))])).ended_at is not None


# Times


def test_times_without_an_offset_are_read_in_the_declared_zone() -> None:
    made = only(read([line(status(**period("2026-07-20T08:00:00", "2026-07-21T01:29:00")))]))
    assert made.started_at == datetime.fromisoformat("2026-07-20T08:00:00+01:00")
    assert made.periods[0].precision is Precision.INFERRED
    assert made.extra["zone"].endswith("read in Europe/London")
    made = only(read([line(status(**period("2026-07-20T08:00:00Z", "2026-07-21T01:29:00Z")))]))
    assert made.periods[0].precision is Precision.EXACT
    assert "zone" not in made.extra


def test_the_year_one_means_none() -> None:
    made = only(read([line(status(created="0001-01-01T00:00:00"))]))
    assert made.issued_at is None
    assert "issued" not in made.extra
    detail = {"created": "2026-11-20T08:00:00Z", "lastUpdate": "2026-11-20T09:00:00Z"}
    made = only(read([line(status(disruption=detail))]))
    assert made.issued_at == datetime.fromisoformat("2026-11-20T08:00:00Z")
    assert made.updated_at == datetime.fromisoformat("2026-11-20T09:00:00Z")


def test_a_closure_to_come_is_active_and_its_period_says_when() -> None:
    made = only(read([line(status("Planned Closure", 4, **period("2026-12-24T01:00:00Z", "2026-12-27T01:00:00Z")))]))
    assert (made.status, made.planned) == (Status.ACTIVE, True)
    assert made.phase(datetime.fromisoformat("2026-11-20T08:00:00Z")) == "future"


# The rest


def test_the_category_is_kept_and_says_whether_it_was_planned() -> None:
    made = only(read([line(status(disruption={"category": "PlannedWork"}))]))
    assert (made.categories, made.planned, made.causes) == (("PlannedWork",), True, ())
    assert only(read([line(status(disruption={"category": "RealTime"}))])).planned is False
    made = only(read([line(status(disruption={"category": "Event"}))]))
    assert [cause.code for cause in made.causes] == [CauseCode.SPECIAL_EVENT]
    assert made.planned is None


def test_line_mode_routes_and_stops_are_affected_and_rules_match_them() -> None:
    detail = {
        "affectedRoutes": [{"name": "Upminster - Wimbledon"}, {}],
        "affectedStops": [{"commonName": "Earl's Court", "naptanId": "940GZZLUECT"}, {}],
        "closureText": "partClosure",
    }
    rule = {"match": {"entity": "district", "event": "minor delays"}, "component": "tube", "state": "slowed"}
    made = only(read([line(status(disruption=detail))], mapping=[rule]))
    assert [(e.kind, e.name, e.ref) for e in made.affected] == [
        ("line", "District", "district"),
        ("mode", "tube", ""),
        ("route", "Upminster - Wimbledon", ""),
        ("stop", "Earl's Court", "940GZZLUECT"),
    ]
    assert made.extra["closure text"] == "partClosure"
    assert [report.state for report in made.reports] == [State.SLOWED]
    assert made.headline[0].lang == "en-GB"
    assert made.reality is Reality.ACTUAL


def test_detection_knows_lines_and_nothing_else() -> None:
    assert tfl.recognises(Look(json.dumps([line()]).encode()))
    for body in (b"", b"[]", b"{}", b'[{"id": 1}]', b'{"id": 1, "lineStatuses": []}', b"[5]"):
        assert not tfl.recognises(Look(body))


def test_the_corpus_is_read_whole(corpus: Path) -> None:
    assert read((corpus / "tfl" / "tfl_tube_2015-10.json").read_bytes()) == Parsed()
    parsed = read((corpus / "tfl" / "tfl_line_status_minimal.json").read_bytes())
    assert [made.headline[0].text for made in parsed.disruptions] == [
        "Central: Minor Delays",
        "District: Part Closure, Minor Delays",
    ]


MARKS = [
    "<script>alert(1)</script>",
    "\u202e",
    "\x00",
    "&lt;b&gt;",
    "<img src=x onerror=y>",
    "\x1b",
    "0001-01-01T00:00:00",
]
hostile = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=12)), max_size=6).map("".join)
KEYS = ["id", "name", "lineStatuses", "statusSeverity", "statusSeverityDescription", "reason", "validityPeriods"]
KEYS += ["fromDate", "toDate", "disruption", "category", "affectedStops", "commonName", "created", "message"]
shaped = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(-1e9, 1e300), hostile),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)),
    max_leaves=20,
)
quickly = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
WHOLE = json.dumps(
    [line(status(**period("2026-11-20T08:00:00", "2026-11-21T01:29:00"))), line(name="Victoria")]
).encode()


def plain(parsed: Parsed) -> None:
    for made in parsed.disruptions:
        words = [*made.extra.values(), *made.events, *made.categories, made.status_native, made.severity_native]
        words += [text.text for text in (*made.headline, *made.description)]
        words += [name for entity in made.affected for name in (entity.name, entity.ref)]
        assert not set("".join(words)) & set("\u202e\x00\x1b")
        for shown in (*made.headline, *made.description):
            assert "<script" not in shown.text.lower()
            assert "<img" not in shown.text.lower()
    ids = [made.id for made in parsed.disruptions]
    assert len(ids) == len(set(ids))


@quickly
@example(at=9, length=20, new="<img src=x onerror=y>")  # found: a line without a name was called by its raw id
@given(at=st.integers(0, len(WHOLE)), length=st.integers(0, 40), new=hostile)
def test_changed_documents_only_ever_raise_a_format_error(at: int, length: int, new: str) -> None:
    body = WHOLE[:at] + new.encode("utf-8", "surrogatepass") + WHOLE[at + length :]
    tfl.recognises(Look(body))
    with contextlib.suppress(FormatError):
        plain(read(body))


@quickly
@given(statuses=shaped, row=shaped)
def test_json_of_any_shape_only_ever_raises_a_format_error(statuses: Any, row: Any) -> None:
    with contextlib.suppress(FormatError):
        plain(read([line(status(), name="Victoria"), {"id": "x", "lineStatuses": statuses}, row]))
    with contextlib.suppress(FormatError):
        plain(read([line(status(), status("", None, disruption=statuses, validityPeriods=row))]))


@quickly
@given(words=hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    detail = {"category": words, "closureText": words, "affectedRoutes": [{"name": words}], "lastUpdate": words}
    detail["affectedStops"] = [{"commonName": words, "naptanId": words}]
    made = status(words, None, words, disruption=detail, created=words, **period(words, words))
    plain(
        read([line(status(), name="Victoria"), line(made | {"statusSeverity": words}) | {"id": words, "name": words}])
    )
