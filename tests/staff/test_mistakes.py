"""Mistakes that people make in YAML: each is found at its true place, with its true remedy, and nothing else is said.

Each row changes one thing in a bulletin in which nothing is wrong.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from explainer.errors import Finding, Level
from explainer.record import store
from explainer.staff.check import check
from explainer.staff.project import load_project
from tests.conftest import ROOT
from tests.support.site import Site, make_site
from tests.support.trades import BANK, HOSPITAL, make_trade

NOW = datetime(2026, 11, 20, 17, 24, tzinfo=UTC)
"""18:24 at the pier."""

GOOD = """\
headline: Ferries leave 20–40 minutes late
summary: The crane stands still in the wind.
empathy: We are sorry.
place: Pier One
severity: severe
status: active
detected: 2026-11-20 18:10
symptom: ferry
cause: {component: wind, says: It blows too hard for the crane.}
reports:
  - component: ferry
    state: slowed
    caused_by: [crane]
    says: 20–40 minutes late.
impact:
  - who: Leaving today
    what: late
    amount: {low: 20, high: 40, unit: minutes}
nothing_to_do: Wait in the hall; we call every ferry.
unknowns:
  - When the wind drops.
  - Whether the last ferry sails.
updates:
  - at: 2026-11-20 18:12
    says: Ferries are late.
    next_update: 2026-11-20 18:20
  - at: 2026-11-20 18:20
    says: The crane still stands.
    next_update: 2026-11-20 19:00
