"""SIRI Situation Exchange 1.4, 2.0 and 2.1 (CEN/TS 15531-5): ``PtSituationElement`` and ``RoadSituationElement``.

=============  =====================================================================================
native id      ``ParticipantRef`` and ``SituationNumber``; a road situation's ends in “road”
version        ``Version``; of several in one document the highest counts, older ones become updates
headline       ``Summary`` by ``xml:lang``; else the first line of ``Description``
description    ``Description``, then ``Detail``; without any, one text of the ``PublishingActions``
instruction    ``Advice``
status         ``Progress``; without it, the periods speak
reality        ``Reality``; a draft by ``Progress`` stays a draft
severity       ``Severity``, else the worst of the ``Consequence``s
causes         ``AlertCause``, ``TpegReason`` and the older ``*Reason`` elements; ``siri_tables``
effects        ``Consequence/Condition``, ``Delays``
affected       networks, operators, lines, stops, stations, places, journeys; at most 500
periods        ``ValidityPeriod``: the impact, on the days of ``Repetitions``; ``PublicationWindow``: how long
               it is shown
=============  =====================================================================================

``Source`` often names a person with a telephone number; nothing of it is ever read but a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explainer.derived import in_one_language
from explainer.disruption import (
    Cause,
    Disruption,
    Effect,
    Entity,
    Link,
    Period,
    Recurrence,
    Relation,
    SetAside,
    Text,
    disruption_id,
)
from explainer.errors import FormatError
from explainer.formats import recurring, siri_tables, situations, text, xml
from explainer.formats.base import Document, Parsed, RefusedError, origin
from explainer.formats.common_xml import by_language, every, flag, names, said, token, within
from explainer.formats.look import Look
from explainer.formats.naming import named
from explainer.formats.situations import Moments, Version
from explainer.sources import Source
from explainer.vocabulary import CauseCode, Certainty, EffectCode, PeriodRole, Reality, Severity, Status, StatusBasis

if TYPE_CHECKING:
    from explainer.formats.common_xml import Element

_ELEMENTS = ("PtSituationElement", "RoadSituationElement")
_NOTED = ("Priority", "Verification", "QualityIndex")
_SIZES = ("L", "M", "S")


def parse(document: Document, source: Source) -> Parsed:
    """The disruptions of a SIRI document, with or without its wrappers."""
    root = xml.parse(document)
    elements = list(within(root, *_ELEMENTS))
    _refuse_unless_delivered(root, elements)
    parsed = situations.read(elements, lambda element: _version(element, source), _native_id, source)
    if any(flag(delivery, "MoreData") for delivery in within(root, "ServiceDelivery", "SituationExchangeDelivery")):
        rest = SetAside(entry="the rest of the delivery", reason="the publisher says that more data follows elsewhere")
        return parsed.model_copy(update={"set_aside": (*parsed.set_aside, rest)})
    return parsed


def recognises(look: Look) -> bool:
    """An XML document with SIRI situations or an empty delivery of them."""
    if not look.root:
        return False
    return any(name in look.text for name in ("SituationExchangeDelivery", *_ELEMENTS))


def _refuse_unless_delivered(root: Element, elements: list[Element]) -> None:
    deliveries = list(within(root, "SituationExchangeDelivery"))
    if not elements:
        error = next(within(root, "ErrorCondition", "Fault"), None)
        if error is not None:
            said_so = text.line(xml.words(error), 80)
            raise FormatError(f"the publisher answers with an error: {said_so or 'it does not say which'}")
        if any(flag(part, "Status") is False for part in within(root, "ServiceDelivery", "SituationExchangeDelivery")):
            raise FormatError("the publisher answers that it could not deliver")
    if not elements and not deliveries:
        raise FormatError(f"the document is XML, but its root <{xml.local_name(root)[:40]}> holds no SIRI situations")


def _native_id(element: Element) -> str:
    number = text.identifier(said(element, "SituationNumber"))
    if not number:
        return ""
    kind = "road" if xml.local_name(element) == "RoadSituationElement" else ""
    return " ".join(filter(None, [text.identifier(said(element, "ParticipantRef")), number, kind]))


def _version(element: Element, source: Source) -> Version:
    native = _native_id(element)
    if not native:
        raise RefusedError("it has no SituationNumber")
    if any(token_of.casefold() in siri_tables.NOT_FOR_READERS for token_of in _tokens(element, "Audience")):
        raise RefusedError(f"its audience is {token(element, 'Audience')}, so it may not be published")
    version = text.identifier(said(element, "Version"))
    moments = Moments(source)
    progress = token(element, "Progress")
    issued = moments.at("CreationTime", said(element, "CreationTime"))
    told = moments.at("TimeOfCommunication", said(element, "Source", "TimeOfCommunication"))
    updated = moments.at("VersionedAtTime", said(element, "VersionedAtTime"))
    causes, effects = _causes(element), _effects(element)
    affected, notes = _affected(element, source.language)
    severity, severity_native = _severity(element)
    headline, description, instruction = _texts(element, source)
    periods = tuple(dict.fromkeys(_periods(element, moments)))[: situations.MOST_PERIODS]
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native, version),
        headline=headline or (_without_words(progress, causes, effects, affected),),
        description=description,
        instruction=instruction,
        reality=_reality(element, progress),
        status=siri_tables.STATUS.get(progress.casefold(), Status.UNKNOWN),
        status_native=progress,
        status_basis=StatusBasis.STATED if progress else StatusBasis.INFERRED_FROM_PERIOD,
        severity=severity,
        severity_native=severity_native,
        certainty=siri_tables.CERTAINTY.get(token(element, "Likelihood").casefold(), Certainty.UNKNOWN),
        planned=flag(element, "Planned"),
        causes=causes,
        effects=effects,
        events=tuple(dict.fromkeys(filter(None, [*(c.native for c in causes), *(e.native for e in effects)]))),
        categories=tuple(dict.fromkeys(_categories(element))),
        affected=affected,
        periods=periods,
        issued_at=issued or told,
        updated_at=updated or issued or told,
        relations=tuple(dict.fromkeys(_relations(element, native))),
        links=tuple(dict.fromkeys(_links(element)))[: situations.MOST_LINKS],
        extra=_notes(element) | notes | moments.notes,
    )
    return Version(made, situations.version_number(version))


def _texts(element: Element, source: Source) -> tuple[tuple[Text, ...], tuple[Text, ...], tuple[Text, ...]]:
    """Headline, description and instruction, one text per language each; audiences are never mixed."""
    own = source.language
    summaries = by_language(every(element, "Summary"), own)
    bodies = by_language([*every(element, "Description"), *every(element, "Detail")], own)
    advice = by_language(every(element, "Advice"), own)
    if not summaries and not bodies and (content := _content(element)) is not None:
        summaries = by_language(within(content, "SummaryText"), own)
        parts = ("ReasonText", "DescriptionText", "ConsequenceText", "DurationText", "Remark")
        bodies = by_language([part for name in parts for part in within(content, name)], own)
        advice = advice or by_language(within(content, "RecommendationText"), own)
    headlines = {lang: text.headline(words[0]) for lang, words in summaries.items()}
    headlines |= {lang: situations.first_line(words[0]) for lang, words in bodies.items() if lang not in headlines}
    headline = tuple(Text(lang=lang, text=words) for lang, words in headlines.items())
    return headline, situations.as_texts(bodies), situations.as_texts(advice)


def _content(element: Element) -> Element | None:
    """The one text of the publishing actions that says most to everybody (SIRI 2.1 ``TextualContent``)."""
    found = list(within(element, "TextualContent"))
    return min(found, key=_rank, default=None)


def _rank(content: Element) -> tuple[bool, int]:
    parent = content.getparent()
    perspectives = _tokens(parent, "Perspective") if parent is not None else []
    size = token(content, "TextualContentSize").upper()
    is_general = not perspectives or "general" in (name.casefold() for name in perspectives)
    return not is_general, _SIZES.index(size) if size in _SIZES else len(_SIZES)


def _without_words(
    progress: str, causes: tuple[Cause, ...], effects: tuple[Effect, ...], affected: tuple[Entity, ...]
) -> Text:
    """A headline of what is stated in codes. A closure without words must still close what it closes."""
    if siri_tables.STATUS.get(progress.casefold()) is Status.RESOLVED:
        return Text(lang="en", text=situations.CLOSED)
    what = next((c.native for c in causes if c.code is not CauseCode.UNKNOWN), "") or next(
        (e.native for e in effects if e.code is not EffectCode.UNKNOWN), ""
    )
    where = ", ".join(dict.fromkeys(entity.name or entity.ref for entity in in_one_language(affected)[:5]))
    if not what:
        raise RefusedError("it says nothing readers could read: no text, no known cause and no known effect")
    words = situations.in_words(what)
    return Text(lang="en", text=text.line(f"{words}: {where}" if where else words))


def _tokens(element: Element, *path: str) -> list[str]:
    found = (text.line(xml.words(part), text.NOTE) for part in every(element, *path))
    return list(dict.fromkeys(filter(None, found)))


def _reality(element: Element, progress: str) -> Reality:
    stated = token(element, "Reality").casefold()
    reality = siri_tables.REALITY.get(stated)
    if stated and reality is None:
        raise RefusedError("its Reality is none of real, test, securityExercise and technicalExercise")
    if progress.casefold() in siri_tables.DRAFTS and reality in (None, Reality.ACTUAL):
        return Reality.DRAFT
    return reality or Reality.ACTUAL


def _severity(element: Element) -> tuple[Severity, str]:
    """The situation's own word, else that of its worst consequence."""
    words = _tokens(element, "Severity") or _tokens(element, "Consequences", "Consequence", "Severity")
    mapped = [(siri_tables.SEVERITY.get(word.casefold(), Severity.UNKNOWN), word) for word in words]
    return min(mapped, key=lambda row: siri_tables.WORST_FIRST.index(row[0]), default=(Severity.UNKNOWN, ""))


