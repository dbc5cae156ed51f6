"""The record beside what staff write: whose it is, and what staff hear of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explainer.errors import Finding, Level
from explainer.model.history import Record
from explainer.model.system import System
from explainer.record import store, whose
from explainer.record.whose import Owner, Whose
from explainer.staff.project import Project


def owner(project: Project, parts: Iterable[str] = ()) -> Owner:
    """What the record of this site is known by; no parts while its system does not hold together."""
    return Owner(name=project.settings.site_name, parts=tuple(sorted(parts)))


def our_record(project: Project, system: System) -> Record:
    """The record of this site, whole.

    Raises:
        StaffError: when it is another’s.
        RecordError: when it cannot be read.
    """
    whose.refuse_anothers(project.recorded, owner(project, system.by_id))
    return store.read(project.recorded)


def judged_owner(project: Project, system: System | None) -> Iterator[Finding]:
    """That the record is another’s, or may be."""
    here = owner(project, system.by_id if system else ())
    kept = whose.owner_of(project.recorded)
    found = whose.whose(kept, here)
    if kept is not None and found is Whose.ANOTHERS:
        yield whose.anothers(project.recorded, kept, here)
    elif kept is not None and found is not Whose.OURS:
        problem, _, remedy = whose.doubt(project.recorded, found, kept).partition(": ")
        file = f"{project.places.feeds}/recorded/{whose.FILE}"
        yield Finding(file, 1, 1, "", problem.partition(" ")[2], remedy, Level.ADVICE)
