"""Power outages: nobody's home is shown, an estimate is no end, and what vanished is over until it comes back."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.history import Record
from explainer.model.value import stated
from explainer.model.vocabulary import Absence, CauseCode, EffectCode, Status, StatusBasis
from explainer.record.lifecycle import Bad, Good, Reading, advance
from tests.support import shaped
from tests.support.values import written

SOURCE = shaped.source("outages", Absence.ENDED, zone="America/Los_Angeles")
KEYS = (
    *("F_OUTAGE_ID", "EST_CUSTOMERS", "OUTAGE_CAUSE", "CREW_CURRENT_STATUS", "CREW_ETA", "OUTAGE_START", "LAST_UPDATE"),
    *("CURRENT_ETOR", "AUTO_ETOR", "CITY", "COUNTY", "ZIP", "attributes", "features", "error"),
)
WORDS = ("PATROLLING", "4/24/2024 8:00:00 PM", "1713965220000", "12 Main St", "1815", "99/99/2024 99:99")
SECRETS = (
    "OUTAGE_LATITUDE",
    "OUTAGE_LONGITUDE",
    "geometry_x",
    "geometry_y",
    "SPID",
    "OUTAGE_DEVICE_ID",
    "OUTAGE_CIRCUIT_ID",
)


def outage(**fields: Any) -> dict[str, Any]:
    return {
        "F_OUTAGE_ID": 2438248,
        "OUTAGE_EXTENT": "CUSTOMER",
        "OUTAGE_DEVICE_ID": "417798352480",
        "OUTAGE_CIRCUIT_ID": 253571104,
        "CREW_ETA": "4/24/2024 8:00:00 PM",
        "CREW_CURRENT_STATUS": "Crew On Site",
        "OUTAGE_CAUSE": "DAMGE UG CABLE",
        "EST_CUSTOMERS": 1,
        "OUTAGE_LATITUDE": 36.77377,
        "OUTAGE_LONGITUDE": -119.75217,
        "CITY": "Fresno",
        "COUNTY": "Fresno",
        "ZIP": "93720",
        "OUTAGE_START": 1713965220000,
        "LAST_UPDATE": 1713994495000,
        "CURRENT_ETOR": 1714006800000,
        "AUTO_ETOR": 1714000000000,
        "SPID": "7060013810",
        "geometry_x": -13330750.5858,
        "geometry_y": 4407619.98,
        **fields,
    }


def only(**fields: Any) -> Disruption:
    return shaped.only(shaped.read([outage(**fields)], SOURCE))


# Nobody's home


@pytest.mark.parametrize("customers", [1, 9, 0, None, "", -3, "some"])
def test_a_small_outage_is_named_by_city_and_county_only(customers: Any) -> None:
    made = only(EST_CUSTOMERS=customers)
    assert made.affected == (Entity(kind="city", name="Fresno"), Entity(kind="county", name="Fresno"))
    assert made.headline[0].text == "Power outage in Fresno: fewer than 10 customers"
    assert made.extra == {"customers": "fewer than 10"}
    assert "93720" not in written(made)


def test_a_large_outage_also_has_its_postal_code_and_its_number() -> None:
    made = only(EST_CUSTOMERS=1815, CITY="Cottonwood", OUTAGE_EXTENT="DEVICE")
    assert Entity(kind="postal code", ref="93720") in made.affected
    assert made.headline[0].text == "Power outage in Cottonwood: about 1,815 customers"


@pytest.mark.parametrize("customers", [1, 1815])
def test_no_coordinate_device_circuit_or_meter_is_ever_kept(customers: int) -> None:
    kept = written(only(EST_CUSTOMERS=customers))
    for name in SECRETS:
        assert str(outage()[name]) not in kept, name


def test_words_with_a_number_in_them_could_be_an_address_and_are_dropped_where_few_are_out() -> None:
    small = only(CITY="12 Main St", COUNTY="Fresno", OUTAGE_CAUSE="TREE AT 12 MAIN", CREW_CURRENT_STATUS="At 12 Main")
    assert "12" not in re.sub(r"\d{4}-\d\d-\d\d\S*", "", json.dumps({**stated(small), "id": "", "origin": ""}))
    assert small.headline[0].text == "Power outage in Fresno County: fewer than 10 customers"
    assert only(CITY=None, COUNTY=None).headline[0].text == "Power outage: fewer than 10 customers"


def test_no_recorded_place_is_nearer_than_a_city(corpus: Path) -> None:
    for path in sorted((corpus / "utility-outages").glob("pge_*.json")):
        rows = {str(row["F_OUTAGE_ID"]): row for row in json.loads(path.read_text(encoding="utf-8"))}
        parsed = shaped.read(path.read_bytes(), SOURCE)
        assert {made.origin.native_id for made in parsed.disruptions} == rows.keys()
        for made in parsed.disruptions:
            row, kept = rows[made.origin.native_id], written(made)
            assert {entity.kind for entity in made.affected} <= {"city", "county", "postal code"}
            for name in SECRETS:
                assert row[name] in (None, "") or str(row[name]) not in kept, (path.name, name)


# What is said


def test_an_estimated_restoration_is_expected_and_no_end() -> None:
    made = only()
    assert made.ended_at is None
    [crew, power] = made.expected
    assert (power.at, power.main) == (datetime(2024, 4, 25, 1, tzinfo=UTC), True)
    assert power.basis
    # Crew times name no zone; 8 pm in California is 3 am UTC.
    assert (crew.at, crew.main) == (datetime(2024, 4, 25, 3, tzinfo=UTC), False)


def test_without_an_estimate_by_people_the_computers_counts_and_without_both_none() -> None:
    [power] = only(CURRENT_ETOR=None, CREW_ETA=None).expected
    assert power.at == datetime(2024, 4, 24, 23, 6, 40, tzinfo=UTC)
    assert "computer" in power.basis
    assert only(CURRENT_ETOR=None, CREW_ETA=None, AUTO_ETOR=None).expected == ()


def test_text_stamps_stand_in_for_missing_numbers() -> None:
    made = only(OUTAGE_START=None, OUTAGE_START_TEXT="2025-10-30T17:46:00Z")
    assert made.started_at == datetime(2025, 10, 30, 17, 46, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "hour"), [("4/24/2024 12:00:00 AM", 7), ("4/24/2024 12:30 PM", 19), ("04/24/2024 20:00:00", 27)]
)
def test_american_times_are_read_in_the_sources_zone(words: str, hour: int) -> None:
    at = only(CREW_ETA=words).expected[0].at
    assert at is not None
    assert at.replace(minute=0) == datetime(2024, 4, 24, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.parametrize("words", ["13/45/2024 8:00:00 PM", "8 PM", "4/24/24 8:00 PM", "tonight"])
def test_a_crew_time_that_is_none_is_no_time(words: str) -> None:
    assert len(only(CREW_ETA=words).expected) == 1


@pytest.mark.parametrize(
    ("word", "cause"),
    [
        ("DAMGE UG CABLE", CauseCode.TECHNICAL),
        ("EMERG REPAIRS", CauseCode.MAINTENANCE),
        ("PATROLLING", CauseCode.UNKNOWN),
        ("GOBLINS", CauseCode.UNKNOWN),
    ],
)
def test_causes_keep_the_utilitys_word(word: str, cause: CauseCode) -> None:
    [found] = only(OUTAGE_CAUSE=word).causes
    assert (found.code, found.native) == (cause, word)
    assert only(OUTAGE_CAUSE=None).causes == ()


def test_the_status_is_active_with_the_crews_own_word() -> None:
    made = only()
    assert (made.status, made.status_native) == (Status.ACTIVE, "Crew On Site")
    assert made.effects[0].code is EffectCode.NO_SERVICE


# Forms


def test_a_list_esri_json_and_geojson_are_read_alike() -> None:
    row = outage()
    forms: list[Any] = [
        [row],
        {"features": [{"attributes": row, "geometry": {"x": 1.5, "y": 2.5}}]},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": row}]},
    ]
    for body in forms:
        assert detect(json.dumps(body).encode()) == "outages"
        assert shaped.read(body, SOURCE).disruptions == (only(),)


def test_no_outages_is_quiet_and_an_error_is_not() -> None:
    assert shaped.read([], SOURCE) == Parsed()
    assert shaped.read({"features": []}, SOURCE) == Parsed()
    for body in ({"error": {"code": 400}}, {"x": 1}, [{"id": 1}], "<html><body>x", "[{", ""):
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


def test_more_than_the_server_sends_at_once_is_said() -> None:
    body = {"features": [{"attributes": outage()}], "exceededTransferLimit": True}
    [row] = shaped.read(body, SOURCE).rejected
    assert row.native_id is None


def test_an_outage_without_a_number_is_set_aside() -> None:
    [row] = shaped.read([outage(), outage(F_OUTAGE_ID=None)], SOURCE).rejected
    assert row.reason == "it has no id"


# Replay

START = datetime(2024, 4, 25, 13, 17, tzinfo=UTC)


def test_the_recorded_sequence_ends_what_vanished(corpus: Path) -> None:
    record, now = Record(), START
    seen: dict[str, set[str]] = {}
    for path in sorted((corpus / "utility-outages").glob("pge_seqA_*.json")):
        parsed = shaped.read(path.read_bytes(), SOURCE)
        record = advance(record, SOURCE, Good(parsed=parsed), now)
        seen[path.name] = {made.id for made in parsed.disruptions}
        current = {held.id for held in record.held.values() if not held.latest.status.over}
        assert current == seen[path.name], path.name
        now += timedelta(minutes=33)
    first, *_, last = seen.values()
    gone = [record.held[identity] for identity in set().union(*seen.values()) - last]
    assert len(first) == 17
    assert gone
    for held in gone:
        assert held.latest.status is Status.RESOLVED
        assert held.latest.status_basis is StatusBasis.INFERRED_FROM_ABSENCE
        assert held.absent_since is not None
        assert held.latest.ended_at is None  # no end is invented


def test_what_comes_back_is_current_again_and_a_failure_ends_nothing(corpus: Path) -> None:
    bodies = [path.read_bytes() for path in sorted((corpus / "utility-outages").glob("pge_seqA_*.json"))]
    good = [Good(parsed=shaped.read(body, SOURCE)) for body in bodies]
    record = Record()
    readings: tuple[Reading, ...] = (good[0], good[-1], Bad(reason="the answer was empty"), good[0])
    for number, reading in enumerate(readings):
        record = advance(record, SOURCE, reading, START + timedelta(minutes=30 * number))
        if number == 2:
            assert {held.id for held in record.held.values() if not held.latest.status.over} == {
                made.id for made in good[-1].parsed.disruptions
            }
    for made in good[0].parsed.disruptions:
        held = record.held[made.id]
        assert held.latest.status is Status.ACTIVE
        assert held.absent_since is None
    came_back = {made.id for made in good[0].parsed.disruptions} - {made.id for made in good[-1].parsed.disruptions}
    assert came_back
    for identity in came_back:
        statuses = [version.disruption.status for version in record.held[identity].versions]
        assert statuses == [Status.ACTIVE, Status.RESOLVED, Status.ACTIVE]


@settings(max_examples=60)
@given(body=shaped.changed([json.dumps([outage(), outage(F_OUTAGE_ID=2, EST_CUSTOMERS=500)]).encode()]))
def test_changed_documents_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_rows_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives([body, outage() | (body if isinstance(body, dict) else {})], SOURCE)
    shaped.survives({"features": [{"attributes": body}, body]}, SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=80)
@given(words=shaped.hostile, customers=st.sampled_from([1, 500]))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str, customers: int) -> None:
    found = outage() | dict.fromkeys((*KEYS[2:11],), words) | {"EST_CUSTOMERS": customers}
    assert shaped.survives(json.dumps([found]), SOURCE) is not None
