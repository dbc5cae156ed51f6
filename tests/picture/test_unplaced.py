"""Not understood is not well: while a message that holds now could not be placed, no part it may be about is normal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.commands.main import run
from explainer.commands.terminal import told
from explainer.declarations.sources import SOURCE_DOOR
from explainer.formats.base import Parsed
from explainer.language.words import english
from explainer.model.disruption import Disruption, Entity, Rejected
from explainer.model.history import FeedRecord, Flood, Record
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.model.value import stated
from explainer.model.vocabulary import State, Unmatched
from explainer.outputs.status import status_json
from explainer.picture import build
from explainer.picture.model import Basis, Picture
from explainer.record.lifecycle import Good, advance
from explainer.render import pages
from explainer.render.components.disruption import disruption
from explainer.render.components.feeds import sources
from explainer.render.components.map.listing import listing
from explainer.render.components.others import others
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.components.trace import trace
from explainer.render.view import View
from explainer.staff.placing import advice
from tests.conftest import NOW
from tests.factory import (
    FRESH,
    SILENT,
    SOURCES,
    at,
    looked,
    make_bulletin,
    make_disruption,
    make_record,
    make_system,
    make_view,
)
from tests.support.markup import Walk
from tests.support.site import Site, make_site

WIND = {"component": "wind", "state": "slowed"}
RULES: list[dict[str, Any]] = [
    {"match": {"entity": ["Pier 4"]}, "component": "crane", "state": "slowed"},
    {"match": {"words": ["wind"]}, "component": "wind", "state": "slowed"},
]


def declared(*rules: dict[str, Any], **more: Any) -> tuple[Source, ...]:
    """The harbour's feeds, with these rules for the weather office."""
    log, met, road = SOURCES
    written = stated(met) | {"mapping": list(rules)} | more
    return log, SOURCE_DOOR.read(written), road


def picture(
    *messages: Disruption,
    aside: Iterable[Rejected] = (),
    sources: tuple[Source, ...] | None = None,
    record: Record | None = None,
    **more: Any,
) -> Picture:
    feeds = [FeedRecord(feed="met", carried=tuple(d.id for d in messages), rejected=tuple(aside))]
    kept = record or make_record(messages, feeds=feeds, **more)
    return build(make_system(), sources or declared(*RULES), looked(kept), NOW)


def flooded(flood: Flood) -> Record:
    return make_record(feeds=[FeedRecord(feed="met", flood=flood)])


def unknown(shown: Picture) -> set[str]:
    return {c.id for c in shown.components if c.basis is Basis.NOT_UNDERSTOOD}


def view(*messages: Disruption, **more: Any) -> View:
    return make_view(picture(*messages, **more))


def words(html: str) -> str:
    walk = Walk(html)
    assert not walk.faults
    return walk.text