def _causes(element: Element) -> tuple[Cause, ...]:
    found: dict[Cause, None] = {}
    for part in element:
        name = xml.local_name(part)
        if name != "AlertCause" and not name.endswith("Reason"):
            continue
        said_so = text.line(xml.words(part), text.NOTE)
        code = siri_tables.CAUSES.get(said_so.casefold())
        if code is not None:
            found[Cause(code=code, native=said_so)] = None
        elif name == "UnknownReason":
            found[Cause(code=CauseCode.UNKNOWN, native=name)] = None
        elif name != "UndefinedReason" and said_so:
            # Seen: clock times inside UndefinedReason; they stand in ``extra`` and are no cause.
            otherwise = siri_tables.CAUSE_OF_ELEMENT.get(name, CauseCode.UNKNOWN)
            is_silent = said_so.casefold() in siri_tables.UNSTATED
            found[Cause(code=CauseCode.UNKNOWN if is_silent else otherwise, native=said_so)] = None
    return tuple(found)


def _effects(element: Element) -> tuple[Effect, ...]:
    found: dict[Effect, None] = {}
    for consequence in every(element, "Consequences", "Consequence"):
        for native in _tokens(consequence, "Condition"):
            code = siri_tables.EFFECTS.get(native.casefold(), EffectCode.UNKNOWN)
            found[Effect(code=code, native=native)] = None
        if delay := token(consequence, "Delays", "Delay"):
            found[Effect(code=EffectCode.DELAY, native=f"Delay {delay}")] = None
    return tuple(found)


