"""Line status of Transport for London (api.tfl.gov.uk, unified API, ``/Line/…/Status``).

=============  ==================================================================================
native id      there is none: the line's ``id`` and the validity period, as they are written
headline       the line's name and ``statusSeverityDescription``; description: ``reason``
status         active while carried; Good Service and No Issues are no disruption
severity       by the word or the number, ``STATUSES``; the number is a code and no scale
cause          ``disruption.category``, where it names one; else only in prose
periods        ``validityPeriods``; times without an offset are the declared zone's
events         ``statusSeverityDescription``; ``categories``: ``disruption.category``
affected       line, mode, and the routes and stops of ``disruption``
=============  ==================================================================================

Statuses of one line with one validity period are one disruption: TfL splits what it says of a line into several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from explainer.disruption import Cause, Disruption, Effect, Entity, Period, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import common_json, mapping, text, transit
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import Object, Objects, Said, Wire
from explainer.formats.look import Look
from explainer.sources import Source
from explainer.vocabulary import CauseCode, EffectCode, Precision, Severity, Status


class _Meaning(NamedTuple):
    severity: Severity
    effect: EffectCode
    planned: bool | None = None


# api.tfl.gov.uk/Line/Meta/Severity, by number. The order says nothing: 10 is the best, 0 and 18 are no worse.
STATUSES = {
    "Special Service": _Meaning(Severity.MINOR, EffectCode.MODIFIED),
    "Closed": _Meaning(Severity.SEVERE, EffectCode.NO_SERVICE),
    "Suspended": _Meaning(Severity.SEVERE, EffectCode.NO_SERVICE),
    "Part Suspended": _Meaning(Severity.MODERATE, EffectCode.REDUCED),
    "Planned Closure": _Meaning(Severity.SEVERE, EffectCode.NO_SERVICE, planned=True),
    "Part Closure": _Meaning(Severity.MODERATE, EffectCode.REDUCED),
    "Severe Delays": _Meaning(Severity.SEVERE, EffectCode.DELAY),
    "Reduced Service": _Meaning(Severity.MODERATE, EffectCode.REDUCED),
    "Bus Service": _Meaning(Severity.MODERATE, EffectCode.MODIFIED),
    "Minor Delays": _Meaning(Severity.MINOR, EffectCode.DELAY),
    "Good Service": _Meaning(Severity.NONE, EffectCode.NO_EFFECT),
    "Part Closed": _Meaning(Severity.MODERATE, EffectCode.REDUCED),
    "Exit Only": _Meaning(Severity.MODERATE, EffectCode.MODIFIED),
    "No Step Free Access": _Meaning(Severity.MODERATE, EffectCode.ACCESSIBILITY),
    "Change of frequency": _Meaning(Severity.MINOR, EffectCode.MODIFIED),
    "Diverted": _Meaning(Severity.MODERATE, EffectCode.DETOUR),
    "Not Running": _Meaning(Severity.SEVERE, EffectCode.NO_SERVICE),
    "Issues Reported": _Meaning(Severity.UNKNOWN, EffectCode.UNKNOWN),
    "No Issues": _Meaning(Severity.NONE, EffectCode.NO_EFFECT),
    "Information": _Meaning(Severity.MINOR, EffectCode.INFORMATION),
    "Service Closed": _Meaning(Severity.UNKNOWN, EffectCode.NO_SERVICE),  # every night
}
CAUSES = {
    "event": CauseCode.SPECIAL_EVENT,
    "crowding": CauseCode.CONGESTION,
}
PLANNED = {
    "plannedwork": True,
    "realtime": False,
}

_BY_WORD = {word.casefold(): meaning for word, meaning in STATUSES.items()}
_BY_NUMBER = {str(number): meaning for number, meaning in enumerate(STATUSES.values())}
_UNKNOWN = _Meaning(Severity.UNKNOWN, EffectCode.UNKNOWN)
_WORST_FIRST = (
    Severity.EXTREME,
    Severity.SEVERE,
    Severity.MODERATE,
    Severity.MINOR,
    Severity.UNKNOWN,
    Severity.NONE,
)
_NOTED = ("closure_text", "additional_info")


class _Tfl(Wire):
    """TfL writes its keys in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class _Stop(_Tfl):
    common_name: Said = ""
    naptan_id: Said = ""
    id: Said = ""


