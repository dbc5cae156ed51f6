"""The FAA's status: a snapshot without ids, years or honest titles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.detection import detect
from explainer.formats.families import faa_words
from explainer.model.disruption import Amount, Disruption
from explainer.model.sources import Source
from explainer.model.vocabulary import CauseCode, EffectCode, Phase, Precision, State, Status
from tests.conftest import ROOT
from tests.support import hostile, shaped

RECORDING = ROOT / "tests" / "recordings" / "faa" / "2026-07-29.xml"
UPDATED = "Wed Jul 29 14:41:01 2026 GMT"


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "faa", "publisher": "FAA", "format": "faa", "file": "f"}
    return SOURCE_DOOR.read(made | fields)


def status(*lists: tuple[str, str], updated: str = UPDATED) -> str:
    kinds = "".join(f"<Delay_type><Name>x</Name><{name}>{rows}</{name}></Delay_type>" for name, rows in lists)
    return f"<AIRPORT_STATUS_INFORMATION><Update_Time>{updated}</Update_Time>{kinds}</AIRPORT_STATUS_INFORMATION>"


def closure(reason: str, start: str = "", reopen: str = "", place: str = "LAX") -> str:
    return f"<Airport><ARPT>{place}</ARPT><Reason>{reason}</Reason><Start>{start}</Start><Reopen>{reopen}</Reopen></Airport>"


def stop(end: str, place: str = "ATL") -> str:
    return f"<Program><ARPT>{place}</ARPT><Reason>WX / THUNDERSTORMS</Reason><End_Time>{end}</End_Time></Program>"


def read(body: str | bytes, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="f", body=body)], source(**fields))


def only(body: str | bytes, **fields: Any) -> Disruption:
    return shaped.only(read(body, **fields))


def closed(*arguments: str, **fields: Any) -> Disruption:
    return only(status(("Airport_Closure_List", closure(*arguments))), **fields)


def test_the_real_recording_is_read_whole() -> None:
    body = RECORDING.read_bytes()
    assert detect(body) == "faa"
    parsed = read(body)
    assert len(parsed.disruptions) == 9
    assert not parsed.rejected
    assert all(made.status is Status.ACTIVE for made in parsed.disruptions)


def test_no_headline_ever_says_that_an_airport_is_closed() -> None:
    for made in (*read(RECORDING.read_bytes()).disruptions, closed("airport closed", "Apr 23 at 15:00 UTC.")):
        assert "airport closed" not in made.headline[0].text.lower()
        assert "is closed" not in made.headline[0].text.lower()


@pytest.mark.parametrize(
    ("reason", "headline", "effect"),
    [
        (
            "!LAX 05/277 LAX AD AP CLSD TO NON SKED TRANSIENT GA ACFT EXC 24HR PPR 2605271826-2705281600",
            "LAX: closure notice for some aircraft",
            EffectCode.MODIFIED,
        ),
        (
            "!LAX 07/028 LAX AD AP CLSD EXC HEL 2607070430-2608150945",
            "LAX: closure notice with exceptions",
            EffectCode.REDUCED,
        ),
        ("!LAX 07/028 LAX AD AP CLSD 2607070430-2608150945", "LAX: closure notice", EffectCode.NO_SERVICE),
        (
            "!LAX 07/047 LAX AD AP CLSD DLY 0630-1315 2607280630-2608011315",
            "LAX: closure notice, daily 06:30 to 13:15 UTC",
            EffectCode.NO_SERVICE,
        ),
        ("airport closed", "LAX: closure notice", EffectCode.NO_SERVICE),
    ],
)
def test_a_closure_says_whom_and_when_it_concerns(reason: str, headline: str, effect: EffectCode) -> None:
    made = closed(reason)
    assert (made.headline[0].text, made.effects[0].code) == (headline, effect)
    assert reason in made.description[0].text
    assert made.causes == ()


def test_the_notam_ends_a_year_after_what_the_list_says() -> None:
    reason = "!LAX 05/277 LAX AD AP CLSD TO GA ACFT 2605271826-2705281600"
    [period] = closed(reason, "May 27 at 18:26 UTC.", "May 28 at 16:00 UTC.").periods
    assert (period.start, period.end) == (
        datetime(2026, 5, 27, 18, 26, tzinfo=UTC),
        datetime(2027, 5, 28, 16, tzinfo=UTC),
    )
    assert period.precision is Precision.MINUTE


def test_without_a_notam_the_years_are_inferred_and_say_so() -> None:
    [period] = closed("airport closed", "Dec 30 at 15:00 UTC.", "Jan 02 at 01:00 UTC.").periods
    assert (period.start, period.end) == (datetime(2026, 12, 30, 15, tzinfo=UTC), datetime(2027, 1, 2, 1, tzinfo=UTC))
    assert period.precision is Precision.INFERRED
    assert period.text == "from Dec 30 at 15:00 UTC to Jan 02 at 01:00 UTC"


def test_a_reopening_that_seems_to_lie_before_the_closure_is_the_next_one() -> None:
    row = closure("airport closed", "Dec 30 at 15:00 UTC.", "Nov 05 at 01:00 UTC.")
    [period] = only(status(("Airport_Closure_List", row), updated="Wed Jan 20 14:41:01 2027 GMT")).periods
    assert (period.start, period.end) == (datetime(2026, 12, 30, 15, tzinfo=UTC), datetime(2027, 11, 5, 1, tzinfo=UTC))


def test_without_any_update_time_no_year_is_guessed() -> None:
    body = status(("Airport_Closure_List", closure("airport closed", "Dec 30 at 15:00 UTC.")), updated="soon")
    assert only(body).periods == ()


def test_a_nightly_closure_lasts_only_its_nights() -> None:
    made = closed("!LAX 07/047 LAX AD AP CLSD DLY 2230-0500 2607282230-2608010500")
    assert len(made.periods) == 1
    assert made.phase(datetime(2026, 7, 29, 14, tzinfo=UTC)) is Phase.FUTURE
    assert made.phase(datetime(2026, 7, 30, 1, tzinfo=UTC)) is Phase.CURRENT
    assert made.phase(datetime(2026, 8, 1, 6, tzinfo=UTC)) is Phase.PAST


def test_a_daily_closure_of_years_stays_one_span() -> None:
    [period] = closed("!LAX 07/047 LAX AD AP CLSD DLY 0630-1315 2607280630-2808011315").periods
    assert period.text == "daily 06:30 to 13:15 UTC"


def test_a_permanent_or_estimated_end() -> None:
    assert closed("!LAX 07/047 LAX AD AP CLSD 2607280630-PERM").periods[0].end is None
    assert closed("!LAX 07/047 LAX AD AP CLSD 2607280630-2608011315EST").periods[0].end is not None


@pytest.mark.parametrize("span", ["2608011315-2607280630", "2613280630-2608011315", "0000000000-0000000000"])
def test_a_notam_with_impossible_times_is_no_notam(span: str) -> None:
    assert faa_words.notam(f"!LAX 07/047 LAX AD AP CLSD {span}") is None
    assert closed(f"!LAX 07/047 LAX AD AP CLSD {span}").periods == ()


def test_two_notams_of_one_airport_are_two_disruptions_and_so_are_two_bare_closures() -> None:
    one, two = (f"!LAX 07/04{n} LAX AD AP CLSD TO GA 2607280630-2608011315" for n in (7, 8))
    parsed = read(status(("Airport_Closure_List", closure(one) + closure(two))))
    assert [made.origin.native_id for made in parsed.disruptions] == [
        "LAX closure 07/047 2607280630",
        "LAX closure 07/048 2607280630",
    ]
    parsed = read(status(("Airport_Closure_List", closure("a") + closure("b"))))
    assert len({made.id for made in parsed.disruptions}) == 2


def test_a_ground_stop_is_only_expected_to_end() -> None:
    made = only(status(("Ground_Stop_List", stop("4:00 pm EDT."))))
    assert made.origin.native_id == "ATL ground stop"
    assert made.periods == ()
    assert (made.expected[0].at, made.expected[0].main) == (datetime(2026, 7, 29, 20, tzinfo=UTC), True)
    assert "Planned to end: 4:00 pm EDT" in made.description[0].text
    assert [cause.code for cause in made.causes] == [CauseCode.WEATHER]


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("10:45 am EDT", datetime(2026, 7, 29, 14, 45, tzinfo=UTC)),
        ("10:00 am EDT", datetime(2026, 7, 29, 14, 0, tzinfo=UTC)),
        ("9:00 am EDT", datetime(2026, 7, 30, 13, 0, tzinfo=UTC)),
        ("12:15 am PDT", datetime(2026, 7, 30, 7, 15, tzinfo=UTC)),
        ("17:15", None),
        ("13:00 pm EDT", None),
        ("4:00 pm XYZ", None),
        ("", None),
    ],
)
def test_a_clock_time_is_the_next_one_or_just_past(clock: str, at: datetime | None) -> None:
    assert faa_words.next_clock(clock, faa_words.updated(UPDATED)) == at


def test_ground_stops_are_known_by_either_name() -> None:
    row = stop("4:00 pm EDT").replace("Program>", "Ground_Stop>")
    assert only(status(("Ground_Stop_List", row))).origin.native_id == "ATL ground stop"


def test_delays_at_an_airport_by_direction_with_amount_and_trend() -> None:
    def leg(kind: str) -> str:
        return f'<Arrival_Departure Type="{kind}"><Min>31 minutes</Min><Max>1 hour and 15 minutes</Max><Trend>Increasing</Trend></Arrival_Departure>'

    row = f"<Delay><ARPT>SAN</ARPT><Reason>TM Initiatives:SWAP:WX</Reason>{leg('Departure')}{leg('Arrival')}</Delay>"
    parsed = read(status(("Arrival_Departure_Delay_List", row)))
    assert [made.origin.native_id for made in parsed.disruptions] == ["SAN departure delay", "SAN arrival delay"]
    made = parsed.disruptions[0]
    assert made.headline[0].text == "Departures from SAN are delayed"
    assert made.impacts[0].amount == Amount(low=31, high=75, unit="minutes")
    assert "Trend: increasing" in made.description[0].text


def test_airspace_flow_is_no_airport() -> None:
    row = '<Airspace_Flow><CTL_Element>FCAJX1</CTL_Element><Reason>other</Reason><Avg>24 minutes</Avg><Floor>000</Floor><Line><Point Lat="30.55"/></Line></Airspace_Flow>'
    made = only(status(("Airspace_Flow_List", row)))
    assert [(entity.kind, entity.name) for entity in made.affected] == [("airspace", "FCAJX1")]
    assert made.causes[0].code is CauseCode.OTHER
    assert made.extra == {"Floor": "000"}


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("low ceilings", [CauseCode.WEATHER]),
        ("VOL:Compacted Demand", [CauseCode.CONGESTION]),
        ("runway construction", [CauseCode.CONSTRUCTION]),
        ("WX / VOL", [CauseCode.WEATHER, CauseCode.CONGESTION]),
        ("brand new", [CauseCode.UNKNOWN]),
        ("", []),
    ],
)
def test_causes_are_words_of_the_reason(reason: str, codes: list[CauseCode]) -> None:
    assert [code for code, _ in faa_words.causes(reason)] == codes


@pytest.mark.parametrize(
    ("length", "number"),
    [("41 minutes", 41), ("1 hour and 40 minutes", 100), ("2 hours", 120), ("45", 45), ("soon", None), ("", None)],
)
def test_lengths_of_time(length: str, number: int | None) -> None:
    assert faa_words.minutes(length) == number


def test_an_unknown_list_is_set_aside_so_that_absence_proves_nothing() -> None:
    parsed = read(
        status(("Brand_New_List", "<Row><ARPT>SFO</ARPT></Row>"), ("Ground_Stop_List", stop("4:00 pm EDT", place="")))
    )
    assert [row.native_id for row in parsed.rejected] == [None, None]
    assert "Brand_New_List" in parsed.rejected[0].reason


def test_the_same_entry_an_hour_later_is_the_same_disruption() -> None:
    early, late = (
        status(("Ground_Stop_List", stop("4:00 pm EDT")), updated=f"Wed Jul 29 {hour}:41:01 2026 GMT")
        for hour in (14, 15)
    )
    assert read(early) == read(late)


def test_no_entries_is_the_quiet_state_and_another_root_is_refused() -> None:
    assert read(status()) == Parsed()
    for body, reason in (("<rss/>", "no FAA status"), (status()[:-9], "breaks off"), ("<html></html>", "web page")):
        with pytest.raises(FormatError, match=reason):
            read(body)


def test_rules_pin_components_by_airport_and_kind() -> None:
    rule = {"match": {"entity": "ATL", "event": "ground stop"}, "component": "departures", "state": "stopped"}
    made = only(status(("Ground_Stop_List", stop("4:00 pm EDT"))), mapping=[rule])
    assert [report.state for report in made.reports] == [State.STOPPED]


mark = st.sampled_from(
    ["<", "&lt;", "</ARPT>", "9" * 30, "pm", "<Reason/>", "2607280630-9999999999", "DLY 9999-9999", "\x00"]
)


@settings(max_examples=80)
@given(cuts=st.lists(st.tuples(st.integers(0, 2_500), st.integers(0, 30), mark), max_size=4))
def test_changed_real_documents_only_ever_raise_a_format_error(cuts: list[tuple[int, int, str]]) -> None:
    body = RECORDING.read_text(encoding="utf-8")
    try:
        parsed = read(shaped.cut_text(body, cuts))
    except FormatError:
        return
    ids = [made.id for made in parsed.disruptions]
    assert len(ids) == len(set(ids))


@settings(max_examples=60)
@given(words=st.text(max_size=40))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    inner = hostile.escaped(f"<script>x</script>\u202e{words}")
    rows = closure(inner, inner, inner) + closure("!LAX 07/047 " + inner + " 2607280630-2608011315")
    body = status(("Airport_Closure_List", rows), ("Ground_Stop_List", stop(inner)), updated=inner)
    for made in read(body).disruptions:
        hostile.assert_plain(made)
