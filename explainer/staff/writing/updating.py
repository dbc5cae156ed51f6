"""One more word in a bulletin that is open: which one it is, what has to be said, and the text with it.

A word is added at the end and no published one is touched. What the file says beside its updates follows it where it
would otherwise be false: the promise that stands on top, and at the end the status, the reports and what became of each
estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from explainer.declarations.documents import PathOf, named, read_yaml
from explainer.declarations.nearness import near
from explainer.errors import ExplainerError, Finding, Level, StaffError
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.drafting import disruption_of
from explainer.formats.families.bulletin_rules import LONGEST_GAP, USUAL_GAP
from explainer.language.words import english
from explainer.model.disruption import Disruption, Expected
from explainer.model.sources import Source, our_own
from explainer.model.vocabulary import Reality, State, Status
from explainer.picture.figures import spelled
from explainer.picture.promises import GRACE
from explainer.staff.project import Project
from explainer.staff.signing import as_written
from explainer.staff.translations import bulletin_files
from explainer.staff.writing import files, times
from explainer.staff.writing.splice import Splices
from explainer.staff.writing.templates import without_answered


class Ours(NamedTuple):
    """A bulletin of our own: its file as it was read, its declaration, and what it says, if it can be read."""

    held: files.Held
    source: Source
    id: str
    said: Disruption | None
    findings: tuple[Finding, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its times."""
        return self.source.tz

    @property
    def is_open(self) -> bool:
        """Whether readers wait for its next word."""
        return self._status in (Status.ACTIVE, Status.MONITORING)

    @property
    def is_ahead(self) -> bool:
        """Whether it is of something planned."""
        return self._status is Status.PLANNED

    @property
    def _status(self) -> Status | None:
        is_shown = self.said is not None and self.said.reality in (Reality.ACTUAL, Reality.EXERCISE)
        return self.said.status if self.said is not None and is_shown else None

    @property
    def headline(self) -> str:
        """What it is about, in a line."""
        return spelled(self.said, english()).headline[0].text if self.said is not None else "cannot be read"


def ours(project: Project, sources: Iterable[Source]) -> tuple[Ours, ...]:
    """Every bulletin of our own, in the order of the files."""
    every = tuple(sources)
    return tuple(
        _ours(path, project, one) for one in every if one.id in our_own(every) for path in bulletin_files(project, one)
    )


def _ours(path: Path, project: Project, source: Source) -> Ours:
    name = named(path, project.root)
    try:
        held = files.read(path, name)
        located = read_yaml(held.text, name)
        draft, findings = read_bulletin(located, source)
    except StaffError as error:
        return Ours(files.Held(path, name, b""), source, path.stem, None, error.findings)
    wrong = tuple(one for one in findings if one.level is Level.ERROR)
    return Ours(held, source, native_id_of(located), disruption_of(draft, source) if draft else None, wrong)


class SeveralError(ExplainerError):
    """More than one bulletin is open, and nobody says which is meant."""

    def __init__(self, there: tuple[Ours, ...]) -> None:
        self.there = there
        super().__init__("more than one bulletin is open; write --to and the id of one")


def chosen(every: tuple[Ours, ...], to: str) -> Ours:
    """The bulletin that a word is for: the one called ``to``, or else the only one that is open.

    Raises:
        ValueError: when there is none; after a semicolon what to do.
        SeveralError: when several are open.
        StaffError: when the one that is meant cannot be read.
    """
    if to:
        found = {one.held.path.stem: one for one in every} | {one.id: one for one in every}
        name = to.removesuffix(".yml")
        if name not in found:
            raise ValueError(f"there is no bulletin “{to}”; {near(name, found)}")
        return _readable(found[name])
    there = tuple(one for one in every if one.is_open) or tuple(one for one in every if one.is_ahead)
    if len(there) > 1:
        raise SeveralError(there)
    if not there:
        unread = [one for one in every if one.said is None]
        if unread:
            raise StaffError(finding for one in unread for finding in one.findings)
        raise ValueError("no bulletin of yours is open; begin one with: explainer new bulletin")
    return there[0]


def _readable(one: Ours) -> Ours:
    if one.said is None:
        raise StaffError(one.findings)
    return one


class Word(NamedTuple):
    """What is said: at which moment, when more is promised, what changed, and why it comes after the promised time.

    ``headline`` and ``summary`` take the place of those that stand there, where they are given.
    """

    says: str
    at: datetime
    next_update: datetime | None = None
    changed: str = ""
    late_because: str = ""
    headline: str = ""
    summary: str = ""


class End(NamedTuple):
    """That it is over: since when, and what became of each estimate, by its place: a time, or an outcome."""

    ended: datetime
    outcomes: Mapping[int, datetime | str] = {}


def due(one: Ours) -> datetime | None:
    """When the next word of it was promised."""
    return one.said.account.next_update if one.said is not None else None