class _Route(_Tfl):
    name: Said = ""


class _Detail(_Tfl):
    category: Said = ""
    created: Said = ""
    last_update: Said = ""
    closure_text: Said = ""
    additional_info: Said = ""
    affected_routes: Annotated[tuple[_Route, ...], Objects] = ()
    affected_stops: Annotated[tuple[_Stop, ...], Objects] = ()


class _Validity(_Tfl):
    from_date: Said = ""
    to_date: Said = ""


class _LineStatus(_Tfl):
    status_severity: Said = ""
    status_severity_description: Said = ""
    reason: Said = ""
    created: Said = ""
    validity_periods: Annotated[tuple[_Validity, ...], Objects] = ()
    disruption: Annotated[_Detail, Object] = _Detail()

    @property
    def word(self) -> str:
        """What the status is called."""
        return text.line(self.status_severity_description, text.NOTE)

    @property
    def native(self) -> str:
        """The word, or where there is none, the number."""
        return self.word or text.line(self.status_severity, 20)

    @property
    def _said(self) -> list[_Meaning | None]:
        """What the word means, which readers see and all modes share; then what the number means."""
        pairs = (_BY_WORD, self.word.casefold()), (_BY_NUMBER, self.status_severity)
        return [table.get(key) for table, key in pairs if key]

    @property
    def quiet(self) -> bool:
        """Whether word and number, as far as they are there, both say that all is well."""
        return bool(self._said) and all(m is not None and m.effect is EffectCode.NO_EFFECT for m in self._said)

    @property
    def meaning(self) -> _Meaning:
        """Where one of the two says that all is well and the other does not, the other counts."""
        return next((m for m in self._said if m and m.effect is not EffectCode.NO_EFFECT), _UNKNOWN)


class _Line(_Tfl):
    id: Said = ""
    name: Said = ""
    mode_name: Said = ""
    line_statuses: Annotated[tuple[_LineStatus, ...], Objects] = ()


def recognises(look: Look) -> bool:
    """A list of lines with their statuses."""
    return isinstance(look.data, list) and look.keys >= {"id", "lineStatuses"}


def parse(document: Document, source: Source) -> Parsed:
    """What disturbs the lines of one answer."""
    rows, rest = first_entries(_lines(common_json.read_json(document)))
    disruptions: dict[str, Disruption] = {}
    set_aside = [*rest]
    for number, row in enumerate(rows, start=1):
        line = _Line.model_validate(common_json.as_dict(row))
        ref = text.identifier(line.id)
        label = f"line {number}" + (f" ({text.bounded(ref, 80)})" if ref else "")
        if not ref:
            set_aside.append(SetAside(entry=label, reason="it has no id"))
            continue
        groups: dict[str, list[_LineStatus]] = {}
        for status in line.line_statuses:
            if not status.native:
                reason = "one of its statuses has neither a word nor a number"
                set_aside.append(SetAside(entry=label, reason=reason, native_id=_native_id(ref, status)))
            elif not status.quiet:
                groups.setdefault(_native_id(ref, status), []).append(status)
        for native, statuses in groups.items():
            made = _disruption(line, native, statuses, source)
            if made.id in disruptions:
                reason = "an earlier line has the same id and period; the first counts"
                set_aside.append(SetAside(entry=label, reason=reason, native_id=native))
            else:
                disruptions[made.id] = made
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def _lines(found: Any) -> list[Any]:
    if isinstance(found, dict):
        said = text.line(common_json.text_at(found, "message"), 80)
        raise FormatError(f"the server answered with an error: {said}" if said else "the document is no list of lines")
    lines = common_json.as_list(found)
    if lines and not any(common_json.list_at(line, "lineStatuses") for line in lines):
        # `/Line/Mode/tube` lists the same lines with empty statuses, which would pass for a quiet network.
        raise FormatError("the document has no line statuses; declare the address that ends in /Status")
    return lines


def _native_id(line: str, status: _LineStatus) -> str:
    periods = sorted(f"{period.from_date}/{period.to_date}" for period in status.validity_periods)
    return text.identifier(f"{line} {periods[0]}" if periods else line)


