"""The timeline that Statuspage writes as HTML into the bodies of its RSS and Atom feeds.

Seen, newest first: ``<p><small>Jan <var data-var='date'> 9</var>, <var data-var='time'>14:27</var> UTC
</small><br><strong>Resolved</strong> - text</p>``. Sanitising removes ``data-var`` and may flatten the paragraphs, so
this reads the raw body. The dates have no year; they are resolved against the item's own date.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from explainer.formats.base import Step
from explainer.formats.kit import text
from explainer.formats.kit.times import Reading, read_near, read_time
from explainer.model.vocabulary import Status

STATUS = {
    "investigating": Status.ACTIVE,
    "identified": Status.ACTIVE,
    "monitoring": Status.MONITORING,
    "resolved": Status.RESOLVED,
    "postmortem": Status.RESOLVED,
    "scheduled": Status.PLANNED,
    "in_progress": Status.ACTIVE,
    "verifying": Status.MONITORING,
    "completed": Status.RESOLVED,
}
"""Statuspage API v2: the status of an incident or of maintenance. An ``Update`` changes none."""

_OF_MAINTENANCE = frozenset({"scheduled", "in_progress", "verifying", "completed"})

_BLOCK = re.compile(
    r"<p>\s*<small>(?P<when>.{1,300}?)</small>\s*<br\s*/?>\s*<strong>(?P<status>[^<]{1,60})</strong>\s*[-–—]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_INCIDENT = re.compile(r"/(?:incidents|maintenances)/([A-Za-z0-9]+)/?")
_MOST_BLOCKS = 500


class Timeline(NamedTuple):
    """What a Statuspage body says: its updates oldest first, the newest status and the newest words."""

    steps: tuple[Step, ...]
    status: Status
    native: str
    planned: bool
    newest: str


def incident(link: str) -> str | None:
    """The incident's id. RSS and Atom give one incident different ids, and only the link's path agrees."""
    try:
        found = _INCIDENT.fullmatch(urlsplit(link).path)
    except ValueError:
        return None
    return found[1] if found else None


def _key(name: str) -> str:
    """``In progress``, as a person reads it, as the API writes it."""
    return name.casefold().replace(" ", "_")


def timeline(body: str, item_date: datetime | None, zone: tzinfo) -> Timeline | None:
    """The timeline in a raw body, or None when the body is not Statuspage's."""
    body = body.strip()
    if not _BLOCK.match(body):
        return None
    found = list(islice(_BLOCK.finditer(body), _MOST_BLOCKS))
    ends = [*(block.start() for block in found[1:]), len(body)]
    words = [body[block.end() : end] for block, end in zip(found, ends, strict=True)]
    names = [" ".join(text.line(block["status"]).split()) for block in found]
    whens = [text.line(block["when"]) for block in found]
    steps = [
        Step(at or when, says if text.plain(says) else name, STATUS.get(_key(name)))
        for at, when, says, name in zip(_dates(whens, item_date, zone), whens, words, names, strict=True)
    ]
    native = next((name for name in names if _key(name) in STATUS), "")
    return Timeline(
        steps=tuple(reversed(steps)),
        status=STATUS.get(_key(native), Status.UNKNOWN),
        native=native,
        planned=any(_key(name) in _OF_MAINTENANCE for name in names),
        newest=next((says for says in words if text.plain(says)), ""),
    )


def _dates(whens: list[str], item_date: datetime | None, zone: tzinfo) -> list[Reading | None]:
    """The moments of entries newest first: the newest nearest to the item's date, each other one before it."""
    read: list[Reading | None] = []
    younger: datetime | None = None
    for when in whens:
        at = read_near(when, younger or item_date, zone, younger) if item_date else read_time(when, zone)
        younger = at.at if at else younger
        read.append(at)
    return read
