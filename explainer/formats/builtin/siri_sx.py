"""SIRI Situation Exchange 1.4, 2.0 and 2.1 (CEN/TS 15531-5): ``PtSituationElement`` and ``RoadSituationElement``.

=============  =====================================================================================
native id      ``ParticipantRef`` and ``SituationNumber``; a road situation's ends in “road”
version        ``Version``, which is a number: the highest counts, the others are its history
headline       ``Summary`` by ``xml:lang``
description    ``Description``, then ``Detail``; without any, one text of the ``PublishingActions``
instruction    ``Advice``
status         ``Progress``; without it, the periods speak
reality        ``Reality``; a draft by ``Progress`` stays a draft
severity       ``Severity``, else the worst of the ``Consequence``s
causes         ``AlertCause``, ``TpegReason`` and the older ``*Reason`` elements; ``siri_tables``
effects        ``Consequence/Condition``, ``Delays``
affected       networks, operators, lines, stops, stations, places, journeys
periods        ``ValidityPeriod``: the impact, on the days of ``Repetitions``; ``PublicationWindow``: how long
               it is shown
=============  =====================================================================================

``Source`` often names a person with a telephone number; nothing of it is ever read but a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explainer.errors import FormatError
from explainer.formats.base import (
    Document,
    Draft,
    Entries,
    Format,
    Named,
    NotForReadersError,
    Pointer,
    Span,
    in_languages,
)
from explainer.formats.families import siri_tables
from explainer.formats.kit import recurring, text, xml_reading
from explainer.formats.kit.common_xml import by_language, every, flag, names, said, token, tokens, within
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.disruption import Rejected
from explainer.model.recurrence import Recurrence
from explainer.model.sources import Source
from explainer.model.vocabulary import (
    WORST_FIRST,
    CauseCode,
    Certainty,
    EffectCode,
    PeriodRole,
    Reality,
    Severity,
    Status,
    StatusBasis,
)

if TYPE_CHECKING:
    from explainer.formats.kit.common_xml import Element

_ELEMENTS = ("PtSituationElement", "RoadSituationElement")
_NOTED = ("Priority", "Verification", "QualityIndex", "UndefinedReason")
_SIZES = ("L", "M", "S")


def parse(document: Document, source: Source) -> Entries:
    """The situations of a SIRI document, with or without its wrappers."""
    root = xml_reading.parse(document)
    situations = list(within(root, *_ELEMENTS))
    _refuse_unless_delivered(root, situations)
    aside: tuple[Rejected, ...] = ()
    if any(flag(delivery, "MoreData") for delivery in within(root, "ServiceDelivery", "SituationExchangeDelivery")):
        reason = "the publisher says that more data follows elsewhere"
        aside = (Rejected(entry="the rest of the delivery", reason=reason),)
    return Entries(situations, lambda situation: _draft(situation, source), _native_id, aside)


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
            said_so = text.line(xml_reading.words(error), 80)
            raise FormatError(f"the publisher answers with an error: {said_so or 'it does not say which'}")
        if any(flag(part, "Status") is False for part in within(root, "ServiceDelivery", "SituationExchangeDelivery")):
            raise FormatError("the publisher answers that it could not deliver")
    if not elements and not deliveries:
        raise FormatError(
            f"the document is XML, but its root <{xml_reading.local_name(root)[:40]}> holds no SIRI situations"
        )


def _native_id(situation: Element) -> str:
    number = said(situation, "SituationNumber")
    if not number:
        return ""
    kind = "road" if xml_reading.local_name(situation) == "RoadSituationElement" else ""
    return " ".join(filter(None, [said(situation, "ParticipantRef"), number, kind]))


def _draft(situation: Element, source: Source) -> Draft:
    if any(audience.casefold() in siri_tables.NOT_FOR_READERS for audience in tokens(situation, "Audience")):
        raise NotForReadersError(f"its audience is {token(situation, 'Audience')}, so it may not be published")
    progress = token(situation, "Progress")
    causes, effects = list(_causes(situation)), list(_effects(situation))
    severity, severity_native = _severity(situation)
    summaries, bodies, advice = _texts(situation, source.language)
    return Draft(
        id=_native_id(situation),
        refused=_refused(situation),
        version=said(situation, "Version"),
        headline=summaries,
        description=bodies,
        instruction=advice,
        reality=_reality(situation, progress),
        status=siri_tables.STATUS.get(progress.casefold(), Status.UNKNOWN),
        status_native=progress,
        status_basis=StatusBasis.STATED if progress else StatusBasis.INFERRED_FROM_PERIOD,
        severity=severity,
        severity_native=severity_native,
        certainty=siri_tables.CERTAINTY.get(token(situation, "Likelihood").casefold(), Certainty.UNKNOWN),
        planned=flag(situation, "Planned"),
        causes=causes,
        effects=effects,
        events=[native for _, native in (*causes, *effects)],
        categories=_categories(situation),
        affected=_affected(situation, source.language),
        spans=_spans(situation, _recurrence(situation, source)),
        issued=_issued(situation, source),
        updated=said(situation, "VersionedAtTime"),
        relations=_relations(situation),
        links=[Pointer(said(link, "Uri"), said(link, "Label")) for link in every(situation, "InfoLinks", "InfoLink")],
        notes=_notes(situation),
    )


def _refused(situation: Element) -> str:
    known = token(situation, "Reality").casefold() in ("", *siri_tables.REALITY)
    return "" if known else "its Reality is none of real, test, securityExercise and technicalExercise"


def _issued(situation: Element, source: Source) -> str:
    """When it was created, else when that was told (seen: years nobody meant)."""
    created, told = said(situation, "CreationTime"), said(situation, "Source", "TimeOfCommunication")
    return created if read_time(created, source.tz) else told or created


Texts = dict[str, list[str]]


def _texts(situation: Element, lang: str) -> tuple[Texts, Texts, Texts]:
    """Summaries, descriptions and advice by language; audiences are never mixed."""
    summaries = by_language(every(situation, "Summary"), lang)
    bodies = by_language([*every(situation, "Description"), *every(situation, "Detail")], lang)
    advice = by_language(every(situation, "Advice"), lang)
    if not summaries and not bodies and (content := _content(situation)) is not None:
        summaries = by_language(within(content, "SummaryText"), lang)
        parts = ("ReasonText", "DescriptionText", "ConsequenceText", "DurationText", "Remark")
        bodies = by_language([part for name in parts for part in within(content, name)], lang)
        advice = advice or by_language(within(content, "RecommendationText"), lang)
    return summaries, bodies, advice


def _content(situation: Element) -> Element | None:
    """The one text of the publishing actions that says most to everybody (SIRI 2.1 ``TextualContent``)."""
    return min(within(situation, "TextualContent"), key=_rank, default=None)


def _rank(content: Element) -> tuple[bool, int]:
    parent = content.getparent()
    perspectives = tokens(parent, "Perspective") if parent is not None else []
    size = token(content, "TextualContentSize").upper()
    is_general = not perspectives or "general" in (name.casefold() for name in perspectives)
    return not is_general, _SIZES.index(size) if size in _SIZES else len(_SIZES)


def _reality(situation: Element, progress: str) -> Reality | None:
    reality = siri_tables.REALITY.get(token(situation, "Reality").casefold())
    if progress.casefold() in siri_tables.DRAFTS and reality in (None, Reality.ACTUAL):
        return Reality.DRAFT
    return reality


def _severity(situation: Element) -> tuple[Severity, str]:
    """The situation's own word, else that of its worst consequence."""
    words = tokens(situation, "Severity") or tokens(situation, "Consequences", "Consequence", "Severity")
    mapped = [(siri_tables.SEVERITY.get(word.casefold(), Severity.UNKNOWN), word) for word in words]
    return min(mapped, key=lambda row: WORST_FIRST.index(row[0]), default=(Severity.UNKNOWN, ""))


