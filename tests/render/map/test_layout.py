"""The map's geometry is the same every time, and nothing in it hides anything else."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.system import SYSTEM_DOOR
from explainer.errors import LayoutError
from explainer.model.system import System
from explainer.render.map.geometry import along, crossings
from explainer.render.map.layout import WIDEST, lay_out
from explainer.render.view import Layout
from tests.factory_map import large, looped, system_of
from tests.support.values import plain

Box = tuple[float, float, float, float]


def boxes(system: System, layout: Layout) -> dict[str, Box]:
    half, places = layout.box / 2, {c.id: layout.places[c.id] for c in system.components}
    return {id_: (at.x - half, at.y - at.height / 2, at.x + half, at.y + at.height / 2) for id_, at in places.items()}


def overlaps(system: System, layout: Layout) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes(system, layout).items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def hidden(system: System, layout: Layout) -> list[tuple[str, str, str]]:
    """Lines that pass behind a box."""
    return [
        (curve.source, curve.target, box)
        for curve in layout.curves
        for box, (left, top, right, bottom) in boxes(system, layout).items()
        if any(left + 1 < x < right - 1 and top + 1 < y < bottom - 1 for x, y in along(curve.points, 12))
    ]


@pytest.mark.parametrize("system", [looped(), large()], ids=["a harbour with a loop", "a real operation"])
def test_no_box_overlaps_another_and_no_line_passes_behind_one(system: System) -> None:
    layout = lay_out(system)
    assert overlaps(system, layout) == []
    assert hidden(system, layout) == []


def test_a_real_operation_fits_on_a_screen_and_few_lines_cross() -> None:
    system = large()
    assert len(system.components) == 26
    assert len(system.links) >= 40
    layout = lay_out(system)
    assert layout.width < 1110
    assert layout.height < 900
    assert crossings([along(curve.points) for curve in layout.curves]) < len(system.links)


@pytest.mark.parametrize("count", [2, 5, 6, 7, 8])
def test_however_many_layers_the_drawing_fits_and_boxes_stay_apart(count: int) -> None:
    layers = [[f"a{at}", f"b{at}"] for at in range(count)]
    links = [(f"a{at}", f"{other}{at + 1}") for at in range(count - 1) for other in "ab"]
    system = system_of(layers, [*links, ("a0", f"b{count - 1}")])
    layout = lay_out(system)
    assert layout.width <= WIDEST
    assert overlaps(system, layout) == []
    assert hidden(system, layout) == []


def test_a_box_is_as_high_as_its_longest_name_needs_in_any_language() -> None:
    system = system_of([["power"], ["late"]], [("power", "late")])
    usual = lay_out(system).places["power"].height
    long = lay_out(system, {"Power": {"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte"}})
    assert long.places["power"].height > usual + 40
    assert long.places["late"].height == lay_out(system).places["late"].height


def test_the_same_system_gives_the_same_layout() -> None:
    assert lay_out(large()) == lay_out(SYSTEM_DOOR.read(plain(large())))


def test_every_link_is_drawn_from_its_source_to_its_target() -> None:
    system = looped()
    layout = lay_out(system)
    assert [(c.source, c.target) for c in layout.curves] == [(link.source, link.target) for link in system.links]
    places = boxes(system, layout)
    for curve in layout.curves:
        for (x, y), box in ((curve.points[0], curve.source), (curve.points[-1], curve.target)):
            left, top, right, bottom = places[box]
            on_side = (abs(x - left) < 0.2 or abs(x - right) < 0.2) and top < y < bottom
            on_end = (abs(y - top) < 0.2 or abs(y - bottom) < 0.2) and left < x < right
            assert on_side or on_end, (curve.source, curve.target)


def test_components_stand_in_the_column_of_their_layer() -> None:
    system = large()
    layout = lay_out(system)
    columns = [sorted({layout.places[c.id].x for c in system.components if c.layer == la.id}) for la in system.layers]
    assert all(len(column) == 1 for column in columns)
    assert columns == sorted(columns)


def test_parts_without_links_and_empty_layers_are_no_trouble() -> None:
    system = system_of([["a", "b"], [], ["late"]], [("a", "late")])
    layout = lay_out(system)
    assert set(layout.places) == {"a", "b", "late"}
    assert overlaps(system, layout) == []


@st.composite
def operations(draw: st.DrawFn) -> System:
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    layers = [[f"p{column}-{row}" for row in range(size)] for column, size in enumerate(sizes)]
    every = [id_ for layer in layers for id_ in layer]
    pair = st.tuples(st.sampled_from(every), st.sampled_from(every)).filter(lambda p: p[0] != p[1])
    links = draw(st.lists(pair, max_size=14, unique=True))
    links += [(layers[0][0], symptom) for symptom in layers[-1] if (layers[0][0], symptom) not in links]
    return system_of(layers, links)


@settings(max_examples=15, deadline=None)
@given(operations())
def test_whatever_staff_declare_nothing_hides_anything(system: System) -> None:
    layout = lay_out(system)
    assert overlaps(system, layout) == []
    assert hidden(system, layout) == []
    assert layout == lay_out(system)


def test_a_server_without_the_libraries_that_a_desktop_has_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(LayoutError, match=r"apt-get install libglib2\.0-0 libxext6 libxrender1"):
        lay_out(large())
