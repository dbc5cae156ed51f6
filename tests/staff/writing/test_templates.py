"""A notice begun from a template: every trade, every gap, and nothing published before the last one is answered."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from explainer.declarations.documents import read_yaml
from explainer.errors import Finding, Level
from explainer.formats.builtin.bulletin import BULLETIN_DOOR, Bulletin
from explainer.record import store
from explainer.staff.check import Judge
from explainer.staff.project import Project, load_project
from explainer.staff.writing import templates
from explainer.staff.writing.templates import House, Template
from tests.conftest import ROOT
from tests.support.site import make_site
from tests.support.trades import BANK, HOSPITAL, make_trade

NOW = datetime(2026, 11, 20, 18, 24, 40, tzinfo=ZoneInfo("Europe/Paris"))
EVERY = templates.templates()
BULLETIN_KEYS = [BULLETIN_DOOR.called.get(name, name) for name in Bulletin.__struct_fields__]
WORDS = {
    "means": "Two of three lifts do not run.",
    "do": "Take the stairs on the left",
    "weather": "Heavy snow",
    "who": "Ground staff",
    "works": "Every second one runs",
    "why": "Two motors are replaced.",
    "instead": "Take the bus from stop 4.",
    "was": "Two of three lifts stood still.",
    "from": "22:00",
    "until": "2026-11-21 05:00",
    "since": "17:50",
}


@pytest.fixture(params=["airport", "harbour", "hospital", "bank"], scope="module")
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "airport":
        return load_project(ROOT / "mkdocs.yml")
    if request.param == "harbour":
        make_site(root)
    else:
        make_trade(root, request.param, {"hospital": HOSPITAL, "bank": BANK}[request.param])
    return load_project(root / "mkdocs.yml")


@cache
def judge(root: Path) -> Judge:
    project = load_project(root / "mkdocs.yml")
    return Judge(project, store.read(project.recorded))


def house(project: Project) -> House:
    staff = judge(project.root).staff
    assert staff is not None
    return templates.house_of(staff.system, staff.sources, project.settings)


def answers(of: Template, at: House) -> dict[str, str]:
    said: dict[str, str] = {}
    for gap in of.gaps:
        there = templates.choices(gap, said, at)
        if there:
            said[gap.name] = there[-1].id
        elif gap.name in WORDS:
            said[gap.name] = WORDS[gap.name]
    return said


def judged(project: Project, text: str) -> list[Finding]:
    path = next(project.feeds.rglob("bulletins")) / "new-one.yml"
    found = judge(project.root).findings({path: text}, NOW)
    return [one for one in found if one.file.endswith("new-one.yml") and one.level is Level.ERROR]


@pytest.mark.parametrize("of", EVERY, ids=[one.id for one in EVERY])
def test_every_template_passes_once_its_gaps_are_answered(of: Template, project: Project) -> None:
    at = house(project)
    text = templates.new_bulletin(of, answers(of, at), at, NOW)
    assert templates.open_gaps(text) == ()
    assert templates.HELP not in text
    assert judged(project, text) == []


@pytest.mark.parametrize("of", EVERY, ids=[one.id for one in EVERY])
def test_every_gap_that_is_not_answered_is_named_and_nothing_else(of: Template, project: Project) -> None:
    text = templates.new_bulletin(of, {}, house(project), NOW)
    gaps = templates.open_gaps(text)
    assert gaps
    found = judged(project, text)
    assert {one.problem.split("?")[0] for one in found} == {f"“{{{name}" for name in _written(text)}
    assert all(one.problem.endswith("is not answered yet") for one in found)
    assert all(text.splitlines()[one.line - 1].count("?}") for one in found)


def _written(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z.-]+)\?\}", "\n".join(line for line in text.splitlines() if "# fill" not in line)))


def test_the_first_word_needs_no_more_than_the_part_and_says_no_cause_number_or_right(project: Project) -> None:
    at = house(project)
    part = at.system.components[0]
    text = templates.new_bulletin(templates.template("first-word"), {"part": part.name}, at, NOW)
    assert templates.open_gaps(text) == ()
    assert f"component: {part.id}\n    state: unknown" in text
    assert "cause: {unknown: true" in text
    assert "More by 19:15." in text
    assert not re.search(r"\d", re.sub(r"\d\d:\d\d|\d{4}-\d\d-\d\d", "", text.replace(part.name, "")))
    assert "rights" not in text


def test_what_a_gap_asks_goes_once_it_is_answered_by_hand(project: Project) -> None:
    text = templates.new_bulletin(templates.template("outage"), {}, house(project), NOW)
    by_hand = text.replace('"{means?}"', "No lift runs.")
    assert "# fill in: {means?}" in by_hand
    left = templates.without_answered(by_hand)
    assert "# fill in: {means?}" not in left
    assert "# fill in: {do?}" in left
    assert "# Append only" in left


def test_ids_come_from_the_system_of_the_site(project: Project) -> None:
    at = house(project)
    of = templates.template("outage")
    asked = templates.new_bulletin(of, {}, at, NOW)
    assert f"One of: {', '.join(one.id for one in at.system.components)}" in asked
    with pytest.raises(ValueError, match=r"^part: “no-such-part” is none of them; "):
        templates.new_bulletin(of, {"part": "no-such-part"}, at, NOW)


@pytest.mark.parametrize("hostile", ['a: b # "c', "{next?}", "- x", "ends\nhere: yes", "\u202eabc", "{{x}}", "👩🏽‍🚒"])
def test_an_answer_stays_the_words_it_is(hostile: str, project: Project) -> None:
    at = house(project)
    said = {"part": at.system.components[0].id, "means": hostile, "do": "Wait."}
    text = templates.new_bulletin(templates.template("outage"), said, at, NOW)
    data = read_yaml(text, "new.yml").data
    assert data["summary"].rstrip(".") == " ".join(hostile.split())
    assert data.keys() <= {*BULLETIN_KEYS}


def test_there_is_no_template_of_another_name() -> None:
    with pytest.raises(ValueError, match="there is no template “outtage”; did you mean “outage”"):
        templates.template("outtage")
