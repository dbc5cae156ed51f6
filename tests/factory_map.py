"""Systems with loops and of the size of a real operation, and views of them with a real layout."""

from __future__ import annotations

from functools import cache
from typing import Any

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.disruption import Disruption
from explainer.model.settings import Exercise
from explainer.model.system import System
from explainer.render.map.layout import lay_out
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SETTINGS, make_bulletin, make_picture, make_record, make_system, make_view
from tests.support.values import plain

DRILL = SETTINGS.replace(exercise=Exercise(now=NOW))


def system_of(layers: list[list[str]], links: list[tuple[str, str]], **more: Any) -> System:
    """A system from nothing but ids; the last layer holds the symptoms. ``more`` adds fields to components."""
    last = len(layers) - 1
    components = [
        {
            "id": id_,
            "name": id_.replace("-", " ").capitalize(),
            "kind": "symptom" if index == last else "resource",
            "layer": f"layer-{index}",
            "owner": "all",
            "watched_by": ["log"],
        }
        | ({"question": f"Why {id_}?", "problem": f"My {id_}", "otherwise": "Ask."} if index == last else {})
        | more.get(id_, {})
        for index, layer in enumerate(layers)
        for id_ in layer
    ]
    return SYSTEM_DOOR.read(
        {
            "title": "Made up",
            "layers": [{"id": f"layer-{i}", "name": f"Layer {i}"} for i in range(len(layers))],
            "parties": [{"id": "all", "name": "All of us"}],
            "components": components,
            "links": [{"from": a, "to": b, "because": f"{a} moves {b}."} for a, b in links],
        }
    )


@cache
def looped() -> System:
    """The harbour, in which berths also slow the crane: a loop beside the chain."""
    data = plain(make_system())
    data["links"] = [
        *data["links"],
        {"from": "berths", "to": "crane", "because": "A full quay leaves no room to swing."},
        {"from": "crews", "to": "ferries", "because": "No ferry leaves without its crew."},
        {"from": "berths", "to": "ferries", "because": "A ferry without a berth is not loaded."},
    ]
    return SYSTEM_DOOR.read(data)


@cache
def large() -> System:
    """26 components and more than 40 links, back, forth and within layers, as a real operation has them."""
    sizes = (4, 7, 4, 5, 6)
    layers = [[f"c{column}{chr(97 + row)}" for row in range(size)] for column, size in enumerate(sizes)]
    links: list[tuple[str, str]] = []
    for column, size in enumerate(sizes[:-1]):
        for row in range(size):
            links.append((layers[column][row], layers[column + 1][row % sizes[column + 1]]))
            far = layers[(column + 2) if column + 2 < len(sizes) else column + 1]
            links.append((layers[column][row], far[(row * 3 + 1) % len(far)]))
    links += [
        ("c1a", "c1e"),
        ("c1e", "c1a"),
        ("c1b", "c1c"),
        ("c3a", "c2a"),
        ("c2b", "c0b"),
        ("c4a", "c4e"),
        ("c0a", "c0d"),
    ]
    links += [("c3e", "c4f"), ("c0b", "c4d")]
    return system_of(layers, list(dict.fromkeys(links)))


def map_view(*disruptions: Disruption, system: System | None = None, exercise: bool = False, **more: Any) -> View:
    """A view with a drawn map of the looped harbour; without disruptions, of the gale."""
    system = system or looped()
    record = make_record(disruptions or (make_bulletin(),), **more)
    picture = make_picture(system=system, record=record, exercise=exercise)
    return make_view(
        picture, system=system, settings=DRILL if exercise else SETTINGS, layout=_layout(system), root="../"
    )


def _layout(system: System) -> Any:
    return _LAYOUTS.setdefault(id(system), (system, lay_out(system)))[1]


_LAYOUTS: dict[int, tuple[System, Any]] = {}
