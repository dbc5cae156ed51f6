"""The doors to the script of a drill, and to what is noted of a run of it."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.drill import Drill, DrillRun, Inject


def _one_thing(inject: Inject) -> Inject:
    given = [name for name in ("file", "body", "silent") if getattr(inject, name)]
    if inject.feed is None and given:
        raise ValueError(f"has {given[0]}: and names no feed; add feed: with the id of one")
    if inject.feed is not None and len(given) != 1:
        raise ValueError("must be one thing that the feed does; write file:, body: or silent: true")
    return inject


def _in_order(drill: Drill) -> Drill:
    for before, after in zip(drill.injects, drill.injects[1:], strict=False):
        if after.offset < before.offset:
            raise ValueError(f"“{after.says}” stands below what happens later; keep injects in their order")
    return drill


DRILL_DOOR = door(Drill, _in_order, within=(door(Inject, _one_thing),))
RUN_DOOR = door(DrillRun)