def _causes(situation: Element) -> Iterator[tuple[CauseCode, str]]:
    for part in situation:
        name = xml_reading.local_name(part)
        if name != "AlertCause" and not name.endswith("Reason"):
            continue
        word = text.line(xml_reading.words(part), text.NOTE)
        code = siri_tables.CAUSES.get(word.casefold())
        if code is not None:
            yield code, word
        elif name == "UnknownReason":
            yield CauseCode.UNKNOWN, name
        elif name != "UndefinedReason" and word:
            # Seen: clock times inside UndefinedReason; they stand in ``extra`` and are no cause.
            is_silent = word.casefold() in siri_tables.UNSTATED
            yield CauseCode.UNKNOWN if is_silent else siri_tables.CAUSE_OF_ELEMENT.get(name, CauseCode.UNKNOWN), word


def _effects(situation: Element) -> Iterator[tuple[EffectCode, str]]:
    for consequence in every(situation, "Consequences", "Consequence"):
        for condition in tokens(consequence, "Condition"):
            yield siri_tables.EFFECTS.get(condition.casefold(), EffectCode.UNKNOWN), condition
        if delay := token(consequence, "Delays", "Delay"):
            yield EffectCode.DELAY, f"Delay {delay}"


def _categories(situation: Element) -> Iterator[str]:
    for name in ("ReportType", "ScopeType", "Keywords"):
        yield from tokens(situation, name)
    for mode in within(situation, "VehicleMode", "BusSubmode", "RailSubmode", "TramSubmode", "WaterSubmode"):
        yield xml_reading.words(mode)


def _affected(situation: Element, own: str) -> Iterator[Named]:
    """What the situation touches, in the document's order."""
    for affects in within(situation, "Affects"):
        for part in within(affects, *siri_tables.AFFECTED, *siri_tables.ALL_OF):
            word = xml_reading.local_name(part)
            if word in siri_tables.ALL_OF:
                yield Named(siri_tables.ALL_OF[word], ref=word)
                continue
            kind, refs, tags = siri_tables.AFFECTED[word]
            paths = [(ref,) for ref in refs] + [("FramedVehicleJourneyRef", ref) for ref in refs]
            ref = next(filter(None, (token(part, *path) for path in paths)), "")
            said_as = next(filter(None, (names(every(part, tag), own) for tag in tags)), {"": ""})
            yield from in_languages(kind, said_as, ref)


