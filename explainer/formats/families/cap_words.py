"""CAP's closed vocabularies in ours, for everything that speaks CAP: XML, Atom elements and GeoJSON.

OASIS CAP 1.2, sections 3.2.1 (``status``, ``msgType``) and 3.2.2 (``category``, ``urgency``, ``severity``,
``certainty``). Keys are case-folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from explainer.formats.base import NotForReadersError, RefusedError, Span
from explainer.formats.kit.times import Reading, read_time
from explainer.model.vocabulary import CauseCode, Certainty, PeriodRole, Reality, Severity, Status, Urgency

REALITY = {
    "actual": Reality.ACTUAL,
    "exercise": Reality.EXERCISE,
    "system": Reality.TEST,
    "test": Reality.TEST,
    "draft": Reality.DRAFT,
}
STATUS = {"alert": Status.ACTIVE, "update": Status.ACTIVE, "cancel": Status.WITHDRAWN}
RELATION = {"alert": "related", "update": "supersedes", "cancel": "cancels"}
NOT_FOR_READERS = {"ack": "an acknowledgement", "error": "a rejection of another message"}
SEVERITY = {word.value: word for word in Severity if word is not Severity.NONE}
CERTAINTY = {word.value: word for word in Certainty} | {"very likely": Certainty.LIKELY}  # CAP 1.0's word
URGENCY = {word.value: word for word in Urgency}
_CAUSES = {
    "Geo": CauseCode.NATURAL_HAZARD,
    "Met": CauseCode.WEATHER,
    "Security": CauseCode.POLICE_SECURITY,
    "Fire": CauseCode.FIRE,
    "Health": CauseCode.MEDICAL,
}


def causes(categories: Iterable[str]) -> Iterator[tuple[CauseCode, str]]:
    """What the categories name as causes; the others, such as ``Transport``, name who is concerned."""
    return ((_CAUSES[word], word) for word in categories if word in _CAUSES)


def reality(kind: str, scope: str, status: str) -> Reality:
    """Whether a message is meant, from its ``msgType``, ``scope`` and ``status``.

    Raises:
        NotForReadersError: when it is between systems, or may not be published.
        RefusedError: when one of the three is none that CAP knows.
    """
    if kind.casefold() in NOT_FOR_READERS:
        raise NotForReadersError(f"it is {NOT_FOR_READERS[kind.casefold()]}, not a message to the public")
    if scope.casefold() in ("restricted", "private"):
        raise NotForReadersError(f"its scope is {scope.casefold()}, so it may not be published")
    if kind and kind.casefold() not in STATUS:
        raise RefusedError("its msgType is none of Alert, Update and Cancel")
    if status.casefold() not in REALITY:
        raise RefusedError("its status is none of Actual, Exercise, System, Test and Draft")
    return REALITY[status.casefold()]


def begins(starts: Iterable[str], sent: Reading | None, zone: tzinfo | None) -> Reading | None:
    """When a hazard begins: the first of ``starts`` that can be read, else when the message was sent."""
    return next((reading for words in starts if (reading := read_time(words, zone))), sent)


def hazard(starts: Iterable[str], sent: Reading | None, expires: str, zone: tzinfo | None) -> Iterator[Span]:
    """The span of a hazard, and of its message where that ends sooner.

    A message may expire before what it announces begins; that is no end of the hazard, only of the message (CAP 1.2
    section 3.2.2 on ``expires``).
    """
    start = begins(starts, sent, zone)
    end = read_time(expires, zone)
    if start and end and end.at <= start.at:
        yield Span(start)
        yield Span(sent if sent and sent.at < end.at else None, end, PeriodRole.PUBLICATION)
    else:
        yield Span(start, expires)
