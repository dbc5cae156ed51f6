"""One policy for spans: from what a publisher wrote as a start and an end to a period, for every format.

=========================  ==================================================================================
written                    the end of the period
=========================  ==================================================================================
nothing, 0, null, “until   none: until further notice. So are the zeros that programs write for “no time”, and a
further notice”            year from 2100 on (seen: 2199, 9999), which nobody means as a time
an end before the start    unknown: compared as moments, it is kept as ``unusable_end`` and told to readers
what cannot be read        unknown, in the same way
the start itself           that moment: what has no length is over as soon as it was
a date alone               the end of that day
an hour that comes twice   its second time; ``24:00`` is the midnight at the end of its day (``times``)
=========================  ==================================================================================

A start that cannot be read is left out. The period is as exact as the less exact of the two.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from explainer.formats.kit import text
from explainer.formats.kit.times import Reading, read_end, read_epoch, read_time
from explainer.model.disruption import Period
from explainer.model.recurrence import Recurrence, instant, stretches
from explainer.model.vocabulary import Precision

Written = str | int | float | Reading | None
"""A time as a document holds it, or as its format has read it with ``read_time``."""

FOR_GOOD = 2100
"""The first year that no publisher means as a time."""

LONGEST = 60
"""Characters of a time that cannot be read."""

_COARSEST_LAST = (Precision.EXACT, Precision.MINUTE, Precision.DAY, Precision.INFERRED)
_NOTHING = re.compile(
    r"[-–—0]?|none|null|nil|nan|n/?a|ufn|until further notice|open(?:[- ]ended)?|indefinite(?:ly)?", re.IGNORECASE
)
_ZERO = re.compile(r"0000-00-00.*|0001-01-01.*|1970-01-01[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\d{9,21}", re.ASCII)
_HUGE = 10**20
_SECONDS, _MILLISECONDS = (int(datetime(FOR_GOOD, 1, 1, tzinfo=UTC).timestamp()) * unit for unit in (1, 1_000))


class Span(NamedTuple):
    """A period, if anything at all was written, and notes for ``Disruption.extra``."""

    period: Period | None
    notes: dict[str, str]


def span(start: Written, end: Written, zone: tzinfo | None, name: str = "", blank: Period | None = None) -> Span:
    """The period from ``start`` to ``end``, read in ``zone`` where they carry no offset.

    ``name`` is what the format calls the span: notes are kept under ``name start`` and ``name end``. ``blank`` is
    the period without its times: its role, the publisher's words about it, its recurrence. A recurrence without a
    single occurrence within the span contradicts it, so that only its words are kept: it holds at some hours, and
    nobody can say at which.
    """
    begins, ends = _label(name, "start"), _label(name, "end")
    since, until = _start(start, zone), _end(end, zone)
    notes: dict[str, str] = {}
    if since is None and not _is_nothing(start):
        notes[begins] = _refused(start, zone)
    unusable = ""
    if until is None and means_open(end):
        notes |= {} if _is_nothing(end) else {ends: f"{verbatim(end)} (taken as until further notice)"}
    elif until is None:
        unusable, notes[ends] = verbatim(end), _refused(end, zone)
    if since and until and instant(until.at) < instant(since.at):
        unusable, notes[ends] = verbatim(end), f"{verbatim(end)} (not used: before the start)"
        until = None
    known = [reading for reading in (since, until) if reading is not None]
    if any(reading.precision is Precision.INFERRED for reading in known) and isinstance(zone, ZoneInfo):
        notes["zone"] = f"the feed names none; its times are read in {zone.key}"
    if not known and not unusable:
        return Span(None, notes)
    first, last = since.at if since else None, until.at if until else None
    blank = blank or Period()
    timed = {
        "start": first,
        "end": last,
        "precision": max((reading.precision for reading in known), key=_COARSEST_LAST.index, default=blank.precision),
        "unusable_end": unusable,
    }
    return Span(consistent(blank.replace(**timed)), notes)


class Moments:
    """Reads the spans of one entry that must be known before they are handed on, and keeps notes for all of them."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.notes: dict[str, str] = {}

    def period(self, name: str, start: str, end: str, blank: Period | None = None) -> Period | None:
        """The period (:func:`span`), or None where nothing is written."""
        made = span(start, end, self.zone, name, blank)
        self.notes |= made.notes
        return made.period


def means_open(written: Written) -> bool:
    """Whether it is what publishers write where there is no time: nothing, zeros, or a year that never comes."""
    words = verbatim(written)
    return _is_nothing(words) or _ZERO.fullmatch(words) is not None or _is_for_good(words)


def _is_nothing(written: Written) -> bool:
    return _NOTHING.fullmatch(verbatim(written)) is not None


def verbatim(written: Written) -> str:
    """What was written, as one short line."""
    if isinstance(written, Reading):
        return written.at.isoformat(timespec="minutes")
    return text.line(_words(written), LONGEST)


def _words(written: object) -> str:
    if isinstance(written, str):
        return written.strip()
    if isinstance(written, float) and math.isfinite(written):
        written = int(written)
    if isinstance(written, bool) or not isinstance(written, int):
        return ""
    return str(max(-_HUGE, min(written, _HUGE)))


def _label(name: str, which: str) -> str:
    return f"{name} {which}" if name else which


def _refused(written: Written, zone: tzinfo | None) -> str:
    return f"{verbatim(written)} (not used: no believable time{' with an offset' if zone is None else ''})"


def _start(written: Written, zone: tzinfo | None) -> Reading | None:
    if isinstance(written, Reading):
        return written
    words = _words(written)
    return read_epoch(words) or read_time(words, zone)


def _end(written: Written, zone: tzinfo | None) -> Reading | None:
    if not isinstance(written, Reading):
        words = _words(written)
        return read_epoch(words) or read_end(words, zone)
    if written.precision is not Precision.DAY:
        return written
    local = written.at.astimezone(zone) if zone else written.at
    return read_end(local.date().isoformat(), local.tzinfo)


def _is_for_good(words: str) -> bool:
    """Whether its year, or the moment that it counts from 1970, lies beyond every plan."""
    if _NUMBER.fullmatch(words):
        return int(words) >= _MILLISECONDS or (read_epoch(words) is None and int(words) >= _SECONDS)
    years = [int(year) for year in _YEAR.findall(words)]
    return bool(years) and years[0] >= FOR_GOOD


def consistent(period: Period) -> Period:
    """The period; without its rule, but for the words, where that holds at no moment of the span."""
    rule, start, end = period.recurrence, period.start, period.end
    if rule is None or rule.vague:
        return period
    beginning = start or (end - timedelta(days=366) if end else None)
    if beginning is None or next(stretches(start, end, rule, beginning), None) is not None:
        return period
    return period.replace(recurrence=Recurrence(zone=rule.zone, text=rule.text))