def _spans(situation: Element, recurrence: Recurrence | None) -> Iterator[Span]:
    for name, role in (("ValidityPeriod", PeriodRole.IMPACT), ("PublicationWindow", PeriodRole.PUBLICATION)):
        for part in every(situation, name):
            # Seen: a publication window that is one bare time.
            start = said(part, "StartTime") or ("" if len(part) else xml_reading.words(part))
            recurs = recurrence if role is PeriodRole.IMPACT else None
            yield Span(start, said(part, "EndTime"), role, token(part, "EndTimeStatus"), recurs)
    if recurrence is not None and not every(situation, "ValidityPeriod"):
        yield Span(recurrence=recurrence)


def _recurrence(situation: Element, source: Source) -> Recurrence | None:
    """The days on which it holds; holidays are days that nobody here can name."""
    words = tokens(situation, "Repetitions", "DayType")
    days = recurring.weekdays(words)
    if days is None:
        return recurring.vague(", ".join(words), source.tz)
    return recurring.rule(recurring.Hours("", "", source.tz.key), days)


def _relations(situation: Element) -> dict[str, list[str]]:
    """Other situations it refers to, by kind, but never itself (seen: the standard's own examples)."""
    own = _native_id(situation).removesuffix(" road")
    found: dict[str, list[str]] = {"supersedes": [], "related": []}
    for reference in every(situation, "References", "RelatedToRef"):
        if (other := _native_id(reference)) != own:
            kind = siri_tables.RELATED_AS.get(token(reference, "RelatedAs").casefold(), "related")
            found[kind].append(other)
    return found


def _notes(situation: Element) -> dict[str, str]:
    found = {name: said(situation, name) for name in _NOTED}
    for name, path in (("ReasonName", ("ReasonName",)), ("repeats on", ("Repetitions", "DayType"))):
        found[name] = ", ".join(tokens(situation, *path))
    return found


FORMAT = Format(
    name="siri-sx",
    what="SIRI Situation Exchange: public transport",
    parse=parse,
    recognises=recognises,
    sample=b"""<Siri xmlns="http://www.siri.org.uk/siri" version="2.0"><ServiceDelivery><SituationExchangeDelivery>
<Situations><PtSituationElement><CreationTime>2026-11-20T09:00:00Z</CreationTime><ParticipantRef>P</ParticipantRef>
<SituationNumber>P:1</SituationNumber><Version>1</Version><References><RelatedToRef><ParticipantRef>P</ParticipantRef>
<SituationNumber>P:0</SituationNumber><RelatedAs>update</RelatedAs></RelatedToRef></References><Source>
<TimeOfCommunication>2026-11-20T08:59:00Z</TimeOfCommunication></Source><VersionedAtTime>2026-11-20T09:30:00Z
</VersionedAtTime><Verification>verified</Verification><Progress>open</Progress><QualityIndex>certain</QualityIndex>
<Reality>real</Reality><Likelihood>certain</Likelihood><ValidityPeriod><StartTime>2026-11-20T09:00:00Z</StartTime>
<EndTime>2026-11-28T09:00:00Z</EndTime><EndTimeStatus>longTerm</EndTimeStatus></ValidityPeriod><Repetitions><DayType>
weekdays</DayType></Repetitions><PublicationWindow><StartTime>2026-11-20T09:00:00Z</StartTime></PublicationWindow>
<AlertCause>signalFailure</AlertCause><ReasonName>Signal box</ReasonName><Severity>severe</Severity><Priority>2
</Priority><Audience>public</Audience><ReportType>incident</ReportType><ScopeType>line</ScopeType><Keywords>signals
</Keywords><Planned>false</Planned><Summary xml:lang="EN">Buses for trains</Summary><Description xml:lang="EN">Signal
failure.</Description><Detail xml:lang="EN">At Oslo.</Detail><Advice xml:lang="EN">Allow time.</Advice><InfoLinks>
<InfoLink><Uri>https://s.example/</Uri><Label>More</Label></InfoLink></InfoLinks><Affects><Networks><AffectedNetwork>
<VehicleMode>rail</VehicleMode><AffectedLine><LineRef>L1</LineRef><PublishedLineName>Line 1</PublishedLineName>
</AffectedLine></AffectedNetwork></Networks><StopPlaces><AffectedStopPlace><StopPlaceRef>NSR:1</StopPlaceRef>
<PlaceName>Oslo</PlaceName></AffectedStopPlace></StopPlaces></Affects><Consequences><Consequence><Condition>diverted
</Condition><Severity>severe</Severity><Delays><Delay>PT10M</Delay></Delays></Consequence></Consequences>
</PtSituationElement></Situations></SituationExchangeDelivery></ServiceDelivery></Siri>""",
)
