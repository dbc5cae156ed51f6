"""Twenty contradictions and more, each planted alone into a sound site: each is found, with both places, and no other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from explainer.errors import Finding
from explainer.record import store
from explainer.staff import check
from explainer.staff.project import load_project
from tests.conftest import NOW, ROOT
from tests.support.site import Site, make_site
from tests.support.trades import BANK, HOSPITAL, make_trade

SCANS, RESULTS, ENDED = (f"ops_feeds/bulletins/{name}.yml" for name in ("scans", "results", "scanner-2-november"))
SYSTEM, SCANNERS, LABORATORY = "content/system.yml", "content/how/scanners.md", "content/how/laboratory.md"
RIGHTS, GRID = "content/rights.yml", "ops_feeds/grid.yml"


class Planted(NamedTuple):
    """What is written instead in one file, the words of the line that is found, and those of the other place."""

    file: str
    was: str
    now: str
    here: tuple[str, str]
    there: tuple[str, str]


CASES = {
    "report against constraint": Planted(
        SCANS,
        "says: 2 of 3 scanners work. 8 patients an hour.",
        "says: 2 of 3 scanners work. 10 patients an hour.",
        (SCANS, "10 patients an hour"),
        (SCANS, "    now: 8"),
    ),
    "state against constraint": Planted(
        SCANS,
        "component: scanners\n    state: slowed",
        "component: scanners\n    state: normal",
        (SCANS, "    state: normal"),
        (SCANS, "    now: 8"),
    ),
    "places against the capacity that they make": Planted(
        SYSTEM,
        "capacity: {normal: 12, unit: patients an hour}, explainer",
        "capacity: {normal: 12, unit: patients an hour},\n"
        "     run: {unit: patients, places: {name: Scanners, exist: 5, minutes: 15}}, explainer",
        (SYSTEM, "exist: 5"),
        (SYSTEM, "exist: 5"),
    ),
    "unit of a limit against that of the part": Planted(
        SYSTEM,
        "capacity: {normal: 12, unit: patients an hour}, explainer",
        "capacity: {normal: 12, unit: patients an hour},\n     run: {unit: people, normal: 12}, explainer",
        (SCANS, "    unit: patients"),
        (SYSTEM, "run: {unit: people"),
    ),
    "figure against figure": Planted(
        SCANS,
        'note: "Until 20:00, 9 of 60 scans are cancelled."',
        'note: "Until 20:00, 15 of 60 scans are cancelled."',
        (SCANS, "15 of 60"),
        (SCANS, "says: 40–70 minutes late. 9 of 60"),
    ),
    "headline against a report": Planted(
        SCANS,
        "says: 40–70 minutes late. 9 of 60 scans are cancelled.\n    caused_by",
        "says: 15–20 minutes late. 9 of 60 scans are cancelled.\n    caused_by",
        (SCANS, "15–20 minutes late"),
        (SCANS, "headline: Scans are 40–70"),
    ),
    "headline against impact": Planted(
        SCANS,
        "amount: {low: 40, high: 70, unit: minutes}",
        "amount: {low: 90, high: 110, unit: minutes}",
        (SCANS, "headline: Scans are 40–70"),
        (SCANS, "amount: {low: 90"),
    ),
    "ask against ask": Planted(
        SCANS,
        "what: Here for a scan? Wait in house A",
        "what: Go to the desk in house B first",
        (SCANS, "Go to the desk"),
        (SCANS, "not at the desk"),
    ),
    "ask against decision": Planted(
        SCANS,
        "how: Follow the blue line. We call you by name.",
        "how: Go to desk 4 and give your name.",
        (SCANS, "Go to desk 4"),
        (SCANS, "Desk 4 closes"),
    ),
    "bulletin against feed": Planted(
        SCANS,
        "reports:\n",
        "reports:\n  - {component: power, state: stopped, says: The power is off.}\n",
        (SCANS, "component: power, state: stopped"),
        (GRID, "publisher"),
    ),
    "constraint against the capacity of the system": Planted(
        SCANS, "normal: 12", "normal: 13", (SCANS, "normal: 13"), (SYSTEM, "capacity: {normal: 12")
    ),
    "page against the capacity of the system": Planted(
        SCANNERS,
        "so all together take 12 patients an hour",
        "so all together take 16 patients an hour",
        (SCANNERS, "16 patients an hour"),
        (SYSTEM, "capacity: {normal: 12"),
    ),
    "bulletin against an explainer": Planted(
        SCANNERS,
        "We have three scanners.",
        "We have two scanners.",
        (SCANS, "says: 2 of 3 scanners work"),
        (SCANNERS, "two scanners"),
    ),
    "next update after the promised answer": Planted(
        SCANS,
        'cause: {component: scanners, says: "One scanner has been down since 15:10."}',
        'cause: {component: scanners, says: "One scanner has been down since 15:10.", answer_by: 2026-11-20 18:45}',
        (SCANS, "next_update: 2026-11-20 19:00"),
        (SCANS, "answer_by"),
    ),
    "expected in the past": Planted(
        SCANS,
        "low: 2026-11-20 19:30\n    high: 2026-11-20 20:30",
        "low: 2026-11-20 17:30\n    high: 2026-11-20 18:00",
        (SCANS, "- what: Third scanner"),
        (SCANS, "- at: 2026-11-20 18:20"),
    ),
    "decided after it was told": Planted(
        SCANS,
        "at: 2026-11-20 17:30",
        "at: 2026-11-20 18:40",
        (SCANS, "at: 2026-11-20 18:40"),
        (SCANS, "- at: 2026-11-20 18:20"),
    ),
    "late before it began": Planted(
        SCANS,
        "component: scan\n    state: slowed\n    since: 2026-11-20 15:10",
        "component: scan\n    state: slowed\n    since: 2026-11-20 14:10",
        (SCANS, "since: 2026-11-20 14:10"),
        (SCANS, "started: 2026-11-20 15:10"),
    ),
    "ended with an open promise": Planted(
        ENDED,
        "review: {by",
        "next_update: 2026-11-02 12:00\nreview: {by",
        (ENDED, "next_update"),
        (ENDED, "ended: 2026-11-02 11:00"),
    ),
    "rights that are not shown": Planted(
        RESULTS,
        "amount: {low: 10, high: 10, unit: minutes}",
        "amount: {low: 10, high: 180, unit: minutes}",
        (RESULTS, "high: 180"),
        (RIGHTS, "delay: 2 h"),
    ),
    "rights where none applies": Planted(
        RESULTS,
        "next_update: 2026-11-20 19:30",
        "next_update: 2026-11-20 19:30\nrights: care-charter",
        (RESULTS, "rights: care-charter"),
        (RIGHTS, "- {when: Long wait"),
    ),
    "estimate before what it rests on": Planted(
        SCANS,
        "low: 2026-11-20 21:00",
        "low: 2026-11-20 19:25",
        (SCANS, "- what: Scans on time again"),
        (SCANS, "- what: Third scanner"),
    ),
    "estimate before the queue can be gone": Planted(
        SCANS,
        "since: 2026-11-20 15:10, now: 12}",
        "since: 2026-11-20 15:10, now: 48}",
        (SCANS, "- what: Scans on time again"),
        (SCANS, "backlog:"),
    ),
    "durable page with today's numbers": Planted(
        SCANNERS,
        "Patients wait 30–60 minutes longer then.",
        "Patients wait 40–70 minutes longer then.",
        (SCANNERS, "40–70"),
        (SCANS, "headline: Scans are 40–70"),
    ),
    "explainer unchecked for longer than it promises": Planted(
        LABORATORY,
        "checked: 2026-05-20",
        "checked: 2015-05-20",
        (LABORATORY, "checked: 2015"),
        (LABORATORY, "300 days"),
    ),
    "part without explainer": Planted(
        SYSTEM,
        "layers:\n",
        "layers:\n",
        (SYSTEM, "id: lift"),
        (LABORATORY, "title"),
    ),
    "review promised and not there": Planted(
        ENDED, "page: how/scanner-review.md", "page: how/no-review.md", (ENDED, "no-review"), (ENDED, "no-review")
    ),
    "review only in words": Planted(
        ENDED, "review: {by: 2026-11-16, page: how/scanner-review.md}\n", "", (ENDED, "Our review"), (ENDED, "status")
    ),
    "demand against what it passes through": Planted(
        SYSTEM,
        "normal: 14, unit: patients an hour",
        "normal: 10, unit: patients an hour",
        (SCANS, "normal: 12"),
        (SYSTEM, "normal: 10"),
    ),
    "counts that do not add up": Planted(
        SCANS, "36 of 40 beds", "46 of 40 beds", (SCANS, "46 of 40"), (SCANS, "46 of 40")
    ),
    "state against words": Planted(
        SCANS,
        "says: Works as usual.",
        "says: Closed for the night.",
        (SCANS, "Closed for"),
        (SCANS, "    state: normal"),
    ),
    "times against prose": Planted(
        SCANS,
        'says: "One scanner has been down since 15:10."',
        'says: "One scanner has been down since 16:40."',
        (SCANS, "since 16:40"),
        (SCANS, "since: 2026-11-20 15:10"),
    ),
    "day against date": Planted(
        ENDED, "Monday 2 November", "Sunday 2 November", (ENDED, "Sunday 2"), (ENDED, "Sunday 2")
    ),
    "two bulletins of one part": Planted(
        RESULTS,
        "  - {component: lab,",
        "  - {component: scanners, state: normal, says: All three work.}\n  - {component: lab,",
        (SCANS, "    state: slowed"),
        (RESULTS, "state: normal"),
    ),
    "minutes for what nobody sees": Planted(
        SCANS,
        "how: Follow the blue line. We call you by name.",
        "how: Follow the blue line, or ask the help line.",
        (SCANS, "minutes: {low: 5"),
        (SYSTEM, "id: help-line"),
    ),
}


def findings_of(site: Site) -> list[Finding]:
    """What `check` finds."""
    assert site.run("fetch") == 0
    project = load_project(site.root / "mkdocs.yml")
    return list(check.check(project, store.read(project.recorded), NOW))


def line_of(site: Site, place: tuple[str, str]) -> tuple[str, set[int]]:
    file, words = place
    rows = (site.root / file).read_text(encoding="utf-8").splitlines()
    return file, {number for number, row in enumerate(rows, 1) if words in row}


def plant(site: Site, name: str) -> None:
    planted = CASES[name]
    path = site.root / planted.file
    text = path.read_text(encoding="utf-8")
    assert planted.was in text, "nothing is planted"
    text = text.replace(planted.was, planted.now, 1)
    if name == "part without explainer":
        part = "  - {id: lift, name: Lift, kind: resource, layer: house, owner: site-office, watched_by: [log]}\n"
        text = text.replace("  - {id: scan,", f"{part}  - {{id: scan,")
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def hospital(tmp_path: Path) -> Site:
    return make_trade(tmp_path / "hospital", "Riverside Hospital", HOSPITAL)


@pytest.mark.parametrize("name", CASES)
def test_a_planted_contradiction_is_found_with_both_places_and_no_other_is(hospital: Site, name: str) -> None:
    plant(hospital, name)
    found = findings_of(hospital)
    assert len(found) == 1, "\n".join(map(str, found))
    file, lines = line_of(hospital, CASES[name].here)
    assert (found[0].file, found[0].line in lines) == (file, True), str(found[0])
    other, others = line_of(hospital, CASES[name].there)
    if CASES[name].here != CASES[name].there:
        named = re.findall(rf"{re.escape(other)}:(\d+)", found[0].problem)
        assert {int(number) for number in named} & others, str(found[0])
    assert found[0].remedy


def test_a_warning_that_has_ended_is_found_at_the_report_that_still_rests_on_it(tmp_path: Path) -> None:
    site = make_site(tmp_path / "pier")
    path = site.root / "ops_feeds/bulletins/late.yml"
    wind = "reports:\n  - {component: wind, state: slowed, says: Gale warning until 23:00.}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("reports:\n", wind), encoding="utf-8")
    assert site.run("fetch", now="2026-11-20T18:21:00+01:00") == 0
    assert "ended" not in "".join(one.problem for one in findings_of(site)), "the warning still holds"
    site.met({"n1": "All quiet in the north"})
    found = [one for one in findings_of(site) if one.file.endswith("late.yml") and one.field == "reports[1].state"]
    assert [one.problem for one in found] == [
        "says slowed, and ops_feeds/met.yml:1 ended at 18:24: “Gale warning”",
    ]


def test_at_least_twenty_kinds_are_planted() -> None:
    assert len(CASES) >= 20


def test_a_hospital_whose_words_hold_together_has_none(hospital: Site) -> None:
    assert findings_of(hospital) == []


def test_a_bank_whose_words_hold_together_has_none(tmp_path: Path) -> None:
    assert findings_of(make_trade(tmp_path / "bank", "Harbour Bank", BANK)) == []


def test_a_harbour_whose_words_hold_together_has_none(tmp_path: Path) -> None:
    found = findings_of(make_site(tmp_path / "pier"))
    assert [one for one in found if re.search(r"[.](?:yml|md):[0-9]", one.problem)] == []


def test_the_demo_has_none(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    project = load_project(root / "mkdocs.yml")
    assert check.check(project, store.read(project.recorded), NOW) == ()


def test_a_contradiction_keeps_no_bulletin_from_readers(hospital: Site, capsys: pytest.CaptureFixture[str]) -> None:
    plant(hospital, "state against constraint")
    assert hospital.run("update") == 0
    assert "set aside" not in capsys.readouterr().err
    assert hospital.run("check") == 2


@pytest.mark.audit
def test_a_review_is_a_link_on_its_disruption_s_page(hospital: Site) -> None:
    assert hospital.run("update") == 0
    page = hospital.page("disruptions/log.scanner-2-november/index.html")
    assert '<a href="../../how/scanner-review/">Read our review.</a>' in page
    assert (hospital.root / "site/how/scanner-review/index.html").is_file()
    plant_review(hospital, "review: {by: 2026-11-16}")
    assert hospital.run("update") == 0
    page = hospital.page("disruptions/log.scanner-2-november/index.html")
    assert "We promised a review by 16 November 2026. It is not here." in page
    assert hospital.run("check") == 2


def plant_review(site: Site, review: str) -> None:
    path = site.root / ENDED
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^review: .*$", review, text, flags=re.MULTILINE), encoding="utf-8")


FIVE = {
    "deicing": ("says", "5 of 6 pads, 30 an hour."),
    "cancellations": ("says", "45 of 108 flights, 19:00–22:00. Rebook by phone or app."),
    "departures": ("says", "15–20 minutes late. 20 planes wait."),
    "atc": ("state", "stopped"),
}
"""What a report of the demo's bulletin says instead."""


