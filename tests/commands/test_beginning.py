"""``explainer new`` on a site that is there: notices, pages, feeds and looks, asked for or given, and never over another."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from explainer.commands.beginning import GAPS
from explainer.commands.main import run
from explainer.declarations.documents import read_markdown, read_yaml
from explainer.staff.writing.beginning import name_for
from explainer.staff.writing.templates import templates
from tests.conftest import ROOT
from tests.support.site import Site, make_site
from tests.support.trades import BANK, HOSPITAL, make_trade

TRADES = {"hospital": HOSPITAL, "bank": BANK}


@pytest.fixture(params=["harbour", *TRADES])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    made = (
        make_site(tmp_path)
        if request.param == "harbour"
        else make_trade(tmp_path, request.param, TRADES[request.param])
    )
    for path in (tmp_path / "ops_feeds/bulletins").iterdir():
        path.unlink()
    return made


@pytest.fixture
def harbour(tmp_path: Path) -> Site:
    site = make_site(tmp_path)
    (tmp_path / "ops_feeds/bulletins/late.yml").unlink()
    return site


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


def part_of(site: Site) -> str:
    part = read_yaml((site.root / "content/system.yml").read_text("utf-8"), "").data["components"][0]["id"]
    assert isinstance(part, str)
    return part


def bulletins(site: Site) -> list[str]:
    return sorted(path.name for path in (site.root / "ops_feeds/bulletins").iterdir())


def new(site: Site, *words: str) -> int:
    command, *rest = words
    return run(["new", command, "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T18:24:00+01:00", *rest])


# A bulletin


def test_the_first_word_is_one_command_and_published_as_it_stands(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "bulletin", "first-word", "--part", part_of(site), "--publish") == 0
    said = capsys.readouterr().out
    assert "We know. More by 19:15." in said
    assert "you alone may publish it" in said
    (name,) = bulletins(site)
    assert site.run("check") == 0
    feed = next(path.stem for path in (site.root / "ops_feeds").glob("*.yml") if "bulletin" in path.read_text("utf-8"))
    assert "We know. More by" in site.page(f"disruptions/{feed}.{name.removesuffix('.yml')}/index.html")
    assert site.run("say", "Still nothing new.", "--next", "30m", now="2026-11-20T19:10:00+01:00") == 0
    assert "by 19:40, in 30 minutes, and the cause by then." in capsys.readouterr().out


def test_without_a_person_and_without_words_the_gaps_are_named_and_nothing_is_published(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "bulletin") == 0
    said = capsys.readouterr().out
    (name,) = bulletins(site)
    assert name == "first-word.yml"
    text = (site.root / "ops_feeds/bulletins/first-word.yml").read_text("utf-8")
    for line, gap in re.findall(r"first-word\.yml:(\d+): (\{[a-z]+\?\})", said):
        assert gap in text.splitlines()[int(line) - 1]
    assert site.run("check") == 2
    assert "“{part?}” is not answered yet: write the answer in its place" in capsys.readouterr().err
    assert site.run("update") == 2, "somebody meant to say something, and it is not said"
    assert "there is a problem" not in site.page("index.html")
    assert new(site, "bulletin") == 0
    assert bulletins(site) == ["first-word-2.yml", "first-word.yml"]


def test_on_a_terminal_each_gap_is_asked_for_until_it_is_answered(
    harbour: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["2", "9", "ferry", "", "", "19:00", "17:50", "No boat leaves.", "Wait in the hall", "soon", "18:54"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(typed) + "\n"))
    assert new(harbour, "bulletin") == 0
    said = capsys.readouterr().out
    assert "1  We know. More by …" in said
    assert "Which part has stopped?" in said
    assert "“9” is none of them" in said
    assert "“19:00” lies ahead: it is 18:24" in said
    assert "“soon” is not a time" in said
    (name,) = bulletins(harbour)
    assert name == "not-working-ferry.yml"
    data = read_yaml((harbour.root / "ops_feeds/bulletins" / name).read_text("utf-8"), name).data
    assert (data["started"], data["nothing_to_do"]) == ("2026-11-20 17:50", "Wait in the hall.")
    assert data["updates"][0]["next_update"] == "2026-11-20 18:54"
    assert harbour.run("check") == 0


def test_no_notice_is_ever_written_over(harbour: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(harbour, "bulletin", "first-word", "--part", "ferry", "--name", "boats") == 0
    before = (harbour.root / "ops_feeds/bulletins/boats.yml").read_bytes()
    assert new(harbour, "bulletin", "outage", "--part", "ferry", "--name", "boats") == 2
    assert "boats.yml is there already; add to it with explainer say --to boats" in capsys.readouterr().err
    assert (harbour.root / "ops_feeds/bulletins/boats.yml").read_bytes() == before


def test_the_address_of_what_was_published_is_not_given_to_another(harbour: Site) -> None:
    for _ in range(2):
        assert new(harbour, "bulletin", "first-word", "--part", "ferry") == 0
        assert harbour.run("fetch") == 0
        for path in (harbour.root / "ops_feeds/bulletins").iterdir():
            path.unlink()
    assert new(harbour, "bulletin", "first-word", "--part", "ferry") == 0
    assert bulletins(harbour) == ["ferry-there-is-a-problem-3.yml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("outtage",), "there is no template “outtage”; did you mean “outage”?"),
        (("outage", "--part", "fery"), "“fery” is none of them; did you mean “ferry”?"),
        (("outage", "--next", "18:00"), "“18:00” has passed: it is 18:24"),
        (("outage", "--weather", "Snow"), "outage asks for no --weather; it takes --part, --what"),
        (("outage", "--name", "Late Boats"), "“Late Boats” is not a name; use small letters"),
        (
            ("outage", "--part", "ferry", "--means", "You are not entitled to a refund.", "--do", "Wait."),
            "speaks about people’s rights",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    harbour: Site, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert new(harbour, "bulletin", *words) == 2
    assert said in capsys.readouterr().err
    assert bulletins(harbour) == []


def test_every_gap_of_every_template_has_an_option() -> None:
    assert {gap.name for one in templates() for gap in one.gaps} == set(GAPS)


def test_a_house_of_another_language_is_told_that_the_words_are_english(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = (harbour.root / "ops_feeds/log.yml").read_text("utf-8")
    harbour.write("ops_feeds/log.yml", declared.replace("language: en", "language: de"))
    assert new(harbour, "bulletin", "first-word", "--part", "ferry") == 0
    assert "Your bulletins are in “de”, and the words of the template in English" in capsys.readouterr().out


def test_a_site_that_keeps_schemas_has_them_named_in_the_first_line(harbour: Site) -> None:
    harbour.write("schemas/bulletin.json", "{}\n")
    assert new(harbour, "bulletin", "first-word", "--part", "ferry") == 0
    text = (harbour.root / "ops_feeds/bulletins/ferry-there-is-a-problem.yml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/bulletin.json\nheadline:")


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Not working: Card payments", "not-working-card-payments"),
        ("Über 40 Minuten später, an allen Bändern, heute", "uber-40-minuten-spater-an-allen"),
        ("تأخير", "notice"),
        ("A" * 90, "a" * 40),
        ("Late", "late-3"),
    ],
)
def test_a_file_is_named_after_its_headline_and_never_as_another(headline: str, name: str) -> None:
    assert name_for(headline, {"late", "late-2"}) == name


# Pages


def test_an_explainer_begins_with_what_the_system_knows_and_is_named_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_trade(tmp_path, "hospital", HOSPITAL)
    before = (tmp_path / "content/system.yml").read_text("utf-8")
    assert run(["new", "explainer", "-f", f"{tmp_path}/mkdocs.yml", "Why my scan waits: a #1", "--about", "scan"]) == 0
    said = capsys.readouterr().out
    assert "content/how/why-my-scan-waits-a-1.md: begun." in said
    page = read_markdown((tmp_path / "content/how/why-my-scan-waits-a-1.md").read_text("utf-8"), "page")
    assert page.front.data == {"title": "Why my scan waits: a #1", "components": ["scan"]}
    assert "- Scanners → My scan: Nobody is scanned without a scanner." in page.body
    after = (tmp_path / "content/system.yml").read_text("utf-8")
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [new for _, new in changed] == [
        '     question: "Why is my scan late?", problem: My scan is late, explainer: how/why-my-scan-waits-a-1.md}'
    ]
    assert site.run("check") == 0
    assert site.run("update") == 0
    assert "fill in" not in site.page("how/why-my-scan-waits-a-1/index.html")


def test_a_page_is_never_written_over_and_a_part_keeps_its_explainer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_trade(tmp_path, "hospital", HOSPITAL)
    system = (tmp_path / "content/system.yml").read_bytes()
    command = ["new", "explainer", "-f", f"{tmp_path}/mkdocs.yml", "Beds", "--about", "beds"]
    assert run(command) == 0
    assert (tmp_path / "content/system.yml").read_bytes() == system
    assert run(command) == 2
    assert "content/how/beds.md is there already; write another --name" in capsys.readouterr().err
    assert run([*command[:-1], "bed", "--name", "x"]) == 2
    assert "there is no component “bed”; did you mean “beds”?" in capsys.readouterr().err
    assert site.run("check") == 0


def test_a_question_begins_with_itself(harbour: Site) -> None:
    words = ["Why does my boat wait?", "--about", "ferry"]
    assert run(["new", "question", "-f", str(harbour.root / "mkdocs.yml"), *words]) == 0
    page = read_markdown((harbour.root / "content/questions/why-does-my-boat-wait.md").read_text("utf-8"), "page")
    assert page.front.data == {"title": "Why does my boat wait?", "components": ["ferry"]}
    assert harbour.run("check") == 0


# Feeds and looks


def test_a_feed_is_tried_and_its_declaration_saved(harbour: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config, feed = str(harbour.root / "mkdocs.yml"), str(harbour.root / "ops_feeds/local/met.xml")
    assert run(["new", "feed", "-f", config, feed, "--id", "coast"]) == 0
    assert "ops_feeds/coast.yml: written. Next: say below mapping:" in capsys.readouterr().out
    assert read_yaml((harbour.root / "ops_feeds/coast.yml").read_text("utf-8"), "coast.yml").data["format"] == "rss"
    assert run(["new", "feed", "-f", config, feed, "--id", "coast"]) == 2
    assert "ops_feeds/coast.yml is there already; write another --id" in capsys.readouterr().err
    assert run(["new", "feed", "-f", config, f"{feed}.no", "--id", "other"]) == 3
    assert not (harbour.root / "ops_feeds/other.yml").exists()


def test_a_look_is_signed_as_by_the_command_for_it(
    harbour: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert new(harbour, "watch", "ferry") == 2
    assert "say for how long you vouch for it, such as --good-for 8h" in capsys.readouterr().err
    assert new(harbour, "watch", "ferry", "--good-for", "8h") == 0
    monkeypatch.setattr(sys, "stdin", Terminal("ferry\n2h\n"))
    assert new(harbour, "watch") == 0
    assert capsys.readouterr().out.count("Harbour office looked at Ferry.") == 2


# What the documentation says


def test_the_documented_commands_do_what_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs/staff.md").read_text(encoding="utf-8")
    lines = [
        line
        for title in ("At three in the morning", "Updates")
        for block in re.findall(
            r"```bash\n(.*?)```", page.partition(f"\n## {title}\n")[2].partition("\n## ")[0], re.DOTALL
        )
        for line in block.splitlines()
    ]
    begin, *rest = [line for line in lines if line != "explainer new bulletin"]
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert len(rest) == 3
    clocks = {begin: "18:30", rest[0]: "18:40", rest[1]: "19:00", rest[2]: "18:50"}
    for line in sorted(clocks, key=lambda line: clocks[line]):
        to = [] if "--to" in line or "new bulletin" in line else ["--to", "baggage-belt"]
        words = [word for word in shlex.split(line)[1:] if word != "--publish"]
        now = ["--now", f"2026-11-20T{clocks[line]}:00+01:00"]
        assert run([*words, *to, "-f", str(tmp_path / "mkdocs.yml"), *now]) == 0, capsys.readouterr().err
    data = read_yaml((tmp_path / "ops_feeds/bulletins/baggage-belt.yml").read_text("utf-8"), "").data
    assert (len(data["updates"]), data["status"], data["reality"]) == (4, "resolved", "exercise")
    assert run(["check", "-f", str(tmp_path / "mkdocs.yml"), "--now", "2026-11-20T19:01:00+01:00"]) == 0
