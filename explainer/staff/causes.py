"""What a bulletin states of causes, held against the links of the system.

Readers see every stated cause, with a link or without: a link that is missing at three in the morning takes no word
away from them, and the page says that the map does not show it yet. So this is judged by ``check``, not by a fetch, and
has to be mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import Located
from explainer.errors import Finding
from explainer.model.disruption import Disruption
from explainer.model.system import System
from explainer.picture.reports import worst


def unlinked(bulletin: Disruption, system: System, located: Located) -> Iterator[Finding]:
    """Every cause that a bulletin which is not over states and no link carries, each with the link to write."""
    if bulletin.status.over:
        return
    yield from _of_the_whole(bulletin, system, located)
    declared = {(link.source, link.target) for link in system.links}
    for index, report in enumerate(bulletin.reports):
        for place, cause in enumerate(report.caused_by):
            path = ("reports", index, "caused_by", place)
            if cause == report.component:
                yield located.finding(path, "is the part itself, which is not its own cause", "delete it")
            elif (cause, report.component) not in declared and {cause, report.component} <= system.by_id.keys():
                problem = f"no link leads from “{cause}” to “{report.component}”"
                yield located.finding(path, problem, _write(cause, report.component))


def _of_the_whole(bulletin: Disruption, system: System, located: Located) -> Iterator[Finding]:
    """The cause of all that a bulletin is about."""
    stated, about = bulletin.account.cause, _subject(bulletin)
    if stated is None:
        return
    cause = stated.component or ""
    if stated.unknown or not {cause, about} <= system.by_id.keys():
        return
    if cause == about:
        remedy = "name what it comes from, or write unknown: true and investigator:"
        yield located.finding(("cause", "component"), "is what the bulletin is about, not its cause", remedy)
    elif cause not in system.upstream(about):
        yield located.finding(
            ("cause", "component"), f"no links lead from “{cause}” to “{about}”", _write(cause, about)
        )


def _write(cause: str, effect: str) -> str:
    return f"add {{from: {cause}, to: {effect}, because: …}} to links: in content/system.yml, or name the cause between"


def _subject(bulletin: Disruption) -> str:
    """The part that a bulletin is about: its symptom, or else the worst that it reports."""
    state = worst(report.state for report in bulletin.reports if report.state.off)
    reported = next((report.component for report in bulletin.reports if report.state is state), "")
    return bulletin.account.symptom or reported