class TestParts:
    def test_a_message_that_no_rule_matches_leaves_every_part_that_its_feed_watches_unknown(self) -> None:
        shown = picture(make_disruption("met"))
        assert unknown(shown) == {"wind", "crane"}
        assert shown.state is State.UNKNOWN
        assert shown.component["wind"].by == "Weather office"

    def test_one_that_names_a_part_leaves_only_that_one_unknown(self) -> None:
        by_rule = make_disruption("met", affected=[Entity(kind="stop", name="PIER 4")])
        by_name = make_disruption("met", affected=[Entity(kind="part", ref="x", name="crane")])
        for named in (by_rule, by_name):
            assert unknown(picture(named)) == {"crane"}

    def test_a_name_of_a_part_that_is_not_the_feeds_business_places_nothing(self) -> None:
        narrow = declared(*RULES, may={"set": ["wind", "crane"]})
        about_road = make_disruption("met", affected=[Entity(kind="part", name="Road")])
        assert unknown(picture(about_road, sources=narrow)) == {"wind", "crane"}
        assert unknown(picture(about_road)) == {"road"}, "here the feed may speak of the road"

    def test_an_entry_that_could_not_be_read_counts_as_well(self) -> None:
        assert unknown(picture(aside=[Rejected(entry="entry 3", reason="it has no id")])) == {"wind", "crane"}
        named = Rejected(entry="entry 3", reason="it has no id", names=("Pier 4",))
        assert unknown(picture(aside=[named])) == {"crane"}

    def test_what_speaks_of_the_document_as_a_whole_counts_too(self) -> None:
        assert unknown(picture(aside=[Rejected(entry="what follows", reason="more follows elsewhere")]))

    def test_what_was_left_out_of_a_flood_counts_too(self) -> None:
        vague = flooded(Flood(left_out=9_500, unclear=True))
        assert unknown(picture(record=vague)) == {"wind", "crane"}
        assert unknown(picture(record=flooded(Flood(left_out=9_500, parts=("crane",))))) == {"crane"}
        assert not unknown(picture(record=vague, sources=declared(*RULES, unmatched="ignore")))
        named = flooded(Flood(left_out=9_500, parts=("crane",), unclear=True))
        assert unknown(picture(record=named, sources=declared(*RULES, unmatched="ignore"))) == {"crane"}

    def test_a_flood_is_told_in_one_row_with_how_many_it_is(self) -> None:
        shown = make_view(picture(record=flooded(Flood(left_out=9_500, unclear=True))))
        page, status = words(others(shown, {})), json.loads(status_json(shown))
        assert "9,500 messages that hold now could not be placed" in page
        assert "9,500 messages left out" in page
        assert (len(status["unplaced"]), status["unplaced_total"]) == (1, 9_500)
        assert [one["left_out"] for one in status["sources"]] == [0, 9_500, 0]
        assert "9,500 messages are left out" in words(sources(shown, {}))
        told_there = told(shown.picture, shown.system, shown.settings, english())
        assert "Weather office: 9,500 messages left out (its feed sends more than we take in at once)" in told_there

    def test_what_makes_room_for_something_worse_is_not_shown_meanwhile(self) -> None:
        calm, storm = make_disruption("met", "calm"), make_disruption("met", "storm")
        record = make_record([calm, storm], feeds=[FeedRecord(feed="met", flood=Flood(left_out=1, hidden=(calm.id,)))])
        shown = picture(record=record)
        assert [now.id for now in shown.disruptions] == [storm.id]
        assert shown.source["met"].not_shown == 0, "it is no drill"

    def test_a_bulletin_with_findings_counts_too(self) -> None:
        feeds = [FeedRecord(feed="log", rejected=(Rejected(entry="gale.yml", reason="is missing"),))]
        shown = picture(record=make_record(feeds=feeds))
        assert shown.component["ferries"].basis is Basis.NOT_UNDERSTOOD
        one = Rejected(entry="gale.yml", reason="gale.yml:2:1 is missing", headline="No compensation", names=("crane",))
        seen = view(record=make_record(feeds=[FeedRecord(feed="log", rejected=(one,))]))
        assert unknown(seen.picture) == {"crane"}
        said = words(others(seen, {})) + status_json(seen).decode()
        assert "It has to be mended first." in said
        for kept_back in ("No compensation", "gale.yml"):
            assert kept_back not in said

    def test_what_was_understood_and_is_none_for_readers_leaves_nothing_unknown(self) -> None:
        ack = Rejected(entry="entry 2", reason="it is an acknowledgement", understood=True)
        shown = picture(aside=[ack])
        assert shown.state is State.NORMAL
        assert "set aside" not in words(sources(make_view(shown), {}))

    def test_a_part_that_somebody_reports_disturbed_stays_as_reported_and_one_reported_normal_does_not(self) -> None:
        for state, becomes in (("stopped", "stopped"), ("watch", "watch"), ("normal", "unknown")):
            said = make_disruption("log", "b", reports=[{"component": "crane", "state": state}])
            shown = picture(said, make_disruption("met", affected=[Entity(kind="stop", name="Pier 4")]))
            assert shown.component["crane"].state == becomes
            assert shown.component["crane"].unplaced

    @pytest.mark.parametrize(
        "fields",
        [
            {"severity": "none"},
            {"effects": [{"code": "no_effect"}]},
            {"status": "resolved"},
            {"periods": [{"start": at(60)}]},
            {"reports": [{"component": "wind", "state": "watch"}]},
        ],
    )
    def test_what_disturbs_nothing_is_over_is_coming_or_was_placed_leaves_nothing_unknown(
        self, fields: dict[str, Any]
    ) -> None:
        assert not picture(make_disruption("met", **fields)).unplaced

    def test_what_our_own_staff_write_or_gather_they_understand(self) -> None:
        assert not picture(make_disruption("log")).unplaced
        assert not picture(make_bulletin(about=[{"feed": "met"}]), make_disruption("met")).unplaced

    def test_a_silent_feed_leaves_its_parts_unknown_because_it_is_silent(self) -> None:
        shown = picture(make_disruption("met"), times={"met": SILENT, "log": SILENT})
        assert shown.component["wind"].basis is Basis.SILENT
        assert not shown.unplaced

    def test_a_feed_may_be_declared_to_carry_other_peoples_news_too(self) -> None:
        ignoring = declared(*RULES, unmatched=Unmatched.IGNORE)
        shown = picture(make_disruption("met"), aside=[Rejected(entry="2", reason="no id")], sources=ignoring)
        assert shown.state is State.NORMAL
        said = words(sources(make_view(shown), {}))
        assert "What no rule of ours places is shown, and changes no part." in said

    def test_it_is_no_inferred_watch_and_draws_no_cause(self) -> None:
        blown = make_disruption("log", "b", reports=[{"component": "wind", "state": "stopped"}])
        shown = picture(blown, make_disruption("met", affected=[Entity(kind="stop", name="Pier 4")]))
        assert shown.component["crane"].state is State.UNKNOWN


