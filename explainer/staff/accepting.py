"""Second readers: the questions they answer in a customer's place, and the file in which they sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.declarations.documents import Located, named, read_file, read_text
from explainer.declarations.nearness import near
from explainer.errors import ExplainerError, Finding, Level, StaffError
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.drafting import disruption_of
from explainer.formats.families.bulletin_acceptance import acceptance_name, is_acceptance, read_acceptances
from explainer.formats.families.bulletin_rules import Known
from explainer.model.acceptance import Acceptance, Objection, Question
from explainer.model.disruption import Disruption
from explainer.model.sources import Source, our_own
from explainer.staff.project import Project
from explainer.staff.signing import as_written
from explainer.staff.translations import bulletin_files

QUESTIONS: Mapping[Question, str] = {
    Question.ACT: "Stranded here, would you know what to do now?",
    Question.WHY: "Would you understand why it happens, and who decides?",
    Question.BELIEVE: "Would you believe the numbers and the times?",
    Question.FAIR: "Would you take this offer yourself, and think it fair who pays?",
    Question.WHOLE: "Does it answer the first thing you would ask?",
}

_NOTE = "# Who read these words before customers did. Written by explainer accept; later readings stand below.\n"


class Signed(NamedTuple):
    """A bulletin to be read by a second person, and where readings of it are signed; times there are of ``zone``."""

    disruption: Disruption
    readings: Path
    zone: ZoneInfo


def to_sign(project: Project, sources: Iterable[Source], known: Known, name: str) -> Signed:
    """The bulletin of our own with the id, or the name of a file, ``name``.

    Raises:
        ExplainerError: when there is none.
        StaffError: when it cannot be published as it stands.
    """
    every = tuple(_bulletins(project, sources))
    there = {_own_id(project, one): one for one in every} | {one.path.stem: one for one in every}
    found = there.get(name.removesuffix(".yml"))
    if found is None:
        raise ExplainerError(f"there is no bulletin “{name}”; {near(name, there)}")
    at = read_file(found.path, project.root)
    draft, findings = read_bulletin(at, found.source, known)
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if draft is None or errors:
        raise StaffError(errors)
    beside = found.path.with_name(acceptance_name(found.path.name))
    return Signed(disruption_of(draft, found.source), beside, found.source.tz)


class _Found(NamedTuple):
    path: Path
    source: Source


def _bulletins(project: Project, sources: Iterable[Source]) -> Iterator[_Found]:
    every = tuple(sources)
    ours = our_own(every)
    return (_Found(path, one) for one in every if one.id in ours for path in bulletin_files(project, one))


def _own_id(project: Project, found: _Found) -> str:
    """The id that a bulletin gives itself; the name of its file where it cannot be read, which hides no other."""
    try:
        return native_id_of(read_file(found.path, project.root))
    except StaffError:
        return found.path.stem


def signature(words: str, by: str, at: datetime, no: Mapping[Question, str]) -> Acceptance:
    """A reading, with the reasons of every question that was answered with no."""
    objected = tuple(Objection(question=question, says=no[question]) for question in QUESTIONS if question in no)
    return Acceptance(by=by, at=at, words=words, no=objected)


def signed(before: str, reading: Acceptance) -> str:
    """The file of readings with one more: what is in it already stays as it is."""
    lines = [f"- by: {reading.by}", f"  at: {as_written(reading.at)}", f'  words: "{reading.words}"']
    if reading.no:
        lines += ["  no:", *(f"    - {{question: {one.question}, says: {_quoted(one.says)}}}" for one in reading.no)]
    kept = before or _NOTE
    return "\n".join([kept.removesuffix("\n"), *lines, ""])


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def judged_readings(project: Project, source: Source, known: Known | None) -> Iterator[Finding]:
    """What is wrong with the files in which second readers sign the bulletins of one feed.

    Raises:
        StaffError: when one of them cannot be read, with every finding in it.
    """
    place = project.feeds / (source.file or "")
    for path in sorted(place.iterdir()) if source.file and place.is_dir() else ():
        if is_acceptance(path.name):
            yield from _judged(path, named(path, project.root), source, known)


def _judged(path: Path, name: str, source: Source, known: Known | None) -> Iterator[Finding]:
    try:
        readings = read_acceptances(read_text(path, name), name, source)
    except StaffError as error:
        yield from error.findings
        return
    located = read_file(path, path.parent)
    parties = known.parties if known is not None else {reading.by for reading in readings}
    for index, reading in enumerate(readings):
        if reading.by not in parties:
            problem, remedy = f"there is no party “{reading.by}”", near(reading.by, parties)
            yield replace(located.finding((index, "by"), problem, remedy), file=name)


def readings_of(bulletin: Path, source: Source) -> tuple[Acceptance, ...]:
    """The readings of the bulletin in a file, oldest first; none where they cannot be read, which is told elsewhere."""
    path = bulletin.with_name(acceptance_name(bulletin.name))
    try:
        return read_acceptances(read_text(path, path.name), path.name, source) if path.is_file() else ()
    except StaffError:
        return ()


def objections(bulletin: Disruption, readings: Iterable[Acceptance], located: Located) -> Iterator[Finding]:
    """What the last reading of these exact words would not accept; and, where others were read, that these were not."""
    every = tuple(readings)
    last = next((one for one in reversed(every) if one.words == bulletin.words), None)
    for no in last.no if last else ():
        problem = f"{last.by if last else ''} would not accept this ({QUESTIONS[no.question]} “{no.says}”)"
        yield located.finding((), problem, "mend it, and have it read again")
    if every and last is None and not bulletin.status.over:
        problem = f"has changed since {every[-1].by} read it at {every[-1].at:%Y-%m-%d %H:%M}"
        yield located.finding((), problem, "have it read again with explainer accept", level=Level.ADVICE)