def promises_cause_with_it(one: Ours) -> bool:
    """Whether the cause was promised for the time of the next word, so that it moves with that."""
    cause = one.said.account.cause if one.said is not None else None
    return cause is not None and cause.unknown and cause.answer_by is not None and cause.answer_by == due(one)


def is_late(one: Ours, at: datetime) -> bool:
    """Whether a word at this moment breaks the promise of the last one."""
    promised = due(one)
    return one.is_open and promised is not None and at - promised > GRACE


def usual_promise(one: Ours, at: datetime) -> datetime:
    """When people would promise the next word: within what its severity allows."""
    severity = one.said.severity if one.said is not None else None
    longest = LONGEST_GAP.get(severity, USUAL_GAP) if severity is not None else USUAL_GAP
    return times.promised(at.astimezone(one.zone), min(longest, USUAL_GAP / 2))


def moment_of(one: Ours, now: datetime) -> datetime:
    """The moment to write: this minute, and with its seconds if something was said in it already."""
    minute = now.astimezone(one.zone).replace(second=0, microsecond=0)
    last = one.said.updates[-1].at if one.said is not None else None
    return now.astimezone(one.zone).replace(microsecond=0) if last == minute else minute


def open_estimates(one: Ours) -> Iterator[tuple[int, Expected]]:
    """What was foreseen and of which nobody has said what became of it, each with its place."""
    for place, expected in enumerate(one.said.expected if one.said is not None else ()):
        if expected.is_estimate and expected.happened is None and expected.outcome is None:
            yield place, expected


def with_word(one: Ours, word: Word, end: End | None = None) -> str:
    """The text of a bulletin with one more word, and, where it is the last one, with what makes it the end.

    Raises:
        StaffError: when its text cannot be changed safely.
    """
    splices = Splices(one.held.text, one.held.name)
    splices.append(("updates",), _update(word, one.zone))
    changes = list(_changes(one, word, end))
    splices.put_texts({path: said for path, said, _ in changes if said is not None and splices.has(path)})
    for path, said, order in changes:
        if said is None:
            splices.remove(path)
        else:
            splices.put(path, said, order)
    return without_answered(splices.done())


class _Change(NamedTuple):
    """What is to stand at a path; None where nothing is to stand there."""

    path: PathOf
    value: str | None
    order: tuple[str, ...] = ()


_TOP = ("headline", "summary", "empathy", "place", "severity", "certainty", "status", "reality")
_TIMES = (*_TOP, "detected", "started", "ended")
"""The order in which staff write the keys on top."""

_OF_A_REPORT = ("component", "state", "since", "says")


def _changes(one: Ours, word: Word, end: End | None) -> Iterator[_Change]:
    data = read_yaml(one.held.text, one.held.name).data
    yield from (_Change((key,), said) for key in ("headline", "summary") if (said := getattr(word, key)))
    if end is not None:
        yield from _closing(data, word, end, one.zone)
    elif word.next_update is not None:
        due = _moment(word.next_update, one.zone)
        if "next_update" in data:
            yield _Change(("next_update",), due)
        if promises_cause_with_it(one):
            yield _Change(("cause", "answer_by"), due)


def _closing(data: Any, word: Word, end: End, zone: ZoneInfo) -> Iterator[_Change]:
    ended = _moment(end.ended, zone)
    yield _Change(("status",), Status.RESOLVED.value, _TOP)
    yield _Change(("ended",), ended, _TIMES)
    yield _Change(("next_update",), None)
    for index, report in enumerate(data.get("reports") or ()):
        if report["state"] != State.NORMAL.value:
            yield from _as_usual(("reports", index), word.says, ended if "since" in report else None)
    for place, outcome in end.outcomes.items():
        told = _moment(outcome, zone) if isinstance(outcome, datetime) else outcome
        yield _Change(("expected", place, "happened" if isinstance(outcome, datetime) else "outcome"), told)


def _as_usual(report: PathOf, says: str, since: str | None) -> Iterator[_Change]:
    """What was reported of a part is over: it works again, and the last word is what there is to say of it."""
    yield _Change((*report, "state"), State.NORMAL.value)
    yield _Change((*report, "says"), says, _OF_A_REPORT)
    if since is not None:
        yield _Change((*report, "since"), since)
    yield from (_Change((*report, key), None) for key in ("headline", "detail", "checking_by"))


def _update(word: Word, zone: ZoneInfo) -> dict[str, str]:
    said = {"at": _moment(word.at, zone), "says": word.says}
    said |= {key: words for key in ("changed", "late_because") if (words := getattr(word, key))}
    if word.next_update is not None:
        said["next_update"] = _moment(word.next_update, zone)
    return said


def _moment(at: datetime, zone: ZoneInfo) -> str:
    written = as_written(at.astimezone(zone))
    return f"{written}:{at:%S}" if at.second and "T" not in written else written
