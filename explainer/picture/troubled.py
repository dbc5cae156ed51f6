"""At which parts a disruption that is over went wrong, as far as its publisher says so."""

from __future__ import annotations

from explainer.model.vocabulary import Ending, Status
from explainer.picture.model import DisruptionNow, ReportNow, Standing
from explainer.picture.reports import says_no_effect


def troubled_by(now: DisruptionNow) -> frozenset[str]:
    """The ids of the parts that it kept from working as usual, those that its publisher states as its cause among them.

    Nothing went wrong where it was taken back, was cancelled, had no effect or only said what a later message says.
    """
    if now.standing is not Standing.ENDED or not _happened(now):
        return frozenset()
    account = now.disruption.account
    cause = account.cause.component if account.cause is not None else None
    limited = (limit.constraint.component for limit in now.constraints)
    reported = (report.component for report in now.reports if _was_off(now, report))
    return frozenset((*limited, *reported, *((cause,) if cause else ())))


def _happened(now: DisruptionNow) -> bool:
    taken_back = now.disruption.status in (Status.CANCELLED, Status.WITHDRAWN)
    return not (taken_back or now.ended_by is Ending.REPLACED or says_no_effect(now.disruption))


def _was_off(now: DisruptionNow, report: ReportNow) -> bool:
    """Whether a part was off: it is reported so to the end, or as normal since a moment after the beginning."""
    if report.state.off:
        return True
    began, since = now.since, report.report.since
    return began is not None and since is not None and since > began
