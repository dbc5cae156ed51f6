"""A bulletin against a feed: what we say of a part, and what another source says of it now."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow, ReportNow
from explainer.render.words import words_of
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """The parts of which the picture holds a disagreement, at our own report of each."""
    by_file = {told.disruption.id: told for told in case.bulletins}
    for part in case.picture.components:
        if not part.conflict:
            continue
        spoken = [case.picture.disruption[name] for name in part.disruptions if name in case.picture.disruption]
        ours = [now for now in spoken if now.disruption.id in by_file]
        feeds = [now for now in spoken if not now.disruption.is_bulletin]
        for now in ours:
            yield from _against(case, part.id, by_file[now.disruption.id], now, feeds)


def _against(
    case: Case, component: str, told: Told, now: DisruptionNow, feeds: list[DisruptionNow]
) -> Iterator[Finding]:
    mine = next((report for report in now.reports if report.component == component), None)
    index = next((at for at, row in enumerate(told.disruption.reports) if row.component == component), None)
    if mine is None or index is None:
        return
    for feed in feeds:
        theirs = next((report for report in feed.reports if report.component == component), None)
        if theirs is not None and _disagree(mine, theirs):
            where = case.source_files.get(feed.disruption.origin.feed, feed.disruption.origin.feed)
            says, at = words_of(feed.disruption), theirs.said_at.astimezone(told.source.tz)
            problem = f"says {mine.state.value}, and {where}:1 said {theirs.state.value} at {at:%H:%M}: “{says}”"
            remedy = "ask which of the two holds, and write its state and who says so in by:"
            yield told.at("reports", index, "state").finding(problem, remedy, Level.ADVICE)


def _disagree(mine: ReportNow, theirs: ReportNow) -> bool:
    states = {mine.state, theirs.state}
    return State.NORMAL in states and any(state.disturbed for state in states)
