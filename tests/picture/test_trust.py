"""What a feed may do is declared: what it says beyond that is left out, said to be so, and never taken for well."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from explainer.commands.main import run
from explainer.declarations.sources import MAY_DOOR, SOURCE_DOOR
from explainer.model.disruption import Disruption
from explainer.model.sources import Source
from explainer.model.value import stated
from explainer.model.vocabulary import State
from explainer.outputs.status import status_json
from explainer.picture import build
from explainer.picture.model import Basis, Picture
from explainer.render import pages
from explainer.render.components.disruption import disruption
from explainer.render.components.feeds import sources
from explainer.render.components.log import promises
from explainer.render.components.panel import panel
from tests.conftest import NOW
from tests.factory import SOURCES, at, make_bulletin, make_disruption, make_look, make_record, make_system, make_view
from tests.support.markup import Walk
from tests.support.site import Site, make_site
from tests.support.values import plain


def declared(**fields: Any) -> tuple[Source, ...]:
    """The harbour's feeds, with another declaration of the weather office."""
    log, met, road = SOURCES
    written = {key: one for key, one in stated(met).items() if key != "may"} | fields
    return log, SOURCE_DOOR.read(written), road


PARTNER = {"format": "bulletin", "party": "pilots"}


def picture(*messages: Disruption, **fields: Any) -> Picture:
    seen = make_look(*(c.id for c in make_system().components if c.watched_by))
    return build(make_system(), declared(**fields), replace(make_record(messages), looks=(seen,)), NOW)


def says(component: str, state: str = "stopped", **more: Any) -> list[dict[str, Any]]:
    return [{"component": component, "state": state, **more}]


def words(html: str) -> str:
    walk = Walk(html)
    assert not walk.faults
    return walk.text


class TestParts:
    def test_by_itself_a_feed_may_set_the_parts_that_its_rules_name(self) -> None:
        ruled = [{"match": {"words": ["gale"]}, "component": "wind", "state": "slowed"}]
        shown = picture(make_disruption("met", reports=says("wind") + says("berths")), mapping=ruled)
        assert shown.component["wind"].state is State.STOPPED
        assert shown.component["berths"].state is State.NORMAL, "which the feed does not watch"
        assert shown.disruption["met.a"].left_out == ("berths",)

    def test_a_declaration_says_which_others_it_may_set(self) -> None:
        shown = picture(make_disruption("met", reports=says("berths")), may={"set": ["berths"]})
        assert shown.component["berths"].state is State.STOPPED

    def test_a_part_that_a_feed_watches_and_may_not_set_is_unknown_and_not_well(self) -> None:
        shown = picture(make_disruption("met", reports=says("crane") + says("wind")), may={"set": ["wind"]})
        assert shown.component["crane"].basis is Basis.NOT_UNDERSTOOD
        assert shown.component["wind"].state is State.STOPPED
        assert [one.reason for one in shown.unplaced] == ["it speaks of a part that its feed may not set"]

    @pytest.mark.parametrize("worst", ["stopped", "slowed", "watch"])
    def test_no_part_is_worse_than_its_feed_may_say(self, worst: str) -> None:
        shown = picture(make_disruption("met", reports=says("wind")), may={"set": ["wind"], "worst": worst})
        assert shown.component["wind"].state == shown.state == shown.disruption["met.a"].state == worst

    @pytest.mark.parametrize("worst", ["normal", "unknown"])
    def test_the_worst_is_no_good_news(self, worst: str) -> None:
        with pytest.raises(ValidationError, match="write stopped, slowed or watch"):
            MAY_DOOR.read({"worst": worst})


