"""``explainer feeds``: what an address would bring, a declaration to save that holds, and what is declared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from explainer.commands.feeds import try_address, without_login
from explainer.commands.main import run
from explainer.declarations.documents import read_file, read_yaml
from explainer.declarations.sources import SOURCE_DOOR
from explainer.declarations.unseen import slip_in
from explainer.errors import ExplainerError
from explainer.fetch.web import Limits
from explainer.formats import Document, read_all
from explainer.formats.base import Parsed
from explainer.formats.registry import names
from explainer.model.disruption import Rejected
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.model.value import SLUG
from explainer.model.vocabulary import Absence
from explainer.record import store as records
from explainer.record.lifecycle import Bad, Good, advance
from explainer.staff.check import declared
from explainer.staff.declaring import Tried, declaration, id_for
from explainer.staff.placing import scalar
from tests.conftest import ROOT
from tests.support.site import Site, make_site, rss

RECORDED = sorted(
    path for path in (ROOT / "tests" / "recordings").glob("*/*") if not path.name.endswith(".expected.json")
)
ESCAPES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

EXPORT = {
    "title": "House services",
    "jobs": [
        {"nr": 1, "what": "Lift A is out", "state": "open", "since": "2026-11-20 08:00", "where": "Hall A"},
        {"nr": 2, "what": "Doors stuck", "state": "paused", "since": "2026-11-19 08:00", "where": "Hall A"},
        {"what": "No number", "state": "open"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def saved(output: str) -> str:
    """The declaration that was printed."""
    return output[output.index("# ops_feeds/") :]


def uncommented(text: str) -> str:
    """The declaration with its rules and its `lasts` in force, as staff would make it."""
    head, _, rules = text.partition("# mapping:")
    return head.replace("# lasts:", "lasts:") + "mapping:" + rules.replace("\n# ", "\n")


def holds(text: str) -> Source:
    """The source that a printed declaration declares; with its comments in force it must hold too."""
    feed = Path(text.partition("\n")[0]).stem
    full = declared(read_yaml(uncommented(text), f"ops_feeds/{feed}.yml"), feed)
    assert full.mapping
    return declared(read_yaml(text, f"ops_feeds/{feed}.yml"), feed)


# Trying what is not declared


def test_a_feed_is_told_shown_and_declared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = {"g1": "Resolved: gale warning", "g2": "Storm \x1b[31m&#x202e;warning"}
    (folder / "met.xml").write_text(rss(items).replace("\x1b", "") + "\n")
    assert run(["feeds", "try", "met.xml", "--id", "weather"]) == 0
    out = capsys.readouterr().out
    assert "Format  rss: RSS 0.9x, 1.0 and 2.0; taken as a window of the last entries" in out
    assert "Read    2 disruptions (1 resolved, 1 unknown)" in out
    assert (
        "The first 2 (times in UTC)\n  Resolved: gale warning\n    status resolved (“Resolved”) · phase current · "
        in out
    )
    assert not ESCAPES.search(out)
    assert saved(out).startswith(
        "# ops_feeds/weather.yml\n"
        "# A draft: correct it, save it, then run explainer check and explainer fetch.\n"
        "# Copy what it reads to ops_feeds/local/met.xml.\n"
    )
    source = holds(saved(out))
    assert (source.publisher, source.format, source.file) == ("Met", "rss", "local/met.xml")
    assert source.absence is Absence.NOTHING


def test_what_recurs_says_when_it_is_in_force_next_and_an_end_that_cannot_be_used_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nights = {
        "start_date": "2026-11-16",
        "end_date": "2069-11-27",
        "daily_start_time": "20:00",
        "daily_end_time": "05:00",
    }
    event = {"headline": "Closed", "event_type": "CONSTRUCTION", "severity": "MAJOR"}
    events = [
        event | {"id": "1", "schedule": {"recurring_schedules": [nights]}},
        event | {"id": "2", "schedule": {"recurring_schedules": [nights | {"daily_start_time": "dusk"}]}},
        event | {"id": "3", "schedule": {"intervals": ["2026-11-16T20:00Z/dusk"]}},
    ]
    (folder / "road.json").write_text(json.dumps({"events": events, "meta": {}, "pagination": {}}))
    assert run(["feeds", "try", "road.json"]) == 0
    out = capsys.readouterr().out
    assert "recurs, next in force " in out
    assert "at some hours only" in out
    assert "no usable end (“dusk”)" in out


def test_an_address_is_fetched_within_the_limits(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/feed.rss").respond_with_data(rss({"g1": "Gale warning"}))
    url = httpserver.url_for("/feed.rss?key=k")
    assert run(["feeds", "try", url]) == 3
    assert "leads to a private network" in capsys.readouterr().err
    monkeypatch.setenv("EXPLAINER_ALLOW_PRIVATE_FEEDS", "1")
    assert run(["feeds", "try", url]) == 0
    source = holds(saved(capsys.readouterr().out))
    assert (source.id, source.url) == ("localhost", url)


@pytest.mark.parametrize("login", ["ops:s3cret", "ops:s3cret@s3cret", ":s3cret"])
def test_a_login_in_the_address_is_used_and_never_printed(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], login: str
) -> None:
    monkeypatch.setenv("EXPLAINER_ALLOW_PRIVATE_FEEDS", "1")
    httpserver.expect_request("/feed.rss").respond_with_data(rss({"g1": "Gale warning"}))
    bare = httpserver.url_for("/feed.rss")
    assert run(["feeds", "try", bare.replace("//", f"//{login}@")]) == 0
    assert "Authorization" in httpserver.log[0][0].headers
    printed = capsys.readouterr()
    assert "s3cret" not in printed.out + printed.err
    assert "name a variable with them below secrets:" in printed.out
    assert holds(saved(printed.out)).url == bare
    assert re.search(r"^# secrets: \{Authorization: LOCALHOST_LOGIN\}", printed.out, re.MULTILINE)
    advised = declared(read_yaml(saved(printed.out).replace("# secrets:", "secrets:"), "ops_feeds/a.yml"), "a")
    assert advised.secrets == {"Authorization": "LOCALHOST_LOGIN"}


@pytest.mark.parametrize("more", [(), ("--id", "Not An Id")])
@pytest.mark.parametrize("address", ["http://ops:k3y@10.0.0.1/x", "http://ops:k3y/k3z@10.0.0.1/", "ftp://k3y@h/"])
def test_a_login_is_not_printed_when_the_address_cannot_be_read(
    capsys: pytest.CaptureFixture[str], address: str, more: tuple[str, ...]
) -> None:
    assert run(["feeds", "try", address, *more]) == 2
    printed = capsys.readouterr()
    assert "k3" not in printed.out + printed.err


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ops:s3cret@h/x?k=v", "https://h/x?k=v"),
        ("https://h:80/@team/x", "https://h:80/@team/x"),
        ("https://h/@team", "https://h/@team"),
        ("local/a@b.xml", "local/a@b.xml"),
    ],
)
def test_only_a_login_is_left_out_of_an_address(address: str, shown: str) -> None:
    assert without_login(address) == shown


def test_a_home_made_export_gets_a_draft_of_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jobs.json").write_text(json.dumps(EXPORT))
    assert run(["feeds", "try", "jobs.json"]) == 0
    out = capsys.readouterr().out
    assert "Read    2 disruptions (1 active, 1 unknown); 1 set aside" in out
    assert "What stands below read: was guessed from names and values" in out
    source = holds(saved(out))
    assert source.publisher == "House services"
    assert source.read is not None
    assert source.read.entries == "jobs"
    assert source.read.values.status == {"open": "active", "paused": "unknown"}


def test_a_folder_is_tried_document_by_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes").mkdir()
    for name in ("a", "b"):
        (folder / f"notes/{name}.xml").write_text(rss({name: f"Gale {name}"}))
    (folder / "notes/c.xml").write_text("<rss><channel>")
    assert run(["feeds", "try", "notes"]) == 0
    out = capsys.readouterr().out
    assert "Read    2 disruptions (2 unknown); 1 set aside" in out
    assert "Set aside\n  1 × the document breaks off before its end: notes/c.xml" in out.replace(
        str(folder.name) + "/", ""
    )


def test_quiet_is_said_to_be_quiet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "met.xml").write_text(rss({}))
    assert run(["feeds", "try", "met.xml"]) == 0
    out = capsys.readouterr().out
    assert "A whole document with no entries: all is quiet" in out
    holds(saved(out))


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("page.html", "<html><body>Access Denied</body></html>", "the address answered with a web page, not a feed"),
        ("empty.xml", "", "the answer was empty"),
        ("half.xml", "<rss version='2.0'><channel><item>", "the document breaks off before its end"),
        ("list.json", "[]", "the document is JSON of no format we know"),
        ("words.txt", "All is well.", "the document looks like plain text, not like a feed"),
    ],
)
def test_what_cannot_be_read_exits_with_3_and_says_why(
    name: str, body: str, reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(body)
    assert run(["feeds", "try", name]) == 3
    printed = capsys.readouterr()
    assert printed.err.startswith(f"explainer: {name} cannot be read: {reason}")
    assert printed.out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.xml"], 3, "it is not there; write an address beginning with https://, or the path of a file"),
        (["ftp://met.example/a"], 3, "the address cannot be read; write it in full, beginning with https://"),
        (["https://[met.example/a"], 3, "the address cannot be read"),
        (["x" * 5_000], 3, "it is not there"),
        (["a.xml", "--format", "rdf"], 2, "write one of: alertswiss, atom, aws, bulletin"),
        (
            ["a.xml", "--id", "Not An Id"],
            2,
            "“Not An Id” is not an id: write small letters, digits and single hyphens after --id",
        ),
        ([], 2, "Missing argument"),
    ],
)
def test_wrong_use_says_what_to_do(
    arguments: list[str], code: int, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["feeds", "try", *arguments]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_recording_gets_a_declaration_that_holds_and_reads_the_same(path: Path, now: datetime) -> None:
    try:
        trial = try_address(str(path), None, None, Limits(), now)
    except ExplainerError:
        return
    assert not ESCAPES.search("\n".join(trial.lines).replace("\n", ""))
    source = holds(saved("\n".join(trial.lines)))
    made = read_all([Document(name=path.name, body=path.read_bytes())], source).disruptions
    assert f"Read    {len(made)} disruption" in "\n".join(trial.lines)


def test_most_recordings_can_be_tried(now: datetime) -> None:
    def can(path: Path) -> bool:
        try:
            return bool(try_address(str(path), None, None, Limits(), now))
        except ExplainerError:
            return False

    assert sum(map(can, RECORDED)) > len(RECORDED) / 2


# Trying what is declared

READ = """\
publisher: House services
format: json
file: local/jobs.json
zone: Europe/Paris
read:
  entries: jobs
  id: nr
  headline: what
  status: state
  start: begin
  entity: [where, place]
  values:
    status: {open: active}
