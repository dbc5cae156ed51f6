"""A bulletin against others: what we say of a part, and what another source, or who looked at it, says of it now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from explainer.errors import Finding, Level
from explainer.model.vocabulary import State
from explainer.picture.model import ComponentNow, DisruptionNow, Voice
from explainer.render.words import words_of
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """The parts of which the picture holds a disagreement, at our own report of each."""
    by_file = {told.disruption.id: told for told in case.bulletins}
    for part in case.picture.components:
        spoken = [case.picture.disruption[name] for name in part.disruptions if name in case.picture.disruption]
        for now in spoken if part.conflict else ():
            if now.disruption.id in by_file:
                yield from _against(case, part, by_file[now.disruption.id], now)


def _against(case: Case, part: ComponentNow, told: Told, now: DisruptionNow) -> Iterator[Finding]:
    mine = next((report for report in now.reports if report.component == part.id), None)
    index = next((at for at, row in enumerate(told.disruption.reports) if row.component == part.id), None)
    if mine is None or index is None:
        return
    ours = {other.disruption.id for other in case.bulletins}
    for voice in part.conflict:
        if voice.disruption not in ours and _disagree(mine.state, voice.state):
            problem = f"says {mine.state.value}, and {_said(case, told, voice)}"
            remedy = "ask which of the two holds, and write its state and who says so in by:"
            yield told.at("reports", index, "state").finding(problem, remedy, Level.ADVICE)


def _said(case: Case, told: Told, voice: Voice) -> str:
    """What another says, or that it has ended, with where it can be read and when it was."""
    at = f" at {_moment(case, told, voice.at)}" if voice.at else ""
    theirs = case.picture.disruption.get(voice.disruption)
    if theirs is None:
        return f"{voice.by} looked{at} and found it as usual"
    feed = theirs.disruption.origin.feed
    where, says = f"{case.source_files.get(feed, feed)}:1", words_of(theirs.disruption)
    if voice.state is None:
        return f"{where} ended{at}: “{says}”"
    return f"{where} said {voice.state.value}{at}: “{says}”"


def _moment(case: Case, told: Told, at: datetime) -> str:
    """The time as staff write it, with the date on any other day."""
    zone = told.source.tz
    local, today = at.astimezone(zone), case.now.astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"


def _disagree(mine: State, theirs: State | None) -> bool:
    if theirs is None:
        return mine.disturbed
    return State.NORMAL in (mine, theirs) and (mine.disturbed or theirs.disturbed)
