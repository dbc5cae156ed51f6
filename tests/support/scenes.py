"""Scenes to run, of three trades and of none: what ``picture/runs.py`` and its twin in a script are tried on."""

from __future__ import annotations

from hypothesis import strategies as st

from explainer.model.run import Choice, Way
from explainer.picture.runs import Pick, Scene

PADS = Scene(
    unit="planes",
    demand=36,
    reduced=24,
    normal=36,
    hours=5.5,
    start=1000,
    quiet=320,
    demand_later=12,
    close=470,
    each=10,
    exist=6,
    reopen=40,
    people=126,
)
BAYS = Scene(
    unit="patients",
    demand=30,
    reduced=21,
    normal=30,
    hours=6,
    start=1050,
    quiet=330,
    demand_later=12,
    each=40,
    exist=20,
    reopen=20,
    late=60,
)
CALLS = Scene(unit="calls", demand=900, reduced=520, normal=1_000, hours=2, start=540, close=660, late=5)
SCENES = (PADS, BAYS, CALLS)

_amounts = st.integers(0, 400)
_ways = st.sampled_from([Way.NOTHING, Way.OPEN, Way.CANCEL, Way.LATER])


@st.composite
def _choices(draw: st.DrawFn) -> Choice:
    return Choice(
        way=draw(_ways),
        share=draw(st.integers(1, 100)),
        notice=draw(st.sampled_from([0, 20, 55, 60])),
        hours=draw(st.sampled_from([0.5, 1, 3])),
    )


@st.composite
def scenes_and_picks(draw: st.DrawFn) -> tuple[Scene, tuple[Pick, ...]]:
    """A scene, and up to three things that are decided in it."""
    reduced, normal = sorted((draw(_amounts), draw(st.integers(1, 400))))
    has_places = draw(st.booleans())
    scene = Scene(
        unit="things",
        demand=draw(st.integers(1, 400)),
        reduced=reduced,
        normal=max(normal, 1),
        hours=draw(st.sampled_from([0.5, 1, 2.5, 3, 5.5, 12])),
        start=draw(st.integers(0, 1439)),
        quiet=draw(st.none() | st.integers(1, 1440)),
        demand_later=draw(st.integers(0, 100)),
        close=draw(st.none() | st.integers(60, 1440)),
        each=draw(st.sampled_from([0.75, 2, 10, 15, 40])) if has_places else 0,
        exist=6 if has_places else 0,
        reopen=draw(st.sampled_from([10, 40, 60])) if has_places else 0,
        people=draw(st.sampled_from([1, 2, 126])),
        late=draw(st.sampled_from([5, 15, 60])),
        ahead=draw(st.sampled_from([0, 0, 25, 50])),
    )
    moments = sorted(draw(st.lists(st.integers(0, 300), max_size=3)))
    return scene, tuple(Pick(moment, draw(_choices())) for moment in moments)
