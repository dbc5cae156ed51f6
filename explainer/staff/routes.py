"""Where staff send people, judged: every symptom has a route that is open, and none ends at who solves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import Located, read_file
from explainer.declarations.nearness import near
from explainer.declarations.routes import ROUTES
from explainer.errors import Finding, Level
from explainer.language.house import house_of
from explainer.model.routes import DAY, WEEK, Route, Span, gaps
from explainer.model.system import System
from explainer.staff.project import Project

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def judged_routes(project: Project, routes: tuple[Route, ...], system: System) -> Iterator[Finding]:
    """Names that two routes have, symptoms that are not there, and whoever passes people on."""
    if not routes:
        return
    located = read_file(project.content / ROUTES, project.root)
    symptoms = frozenset(one.id for one in system.symptoms)
    seen: set[str] = set()
    for index, route in enumerate(routes):
        if route.id in seen:
            yield located.finding((index, "id"), f"“{route.id}” is there already", "give it another name")
        seen.add(route.id)
        for place, name in enumerate(route.symptom):
            if name not in symptoms:
                problem = f"“{name}” is no symptom in content/system.yml"
                yield located.finding((index, "symptom", place), problem, near(name, symptoms))


def judged_ends(project: Project, routes: tuple[Route, ...], system: System) -> Iterator[Finding]:
    """Whether each route ends at somebody who solves the problem, at every hour of the week."""
    if not routes:
        return
    located = read_file(project.content / ROUTES, project.root)
    for index, route in enumerate(routes):
        yield from _passed_on(project, located, index, route)
    for symptom in system.symptoms:
        shut = gaps(route for route in routes if symptom.id in route.symptom)
        if shut:
            more = f", and {len(shut) - 1} times more a week" if len(shut) > 1 else ""
            problem = f"nobody solves {symptom.id} {_told(shut[0])}{more}"
            yield located.finding((), problem, f"add a route with symptom: {symptom.id} that is open then")


def _passed_on(project: Project, located: Located, index: int, route: Route) -> Iterator[Finding]:
    """Whoever only passes people on: by what it is called, or because every page names that number already."""
    house = house_of(project.settings.language)
    for key in ("desk", "solves"):
        if words := house.care_in(getattr(route, key)):
            problem = f"“{words}” solves nothing by itself"
            yield located.finding((index, key), problem, "name the desk or the phone of who does, and what it solves")
    contact = project.settings.contact.phone
    if contact and not route.desk.strip() and _digits(route.phone) == _digits(contact):
        problem = "is the number that every page gives already, so people may be sent in a circle"
        remedy = "name the desk behind it, or the number of who solves this"
        yield located.finding((index, "phone"), problem, remedy, level=Level.ADVICE)


def _told(gap: Span) -> str:
    """A gap in words."""
    if gap == (0, WEEK):
        return "at any hour"
    return f"from {_moment(gap[0])} until {_moment(gap[1])}"


def _moment(minute: int) -> str:
    day, at = divmod(minute % WEEK, DAY)
    return f"{_DAYS[day]} {at // 60:02}:{at % 60:02}"


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
