"""The door to where staff send people: each route says which problem it solves, and where."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.routes import Route

ROUTES = "routes.yml"
"""The file that holds them, beside the system."""


def _has_a_problem(route: Route) -> Route:
    if not route.symptom and not route.problem.strip():
        raise ValueError("says of no problem; write symptom: and its id, or problem: in a few words")
    return route


def _ends_somewhere(route: Route) -> Route:
    if not route.desk.strip() and not route.phone.strip():
        raise ValueError("ends nowhere; write the desk or the phone that solves it")
    return route


ROUTES_DOOR = door(Route, _has_a_problem, _ends_somewhere).several