def _categories(element: Element) -> Iterator[str]:
    for name in ("ReportType", "ScopeType", "Keywords"):
        yield from _tokens(element, name)
    for mode in within(element, "VehicleMode", "BusSubmode", "RailSubmode", "TramSubmode", "WaterSubmode"):
        if name := text.line(xml.words(mode), text.NOTE):
            yield name


def _affected(element: Element, own: str) -> tuple[tuple[Entity, ...], dict[str, str]]:
    """What the situation touches, in the document's order, each once."""
    found: dict[Entity, None] = {}
    for affects in within(element, "Affects"):
        for part in within(affects, *siri_tables.AFFECTED, "AllLines", "AllOperators"):
            kind, refs, tags = siri_tables.AFFECTED.get(xml.local_name(part), ("", (), ()))
            if not kind:
                word = xml.local_name(part)
                found[Entity(kind="network" if word == "AllLines" else "operator", ref=word)] = None
                continue
            paths = [(ref,) for ref in refs] + [("FramedVehicleJourneyRef", ref) for ref in refs]
            ref = next(filter(None, (token(part, *path) for path in paths)), "")
            said_as = next(filter(None, (names(every(part, tag), own) for tag in tags)), {})
            if ref or said_as:
                found |= dict.fromkeys(named(kind, said_as, ref))
    if len(found) <= situations.MOST_ENTITIES:
        return tuple(found), {}
    note = f"only the first {situations.MOST_ENTITIES} of {len(found)} are kept"
    return tuple(found)[: situations.MOST_ENTITIES], {"affected": note}


