"""What headlines and sentences let one guess where a format has no field for it.

Everything here is inferred from text and is marked so. The tables hold only what recorded feeds do; a word
that can also mean the opposite (“Closed: runway 08L”) is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from explainer.model.vocabulary import Reality, Status


class Guess(NamedTuple):
    """A status read from a headline, and the publisher's word for it."""

    status: Status
    native: str


_LEADING = {
    # cState `[Resolved] `, Azure `Investigating - `, Statuspage mirrors
    "resolved": Status.RESOLVED,
    "completed": Status.RESOLVED,
    "investigating": Status.ACTIVE,
    "identified": Status.ACTIVE,
    "in progress": Status.ACTIVE,
    "monitoring": Status.MONITORING,
    "verifying": Status.MONITORING,
    "scheduled": Status.PLANNED,
    "planned": Status.PLANNED,
    # AWS
    "service is operating normally": Status.RESOLVED,
    "service disruption": Status.ACTIVE,
    "service degradation": Status.ACTIVE,
    "performance issues": Status.ACTIVE,
    "informational message": Status.ACTIVE,
}
_WORDS = "|".join(sorted(_LEADING, key=len, reverse=True))
_PREFIX = re.compile(
    rf"\s*(?:\[\s*(?P<boxed>{_WORDS})\s*\]|(?P<plain>{_WORDS})(?:\s*:|\s+[-–—]))\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CANCELLED = re.compile(r"\s*(?:\[cancell?ed\]|cancell?ed(?:\s*:|\s+[-–—]))\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# What was to disturb us and now will not: then service is normal.
_DISTURBING = re.compile(
    r"\b(?:engineering|maintenance|works?|upgrade|closures?|possession|strikes?|industrial action|walkout|"
    r"drill|exercise|warnings?|watch|advisory|alerts?)\b",
    re.IGNORECASE,
)

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+")
_UNREAL = re.compile(
    r"\W*?(?:\[\s*(?i:(test|exercise|drill))\s*\]|\*\s*(?i:(test|exercise) message)|"
    r"(?:THIS IS AN? )?(TEST|EXERCISE|DRILL)(?=\s*[:*]|\s+[-–—]|\s(?:EXERCISE|MESSAGE|ONLY)\b))"
)


def status_of(headline: str) -> Guess | None:
    """The status that a headline begins with, if it begins with one.

    “CANCELLED: engineering works” means that service is normal; “CANCELLED: 08:12 to Lyon” means that it is
    not. Only the first is taken for an end.
    """
    if found := _PREFIX.match(headline):
        # AWS: `Service is operating normally: [RESOLVED] Increased error rates`
        native = found["boxed"] or found["plain"]
        return Guess(_LEADING[native.casefold()], native)
    if found := _CANCELLED.match(headline):
        over = _DISTURBING.search(found["rest"])
        return Guess(Status.CANCELLED if over else Status.UNKNOWN, "cancelled")
    return None


def subject_of(headline: str) -> str:
    """The headline without the status it begins with: what stays the same from update to update."""
    while found := _PREFIX.match(headline):
        headline = found["rest"]
    return headline


def reality_of(headline: str) -> Reality | None:
    """Whether the headline begins by saying that the message is not meant.

    Capitals or brackets are required: “Test centre closed” is news.
    """
    found = _UNREAL.match(headline)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return Reality.TEST if word.casefold() == "test" else Reality.EXERCISE


def in_words(name: str) -> str:
    """A code as words: ``MaintenanceWorks`` and ``MAINTENANCE_WORKS`` as “Maintenance works”; words as they are."""
    if " " in name.strip() and not name.isupper():
        return name
    words = " ".join(filter(None, _HUMP.split(name)))
    return words[:1].upper() + words[1:].lower()
