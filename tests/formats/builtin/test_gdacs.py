"""GDACS: one disruption for all episodes of an event, colours, and no false end from how far the data reach."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.base import Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.vocabulary import CauseCode, Phase, Severity, State, Status
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDING = ROOT / "tests" / "recordings" / "gdacs" / "box-only.xml"
SOURCE = shaped.source("gdacs")
NAMESPACES = 'xmlns:gdacs="http://www.gdacs.org" xmlns:dc="http://purl.org/dc/elements/1.1/"'
ITEM = {
    "title": "Orange alert for tropical cyclone PHANFONE-19",
    "description": "From 21/12/2019 to 28/12/2019, a Tropical Storm was active.",
    "link": "http://www.gdacs.org/report.aspx?eventid=1000641",
    "pubDate": "Sat, 28 Dec 2019 18:00:00 GMT",
    "guid": "TC1000641",
    "dc:subject": "TC2",
    "gdacs:iscurrent": "true",
    "gdacs:fromdate": "Sat, 21 Dec 2019 18:00:00 GMT",
    "gdacs:todate": "Sat, 28 Dec 2019 18:00:00 GMT",
    "gdacs:version": "1",
    "gdacs:eventtype": "TC",
    "gdacs:alertlevel": "Orange",
    "gdacs:eventid": "1000641",
    "gdacs:episodeid": "29",
    "gdacs:iso3": "PHL",
    "gdacs:country": "Philippines, Viet Nam",
    "gdacs:cap": "http://www.gdacs.org/cap_1000641.xml",
}


def escaped(words: str) -> str:
    words = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", words)
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def item(**fields: str) -> str:
    named = ITEM | {name.replace("_", ":"): words for name, words in fields.items()}
    return f"<item>{''.join(f'<{name}>{escaped(words)}</{name}>' for name, words in named.items() if words)}</item>"


def document(*items: str, written: str = "Mon, 30 Dec 2019 01:00:00 GMT", namespaces: str = NAMESPACES) -> str:
    date = f"<pubDate>{written}</pubDate>" if written else ""
    return f'<rss version="2.0" {namespaces}><channel><title>GDACS</title>{date}{"".join(items)}</channel></rss>'


def only(*items: str, **more: Any) -> Disruption:
    return shaped.only(shaped.read(document(*items, **more), SOURCE))


def test_one_guid_across_episodes_is_one_disruption_and_the_newest_counts() -> None:
    newer = item(
        gdacs_episodeid="30", title="Red alert", gdacs_alertlevel="Red", pubDate="Sun, 29 Dec 2019 00:00:00 GMT"
    )
    for order in ((item(), newer), (newer, item())):
        made = only(*order)
        assert made.origin.native_id == "TC1000641"
        assert made.origin.native_version == "episode 30, version 1"
        assert made.severity is Severity.SEVERE
    assert only(item()).id == only(newer).id


def test_of_two_items_of_one_moment_the_later_episode_counts() -> None:
    later = item(gdacs_episodeid="100", title="Later")
    assert only(later, item()).headline[0].text == "Later"


def test_without_a_guid_the_event_is_the_id() -> None:
    assert only(item(guid="")).id == only(item()).id
    [row] = shaped.read(document(item(guid="", gdacs_eventid="")), SOURCE).rejected
    assert row.reason == "it has no id"


@pytest.mark.parametrize(
    ("level", "severity"),
    [
        ("Green", Severity.MINOR),
        ("Orange", Severity.MODERATE),
        ("Red", Severity.SEVERE),
        ("Purple", Severity.UNKNOWN),
        ("", Severity.UNKNOWN),
    ],
)
def test_the_colour_is_the_severity_and_stays_beside_it(level: str, severity: Severity) -> None:
    made = only(item(gdacs_alertlevel=level))
    assert (made.severity, made.severity_native) == (severity, level)


@pytest.mark.parametrize(
    ("kind", "cause", "event"),
    [
        ("EQ", CauseCode.NATURAL_HAZARD, "earthquake"),
        ("TC", CauseCode.WEATHER, "tropical cyclone"),
        ("WF", CauseCode.FIRE, "forest fire"),
        ("XX", CauseCode.UNKNOWN, "XX"),
    ],
)
def test_the_event_type_is_the_cause(kind: str, cause: CauseCode, event: str) -> None:
    made = only(item(gdacs_eventtype=kind))
    assert (made.causes[0].code, made.causes[0].native) == (cause, kind)
    assert event in made.events


def test_what_is_current_has_no_end_although_its_data_reach_only_so_far() -> None:
    made = only(item())
    assert made.status is Status.ACTIVE
    assert made.started_at == datetime(2019, 12, 21, 18, tzinfo=UTC)
    assert made.ended_at is None
    assert made.extra["todate"].startswith("2019-12-28T18:00:00")


def test_a_drought_that_goes_on_is_not_over_although_it_is_not_current() -> None:
    # Recorded: “Drought is on going”, iscurrent false, todate at the minute the feed was written.
    made = only(item(gdacs_iscurrent="false", gdacs_todate="Mon, 30 Dec 2019 00:57:00 GMT"))
    assert made.status is Status.UNKNOWN
    assert made.status_native == "iscurrent false"
    assert made.phase(datetime(2019, 12, 31, tzinfo=UTC)) is Phase.CURRENT


def test_what_is_not_current_ends_where_its_data_end_long_before_the_feed() -> None:
    made = only(item(gdacs_iscurrent="false", gdacs_todate="Tue, 24 Dec 2019 18:00:00 GMT"))
    assert made.ended_at == datetime(2019, 12, 24, 18, tzinfo=UTC)
    assert made.phase(datetime(2019, 12, 31, tzinfo=UTC)) is Phase.PAST
    assert (
        only(item(gdacs_iscurrent="false", gdacs_todate="Tue, 24 Dec 2019 18:00:00 GMT"), written="").ended_at is None
    )


def test_the_recorded_droughts_go_on(corpus: Path) -> None:
    parsed = shaped.read((corpus / "rss-atom" / "gdacs_7d.xml").read_bytes(), SOURCE)
    assert len(parsed.disruptions) == 115
    assert not parsed.rejected
    droughts = [made for made in parsed.disruptions if "DR" in made.events]
    assert len(droughts) == 11
    assert {made.phase(datetime(2019, 12, 30, 2, tzinfo=UTC)) for made in droughts} == {Phase.CURRENT}


def test_countries_are_named_one_by_one_and_points_are_dropped() -> None:
    place = item().replace("</item>", "<georss:point>-19.4 59.8</georss:point></item>")
    made = only(place, namespaces=f'{NAMESPACES} xmlns:georss="http://www.georss.org/georss"')
    assert made.affected == (
        Entity(kind="country", name="Philippines"),
        Entity(kind="country", name="Viet Nam"),
        Entity(kind="iso3", ref="PHL"),
    )
    assert "59.8" not in written(made)


def test_a_rule_can_ask_for_a_colour_a_kind_and_a_country() -> None:
    for match in ({"category": "orange"}, {"event": "Tropical cyclone"}, {"entity": "Viet Nam"}):
        rule = RULE_DOOR.read({"match": match, "component": "snow", "state": "watch"})
        [made] = shaped.read(document(item()), SOURCE.replace(mapping=(rule,))).disruptions
        assert [report.state for report in made.reports] == [State.WATCH], match


def test_only_rss_with_the_namespace_is_recognised_and_read() -> None:
    assert detect(RECORDING.read_bytes()) == "gdacs"
    plain = '<rss version="2.0"><channel><item><title>GDACS http://www.gdacs.org</title></item></channel></rss>'
    assert detect(plain.encode()) == "rss"
    # Recorded: a feed that declares the namespace and uses nothing of it but boxes.
    boxes = document("<item><title>Title</title><gdacs:bbox>1 2 3 4</gdacs:bbox></item>")
    assert detect(boxes.encode()) == "rss"
    assert detect(document().encode()) == "gdacs"
    with pytest.raises(FormatError, match="not that of GDACS"):
        shaped.read(plain, SOURCE)
    with pytest.raises(FormatError):
        shaped.read("<feed xmlns='http://www.w3.org/2005/Atom'/>", SOURCE)


def test_no_items_is_quiet_and_a_broken_off_document_is_not() -> None:
    assert shaped.read(document(), SOURCE) == Parsed()
    for body in (document(item())[:400], "", "<html><body>Denied"):
        with pytest.raises(FormatError):
            shaped.read(body, SOURCE)


@settings(max_examples=80)
@given(body=shaped.changed([RECORDING.read_bytes(), document(item(), item(guid="x")).encode()]))
def test_changed_documents_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    found = item(**dict.fromkeys((name.replace(":", "_") for name in ITEM), words))
    assert shaped.survives(document(found, item()), SOURCE) is not None
