"""DATEX II: two versions of the standard, wrapped documents, and records that end one by one."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import drafting, read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.builtin import datex2
from explainer.formats.detection import detect
from explainer.formats.kit.look import Look
from explainer.model.disruption import Disruption, Entity
from explainer.model.sources import Source
from explainer.model.vocabulary import (
    CauseCode,
    Certainty,
    EffectCode,
    Phase,
    Reality,
    Severity,
    State,
    Status,
    StatusBasis,
)
from tests.conftest import NOW
from tests.support import hostile, shaped

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
V2 = f'xmlns="http://datex2.eu/schema/2/2_0" {XSI}'
V3 = (
    f'xmlns:mc="http://datex2.eu/schema/3/messageContainer" xmlns:sit="http://datex2.eu/schema/3/situation" '
    f'xmlns:com="http://datex2.eu/schema/3/common" xmlns:loc="http://datex2.eu/schema/3/locationReferencing" {XSI}'
)


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "road", "publisher": "R", "format": "datex2", "file": "r", "language": "fi"}
    return SOURCE_DOOR.read(made | fields)


def record(
    inner: str = "", kind: str = "Accident", status: str = "active", words: str = "Tie 4. Ruuhka.", number: int = 1
) -> str:
    comment = f"<generalPublicComment><comment><values><value lang='fi'>{words}</value></values></comment></generalPublicComment>"
    return (
        f'<situationRecord xsi:type="{kind}" id="r{number}" version="{number}">'
        f"<situationRecordCreationTime>2026-11-20T10:00:00Z</situationRecordCreationTime>"
        f"<situationRecordVersionTime>2026-11-20T{10 + number}:00:00Z</situationRecordVersionTime>"
        f"<validity><validityStatus>{status}</validityStatus><validityTimeSpecification>"
        f"<overallStartTime>2026-11-20T10:00:00Z</overallStartTime></validityTimeSpecification></validity>"
        f"{comment if words else ''}{inner}</situationRecord>"
    )


def situation(*records: str, version: str = "1", head: str = "", number: str = "S1") -> str:
    return f'<situation id="{number}" version="{version}">{head}{"".join(records or [record()])}</situation>'


def datex(*inner: str) -> str:
    return f'<d2LogicalModel {V2} modelBaseVersion="2"><payloadPublication xsi:type="SituationPublication" lang="fi">{"".join(inner)}</payloadPublication></d2LogicalModel>'


def read(body: str | bytes, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="r", body=body)], source(**fields))


def only(body: str | bytes, **fields: Any) -> Disruption:
    return shaped.only(read(body, **fields))


def one(*records: str, head: str = "", **fields: Any) -> Disruption:
    return only(datex(situation(*records, head=head)), **fields)


V3_SITUATION = """<sit:situation id="N1"><sit:overallSeverity>low</sit:overallSeverity>
<sit:situationVersionTime>2026-11-20T12:00:00Z</sit:situationVersionTime>
<sit:headerInformation><com:informationStatus>real</com:informationStatus></sit:headerInformation>
<sit:situationRecord xsi:type="sit:MaintenanceWorks" id="N1_M" version="4">
<sit:situationRecordCreationTime>2026-11-01T12:00:00Z</sit:situationRecordCreationTime>
<sit:probabilityOfOccurrence>probable</sit:probabilityOfOccurrence>
<sit:source><com:sourceName><com:values><com:value lang="nl">Provincie</com:value></com:values></com:sourceName></sit:source>
<sit:validity><com:validityStatus>planned</com:validityStatus><com:validityTimeSpecification>
<com:overallStartTime>2026-12-01T00:00:00Z</com:overallStartTime><com:overallEndTime>2026-12-31T00:00:00Z</com:overallEndTime>
<com:validPeriod><com:startOfPeriod>2026-12-02T06:00:00Z</com:startOfPeriod><com:endOfPeriod>2026-12-02T18:00:00Z</com:endOfPeriod></com:validPeriod>
</com:validityTimeSpecification></sit:validity>
<sit:generalPublicComment><sit:comment><com:values><com:value lang="nl">A12 dicht</com:value></com:values></sit:comment><sit:commentType>internalNote</sit:commentType></sit:generalPublicComment>
<sit:locationReference xsi:type="loc:PointLocation"><loc:roadNumber>A12</loc:roadNumber><loc:latitude>52.1</loc:latitude></sit:locationReference>
<sit:urlLink><com:urlLinkAddress>https://road.example/n1</com:urlLinkAddress></sit:urlLink>
</sit:situationRecord></sit:situation>"""


def v3(inner: str = V3_SITUATION) -> str:
    return f'<mc:messageContainer {V3} modelBaseVersion="3"><mc:payload xsi:type="sit:SituationPublication" lang="nl"><com:publicationTime>2026-11-20T12:00:00Z</com:publicationTime>{inner}</mc:payload></mc:messageContainer>'


def test_version_three_is_read_across_its_namespaces() -> None:
    made = only(v3())
    assert (made.origin.native_id, made.origin.native_version) == ("N1", "4")
    assert made.status is Status.PLANNED
    assert (made.severity, made.certainty) == (Severity.MINOR, Certainty.LIKELY)
    assert [(cause.code, cause.native) for cause in made.causes] == [(CauseCode.MAINTENANCE, "MaintenanceWorks")]
    assert made.affected == (Entity(kind="road", name="A12"),)
    assert [(p.start, p.end) for p in made.periods] == [
        (datetime(2026, 12, 2, 6, tzinfo=UTC), datetime(2026, 12, 2, 18, tzinfo=UTC))
    ]
    assert made.updated_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert [link.href for link in made.links] == ["https://road.example/n1"]


def test_an_internal_note_is_no_public_comment_so_the_headline_is_made_of_codes() -> None:
    made = only(v3())
    assert [(text.lang, text.text) for text in made.headline] == [("en", "Maintenance works: A12")]
    assert made.description == ()
    shown = only(v3(V3_SITUATION.replace("internalNote", "warning")))
    assert [(text.lang, text.text) for text in shown.headline] == [("nl", "A12 dicht")]


@pytest.mark.parametrize(
    "body",
    [
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{datex(situation())}</s:Body></s:Envelope>',
        f"<imsMessage><content>{hostile.escaped(chr(60) + '?xml version=' + chr(39) + '1.0' + chr(39) + '?>' + datex(situation()))}</content></imsMessage>",
        f"<imsMessage><content><![CDATA[{datex(situation())}]]></content></imsMessage>",
        datex(situation()),
    ],
    ids=["soap", "escaped", "cdata", "plain"],
)
def test_a_wrapped_document_is_read(body: str) -> None:
    made = only(body)
    assert made.origin.native_id == "S1"
    assert detect(body.encode()) == "datex2"


def test_a_publication_without_situations_is_the_quiet_state() -> None:
    assert read(datex()) == Parsed()
    assert read(v3("")) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            f"<d2LogicalModel {V2}><exchange><keepAlive>true</keepAlive></exchange></d2LogicalModel>",
            "carries no publication",
        ),
        (
            f'<d2LogicalModel {V2}><payloadPublication xsi:type="MeasuredDataPublication"/></d2LogicalModel>',
            "MeasuredDataPublication",
        ),
        ("<rss/>", "holds no DATEX II"),
        (datex(situation())[:-30], "breaks off"),
        (f"<imsMessage><c>{hostile.escaped(datex(situation())[:-9])}</c></imsMessage>", "breaks off"),
    ],
)
def test_what_carries_no_situations_is_refused_and_never_quiet(body: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_records_of_one_situation_are_one_disruption() -> None:
    made = one(
        record(),
        record(
            "<roadOrCarriagewayOrLaneManagementType>laneClosures</roadOrCarriagewayOrLaneManagementType>",
            "RoadOrCarriagewayOrLaneManagement",
            words="",
            number=2,
        ),
        record("<abnormalTrafficType>queuingTraffic</abnormalTrafficType>", "AbnormalTraffic", words="Jono.", number=3),
    )
    assert [cause.code for cause in made.causes] == [CauseCode.ACCIDENT]
    assert [effect.code for effect in made.effects] == [EffectCode.CAPACITY_LIMIT, EffectCode.DELAY]
    assert made.headline[0].text == "Tie 4. Ruuhka."
    assert made.description[0].text == "Tie 4. Ruuhka.\n\nJono."
    assert made.events[:2] == ("Accident", "RoadOrCarriagewayOrLaneManagement")
    assert len(made.periods) == 1


def test_congestion_is_a_cause_only_where_nothing_else_is() -> None:
    [cause] = one(record(kind="AbnormalTraffic")).causes
    assert cause.code is CauseCode.CONGESTION


def test_several_versions_are_one_disruption_with_its_timeline() -> None:
    versions = [situation(record(words=f"words {n}", number=n), version=str(n)) for n in (11, 9, 10)]
    made = only(datex(*versions))
    assert (made.origin.native_version, made.headline[0].text) == ("11", "words 11")
    assert [update.says for update in made.updates] == ["words 9", "words 10", "words 11"]


END = "<management><lifeCycleManagement><end>true</end></lifeCycleManagement></management>"
CANCEL = "<management><lifeCycleManagement><cancel>true</cancel></lifeCycleManagement></management>"


@pytest.mark.parametrize(
    ("records", "status", "native"),
    [
        ([record()], Status.ACTIVE, "active"),
        ([record(status="planned")], Status.PLANNED, "planned"),
        ([record(status="definedByValidityTimeSpec")], Status.UNKNOWN, "definedByValidityTimeSpec"),
        ([record(status="suspended")], Status.UNKNOWN, "suspended"),
        ([record(END, status="suspended")], Status.RESOLVED, "end"),
        ([record(CANCEL)], Status.WITHDRAWN, "cancel"),
        ([record(CANCEL), record(END, number=2)], Status.RESOLVED, "end"),
        ([record(END), record(number=2)], Status.ACTIVE, "active"),
        ([record(CANCEL.replace("true", "false"))], Status.ACTIVE, "active"),
    ],
)
def test_a_situation_is_over_only_when_every_record_is(records: list[str], status: Status, native: str) -> None:
    made = one(*records)
    assert (made.status, made.status_native) == (status, native)


def test_what_the_times_define_is_inferred_from_them() -> None:
    assert one(record(status="definedByValidityTimeSpec")).status_basis is StatusBasis.INFERRED_FROM_PERIOD


@pytest.mark.parametrize(
    "over", [record(END, "Accident", number=2), record(kind="Accident", status="suspended", number=2)]
)
def test_a_record_that_ended_or_is_suspended_says_nothing_while_others_do(over: str) -> None:
    made = one(record(kind="MaintenanceWorks"), over)
    assert [cause.code for cause in made.causes] == [CauseCode.MAINTENANCE]


@pytest.mark.parametrize(
    ("word", "reality"),
    [
        ("real", Reality.ACTUAL),
        ("test", Reality.TEST),
        ("securityExercise", Reality.EXERCISE),
        ("technicalExercise", Reality.EXERCISE),
    ],
)
def test_exercises_and_tests_are_marked(word: str, reality: Reality) -> None:
    head = f"<headerInformation><informationStatus>{word}</informationStatus></headerInformation>"
    assert one(head=head).reality is reality


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("<headerInformation><informationStatus>rumour</informationStatus></headerInformation>", "informationStatus"),
        (
            "<headerInformation><confidentiality>internalUse</confidentiality></headerInformation>",
            "may not be published",
        ),
        (
            "<headerInformation><confidentiality>restrictedToAuthorities</confidentiality></headerInformation>",
            "may not be published",
        ),
    ],
)
def test_what_is_not_meant_for_readers_is_set_aside_by_its_id(head: str, reason: str) -> None:
    [row] = read(datex(situation(head=head))).rejected
    assert reason in row.reason
    assert row.native_id == "S1"
    assert row.understood is ("may not be published" in reason)


def test_what_publishers_may_have_is_published() -> None:
    word = "restrictedToAuthoritiesTrafficOperatorsAndPublishers"
    head = f"<headerInformation><confidentiality>{word}</confidentiality></headerInformation>"
    assert not read(datex(situation(head=head))).rejected


def test_a_situation_without_id_or_records_is_set_aside() -> None:
    parsed = read(datex(situation(number=""), '<situation id="S2" version="1"/>'))
    assert [(row.native_id, row.reason) for row in parsed.rejected] == [
        (None, "it has no id"),
        ("S2", "it has no records"),
    ]


def test_severity_is_the_situations_else_its_worst_record() -> None:
    made = one(record("<severity>low</severity>"), record("<severity>highest</severity>", number=2))
    assert (made.severity, made.severity_native) == (Severity.EXTREME, "highest")
    made = one(record("<severity>highest</severity>"), head="<overallSeverity>medium</overallSeverity>")
    assert made.severity is Severity.MODERATE


def test_a_road_closed_to_some_vehicles_is_not_closed() -> None:
    closed = "<roadOrCarriagewayOrLaneManagementType>roadClosed</roadOrCarriagewayOrLaneManagementType>"
    some = "<forVehiclesWithCharacteristicsOf><heightCharacteristic/></forVehiclesWithCharacteristicsOf>"
    kind = "RoadOrCarriagewayOrLaneManagement"
    assert one(record(closed, kind)).effects[0].code is EffectCode.NO_SERVICE
    made = one(record(some + closed, kind))
    assert made.effects[0].code is EffectCode.MODIFIED
    assert "vehicles" in made.extra


def test_a_word_of_an_extension_counts_where_the_standard_has_only_other() -> None:
    kind = "roadOrCarriagewayOrLaneManagementType"
    made = one(record(f"<{kind}>other</{kind}><x><{kind}>iceRoadClosed</{kind}></x><x><{kind}>brandNew</{kind}></x>"))
    assert [(effect.code, effect.native) for effect in made.effects] == [
        (EffectCode.NO_SERVICE, "iceRoadClosed"),
        (EffectCode.UNKNOWN, "brandNew"),
    ]


def test_the_records_own_words_say_more_than_its_type() -> None:
    made = one(record("<disturbanceActivityType>strike</disturbanceActivityType>", "DisturbanceActivity"))
    assert [cause.code for cause in made.causes] == [CauseCode.STRIKE]
    made = one(record("<disturbanceActivityType>brandNew</disturbanceActivityType>", "DisturbanceActivity"))
    assert [(cause.code, cause.native) for cause in made.causes] == [(CauseCode.UNKNOWN, "brandNew")]
    made = one(record("<cause><causeType>poorWeather</causeType></cause>", "VehicleObstruction"))
    assert [cause.code for cause in made.causes] == [CauseCode.WEATHER]


def test_a_year_nobody_meant_leaves_the_period_open() -> None:
    body = record().replace(
        "</overallStartTime>", "</overallStartTime><overallEndTime>2124-10-31T00:00:00Z</overallEndTime>"
    )
    made = one(body)
    assert made.periods[0].end is None
    assert "2124" in made.extra["validity end"]


def test_rules_pin_components_by_record_type_place_and_words() -> None:
    place = "<groupOfLocations><roadNumber>E18</roadNumber></groupOfLocations>"
    for match in ({"event": "Accident"}, {"entity": "E18"}, {"words": "ruuhka"}):
        made = one(record(place), mapping=[{"match": match, "component": "road", "state": "stopped"}])
        assert [report.state for report in made.reports] == [State.STOPPED], match


def test_more_places_than_are_kept_are_noted() -> None:
    places = "".join(f"<roadName><values><value>R{n}</value></values></roadName>" for n in range(600))
    made = one(record(f"<groupOfLocations>{places}</groupOfLocations>"))
    assert len(made.affected) == drafting.MOST_ENTITIES
    assert "600" in made.extra["affected"]


def test_a_record_without_comment_type_or_times_is_set_aside_unless_it_ends() -> None:
    bare = '<situationRecord id="r"><management><lifeCycleManagement><end>{}</end></lifeCycleManagement></management></situationRecord>'
    parsed = read(datex(situation(bare.format("false"))))
    [row] = parsed.rejected
    assert "nothing that readers could read" in row.reason
    assert not row.understood
    made = one(bare.format("true"))
    assert (made.status, made.headline[0].text) == (Status.RESOLVED, "This situation was closed")
    assert made.periods == ()


def timed(inner: str) -> Disruption:
    spans = (
        "<overallStartTime>2026-11-16T00:00:00+02:00</overallStartTime>"
        "<overallEndTime>2026-11-28T00:00:00+02:00</overallEndTime>"
    )
    stated = "<overallStartTime>2026-11-20T10:00:00Z</overallStartTime>"
    return one(record(kind="MaintenanceWorks").replace(stated, spans + inner), zone="Europe/Helsinki")


NIGHTLY = (
    "<recurringTimePeriodOfDay><startTimeOfPeriod>22:00:00</startTimeOfPeriod>"
    "<endTimeOfPeriod>05:00:00</endTimeOfPeriod></recurringTimePeriodOfDay>"
)


def test_works_at_night_are_not_in_force_at_noon() -> None:
    made = timed(f"<validPeriod>{NIGHTLY}</validPeriod>")
    assert made.phase(datetime(2026, 11, 18, 23, tzinfo=UTC)) is Phase.CURRENT
    assert made.phase(datetime(2026, 11, 19, 10, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 29, 23, tzinfo=UTC)) is Phase.PAST


def test_a_road_closed_at_night_is_not_closed_all_day_because_works_go_on_beside_it() -> None:
    works = record(kind="MaintenanceWorks", words="Tie 4. Tietyö.")
    closed = "<roadOrCarriagewayOrLaneManagementType>roadClosed</roadOrCarriagewayOrLaneManagementType>"
    nightly = record(closed, "RoadOrCarriagewayOrLaneManagement", words="", number=2).replace(
        "</overallStartTime>", f"</overallStartTime><validPeriod>{NIGHTLY}</validPeriod>"
    )
    made = one(works, nightly, zone="Europe/Helsinki")
    noon, night = datetime(2026, 11, 25, 10, tzinfo=UTC), datetime(2026, 11, 25, 21, tzinfo=UTC)
    assert made.phase(noon) is made.phase(night) is Phase.CURRENT
    assert made.holds_vaguely(noon)
    assert not made.holds_vaguely(night)
    assert made.began(night) == datetime(2026, 11, 25, 20, tzinfo=UTC)
    whole = record(closed, "RoadOrCarriagewayOrLaneManagement", words="", number=2)
    assert not one(works, whole).holds_vaguely(noon)


def test_an_exception_is_a_gap() -> None:
    gap = "<startOfPeriod>2026-11-20T00:00:00+02:00</startOfPeriod><endOfPeriod>2026-11-21T00:00:00+02:00</endOfPeriod>"
    made = timed(f"<exceptionPeriod>{gap}</exceptionPeriod>")
    assert made.phase(datetime(2026, 11, 20, 10, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 11, 21, 10, tzinfo=UTC)) is Phase.CURRENT


def test_hours_that_cannot_be_read_hold_at_some_hours_only() -> None:
    made = timed("<validPeriod><recurringTimePeriodOfDay/><periodName>at dusk</periodName></validPeriod>")
    assert made.holds_vaguely(NOW)
    [period] = made.periods
    assert period.recurrence
    assert period.recurrence.text == "at dusk"


def test_a_speed_limit_is_noted() -> None:
    assert one(record("<temporarySpeedLimit>50.0</temporarySpeedLimit>")).extra == {"temporarySpeedLimit": "50.0 km/h"}


def test_what_kind_of_source_it_was_is_no_event() -> None:
    made = one(
        record(
            "<source><sourceType>roadsideTelephoneCaller</sourceType></source><urgentRoadworks>true</urgentRoadworks>"
        )
    )
    assert made.events == ("Accident",)
    assert made.planned is False


def test_siri_declares_the_namespace_and_is_not_meant() -> None:
    body = b'<Siri xmlns="http://www.siri.org.uk/siri" xmlns:d="http://datex2.eu/schema/3/situation"/>'
    assert not datex2.recognises(Look(body))


FOLDER = "datex2"


def tuned(corpus: Path) -> list[Path]:
    paths = sorted((corpus / FOLDER).iterdir())
    return [path for path in paths if int(hashlib.sha256(path.name.encode()).hexdigest()[:2], 16) % 3]


def test_real_recordings_are_read(corpus: Path) -> None:
    for path in tuned(corpus):
        assert detect(path.read_bytes()) == "datex2", path.name
        made = only(path.read_bytes())
        assert made.headline[0].lang == "fi"
        assert made.causes or made.effects, path.name


def test_a_real_accident_has_its_timeline_and_is_over(corpus: Path) -> None:
    made = only((corpus / FOLDER / "fintraffic_TrafficSituationGeneralNetworkManagement.xml").read_bytes())
    assert (made.origin.native_version, made.status) == ("23", Status.RESOLVED)
    assert len(made.updates) == 4


mark = st.sampled_from(
    [
        "<",
        "&lt;",
        "&#8238;",
        "<situation id='S1' version='3'/>",
        'xsi:type="x"',
        "</values>",
        "9999",
        "<end>true</end>",
        "\x00",
    ]
)


@settings(max_examples=60)
@given(cuts=st.lists(st.tuples(st.integers(0, 2_500), st.integers(0, 40), mark), max_size=4))
def test_changed_documents_only_ever_raise_a_format_error(cuts: list[tuple[int, int, str]]) -> None:
    body = datex(situation(record(), record(number=2)), situation(version="2"))
    shaped.endures(read, body, cuts)


@settings(max_examples=60)
@given(words=st.text(max_size=40))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    inner = hostile.escaped(f"<script>x</script>\u202e{words}")
    fields = (
        "severity",
        "probabilityOfOccurrence",
        "accidentType",
        "trafficConstrictionType",
        "temporarySpeedLimit",
        "roadNumber",
        "urlLinkAddress",
    )
    body = record("".join(f"<{name}>{inner}</{name}>" for name in fields), status=inner, words=f"x {inner}")
    for made in read(datex(situation(body, head=f"<overallSeverity>{inner}</overallSeverity>"))).disruptions:
        hostile.assert_plain(made)