MAJOR: dict[str, Any] = {
    "severity": "severe",
    "severity_native": "major",
    "headline": [{"text": "Uploads fail"}],
    "issued_at": at(-9),
}


class TestWords:
    def test_the_home_page_says_how_many_and_which_and_never_that_all_is_well(self) -> None:
        aside = [Rejected(entry="entry 2", reason="it has no id", headline="Pier closed")]
        seen = view(make_disruption("met", **MAJOR), aside=aside)
        said = words("".join((pages.lead(seen, {"page": "home"}), others(seen, {}), parts(seen, {}))))
        assert "Unknown We cannot see everything" in said
        assert "Wind and Crane: unknown, because we could not place 2 messages of Weather office." in said
        assert (
            "What we could not place 2 messages that hold now could not be placed, so the parts that they may be "
            "about are unknown. Uploads fail Major Weather office, 18:15 Pier closed Not read Weather office. "
            "It could not be read."
        ) in said
        for green in ("All normal", "Every part", "Information", "works as usual"):
            assert green not in said

    @pytest.mark.parametrize(
        ("fields", "word"),
        [
            ({"severity": "severe", "severity_native": "MAJOR"}, "Major"),
            ({"severity": "severe", "severity_native": "level 4"}, "Severe"),
            ({"effects": [{"code": "no_service"}]}, "No service"),
            ({"effects": [{"code": "unknown"}], "status_native": "investigating"}, "Investigating"),
            ({}, "Holds"),
            ({"severity": "none"}, "Information"),
            ({"effects": [{"code": "information"}]}, "Information"),
        ],
    )
    def test_only_what_says_that_it_disturbs_nothing_is_called_information(
        self, fields: dict[str, Any], word: str
    ) -> None:
        said = words(others(view(make_bulletin(about=[]), make_disruption("met", **fields)), {}))
        assert word in said
        assert ("Information" in said) == (word == "Information")

    def test_many_are_counted_and_the_first_five_shown(self) -> None:
        seen = view(*(make_disruption("met", f"d{n}") for n in range(30)))
        said = others(seen, {})
        assert said.count("<li>") == 5
        assert "30 messages that hold now could not be placed" in said

    def test_its_own_page_says_that_we_do_not_know_what_it_is_about(self) -> None:
        seen = view(make_disruption("met", **MAJOR))
        args = {"page": "disruption", "subject": "met.a"}
        html = f"{pages.lead(seen, args)}{disruption(seen, args)}"
        assert words(html).startswith("Major, reported 18:15 CET Uploads fail")
        assert "We do not know which part it is about, so those that it may be about are unknown." in words(html)
        assert 'class="lead is-unknown"' in html

    def test_map_panel_and_trace_give_the_reason(self) -> None:
        seen = view(make_disruption("met", **MAJOR))
        why = "A message of Weather office may be about this, and we could not place it: “Uploads fail”."
        for html in (
            panel(seen, {"components": "wind"}),
            listing(seen, frozenset()),
            trace(seen, {"subject": "ferries"}),
        ):
            assert why in words(html)

    def test_the_status_names_them_and_gives_the_reason(self) -> None:
        said = json.loads(status_json(view(make_disruption("met", **MAJOR))))
        assert said["state"] == "unknown"
        (one,) = said["unplaced"]
        assert (one["headline"], one["disruption"], one["components"]) == ("Uploads fail", "met.a", ["wind", "crane"])
        wind = next(c for c in said["components"] if c["id"] == "wind")
        assert (wind["state"], wind["basis"]) == ("unknown", "not_understood")
        assert "Uploads fail" in wind["says"]
        assert said["unplaced_total"] == 1

    def test_the_terminal_names_them(self) -> None:
        settings = Settings(site_name="Harbour", zone="Europe/Paris")
        lines = told(picture(make_disruption("met", **MAJOR)), make_system(), settings, english())
        assert lines.startswith("? Unknown: Wind and Crane\n")
        assert "  ? Weather office: Uploads fail (no rule of its feed matches it)" in lines
        assert "no disruption is reported" not in lines

    def test_a_disruption_of_a_feed_that_watches_nothing_is_not_passed_over_either(self) -> None:
        ignoring = declared(unmatched=Unmatched.IGNORE)
        lines = told(
            picture(make_disruption("met"), sources=ignoring), make_system(), Settings(site_name="Harbour"), english()
        )
        assert lines.startswith("● Normal: no part is disturbed\n")


