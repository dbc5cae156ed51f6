"""Line status of Transport for London (api.tfl.gov.uk, unified API, ``/Line/…/Status``).

=============  ==================================================================================
native id      there is none: the line's ``id``, the category, and the start of the validity period
headline       the line's name and ``statusSeverityDescription``; description: ``reason``
status         active while carried; Good Service and No Issues are no disruption
severity       by the word or the number, ``STATUSES``; the number is a code and no scale
cause          ``disruption.category``, where it names one; else only in prose
periods        ``validityPeriods``; times without an offset are the declared zone's. The end of a status in
               real time moves ahead at every answer (measured), so it is no end that anybody stated
events         ``statusSeverityDescription``; ``categories``: ``disruption.category``
affected       line, mode, and the routes and stops of ``disruption``
=============  ==================================================================================

Statuses of one line and category with one start are one disruption: TfL splits what it says of a line into several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, RefusedError, Span
from explainer.formats.kit import common_json, text
from explainer.formats.kit.common_json import Object, Objects, Said, Wire
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import WORST_FIRST, Absence, CauseCode, EffectCode, Severity, Status


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
        """The meanings in the order in which they count: of the word, which readers see, then of the number."""
        pairs = (_BY_WORD, self.word.casefold()), (_BY_NUMBER, self.status_severity)
        return [table.get(key) for table, key in pairs if key]

    @property
    def quiet(self) -> bool:
        """Whether word and number, as far as they are there, both say that all is well."""
        return bool(self._said) and all(m is not None and m.effect is EffectCode.NO_EFFECT for m in self._said)

    @property
    def meaning(self) -> _Meaning:
        """What the status means: by its word or its number, and where only one of them is quiet, by the other."""
        return next((m for m in self._said if m and m.effect is not EffectCode.NO_EFFECT), _UNKNOWN)


class _Line(_Tfl):
    id: Said = ""
    name: Said = ""
    mode_name: Said = ""
    line_statuses: Annotated[tuple[_LineStatus, ...], Objects] = ()


def recognises(look: Look) -> bool:
    """A list of lines with their statuses."""
    return isinstance(look.data, list) and look.keys >= {"id", "lineStatuses"}


def parse(document: Document, source: Source) -> Entries:
    """What disturbs the lines of one answer."""
    return Entries(_lines(common_json.read_json(document)), _drafts, _line_id)


def _line_id(row: Any) -> str:
    return common_json.text_at(row, "id")


def _drafts(row: Any) -> Iterator[Draft]:
    """The disruptions of one line; a status that says nothing is left for the gate to refuse."""
    line = _Line.model_validate(common_json.as_dict(row))
    if not line.id:
        raise RefusedError("it is no line with an id")
    groups: dict[str, list[_LineStatus]] = {}
    for status in line.line_statuses:
        if not status.quiet:
            groups.setdefault(_native_id(line.id, status), []).append(status)
    for native, statuses in groups.items():
        yield _draft(line, native, [status for status in statuses if status.native])


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
    starts = sorted(period.from_date for period in status.validity_periods)
    return " ".join(filter(None, [line, *starts[:1], status.disruption.category]))


def _draft(line: _Line, native: str, statuses: Sequence[_LineStatus]) -> Draft:
    name = text.line(line.name, 100) or text.line(line.id, 100)
    if not statuses:
        return Draft(id=native, affected=[Named("line", name, line.id)])
    words = list(dict.fromkeys(status.native for status in statuses))
    details = [status.disruption for status in statuses]
    categories = [text.line(detail.category, text.NOTE) for detail in details]
    meanings = [status.meaning for status in statuses]
    planned = [PLANNED.get(category.casefold()) for category in categories] + [m.planned for m in meanings]
    return Draft(
        id=native,
        headline=f"{name}: {', '.join(words)}",
        description="\n\n".join(filter(None, dict.fromkeys(text.plain(status.reason) for status in statuses))),
        status=Status.ACTIVE,
        status_native=", ".join(words),
        severity=min((meaning.severity for meaning in meanings), key=WORST_FIRST.index),
        severity_native=", ".join(dict.fromkeys(status.status_severity for status in statuses)),
        planned=next((answer for answer in planned if answer is not None), None),
        causes=[(CAUSES[word.casefold()], word) for word in categories if word.casefold() in CAUSES],
        effects=[(status.meaning.effect, status.native) for status in statuses],
        events=words,
        categories=categories,
        affected=_affected(line, name, statuses),
        spans=[span for status in statuses for span in _spans(status)],
        issued=max(value for status in statuses for value in (status.disruption.created, status.created)),
        updated=max(detail.last_update for detail in details),
        notes={
            "identity": "TfL gives no id; it is the line, the category and the start of the period",
            **_notes(statuses),
        },
    )


def _spans(status: _LineStatus) -> Iterator[Span]:
    moves = PLANNED.get(status.disruption.category.casefold()) is False
    for period in status.validity_periods:
        yield Span(period.from_date, None if moves else period.to_date)


def _affected(line: _Line, name: str, statuses: Sequence[_LineStatus]) -> Iterator[Named]:
    yield Named("line", name, line.id)
    yield Named("mode", line.mode_name)
    for status in statuses:
        yield from (Named("route", route.name) for route in status.disruption.affected_routes)
        for stop in status.disruption.affected_stops:
            yield Named("stop", stop.common_name, stop.naptan_id or stop.id)


def _notes(statuses: Sequence[_LineStatus]) -> dict[str, str]:
    found = {}
    for name in _NOTED:
        said = dict.fromkeys(text.line(getattr(status.disruption, name), text.NOTE) for status in statuses)
        found[name.replace("_", " ")] = ", ".join(filter(None, said))
    return found


FORMAT = Format(
    name="tfl",
    what="Transport for London’s line status",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""[{"id":"central","name":"Central","modeName":"tube","lineStatuses":[{"id":0,"statusSeverity":9,
"statusSeverityDescription":"Minor Delays","reason":"Central Line: Minor delays.","created":"0001-01-01T00:00:00",
"validityPeriods":[{"fromDate":"2026-11-20T10:00:00Z","toDate":"2026-11-21T01:29:00Z"}],"disruption":{
"category":"RealTime","closureText":"minorDelays","created":"2026-11-20T10:00:00Z","affectedRoutes":[{"name":"Ealing"}],
"affectedStops":[{"commonName":"Bank","naptanId":"B"}]}}]}]""",
)
