"""One bad word costs itself: whatever one entry, feed, file or page raises stops nothing else, and is said in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from explainer.commands.main import run
from explainer.errors import OWN_FAULT, FetchError, FormatError, StaffError, own_fault
from explainer.fetch.web import Limits
from explainer.formats import Document, Entries, Format, gate, read_all
from explainer.formats.builtin import bulletin
from explainer.formats.families import bulletin_rules
from explainer.formats.kit import decoding
from explainer.formats.kit.look import Look
from explainer.formats.registry import BUILTIN, format_of
from explainer.model.clock import Reading
from explainer.model.disruption import Disruption, Rejected
from explainer.model.sources import Source
from explainer.picture.sources import SourceNow
from explainer.preview import Preview
from explainer.preview.live import Live
from explainer.staff import check, pages
from fuzz.documents import declared
from tests.conftest import NOW
from tests.support.site import BULLETIN, Site, make_site, rss
from tests.support.values import plain
from tests.support.watching import Watched

IMPOSSIBLE = (
    *(
        "&#99999999999;",
        f"&#{'9' * 5_000};",
        f"&#x{'f' * 5_000};",
        f"&#{'0' * 5_000};",
        "&#0;",
        "&#99999999999",
        "&#xD800;",
    ),
    *("&#xFFFE;", "&#1114112;", "&#X110000;", f"&#x{'0' * 5_000}41;"),
)
LONG = "1" + "2" * 5_000
CSTATE = b"---\nsection: issue\ntitle: Down\ndate: 2026-11-20 10:00:00\n---\nDown.\n"
UPPTIME = b"url: https://a.example\nstatus: down\nresponseTime: 1\ngenerator: Upptime\n"


SECOND = BULLETIN.format(status="active", ended="", says="Slow.").replace("Ferries leave", "The quay is closed")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("word") / "site")
    assert made.run("update") == 0
    return made


def break_feed(monkeypatch: pytest.MonkeyPatch, feed: str, *, only: str = "") -> None:
    """Let the reading of one feed fail in a way that nobody foresaw; ``only`` in documents with these words."""

    def broken(name: str) -> Format:
        found = format_of(name)

        def parse(document: Document, source: Source) -> Entries:
            if source.id == feed and only.encode() in document.body:
                raise ZeroDivisionError("division by zero \x1b[2J" + "x" * 900)
            return found.parse(document, source)

        return replace(found, parse=parse)

    monkeypatch.setattr(gate, "format_of", broken)


# References that name no character


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
@pytest.mark.parametrize("reference", IMPOSSIBLE, ids=lambda words: words[:14])
def test_an_impossible_reference_costs_itself_alone(reference: str, encoding: str) -> None:
    declared_as = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = rss({"g1": f"Gale {reference}warning", "g2": "Storm"}).replace('<?xml version="1.0"?>', declared_as)
    parsed = read_all([Document(name="f.xml", body=body.encode(encoding))], declared("rss"))
    assert [made.headline[0].text.replace("A", "").replace("\ufffd", "") for made in parsed.disruptions] == [
        "Gale warning",
        "Storm",
    ]
    assert not parsed.rejected


XML_FORMATS = tuple(name for name in BUILTIN if format_of(name).sample.lstrip().startswith(b"<"))


@pytest.mark.parametrize("reference", IMPOSSIBLE[:7], ids=lambda words: words[:14])
@pytest.mark.parametrize("name", XML_FORMATS)
def test_no_xml_format_loses_more_than_the_reference(name: str, reference: str) -> None:
    def said(body: bytes) -> list[dict[str, object]]:
        parsed = read_all([Document(name="f.xml", body=body)], declared(name))
        return [plain(made, "id", "origin", "affected", "extra") for made in parsed.disruptions]

    whole = format_of(name).sample
    at = whole.rindex(b"</", 0, whole.rindex(b"</")) if b">P</" not in whole else whole.index(b">P</") + 2
    before = said(whole)
    assert before
    found = said(whole[:at] + reference.encode() + whole[at:])
    assert len(found) == len(before)


def test_what_names_a_character_is_left_as_it_is() -> None:
    body = "<a>&#65;&#x1F600;&#128;&#10;&amp;#99999999999; &#13 &#;</a>"
    assert decoding.decoded(body.encode()) == body
    assert decoding.unescaped(f"a &#{'9' * 5_000}; &lt;b&gt; &#65;") == "a \ufffd <b> A"


# Numbers of thousands of digits


@pytest.mark.parametrize(
    ("name", "good", "body"),
    [
        (
            "cstate",
            CSTATE,
            f"---\nsection: issue\ntitle: Down\ndate: 2026-11-20 10:00:00\nweight: {LONG}\n---\nDown.\n".encode(),
        ),
        (
            "upptime",
            UPPTIME,
            f"url: https://a.example\nstatus: down\nresponseTime: {LONG}\ngenerator: Upptime\n".encode(),
        ),
    ],
)
def test_a_number_of_thousands_of_digits_is_that_documents_failure(name: str, good: bytes, body: bytes) -> None:
    documents = [Document(name="bad.yml", body=body), Document(name="good.md", body=good)]
    parsed = read_all(documents, declared(name))
    assert len(parsed.disruptions) == 1
    [row] = parsed.rejected
    assert "is a number of 5,001 digits" in row.reason


JSON_FORMATS = tuple(name for name in BUILTIN if format_of(name).sample.lstrip()[:1] in (b"{", b"["))


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_no_json_format_loses_more_than_the_number(name: str) -> None:
    whole = json.loads(format_of(name).sample)
    for longer in (int("7" * 4_000), LONG):
        rows = whole if isinstance(whole, list) else [whole]
        written = json.dumps([{**rows[0], "a_number": 0}, *rows[1:]] if rows is whole else {**whole, "a_number": 0})
        body = written.replace('"a_number": 0', f'"a_number": {longer}').encode()
        parsed = read_all([Document(name="f.json", body=body)], declared(name))
        assert len(parsed.disruptions) == 1
        assert not parsed.rejected
        assert Look(body).data is not None


# Feeds


def test_a_server_whose_dates_no_calendar_has_silences_nobody(built: Site, tmp_path: Path) -> None:
    site = built.copy(tmp_path / "copy")
    times = site.root / "ops_feeds/recorded/times/met.json"
    kept = json.loads(times.read_text())
    kept["times"]["last_modified"] = "Fri, 20 Nov 99999999999999999999 00:00:00 GMT"
    times.write_text(json.dumps(kept))
    assert site.run("update", "--strict") == 0


@pytest.mark.parametrize("name", ["out.yml", "far.yml"])
def test_one_file_that_cannot_be_read_hides_no_bulletin(
    site: Site, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "ops_feeds/bulletins" / name).symlink_to(site.root / "mkdocs.yml")
    assert site.run("update", "--strict") == 2
    assert f"set aside ops_feeds/bulletins/{name}: bulletins/{name} lies outside ops_feeds/" in capsys.readouterr().err
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")


def test_what_nobody_foresaw_in_one_feed_is_that_feeds_failure_in_every_command(
    built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = built.copy(tmp_path / "copy")
    site.met({"g1": "Gale warning", "g3": "Storm"})
    bulletins(site, [("more", SECOND)])
    break_feed(monkeypatch, "met")
    fault = f"{OWN_FAULT}: ZeroDivisionError: division by zero"
    for command, options, code in (("fetch", (), 0), ("update", (), 0), ("fetch", ("--strict",), 3)):
        assert site.run(command, *options) == code
        said = capsys.readouterr().err
        assert fault in said
        assert "please report it" in said
        assert "\x1b" not in said
    assert "The quay is closed" in site.page("disruptions/log.more/index.html")
    assert "It answers, and what it says cannot be read." in site.page("index.html")
    assert "ZeroDivisionError" not in site.page("index.html")  # which helps no customer
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert fault in capsys.readouterr().out
    assert site.run("show") == 0
    assert fault in capsys.readouterr().out
    done = Watched(site).cycle()
    assert fault in done.failed["met"]
    assert not done.error


def test_of_many_documents_the_one_that_raises_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    break_feed(monkeypatch, "rss", only="Gale")
    documents = [Document(name=name, body=rss({name: name}).encode()) for name in ("Gale", "Storm")]
    parsed = read_all(documents, declared("rss"))
    assert [made.headline[0].text for made in parsed.disruptions] == ["Storm"]
    assert [row.entry for row in parsed.rejected] == ["Gale"]
    assert OWN_FAULT in parsed.rejected[0].reason


def test_what_the_record_cannot_take_is_that_feeds_failure(
    built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from explainer.record import lifecycle

    site = built.copy(tmp_path / "copy")
    site.met({"g1": "Gale warning", "g3": "Storm"})
    bulletins(site, [("more", SECOND)])
    appended = lifecycle._appended

    def broken(held: object, fresh: Disruption, now: object) -> object:
        if fresh.origin.feed == "met":
            raise OverflowError("date value out of range")
        return appended(held, fresh, now)  # type: ignore[arg-type]

    monkeypatch.setattr(lifecycle, "_appended", broken)
    assert site.run("update") == 0
    assert "OverflowError: date value out of range" in capsys.readouterr().err
    assert "The quay is closed" in site.page("disruptions/log.more/index.html")


def test_trying_a_feed_never_ends_in_a_traceback(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("explainer.commands.feeds.read_all", lambda *_: 1 / 0)
    assert run(["feeds", "try", str(site.root / "ops_feeds/local/met.xml")]) == 3
    assert f"cannot be read: {OWN_FAULT}: ZeroDivisionError" in capsys.readouterr().err


def test_a_feed_that_cannot_be_listed_hides_no_other(
    built: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from explainer.commands import feeds_list

    row = feeds_list._row

    def broken(now: SourceNow, *rest: Any) -> tuple[str, ...]:
        return (f"{now.source.id:d}",) if now.source.id == "met" else row(now, *rest)

    monkeypatch.setattr(feeds_list, "_row", broken)
    assert run(["feeds", "list", "-f", str(built.root / "mkdocs.yml")]) == 0
    said = capsys.readouterr().out
    assert "cannot be listed: Explainer's own fault: ValueError" in said
    assert "Harbour log" in said


def test_a_preview_goes_on_after_what_nobody_foresaw(
    built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built.copy(tmp_path / "copy")
    shown = Live(site.root / "mkdocs.yml", lambda _: Limits(), lambda _: Reading(0, NOW, NOW))
    with monkeypatch.context() as patched:
        patched.setattr(Preview, "show", lambda *_: 1 / 0)
        assert shown.look()
    assert shown.state.trouble == "Explainer's own fault: ZeroDivisionError: division by zero; please report it"
    site.bulletin(says="Slower.")
    assert shown.look()
    assert not shown.state.trouble


def test_our_own_fault_is_one_plain_and_bounded_line() -> None:
    said = own_fault(ValueError("a\n\x1b[2J\u202e" + "x" * 10_000))
    assert said.startswith("Explainer's own fault: ValueError: a\ufffd\ufffd[2J\ufffdxxx")
    assert said.endswith("…; please report it")
    assert len(said) < 300


def test_no_reason_is_longer_than_can_be_read_or_holds_what_hides() -> None:
    hostile = "it is \x1b[2J\u202e" + "9" * 5_000
    for said in (Rejected(entry=hostile, reason=hostile).reason, str(FormatError(hostile)), str(FetchError(hostile))):
        assert said.startswith("it is \ufffd[2J\ufffd999")
        assert len(said) == 400
    assert Rejected(entry="a", reason="one line\nand another").reason == "one line\nand another"


# What staff write


def bulletins(site: Site, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        site.write(f"ops_feeds/bulletins/{name}.yml", text)


BAD_BULLETINS = {
    "digits": f"headline: {LONG}\nupdates: []\n",
    "deep": f"headline: {'[' * 5_000}\nupdates: []\n",
    "escape": 'headline: "\\UFFFFFFFF"\nupdates: []\n',
    "halved": 'headline: "\\ud83d"\nupdates: []\n',
    "loop": "headline: &a [*a]\nupdates: []\n",
    "control": "headline: \x07\nupdates: []\n",
}


def test_one_bad_bulletin_hides_no_other(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bulletins(site, BAD_BULLETINS.items())
    assert site.run("check") == 2
    said = capsys.readouterr().err
    for name in BAD_BULLETINS:
        assert f"ops_feeds/bulletins/{name}.yml:1:" in said
    assert site.run("update") == 2
    assert capsys.readouterr().err.count("set aside ops_feeds/bulletins/") == 5
    kept = json.loads((site.root / "ops_feeds/recorded/feeds/log.json").read_text())
    assert kept["carried"] == ["log.late"]
    assert len(kept["set_aside"]) == len(BAD_BULLETINS)
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")


def test_a_bulletin_that_raises_is_set_aside_alone_and_named(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = bulletin_rules.broken_rules

    def broken(made: Disruption, *rest: object, **more: object) -> object:
        return [1 / 0] if made.origin.native_id == "odd" else rules(made, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bulletin, "broken_rules", broken)
    bulletins(site, [("odd", SECOND)])
    assert site.run("check") == 2
    assert "ops_feeds/bulletins/odd.yml:1:1 could not be read: Explainer's own fault" in capsys.readouterr().err
    assert site.run("update") == 2
    assert "ops_feeds/bulletins/odd.yml:1:1 could not be read" in capsys.readouterr().err
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/about.md", f"---\nchecked: {LONG}\n---\n\n# About\n"),
        ("content/about.md", "---\ndate: 0000-00-00\n---\n\n# About\n"),
        ("content/rights.yml", f"- id: {LONG}\n"),
        ("content/system.yml", f"title: {LONG}\n"),
        ("ops_feeds/odd.yml", f"publisher: Odd\nformat: rss\nfile: x\nevery: {LONG} min\n"),
    ],
)
def test_one_bad_file_is_one_finding_and_check_reads_the_others(
    site: Site, path: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(path, text)
    site.write("content/questions/index.md", "---\ncomponent: 7\n---\n")
    assert site.run("check") == 2
    said = capsys.readouterr().err
    assert f"{path}:" in said
    assert "content/questions/index.md:2:12 component:" in said


def test_a_file_whose_reading_raises_hides_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from explainer.staff.project import load_project

    page = pages.read_page_of

    def broken(path: Path, *rest: object) -> object:
        return 1 / 0 if path.name == "about.md" else page(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "read_page_of", broken)
    site.write("content/questions/index.md", "---\ncomponent: 7\n---\n")
    with pytest.raises(StaffError) as caught:
        check.load_staff(load_project(site.root / "mkdocs.yml"))
    assert [finding.file for finding in caught.value.findings] == ["content/about.md", "content/questions/index.md"]


def test_content_that_cannot_be_built_does_not_stop_the_feeds(
    built: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = built.copy(tmp_path / "copy")
    site.write("content/about.md", f"---\nchecked: {LONG}\n---\n\n# About\n")
    site.met({"g1": "Gale warning", "g3": "Storm on the way"})
    assert site.run("update") == 2
    said = capsys.readouterr().err
    assert "content/about.md:2:10 checked: is a number of 5,001 digits" in said
    assert "the site has what the feeds say, and its pages as they were built before" in said
    assert "Storm on the way" in site.page("index.html")


def test_what_mkdocs_raises_is_said_in_words(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mkdocs.commands.build.build", lambda *_: 1 / 0)
    assert site.run("build") == 2
    assert "mkdocs.yml:1:1 MkDocs stopped: ZeroDivisionError: division by zero" in capsys.readouterr().err