@pytest.mark.audit
def test_five_planted_together_into_the_demo_are_all_found(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    path = root / "ops_feeds/bulletins/late-departures.yml"
    text = path.read_text(encoding="utf-8")
    for component, (key, words) in FIVE.items():
        text, planted = re.subn(
            rf"(component: {component}\n(?:    .*\n)*?    {key}: ).*", rf"\g<1>{words}", text, count=1
        )
        assert planted
    text, planted = re.subn(
        r"(  - what: )(?!Cancelled).*(\n    can_you)", r"\g<1>Go to the desk in hall B\g<2>", text, count=1
    )
    assert planted
    path.write_text(text, encoding="utf-8")
    assert Site(root).run("fetch") == 0
    project = load_project(root / "mkdocs.yml")
    found = check.check(project, store.read(project.recorded), NOW)
    other = r"(?:ops_feeds|content)/\S+\.yml:\d+"
    fields = {one.field for one in found if one.file.endswith("late-departures.yml") and re.search(other, one.problem)}
    kinds = {re.sub(r"\[\d+\]", "", field) for field in fields}
    # A sixth is true as well: “Fully staffed” beside a tower that is stopped.
    assert (len(fields), kinds) == (6, {"reports.says", "reports.state", "asks.what"}), "\n".join(map(str, found))
