"""Statuspage as JSON (Status API v2, and the incidents and components of developer.statuspage.io).

Read are a page's ``/api/v2/summary.json`` and its parts, what the management API answers, and what other vendors
publish in the same shape, with whatever keys they leave out.

=============  =================================================================================
native id      the incident in the ``shortlink``'s path, else ``id``: what RSS and Atom link to
headline       ``name``
description    the newest update; all updates are searched by rules
status         ``status``, as stated
severity       ``impact``; the page's ``indicator`` is only noted where it disagrees
events         ``incident`` or ``maintenance``
categories     ``impact``
effects        what the newest word on each component says of it
affected       components by their present names
periods        ``started_at`` or ``created_at`` until ``resolved_at``; ``scheduled_for`` until ``scheduled_until``
updates        ``incident_updates`` at ``display_at``, oldest first
=============  =================================================================================

``statuspage_components`` says what becomes of a component that is down while no incident says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, Span, Step
from explainer.formats.families import statuspage_components
from explainer.formats.families.statuspage_components import EFFECT, Alone
from explainer.formats.families.statuspage_timeline import STATUS, incident
from explainer.formats.families.statuspage_wire import (
    LISTS,
    Found,
    Incident,
    Page,
    Update,
    find,
    is_component,
    is_incident,
)
from explainer.formats.kit import markdown_text, text
from explainer.formats.kit.common_json import dicts_at, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.disruption import Expected, Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import WORST_FIRST, Absence, EffectCode, Severity, Status

_OF_MAINTENANCE = frozenset({"scheduled", "in_progress", "verifying", "completed"})

SEVERITY = {
    "none": Severity.NONE,
    "minor": Severity.MINOR,
    "major": Severity.MODERATE,
    "critical": Severity.SEVERE,
}
"""Of ``impact`` and ``indicator``. ``maintenance`` says what it is, not how bad: unknown."""


def parse(document: Document, source: Source) -> Entries:
    """The incidents, the maintenances, and components that are disturbed without either."""
    found = find(read_json(document))
    alone = statuspage_components.without_incident(found.components, _told(found.rows))
    noted = _disagreeing(found)

    def draft(row: Any) -> Draft:
        if isinstance(row, Alone):
            return statuspage_components.draft(row, source)
        return _draft(row, found.page, noted, source)

    return Entries([*found.rows, *alone], draft, lambda row: text_at(row, "id"), tuple(_unexplained(found, alone)))


def recognises(look: Look) -> bool:
    """A page with incidents, maintenances or components; or the management API's objects."""
    keys = look.keys
    if isinstance(look.data, list):
        return is_incident(keys) or is_component(keys)
    of_page = "page" in keys and not keys.isdisjoint({*LISTS, "components", "incident"})
    rows = next((dicts_at(look.data, name) for name in LISTS if dicts_at(look.data, name)), [])
    return of_page or is_incident(keys) or (bool(rows) and is_incident(frozenset(rows[0])))


# The page as a whole


