"""However many disruptions there are: pages stay small, documents stay bounded, and work grows with the number."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.places import Places
from explainer.formats.base import Draft, Step
from explainer.formats.drafting import LONGEST_UPDATES, disruption_of
from explainer.model.disruption import Disruption
from explainer.model.history import Held, Record, Version
from explainer.model.sources import May
from explainer.model.vocabulary import Absence
from explainer.outputs.atom import feed_xml
from explainer.outputs.entries import MOST_BYTES
from explainer.outputs.status import MOST_ENDED, MOST_OPEN, MOST_REPORTING, status_json, status_schema
from explainer.outputs.status_told import MOST_UPDATES
from explainer.picture import build
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.standing import gathered
from explainer.render import pages
from explainer.render.components.disruption import MOST_GATHERED, disruption
from explainer.render.components.feeds import sources
from explainer.render.components.log import promises, updates
from explainer.render.components.map import map_
from explainer.render.components.others import MOST_SHOWN as MOST_OTHERS
from explainer.render.components.others import others
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from explainer.render.components.recent import MOST_SHOWN as MOST_RECENT
from explainer.render.components.recent import recent
from explainer.render.components.trace import trace
from explainer.render.isolation import Isolation
from explainer.render.shapes import sprite
from explainer.render.view import View
from explainer.site.pieces import Piece, Workplace
from explainer.site.printed import printed
from explainer.site.sheets import page_style
from explainer.site.skeleton import LivePage, Region, Skeleton
from explainer.site.weave import weave
from tests.conftest import NOW
from tests.factory import (
    SETTINGS,
    SOURCES,
    at,
    make_bulletin,
    make_disruption,
    make_picture,
    make_record,
    nothing_settled,
)
from tests.factory_map import large, looped, map_view
from tests.support import templates

FIRST_FLIGHT = 14 * 1024
MANY = 5000
_ANYTHING = May(set_=tuple(c.id for system in (looped(), large()) for c in system.components))
_WHOLE = tuple(source.replace(absence=Absence.ENDED, may=_ANYTHING) for source in SOURCES)
"""Feeds that list all that holds and may speak of every part, so that every report in them counts."""

_HOME = (others, problems, parts, sources, recent, promises)


def _record(disruptions: list[Disruption]) -> Record:
    """As :func:`tests.factory.make_record`, with every disruption accepted now."""
    record = make_record(disruptions)
    held = {d.id: Held(id=d.id, versions=(Version(accepted_at=NOW, disruption=d),)) for d in disruptions}
    return replace(record, held=held)


def _one(number: int, dice: random.Random, components: list[str]) -> Disruption:
    """A disruption with the longest headline a page shows, in letters that hardly compress, and parts that it reports."""
    words = "".join(dice.choices("abcdefghijklmnopqrstuvwxyzäöüß      ", k=200))
    reports = [
        {
            "component": component,
            "state": dice.choice(["stopped", "slowed", "watch"]),
            "says": f"Works at {number % 40} of 40, and will for a while.",
        }
        for component in dice.sample(components, 2)
    ]
    return make_disruption(
        dice.choice(["met", "road"]),
        f"d{number:05}",
        headline=[{"text": words}],
        description=[{"text": words}],
        reports=reports,
        issued_at=at(-number),
        periods=[{"start": at(-number)}],
    )


def _ended(number: int, dice: random.Random, components: list[str]) -> Disruption:
    over = {"status": "resolved", "periods": [{"start": at(-number * 90 - 60), "end": at(-number * 90)}]}
    told = _one(number, dice, components)
    return make_disruption(
        told.origin.feed,
        f"e{number:05}",
        **({"headline": told.headline, "description": told.description, "reports": told.reports} | over),
    )


@cache
def crowd(amount: int) -> View:
    """A real operation with so many open disruptions, as many that are over, and our bulletin that leads."""
    dice = random.Random(7)  # noqa: S311 - not for secrets
    components = [c.id for c in large().components]
    symptom = large().symptoms[0].id
    ours = make_bulletin(
        symptom=symptom,
        cause={"component": components[0], "says": "A gale."},
        reports=[{"component": symptom, "state": "stopped", "says": "40–70 minutes late."}],
        constraints=[],
        decisions=[],
        about=[],
    )
    many = [make(number, dice, components) for make in (_one, _ended) for number in range(amount)]
    view = map_view(ours, system=large())
    picture = build(large(), _WHOLE, _record([ours, *many]), NOW)
    return View(
        picture=picture,
        system=large(),
        settings=SETTINGS,
        rights={},
        layout=view.layout,
        templates=view.templates,
        root="../",
        zone=SETTINGS.tz,
        archive=True,
    )


@pytest.fixture(scope="module")
def many() -> View:
    return crowd(MANY)


def weight(page: str, seen: View, args: dict[str, str], *regions: Callable[[View, dict[str, str]], str]) -> int:
    """How many bytes a page of one kind takes when it is sent."""
    given_ = {"page": page, **args}
    body = "".join(region(seen, given_) for region in (pages.head, pages.lead, *regions))
    style = printed("index.html", f"<style>{page_style(page)}</style>", "").page
    return len(gzip.compress((sprite() + style + body).encode(), 9))


def test_the_crowd_is_one(many: View) -> None:
    amounts = {standing: len(many.picture.in_standing(standing)) for standing in Standing}
    assert amounts == {Standing.CURRENT: MANY + 1, Standing.UPCOMING: 0, Standing.ENDED: MANY}
    assert many.picture.lead == "log.gale"
    assert all(len(c.disruptions) > 200 for c in many.picture.components)


# Pages


def test_the_home_page_fits_the_first_flight_and_counts_what_it_leaves_out(many: View) -> None:
    assert weight("home", many, {}, *_HOME) < FIRST_FLIGHT - 500
    said = others(many, {})
    assert said.count("<li>") == MOST_OTHERS
    assert f"And {MANY - MOST_OTHERS:,} more." in said
    assert recent(many, {}).count("<li>") == MOST_RECENT


def test_the_home_page_is_no_larger_with_more(many: View) -> None:
    assert abs(weight("home", many, {}, *_HOME) - weight("home", crowd(50), {}, *_HOME)) < 700


def test_the_home_page_fits_with_any_number_of_messages_that_nobody_placed() -> None:
    dice = random.Random(7)  # noqa: S311 - not for secrets
    many = [_one(n, dice, ["wind", "road"]).replace(reports=()) for n in range(500)]
    seen = map_view(*many)
    assert len(seen.picture.unplaced) == 500
    assert weight("home", seen, {}, *_HOME) < FIRST_FLIGHT - 500


def test_the_map_and_every_trace_fit_the_first_flight(many: View) -> None:
    assert weight("map", many, {}, map_) < FIRST_FLIGHT - 500
    for symptom in large().symptoms:
        assert weight("trace", many, {"subject": symptom.id}, trace) < FIRST_FLIGHT - 500


def test_the_map_and_the_panels_name_few_disruptions_and_count_the_others(many: View) -> None:
    for component in large().components:
        pages = len(many.picture.pages[component.id])
        shown = panel(many, {"components": component.id})
        assert shown.count("/disruptions/") == 4, "three, and the way to all of them"
        assert f'disruptions/open/">and {pages - 3:,} more</a>' in shown
    listed = map_(many, {})
    assert listed.count("/disruptions/") == 4 * len(large().components)
    assert listed.count(" more</a>") == len(large().components)
    everything = " ".join(c.id for c in large().components)
    assert panel(many, {"components": everything}).count("/disruptions/") == 4


def test_a_bulletin_that_gathers_everything_names_few_and_counts_the_others() -> None:
    everything = make_bulletin(about=[{"feed": "met"}, {"feed": "road"}])
    feeds = [make_disruption("road", f"d{n}", headline=[{"text": f"Queue {n}"}]) for n in range(500)]
    seen = map_view(everything, *feeds)
    assert f"And {500 - MOST_GATHERED} more." in disruption(seen, {"subject": "log.gale"})
    assert weight("disruption", seen, {"subject": "log.gale"}, disruption) < FIRST_FLIGHT - 500


# Documents


def test_the_feed_stays_within_its_bytes(many: View) -> None:
    assert 1000 < len(feed_xml(many)) <= MOST_BYTES


def test_the_status_lists_the_worst_and_the_newest_and_counts_all(many: View) -> None:
    body = status_json(many)
    said = json.loads(body)
    jsonschema.validate(said, json.loads(status_schema()))
    assert len(body) < 2_500_000
    standings = [d["standing"] for d in said["disruptions"]]
    assert standings == ["current"] * MOST_OPEN + ["ended"] * MOST_ENDED
    assert said["totals"] == {"current": MANY + 1, "upcoming": 0, "ended": MANY}
    assert said["disruptions"][0]["id"] == said["lead"]
    assert {len(c["disruptions"]) for c in said["components"]} == {MOST_REPORTING}


def test_the_status_always_has_the_one_that_leads() -> None:
    """A thousand of a feed that may not lead stand before it, as bad and newer."""
    newer = [
        make_disruption("road", f"d{n}", reports=[{"component": "road", "state": "slowed"}], issued_at=at(-1))
        for n in range(MOST_OPEN)
    ]
    ours = make_disruption("log", "lead", reports=[{"component": "crane", "state": "slowed"}])
    said = json.loads(status_json(map_view(ours, *newer)))
    assert said["lead"] == "log.lead"
    assert said["lead"] in {d["id"] for d in said["disruptions"]}
    assert len(said["disruptions"]) == MOST_OPEN


def test_the_status_lists_the_newest_updates_and_counts_the_earlier() -> None:
    written = [{"at": at(-200 + n), "says": f"Word {n}."} for n in range(MOST_UPDATES + 7)]
    said = json.loads(status_json(map_view(make_bulletin(updates=written))))["disruptions"][0]
    assert [said["updates"][0]["says"], said["updates"][-1]["says"]] == ["Word 7.", f"Word {MOST_UPDATES + 6}."]
    assert said["earlier_updates"] == 7


# Work


def test_one_disruption_with_endless_updates_stays_small() -> None:
    """The longest log of a real feed has 28,000 characters in 18 updates."""
    long = [Step(at(-500 + number), f"Word {number}. " + "more " * 3_800) for number in range(400)]
    made = disruption_of(Draft(id="1", headline="It grows", updates=long), SOURCES[1])
    assert sum(len(update.says) for update in made.updates) <= LONGEST_UPDATES
    assert made.updates[-1].says == long[-1].says.strip()
    assert made.extra["updates"] == f"only the newest {len(made.updates)} of 400 are kept"
    seen = map_view(made)
    assert len(updates(seen, seen.picture.disruption[made.id])) < 30_000
    told = json.loads(status_json(seen))["disruptions"][0]
    assert (len(told["updates"]), told["earlier_updates"]) == (1, len(made.updates) - 1)


def plainly_gathered(disruptions: dict[str, DisruptionNow]) -> dict[str, str]:
    """Who gathers whom, as the rule is written: every bulletin of ours looks at everything that is no bulletin."""
    owner: dict[str, str] = {}
    for bulletin in disruptions.values():
        gathers = bulletin.ours and bulletin.standing is not Standing.ENDED
        for about in bulletin.disruption.account.about if gathers else ():
            for other in disruptions.values():
                origin = other.disruption.origin
                named = about.id in (None, other.id, origin.native_id)
                there = origin.feed == about.feed != "log" and other.standing is not Standing.ENDED
                if named and there and other.id not in owner:
                    owner[other.id] = bulletin.id
    return owner


_NAMES = st.sampled_from("abc")
_ABOUT = st.fixed_dictionaries(
    {"feed": st.sampled_from(["log", "met", "road"]), "id": st.none() | _NAMES | st.sampled_from(["met.a", "log.b"])}
)
_ANY = st.builds(
    make_disruption,
    st.sampled_from(["log", "met", "road"]),
    _NAMES,
    status=st.sampled_from(["active", "active", "resolved"]),
    about=st.lists(_ABOUT, max_size=3),
)


@given(st.lists(_ANY, max_size=9, unique_by=lambda d: d.id))
def test_bulletins_gather_what_the_rule_says(found: list[Disruption]) -> None:
    picture = make_picture(*found)
    order = {d.id: picture.disruption[d.id] for d in found}
    owner = plainly_gathered(order)
    done = gathered(order)
    assert {key: now.gathered_by for key, now in done.items() if now.gathered_by} == owner
    assert {other: key for key, now in done.items() for other in now.gathers} == owner


def _skeleton(folder: Path) -> Skeleton:
    names = ("lead", "others", "recent", "promises", "parts", "problems", "sources", "disruption", "map", "archive")
    paths = ("index.html", "disruptions/shell/index.html", "archive/shell/index.html", "archive/index.html")
    kinds = {"index.html": "home", "disruptions/shell/index.html": "disruption"}
    pages = tuple(
        LivePage(
            path=path,
            sha256="x",
            regions=tuple(
                Region(name=name, start=0, end=0, args={"page": kinds.get(path, "archive")})
                for name in names
                if path == "index.html" or name in ("lead", kinds.get(path, "archive"))
            ),
        )
        for path in paths
    )
    return Skeleton(
        id="x",
        stamp="x",
        places=Places(),
        live=pages,
        bannered=(("", 0), ("", 1)),
        settings=SETTINGS,
        system=looped(),
        sources=_WHOLE,
        rights=(),
        layout=map_view().layout,
        templates=templates.keep(folder),
    )


def _calls(folder: Path, amount: int, of: Callable[[int], Disruption]) -> int:
    """How many calls it takes to make a picture of so many and the keys of all that it changes."""
    record = _record([of(number) for number in range(amount)])
    skeleton = _skeleton(folder)
    made = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        pieces = list(
            weave(
                Workplace(folder, Isolation()), skeleton, build(skeleton.system, _WHOLE, record, NOW), nothing_settled
            )
        )
    finally:
        sys.setprofile(before)
    assert sum(isinstance(piece, Piece) for piece in pieces) >= amount
    return made


_WRITTEN = [{"at": at(-50 + 10 * n), "says": f"Word {n}.", "next_update": at(-42 + 10 * n)} for n in range(4)]
_SHAPES: dict[str, Callable[[int], Disruption]] = {
    "open": lambda n: make_disruption("met", f"d{n}", reports=[{"component": "crane", "state": "slowed"}]),
    "ended": lambda n: make_disruption(
        "met", f"d{n}", status="resolved", periods=[{"start": at(-99 * n - 60), "end": at(-99 * n)}]
    ),
    "bulletins that gather": lambda n: (
        make_disruption("log", f"d{n}", about=[{"feed": "met"}, {"feed": "met", "id": f"d{n}"}], updates=_WRITTEN)
        if n % 2
        else make_disruption("met", f"d{n}")
    ),
    "limits": lambda n: make_bulletin(f"d{n}"),
}


@pytest.mark.audit
@pytest.mark.parametrize("of", _SHAPES.values(), ids=_SHAPES.keys())
def test_four_times_as_many_disruptions_take_four_times_the_work(
    of: Callable[[int], Disruption], tmp_path: Path
) -> None:
    _calls(tmp_path, 2, of)
    small, large_ = _calls(tmp_path, 100, of), _calls(tmp_path, 400, of)
    assert large_ < 4.4 * small
