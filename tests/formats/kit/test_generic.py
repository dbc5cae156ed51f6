"""Home-made exports: JSON, CSV and XML of any shape, read as the declaration says, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.declarations.documents import read_yaml
from explainer.declarations.fields import FIELDS_DOOR, json_path, xml_path
from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError, StaffError
from explainer.formats import Document, Parsed, detect, read_all
from explainer.formats.builtin.csv import rows as csv_rows
from explainer.formats.builtin.json import JsonRow
from explainer.formats.builtin.json import rows as json_rows
from explainer.formats.builtin.xml import rows as xml_rows
from explainer.formats.guessing import guess
from explainer.formats.kit.generic import never_found
from explainer.model.disruption import Disruption
from explainer.model.fields import Fields
from explainer.model.sources import Source
from explainer.model.value import stated
from explainer.model.vocabulary import Precision, Reality, Severity, Status, StatusBasis
from explainer.staff.check import declared
from tests.support.values import plain

HOSTILE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

JSON = {
    "made": "2026-11-20",
    "data": {
        "notices": [
            {
                "no": 7,
                "text": "<b>MRI</b> scanner &amp; CT down",
                "more": ["First line.", "Second line."],
                "state": {"code": "Open"},
                "prio": 1,
                "from": "2026-11-20 08:00",
                "until": None,
                "tags": ["radiology", {"name": "no label"}],
                "where": [{"name": "Building A"}, {"name": "Building B"}],
                "changes": [{"at": 1795158000}, {"at": 1795161600}],
                "web": "notices/7",
            }
        ]
    },
}
FIELDS: dict[str, Any] = {
    "entries": "data.notices",
    "id": "no",
    "headline": "text",
    "description": "more",
    "status": "state.code",
    "severity": "prio",
    "start": "from",
    "end": "until",
    "updated": "changes[-1].at",
    "category": "tags",
    "entity": "where.name",
    "link": "web",
    "epoch": "seconds",
    "values": {"status": {"open": "active"}, "severity": {"1": "severe"}},
}


def source(name: str, read: dict[str, Any] | None, **more: Any) -> Source:
    return SOURCE_DOOR.read(
        {"id": "house", "publisher": "P", "format": name, "file": "f", "zone": "Europe/Paris", "read": read, **more}
    )


def parse(name: str, body: Any, read: dict[str, Any] | None, document: str = "f", **more: Any) -> Parsed:
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    return read_all([Document(name=document, body=body)], source(name, read, **more))


def one(parsed: Parsed) -> Disruption:
    assert parsed.rejected == ()
    [made] = parsed.disruptions
    return made


# What is read


def test_json_is_read_where_the_declaration_points() -> None:
    made = one(parse("json", JSON, FIELDS, "https://house.example/export/"))
    assert made.id == "house.7"
    assert made.origin.native_id == "7"
    assert made.headline[0].text == "MRI scanner & CT down"
    assert made.description[0].text == "First line.\n\nSecond line."
    assert (made.status, made.status_native, made.status_basis) == (Status.ACTIVE, "Open", StatusBasis.STATED)
    assert (made.severity, made.severity_native) == (Severity.SEVERE, "1")
    assert made.categories == ("radiology",)
    assert [entity.name for entity in made.affected] == ["Building A", "Building B"]
    assert made.updated_at == datetime.fromtimestamp(1795161600, UTC)
    assert made.started_at is not None
    assert made.started_at.isoformat() == "2026-11-20T08:00:00+01:00"
    assert made.ended_at is None
    assert made.periods[0].precision is Precision.INFERRED
    assert made.extra == {"zone": "the feed names none; its times are read in Europe/Paris"}
    assert made.links[0].href == "https://house.example/export/notices/7"


def test_a_csv_of_a_spreadsheet_is_read() -> None:
    body = "sep=;\r\nNr;Titel;Beginn;Ende;Zustand\r\n1;Aufzug außer Betrieb;20.11.2026 08:00;;offen\r\n;;;;\r\n".encode(
        "cp1252"
    )
    read: dict[str, Any] = {"id": "Nr", "headline": "Titel", "start": "Beginn", "end": "Ende", "status": "Zustand"}
    read |= {
        "times": "%d.%m.%Y %H:%M",
        "delimiter": ";",
        "encoding": "cp1252",
        "values": {"status": {"Offen ": "active"}},
    }
    made = one(parse("csv", body, read))
    assert made.headline[0].text == "Aufzug außer Betrieb"
    assert made.status is Status.ACTIVE
    assert made.started_at is not None
    assert made.started_at.isoformat() == "2026-11-20T08:00:00+01:00"


def test_xml_is_read_whatever_its_namespaces_are() -> None:
    body = """<x:export xmlns:x="urn:x" xmlns="urn:y"><list><notice xmlns:n="urn:n" n:nr="4"><subject>Lift &lt;b&gt;out&lt;/b&gt;</subject>
      <place><name>Hall</name></place><place><name>Yard</name></place></notice></list></x:export>"""
    read = {"entries": "export/list/notice", "id": "@nr", "headline": "subject", "entity": "place/name"}
    made = one(parse("xml", body, read))
    assert (made.id, made.headline[0].text) == ("house.4", "Lift out")
    assert [entity.name for entity in made.affected] == ["Hall", "Yard"]


def test_an_object_of_objects_is_a_list_whose_keys_can_be_ids() -> None:
    read = {"entries": "halls.*.notices.*", "id": "@key", "headline": "t"}
    body = {"halls": {"a": {"notices": {"n1": {"t": "Lift out"}}}, "b": {"notices": {}}}}
    assert one(parse("json", body, read)).id == "house.n1"


def test_lists_within_each_entry_of_a_list_are_joined() -> None:
    read = {"entries": "wards.*.notices", "id": "n", "headline": "t"}
    body = {"wards": [{"notices": [{"n": 1, "t": "a"}]}, {}, {"notices": [{"n": 2, "t": "b"}]}]}
    assert [made.id for made in parse("json", body, read).disruptions] == ["house.1", "house.2"]


def test_an_id_may_be_made_of_several_values() -> None:
    read = {"id": ["line", "since"], "headline": "what"}
    made = one(parse("json", [{"line": "T1", "since": "08:00", "what": "Slow"}], read))
    assert made.origin.native_id == "T1 08:00"


def test_what_holds_the_mapping_is_matched_like_any_feed() -> None:
    rules = [{"match": {"category": "radiology"}, "component": "imaging", "state": "stopped"}]
    made = one(parse("json", JSON, FIELDS, mapping=rules))
    assert [(report.component, report.state.value) for report in made.reports] == [("imaging", "stopped")]


# What is not guessed


def test_a_native_word_that_is_not_listed_is_unknown_and_kept() -> None:
    made = one(parse("json", JSON, {**FIELDS, "values": {"status": {"closed": "resolved"}}}))
    assert (made.status, made.status_native) == (Status.UNKNOWN, "Open")
    assert (made.severity, made.severity_native) == (Severity.UNKNOWN, "1")


def test_without_a_place_for_the_status_a_list_of_what_holds_makes_it_active() -> None:
    read = {"id": "n", "headline": "t"}
    listed = one(parse("json", [{"n": 1, "t": "Lift out"}], read, absence="ended"))
    assert (listed.status, listed.status_basis) == (Status.ACTIVE, StatusBasis.INFERRED_FROM_TEXT)
    assert one(parse("json", [{"n": 1, "t": "Lift out"}], read)).status is Status.UNKNOWN
    assert one(parse("json", [{"n": 1, "t": "Resolved: lift out"}], read)).status is Status.RESOLVED


def test_an_exercise_in_the_headline_is_no_news() -> None:
    made = one(parse("json", [{"n": 1, "t": "EXERCISE: lift out"}], {"id": "n", "headline": "t"}))
    assert made.reality is Reality.EXERCISE


@pytest.mark.parametrize(
    ("written", "read", "expected"),
    [
        ("20/11/2026 18:24", {"times": ["%d/%m/%Y %H:%M"]}, "2026-11-20T18:24:00+01:00"),
        ("20/11/2026", {"times": ["%d/%m/%Y %H:%M", "%d/%m/%Y"]}, "2026-11-20T00:00:00+01:00"),
        ("20 Nov 2026 18:24 +0200", {"times": ["%d %b %Y %H:%M %z"]}, "2026-11-20T18:24:00+02:00"),
        ("2026-11-20T17:24:00Z", {"times": ["%d/%m/%Y"]}, "2026-11-20T17:24:00+00:00"),
        (1795195440, {"epoch": "seconds"}, "2026-11-20T17:24:00+00:00"),
        (1795195440.25, {"epoch": "seconds"}, "2026-11-20T17:24:00+00:00"),
        ("1795195440000", {"epoch": "milliseconds"}, "2026-11-20T17:24:00+00:00"),
    ],
)
def test_a_time_is_read_as_the_declaration_says_it_is_written(
    written: Any, read: dict[str, Any], expected: str
) -> None:
    made = one(
        parse("json", [{"n": 1, "t": "x y", "at": written}], {"id": "n", "headline": "t", "start": "at", **read})
    )
    assert made.started_at is not None
    assert made.started_at.isoformat() == expected


@pytest.mark.parametrize(
    "written", ["11/20/2026", "yesterday", 1795195440, "99999999999999", "2083-01-01", "20/11/1826"]
)
def test_a_time_that_cannot_be_read_is_kept_as_text_and_not_used(written: Any) -> None:
    read = {"id": "n", "headline": "t", "start": "at", "times": "%d/%m/%Y"}
    made = one(parse("json", [{"n": 1, "t": "x y", "at": written}], read))
    assert made.periods == ()
    assert made.extra == {"impact start": f"“{written}” (not used: no believable time)"}


@pytest.mark.parametrize("written", [None, "", "-", "NULL", "n/a", "0", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z"])
def test_what_stands_for_no_time_is_none(written: Any) -> None:
    made = one(parse("json", [{"n": 1, "t": "x y", "at": written}], {"id": "n", "headline": "t", "end": "at"}))
    assert (made.periods, made.extra) == ((), {})


def test_an_end_before_the_start_is_no_end() -> None:
    read = {"id": "n", "headline": "t", "start": "a", "end": "b"}
    made = one(parse("json", [{"n": 1, "t": "x y", "a": "2026-11-20T10:00:00Z", "b": "2026-11-20T09:00:00Z"}], read))
    assert made.ended_at is None
    assert "before the start" in made.extra["impact end"]
    assert made.periods[0].unusable_end


NOTHING = "it says nothing that readers could read: no headline, no text, no known effect or cause"


# What is set aside


def test_one_bad_entry_is_set_aside_with_its_reason_and_its_id() -> None:
    read = {"id": "n", "headline": "t"}
    parsed = parse("json", [{"n": 1, "t": "Lift out"}, {"t": "No id"}, {"n": 3}, "four", {"n": 1, "t": "Again"}], read)
    assert [made.headline[0].text for made in parsed.disruptions] == ["Lift out", "Again"]
    assert [(row.entry, row.reason, row.native_id) for row in parsed.rejected] == [
        ("entry 2 (No id)", "it has no id: nothing stands at “n”", None),
        ("entry 3 (3)", NOTHING, "3"),
        ("entry 4", "it is no group of keys and values", None),
    ]


def test_of_two_entries_with_one_id_the_newer_counts() -> None:
    read = {"id": "n", "headline": "t", "updated": "at"}
    old = {"n": 1, "t": "Planned: lift out", "at": "2026-11-20T10:00:00Z"}
    new = {"n": 1, "t": "Resolved: lift out", "at": "2026-11-20T11:00:00Z"}
    made = one(parse("json", [new, old], read))
    assert made.headline[0].text == "Resolved: lift out"
    assert [update.says for update in made.updates] == ["Planned: lift out", "Resolved: lift out"]


def test_a_row_of_another_length_is_set_aside_and_protects_its_own() -> None:
    parsed = parse("csv", "n,t\n1,Lift out\n2,Doors, stuck\n3\n", {"id": "n", "headline": "t"})
    assert [made.id for made in parsed.disruptions] == ["house.1"]
    assert [(row.entry, row.reason) for row in parsed.rejected] == [
        ("entry 2 (2)", "it has 3 cells, where there are 2 columns"),
        ("entry 3 (3)", "it has 1 cells, where there are 2 columns"),
    ]


def test_more_than_ten_thousand_entries_are_one_row_set_aside() -> None:
    parsed = parse("json", [{"n": n, "t": "x y"} for n in range(10_003)], {"id": "n", "headline": "t"})
    assert len(parsed.disruptions) == 10_000
    assert [row.entry for row in parsed.rejected] == ["entries 10001 to 10003"]


# Quiet, and not whole


@pytest.mark.parametrize(
    ("name", "body", "read"),
    [
        ("json", "[]", {}),
        ("json", {"data": {"notices": []}}, {"entries": "data.notices"}),
        ("json", {"halls": {}}, {"entries": "halls.*"}),
        ("json", {"halls": []}, {"entries": "halls.*.notices"}),
        ("csv", "n,t\n", {}),
        ("csv", "n,t", {}),
        ("xml", "<export><list/></export>", {"entries": "export/list/notice"}),
        ("xml", "<export/>", {"entries": "export/notice"}),
    ],
)
def test_a_whole_document_without_entries_is_quiet(name: str, body: Any, read: dict[str, Any]) -> None:
    assert parse(name, body, {"id": "n", "headline": "t", **read}) == Parsed()


@pytest.mark.parametrize(
    ("name", "body", "read", "reason"),
    [
        (
            "json",
            {"error": "x"},
            {"entries": "data.notices"},
            "nothing stands at “data.notices”, where the declaration says the entries are",
        ),
        ("json", {"data": {}}, {"entries": "data"}, "what stands at “data” is no list of entries"),
        ("json", {"data": 1}, {}, "the document is no list of entries"),
        ("json", {"data": 1}, {"entries": "data.*"}, "nothing stands at “data.*”"),
        ("json", "", {}, "the answer was empty"),
        ("json", "<html><body>Access Denied", {}, "the address answered with a web page"),
        ("json", '[{"n": 1', {}, "the document breaks off before its end"),
        ("csv", "", {}, "the answer was empty"),
        ("csv", "<!DOCTYPE html><html></html>", {}, "the address answered with a web page"),
        ("csv", "<export/>", {}, "the document looks like XML, not like CSV"),
        ("csv", b"n,t\n1,\x00\x01\x00\x02.", {}, "the document looks like binary data, not like CSV"),
        (
            "csv",
            b"n,t\n1,B\xe9ton arm\xe9, arriv\xe9\n",
            {},
            "line 2 is not written in utf-8; say in the declaration what it is written in",
        ),
        ("csv", "n,titel\n1,x\n", {}, "there is no column “t”; the columns are n, titel"),
        ("csv", "n,tt\n1,x\n", {}, "there is no column “t”; did you mean “tt”?"),
        ("csv", "n;t\n1;x\n", {}, "there is no column “n”, and “,” divide nothing; correct delimiter:"),
        ("csv", "n,t,n\n1,x,2\n", {}, "there is more than one column “n”"),
        ("csv", 'n,t\n1,"Lift', {}, "the document breaks off before its end, inside quotation marks"),
        ("csv", 'n,t\n1,"Lift" out\n', {}, "the document is not CSV: see the quotation marks in line 2"),
        ("csv", "n,t\n1,x\n2", {}, "the document breaks off before its end"),
        ("xml", "<html/>", {"entries": "export/notice"}, "the address answered with a web page"),
        (
            "xml",
            "<other/>",
            {"entries": "export/notice"},
            "the root element is <other>, and the declaration says that it is <export>",
        ),
        ("xml", "<export/>", {"entries": "export/list/notice"}, "nothing stands at “export/list/notice”"),
        ("xml", "<export><notice>", {"entries": "export/notice"}, "the document breaks off before its end"),
        ("xml", "<!DOCTYPE e [<!ENTITY a 'b'>]><e/>", {"entries": "e/n"}, "refused for safety"),
    ],
)
def test_a_document_that_is_not_whole_or_not_the_declared_one_is_refused(
    name: str, body: Any, read: dict[str, Any], reason: str
) -> None:
    with pytest.raises(FormatError, match=re.escape(reason)):
        parse(name, body, {"id": "n", "headline": "t", **read})


@pytest.mark.parametrize("name", ["json", "csv", "xml"])
def test_without_read_nothing_is_read(name: str) -> None:
    with pytest.raises(FormatError, match="says nothing of where things are"):
        parse(name, "[]", None)


def test_the_general_formats_are_never_told_from_content() -> None:
    for body in (b'[{"n": 1}]', b"n,t\n1,x\n", b"<export><notice/></export>"):
        with pytest.raises(FormatError):
            detect(body)


# The declaration


def findings(text: str) -> list[str]:
    try:
        declared(read_yaml(text, "ops_feeds/house.yml"), "house")
    except StaffError as error:
        return [str(finding).removeprefix("ops_feeds/house.yml:") for finding in error.findings]
    return []


HEAD = "publisher: P\nfile: f\nformat: "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "json\n",
            "3:9 format: “json” says nothing of where things are: add read: with at least id: and headline:, or let explainer feeds try write it",
        ),
        (
            "rss\nread: {id: a, headline: b}\n",
            "4:7 read: is for the formats json, csv and xml only: delete it, or correct format:",
        ),
        ("josn\n", "3:9 format: there is no format “josn”: did you mean “json”?"),
        ("json\nread:\n  id: a\n", "5:3 read.headline: is missing: add it"),
        (
            "json\nread:\n  id: a\n  headline: b\n  title: c\n",
            "7:3 read.title: is not a key here: check the spelling, or delete it",
        ),
        ("json\nread:\n  id: a\n  headline: a..b\n", "6:13 read.headline: “a..b” is not a path: write it as a.b[0].c"),
        ("json\nread:\n  id: a\n  headline: a[x]\n", "6:13 read.headline: “a[x]” is not a path: write it as a.b[0].c"),
        (
            "json\nread:\n  id: a\n  headline: $.a\n",
            "6:13 read.headline: “$.a” begins with a sign we do not read: leave out the $, as in alerts.items",
        ),
        (
            "json\nread:\n  id: a\n  headline: a/b\n",
            "6:13 read.headline: “a/b” is not a path in JSON: write dots between the keys, as in alerts.items",
        ),
        (
            "json\nread:\n  id: [a, b.*]\n  headline: b\n",
            "5:11 read.id[2]: “b.*” has a *, which is for entries: only: a list on the way means each of its members",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  delimiter: ';'\n",
            "7:14 read.delimiter: is for CSV only: delete this line",
        ),
        (
            "csv\nread:\n  id: a\n  headline: b\n  entries: c\n",
            "7:12 read.entries: is not for CSV, where every row is an entry: delete this line",
        ),
        (
            "csv\nread:\n  id: a\n  headline: b\n  encoding: rot13\n",
            "7:13 read.encoding: “rot13” is not an encoding: write one such as utf-8, cp1252 or iso-8859-1",
        ),
        (
            "csv\nread:\n  id: a\n  headline: b\n  delimiter: ab\n",
            "7:14 read.delimiter: “ab” cannot stand between cells: write one sign such as “;”, or the word tab",
        ),
        (
            "xml\nread:\n  id: a\n  headline: b\n",
            "5:3 read: has no entries:: add the way to one entry from the root element, such as export/notices/notice",
        ),
        (
            "xml\nread:\n  entries: //n\n  id: a\n  headline: b\n",
            "5:12 read.entries: “//n” skips elements: name every element on the way",
        ),
        (
            "xml\nread:\n  entries: e/n\n  id: count(a)\n  headline: b\n",
            "6:7 read.id: “count(a)” has brackets, which we do not read: write names only, as in area/name",
        ),
        (
            "xml\nread:\n  entries: e/@n\n  id: a\n  headline: b\n",
            "5:12 read.entries: “e/@n” leads to an attribute: entries are elements",
        ),
        (
            "xml\nread:\n  entries: x:e/n\n  id: a\n  headline: b\n",
            "5:12 read.entries: “x:e/n” has a prefix: leave out what stands before the colon",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  times: ['%d.%m. %H:%M']\n",
            "7:11 read.times[1]: “%d.%m. %H:%M” names no whole date: use at least %d, %m and %Y",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  times: ['%d %m %Y %Z']\n",
            "7:11 read.times[1]: “%d %m %Y %Z” holds a % that stands for nothing we read: use %d %m %Y %H %M %S",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  values: {status: {open: on}}\n",
            "7:27 read.values.status.open: “on” is not one of the words we use: write one of: 'planned', 'active', 'monitoring', 'resolved', 'cancelled', 'withdrawn' or 'unknown'",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  values:\n    status: {open: active, Open: resolved}\n",
            "8:13 read.values.status: lists “open” twice; capitals make no difference: keep one of the two",
        ),
        (
            "xml\nread:\n  entries: e/n\n  id: @nr\n  headline: b\n",
            "6:7 begins with “@”, which YAML keeps for itself: put the whole text in double quotes",
        ),
        (
            "json\nread:\n  id: a\n  headline: b\n  times: [%d.%m.%Y]\n",
            "7:11 begins with “%”, which YAML keeps for itself: put the whole text in double quotes",
        ),
    ],
)
def test_what_is_wrong_in_read_is_said_at_its_place(text: str, expected: str) -> None:
    assert expected in findings(HEAD + text)


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("a", ("a",)),
        ("a.b[0].c", ("a", "b", 0, "c")),
        ("a[-1]", ("a", -1)),
        ('a."b.c".d', ("a", "b.c", "d")),
        ("Short text.de", ("Short text", "de")),
        ("@key", ("@key",)),
    ],
)
def test_a_path_in_json_is_keys_and_positions(path: str, steps: tuple[str | int, ...]) -> None:
    assert json_path(path) == steps


def test_a_path_in_xml_is_names_and_at_most_one_attribute() -> None:
    assert xml_path("a/b/@c") == ("a", "b", "@c")
    assert xml_path(".") == ()


# Paths that lead nowhere


def test_a_path_that_leads_nowhere_in_any_entry_is_found_with_the_nearest_one() -> None:
    read = {"id": "n", "headline": "titel", "start": "when", "status": "state", "end": "until"}
    entries = [{"n": 1, "title": "a", "when": {"from": "x"}, "until": None}, {"n": 2, "title": "b", "state": ""}]
    found = list(
        never_found(json_rows(Document(name="f", body=json.dumps(entries).encode()), fields(read)), fields(read))
    )
    assert found == [(("headline",), "titel", "title"), (("start",), "when", "when.from")]


def test_a_path_into_xml_that_leads_nowhere_is_found() -> None:
    read = fields({"entries": "e/n", "id": "@id", "headline": "title", "entity": ["place/nam", "area"]})
    body = b"<e><n id='1'><title>a</title><place><name>Hall</name></place></n></e>"
    found = list(never_found(xml_rows(Document(name="f", body=body), read), read))
    assert found == [(("entity", 0), "place/nam", "place/name"), (("entity", 1), "area", "")]


def test_a_column_that_is_there_and_empty_leads_somewhere() -> None:
    read = fields({"id": "n", "headline": "t"})
    assert list(never_found(csv_rows(Document(name="f", body=b"n,t\n1,\n"), read), read)) == []


def fields(read: dict[str, Any]) -> Fields:
    return FIELDS_DOOR.read(read)


# Guessing


def draft(body: Any) -> tuple[str, dict[str, Any]]:
    body = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    found = guess(Document(name="f", body=body))
    return found.format, stated(found.read)


def test_a_draft_finds_the_list_and_what_its_keys_mean() -> None:
    notices = [{"number": 7, "title": "MRI scanner down", "opened_at": 1795158000, "state": "open", "prio": "high"}]
    assert draft({"made": "x", "wards": [{"id": "w1", "notices": notices}]}) == (
        "json",
        {
            "entries": "wards.*.notices",
            "id": ["number"],
            "headline": "title",
            "issued": "opened_at",
            "status": "state",
            "severity": "prio",
            "epoch": "seconds",
            "values": {"status": {"open": "active"}, "severity": {"high": "severe"}},
        },
    )


def test_a_draft_of_a_table_finds_its_delimiter_its_encoding_and_its_times() -> None:
    body = (
        "Nr;Störung;Titel;Beginn\n1;x;Aufzug für Gäste außer Betrieb;20.11.2026 08:00\n2;y;Tor klemmt;1.12.2026 09:00\n"
    )
    name, read = draft(body.encode("cp1252"))
    assert name == "csv"
    assert (read["delimiter"], read["encoding"], read["times"]) == (";", "cp1252", ["%d.%m.%Y %H:%M"])
    assert (read["id"], read["headline"], read["start"]) == (["Nr"], "Titel", "Beginn")


def test_a_flag_is_a_status_and_its_name_says_which() -> None:
    _, read = draft(
        {"items": {"A1": {"title": "Lift out", "resolved": False}, "A2": {"title": "Doors stuck", "resolved": True}}}
    )
    assert (read["entries"], read["id"]) == ("items.*", ["@key"])
    assert read["values"]["status"] == {"true": "resolved", "false": "active"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "the answer was empty"),
        ("Hello there.", "the document looks like plain text"),
        ("{}", "holds no list of messages"),
        ("[]", "holds no list of messages"),
        ("<export/>", "holds no list of messages"),
        ("<html><body>x</body></html>", "a web page"),
    ],
)
def test_where_nothing_can_be_guessed_the_reason_is_said(body: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        draft(body)


# Whatever the bytes are

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
names = st.sampled_from(["n", "t", "at", "state", "title", "id", "*", "@key", "a.b", "", '"', "$x"]) | st.text(
    max_size=4
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=20
)
READ = {
    "id": "n",
    "headline": "t",
    "start": "at",
    "status": "state",
    "description": ["a", "b[0].c"],
    "epoch": "seconds",
}


@given(data=st.lists(st.dictionaries(names, values, max_size=5), max_size=5) | values)
def test_any_json_is_read_or_refused(data: Any) -> None:
    for entries in (None, "t", "n.*", "*.*.t"):
        try:
            parsed = parse("json", data, {**READ, "entries": entries})
        except FormatError:
            continue
        nothing_hostile(parsed)


@given(data=st.dictionaries(names, values, max_size=5))
@example(data={"n": [{"n": []}, {"n": {}}]})
def test_every_path_that_is_offered_can_be_written_and_leads_somewhere(data: dict[str, Any]) -> None:
    row = JsonRow(data, "k")
    for path in row.paths():
        assert row.at(path) is not None, path


@given(data=values, text=st.text(max_size=60))
def test_a_draft_is_valid_or_refused(data: Any, text: str) -> None:
    for body in (json.dumps(data), text, f"<e><n id='1'><title>{text}</title></n></e>"):
        try:
            found = guess(Document(name="f", body=body.encode("utf-8", "surrogatepass")))
        except FormatError:
            continue
        name, read = found.format, stated(found.read)
        assert parse(name, body.encode("utf-8", "surrogatepass"), read).disruptions


@given(body=st.binary(max_size=200) | st.text(alphabet='n,t;"\n\r1x<>&\u202e', max_size=80).map(str.encode))
def test_any_bytes_are_read_as_csv_or_xml_or_refused(body: bytes) -> None:
    for name, read in (("csv", {}), ("csv", {"encoding": "utf-16", "delimiter": ";"}), ("xml", {"entries": "e/n"})):
        for start in (b"", b"n,t\n", b"<e><n>"):
            try:
                nothing_hostile(parse(name, start + body, {"id": "n", "headline": "t", **read}))
            except FormatError:
                continue


@given(words=st.text(max_size=60).map(lambda words: f"<script>x</script>{words}\u202e<b>y</b>"))
def test_hostile_text_leaves_as_plain_text(words: str) -> None:
    read = {key: key for key in ("id", "headline", "description", "instruction", "status", "severity", "link", "start")}
    entry = {**dict.fromkeys([*read, "category", "event", "entity"], words), "id": words}
    parsed = parse("json", [entry], {**read, "category": "category", "event": "event", "entity": "entity"})
    nothing_hostile(parsed)


def nothing_hostile(parsed: Parsed) -> None:
    for made in parsed.disruptions:
        assert made.links == () or made.links[0].href.startswith("http")
        for said in strings(plain(made, "id", "origin")):
            assert not HOSTILE.search(said)
            assert "<script" not in said.lower()


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [said for each in inner for said in strings(each)]