class TestRecorded:
    def test_a_broken_bulletin_leaves_unknown_what_it_speaks_of_unless_it_is_a_draft(self, site: Site) -> None:
        site.bulletin()
        path = site.root / "ops_feeds/bulletins/late.yml"
        broken = path.read_text(encoding="utf-8").replace("severity: severe", "severity: awful")
        for reality, basis, code in (("actual", "not_understood", 2), ("draft", "vouched", 0)):
            path.write_text(f"{broken}reality: {reality}\n", encoding="utf-8")
            assert site.run("update") == code
            said = json.loads(site.page("status.json"))["components"]
            assert {c["id"]: c["basis"] for c in said}["ferry"] == basis

    def test_what_the_record_keeps_of_an_entry_tells_what_it_is_about(self) -> None:
        source = declared(*RULES)[1]
        two = [make_disruption("met", "a", headline=[{"text": words}], reports=[WIND]) for words in ("One", "Two")]
        record = advance(Record(), source, Good(parsed=Parsed(disruptions=tuple(two))), NOW)
        (aside,) = record.feeds["met"].rejected
        assert (aside.headline, aside.names) == ("Two", ("wind",))


class TestRemedies:
    def test_the_rule_to_write_is_made_of_what_the_message_names_is_or_says(self) -> None:
        named = make_disruption(
            "met", "a", affected=[Entity(kind="stop", name="Pier 4")], effects=[{"code": "no_service"}]
        )
        kind = make_disruption("met", "b", events=["Gale: force 9"])
        only = make_disruption("met", "c", headline=[{"text": "Something, somewhere"}])
        assert [one.rule for one in advice(picture(named, kind, only), "met")] == [
            '- {match: {entity: ["Pier 4"]}, component: crane, state: stopped}'.replace('"', ""),
            '- {match: {event: ["Gale: force 9"]}, component: wind, state: slowed} # or crane',
            '- {match: {words: ["Something, somewhere"]}, component: wind, state: slowed} # or crane',
        ]

    def test_the_rule_that_is_advised_places_the_message(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        site.met({"g1": "Hail: 3 cm, at the pier"})
        assert site.run("fetch") == 0
        capsys.readouterr()
        at_now = ["-f", str(site.root / "mkdocs.yml"), "--now", NOW.isoformat()]
        assert run(["feeds", "list", *at_now]) == 0
        out = capsys.readouterr().out
        assert "not placed: “Hail: 3 cm, at the pier”; add below mapping: in met.yml" in out
        rule = next(line.strip() for line in out.splitlines() if line.strip().startswith("- {match"))
        assert site.run("check") == 0
        assert f"add {rule}" in capsys.readouterr().err
        declaration = site.root / "ops_feeds/met.yml"
        declaration.write_text(declaration.read_text(encoding="utf-8").rstrip("\n") + f"\n  {rule}\n", encoding="utf-8")
        assert site.run("fetch") == 0
        capsys.readouterr()
        assert site.run("show") == 0
        assert "Not placed" not in capsys.readouterr().out


@pytest.fixture
def site(tmp_path: Any) -> Site:
    """The small site of the tests, fetched with its clock standing still."""
    return make_site(tmp_path)


# Laws

_ENTITIES = st.lists(
    st.sampled_from(["Pier 4", "crane", "WIND", "Road", "somewhere", ""]).map(lambda name: Entity(kind="x", name=name)),
    max_size=2,
)
_STATES = st.sampled_from(["stopped", "slowed", "watch", "normal"])
_REPORTS = st.lists(
    st.builds(
        lambda c, s: {"component": c, "state": s}, st.sampled_from(["wind", "crane", "road", "ferries"]), _STATES
    ),
    max_size=2,
    unique_by=lambda r: r["component"],
)
_MESSAGES = st.builds(
    lambda feed, native, entities, reports, more: make_disruption(
        feed, native, affected=entities, reports=reports, **more
    ),
    st.sampled_from(["met", "met", "log", "road"]),
    st.sampled_from("abcdef"),
    _ENTITIES,
    st.just([]) | _REPORTS,
    st.sampled_from([{}, {}, {"status": "resolved"}, {"severity": "none"}, {"about": [{"feed": "met"}]}]),
)
_ASIDE = st.builds(
    lambda names: Rejected(entry="entry 1", reason="it has no id", names=tuple(names)),
    st.lists(st.sampled_from(["Pier 4", "wind", "nowhere"]), max_size=2),
)


@given(
    st.lists(_MESSAGES, max_size=5, unique_by=lambda d: d.id),
    st.lists(_ASIDE, max_size=2),
    st.sampled_from([FRESH, SILENT]),
    st.sampled_from(list(Unmatched)),
)
def test_no_part_is_normal_while_something_that_was_not_understood_may_be_about_it(
    messages: list[Disruption], aside: list[Rejected], met: Any, unmatched: Unmatched
) -> None:
    shown = picture(*messages, aside=aside, times={"met": met}, sources=declared(*RULES, unmatched=unmatched))
    for one in shown.unplaced:
        assert one.parts
        assert all(shown.component[part].state not in (State.NORMAL, None) for part in one.parts)
    placed = {now.id for now in shown.disruptions if now.reports or now.ours or now.gathered_by}
    current = {key for source in shown.sources for key in source.current if source.trusted}
    means_nothing = {now.id for now in shown.disruptions if now.disruption.severity == "none"}
    ignored = {now.id for now in shown.disruptions if unmatched is Unmatched.IGNORE and now.id.startswith("met.")}
    assert shown.not_placed == current - placed - means_nothing - ignored
    if shown.unplaced:
        assert shown.state is not State.NORMAL
        seen = make_view(shown)
        said = words("".join((pages.lead(seen, {"page": "home"}), others(seen, {}), parts(seen, {}))))
        assert "All normal" not in said
        assert "works as usual" not in said
        assert "no disruption is reported" not in told(shown, make_system(), Settings(site_name="Harbour"), english())
