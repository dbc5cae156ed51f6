"""Why is told once: pages, map, ``status.json`` and the terminal name the same causes, of any operation."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from explainer.commands.main import run
from explainer.commands.terminal import told
from explainer.language.words import english
from explainer.model.placeholders import filled
from explainer.model.vocabulary import State
from explainer.outputs.status import status_json
from explainer.picture.causes import Pair, Step, Sure
from explainer.picture.chains import above, reach
from explainer.picture.explained import explained
from explainer.picture.figures import written
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Standing
from explainer.picture.stated import is_unknown, subject
from explainer.record.store import read
from explainer.render.components import steps
from explainer.render.components.steps import MOST_BRIEF, brief
from explainer.render.components.trace import trace
from explainer.render.view import View
from tests.conftest import ROOT
from tests.factory import SETTINGS, SILENT, make_bulletin, make_picture, make_record, make_view
from tests.factory_map import map_view, system_of
from tests.support.site import Site, make_site

Told = dict[str, list[str]]


def words(element: html.HtmlElement) -> str:
    """What a reader reads of an element, but for the question or the kind of cause before it."""
    before = element.xpath('.//span[@class="q"] | self::h3/b')
    asked = "".join(" ".join(one.text_content().split()) for one in before)
    return " ".join(element.text_content().split()).removeprefix(asked)


class Names:
    """Which part a page means: by its name, its name and state, or the headline of a report of it."""

    def __init__(self, status: Any, headlines: Iterable[tuple[str, str]] = ()) -> None:
        self.ids: dict[str, str] = {part["name"]: part["id"] for part in status["components"]}
        self.ids |= {headline.removesuffix("."): part for part, headline in headlines}

    def __call__(self, element: html.HtmlElement) -> str:
        shown = words(element)
        return self.ids.get(shown) or self.ids[re.sub(r": [a-z ]+$", "", shown)]


APART = {"not": ("ruled_out", "cut_off"), "unreported": ("unreported",), "blind": ("cannot_tell",)}
"""What is no cause, or not known to be one: by its section of the page, its keys in ``status.json``."""


def told_on(page: html.HtmlElement, names: Names) -> Told:
    """The parts that a trace page names, and what as. What is counted is a limit, not a part."""
    steps = page.xpath('//li[@class="step"][not(contains(p[@class="by"], "counted"))]/h2')
    return {
        "steps": [names(h) for h in steps][1:],
        "roots": [names(h) for h in page.xpath('//li[@class="root"]/h3')],
        "others": sorted(names(b) for b in page.xpath('//section[@id="too" or @id="also"]//li/b')),
        **{group: sorted(names(b) for b in page.xpath(f'//section[@id="{group}"]//li/b')) for group in APART},
    }


def told_in(status: Any, symptom: str) -> Told:
    """The same of ``status.json``."""
    why = next(why for why in status["why"] if why["symptom"] == symptom)
    parts = {key: [cause["component"] for cause in why[key]] for key in ("steps", "roots", "others")}
    apart = {group: sorted(part for key in keys for part in why[key]) for group, keys in APART.items()}
    return {**parts, "others": sorted(parts["others"]), **apart}


def named(said: Told) -> set[str]:
    return {*said["steps"], *said["roots"], *said["others"]}


def chains_in(status: Any) -> list[str]:
    """The chains as the terminal words them."""
    names = {part["id"]: part["name"] for part in status["components"]}
    return [
        f"{chain['sure'].replace('_', ' ')}: {' → '.join(names[step['component']] for step in chain['steps'])}"
        for chain in status["chains"]
    ]


def chains_shown(terminal: str) -> list[str]:
    return [line.strip() for line in terminal.splitlines() if " → " in line]


# The published sites


@pytest.fixture(scope="module", params=["an airport in snow", "a pier in a gale"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("why") / "site"
    if request.param == "a pier in a gale":
        made = make_site(root)
        assert made.run("update") == 0
        return made
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    return Site(root)


def headlines_of(site: Site) -> list[tuple[str, str]]:
    """The headlines of all reports in the record, with the parts that they are about."""
    latest = [held.latest for held in read(site.root / "ops_feeds" / "recorded").held.values()]
    return [
        (report.component, filled(report.headline, partial(written, figures=of.account.figures, words=english())))
        for of in latest
        for report in of.reports
    ]


def test_a_published_why_page_names_the_causes_that_status_json_names(site: Site) -> None:
    status = json.loads(site.page("status.json"))
    names = Names(status, headlines_of(site))
    assert status["why"]
    for why in status["why"]:
        page = html.fromstring(site.page(f"why/{why['symptom']}/index.html"))
        assert told_on(page, names) == told_in(status, why["symptom"])


def test_every_published_chain_starts_at_a_cause_that_its_page_names(site: Site) -> None:
    status = json.loads(site.page("status.json"))
    assert status["chains"]
    for chain in status["chains"]:
        assert chain["root"] in named(told_in(status, chain["symptom"]))


def test_the_published_map_marks_the_parts_on_known_links_of_the_chains_of_status_json(site: Site) -> None:
    status = json.loads(site.page("status.json"))
    off = {part["id"] for part in status["components"] if part["state"] in ("stopped", "slowed", "watch")}
    lead = next(why for why in status["why"] if why["symptom"] in ("departures", "ferry"))
    chain = next(chain for chain in status["chains"] if chain["symptom"] == lead["symptom"])
    known = {row["component"] for key in ("steps", "roots", "others") for row in lead[key] if row["sure"] == "known"}
    page = html.fromstring(site.page("map/index.html"))
    hot = '//nav[@id="list"]//li[contains(concat(" ", @class, " "), " hot ")]'
    marked = set(page.xpath(f'{hot}//div[@class="more"]/@id'))
    sure = {step["component"] for step in chain["steps"][1:] if step["sure"] == "known"}
    assert sure & off
    assert sure & off <= marked <= {lead["symptom"], *known}, "a stated cause is one even where nobody reports on it"
    hued = set(
        page.xpath(f'{hot}[.//summary/span[contains(concat(" ", @class, " "), " on ")]]//div[@class="more"]/@id')
    )
    assert hued == marked & off, "a part that nobody reports on has no colour of a state"


def test_the_terminal_shows_the_published_chains(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    status = json.loads(site.page("status.json"))
    run(["show", "-f", str(site.root / "mkdocs.yml"), "--now", status["generated_at"]])
    assert chains_shown(capsys.readouterr().out) == chains_in(status)


def test_the_feed_of_updates_names_no_cause_that_its_publisher_did_not_write(site: Site) -> None:
    status = json.loads(site.page("status.json"))
    feed = site.page("feed.xml")
    reasons = {step["because"] for chain in status["chains"] for step in chain["steps"]} - {None}
    assert [reason for reason in reasons if reason in feed] == []


# Any operation


PARTS = [["wind", "ice"], ["crane", "berths", "rails", "crews"], ["late", "lost"]]
IDS = [id_ for layer in PARTS for id_ in layer]
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] != p[1]), unique=True)
REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "component": st.sampled_from(IDS),
            "state": st.sampled_from(["stopped", "slowed", "watch", "normal", "unknown"]),
            "caused_by": st.lists(st.sampled_from(IDS), max_size=3, unique=True),
        }
    ),
    max_size=8,
)
LIMIT = {"unit": "boxes", "normal": 36, "now": 24, "demand": 36, "at": "2026-11-20T18:20:00+01:00"}


@st.composite
def views(draw: st.DrawFn) -> View:
    """An operation with any links, of which two bulletins report anything, some of it watched by a silent feed."""
    kinds = {"wind": {"nature": "weather"}, "rails": {"nature": "limit"}, "crews": {"nature": "choice"}}
    unseen = draw(st.sets(st.sampled_from(IDS)))
    watched = draw(st.sampled_from([[], ["road"]]))
    more = {id_: {**kinds.get(id_, {}), **({"watched_by": watched} if id_ in unseen else {})} for id_ in IDS}
    system = system_of(PARTS, draw(PAIRS), **more)
    said = [
        make_bulletin(
            native,
            reports=draw(REPORTS),
            symptom=draw(st.sampled_from(["", "late", "lost"])),
            cause=draw(st.sampled_from([None, {"unknown": True}, *({"component": id_} for id_ in IDS)])),
            constraints=draw(st.sampled_from([[], [{"component": "crane", **LIMIT}]])),
            brief=[],
            about=[],
        )
        for native in ("a", "b")
    ]
    record = make_record(said, times={"road": SILENT})
    return make_view(make_picture(system=system, record=record), system=system)


@settings(max_examples=60)
@given(views())
def test_of_any_operation_all_tell_the_same_why(view: View) -> None:
    status = json.loads(status_json(view))
    names = Names(status)
    for symptom in view.system.symptoms:
        page = html.fromstring(f"<div>{trace(view, {'subject': symptom.id})}</div>")
        said = told_in(status, symptom.id)
        assert told_on(page, names) == said
        chains = [chain for chain in status["chains"] if chain["symptom"] == symptom.id]
        assert {chain["root"] for chain in chains} <= named(said), "what a chain starts at is named"
        walked = {step["component"] for chain in chains for step in chain["steps"]}
        assert not walked & set(view.picture.why[symptom.id].ruled_out), "nothing is ruled out that a chain passes"
    assert chains_shown(told(view.picture, view.system, SETTINGS, view.words)) == chains_in(status)


@settings(max_examples=60)
@given(views())
def test_of_any_operation_every_part_behind_a_symptom_is_told_once(view: View) -> None:
    for symptom, why in view.picture.why.items():
        causes = [cause.component for cause in (*why.steps, *why.roots, *why.others)]
        apart = [*causes, *why.ruled_out, *why.unreported, *why.cut_off, *why.cannot_tell]
        links = [(link.source, link.target) for link in view.system.links]
        assert sorted(apart) == sorted(above(symptom, {*links, *view.picture.stated}) - {symptom})


@settings(max_examples=150)
@given(views())
def test_it_never_draws_a_cause_that_nobody_declared(view: View) -> None:
    """Not in a chain, a brief, a trace or a thick arrow; and two things at the same time are not a cause."""
    current = [now for now in view.picture.in_standing(Standing.CURRENT) if now.trusted]
    by_reports = {
        (cause, report.component)
        for now in current
        for report in now.reports
        if report.state.off
        for cause in report.report.caused_by
    }
    by_whole = {(cause_told(now), subject(now)) for now in current if cause_told(now)}
    stated = by_reports | by_whole
    assert {pair for pair, link in view.picture.link.items() if link.sure is Sure.KNOWN} <= stated
    assert view.picture.hot <= stated
    for chain in view.picture.chains:
        by = view.picture.disruption[chain.disruption]
        assert chain.root == cause_told(by) or known_behind(chain.root, own(by, chain.symptom), stated)
        assert_known_is_stated(chain.steps, stated)
    for now in current:
        found = explained(view.picture, view.system, now)
        assert_known_is_stated(found.path, stated)
        assert {(cause.component, cause.target) for cause in found.also} <= stated
        if found.path and cause_told(now) not in ("", subject(now)):
            assert found.path[0].component == cause_told(now), "the stated cause leads"
        assert {step.component for step in found.path} >= ({subject(now)} if found.path else set())
    for why in view.picture.why.values():
        way = (*why.steps, *why.roots)
        assert not way or why.by
        leads = {cause_told(view.picture.disruption[why.by])} if why.by else set()
        for cause in (*way, *why.others):
            pair = (cause.component, cause.target)
            assert cause.sure is not Sure.KNOWN or pair in stated or cause.component in leads


def cause_told(now: DisruptionNow) -> str:
    cause = now.disruption.account.cause
    return (cause.component or "") if cause is not None and not cause.unknown else ""


def own(now: DisruptionNow, part: str) -> set[str]:
    return {cause for report in now.reports if report.component == part for cause in report.report.caused_by}


def known_behind(root: str, causes: set[str], stated: set[Pair]) -> bool:
    return any(root in above(cause, stated) for cause in causes)


def assert_known_is_stated(steps: Sequence[Step], stated: set[Pair]) -> None:
    before: list[str] = []
    for step in steps:
        if before and step.sure is Sure.KNOWN:
            pairs = {(step.link.source, step.component)} if step.link else {(one, step.component) for one in before}
            assert pairs & stated
        assert step.sure is not Sure.MAY_FOLLOW, "no guess is part of a chain"
        before.append(step.component)


@settings(max_examples=60)
@given(views())
def test_of_any_operation_an_unknown_cause_empties_every_chain(view: View) -> None:
    status = json.loads(status_json(view))
    for now in view.picture.in_standing(Standing.CURRENT):
        if not is_unknown(now):
            continue
        found = explained(view.picture, view.system, now)
        assert (found.path, found.also, found.after) == ((), (), ())
        assert now.id not in {chain["disruption"] for chain in status["chains"]}
        assert not view.picture.hot or view.picture.lead != now.id
        assert brief(view, now).lines == ()
        assert "We do not know why yet" in brief(view, now).unknown
        assert "We do not know why yet" in steps.why(view, now)
        assert "We do not know why yet" in told(view.picture, view.system, SETTINGS, view.words)
    for told_of in status["why"]:
        if told_of["unknown"]:
            assert told_of["steps"] == told_of["roots"] == []
            assert [chain for chain in status["chains"] if chain["symptom"] == told_of["symptom"]] == []
            page = html.fromstring(f"<div>{trace(view, {'subject': told_of['symptom']})}</div>")
            assert page.xpath("string(//h2)").startswith("We do not know why yet")


@settings(max_examples=100)
@given(views())
def test_of_any_operation_what_a_disruption_states_is_shown_first_and_its_symptom_last(view: View) -> None:
    for now in view.picture.in_standing(Standing.CURRENT):
        lines = brief(view, now).lines
        found = explained(view.picture, view.system, now)
        open_at = view.picture.component.get(subject(now))
        if cause_told(now) not in ("", subject(now)) and open_at and not is_well(open_at):
            assert found.path[0].component == cause_told(now)
            assert found.path[-1].component == subject(now)
        assert len(lines) <= MOST_BRIEF
        for line, step in ((lines[0], found.path[0]), (lines[-1], found.path[-1])) if found.path else ():
            assert str(line[0]).startswith(view.system.by_id[step.component].name)


def is_well(now: ComponentNow) -> bool:
    return now.basis is Basis.REPORTED and now.state is State.NORMAL


@settings(max_examples=60)
@given(views())
def test_of_any_operation_nothing_is_ruled_out_but_by_what_somebody_says_is_well(view: View) -> None:
    known = view.picture.component
    for symptom, why in view.picture.why.items():
        assert all(known[part].is_known_well for part in why.ruled_out)
        assert not any(known[part].is_known_well for part in (*why.unreported, *why.cannot_tell))
        ways = [(link.target, link.source) for link in view.system.links if not known[link.source].is_known_well]
        assert not reach(symptom, ways) & set(why.cut_off), "every way from there passes something that is well"


@settings(max_examples=60)
@given(views())
def test_of_any_operation_a_disruption_is_explained_along_the_links_of_the_picture(view: View) -> None:
    for now in view.picture.in_standing(Standing.CURRENT):
        found = explained(view.picture, view.system, now)
        for step in (*found.path, *found.after):
            sure = view.picture.link[step.link.source, step.component].sure if step.link else None
            assert sure is None or sure is step.sure
        parts = [step.component for step in found.path]
        assert len(set(parts)) == len(parts) != 1


# What is true, where the pages and status.json once differed


def view_of(*reports: dict[str, Any], **more: Any) -> View:
    return map_view(make_bulletin(reports=list(reports), **({"constraints": []} | more)))


def off(component: str, *causes: str, state: str = "slowed") -> dict[str, Any]:
    return {"component": component, "state": state, "caused_by": list(causes)}


def test_a_stated_cause_is_one_even_where_nobody_reports_on_it() -> None:
    picture = view_of(off("crane", "rails"), off("ferries", "crane"), cause=None).picture
    assert [chain.root for chain in picture.chains_to("ferries")] == ["rails"]
    assert [cause.component for cause in picture.why["ferries"].roots] == ["rails"]
    assert ("rails", "crane") in picture.hot


def test_a_cause_is_known_whichever_report_of_the_part_states_it() -> None:
    worse = make_bulletin("a", reports=[off("crane", state="stopped"), off("ferries", "crane")], about=[])
    other = make_bulletin("b", reports=[off("wind"), off("crane", "wind")], about=[])
    picture = map_view(worse, other).picture
    assert picture.link["wind", "crane"].sure is Sure.KNOWN


def test_what_nobody_can_see_hides_nothing_that_lies_behind_it() -> None:
    system = system_of(
        [["ice"], ["road"], ["late"]], [("ice", "road"), ("road", "late")], road={"watched_by": ["road"]}
    )
    record = make_record([make_bulletin(reports=[off("ice")], symptom="", constraints=[])], times={"road": SILENT})
    why = make_picture(system=system, record=record).why["late"]
    assert [cause.component for cause in why.others] == ["ice"]
    assert why.cannot_tell == ("road",)


def test_what_works_normally_passes_no_trouble_on() -> None:
    links = [("ice", "road"), ("road", "yard"), ("yard", "late")]
    system = system_of([["ice"], ["road"], ["yard"], ["late"]], links)
    reports = [off("ice"), {"component": "yard", "state": "normal"}]
    picture = make_picture(
        system=system, record=make_record([make_bulletin(reports=reports, symptom="", constraints=[])])
    )
    assert picture.chains == ()
    assert picture.why["late"].ruled_out == ("yard",)
    assert picture.why["late"].cut_off == ("ice",)


def test_what_nobody_speaks_of_rules_nothing_out() -> None:
    links = [("ice", "road"), ("road", "yard"), ("yard", "late")]
    system = system_of([["ice"], ["road"], ["yard"], ["late"]], links)
    system = system.replace(components=tuple(c.replace(watched_by=("met",)) for c in system.components))
    record = make_record([make_bulletin(reports=[off("ice")], symptom="", constraints=[])])
    why = make_picture(system=system, record=record).why["late"]
    assert (why.ruled_out, why.unreported, why.cut_off) == ((), ("yard",), ())
    assert why.cannot_tell == ("ice", "road")


def test_the_chain_that_leads_starts_at_the_cause_that_is_stated() -> None:
    system = system_of([["fire", "ice"], ["late"]], [("fire", "late"), ("ice", "late")])
    reports = [off("fire"), off("ice"), off("late", "fire", "ice")]
    for cause in ("fire", "ice"):
        bulletin = make_bulletin(reports=reports, symptom="late", cause={"component": cause}, constraints=[], about=[])
        why = make_picture(bulletin, system=system).why["late"]
        assert [stop.component for stop in why.steps] == [cause]