"""


class Mistake(NamedTuple):
    """What is written instead of what, and what is said of it: one row for each ``line:column field: problem: remedy``."""

    name: str
    old: str
    new: str
    said: tuple[str, ...]


QUOTES = "put the whole text in double quotes"
NO_TIME = "is not a date and time"
SAYS = "says: Ferries are late."
AMOUNT = "    amount: {low: 20, high: 40, unit: minutes}"
CURLY = (
    "25:11 begins with a curly quotation mark, which quotes nothing for YAML: "
    'put the whole text in straight double quotes (")'
)
APOSTROPHE = (
    "25:18 has an apostrophe between single quotation marks, which ends the text: put the text in double quotes instead"
)
ODD = "has a space that is none for YAML (a non-breaking one, as word processors write it): type a plain space instead"


def time(written: str, said: str) -> tuple[str, str, tuple[str, ...]]:
    return "at: 2026-11-20 18:20", f"at: {written}", (f"27:9 updates[2].at: “{written}” {said}",)


READ_AS_MEANT = [
    Mistake("spaces at the end of a line", "place: Pier One\n", "place: Pier One   \n", ()),
    Mistake("a byte order mark", "headline:", "\ufeffheadline:", ()),
    Mistake("the line ends of Windows", "\n", "\r\n", ()),
    Mistake("the line ends of an old Mac", "\n", "\r", ()),
    Mistake("a non-breaking space in a text", "Ferries are", "Ferries\u00a0are", ()),
    Mistake("curly quotation marks around a text", SAYS, "says: “Ferries are late.”", ()),
    Mistake("a word that YAML 1.1 takes for true", SAYS, "says: Yes", ()),
    Mistake("Markdown and HTML", SAYS, "says: Ferries **are** <b>late</b>.", ()),
]

MISTAKES = [
    Mistake("a tab", f"    {SAYS}", f"\t{SAYS}", ("25:1 is indented with a tab: use spaces",)),
    Mistake("a colon", SAYS, "says: Note: late.", (f"25:15 has a second colon: {QUOTES}",)),
    Mistake(
        "curly quotation marks around a colon",
        SAYS,
        "says: “Note: late.”",
        (CURLY,),
    ),
    Mistake("a key misspelt", "severity:", "severety:", ("5:1 severety: is not a key here: did you mean “severity”?",)),
    Mistake("a key in capitals", "headline:", "Headline:", ("1:1 Headline: is not a key here: did you mean “headline”?",)),
    Mistake(
        "a part misspelt",
        "component: ferry",
        "component: ferri",
        ("11:16 reports[1].component: there is no component “ferri”: did you mean “ferry”?",),
    ),
    Mistake("a number for a text", SAYS, "says: 40", ("25:11 updates[1].says: “40” is not text: put it in double quotes",)),
    Mistake(
        "a text that begins with #",
        SAYS,
        "says: #4 is late.",
        (f"25:11 updates[1].says: ends before “#4 is late.”, which is a comment for YAML: {QUOTES}",),
    ),
    Mistake(
        "a key twice",
        "place: Pier One\n",
        "place: Pier One\nplace: Pier Two\n",
        ("5:1 place: is already written in line 4: keep one of the two",),
    ),
    Mistake("%", SAYS, "says: %40 late.", (f"25:11 begins with “%”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("@", SAYS, "says: @pier.", (f"25:11 begins with “@”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("an empty file", GOOD, "", ("1:1 is empty: write headline: and what belongs to it, or delete the file",)),
    Mistake(
        "a line that is not indented",
        f"    {SAYS}",
        SAYS,
        ("25:1 is not indented, and what it belongs to by 4 spaces: write 4 spaces before it",),
    ),
    Mistake(
        "a bullet",
        "  - Whether",
        "  • Whether",
        ("22:3 begins with “•”, which begins no list: write a hyphen and a space (- )",),
    ),
    Mistake(
        "a time without its day",
        "at: 2026-11-20 18:12",
        "at: 18:12",
        ("24:9 updates[1].at: “18:12” has no day: write it before the time, as in 2026-11-20 18:12",),
    ),
    Mistake("a German date", *time("20.11.2026 18:20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("a British date", *time("20/11/2026 18:20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("month and day the wrong way round", *time("2026-20-11 18:20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("Uhr", *time("2026-11-20 18:20 Uhr", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("pm", *time("2026-11-20 6:20 pm", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("the name of a zone", *time("2026-11-20 18:20 CET", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("24:00", *time("2026-11-20 24:00", "has the hour 24: write it as 00:00 of the next day")),
    Mistake(
        "a day alone", *time("2026-11-20", "has no time of day: write 2026-11-20 and the time, as in 2026-11-20 18:20")
    ),
    Mistake("a point in a time", *time("2026-11-20 18.20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("a comma in a time", *time("2026-11-20 18,20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("an h in a time", *time("2026-11-20 18h20", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake("four digits for a time", *time("2026-11-20 1820", f"{NO_TIME}: write 2026-11-20 18:20")),
    Mistake(
        "a decimal comma",
        AMOUNT,
        "    amount:\n      low: 20\n      high: 2,5\n      unit: hours",
        ("20:13 impact[1].amount.high: “2,5” is not a number: write 2.5",),
    ),
    Mistake(
        "a decimal comma in braces",
        "high: 40",
        "high: 40,5",
        ("18:29 impact[1].amount.high: “40,5” has a comma for a point: write 40.5",),
    ),
    Mistake("an empty item", "  - Whether the last ferry sails.", "  -", ("22:4 unknowns[2]: is empty: write something, or delete it",)),
    Mistake(
        "a line indented by too few",
        f"    {SAYS}",
        f"   {SAYS}",
        ("25:4 is indented by 3 spaces, and what it belongs to by 4 spaces: write 4 spaces before it",),
    ),
    Mistake(
        "a line as far out as its dash",
        "    says: 20–40",
        "  says: 20–40",
        ("14:3 is indented by 2 spaces, and what it belongs to by 4 spaces: write 4 spaces before it",),
    ),
    Mistake(
        "a line too deep",
        "severity: severe",
        "  severity: severe",
        ("5:3 is indented by 2 spaces, and what it belongs to is not: write it at the very beginning of the line",),
    ),
    Mistake(
        "a quotation mark that never closes",
        SAYS,
        'says: "Ferries are late.',
        ('25:11 opens a quotation mark that never closes: close it with "',),
    ),
    Mistake(
        "a text behind its quotation marks",
        SAYS,
        'says: "Ferries" are late.',
        (f"25:21 goes on behind its closing quotation mark: {QUOTES}, and write “ and ” within it",),
    ),
    Mistake(
        "an apostrophe",
        SAYS,
        "says: 'We don't know.'",
        (APOSTROPHE,),
    ),
    Mistake("non-breaking spaces before a key", f"    {SAYS}", f"\u00a0\u00a0\u00a0\u00a0{SAYS}", (f"25:1 {ODD}",)),
    Mistake("a non-breaking space behind a colon", "severity: severe", "severity:\u00a0severe", (f"5:10 {ODD}",)),
    Mistake(
        "no space behind a colon",
        "severity: severe",
        "severity:severe",
        ("5:10 has no space behind its colon: write “severity: severe”",),
    ),
    Mistake(
        "an en dash",
        "  - at: 2026-11-20 18:20",
        "  – at: 2026-11-20 18:20",
        ("27:3 begins with “–”, which begins no list: write a hyphen and a space (- )",),
    ),
    Mistake(
        "the marks of a code block",
        GOOD,
        f"```yaml\n{GOOD}```\n",
        ("1:1 is the mark of a code block, copied along: delete this line, and the one that ends the block",),
    ),
    Mistake(">20", SAYS, "says: >20 minutes.", (f"25:11 begins with “>”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("**", SAYS, "says: **Late** again.", (f"25:11 begins with “*”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("[All]", SAYS, "says: [All] are late.", (f"25:11 begins with “[”, which YAML keeps for itself: {QUOTES}",)),
    Mistake(
        "# within a text",
        SAYS,
        "says: Ticket #88 is open.",
        (f"25:18 updates[1].says: ends before “#88 is open.”, which is a comment for YAML: {QUOTES}",),
    ),
    Mistake(
        "a comma within braces",
        "too hard for the crane.}",
        "too hard, and nobody knows why.}",
        (f"9:32 cause.says: ends at its comma, before “and nobody knows why.”: {QUOTES}",),
    ),
]  # fmt: skip

KIN = [
    Mistake("a bullet of Markdown", "  - Whether", "  * Whether", ("22:3 begins with “*”, which begins no list: write a hyphen and a space (- )",)),
    Mistake("no space behind a dash", "  - Whether", "  -Whether", ("22:4 has no space behind its dash: write a space there",)),
    Mistake("no colon", "severity: severe", "severity severe", ("5:9 has no colon behind “severity”: write “severity: severe”",)),
    Mistake("an equals sign for a colon", "severity: severe", "severity = severe", ("5:9 has no colon behind “severity”: write “severity: severe”",)),
    Mistake("no colon behind a group", "reports:", "reports", ("10:8 has no colon behind “reports”: write one",)),
    Mistake("a tab behind a colon", "severity: severe", "severity:\tsevere", ("5:10 has a tab behind its sign: type a space instead",)),
    Mistake("!", SAYS, "says: !Late again.", (f"25:11 updates[1].says: begins with “!”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("&", SAYS, "says: &Co are late.", (f"25:11 updates[1].says: begins with “&”, which YAML keeps for itself: {QUOTES}",)),
    Mistake("a bracket that never closes", "caused_by: [crane]", "caused_by: [crane", ("13:16 opens “[” and never closes it: close it with ]",)),
    Mistake("# within braces", "too hard for the crane.}", "for crane #4.}", (f"9:51 ends before “#”, which begins a comment for YAML: {QUOTES}",)),
    Mistake("two versions", "place: Pier One\n", "<<<<<<< HEAD\nplace: Pier One\n=======\n>>>>>>> main\n", ("4:1 holds two versions that git could not join: keep one, delete the marks",)),
    Mistake("a comma at the end, as in JSON", SAYS, 'says: "Late.",', ("25:18 ends with a comma: delete it",)),
    Mistake("a number with its unit", "low: 20", "low: 20 min", ("18:19 impact[1].amount.low: “20 min” is not a number: write 20 alone",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("mistakes") / "site")


def found_in(site: Site, body: bytes) -> list[str]:
    """Everything but advice that ``check`` finds with this bulletin, without its file."""
    (site.root / "ops_feeds/bulletins/late.yml").write_bytes(body)
    project = load_project(site.root / "mkdocs.yml")
    findings = check(project, store.read(project.recorded), NOW)
    return [_told(finding) for finding in findings if finding.level is Level.ERROR]


def _told(finding: Finding) -> str:
    assert finding.file == "ops_feeds/bulletins/late.yml"
    return str(finding).removeprefix(f"{finding.file}:")


def with_(mistake: Mistake) -> bytes:
    assert mistake.old in GOOD
    count = -1 if mistake.old == "\n" else 1
    return GOOD.replace(mistake.old, mistake.new, count).encode()


@pytest.mark.parametrize("mistake", [*READ_AS_MEANT, *MISTAKES, *KIN], ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_at_its_place_with_its_remedy_and_nothing_beside_it(site: Site, mistake: Mistake) -> None:
    assert found_in(site, with_(mistake)) == list(mistake.said)


@pytest.mark.parametrize(("encoding", "place"), [("utf-16", "1:1"), ("cp1252", "1:27")])
def test_another_encoding_is_found_at_its_first_sign(site: Site, encoding: str, place: str) -> None:
    said = f"{place} holds a character that is not UTF-8: save the file as UTF-8"
    assert found_in(site, GOOD.encode(encoding)) == [said]


def test_several_mistakes_are_found_at_once(site: Site) -> None:
    several = [MISTAKES[0], next(one for one in MISTAKES if one.name == "no space behind a colon"), KIN[4]]
    text = GOOD
    for mistake in several:
        text = text.replace(mistake.old, mistake.new, 1)
    assert sorted(found_in(site, text.encode())) == sorted(said for mistake in several for said in mistake.said)


PLACE = re.compile(r"^place: (?P<text>.+)$", re.MULTILINE)
ANYWHERE = [
    ("place: Note: {text}", "has a second colon"),
    ('place: "{text}', "opens a quotation mark that never closes"),
    ("place: [All] {text}", "begins with “[”"),
    ("place: {text} #4", "ends before “#4”"),
    ("place:{text}", "has no space behind its colon"),
    ("place:\u00a0{text}", "has a space that is none"),
    ("  place: {text}", "is indented by 2 spaces"),
    ("\tplace: {text}", "is indented with a tab"),
    ("place {text}", "has no colon behind “place”"),
    ("Place: {text}", "is not a key here: did you mean “place”?"),
]


@pytest.mark.parametrize(
    ("name", "files", "bulletin"),
    [
        ("Riverside Hospital", HOSPITAL, "ops_feeds/bulletins/scans.yml"),
        ("Harbour Bank", BANK, "ops_feeds/bulletins/cards.yml"),
    ],
)
def test_in_any_trade_a_mistake_is_the_only_finding_at_its_line(
    tmp_path: Path, name: str, files: dict[str, str], bulletin: str
) -> None:
    site = make_trade(tmp_path / "site", name, files)
    project = load_project(site.root / "mkdocs.yml")
    good = files[bulletin]
    place = PLACE.findall(good)[0]
    line = good[: good.index("\nplace: ")].count("\n") + 2
    for typed, problem in ANYWHERE:
        site.write(bulletin, good.replace(f"place: {place}", typed.format(text=place), 1))
        findings = check(project, store.read(project.recorded), NOW)
        told = [one for one in findings if one.level is Level.ERROR]
        assert [(one.file, one.line) for one in told] == [(bulletin, line)], (typed, [*map(str, told)])
        assert problem in str(told[0])


ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def slips_in_the_documentation() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs/staff.md").read_text(encoding="utf-8")
    section = text.partition("### Slips of typing")[2].partition("\n\n**")[0]
    return [(found[1], found[2], found[3]) for found in ROW.finditer(section)]


def test_the_documentation_tells_of_slips_what_is_said_of_them() -> None:
    rows = slips_in_the_documentation()
    assert len(rows) >= 10
    for typed, problem, remedy in rows:
        said = [line for one in MISTAKES if typed in one.new for line in one.said]
        assert any(line.endswith(f"{problem}: {remedy}") for line in said), (typed, said)
