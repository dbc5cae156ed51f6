"""CAP's closed vocabularies in ours, for everything that speaks CAP: XML, Atom elements and GeoJSON.

OASIS CAP 1.2, sections 3.2.1 (``status``, ``msgType``) and 3.2.2 (``category``, ``urgency``, ``severity``,
``certainty``). Keys are case-folded.
"""

from __future__ import annotations

from collections.abc import Iterable

from explainer.disruption import Cause
from explainer.vocabulary import CauseCode, Certainty, Reality, Severity, Status, Urgency

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
WORST_FIRST = (Severity.EXTREME, Severity.SEVERE, Severity.MODERATE, Severity.MINOR, Severity.UNKNOWN)
SEVERITY = {word.value: word for word in WORST_FIRST}
CERTAINTY = {word.value: word for word in Certainty} | {"very likely": Certainty.LIKELY}  # CAP 1.0's word
URGENCY = {word.value: word for word in Urgency}
_CAUSES = {
    "Geo": CauseCode.NATURAL_HAZARD,
    "Met": CauseCode.WEATHER,
    "Security": CauseCode.POLICE_SECURITY,
    "Fire": CauseCode.FIRE,
    "Health": CauseCode.MEDICAL,
}


def causes(categories: Iterable[str]) -> tuple[Cause, ...]:
    """What the categories name as causes; the others, such as ``Transport``, name who is concerned."""
    return tuple(Cause(code=_CAUSES[word], native=word) for word in categories if word in _CAUSES)
