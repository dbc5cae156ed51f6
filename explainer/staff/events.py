"""What ``events.yml`` names, held against what is there, and against the clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from explainer.declarations.documents import named, read_file
from explainer.declarations.events import EVENTS
from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.model.events import Event
from explainer.model.system import System
from explainer.staff.project import Project

PAGE = PurePosixPath(EVENTS).with_suffix(".md").name
"""The page that shows them."""


def judged_events(project: Project, events: tuple[Event, ...], system: System) -> Iterator[Finding]:
    """Parts and parties that are not there, names that two events have, and events that no page shows."""
    path = project.content / EVENTS
    if not path.is_file():
        return
    located = read_file(path, project.root)
    seen: set[str] = set()
    for index, event in enumerate(events):
        if event.id in seen:
            yield located.finding((index, "id"), f"“{event.id}” is there already", "give it another name")
        seen.add(event.id)
        for key, name, known in (
            ("party", event.party, frozenset(system.party)),
            ("component", event.component, frozenset(system.by_id)),
        ):
            if name and name not in known:
                yield located.finding((index, key), f"there is no {key} “{name}”", near(name, known))
    page = project.content / project.settings.at / PAGE
    if events and not page.is_file():
        problem = f"no page shows them: {named(page, project.root)} is not there"
        yield located.finding((), problem, "write that page, with template: events.html", level=Level.ADVICE)
