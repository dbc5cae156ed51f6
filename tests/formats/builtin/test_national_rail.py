"""National Rail incidents: HTML in CDATA, versions, and a cancellation that is good news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.detection import detect
from explainer.model.disruption import Disruption, Entity
from explainer.model.sources import Source
from explainer.model.vocabulary import Severity, State, Status, StatusBasis
from tests.conftest import NOW
from tests.support import hostile, shaped
from tests.support.values import written

HEAD = '<Incidents xmlns="http://nationalrail.co.uk/xml/incident" xmlns:com="http://nationalrail.co.uk/xml/common">'


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "rail", "publisher": "R", "format": "national-rail", "file": "r"}
    return SOURCE_DOOR.read(made | fields)


def incident(inner: str = "", summary: str = "Delays at Reading", number: str = "A1") -> str:
    return f"<PtIncident><IncidentNumber>{number}</IncidentNumber><Summary><![CDATA[ {summary} ]]></Summary>{inner}</PtIncident>"


def incidents(*inner: str) -> str:
    return f"{HEAD}{''.join(inner)}</Incidents>"


def read(body: str | bytes, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="r", body=body)], source(**fields))


def only(body: str | bytes, **fields: Any) -> Disruption:
    return shaped.only(read(body, **fields))


def one(inner: str = "", summary: str = "Delays at Reading", **fields: Any) -> Disruption:
    return only(incidents(incident(inner, summary)), **fields)


def test_the_real_cancelled_work_is_over_before_it_began(corpus: Path) -> None:
    body = (corpus / "nationalrail" / "gwr_cancelled_engineering_work.xml").read_bytes()
    assert detect(body) == "national-rail"
    made = only(body)
    assert made.origin.native_id == "DA3DF5FDF4074F90BE871AAB6F0B8D1F"
    assert made.origin.native_version == "20250602082813"
    assert (made.status, made.status_basis, made.planned) == (Status.CANCELLED, StatusBasis.INFERRED_FROM_TEXT, True)
    assert made.affected[0] == Entity(kind="operator", name="Great Western Railway", ref="GW")
    assert made.affected[1] == Entity(kind="route", name="from Exeter St Davids to Exmouth")
    assert made.description[0].text.startswith("The evening engineering work")
    assert made.updated_at
    assert made.updated_at.isoformat() == "2025-06-02T08:28:13+00:00"


def test_a_cancelled_train_is_not_good_news() -> None:
    assert one(summary="CANCELLED: 08:12 to Exmouth").status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("inner", "status", "basis"),
    [
        ("<ClearedIncident>true</ClearedIncident>", Status.RESOLVED, StatusBasis.STATED),
        ("<ClearedIncident>false</ClearedIncident>", Status.ACTIVE, StatusBasis.STATED),
        ("<Progress>closed</Progress>", Status.RESOLVED, StatusBasis.STATED),
        ("<Progress>open</Progress>", Status.ACTIVE, StatusBasis.STATED),
        ("", Status.UNKNOWN, StatusBasis.INFERRED_FROM_PERIOD),
    ],
)
def test_the_status_is_what_is_stated(inner: str, status: Status, basis: StatusBasis) -> None:
    made = one(inner)
    assert (made.status, made.status_basis) == (status, basis)


def test_an_incident_not_cleared_whose_work_is_cancelled_is_cancelled() -> None:
    made = one("<ClearedIncident>false</ClearedIncident>", "CANCELLED: Engineering work at Reading")
    assert made.status is Status.CANCELLED


def test_html_leaves_as_text_and_alternatives_are_advice() -> None:
    made = one(
        "<Description><![CDATA[<p>No trains.</p><ul><li>Bus 5</li></ul>]]></Description>"
        "<AlternativeTransport><AlternativeTravelText>Tickets are valid on buses</AlternativeTravelText></AlternativeTransport>"
    )
    assert made.description[0].text == "No trains.\n\n• Bus 5"
    assert made.instruction[0].text == "Tickets are valid on buses"
    assert made.headline[0].lang == "en"


def test_every_validity_period_counts() -> None:
    span = "<ValidityPeriod><com:StartTime>2026-11-2{0}T00:00:00Z</com:StartTime><com:EndTime>2026-11-2{0}T05:00:00Z</com:EndTime></ValidityPeriod>"
    made = one(span.format(1) + span.format(2) + span.format(1))
    assert len(made.periods) == 2


LONG = (
    "<ValidityPeriod><com:StartTime>2026-11-16T00:00:00Z</com:StartTime>"
    "<com:EndTime>2026-12-04T00:00:00Z</com:EndTime></ValidityPeriod>"
)


def test_words_that_tell_of_nights_narrow_a_long_period_and_not_a_single_night() -> None:
    words = "<Description>Buses replace trains each night from 23:00.</Description>"
    made = one(LONG + words)
    assert made.holds_vaguely(NOW)
    [period] = made.periods
    assert period.recurrence
    assert period.recurrence.text == "Buses replace trains each night from 23:00"
    night = LONG.replace("2026-12-04T00", "2026-11-16T05")
    assert not one(night + words).holds_vaguely(NOW)
    assert not one(f"{LONG}<Description>Buses replace trains.</Description>").holds_vaguely(NOW)


def test_an_end_that_cannot_be_read_is_told_as_it_is_written() -> None:
    made = one(LONG.replace("2026-12-04T00:00:00Z", "late spring"))
    assert (made.periods[0].end, made.periods[0].unusable_end) == (None, "late spring")
    midnight = one(LONG.replace("2026-12-04T00:00:00Z", "2026-12-03T24:00:00Z"))
    assert midnight.periods == one(LONG).periods


def test_two_incidents_of_one_number_that_say_different_things_are_both_kept() -> None:
    found = read(incidents(incident(summary="No trains at Reading"), incident(summary="Lift out of order at Oxford")))
    assert len({made.id for made in found.disruptions}) == 2
    assert "A1" in found.notes[0]


def test_the_priority_is_kept_and_is_no_severity() -> None:
    made = one("<IncidentPriority>1</IncidentPriority>")
    assert (made.severity, made.severity_native) == (Severity.UNKNOWN, "priority 1")


def test_several_versions_are_one_disruption() -> None:
    first = incident("<Version>20261120090000</Version><CreationTime>2026-11-20T09:00:00Z</CreationTime>", "Old words")
    second = incident("<Version>20261120100000</Version><CreationTime>2026-11-20T10:00:00Z</CreationTime>", "New words")
    made = only(incidents(second, first))
    assert made.headline[0].text == "New words"
    assert [update.says for update in made.updates] == ["Old words", "New words"]


def test_stations_links_and_who_changed_it() -> None:
    made = one(
        "<ChangeHistory><com:ChangedBy>Ada Person</com:ChangedBy></ChangeHistory>"
        "<Affects><Stations><Station><CrsCode>RDG</CrsCode><StationName>Reading</StationName></Station></Stations></Affects>"
        "<InfoLinks><InfoLink><Uri>javascript:x</Uri></InfoLink></InfoLinks><OutcomeURL>https://r.example/o</OutcomeURL>"
    )
    assert made.affected == (Entity(kind="station", name="Reading", ref="RDG"),)
    assert [(link.rel, link.href) for link in made.links] == [("related", "https://r.example/o")]
    assert "Ada" not in written(made)


def test_a_bare_incident_and_an_empty_list_are_read() -> None:
    assert only(incident()).headline[0].text == "Delays at Reading"
    assert read(incidents()) == Parsed()
    assert detect(incidents().encode()) == "national-rail"


def test_what_cannot_be_read_is_set_aside_by_its_number() -> None:
    parsed = read(incidents(incident(number=""), incident(summary="")))
    assert [row.native_id for row in parsed.rejected] == [None, "A1"]


@pytest.mark.parametrize(
    ("body", "reason"), [("<rss/>", "no rail incidents"), (incidents(incident())[:-20], "breaks off"), ("", "empty")]
)
def test_what_holds_no_incidents_is_refused(body: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_rules_pin_components_by_operator_and_words() -> None:
    inner = (
        "<Affects><Operators><AffectedOperator><OperatorRef>GW</OperatorRef></AffectedOperator></Operators></Affects>"
    )
    for match in ({"entity": "gw"}, {"words": "delays at reading"}):
        made = one(inner, mapping=[{"match": match, "component": "trains", "state": "slowed"}])
        assert [report.state for report in made.reports] == [State.SLOWED]


mark = st.sampled_from(["<", "&lt;", "]]>", "<![CDATA[", "<PtIncident>", "</Summary>", "9999", "true", "\x00"])


@settings(max_examples=60)
@given(cuts=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 40), mark), max_size=4))
def test_changed_documents_only_ever_raise_a_format_error(cuts: list[tuple[int, int, str]]) -> None:
    body = incidents(incident("<Version>1</Version><Planned>true</Planned>"), incident(number="A2"))
    shaped.endures(read, body, cuts)


@settings(max_examples=60)
@given(words=st.text(max_size=40))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    inner = hostile.escaped(f"<script>x</script>\u202e{words}")
    fields = ("Description", "AlternativeTransport", "IncidentPriority", "Progress", "CreationTime", "OutcomeURL")
    body = "".join(f"<{name}>{inner}</{name}>" for name in fields)
    body += f"<Affects><RoutesAffected>{inner}</RoutesAffected></Affects><Summary>{inner}</Summary>"
    for made in read(incidents(incident(body))).disruptions:
        hostile.assert_plain(made)
