"""What staff wrote of what may be forecast, judged: names that must be there, figures, and what can never be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from explainer.declarations.documents import Located, named, read_file, validated
from explainer.declarations.nearness import near
from explainer.declarations.season import SEASON_DOOR
from explainer.errors import Finding, Level
from explainer.model.season import Forecast, Measured, Threshold
from explainer.model.sources import Match, Source
from explainer.model.system import System
from explainer.model.vocabulary import BULLETIN, Severity
from explainer.picture.season import is_as_severe
from explainer.staff.pages import Page
from explainer.staff.project import Project
from explainer.staff.regions import written

SEASON = "season.yml"
"""Its name in the folder of the pages."""

_NEVER_STATED: Mapping[str, tuple[str, ...]] = {
    BULLETIN: ("event", "category", "measured"),
    "rss": ("event", "measured", "severity"),
    "atom": ("event", "measured", "severity"),
}
"""By format, what no message of it states in a place of its own, so that nothing can be asked of it."""


def read_season(project: Project) -> tuple[Threshold, ...]:
    """What staff wrote, in their order; nothing where they wrote none.

    Raises:
        StaffError: with everything that is wrong in it.
    """
    path = project.content / SEASON
    return validated(SEASON_DOOR, read_file(path, project.root)) if path.exists() else ()


class _Known(NamedTuple):
    located: Located
    system: System
    system_file: str
    sources: Mapping[str, Source]


def judged_season(
    project: Project,
    season: Sequence[Threshold],
    system: System,
    sources: Iterable[Source],
    pages: Iterable[Page],
) -> Iterator[Finding]:
    """Everything that is wrong with the thresholds, each at its place."""
    if not season:
        return
    path = project.content / SEASON
    declared = {source.id: source for source in sources}
    known = _Known(read_file(path, project.root), system, named(project.content / "system.yml", project.root), declared)
    first: dict[str, int] = {}
    for at, one in enumerate(season):
        if first.setdefault(one.id, at) != at:
            yield known.located.finding((at, "id"), f"“{one.id}” is already there", "give this one a name of its own")
        yield from _names(known, at, one)
        yield from _figures(known, at, one)
        yield from _never(known, at, one)
        yield from _behind(known, season, at)
    if not any('data-live="season"' in document.body for _, document in pages):
        problem = "no page has a place for it, so no reader sees it"
        remedy = f"write {written('season')} into index.md"
        yield known.located.finding((), problem, remedy, level=Level.ADVICE)


def _names(known: _Known, at: int, one: Threshold) -> Iterator[Finding]:
    components, parties = frozenset(known.system.by_id), frozenset(known.system.party)
    named_: list[tuple[tuple[str | int, ...], str, frozenset[str], str]] = [
        (("parts", index), part, components, "component") for index, part in enumerate(one.parts)
    ]
    named_ += [
        (("expect", index, "component"), row.component, components, "component") for index, row in enumerate(one.expect)
    ]
    named_ += [(("decisions", index, "by"), row.by, parties, "party") for index, row in enumerate(one.decisions)]
    named_ += [
        (("forecast", "feed", index), feed, frozenset(known.sources), "feed")
        for index, feed in enumerate(one.forecast.feed)
    ]
    named_ += [(("by",), one.by, parties, "party")]
    for where, name, there, what in named_:
        if name not in there:
            yield known.located.finding((at, *where), f"there is no {what} “{name}”", near(name, there))


def _figures(known: _Known, at: int, one: Threshold) -> Iterator[Finding]:
    """What is expected of a part against what the system says it does on a good day."""
    for index, row in enumerate(one.expect):
        part = known.system.by_id.get(row.component)
        if part is None:
            continue
        where, capacity = (at, "expect", index), part.capacity
        if capacity is None and (row.normal is None or not row.unit):
            problem = f"{known.system_file} declares no capacity for “{part.id}”, and none is written here"
            yield known.located.finding((*where, "component"), problem, "write normal: and unit: below it")
            continue
        for key, stated, usual in (
            ("normal", row.normal, capacity and capacity.normal),
            ("unit", row.unit, capacity and capacity.unit),
        ):
            if capacity is not None and stated not in (None, "", usual):
                problem = f"is {_plain(stated)}, and {known.system_file} says {_plain(usual)} for “{part.id}”"
                yield known.located.finding((*where, key), problem, "delete this line: what the system says counts")
        normal = capacity.normal if capacity is not None else row.normal
        if normal is not None and row.now > normal:
            problem = f"expects {row.now:g}, which is more than the {normal:g} of a good day"
            yield known.located.finding((*where, "now"), problem, "write what is left of it")


def _plain(stated: object) -> str:
    return f"{stated:g}" if isinstance(stated, float) else f"“{stated}”"


def _never(known: _Known, at: int, one: Threshold) -> Iterator[Finding]:
    """What nothing, or everything, that is forecast can reach."""
    wanted = one.forecast
    asked = {key for key in ("event", "category", "words", "entity") if getattr(wanted.match, key)}
    asked |= {key for key in ("severity", "measured") if getattr(wanted, key) is not None}
    if not asked:
        problem = "asks for nothing, so whatever is forecast would reach it"
        yield known.located.finding((at, "forecast"), problem, "write match:, severity: or measured: below it")
    if wanted.severity in (Severity.NONE, Severity.UNKNOWN):
        problem = f"nothing is at least as severe as “{wanted.severity}”"
        yield known.located.finding((at, "forecast", "severity"), problem, "write minor, moderate, severe or extreme")
    feeds = [known.sources[feed] for feed in wanted.feed or known.sources if feed in known.sources]
    if not feeds:
        return
    if not any(source.enabled for source in feeds):
        problem = "no feed that could forecast it is switched on, so it is never told"
        yield known.located.finding(
            (at, "forecast"), problem, "switch one on, or leave this for later", level=Level.ADVICE
        )
    for key in sorted(asked):
        if all(key in _NEVER_STATED.get(source.format, ()) for source in feeds):
            where = (at, "forecast", key) if key in ("severity", "measured") else (at, "forecast", "match", key)
            formats = ", ".join(sorted({source.format for source in feeds}))
            yield known.located.finding(
                where, f"no message of {formats} states one, so nothing can reach this", "ask for words:", key=True
            )


def _behind(known: _Known, season: Sequence[Threshold], at: int) -> Iterator[Finding]:
    """A threshold that is never told, because whatever reaches it reaches an earlier one first."""
    for earlier, other in enumerate(season[:at]):
        if other.id != season[at].id and _covers(other.forecast, season[at].forecast):
            there = known.located.place((earlier, "id"))
            problem = f"is never told: whatever reaches it reaches “{other.id}” first (line {there.line})"
            yield known.located.finding((at, "forecast"), problem, "write the stricter one first", key=True)
            return


def _covers(wide: Forecast, narrow: Forecast) -> bool:
    """Whether whatever reaches ``narrow`` reaches ``wide``."""
    return (
        _within(narrow.feed, wide.feed)
        and all(_within(getattr(narrow.match, key), getattr(wide.match, key)) for key in Match.__struct_fields__)
        and (wide.severity is None or (narrow.severity is not None and is_as_severe(narrow.severity, wide.severity)))
        and (wide.measured is None or _measures_more(narrow.measured, wide.measured))
    )


def _within(narrow: Sequence[str], wide: Sequence[str]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _measures_more(narrow: Measured | None, wide: Measured) -> bool:
    if narrow is None or (narrow.parameter, narrow.unit) != (wide.parameter, wide.unit):
        return False
    return wide.at_least <= narrow.at_least
