"""What stands first, what may stand over what, and that every open disruption is reachable and no message is lost."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.commands.main import run
from explainer.model.disruption import Disruption
from explainer.model.sources import Source
from explainer.model.vocabulary import State
from explainer.outputs.status import status_json
from explainer.picture import build
from explainer.picture.model import DisruptionNow, Picture, Standing, Voice
from explainer.render import pages
from explainer.render.components.disruption import disruption
from explainer.render.components.map.listing import listing
from explainer.render.components.open_now import MOST_ROWS, open_parts
from explainer.render.components.others import others
from explainer.render.components.panel import panel
from explainer.render.components.recent import recent
from explainer.render.shapes import sprite
from explainer.render.view import View
from explainer.site.sheets import page_style
from tests.conftest import NOW
from tests.factory import (
    SOURCES,
    at,
    make_bulletin,
    make_disruption,
    make_picture,
    make_record,
    make_system,
    make_view,
    view,
)
from tests.support.markup import Walk
from tests.support.site import Site, make_site

OPEN = {"page": "open", "subject": "open"}


def current(picture: Picture) -> list[str]:
    return [now.id for now in picture.in_standing(Standing.CURRENT)]


def about(component: str, state: str) -> list[dict[str, str]]:
    return [{"component": component, "state": state}]


def words(html: str) -> str:
    walk = Walk(html)
    assert not walk.faults
    return walk.text


class TestOrder:
    def test_the_state_comes_before_the_severity_and_both_before_the_time(self) -> None:
        stopped = make_disruption("road", "stopped", reports=about("road", "stopped"), issued_at=at(-300))
        severe = make_disruption(
            "met", "severe", reports=about("wind", "slowed"), severity="severe", issued_at=at(-200)
        )
        newer = make_disruption("met", "newer", reports=about("crane", "slowed"), severity="minor", issued_at=at(-1))
        older = make_disruption("log", "older", reports=about("crane", "slowed"), severity="minor", issued_at=at(-9))
        found = current(make_picture(older, newer, severe, stopped))
        assert found == ["road.stopped", "met.severe", "met.newer", "log.older"]

    def test_only_among_equals_our_own_stands_first(self) -> None:
        theirs = make_disruption("met", "a", reports=about("crane", "slowed"), severity="minor")
        ours = make_disruption("log", "b", reports=about("crane", "slowed"), severity="minor")
        assert current(make_picture(theirs, ours)) == ["log.b", "met.a"]

    def test_what_states_no_severity_does_not_sink_below_what_is_minor(self) -> None:
        lifts = [make_disruption("road", f"lift-{n:02}", severity="minor", issued_at=at(-n)) for n in range(12)]
        closed = make_disruption("road", "closed", effects=[{"code": "no_service"}], issued_at=at(-500))
        assert current(make_picture(*lifts, closed))[0] == "road.closed"

    def test_what_no_longer_counts_stands_after_what_does(self) -> None:
        gone = make_record().times["road"].replace(failure="gone")
        silent = make_disruption("road", "silent", reports=about("road", "stopped"))
        counts = make_disruption("met", "counts", reports=about("wind", "watch"))
        record = make_record([silent, counts], times={"road": gone})
        assert current(make_picture(record=record)) == ["met.counts", "road.silent"]

    def test_an_own_minor_bulletin_does_not_lead_over_a_feeds_stop(self) -> None:
        minor = make_bulletin(reports=about("ferries", "watch"), severity="minor", about=[])
        shown = make_picture(minor, make_disruption("road", "b", reports=about("road", "stopped")))
        assert (shown.state, shown.lead) == (State.STOPPED, "")


class TestGathering:
    def test_two_bulletins_about_each_other_both_stay_to_be_seen(self) -> None:
        one = make_disruption("log", "one", about=[{"feed": "log", "id": "two"}], reports=about("crane", "slowed"))
        two = make_disruption("log", "two", about=[{"feed": "log", "id": "one"}], reports=about("wind", "slowed"))
        shown = make_picture(one, two)
        assert [now.gathered_by for now in shown.disruptions] == ["", ""]
        assert shown.lead == "log.one"
        assert "disruptions/log.two/" in others(make_view(shown), {})

    def test_a_partners_bulletin_gathers_nothing_and_does_not_lead(self) -> None:
        partner = Source(id="met", publisher="Partner", format="bulletin", url="https://partner.example/b")
        fine = make_disruption(
            "met", "fine", about=[{"feed": "road"}, {"feed": "log"}], reports=about("crane", "normal")
        )
        stop = make_disruption("road", "stop", reports=about("road", "stopped"))
        ours = make_disruption("log", "ours", reports=about("crane", "slowed"))
        log, _, road = SOURCES
        shown = build(make_system(), (log, partner, road), make_record([fine, stop, ours]), NOW)
        assert not any(now.gathered_by for now in shown.disruptions)
        assert (shown.state, shown.lead) == (State.STOPPED, "")
        alone = build(make_system(), (log, partner, road), make_record([fine]), NOW)
        assert alone.lead == ""

    def test_check_names_what_would_gather_a_bulletin(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        path = site.root / "ops_feeds/bulletins/late.yml"
        site.bulletin()
        path.write_text(path.read_text(encoding="utf-8") + "about: [{feed: met}, {feed: log}]\n", encoding="utf-8")
        assert site.run("check") == 2
        said = capsys.readouterr().err
        assert "about[2].feed: “log” holds bulletins, and a bulletin is never gathered by another" in said
        assert "about[1]" not in said

    def test_check_says_when_nobody_knows_which_bulletins_are_our_own(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log = (site.root / "ops_feeds/log.yml").read_text(encoding="utf-8")
        for name in ("log", "log-of-it"):
            site.write(f"ops_feeds/{name}.yml", log.replace("file: bulletins", f"file: {name}"))
        assert site.run("check") == 0
        assert "no feed of bulletins is known to be our own" in capsys.readouterr().err


class TestConflicts:
    SAY = (
        make_disruption("met", "stop", reports=about("crane", "stopped")),
        make_disruption("log", "fine", reports=about("crane", "normal")),
    )

    def test_what_sources_say_against_each_other_is_kept_with_who_says_it(self) -> None:
        crane = make_picture(*self.SAY).component["crane"]
        assert crane.conflict == (
            Voice("Weather office", State.STOPPED, at(-60), "", "met.stop"),
            Voice("Harbour log", State.NORMAL, at(-60), "", "log.fine"),
        )

    def test_the_parts_detail_says_both(self) -> None:
        seen = view(*self.SAY)
        for html in (panel(seen, {"components": "crane"}), listing(seen, frozenset())):
            assert "Weather office, 17:24: stopped. Harbour log, 17:24: normal. They do not agree." in words(html)
        crane = next(c for c in json.loads(status_json(seen))["components"] if c["id"] == "crane")
        assert [voice["state"] for voice in crane["conflict"]] == ["stopped", "normal"]

    def test_degrees_of_trouble_are_no_conflict_and_one_source_has_none_with_itself(self) -> None:
        degrees = [make_disruption("log", "a", reports=about("crane", "slowed")), self.SAY[0]]
        itself = [make_disruption("log", "a", reports=about("crane", "slowed")), self.SAY[1]]
        for found in (degrees, itself):
            assert not make_picture(*found).component["crane"].conflict


def links(html: str) -> set[str]:
    return set(re.findall(r'href="([^"#]+)', html))


def reachable(seen: View) -> set[str]:
    """The ids of the disruptions that a reader comes to from the home page, over lists and pages of bulletins."""
    page = "".join((pages.lead(seen, {"page": "home"}), others(seen, {}), recent(seen, {})))
    found = links(page)
    for key in seen.picture.disruption:
        if f"disruptions/{key}/" in found:
            found |= links(disruption(seen, {"page": "disruption", "subject": key}))
    if "disruptions/open/" in found:
        for part in open_parts(seen):
            found |= links(disruption(seen, {"page": "open", "subject": part.name}))
    return {key for key in seen.picture.disruption if f"disruptions/{key}/" in found}


def is_open(now: DisruptionNow) -> bool:
    return now.standing is not Standing.ENDED


class TestReach:
    @pytest.mark.parametrize("amount", [1, 12, 13, 30, 250])
    def test_every_open_disruption_is_reached_from_home_however_many_there_are(self, amount: int) -> None:
        states = ("stopped", "slowed", "watch", "normal")
        many = [
            make_disruption(
                ("met", "road")[n % 2],
                f"d{n}",
                reports=about("road", states[n % 4]) if n % 5 else [],
                periods=[{"start": at(60 + n)}] if n % 7 == 3 else [],
            )
            for n in range(amount)
        ]
        seen = view(make_bulletin(about=[{"feed": "met"}]), *many)
        assert reachable(seen) == {key for key, now in seen.picture.disruption.items() if is_open(now)}

    def test_the_page_of_all_that_is_open_lists_the_worst_first_and_then_what_is_to_come(self) -> None:
        works = make_disruption("log", "works", status="planned", periods=[{"start": at(600)}])
        seen = view(make_bulletin(), make_disruption("road", "b", reports=about("road", "stopped")), works)
        said = words(f"{pages.lead(seen, OPEN)}{disruption(seen, OPEN)}")
        assert "All that is open 2 disruptions hold now, 1 disruption is still to come. The worst first." in said
        assert re.search(r"Holds now Stopped Headline b\..*Ferries are.*What we see coming .*Headline works", said)
        assert "<title>All that is open, Harbour of Orme</title>" in pages.head(seen, OPEN)

    def test_it_has_a_page_while_nothing_is_open(self) -> None:
        assert "Nothing is open now." in words(pages.lead(view(), OPEN))
        assert [part.name for part in open_parts(view())] == ["open"]

    def test_a_full_page_fits_the_first_flight(self) -> None:
        many = [
            make_disruption("road", f"d{n:03}", headline=[{"text": f"Queue {n} at gate {n * 7}, {n * 13} cars"}])
            for n in range(3 * MOST_ROWS)
        ]
        seen = view(*many)
        for part in open_parts(seen):
            args = {"page": "open", "subject": part.name}
            body = "".join(region(seen, args) for region in (pages.head, pages.lead, disruption))
            assert len(gzip.compress((sprite() + page_style("disruption") + body).encode(), 9)) < 13_500
            assert body.count("<li><a") == MOST_ROWS


def test_the_page_of_all_that_is_open_is_woven_and_goes_as_it_came(site: Site) -> None:
    site.met({f"g{n}": f"Gale warning {n}" for n in range(130)})
    assert run(["update", "-f", str(site.root / "mkdocs.yml"), "--now", NOW.isoformat()]) == 0
    assert "And 118 more." in site.page("index.html")
    assert site.page("disruptions/open/index.html").count("Gale warning") == 99
    assert site.page("disruptions/open-2/index.html").count("<li><a") >= 30
    assert "disruptions/open-2/" in site.page("sitemap.xml")
    site.met({"g1": "Gale warning 1"})
    for _ in range(2):  # so sudden a loss is believed when it is seen twice
        assert run(["update", "-f", str(site.root / "mkdocs.yml"), "--now", NOW.isoformat()]) == 0
    assert not (site.root / "site/disruptions/open-2").exists()
    assert "disruptions/open/" not in site.page("index.html")


@pytest.fixture
def site(tmp_path: Any) -> Site:
    """The small site of the tests; nothing is fetched or built yet."""
    return make_site(tmp_path)


_STATE = st.sampled_from(["stopped", "slowed", "watch", "normal"])


@given(
    st.lists(
        st.builds(
            lambda feed, native, state, severity, ago: make_disruption(
                feed, native, reports=about("crane", state), severity=severity, issued_at=at(-ago)
            ),
            st.sampled_from(["met", "log", "road"]),
            st.sampled_from("abcdefgh"),
            _STATE,
            st.sampled_from(["minor", "severe", "unknown"]),
            st.integers(0, 9),
        ),
        max_size=9,
        unique_by=lambda d: d.id,
    )
)
def test_nothing_stands_before_what_is_worse(found: list[Disruption]) -> None:
    shown = make_picture(*found)
    order = list(State)
    ranks = [order.index(now.state) for now in shown.in_standing(Standing.CURRENT) if now.state]
    assert ranks == sorted(ranks)
