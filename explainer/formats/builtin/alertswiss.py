"""Alertswiss, Switzerland's public warning system: its own JSON beside the CAP it publishes (alert.swiss).

=============  ====================================================================================
native id      ``identifier`` without the number of its version: ``POA-1222963954`` of ``POA-…-5``
version        that number; of several versions in one document the highest counts
headline       ``title``, else ``event``; machine translations stand beside the original
instruction    ``instructions``, one line each
status         active; ``allClear``: resolved
reality        ``testAlert``, ``technicalTestAlert``, an identifier that begins with TEST: a test
severity       CAP's words
period         from ``sent``, open: no end is stated
affected       ``areas`` by name, their cantons; shapes are dropped
=============  ====================================================================================

``sent`` is local time in words (``Sat, 21.06.2025, 08:07``); ``reference`` has the same moment with its offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Moment, Named, Pointer, Span
from explainer.formats.families import cap_words
from explainer.formats.kit import text
from explainer.formats.kit.common_json import Flag, Object, Objects, Said, Wire, as_dict, as_text, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Reality, Severity, Status

_IDENTIFIER = re.compile(r"([A-Z]+-\d+)-(\d{1,6})", re.ASCII)
_TRANSLATED = re.compile(r"([a-z]{2,3})-x-mtfrom-([a-z]{2,3})", re.ASCII)
_LOCAL_TIME = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\D{1,8}(\d{1,2}):(\d\d)", re.ASCII)
_SHAPE = frozenset({"technicalTestAlert", "identifier"})


class Instruction(Wire):
    """One thing to do."""

    text: Said = ""
    original: Said = Field(default="", alias="textOrigin")


class Address(Wire):
    """A link."""

    href: Said = ""
    text: Said = ""


class Region(Wire):
    """A canton, by its two letters."""

    region: Said = ""


class Area(Wire):
    """A named area."""

    description: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    regions: Annotated[tuple[Region, ...], Objects] = ()


class Alert(Wire):
    """One alert, in the language of the address that was asked."""

    identifier: Said = ""
    translated: Said = Field(default="", alias="gtransOrigin")
    sent: Said = ""
    reference: Said = ""
    title: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    description: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    contact: Annotated[dict[str, Any], Object] = Field(default_factory=dict)
    instructions: Annotated[tuple[Instruction, ...], Objects] = ()
    nation_wide: Flag = Field(default=None, alias="nationWide")
    publisher: Said = Field(default="", alias="publisherName")
    sender: Said = ""
    link: Said = ""
    links: Annotated[tuple[Address, ...], Objects] = ()
    event: Said = ""
    all_clear: Flag = Field(default=None, alias="allClear")
    severity: Said = ""
    test: Flag = Field(default=None, alias="testAlert")
    technical_test: Flag = Field(default=None, alias="technicalTestAlert")
    areas: Annotated[tuple[Area, ...], Objects] = ()

    @property
    def name(self) -> str:
        """The identifier without its version."""
        found = _IDENTIFIER.fullmatch(self.identifier.strip())
        return found[1] if found else self.identifier

    @property
    def version(self) -> int:
        """The number of the version, 0 where the identifier has none."""
        found = _IDENTIFIER.fullmatch(self.identifier.strip())
        return int(found[2]) if found else 0


def parse(document: Document, source: Source) -> Entries:
    """The alerts of a document: a list, an object that holds one as ``alerts``, or a single alert."""
    rows = _listed(read_json(document))
    return Entries(rows, lambda row: _draft(row, source), lambda row: Alert.model_validate(row).name)


def recognises(look: Look) -> bool:
    """Whether an alert has the flag for technical tests, which only Alertswiss has."""
    return "technicalTestAlert" in look.text and any(row.keys() >= _SHAPE for row in _rows(look.data))


def _listed(found: Any) -> list[dict[str, Any]]:
    listed = _rows(found)
    if listed and not any(_SHAPE & row.keys() for row in listed):
        raise FormatError("the document is JSON, but holds no alerts of Alertswiss")
    if not listed and not isinstance(found, list) and "alerts" not in found:
        raise FormatError("the document is JSON, but holds no alerts of Alertswiss")
    return listed


def _rows(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        found = found["alerts"] if isinstance(found.get("alerts"), list) else [found] if found else []
    return [as_dict(row) for row in found] if isinstance(found, list) else []


def _draft(row: dict[str, Any], source: Source) -> Draft:
    alert = Alert.model_validate(row)
    shown, original = _languages(alert, source)
    sent = _sent(alert, source)

    def both(words: str, first: str) -> dict[str, str]:
        """What is shown, and the original where a machine translated it."""
        return {shown: words, original: first} if shown != original else {shown: words}

    def found(holder: dict[str, Any], name: str) -> dict[str, str]:
        """The words under a name, and their original, which has either of two names."""
        first = text_at(holder, f"{name}GtransOrigin") or text_at(holder, f"{name}Origin")
        return both(text_at(holder, name), first)

    headline = found(alert.title, "title")
    return Draft(
        id=alert.name,
        version=str(alert.version) if alert.version else "",
        number=alert.version,
        headline=headline if text.line(headline[shown]) else headline | {shown: alert.event},
        description=found(alert.description, "description"),
        instruction=both(*(_lines(alert, part) for part in (_shown, _original))),
        reality=_reality(alert),
        status=Status.RESOLVED if alert.all_clear else Status.ACTIVE,
        status_native="allClear" if alert.all_clear else "",
        severity=cap_words.SEVERITY.get(alert.severity.casefold(), Severity.UNKNOWN),
        severity_native=alert.severity,
        events=[alert.event],
        affected=_affected(alert, lambda area: found(area, "description")),
        spans=[Span(sent)],
        issued=sent,
        updated=sent,
        links=[Pointer(one.href, one.text) for one in (*alert.links, Address(href=alert.link))],
        notes=_notes(alert, shown, original),
    )


def _languages(alert: Alert, source: Source) -> tuple[str, str]:
    """The language that is shown, and that of the originals; the two differ where a machine translated."""
    if found := _TRANSLATED.fullmatch(alert.translated):
        return found[1], found[2]
    return source.language, source.language


def _lines(alert: Alert, part: Callable[[Instruction], str]) -> str:
    return "\n".join(filter(None, (text.plain(part(one)) for one in alert.instructions)))


def _shown(one: Instruction) -> str:
    return one.text


def _original(one: Instruction) -> str:
    return one.original


def _reality(alert: Alert) -> Reality:
    is_test = alert.test or alert.technical_test or alert.identifier.upper().startswith("TEST")
    return Reality.TEST if is_test else Reality.ACTUAL


def _sent(alert: Alert, source: Source) -> Moment:
    if exact := read_time(alert.reference.rpartition(",")[2], None):
        return exact
    if local := _LOCAL_TIME.search(alert.sent[:80]):
        day, month, year, hour, minute = local.groups()
        return read_time(f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}", source.tz) or alert.sent
    return alert.sent


def _affected(alert: Alert, found: Callable[[dict[str, Any]], dict[str, str]]) -> Iterator[Named]:
    if alert.nation_wide:
        yield Named("country", ref="CH")
    for area in alert.areas:
        yield from (Named("area", name, lang=lang) for lang, name in found(area.description).items())
        yield from (Named("canton", ref=one.region) for one in area.regions)


def _notes(alert: Alert, shown: str, original: str) -> dict[str, str]:
    found = {
        "senderName": alert.publisher,
        "sender": alert.sender,
        "contact": as_text(alert.contact.get("contact")),
    }
    translation = f"the words in {shown} are a machine's translation from {original}"
    return found | {"translation": translation} if shown != original else found


FORMAT = Format(
    name="alertswiss",
    what="Alertswiss: Swiss public warnings",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    stale_after=timedelta(hours=1),
    sample=b"""{"alerts":[{"identifier":"POA-1-2","sent":"Fri, 20.11.2026, 10:01","title":{"title":"Rockfall"},
"description":{"description":"The road is blocked."},"nationWide":false,"instructions":[{"text":"Make a detour."}],
"sender":"info@alertswiss.example","publisherName":"Canton Ticino","link":"https://a.example","event":"Landslide",
"links":[{"href":"https://a.example/1","text":"More"}],"contact":{"contact":"Police: 117"},"allClear":false,"severity":
"severe","testAlert":false,"technicalTestAlert":false,"areas":[{"description":{"description":"Airolo"},"regions":[{
"region":"TI"}]}],"reference":"info@alertswiss.example,POA-1-2,2026-11-20T10:01:00+01:00"}]}""",
)
