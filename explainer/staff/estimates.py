"""What was foreseen in public stays in the bulletin until it is said what happened: whoever drops a range is told."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import Located
from explainer.errors import Finding
from explainer.model.disruption import Disruption
from explainer.model.estimates import Estimate, Telling, called, followed
from explainer.model.history import Held


def dropped_estimates(disruption: Disruption, held: Held | None, located: Located) -> Iterator[Finding]:
    """The ranges that readers saw and the bulletin, as it is written now, names no more, and nobody told the end of."""
    if held is None:
        return
    before = held.earlier.taught.estimates if held.earlier is not None else ()
    told = [Telling(version.accepted_at, version.disruption) for version in held.versions]
    for estimate in called(followed([*told, Telling(told[-1].read_at, disruption)], before)):
        if estimate.dropped and _is_owed(estimate):
            problem = f"does not hold “{estimate.what}” any more, which readers saw"
            remedy = "put it back, and say what happened once it is over; give it an id: before you change its words"
            yield located.finding(("expected",), problem, remedy)


def _is_owed(estimate: Estimate) -> bool:
    """Whether it was a range, or the estimate of the end, and nobody has said what happened."""
    is_range = any(one.main or (one.low is not None and one.high is not None) for one in estimate.versions)
    return is_range and not any(estimate.versions[-1].tells)
