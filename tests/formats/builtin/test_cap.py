"""CAP: a graph of messages, a block per language, and words that must not be taken the wrong way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.families import cap_chain
from explainer.formats.kit import xml_reading
from explainer.model.disruption import Entity, Period, Relation
from explainer.model.sources import Source
from explainer.model.vocabulary import (
    CauseCode,
    Certainty,
    PeriodRole,
    Phase,
    Reality,
    Severity,
    State,
    Status,
    Urgency,
)
from tests.support.shaped import only
from tests.support.values import written

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "weather", "publisher": "W", "format": "cap", "file": "w", "language": "en"}
    return SOURCE_DOOR.read(made | fields)


def info(**fields: str | Iterable[str]) -> str:
    given = {"category": "Met", "event": "Snow", "urgency": "Expected", "severity": "Moderate", "certainty": "Likely"}
    given |= {"headline": "Snow warning"}
    parts = [(name, value) for name, value in (given | fields).items() if value]
    inner = "".join(
        f"<{name}>{value}</{name}>"
        for name, values in parts
        for value in ([values] if isinstance(values, str) else values)
    )
    return f"<info>{inner}</info>"


def alert(identifier: str = "1", *infos: str, namespace: str = NAMESPACE, **fields: str) -> str:
    given = {"identifier": identifier, "sender": "w@example", "sent": f"2026-11-20T1{identifier}:00:00+01:00"}
    given |= {"status": "Actual", "msgType": "Alert", "scope": "Public"} | fields
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value)
    return f'<alert xmlns="{namespace}">{inner}{"".join(infos or [info()])}</alert>'


def triple(identifier: str) -> str:
    return f"w@example,{identifier},2026-11-20T1{identifier}:00:00+01:00"


def read(body: str | bytes, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="w", body=body)], source(**fields))


def read_folder(*bodies: str, **fields: Any) -> Parsed:
    documents = [Document(name=f"{n}.xml", body=body.encode()) for n, body in enumerate(bodies)]
    return read_all(documents, source(**fields))


def reason(body: str) -> str:
    parsed = read(body)
    assert not parsed.disruptions
    [row] = parsed.rejected
    return row.reason


# One message


def test_a_message_keeps_the_publishers_words_beside_ours() -> None:
    made = only(
        read(
            alert(
                "1",
                info(
                    responseType="Prepare",
                    eventCode="<valueName>SAME</valueName><value>WSW</value>",
                    description="From 15:00.<br/>Then more.",
                    instruction=["Stay.", "Wait."],
                    onset="2026-11-20T15:00:00+01:00",
                    expires="2026-11-20T23:00:00+01:00",
                    web="https://weather.example/1",
                    senderName="Weather service",
                    parameter="<valueName>awareness_level</valueName><value>2; yellow</value>",
                    area="<areaDesc>Val d’Orme</areaDesc><polygon>1,2 3,4 5,6 1,2</polygon><circle>1,2 3</circle>"
                    "<geocode><valueName>EMMA_ID</valueName><value>FR1</value></geocode>",
                ),
            )
        )
    )
    assert made.origin.native_id == made.origin.native_version == triple("1")
    assert (made.headline[0].lang, made.headline[0].text) == ("en-US", "Snow warning")
    assert made.description[0].text == "From 15:00.\nThen more."
    assert made.instruction[0].text == "Stay.\n\nWait."
    assert (made.severity, made.severity_native) == (Severity.MODERATE, "Moderate")
    assert (made.certainty, made.urgency) == (Certainty.LIKELY, Urgency.EXPECTED)
    assert made.events == ("Snow", "SAME:WSW")
    assert (made.categories, made.causes[0].code) == (("Met",), CauseCode.WEATHER)
    assert made.affected == (Entity(kind="area", name="Val d’Orme"), Entity(kind="EMMA_ID", ref="FR1"))
    assert made.periods[0].start == datetime(2026, 11, 20, 14, tzinfo=UTC)
    assert made.periods[0].end == datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert made.links[0].href == "https://weather.example/1"
    assert made.extra["responseType"] == "Prepare"
    assert made.extra["parameter awareness_level"] == "2; yellow"
    assert "polygon" not in written(made)


def test_cap_1_1_reads_alike() -> None:
    old = alert(namespace="urn:oasis:names:tc:emergency:cap:1.1")
    assert only(read(old)) == only(read(alert()))


def test_without_onset_the_period_starts_when_effective_or_else_when_sent() -> None:
    effective = only(read(alert("1", info(effective="2026-11-20T12:00:00+01:00"))))
    assert effective.periods[0].start == datetime(2026, 11, 20, 11, tzinfo=UTC)
    sent = only(read(alert("1")))
    assert (sent.periods[0].start, sent.periods[0].end) == (sent.issued_at, None)


def test_a_message_that_expires_before_its_hazard_begins_gives_no_end_to_the_hazard() -> None:
    made = only(read(alert("1", info(onset="2026-11-21T15:00:00+01:00", expires="2026-11-20T18:00:00+01:00"))))
    assert (made.periods[0].end, made.periods[0].unusable_end) == (None, "")
    assert made.periods[1].role is PeriodRole.PUBLICATION
    assert made.phase(datetime(2026, 11, 20, 20, tzinfo=UTC)) is Phase.FUTURE


def test_an_all_clear_is_no_warning() -> None:
    assert only(read(alert("1", info(responseType="AllClear")))).status is Status.RESOLVED
    mixed = alert("1", info(responseType="AllClear"), info(responseType="Shelter"))
    assert only(read(mixed)).status is Status.ACTIVE


# Time


def test_a_time_in_z_is_accepted_though_cap_forbids_it() -> None:
    made = only(read(alert(sent="2026-11-20T10:00:00Z")))
    assert made.issued_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert made.origin.native_id == "w@example,1,2026-11-20T10:00:00+00:00"


@pytest.mark.parametrize("sent", ["2026-11-20T10:00:00", "0001-01-01T00:00:00Z", "yesterday"])
def test_a_message_whose_sending_time_is_not_certain_is_set_aside(sent: str) -> None:
    assert reason(alert(sent=sent)) == "its sent is no believable time with an offset"


def test_other_times_without_an_offset_are_noted_and_never_guessed() -> None:
    made = only(
        read(alert("1", info(onset="2026-11-20T15:00:00", expires="2199-01-01T00:00:00Z")), zone="Europe/Paris")
    )
    assert made.periods == (Period(start=made.issued_at, precision=made.periods[0].precision),)
    assert made.extra["onset"].startswith("2026-11-20T15:00:00 (not used")
    assert made.extra["impact end"] == "2199-01-01T00:00:00Z (taken as until further notice)"


# What must not reach readers, or not as real


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"msgType": "Ack"}, "an acknowledgement"),
        ({"msgType": "Error"}, "a rejection"),
        ({"msgType": ""}, "msgType"),
        ({"scope": "Private"}, "scope is private"),
        ({"scope": "Restricted"}, "scope is restricted"),
        ({"status": ""}, "status is none of"),
        ({"sender": ""}, "no complete name"),
    ],
)
def test_messages_that_are_not_for_the_public_are_set_aside(fields: dict[str, str], why: str) -> None:
    assert why in reason(alert(**fields))


@pytest.mark.parametrize(
    ("status", "reality"),
    [
        ("Actual", Reality.ACTUAL),
        ("Exercise", Reality.EXERCISE),
        ("System", Reality.TEST),
        ("Test", Reality.TEST),
        ("Draft", Reality.DRAFT),
    ],
)
def test_the_status_says_whether_the_message_is_meant(status: str, reality: Reality) -> None:
    assert only(read(alert(status=status))).reality is reality


def test_a_test_can_never_change_what_is_meant() -> None:
    parsed = read_folder(alert("1"), alert("2", msgType="Cancel", status="Test", references=triple("1")))
    actual, test = sorted(parsed.disruptions, key=lambda d: d.reality.value)
    assert (actual.reality, actual.status, actual.origin.native_id) == (Reality.ACTUAL, Status.ACTIVE, triple("1"))
    assert (test.reality, test.status) == (Reality.TEST, Status.WITHDRAWN)
    assert actual.id != test.id


# Languages and several blocks


def test_blocks_of_several_languages_are_one_disruption_with_several_texts() -> None:
    made = only(
        read(
            alert(
                "1",
                info(language="en-GB", headline="Snow", description="Much", area="<areaDesc>Valley</areaDesc>"),
                info(
                    language="fr-FR",
                    headline="Neige",
                    event="Neige",
                    description="Beaucoup",
                    area="<areaDesc>Vallée</areaDesc>",
                ),
            )
        )
    )
    assert [(t.lang, t.text) for t in made.headline] == [("en-GB", "Snow"), ("fr-FR", "Neige")]
    assert [t.lang for t in made.description] == ["en-GB", "fr-FR"]
    assert made.events == ("Snow", "Neige")
    assert [entity.name for entity in made.affected] == ["Valley", "Vallée"]
    assert len(made.periods) == 1


def test_several_blocks_of_one_language_keep_every_area_event_and_span_and_the_worst_severity() -> None:
    made = only(
        read(
            alert(
                "1",
                info(
                    headline="Yellow",
                    severity="Minor",
                    area="<areaDesc>Hill</areaDesc>",
                    onset="2026-11-20T15:00:00+01:00",
                ),
                info(
                    headline="Red",
                    severity="Extreme",
                    certainty="Very Likely",
                    event="Ice",
                    area="<areaDesc>Dale</areaDesc>",
                ),
            )
        )
    )
    assert [t.text for t in made.headline] == ["Red"]
    assert (made.severity, made.certainty) == (Severity.EXTREME, Certainty.LIKELY)
    assert made.events == ("Snow", "Ice")
    assert [entity.name for entity in made.affected] == ["Hill", "Dale"]
    assert len(made.periods) == 2


def test_areas_are_bounded_and_say_so() -> None:
    codes = "".join(f"<geocode><valueName>C</valueName><value>{n}</value></geocode>" for n in range(800))
    made = only(read(alert("1", info(area=f"<areaDesc>All</areaDesc>{codes}"))))
    assert len(made.affected) == 500
    assert made.extra["affected"] == "only the first 500 of 801 are kept"


# Chains

FIRST = alert("1", info(headline="Yellow warning"))
SECOND = alert("2", info(headline="Orange warning"), msgType="Update", references=triple("1"))
THIRD = alert("3", info(headline="Red warning"), msgType="Update", references=triple("2"))
CANCEL = alert(
    "4", info(headline="Red warning"), msgType="Cancel", references=f"{triple('1')} {triple('3')}", note="Sorry"
)


@pytest.mark.parametrize("documents", list(permutations([FIRST, SECOND, THIRD])))
def test_an_update_supersedes_whatever_the_order_of_documents(documents: tuple[str, ...]) -> None:
    made = only(read_folder(*documents))
    assert made.origin.native_id == triple("1")
    assert made.origin.native_version == triple("3")
    assert made.headline[0].text == "Red warning"
    assert [update.says for update in made.updates] == ["Yellow warning", "Orange warning", "Red warning"]
    assert made.issued_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert made.updated_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_identity_stays_while_the_identifier_changes() -> None:
    ids = {
        only(read_folder(*documents)).id for documents in ([FIRST], [FIRST, SECOND], [SECOND], [FIRST, SECOND, THIRD])
    }
    assert len(ids) == 1


@pytest.mark.parametrize("documents", list(permutations([SECOND, THIRD, CANCEL])))
def test_a_cancel_withdraws_and_keeps_the_words_that_were_published(documents: tuple[str, ...]) -> None:
    made = only(read_folder(*documents))
    assert (made.status, made.status_native) == (Status.WITHDRAWN, "Cancel")
    assert made.status.over
    assert made.headline[0].text == "Red warning"
    assert [(update.says, update.status) for update in made.updates][-1] == ("Sorry", Status.WITHDRAWN)
    assert Relation(kind="cancels", native_id=triple("3")) in made.relations


def test_a_cancel_whose_target_was_never_seen_is_not_active() -> None:
    made = only(read(alert("4", info(headline="Heavy snow"), msgType="Cancel", references=triple("1"))))
    assert (made.status, made.origin.native_id) == (Status.WITHDRAWN, triple("1"))


def test_a_cancel_without_words_still_has_a_headline() -> None:
    bare = alert("4", " ", msgType="Cancel", references=triple("1"))
    assert only(read(bare)).headline[0].text == "This warning was withdrawn"


def test_unrelated_messages_stay_apart() -> None:
    assert len(read_folder(alert("1"), alert("2")).disruptions) == 2


def test_the_same_message_twice_is_one() -> None:
    made = only(read_folder(FIRST, FIRST, f"<list>{SECOND}{FIRST}</list>"))
    assert len(made.updates) == 2


def test_an_alert_that_refers_to_itself_with_another_second_is_its_own_root() -> None:
    made = only(read(alert("1", references="w@example,1,2026-11-20T11:00:29+01:00")))
    assert (made.origin.native_id, made.relations) == (triple("1"), ())


def test_references_in_another_spelling_of_utc_join() -> None:
    first = alert("1", sent="2026-11-20T10:00:00-00:00")
    second = alert("2", msgType="Update", references="w@example,1,2026-11-20T10:00:00Z")
    assert len(read_folder(first, second).disruptions) == 1


def test_a_tsunami_centre_that_names_itself_differently_in_references_still_joins() -> None:
    first = alert("1", sender="http://centre.example/portal/")
    second = alert("2", sender="http://centre.example/portal/", msgType="Update", references=f"PAAQ,{triple('1')[10:]}")
    assert len(read_folder(first, second).disruptions) == 1


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("a,1,2026-11-20T10:00:00+01:00", ["a,1,2026-11-20T10:00:00+01:00"]),
        (
            "\n a,1,2026-11-20T10:00:00+01:00\n b,2,2026-11-20T11:00:00+01:00 ",
            ["a,1,2026-11-20T10:00:00+01:00", "b,2,2026-11-20T11:00:00+01:00"],
        ),
        ("a,b,c,1,2026-11-20T10:00:00+01:00", ["a,b,c,1,2026-11-20T10:00:00+01:00"]),
        ("", []),
        ("nonsense", []),
        ("2026-11-20T10:00:00+01:00", []),
    ],
)
def test_references_are_triples_even_with_several_senders_in_one(words: str, names: list[str]) -> None:
    assert cap_chain.references(words) == names


def test_reports_follow_the_words_that_count_now() -> None:
    rules = [
        {"match": {"event": "Snow", "words": "red warning"}, "component": "snow", "state": "stopped"},
        {"match": {"event": "Snow", "words": "yellow warning"}, "component": "snow", "state": "watch"},
    ]
    assert [r.state for r in only(read_folder(FIRST, mapping=rules)).reports] == [State.WATCH]
    made = only(read_folder(FIRST, SECOND, THIRD, mapping=rules))
    assert [r.state for r in made.reports] == [State.STOPPED]
    assert made.reports[0].at == made.updated_at


# Wrappings


def test_alerts_within_atom_entries_are_read_and_an_entry_without_one_is_set_aside() -> None:
    escaped = alert("2").replace("<", "&lt;")
    parsed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<entry><content type="text/xml">{alert("1")}</content></entry>'
        f"<entry><content>{escaped}</content></entry><entry><title>None</title></entry></feed>"
    )
    assert [d.origin.native_id for d in parsed.disruptions] == [triple("1"), triple("2")]
    assert [(row.entry, row.reason) for row in parsed.rejected] == [("entry 3", "the entry carries no CAP message")]


def test_an_alert_beside_the_entries_belongs_to_none() -> None:
    assert read(f'<feed xmlns="http://www.w3.org/2005/Atom">{alert()}</feed>') == Parsed()


def test_a_feed_that_only_links_to_messages_is_declared_wrongly() -> None:
    with pytest.raises(FormatError, match="declare it as format: cap-atom, atom or rss"):
        read('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title></entry></feed>')


# Hostile and broken documents


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "the answer was empty"),
        (b"<html><body>Access Denied</body></html>", "web page"),
        (b"{}", "JSON"),
        (alert()[:300].encode(), "breaks off"),
        (alert().replace("</info>", "</inf>").encode(), "not well-formed XML: see line 1"),
        (b"<!DOCTYPE alert [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + alert().encode(), "document type"),
        (b"<!DOCTYPE alert SYSTEM 'http://127.0.0.1/x.dtd'>" + alert().encode(), "document type"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "not well-formed"),
        (b"<alert xmlns='urn:oasis:names:tc:emergency:cap:9.9'/>", "<alert> is neither"),
        (b"<alert/>", "<alert> is neither"),
    ],
)
def test_what_is_not_whole_or_not_harmless_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read(body)


def test_an_entity_bomb_is_refused_at_once() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE alert [<!ENTITY e0 'ha'>{entities}]><alert xmlns='{NAMESPACE}'><note>&e11;</note></alert>"
    with pytest.raises(FormatError):
        read(bomb)


def test_a_message_that_says_nothing_is_set_aside() -> None:
    assert (
        reason(alert("1", " "))
        == "it says nothing that readers could read: no headline, no text, no known effect or cause"
    )


def test_hostile_text_leaves_as_plain_text() -> None:
    bad = "&lt;script>alert(1)&lt;/script>&lt;b>Snow&lt;/b>\u202e"
    made = only(
        read(alert("1", info(headline=bad, event=bad, description=bad, instruction=bad, web="javascript:alert(1)")))
    )
    assert made.headline[0].text == made.description[0].text == made.events[0] == "Snow"
    assert made.links == ()


def test_past_the_limit_the_rest_is_set_aside_in_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.formats.gate.MOST_ENTRIES", 2)
    parsed = read(f"<list>{alert('1')}{alert('2')}{alert('3')}{alert('4')}</list>")
    assert len(parsed.disruptions) == 2
    assert [row.entry for row in parsed.rejected] == ["entries 3 to 4"]


def test_a_document_beyond_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_reading, "LARGEST", 1_000_000)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read(alert() + " " * 1_000_000)


def test_an_escaped_alert_that_is_broken_is_no_alert() -> None:
    with pytest.raises(FormatError, match="carry no CAP messages"):
        read(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>&lt;alert '
            "xmlns='urn:oasis:names:tc:emergency:cap:1.2'></content></entry></feed>"
        )


def test_a_cancel_speaks_through_its_note() -> None:
    bare = alert("4", " ", msgType="Cancel", references=triple("1"), note="Sent by mistake")
    assert only(read(bare)).headline[0].text == "Sent by mistake"


# As JSON: German warnings (MoWaS, NINA)


def as_json(**fields: Any) -> dict[str, Any]:
    return {
        "identifier": "mow.DE-NW-BN-SE030-1",
        "sender": "DE-NW-BN-SE030",
        "sent": "2026-11-20T10:00:00+01:00",
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
        "info": [
            {
                "language": "de",
                "category": ["Fire"],
                "event": "Rauch",
                "urgency": "Immediate",
                "severity": "Severe",
                "certainty": "Observed",
                "headline": "Rauch über Bonn",
                "description": "Fenster zu.<br/>Türen auch.",
                "instruction": "Bleiben Sie im Haus.",
                "area": [{"areaDesc": "Bonn", "geocode": [{"valueName": "AGS", "value": "05314"}]}],
            }
        ],
        **fields,
    }


def test_a_message_in_json_says_what_the_same_message_says_in_xml() -> None:
    made = only(read(json.dumps([as_json()])))
    assert (made.headline[0].lang, made.headline[0].text) == ("de", "Rauch über Bonn")
    assert made.description[0].text == "Fenster zu.\nTüren auch."
    assert (made.severity, made.certainty, made.urgency) == (Severity.SEVERE, Certainty.OBSERVED, Urgency.IMMEDIATE)
    assert [(entity.kind, entity.name, entity.ref) for entity in made.affected] == [
        ("area", "Bonn", ""),
        ("AGS", "", "05314"),
    ]
    assert detect(json.dumps(as_json()).encode()) == "cap"


def test_there_an_update_keeps_the_identifier_and_is_the_same_disruption() -> None:
    first = only(read(json.dumps(as_json())))
    later = {"sent": "2026-11-20T11:00:00+01:00", "msgType": "Update"}
    assert only(read(json.dumps([as_json(**later)]))).id == first.id
    cancelled = only(read(json.dumps([as_json(**later | {"msgType": "Cancel"})])))
    assert (cancelled.id, cancelled.status) == (first.id, Status.WITHDRAWN)


@pytest.mark.parametrize("body", ["[{}]", '{"identifier": "x"}', "[1]", '[{"identifier": "x", "sent": 5'])
def test_json_that_is_no_cap_message_is_a_failure(body: str) -> None:
    with pytest.raises(FormatError):
        read(body)


def test_an_empty_list_is_quiet() -> None:
    assert read("[]") == Parsed()