class TestPartners:
    def test_a_partners_bulletins_give_no_state_until_they_are_trusted_with_a_part(self) -> None:
        told = make_disruption("met", reports=says("berths", "normal"))
        assert picture(told, **PARTNER).component["berths"].basis is Basis.VOUCHED
        trusted = picture(told, may={"set": ["berths"]}, **PARTNER)
        assert trusted.component["berths"].basis is Basis.REPORTED

    def test_they_speak_for_nobody_else(self) -> None:
        for by, said in (("harbour", "Weather office"), ("", "Weather office"), ("pilots", "Pilots")):
            told = make_disruption("met", reports=says("berths", by=by, at=at(-9)))
            seen = make_view(picture(told, may={"set": ["berths"]}, **PARTNER))
            assert seen.picture.component["berths"].by == said
            assert f"{said}, 18:15" in words(panel(seen, {"components": "berths"}))
            assert "Harbour office" not in words(panel(seen, {"components": "berths"}))

    def test_they_limit_and_promise_nothing_in_our_name(self) -> None:
        told = plain(make_bulletin(), "id", "origin") | {"about": [], "next_update": at(-60)}
        seen = make_view(picture(make_disruption("met", "gale", **told), **PARTNER))
        assert not seen.picture.constraints
        assert promises(seen, {}) == ""
        page = disruption(seen, {"page": "disruption", "subject": "met.gale"})
        assert "What limits us" not in words(page)
        limited = make_view(picture(make_disruption("met", "gale", **told), may={"set": ["crane"]}, **PARTNER))
        assert [now.by for now in limited.picture.constraints] == ["Weather office"]

    def test_they_do_not_lead_with_all_is_fine(self) -> None:
        fine = make_disruption("met", "fine", reports=says("wind", "normal"), headline=[{"text": "All is fine"}])
        shown = picture(fine, may={"set": ["wind"]}, **PARTNER)
        assert shown.lead == ""
        assert picture(fine, may={"set": ["wind"], "lead": True}, **PARTNER).lead == "met.fine"

    def test_their_page_says_whose_it_is(self) -> None:
        seen = make_view(picture(make_disruption("met", reports=says("wind")), may={"set": ["wind"]}, **PARTNER))
        assert "Weather office says this." in words(pages.lead(seen, {"page": "disruption", "subject": "met.a"}))


class TestSaid:
    SEEN = make_view(
        picture(make_disruption("met", reports=says("crane") + says("wind")), may={"set": ["wind"], "worst": "watch"})
    )

    def test_the_home_page_says_under_the_sources_what_was_left_out(self) -> None:
        said = words(sources(self.SEEN, {}))
        assert "Left out is what it says of Crane, which it may not speak of." in said
        assert "1 report shown as watch, the worst that it may say." in said

    def test_the_status_names_it(self) -> None:
        met = next(s for s in json.loads(status_json(self.SEEN))["sources"] if s["id"] == "met")
        assert (met["may_not_set"], met["capped"]) == (["crane"], 1)

    def test_its_page_touches_only_what_its_feed_may_speak_of(self) -> None:
        page = words(disruption(self.SEEN, {"page": "disruption", "subject": "met.a"}))
        assert "Touches Wind: watch" in page
        assert "Crane" not in page

    def test_the_commands_say_what_a_feed_may_do_and_what_was_left_out(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        declaration = site.root / "ops_feeds/met.yml"
        words_ = declaration.read_text(encoding="utf-8")
        declaration.write_text(words_ + "may: {set: [crane], worst: watch}\n", encoding="utf-8")
        assert run(["feeds", "try", str(declaration)]) == 0
        assert "May      set crane; at worst watch; not lead the home page" in capsys.readouterr().out
        assert site.run("fetch") == 0
        capsys.readouterr()
        assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml"), "--now", NOW.isoformat()]) == 0
        assert "left out: what it says of wind, which may: set: does not name" in capsys.readouterr().out
        assert site.run("check") == 0
        said = capsys.readouterr().err
        assert "mapping[1].component: pins “wind”, which may: set: does not name, so it is left out" in said
        assert "it speaks of wind, which it may not set, so that is left out" in said
        declaration.write_text(words_ + "may: {set: [krane]}\n", encoding="utf-8")
        assert site.run("check") == 2
        assert "may.set[1]: there is no component “krane”: did you mean “crane”?" in capsys.readouterr().err


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The small site of the tests; nothing is fetched or built yet."""
    return make_site(tmp_path)


_COMPONENTS = [c.id for c in make_system().components]


@given(
    st.lists(
        st.builds(
            lambda component, state: {"component": component, "state": state},
            st.sampled_from(_COMPONENTS),
            st.sampled_from(["stopped", "slowed", "watch", "normal"]),
        ),
        max_size=4,
        unique_by=lambda r: r["component"],
    ),
    st.none() | st.lists(st.sampled_from(_COMPONENTS), max_size=3, unique=True),
    st.sampled_from(["stopped", "slowed", "watch"]),
    st.sampled_from([{}, PARTNER]),
)
def test_a_feed_never_does_more_than_it_may(
    rows: list[dict[str, str]], may_set: list[str] | None, worst: str, fields: dict[str, Any]
) -> None:
    shown = picture(make_disruption("met", reports=rows), may={"set": may_set, "worst": worst}, **fields)
    order = list(State)
    for part in shown.components:
        if part.basis is Basis.REPORTED:
            assert part.id in (may_set or ())
            assert part.state is not None
            assert order.index(part.state) >= order.index(State(worst))
    assert not shown.lead
    watched = {c.id for c in make_system().components if "met" in c.watched_by}
    for row in rows:
        if row["component"] in watched - set(may_set or ()):
            assert shown.component[row["component"]].state is not State.NORMAL, "what it says there is not known"
