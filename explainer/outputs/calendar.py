"""Invitations as a calendar, RFC 5545: one file of all, and one of each.

Every time is in UTC, which needs no table of a zone's rules; a calendar shows it in its reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from explainer.model.events import Event, Occasion
from explainer.render.view import EVENTS, View

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_LONGEST = 75
"""Octets in a line, section 3.1."""


def calendar(view: View, events: Iterable[Event]) -> bytes:
    """These events as a calendar, in the language of the view."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Explainer//Invitations//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        for one in event.dates:
            lines += _date(view, event, one)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _date(view: View, event: Event, one: Occasion) -> Iterator[str]:
    title = event.title if not view.picture.exercise else view.words.gettext("EXERCISE: %(title)s", title=event.title)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}-{_moment(one.starts)}@{urlsplit(view.settings.site_url).netloc or 'explainer'}"
    yield f"DTSTAMP:{event.announced:%Y%m%d}T000000Z"
    yield f"DTSTART:{_moment(one.starts)}"
    yield f"DTEND:{_moment(one.last)}"
    yield f"SUMMARY:{_text(title)}"
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