def _open(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows that can be why a page is disturbed now: not over, and not only announced."""
    for row in rows:
        status = STATUS.get(text_at(row, "status").casefold(), Status.UNKNOWN)
        if isinstance(row, dict) and not status.over and status is not Status.PLANNED:
            yield row


def _told(rows: Iterable[Any]) -> frozenset[str]:
    """The components that open incidents name, by id and by name."""
    names: set[str] = set()
    for row in _open(rows):
        lists = [dicts_at(row, "components"), *(dicts_at(one, "affected_components") for one in _updates_of(row))]
        names |= {text_at(part, key).strip() for parts in lists for part in parts for key in ("id", "code", "name")}
    return frozenset(names - {""})


def _updates_of(row: Any) -> list[dict[str, Any]]:
    return dicts_at(row, "incident_updates") or [row]


def _disagreeing(found: Found) -> str:
    """The page's indicator where its incidents say something else (seen: minor, and major), else nothing."""
    severities = [SEVERITY.get(text_at(row, "impact").casefold()) for row in _open(found.rows)]
    worst = next((severity for severity in WORST_FIRST if severity in severities), Severity.UNKNOWN)
    return "" if SEVERITY.get(found.indicator) is worst else found.indicator


def _unexplained(found: Found, alone: list[Alone]) -> Iterator[Rejected]:
    """One row set aside where the page calls itself disturbed and nothing on it says what is: that is not quiet."""
    disturbed = SEVERITY.get(found.indicator, Severity.NONE) is not Severity.NONE
    if disturbed and not alone and not any(_open(found.rows)):
        reason = f"its indicator says {found.indicator}, but no incident, maintenance or component does"
        yield Rejected(entry="the page as a whole", reason=reason)


# One incident


def _draft(row: Any, page: Page, indicator: str, source: Source) -> Draft:
    wire = Incident.of(row)
    if not wire.updates and text_at(row, "body"):  # one update of an incident, as the management API answers
        of = text_at(row, "incident_id") or wire.id
        wire = wire.model_copy(update={"id": of, "updates": (Update.model_validate(row),)})
    native = text.identifier(incident(wire.shortlink) or wire.id)
    status, impact = STATUS.get(wire.status.casefold(), Status.UNKNOWN), wire.impact.casefold()
    planned = wire.status.casefold() in _OF_MAINTENANCE or "maintenance" in wire.impact or bool(wire.scheduled_for)
    notes = {"impact_override": wire.impact_override if wire.impact_override != wire.impact else ""}
    if not planned and any(_open([row])):
        notes["page indicator"] = indicator
    return Draft(
        id=native,
        headline=markdown_text.line(wire.name),
        status=status,
        status_native=wire.status,
        severity=SEVERITY.get(impact, Severity.UNKNOWN),
        severity_native=wire.impact,
        planned=True if planned else None,
        effects=_effects(wire),
        events=["maintenance" if planned else "incident"],
        categories=[wire.impact],
        affected=_affected(wire),
        spans=[_span(wire, status, source)],
        expected=_expected(wire, status, source),
        issued=wire.created_at,
        updated=wire.updated_at,
        updates=[
            Step(
                _readable(source, one.display_at, one.created_at),
                markdown_text.plain(one.body) or one.status or "…",
                STATUS.get(one.status.casefold()),
            )
            for one in reversed(wire.updates)  # published newest first
        ],
        links=[Pointer(text.address(wire.shortlink) or f"/incidents/{native}")],
        base=page.url,
        notes=notes,
    )


def _readable(source: Source, *stated: str) -> str:
    """The first time that can be read, else the first that is stated at all."""
    return next((words for words in stated if read_time(words, source.tz)), next(filter(None, stated), ""))


def _newest_words(wire: Incident) -> Mapping[str, str]:
    """What the newest update that names a component says of it, by its id, else its name.

    Components get renamed while old updates keep the old name, so the id joins them.
    """
    words = {part.id or part.name: part.status for part in wire.components}
    named = [part for one in reversed(wire.updates) for part in one.affected if part.new_status]
    words.update({part.code or part.name: part.new_status for part in named})
    return words


def _effects(wire: Incident) -> Iterator[tuple[EffectCode, str]]:
    for word in filter(None, map(str.casefold, _newest_words(wire).values())):
        if (code := EFFECT.get(word, EffectCode.UNKNOWN)) is not None:
            yield code, word


def _affected(wire: Incident) -> list[Named]:
    names = {part.code or part.name: part.name for one in reversed(wire.updates) for part in one.affected}
    names |= {part.id or part.name: part.name for part in wire.components}  # the present name wins
    return [Named("component", name, "" if ref == name else ref) for ref, name in names.items()]


def _span(wire: Incident, status: Status, source: Source) -> Span:
    """A maintenance under way keeps no end: it may overrun, and its planned end is not its end."""
    if not read_time(wire.scheduled_for, source.tz):
        return Span(_readable(source, wire.started_at, wire.created_at), wire.resolved_at)
    if status in (Status.ACTIVE, Status.MONITORING):
        return Span(wire.scheduled_for)
    ends = (wire.resolved_at, wire.scheduled_until) if status.over else (wire.scheduled_until,)
    return Span(wire.scheduled_for, _readable(source, *ends))


def _expected(wire: Incident, status: Status, source: Source) -> Iterator[Expected]:
    until = read_time(wire.scheduled_until, source.tz)
    if until is not None and status in (Status.ACTIVE, Status.MONITORING):
        yield Expected(what="Scheduled end", at=until.at, basis="announced", main=True)


FORMAT = Format(
    name="statuspage",
    what="Statuspage’s JSON, version 2",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    is_window=lambda look: "components" not in look.keys,  # the last fifty; `summary.json` lists what is unresolved
    sample=b"""\
{"page":{"id":"p","name":"P","url":"https://status.example"},"status":{"indicator":"minor","description":"M"},"incidents":[
{"id":"2yyk6j58xcxh","name":"Errors in the API","status":"investigating","impact":"major","impact_override":"minor",
"created_at":"2026-11-20T10:00:00.123Z","started_at":"2026-11-20T09:50:00Z","updated_at":"2026-11-20T11:00:00Z",
"resolved_at":null,"scheduled_for":"2026-11-20T10:00:00Z","scheduled_until":"2026-11-20T12:00:00Z",
"shortlink":"https://stspg.example/abc","incident_updates":[{"body":"We see **errors**.","status":"investigating",
"display_at":"2026-11-20T10:00:00Z","created_at":"2026-11-20T10:00:00Z","affected_components":[{"code":"c1",
"name":"API","new_status":"partial_outage"}]}],"components":[{"id":"c1","name":"API","status":"partial_outage"}]}],
"scheduled_maintenances":[],"components":[{"id":"c1","name":"API","status":"major_outage","page_id":"p","group":false,
"group_id":null}]}
""",
)