mapping:
  - match: {entity: Hall A}
    component: crane
    state: slowed
"""


def test_a_declaration_is_tried_with_its_own_read_and_mapping(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("ops_feeds/local/jobs.json", json.dumps(EXPORT))
    site.write("ops_feeds/jobs.yml", READ)
    assert run(["feeds", "try", str(site.root / "ops_feeds/jobs.yml")]) == 0
    printed = capsys.readouterr()
    assert "Mapping  2 of 2 match a rule\n  2 × crane: slowed" in printed.out
    assert "1 × it has no id: nothing stands at “nr”: entry 3 (No number)" in printed.out
    assert "# ops_feeds/" not in printed.out
    findings = [line.partition("ops_feeds/")[2] for line in printed.err.splitlines()]
    assert findings == [
        "jobs.yml:10:10 advice: read.start: “begin” leads nowhere in any of the 3 entries: correct it, or delete this line",
        "jobs.yml:11:19 advice: read.entity[2]: “place” leads nowhere in any of the 3 entries: correct it, or delete this line",
        "jobs.yml:13:13 advice: read.values.status: “paused” is none of the words listed here, and becomes unknown: add it below values: status:",
    ]


def test_a_headline_that_leads_nowhere_must_be_mended(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("ops_feeds/local/jobs.json", json.dumps({"jobs": [{"nr": 1, "whats": "x"}]}))
    site.write("ops_feeds/jobs.yml", READ)
    assert run(["feeds", "try", str(site.root / "ops_feeds/jobs.yml")]) == 2
    err = capsys.readouterr().err
    assert "jobs.yml:8:13 read.headline: “what” leads nowhere in any of the 1 entries: did you mean “whats”?" in err


def test_a_declaration_with_no_entries_now_says_that_nothing_could_be_tried(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("ops_feeds/local/jobs.json", '{"jobs": []}')
    site.write("ops_feeds/jobs.yml", READ)
    assert run(["feeds", "try", str(site.root / "ops_feeds/jobs.yml")]) == 0
    assert "jobs.yml:6:12 advice: read.entries: leads to no entries now" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("entries: jobs", "entries: job"), 3, "nothing stands at “job”, where the declaration says the entries are"),
        (("headline: what", "titel: what"), 2, "read.headline: is missing"),
        (("format: json", "format: jsn"), 2, "there is no format “jsn”: did you mean “json”?"),
        (("read:", "read"), 2, "jobs.yml:"),
    ],
)
def test_a_declaration_that_does_not_hold_is_told_so(
    change: tuple[str, str], code: int, said: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("ops_feeds/local/jobs.json", json.dumps(EXPORT))
    site.write("ops_feeds/jobs.yml", READ.replace(*change))
    assert run(["feeds", "try", str(site.root / "ops_feeds/jobs.yml")]) == code
    assert said in capsys.readouterr().err


def test_a_declaration_names_its_own_format_and_id(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feeds", "try", str(site.root / "ops_feeds/met.yml"), "--id", "wind"]) == 2
    assert "is a declaration, which says its format and id itself" in capsys.readouterr().err


# The declaration


def test_the_declaration_of_the_first_look_reads_the_record_back(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["feeds", "try", str(site.root / "ops_feeds/local/met.xml"), "--id", "gale"]) == 0
    site.write("ops_feeds/gale.yml", saved(capsys.readouterr().out))
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert re.search(r"^gale +Met +never fetched", capsys.readouterr().out, re.MULTILINE)


@given(
    words=st.lists(st.text(min_size=1, max_size=20).filter(lambda words: words.strip()), min_size=3, max_size=3),
    labels=st.lists(st.text(max_size=12), max_size=3),
)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_whatever_the_texts_are_the_declaration_holds(words: list[str], labels: list[str]) -> None:
    publisher, entries, word = words
    assume(slip_in(publisher) is None)
    read: dict[str, Any] = {
        "entries": f'"{entries}"'.replace('""', '"x"'),
        "id": "n",
        "headline": "t",
        "category": "c",
        "status": "s",
    }
    read = {**read, "values": {"status": {word: "active"}}}
    if '"' in entries or "*" in entries:
        read["entries"] = "x"
    fields = {"id": "house", "publisher": publisher, "format": "json", "file": "f", "read": read}
    source = SOURCE_DOOR.read(fields)
    body = json.dumps({entries if read["entries"] != "x" else "x": [{"n": 1, "t": "Lift", "c": labels, "s": word}]})
    parsed = read_all([Document(name="f", body=body.encode())], source)
    back = holds(declaration(Tried(source, parsed, True, {})))
    assert (back.read, back.publisher) == (source.read, source.publisher)


@given(st.text(max_size=40))
def test_any_text_can_be_written_as_yaml(words: str) -> None:
    located = read_yaml(f"a: {scalar(words)}\nb: [{scalar(words)}]\nc:\n  {scalar(words)}: d\n", "f")
    assert located.data == {"a": words, "b": [words], "c": {words: "d"}}


@given(st.text(max_size=80))
def test_an_address_always_makes_an_id(address: str) -> None:
    assert re.fullmatch(SLUG, id_for(address))


def test_an_id_is_made_of_what_people_would_call_it() -> None:
    assert id_for("https://www.githubstatus.com/api/v2/summary.json") == "githubstatus-com"
    assert id_for("https://status.example/") == "example"
    assert id_for("exports/Ward notices.csv") == "ward-notices"


# Listing


def at(now: datetime, minutes: int) -> datetime:
    return now + timedelta(minutes=minutes)


@pytest.fixture
def recorded(site: Site, now: datetime) -> Site:
    """The small site after two fetches: the weather office answered once, then not; the log never was asked."""
    met = declared(read_file(site.root / "ops_feeds/met.yml", site.root), "met")
    body = rss({"g1": "Gale warning", "g2": "Resolved: storm"})
    parsed = read_all([Document(name="met.xml", body=body.encode())], met)
    bad = tuple(Rejected(entry=f"entry {n}", reason="it has neither a title nor a text") for n in (3, 4))
    parsed = Parsed(disruptions=parsed.disruptions, rejected=bad)
    record = advance(Record(), met, Good(parsed=parsed), at(now, -20))
    record = advance(record, met, Bad(reason="met.example answered 503 \x1b[31m"), at(now, -2))
    records.write(site.root / "ops_feeds/recorded", Record(), record)
    return site


def rows(out: str) -> Iterator[list[str]]:
    return (re.split(r" {2,}", line) for line in out.splitlines())


def test_every_declared_feed_is_listed_with_what_the_record_holds(
    recorded: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["feeds", "list", "-f", str(recorded.root / "mkdocs.yml"), "--now", "2026-11-20T18:24+01:00"]) == 0
    out = capsys.readouterr().out
    assert list(rows(out)) == [
        ["Feed", "Publisher", "Is", "Last good", "Current", "Ended", "Aside", "Next due"],
        ["log", "Harbour log", "never fetched", "never", "0", "0", "0", "now"],
        ["met", "Weather office", "unreachable", "18:04", "1", "1", "2", "18:27"],
        ["", "failing since 18:22: met.example answered 503", "[31m"],
        ["", "set aside 2 × it has neither a title nor a text: entry 3, …"],
    ]
    assert not ESCAPES.search(out.replace("\n", ""))


def test_an_old_answer_is_stale_and_the_feed_is_due(recorded: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site = recorded
    met = declared(read_file(site.root / "ops_feeds/met.yml", site.root), "met")
    folder = site.root / "ops_feeds/recorded"
    before = records.read(folder)
    now = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
    records.write(folder, before, advance(before, met, Good(parsed=Parsed()), now))
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T19:30+01:00"]) == 0
    assert ["met", "Weather office", "stale", "18:24", "0", "2", "0", "now"] in list(rows(capsys.readouterr().out))


def test_listing_changes_nothing(recorded: Site) -> None:
    before = {path: path.read_bytes() for path in recorded.root.rglob("*") if path.is_file()}
    assert run(["feeds", "list", "-f", str(recorded.root / "mkdocs.yml")]) == 0
    assert {path: path.read_bytes() for path in recorded.root.rglob("*") if path.is_file()} == before


def test_a_declaration_with_findings_is_not_listed_but_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("ops_feeds/met.yml", "publisher: P\nformat: rsss\nfile: f\n")
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml")]) == 2
    assert "ops_feeds/met.yml:2:9 format: there is no format “rsss”: did you mean “rss”?" in capsys.readouterr().err


def test_without_feeds_the_list_says_so(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (site.root / "ops_feeds").glob("*.yml"):
        path.unlink()
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == "No feed is declared.\n"


# The list of formats


def test_the_list_of_formats_has_every_format_with_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feeds", "formats"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in shown] == list(names())
    assert all(len(line.split()) >= 3 for line in shown)
    for line in re.findall(r"(?m)^[a-z0-9-]+ +(?:snapshot|window) .+$", (ROOT / "docs/formats/index.md").read_text()):
        assert line in shown


# Switched off


def test_a_feed_that_is_switched_off_is_judged_and_listed_and_else_as_good_as_not_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path)
    assert site.run("update") == 0
    told = site.page("status.json")
    assert "Weather office" in told
    met = (tmp_path / "ops_feeds/met.yml").read_text(encoding="utf-8")
    site.write("ops_feeds/met.yml", f"enabled: false\n{met}")
    site.met(None)
    assert site.run("check") == 0
    assert site.run("update", "--strict") == 0
    for page in ("index.html", "map/index.html", "status.json", "feed.xml"):
        assert "Weather office" not in site.page(page), page
    capsys.readouterr()
    assert run(["feeds", "list", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    assert re.search(r"^met +Weather office +switched off$", capsys.readouterr().out, re.MULTILINE)
    site.write("ops_feeds/met.yml", f"enabled: false\n{met.replace('component: wind', 'component: wnd')}")
    assert site.run("check") == 2
