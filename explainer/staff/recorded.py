"""The record beside what staff write: whose it is, and what staff hear of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explainer.errors import Finding, Level
from explainer.model.history import Record
from explainer.model.system import System
from explainer.record import store, whose
from explainer.record.whose import Owner
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
    record = store.read(project.recorded)
    whose.refuse_anothers(project.recorded, owner(project, system.by_id), record)
    return record


def judged_owner(project: Project, system: System | None, record: Record) -> Iterator[Finding]:
    """That the record is another’s, or may be."""
    here, kept = owner(project, system.by_id if system else ()), whose.owner_of(project.recorded)
    fault = whose.foreign(project.recorded, kept, here, record)
    if fault is not None:
        yield fault
    elif said := whose.doubt(project.recorded, whose.whose(kept, here), kept):
        problem, _, remedy = said.partition(": ")
        file = f"{project.places.feeds}/recorded/{whose.FILE}"
        yield Finding(file, 1, 1, "", problem.partition(" ")[2], remedy, Level.ADVICE)
