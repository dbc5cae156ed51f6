"""The bulletins of a feed, each judged by itself and beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import Located, named, read_text, read_yaml
from explainer.errors import Finding
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.drafting import disruption_of
from explainer.formats.families.bulletin_rules import Known
from explainer.formats.families.bulletin_times import frozen_wrong, implausible
from explainer.language.words import english
from explainer.model.disruption import Disruption, disruption_id
from explainer.model.history import Record
from explainer.model.sources import Source, our_own
from explainer.model.system import System
from explainer.picture.figures import spelled
from explainer.record.lifecycle import silent_changes
from explainer.staff.accepting import objections, readings_of
from explainer.staff.causes import unlinked
from explainer.staff.collector import Collector
from explainer.staff.contradictions.case import Told
from explainer.staff.emptiness import emptiness
from explainer.staff.estimates import dropped_estimates
from explainer.staff.figures import judged_figures
from explainer.staff.folders import YML, odd_names, unread_in
from explainer.staff.project import Project
from explainer.staff.translations import bulletin_files, is_beside, stands_beside

Texts = Mapping[Path, str | None]
"""What files of bulletins hold instead of what is on the disk; None for one that is not there."""


class Judged(NamedTuple):
    """What bulletins are judged by: the names that they may use, the links, what was published before, the moment."""

    known: Known | None
    system: System | None
    record: Record
    now: datetime


def files_of(project: Project, source: Source, texts: Texts) -> list[Path]:
    """The bulletins of a feed, were files to hold ``texts``: those on the disk, and those that are only there."""
    folder = project.feeds / (source.file or "")
    new = (path for path in texts if folder in (path.parent, path) and not stands_beside(project, path.name))
    return [path for path in sorted({*bulletin_files(project, source), *new}) if texts.get(path, "") is not None]


def _text(path: Path, name: str, texts: Texts) -> str:
    given = texts.get(path)
    return read_text(path, name) if given is None else given


def judged_bulletins(
    project: Project, source: Source, sources: tuple[Source, ...], by: Judged, texts: Texts
) -> tuple[list[Finding], list[Told]]:
    """What is wrong in the bulletins of a feed, and those that can be read."""
    collector = Collector()
    told: list[Told] = []
    first: dict[str, str] = {}
    files = files_of(project, source, texts)
    collector.findings += _by_name(project, source, files, by)
    for path in files:
        name = named(path, project.root)
        located = collector.try_(name, lambda path=path, name=name: read_yaml(_text(path, name, texts), name))  # type: ignore[misc]
        if located is None:
            continue
        found, read = collector.try_(name, partial(_bulletin, located, path, source, by)) or ((), None)
        collector.findings += found
        told += [read] if read else []
        collector.findings += _gathering(located, source, sources)
        native_id = native_id_of(located)
        if native_id in first:
            problem = f"“{native_id}” is already the id of {first[native_id]}"
            collector.findings.append(located.finding(("id",), problem, "give this one an id of its own"))
        first.setdefault(native_id, name)
    return [*collector.findings, *_twins(told)], told


def _by_name(project: Project, source: Source, files: list[Path], by: Judged) -> Iterator[Finding]:
    """What the names of files in a folder of bulletins tell."""
    folder = project.feeds / (source.file or "")
    if folder.is_dir():
        yield from unread_in(folder, YML, project.root, lambda name: is_beside(project, name))
        yield from odd_names(files, project.root, lambda stem: disruption_id(source.id, stem) in by.record.held)


def _twins(told: list[Told]) -> Iterator[Finding]:
    """Bulletins that say the same of the same moment under two names."""
    first: dict[tuple[str, ...], Told] = {}
    for one in told:
        says = one.disruption.headline[0].text, str(one.disruption.account.detected_at), one.disruption.updates[0].says
        before = first.setdefault(says, one)
        if before is not one:
            problem = f"says what {before.located.file} says, and readers would see both"
            yield one.located.finding(("headline",), problem, "delete one of the two")


def _bulletin(located: Located, path: Path, source: Source, by: Judged) -> tuple[list[Finding], Told | None]:
    draft, findings = read_bulletin(located, source, by.known)
    if draft is None:
        return list(findings), None
    bulletin = disruption_of(draft, source)
    held = by.record.held.get(bulletin.id)
    before = held.latest if held else None
    judged_now = [
        *findings,
        *_changed_updates(bulletin, before, located.finding),
        *_untimely(bulletin, located, by),
        *(unlinked(bulletin, by.system, located) if by.system else ()),
        *judged_figures(bulletin, before, located),
        *dropped_estimates(bulletin, held, located),
        *emptiness(spelled(bulletin, english()), located, by.now),
        *objections(bulletin, readings_of(path, source), located),
    ]
    return judged_now, Told(located, bulletin, source)


def _untimely(bulletin: Disruption, located: Located, by: Judged) -> Iterator[Finding]:
    """Times that cannot be meant."""
    for found in (*frozen_wrong(bulletin, by.record.held, by.now), *implausible(bulletin, by.record.held, by.now)):
        yield located.finding(found.path, found.problem, found.remedy)


def _gathering(located: Located, source: Source, sources: tuple[Source, ...]) -> Iterator[Finding]:
    """What a bulletin would gather and may not: only our own gather, and none is gathered by another."""
    about = located.data.get("about") if isinstance(located.data, dict) else None
    bulletins = {other.id for other in sources if other.is_of_bulletins}
    for index, row in enumerate(about if isinstance(about, list) else ()):
        if source.id not in our_own(sources):
            problem = "gathers nothing, because its feed is not known to be our own"
            yield located.finding(("about", index), problem, "write may: {lead: true} in its declaration, or delete it")
        elif isinstance(row, dict) and row.get("feed") in bulletins:
            problem = f"“{row['feed']}” holds bulletins, and a bulletin is never gathered by another: both are shown"
            yield located.finding(("about", index, "feed"), problem, "delete this entry; join the two in one bulletin")


def _changed_updates(
    bulletin: Disruption, before: Disruption | None, finding: Callable[..., Finding]
) -> Iterator[Finding]:
    for change in silent_changes(before, bulletin) if before else ():
        problem, _, remedy = change.partition("; ")
        yield finding(("updates",), problem, remedy)
