"""The files of YAML that a site may keep beside its system, each read as the values it holds; none where there is none.

Raises :class:`~explainer.errors.StaffError` with everything that is wrong with one.
"""

from __future__ import annotations

from explainer.declarations.documents import read_file, validated
from explainer.declarations.events import EVENTS, EVENTS_DOOR
from explainer.declarations.permissions import PERMISSIONS, PERMISSIONS_DOOR
from explainer.declarations.phrases import PHRASEBOOK_DOOR, WORDS
from explainer.declarations.rights import RIGHTS, RIGHTS_DOOR
from explainer.declarations.routes import ROUTES, ROUTES_DOOR
from explainer.model.events import Event
from explainer.model.permissions import Permissions
from explainer.model.phrases import NO_PHRASES, Phrasebook
from explainer.model.rights import Rights
from explainer.model.routes import Route
from explainer.staff.project import Project


def rights_of(project: Project) -> tuple[Rights, ...]:
    """What customers are owed."""
    path = project.content / RIGHTS
    return validated(RIGHTS_DOOR, read_file(path, project.root)) if path.exists() else ()


def phrases_of(project: Project) -> Phrasebook:
    """The words that people hear announced."""
    path = project.content / WORDS
    return validated(PHRASEBOOK_DOOR, read_file(path, project.root)) if path.exists() else NO_PHRASES


def events_of(project: Project) -> tuple[Event, ...]:
    """The invitations, their times in the zone of the site."""
    path = project.content / EVENTS
    if not path.exists():
        return ()
    return validated(EVENTS_DOOR, read_file(path, project.root), {"zone": project.settings.tz})


def permissions_of(project: Project) -> tuple[Permissions, ...]:
    """The sets of what staff may offer."""
    path = project.content / PERMISSIONS
    return validated(PERMISSIONS_DOOR, read_file(path, project.root)) if path.exists() else ()


def routes_of(project: Project) -> tuple[Route, ...]:
    """Where staff send people."""
    path = project.content / ROUTES
    return validated(ROUTES_DOOR, read_file(path, project.root)) if path.exists() else ()
