"""The ``info`` blocks of a CAP message: one per language, or several for the parts of a hazard.

Blocks of one language are merged; nothing that only one of them says is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.disruption import Cause, Entity, Link, Period, Text
from explainer.formats import cap_words, text, xml
from explainer.formats.naming import in_languages
from explainer.formats.times import Reading, read_time
from explainer.vocabulary import Certainty, Precision, Severity, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_AREAS = 500
MOST_LINKS = 20
MOST_PARAMETERS = 40

_NOTED = ("senderName", "contact", "audience", "responseType")


def severity(info: Element) -> Severity:
    """How bad one block says it is."""
    return cap_words.SEVERITY.get(xml.child(info, "severity").casefold(), Severity.UNKNOWN)


def worst_first(infos: Iterable[Element]) -> list[Element]:
    """The blocks by severity; blocks of one severity keep their order."""
    return sorted(infos, key=lambda info: cap_words.WORST_FIRST.index(severity(info)))


def certainty(info: Element) -> Certainty:
    """How sure the publisher is."""
    return cap_words.CERTAINTY.get(xml.child(info, "certainty").casefold(), Certainty.UNKNOWN)


def urgency(info: Element) -> Urgency:
    """How soon to act."""
    return cap_words.URGENCY.get(xml.child(info, "urgency").casefold(), Urgency.UNKNOWN)


def headlines(infos: Iterable[Element]) -> tuple[Text, ...]:
    """In each language the headline of the worst block, or its event."""
    found: list[Text] = []
    for lang, of_language in _by_language(infos).items():
        in_order = worst_first(of_language)
        words = [text.line(xml.child(info, name)) for info in in_order for name in ("headline", "event")]
        if headline := next(filter(None, words), ""):
            found.append(Text(lang=lang, text=headline))
    return tuple(found)


def texts(infos: Iterable[Element], name: str) -> tuple[Text, ...]:
    """One text per language; several blocks, or a repeated element, are its paragraphs."""
    found: list[Text] = []
    for lang, of_language in _by_language(infos).items():
        parts = [text.plain(xml.words(part)) for info in of_language for part in xml.children(info, name)]
        if whole := "\n\n".join(dict.fromkeys(filter(None, parts))):
            found.append(Text(lang=lang, text=text.bounded(whole, text.BODY)))
    return tuple(found)


def is_all_clear(infos: Sequence[Element]) -> bool:
    """Whether every block says that the hazard is over (section 3.2.2 ``responseType``)."""
    responses = [{xml.words(part).casefold() for part in xml.children(i, "responseType")} for i in infos]
    return bool(responses) and all("allclear" in words for words in responses)


def events(infos: Sequence[Element]) -> tuple[str, ...]:
    """What happens, in every language, and its codes as ``name:value``."""
    codes = [f"{name}:{value}" for name, value in _pairs(infos, "eventCode")]
    return tuple(dict.fromkeys([*_all(infos, "event"), *codes]))


def categories(infos: Iterable[Element]) -> tuple[str, ...]:
    """The categories of all blocks."""
    return tuple(_all(infos, "category"))


def causes(infos: Iterable[Element]) -> tuple[Cause, ...]:
    """The causes that categories name; Transport, Infra and others name none."""
    return cap_words.causes(_all(infos, "category"))


def periods(infos: Iterable[Element], sent: datetime) -> tuple[tuple[Period, ...], dict[str, str]]:
    """The span of each block, once, and notes. A time without an offset is noted and not guessed at."""
    notes: dict[str, str] = {}
    found: dict[Period, None] = {}
    for info in infos:
        times: dict[str, Reading] = {}
        for name in ("onset", "effective", "expires"):
            verbatim = xml.child(info, name)
            if reading := read_time(verbatim, None):
                times[name] = reading
            elif verbatim:
                notes[name] = f"{text.line(verbatim, 60)} (not used: no believable time with an offset)"
        start = times.get("onset") or times.get("effective") or Reading(sent, Precision.EXACT)
        end = times.get("expires")
        if end and end.at <= start.at:
            # A message may expire before what it announces begins; that is no end of the hazard.
            notes["expires"] = f"{end.at.isoformat()} (not used: not after the start)"
            end = None
        found[Period(start=start.at, end=end.at if end else None, precision=start.precision)] = None
    return tuple(found), notes


def affected(infos: Iterable[Element]) -> tuple[tuple[Entity, ...], dict[str, str]]:
    """The areas by name and by code; their shapes are dropped."""
    found = in_languages((_language(info), _areas(info)) for info in infos)
    if len(found) <= MOST_AREAS:
        return found, {}
    return found[:MOST_AREAS], {"areas": f"only the first {MOST_AREAS} of {len(found)} are kept"}


def _areas(info: Element) -> Iterator[Entity]:
    for area in xml.children(info, "area"):
        if name := text.line(xml.child(area, "areaDesc"), text.BODY):
            yield Entity(kind="area", name=name)
        for kind, ref in _pairs([area], "geocode"):
            yield Entity(kind=kind, ref=ref)


def links(infos: Iterable[Element]) -> tuple[Link, ...]:
    """The publisher's page, and what is attached."""
    found: dict[Link, None] = {}
    for info in infos:
        if href := text.address(xml.child(info, "web")):
            found[Link(href=href)] = None
        for resource in xml.children(info, "resource"):
            if href := text.address(xml.child(resource, "uri")):
                about = text.line(xml.child(resource, "resourceDesc"))
                found[Link(rel="related", href=href, text=about)] = None
    return tuple(found)[:MOST_LINKS]


def notes(infos: Sequence[Element]) -> dict[str, str]:
    """What the normal form has no field for, as plain text."""
    found = {name: words for name in _NOTED if (words := joined(_all(infos, name)))}
    for name, value in _pairs(infos, "parameter")[:MOST_PARAMETERS]:
        found.setdefault(f"parameter {name}", value)
    return found


def joined(values: Iterable[str]) -> str:
    """Several short values in one bounded line."""
    return text.bounded(", ".join(filter(None, values)), text.NOTE)


def _by_language(infos: Iterable[Element]) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for info in infos:
        found.setdefault(_language(info), []).append(info)
    return found


def _language(info: Element) -> str:
    # Section 3.2.2: “If not present, an implicit default value of "en-US" SHALL be assumed.”
    return text.language(xml.child(info, "language"), "en-US")


def _all(infos: Iterable[Element], name: str) -> list[str]:
    found = (text.line(xml.words(part)) for info in infos for part in xml.children(info, name))
    return list(dict.fromkeys(filter(None, found)))


def _pairs(elements: Iterable[Element], name: str) -> list[tuple[str, str]]:
    """``valueName`` and ``value`` of every such child that has both."""
    found: list[tuple[str, str]] = []
    for element in elements:
        for part in xml.children(element, name):
            key, value = (text.line(xml.child(part, half), text.NOTE) for half in ("valueName", "value"))
            if key and value:
                found.append((key, value))
    return found
