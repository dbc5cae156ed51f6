"""Feeds whose entries carry single CAP elements: tests stay tests, and a warning for ten areas is one warning."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.builtin import cap_atom
from explainer.formats.kit.look import Look
from explainer.model.disruption import Disruption, Entity, Link, Relation
from explainer.model.sources import Source
from explainer.model.vocabulary import Certainty, PeriodRole, Reality, Severity, Status, Urgency
from tests.support import shaped
from tests.support.values import plain

SOURCE: Source = shaped.source("cap-atom")
ENTRY = {
    "id": "https://feeds.meteoalarm.example/warnings/1?index_area=0",
    "title": "Yellow Thunderstorm Warning issued for Italy - Trentino",
    "updated": "2026-11-20T09:00:00+00:00",
    "summary": "Thunderstorms are likely.",
    "cap:identifier": "2.49.0.1.380.0.1",
    "cap:sent": "2026-11-20T09:00:00+00:00",
    "cap:status": "Actual",
    "cap:message_type": "Alert",
    "cap:scope": "Public",
    "cap:event": "Yellow Thunderstorm Warning",
    "cap:onset": "2026-11-20T12:00:00+00:00",
    "cap:expires": "2026-11-20T20:00:00+00:00",
    "cap:severity": "Moderate",
    "cap:certainty": "Likely",
    "cap:urgency": "Future",
    "cap:areaDesc": "Trentino",
}
GEOCODE = "<cap:geocode><valueName>EMMA_ID</valueName><value>IT001</value></cap:geocode>"
HREF = "https://feeds.meteoalarm.example/1.xml"


def escaped(words: str) -> str:
    kept = "".join(sign for sign in words if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign < "\ufffe")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def entry(inner: str = "", **fields: str) -> str:
    named = ENTRY | {name.replace("cap_", "cap:", 1): words for name, words in fields.items()}
    parts = "".join(f"<{name}>{escaped(words)}</{name}>" for name, words in named.items() if words)
    return f'<entry>{parts}<link type="application/cap+xml" href="{HREF}"/>{inner}</entry>'


def feed(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2" xml:lang="en">'
        f"<title>Warnings</title>{''.join(entries)}</feed>"
    )


def read(body: str | bytes) -> Parsed:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    return read_all([Document(name="f", body=raw)], SOURCE)


def only(*entries: str) -> Disruption:
    return shaped.only(read(feed(*entries)))


def test_an_entry_is_read_by_its_cap_elements() -> None:
    made = only(entry(GEOCODE))
    assert made.origin.native_id == "2.49.0.1.380.0.1"
    assert made.headline[0].text == ENTRY["title"]
    assert (made.severity, made.certainty, made.urgency) == (Severity.MODERATE, Certainty.LIKELY, Urgency.FUTURE)
    assert made.status is Status.ACTIVE
    assert made.started_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert made.ended_at == datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert made.affected == (Entity(kind="area", name="Trentino"), Entity(kind="EMMA_ID", ref="IT001"))
    assert made.links == (Link(rel="related", href=HREF, text="CAP"),)


def test_entries_of_one_warning_are_one_disruption_with_all_areas() -> None:
    other = entry(id="2", title="… Veneto", cap_areaDesc="Veneto", cap_severity="Severe")
    made = only(entry(), other)
    assert [entity.name for entity in made.affected] == ["Trentino", "Veneto"]
    assert made.severity is Severity.SEVERE
    assert made.headline[0].text == "Yellow Thunderstorm Warning"
    assert len(read(feed(entry(), entry(cap_identifier="2"))).disruptions) == 2


@pytest.mark.parametrize(
    ("word", "reality"),
    [("Actual", Reality.ACTUAL), ("Test", Reality.TEST), ("System", Reality.TEST), ("Exercise", Reality.EXERCISE)],
)
def test_a_test_never_passes_for_a_warning(word: str, reality: Reality) -> None:
    assert only(entry(cap_status=word)).reality is reality


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"cap_status": ""}, "does not say whether it is meant"),
        ({"cap_status": "Real"}, "status is none of"),
        ({"cap_message_type": "Ack"}, "not a message to the public"),
        ({"cap_scope": "Private"}, "may not be published"),
    ],
)
def test_what_is_not_for_readers_is_set_aside(fields: dict[str, str], reason: str) -> None:
    [row] = read(feed(entry(**fields))).rejected
    assert reason in row.reason
    assert row.native_id == "2.49.0.1.380.0.1"


@pytest.mark.parametrize("name", ["cap_message_type", "cap_msgType"])
def test_a_cancel_withdraws(name: str) -> None:
    made = only(entry(**({"cap_message_type": ""} | {name: "Cancel"})))
    assert made.status is Status.WITHDRAWN


def test_references_are_relations_where_they_are_given() -> None:
    made = only(entry(cap_message_type="Update", cap_references="a@b,2.49.0,2026-11-20T08:00:00+00:00"))
    assert made.relations == (Relation(kind="supersedes", native_id="2.49.0"),)


def test_codes_of_older_feeds_stand_several_in_one_element() -> None:
    inner = "<valueName>FIPS6</valueName><value>048195 048197</value><valueName>UGC</valueName><value>TXZ003</value>"
    made = only(entry(f"<cap:geocode>{inner}</cap:geocode>"))
    assert [(one.kind, one.ref) for one in made.affected[1:]] == [
        ("FIPS6", "048195"),
        ("FIPS6", "048197"),
        ("UGC", "TXZ003"),
    ]


def test_without_an_identifier_the_entrys_id_counts() -> None:
    assert only(entry(cap_identifier="")).origin.native_id == ENTRY["id"]


def test_a_message_that_expires_before_its_hazard_begins_gives_no_end_to_the_hazard() -> None:
    made = only(entry(cap_expires="2026-11-20T11:00:00+00:00"))
    assert made.ended_at is None
    assert [period.role for period in made.periods] == [PeriodRole.IMPACT, PeriodRole.PUBLICATION]


def test_it_recognises_such_entries_and_leaves_the_others_alone() -> None:
    whole = '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><status>Actual</status></alert>'
    assert cap_atom.recognises(Look(feed(entry()).encode()))
    for body in (feed(), feed("<entry><title>a</title></entry>"), feed(entry(f"<content>{whole}</content>")), "{}", ""):
        assert not cap_atom.recognises(Look(body.encode())), body


def test_a_whole_message_within_an_entry_is_not_taken_for_its_elements() -> None:
    whole = f"<content><alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>{json.dumps('x')}</alert></content>"
    with pytest.raises(FormatError, match="carry no CAP elements"):
        read(feed(f"<entry><id>1</id>{whole}</entry>"))


def test_no_entries_is_quiet_and_anything_else_is_refused() -> None:
    assert read(feed()) == Parsed()
    for body in (feed(entry())[:300], "<html><body>x", "", "{}", "<other/>"):
        with pytest.raises(FormatError):
            read(body)


@settings(max_examples=80)
@given(body=shaped.changed([feed(entry(GEOCODE), entry(cap_identifier="2")).encode()]))
def test_changed_documents_only_ever_raise_a_format_error(body: bytes) -> None:
    survives(body)


@settings(max_examples=80)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    fields: dict[str, Any] = dict.fromkeys(name.replace("cap:", "cap_") for name in ENTRY if name != "cap:status")
    survives(feed(entry(**dict.fromkeys(fields, words)), entry()).encode())


def survives(body: bytes) -> None:
    cap_atom.recognises(Look(body))
    try:
        parsed = read(body)
    except FormatError:
        return
    for made in parsed.disruptions:
        for words in shaped.strings(plain(made, "id", "origin", "relations")):
            assert not shaped.HOSTILE.search(words), words
            assert "<script" not in words.lower(), words
        assert all(link.href.startswith(("http://", "https://")) for link in made.links)