def _periods(element: Element, moments: Moments) -> Iterator[Period]:
    recurrence = _recurrence(element, moments)
    for name, role in (("ValidityPeriod", PeriodRole.IMPACT), ("PublicationWindow", PeriodRole.PUBLICATION)):
        for part in every(element, name):
            # Seen: a publication window that is one bare time.
            start = said(part, "StartTime") or ("" if len(part) else xml.words(part))
            recurs = recurrence if role is PeriodRole.IMPACT else None
            blank = Period(role=role, text=token(part, "EndTimeStatus"), recurrence=recurs)
            if period := moments.period(name, start, said(part, "EndTime"), blank):
                yield period
    if recurrence is not None and not every(element, "ValidityPeriod"):
        yield Period(recurrence=recurrence)


def _recurrence(element: Element, moments: Moments) -> Recurrence | None:
    """The days on which it holds; holidays are days that nobody here can name."""
    words = _tokens(element, "Repetitions", "DayType")
    days = recurring.weekdays(words)
    zone = moments.source.tz
    if days is None:
        return recurring.vague(", ".join(words), zone)
    return recurring.rule(recurring.Hours("", "", zone.key), days)


def _relations(element: Element, native: str) -> Iterator[Relation]:
    """Other situations it refers to, but never itself (seen: the standard's own examples)."""
    for reference in every(element, "References", "RelatedToRef"):
        other = _native_id(reference)
        if other and other != native.removesuffix(" road"):
            kind = siri_tables.RELATED_AS.get(token(reference, "RelatedAs").casefold(), "related")
            yield Relation(kind=kind, native_id=other)


def _links(element: Element) -> Iterator[Link]:
    for link in every(element, "InfoLinks", "InfoLink"):
        if href := text.address(said(link, "Uri")):
            yield Link(href=href, text=text.line(said(link, "Label")))


def _notes(element: Element) -> dict[str, str]:
    found = {name: words for name in _NOTED if (words := token(element, name))}
    if words := token(element, "UndefinedReason"):
        found["UndefinedReason"] = words
    for name, path in (("ReasonName", ("ReasonName",)), ("repeats on", ("Repetitions", "DayType"))):
        if values := _tokens(element, *path):
            found[name] = text.bounded(", ".join(values), text.NOTE)
    return found
