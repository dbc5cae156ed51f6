"""Calendars, RFC 5545: of invitations one file of all and one of each, and ``works.ics`` of what is planned.

Every time is in UTC, which needs no table of a zone's rules; a calendar shows it in its reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from explainer.model.events import Event, Occasion
from explainer.model.recurrence import stretches
from explainer.model.vocabulary import Status
from explainer.outputs.entries import newest_entry
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.view import EVENTS, View
from explainer.render.words import marked

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_LONGEST = 75
"""Octets in a line, section 3.1."""

MOST_WORKS, MOST_DATES = 200, 20
"""How many works are listed, and how many dates of one."""

_NO_DATES = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)
"""What an empty calendar holds, as it must hold something (section 3.6)."""


def calendar(view: View, events: Iterable[Event]) -> bytes:
    """These events as a calendar, in the language of the view."""
    return _written(
        "Invitations", [line for event in events for one in event.dates for line in _date(view, event, one)]
    )


def works_ics(view: View) -> bytes:
    """Planned works, and whatever else is announced and has not begun, each date once; what was called off says so."""
    planned = [now for now in view.picture.disruptions if _is_ahead(now) and not now.gathered_by]
    soonest = sorted(planned, key=lambda now: (now.starts_at or now.first_seen, now.id), reverse=True)[:MOST_WORKS]
    return _written("Works", [line for now in reversed(soonest) for line in _work(view, now)])


def _is_ahead(now: DisruptionNow) -> bool:
    return now.disruption.planned is True or now.standing is Standing.UPCOMING


def _work(view: View, now: DisruptionNow) -> Iterator[str]:
    """Every date of it. One that is moved stays the same to a calendar, as its id says the how-manieth it is."""
    entry = newest_entry(view, now)
    over = now.disruption.status in (Status.CANCELLED, Status.WITHDRAWN)
    changed = _moment(now.changed_at)
    for number, one in enumerate(islice(_dates(now), MOST_DATES)):
        yield "BEGIN:VEVENT"
        yield f"UID:{now.id}{f'-{number}' if number else ''}@{_host(view)}"
        yield from (f"{name}:{changed}" for name in ("DTSTAMP", "LAST-MODIFIED"))
        yield f"SEQUENCE:{max(0, int((now.changed_at - now.first_seen).total_seconds()))}"
        yield f"DTSTART:{_moment(one.starts)}"
        if one.ends is not None:
            yield f"DTEND:{_moment(one.ends)}"
        yield f"SUMMARY:{_text(entry.title)}"
        if said := "\n".join(filter(None, (one.hours, entry.summary))):
            yield f"DESCRIPTION:{_text(said)}"
        if view.settings.site_url:
            yield f"URL:{view.address(f'disruptions/{now.id}/')}"
        yield f"STATUS:{'CANCELLED' if over else 'CONFIRMED'}"
        yield "END:VEVENT"


class _When(NamedTuple):
    """A date: from when to when, if anybody says, and at which hours of it in the publisher's words."""

    starts: datetime
    ends: datetime | None
    hours: str = ""


def _dates(now: DisruptionNow) -> Iterator[_When]:
    """The dates of it that are stated, in their order; of hours that nobody can tell, the words for them."""
    for period in now.disruption.spans:
        start, end, rule = period.start, period.end, period.recurrence
        if start is None:
            continue
        if rule is None or rule.vague:
            yield _When(start, end if end is not None and end > start else None, rule.text if rule is not None else "")
        else:
            yield from (_When(one.start, one.end) for one in stretches(start, end, rule, start))


def _written(what: str, dates: Sequence[str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Explainer//{what}//EN", "CALSCALE:GREGORIAN"]
    lines += [*(dates or _NO_DATES), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8", "replace")


def _host(view: View) -> str:
    return urlsplit(view.settings.site_url).netloc or "explainer"


def _date(view: View, event: Event, one: Occasion) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}-{_moment(one.starts)}@{_host(view)}"
    yield from (f"{name}:{event.announced:%Y%m%d}T000000Z" for name in ("DTSTAMP", "LAST-MODIFIED"))
    yield f"SEQUENCE:{event.announced.toordinal() + event.cancelled}"
    yield f"DTSTART:{_moment(one.starts)}"
    yield f"DTEND:{_moment(one.last)}"
    yield f"SUMMARY:{_text(marked(view, event.title))}"
    said = "\n".join(filter(None, (event.says, event.apply)))
    yield from (f"{name}:{_text(words)}" for name, words in (("DESCRIPTION", said), ("LOCATION", event.where)) if words)
    if view.settings.site_url:
        yield f"URL:{view.address(f'{EVENTS}#{event.id}')}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words as a value, section 3.3.11; characters that no line may hold are left out."""
    told = "\n".join(str(words).strip().splitlines())
    return "".join(char for char in told if char == "\n" or char.isprintable()).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in parts that are short enough, none of which cuts a character: each but the first begins with a space."""
    part, room = "", _LONGEST
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            yield part
            part, room = " ", _LONGEST - 1
        part, room = part + char, room - size
    yield part
