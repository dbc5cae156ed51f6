"""The ``info`` blocks of a CAP message: one per language, or several for the parts of a hazard.

Blocks of one language are merged; nothing that only one of them says is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.formats.base import Named, Pointer, Span
from explainer.formats.families import cap_words
from explainer.formats.kit import text, xml_reading
from explainer.formats.kit.times import Reading, read_time
from explainer.model.vocabulary import WORST_FIRST, Certainty, Precision, Severity, Urgency

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PARAMETERS = 40

_NOTED = ("senderName", "contact", "audience", "responseType")


def severity(info: Element) -> Severity:
    """How bad one block says it is."""
    return cap_words.SEVERITY.get(xml_reading.child(info, "severity").casefold(), Severity.UNKNOWN)


def worst_first(infos: Iterable[Element]) -> list[Element]:
    """The blocks by severity; blocks of one severity keep their order."""
    return sorted(infos, key=lambda info: WORST_FIRST.index(severity(info)))


def certainty(info: Element) -> Certainty:
    """How sure the publisher is."""
    return cap_words.CERTAINTY.get(xml_reading.child(info, "certainty").casefold(), Certainty.UNKNOWN)


def urgency(info: Element) -> Urgency:
    """How soon to act."""
    return cap_words.URGENCY.get(xml_reading.child(info, "urgency").casefold(), Urgency.UNKNOWN)


def headlines(infos: Iterable[Element]) -> dict[str, str]:
    """In each language the headline of the worst block, or its event."""
    found: dict[str, str] = {}
    for lang, blocks in _by_language(infos).items():
        words = (_said(info, name) for info in worst_first(blocks) for name in ("headline", "event"))
        found[lang] = next(filter(None, words), "")
    return found


def texts(infos: Iterable[Element], name: str) -> dict[str, str]:
    """One text per language; several blocks, or a repeated element, are its paragraphs."""
    found: dict[str, str] = {}
    for lang, blocks in _by_language(infos).items():
        parts = [text.plain(xml_reading.words(part)) for info in blocks for part in xml_reading.children(info, name)]
        found[lang] = "\n\n".join(dict.fromkeys(filter(None, parts)))
    return found


def is_all_clear(infos: Sequence[Element]) -> bool:
    """Whether every block says that the hazard is over (section 3.2.2 ``responseType``)."""
    responses = [
        {xml_reading.words(part).casefold() for part in xml_reading.children(i, "responseType")} for i in infos
    ]
    return bool(responses) and all("allclear" in words for words in responses)


def events(infos: Sequence[Element]) -> list[str]:
    """What happens, in every language, and its codes as ``name:value``."""
    return [*every(infos, "event"), *(f"{name}:{value}" for name, value in _pairs(infos, "eventCode"))]


def spans(infos: Iterable[Element], sent: datetime) -> Iterator[Span]:
    """The span of each block. A time without an offset is not guessed at."""
    for info in infos:
        starts = (xml_reading.child(info, name) for name in ("onset", "effective"))
        yield from cap_words.hazard(starts, Reading(sent, Precision.EXACT), xml_reading.child(info, "expires"), None)


def affected(infos: Iterable[Element]) -> Iterator[Named]:
    """The areas by name, in every language, and by code; their shapes are dropped."""
    blocks = _by_language(infos)
    for lang, of_language in blocks.items():
        for area in (area for info in of_language for area in xml_reading.children(info, "area")):
            yield Named("area", xml_reading.child(area, "areaDesc"), lang=lang)
            for kind, ref in _pairs([area], "geocode"):
                yield Named(kind, ref=ref)


def links(infos: Iterable[Element]) -> Iterator[Pointer]:
    """The publisher's page, and what is attached."""
    for info in infos:
        yield Pointer(xml_reading.child(info, "web"))
        for resource in xml_reading.children(info, "resource"):
            yield Pointer(
                xml_reading.child(resource, "uri"), xml_reading.child(resource, "resourceDesc"), rel="related"
            )


def notes(infos: Sequence[Element]) -> dict[str, str]:
    """What the normal form has no field for."""
    found = {name: ", ".join(every(infos, name)) for name in _NOTED}
    for name in ("onset", "effective"):
        unread = (
            words for info in infos if (words := xml_reading.child(info, name)) and read_time(words, None) is None
        )
        found[name] = next((f"{words} (not used: no believable time with an offset)" for words in unread), "")
    for name, value in _pairs(infos, "parameter")[:MOST_PARAMETERS]:
        found.setdefault(f"parameter {name}", value)
    return found


def _by_language(infos: Iterable[Element]) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for info in infos:
        # Section 3.2.2: “If not present, an implicit default value of "en-US" SHALL be assumed.”
        found.setdefault(text.language(xml_reading.child(info, "language"), "en-US"), []).append(info)
    return found


def every(infos: Iterable[Element], name: str) -> list[str]:
    """The values of an element in all blocks, each once."""
    found = (text.line(xml_reading.words(part)) for info in infos for part in xml_reading.children(info, name))
    return list(dict.fromkeys(filter(None, found)))


def _said(info: Element, name: str) -> str:
    return text.line(xml_reading.child(info, name))


def _pairs(elements: Iterable[Element], name: str) -> list[tuple[str, str]]:
    """``valueName`` and ``value`` of every such child that has both."""
    found: list[tuple[str, str]] = []
    for element in elements:
        for part in xml_reading.children(element, name):
            key, value = (text.line(xml_reading.child(part, half), text.NOTE) for half in ("valueName", "value"))
            if key and value:
                found.append((key, value))
    return found
