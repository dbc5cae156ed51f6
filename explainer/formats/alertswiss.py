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
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

from pydantic import Field

from explainer.disruption import Disruption, Entity, Link, Period, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import cap_words, mapping, rows, text
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_json import Flag, Object, Objects, Said, Wire, as_dict, as_text, read_json, text_at
from explainer.formats.look import Look
from explainer.formats.naming import named
from explainer.formats.times import Reading, read_time
from explainer.sources import Source
from explainer.vocabulary import Reality, Severity, Status

MOST_LINKS = 20

_IDENTIFIER = re.compile(r"([A-Z]+-\d+)-(\d{1,6})", re.ASCII)
_TRANSLATED = re.compile(r"([a-z]{2,3})-x-mtfrom-([a-z]{2,3})", re.ASCII)
_LOCAL_TIME = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\D{1,8}(\d{1,2}):(\d\d)", re.ASCII)
_SHAPE = frozenset({"technicalTestAlert", "identifier"})


class Words(Wire):
    """A text as it is shown, and where that is a machine translation, the original."""

    shown: str = ""
    original: str = ""


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


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a document: a list of alerts, an object that holds one as ``alerts``, or a single alert.

    Raises:
        FormatError: when the document is not whole, or holds no alerts of Alertswiss.
    """
    newest: dict[str, Alert] = {}
    nameless: list[Alert] = []
    for alert in (Alert.model_validate(row) for row in _listed(read_json(document))):
        if not alert.name:
            nameless.append(alert)
        elif alert.name not in newest or alert.version > newest[alert.name].version:
            newest[alert.name] = alert
    return rows.read([*newest.values(), *nameless], lambda one: _disruption(one, source), lambda one: one.name)


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


def _disruption(alert: Alert, source: Source) -> Disruption:
    native = text.identifier(alert.name)
    if not native:
        raise RefusedError("it has no identifier")
    shown, original = _languages(alert, source)
    headline = _texts(shown, original, _words(alert.title, "title", text.line))
    if not headline and (event := text.line(alert.event)):
        headline = (Text(lang=shown, text=event),)
    if not headline:
        raise RefusedError("it has neither a title nor an event")
    sent = _sent(alert, source)
    event = text.line(alert.event)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, str(alert.version) if alert.version else ""),
        headline=headline,
        description=_texts(shown, original, _words(alert.description, "description", text.plain)),
        instruction=_texts(shown, original, _instructions(alert)),
        reality=_reality(alert),
        status=Status.RESOLVED if alert.all_clear else Status.ACTIVE,
        status_native="allClear" if alert.all_clear else "",
        severity=cap_words.SEVERITY.get(alert.severity.casefold(), Severity.UNKNOWN),
        severity_native=text.line(alert.severity),
        events=(event,) if event else (),
        affected=tuple(dict.fromkeys(_affected(alert, shown, original))),
        periods=(Period(start=sent.at, precision=sent.precision),) if sent else (),
        issued_at=sent.at if sent else None,
        updated_at=sent.at if sent else None,
        links=tuple(dict.fromkeys(_links(alert)))[:MOST_LINKS],
        extra=_notes(alert, shown, original, sent),
    )
    return mapping.apply(made, source)


def _languages(alert: Alert, source: Source) -> tuple[str, str]:
    """The language that is shown, and that of the originals; the two differ where a machine translated."""
    if found := _TRANSLATED.fullmatch(alert.translated):
        return found[1], found[2]
    return source.language, source.language


def _texts(shown: str, original: str, words: Words) -> tuple[Text, ...]:
    found = {shown: words.shown} if words.shown else {}
    if words.original and original != shown:
        found[original] = words.original
    return tuple(Text(lang=lang, text=one) for lang, one in found.items())


def _words(found: dict[str, Any], name: str, cleaned: Callable[[str], str]) -> Words:
    """The words under a name, and the original they were translated from, which has either of two names."""
    original = text_at(found, f"{name}GtransOrigin") or text_at(found, f"{name}Origin")
    return Words(shown=cleaned(text_at(found, name)), original=cleaned(original))


def _instructions(alert: Alert) -> Words:
    def lines(words: Iterable[str]) -> str:
        return text.bounded("\n".join(filter(None, map(text.plain, words))), text.BODY)

    return Words(
        shown=lines(one.text for one in alert.instructions),
        original=lines(one.original for one in alert.instructions),
    )


def _reality(alert: Alert) -> Reality:
    is_test = alert.test or alert.technical_test or alert.identifier.upper().startswith("TEST")
    return Reality.TEST if is_test else Reality.ACTUAL


def _sent(alert: Alert, source: Source) -> Reading | None:
    if exact := read_time(alert.reference.rpartition(",")[2], None):
        return exact
    if local := _LOCAL_TIME.search(alert.sent[:80]):
        day, month, year, hour, minute = local.groups()
        return read_time(f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}", source.tz)
    return None


def _affected(alert: Alert, shown: str, original: str) -> Iterator[Entity]:
    if alert.nation_wide:
        yield Entity(kind="country", ref="CH")
    for area in alert.areas:
        words = _words(area.description, "description", text.line)
        if names := {one.lang: one.text for one in _texts(shown, original, words)}:
            yield from named("area", names)
        for one in area.regions:
            if region := text.line(one.region, 60):
                yield Entity(kind="canton", ref=region)


def _links(alert: Alert) -> Iterator[Link]:
    for one in (*alert.links, Address(href=alert.link)):
        if href := text.address(one.href):
            yield Link(href=href, text=text.line(one.text))


def _notes(alert: Alert, shown: str, original: str, sent: Reading | None) -> dict[str, str]:
    found = {
        "senderName": text.line(alert.publisher, text.NOTE),
        "sender": text.line(alert.sender, text.NOTE),
        "contact": text.bounded(text.plain(as_text(alert.contact.get("contact"))), text.NOTE),
    }
    if shown != original:
        found["translation"] = f"the words in {shown} are a machine's translation from {original}"
    if sent is None and alert.sent:
        found["sent"] = f"{text.line(alert.sent, 60)} (not used: no believable time)"
    return {name: words for name, words in found.items() if words}