def _disruption(line: _Line, native: str, statuses: Sequence[_LineStatus], source: Source) -> Disruption:
    name = text.line(line.name, 100) or text.line(line.id, 100)
    words = tuple(dict.fromkeys(status.native for status in statuses))
    reasons = dict.fromkeys(text.plain(status.reason) for status in statuses)
    description = text.bounded("\n\n".join(filter(None, reasons)), text.BODY)
    categories = [said for status in statuses if (said := text.line(status.disruption.category, text.NOTE))]
    meanings = [status.meaning for status in statuses]
    planned = [PLANNED.get(category.casefold()) for category in categories] + [m.planned for m in meanings]
    spans, extra = _periods(statuses, source)
    issued, updated = (_times(statuses, key, source, extra) for key in ("created", "last_update"))
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=source.language, text=text.bounded(f"{name}: {', '.join(words)}", text.HEADLINE)),),
        description=(Text(lang=source.language, text=description),) if description else (),
        status=Status.ACTIVE,
        status_native=text.bounded(", ".join(words), text.NOTE),
        severity=min((meaning.severity for meaning in meanings), key=_WORST_FIRST.index),
        severity_native=text.line(", ".join(dict.fromkeys(status.status_severity for status in statuses)), text.NOTE),
        planned=next((answer for answer in planned if answer is not None), None),
        causes=tuple(
            Cause(code=CAUSES[category.casefold()], native=category)
            for category in dict.fromkeys(categories)
            if category.casefold() in CAUSES
        ),
        effects=tuple(dict.fromkeys(Effect(code=s.meaning.effect, native=s.native) for s in statuses)),
        events=words,
        categories=tuple(dict.fromkeys(categories)),
        affected=tuple(_affected(line, name, statuses))[: transit.MOST_AFFECTED],
        periods=spans,
        issued_at=issued,
        updated_at=updated or issued,
        extra=extra | _notes(statuses),
    )
    return mapping.apply(transit.as_meant(made), source)


def _periods(statuses: Iterable[_LineStatus], source: Source) -> tuple[tuple[Period, ...], dict[str, str]]:
    found: dict[Period, None] = {}
    notes: dict[str, str] = {}
    for status in statuses:
        for row in status.validity_periods:
            made, made_notes = transit.period({"start": row.from_date, "end": row.to_date}, source.tz)
            notes |= made_notes
            if not transit.is_open(made):
                found[made] = None
                if made.precision is Precision.INFERRED:
                    notes["zone"] = f"the feed names none; its times are read in {source.zone}"
    return tuple(found), notes


def _times(statuses: Iterable[_LineStatus], key: str, source: Source, notes: dict[str, str]) -> datetime | None:
    """The newest such time of the disruptions, or of the statuses themselves; “none” is written as year 1."""
    found: list[datetime] = []
    for status in statuses:
        for value in (getattr(status.disruption, key), getattr(status, key, "")):
            if reading := common_json.as_time(value, source.tz):
                found.append(reading.at)
            elif verbatim := text.line(value, 60):
                notes[key] = f"{verbatim} (not used: no believable time)"
    return max(found, default=None)


def _affected(line: _Line, name: str, statuses: Iterable[_LineStatus]) -> dict[Entity, None]:
    found = {Entity(kind="line", name=name, ref=text.identifier(line.id)): None}
    if mode := text.line(line.mode_name, text.NOTE):
        found[Entity(kind="mode", name=mode)] = None
    for status in statuses:
        for route in status.disruption.affected_routes:
            if words := text.line(route.name):
                found[Entity(kind="route", name=words)] = None
        for stop in status.disruption.affected_stops:
            stop_name, ref = text.line(stop.common_name), text.identifier(stop.naptan_id or stop.id)
            if stop_name or ref:
                found[Entity(kind="stop", name=stop_name, ref=ref)] = None
    return found


def _notes(statuses: Iterable[_LineStatus]) -> dict[str, str]:
    notes = {"identity": "TfL gives no id; it is the line and its validity period"}
    for name in _NOTED:
        said = dict.fromkeys(text.line(getattr(status.disruption, name), text.NOTE) for status in statuses)
        if words := text.bounded(", ".join(filter(None, said)), text.NOTE):
            notes[name.replace("_", " ")] = words
    return notes
