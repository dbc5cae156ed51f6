"""One entry, from what its format says of it to a disruption: cleaned, bounded, and with what it does not say itself.

Words, ids and addresses are cleaned by the field they stand in; times and spans are read (``spans``); a headline
that says TEST is a test; an entry without a headline gets its first line, or its effect, as one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from explainer.formats import identity
from explainer.formats.base import Draft, Moment, Named, RefusedError, Span, Words
from explainer.formats.kit import prose, recurring, spans, text
from explainer.formats.kit.common_json import as_time
from explainer.formats.kit.times import Reading
from explainer.model.disruption import (
    Cause,
    Disruption,
    Effect,
    Entity,
    Link,
    Origin,
    Period,
    Relation,
    Text,
    Update,
    disruption_id,
    in_one_language,
    newest_within,
)
from explainer.model.sources import Source
from explainer.model.value import checked
from explainer.model.vocabulary import CauseCode, EffectCode, PeriodRole, Precision, Reality, Severity

MOST_LABELS = 200
MOST_ENTITIES = 500
MOST_PERIODS = 500
MOST_UPDATES = 500
LONGEST_UPDATES = 100_000
"""Characters of all updates of one entry together, the newest counted first; real ones have 28,000 at most."""

MOST_LINKS = 20
"""How much of one entry is kept; what is more is counted."""

CLOSED = "This situation was closed"
"""The headline of an end without words, which must still end what it ends."""

T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]{2}")


class Made(NamedTuple):
    """A disruption before its declaration's rules: ``number`` orders versions, ``searched`` is for the rules."""

    disruption: Disruption
    number: int = -1
    searched: tuple[str, ...] = ()


def disruption_of(draft: Draft, source: Source) -> Disruption:
    """A draft as a disruption, before its declaration's rules.

    Raises:
        RefusedError: when it has no id, or nothing that readers could read.
    """
    return made_of(draft, source).disruption


def made_of(draft: Draft, source: Source, document_lang: str = "") -> Made:
    """A draft as a disruption, with what orders its versions and what rules search.

    Raises:
        RefusedError: when it has no id, is refused, or says nothing that readers could read.
    """
    native = text.identifier(draft.id)
    if draft.refused or not native:
        raise RefusedError(draft.refused or "it has no id")
    lang = text.language(draft.lang or document_lang, source.language)
    notes = _notes(draft.notes)
    clock = _Clock(source, draft.zoned, notes)
    causes = _coded(Cause, draft.causes)
    effects = _coded(Effect, draft.effects)
    affected = _bounded("affected", _entities(draft.affected), MOST_ENTITIES, notes)
    running = partial(text.plain, base=draft.base)
    paragraphs = partial(_paragraphs, clean=running)
    updates, undated = _updates(draft, clock)
    description = texts(draft.description, lang, paragraphs) or _newest(updates, undated, lang)
    headline = _headline(draft, lang, description) or _composed(draft, causes, effects, affected)
    issued, updated = clock.at("issued", draft.issued), clock.at("updated", draft.updated)
    disruption = Disruption(
        id=disruption_id(source.id, native),
        origin=Origin(
            feed=source.id,
            publisher=source.publisher,
            format=source.format,
            native_id=native,
            native_version=text.identifier(draft.version),
        ),
        headline=headline,
        description=_as_texts(description),
        instruction=_as_texts(texts(draft.instruction, lang, paragraphs)),
        reality=_reality(draft.reality, headline, notes),
        status=draft.status,
        status_native=text.line(draft.status_native, text.NOTE),
        status_basis=draft.status_basis,
        severity=draft.severity,
        severity_native=text.line(draft.severity_native, text.NOTE),
        certainty=draft.certainty,
        urgency=draft.urgency,
        planned=draft.planned,
        causes=causes,
        effects=effects,
        events=tuple(islice(_labels(draft.events), MOST_LABELS)),
        categories=tuple(islice(_labels(draft.categories), MOST_LABELS)),
        affected=affected,
        periods=_bounded("periods", _periods(draft, clock, source.tz), MOST_PERIODS, notes),
        issued_at=issued or (updates[0].at if updates else None),
        updated_at=updated or (updates[-1].at if updates else issued),
        updates=updates,
        relations=tuple(_relations(draft, native)),
        links=tuple(islice(_links(draft), MOST_LINKS)),
        expected=tuple(draft.expected),
        impacts=tuple(draft.impacts),
        extra=notes,
    )
    searched = [*map(running, draft.searched), *undated]
    if draft.own:
        disruption = disruption.replace(**draft.own)
    number = draft.number if draft.number >= 0 else identity.counted(draft.version)
    return Made(checked(disruption), number, (*searched, *(update.says for update in updates)))


def _notes(stated: Mapping[str, str]) -> dict[str, str]:
    found = ((text.line(name, text.NOTE), text.line(words, text.NOTE)) for name, words in stated.items())
    return {name: words for name, words in found if name and words}


def texts(words: Words, lang: str, made: Callable[[Sequence[str]], str]) -> dict[str, str]:
    """By language, what ``made`` makes of its texts; where a language is spelt in two ways, the first counts."""
    found: dict[str, str] = {}
    for tag, raw in words.items() if isinstance(words, Mapping) else [(lang, words)]:
        if cleaned := made([raw] if isinstance(raw, str) else raw):
            found.setdefault(text.language(tag, lang), cleaned)
    return found


def one_line(raw: Sequence[str]) -> str:
    """The first of some texts that says anything, in one line."""
    return next(filter(None, map(text.line, raw)), "")


def _paragraphs(raw: Sequence[str], clean: Callable[[str], str]) -> str:
    return text.bounded("\n\n".join(each_once(raw, clean)), text.BODY)


def _as_texts(words: Mapping[str, str]) -> tuple[Text, ...]:
    return tuple(Text(lang=lang, text=one) for lang, one in words.items())


def _headline(draft: Draft, lang: str, description: Mapping[str, str]) -> tuple[Text, ...]:
    """What stands as headline, in every language that has one; else the first line of the description."""
    stated = texts(draft.headline, lang, one_line)
    firsts = {tag: text.opening(words) for tag, words in description.items()}
    return _as_texts(firsts | stated if isinstance(draft.headline, Mapping) else stated or firsts)


def _composed(
    draft: Draft, causes: Sequence[Cause], effects: Sequence[Effect], affected: Sequence[Entity]
) -> tuple[Text, ...]:
    """A headline made of what is stated in codes, where nobody wrote a sentence: “No service: route 4”.

    Where only how bad it is is stated, of what: “Critical: API”.

    Raises:
        RefusedError: when no code says anything, and it does not end what was said before either.
    """
    stated: list[tuple[EffectCode | CauseCode | Severity, str]] = [(one.code, one.native) for one in effects]
    stated += [(one.code, one.native) for one in causes]
    if affected and draft.severity is not Severity.NONE and not draft.status.over:
        stated.append((draft.severity, draft.severity_native))
    what = next((_in_words(code, native) for code, native in stated if code.value != "unknown"), "")
    if not what and draft.status.over:
        return (Text(lang="en", text=CLOSED),)
    if not what:
        raise RefusedError("it says nothing that readers could read: no headline, no text, no known effect or cause")
    where = ", ".join(dict.fromkeys(entity.name or entity.ref for entity in in_one_language(affected)[:5]))
    return (Text(lang="en", text=text.line(f"{what}: {where}" if where else what)),)


def _in_words(code: EffectCode | CauseCode | Severity, native: str) -> str:
    return prose.in_words(native if _WORD.search(native) else code.value)


def _reality(stated: Reality | None, headline: Sequence[Text], notes: dict[str, str]) -> Reality:
    """What the publisher states; a headline that says the message is a test outdoes “actual”."""
    if stated in (None, Reality.ACTUAL):
        for one in headline:
            if guessed := prose.reality_of(one.text):
                notes["reality"] = "inferred from the headline"
                return guessed
    return stated or Reality.ACTUAL


Coded = TypeVar("Coded", Cause, Effect)


def _coded(kind: type[Coded], stated: Iterable[tuple[Any, str]]) -> tuple[Coded, ...]:
    found = (kind(code=code, native=text.line(native, text.NOTE)) for code, native in stated)
    return tuple(islice(dict.fromkeys(found), MOST_LABELS))


def _labels(words: Iterable[str]) -> Iterator[str]:
    return each_once(words, lambda one: text.line(one, text.NOTE))


def each_once(words: Iterable[str], clean: Callable[[str], str]) -> Iterator[str]:
    """The words cleaned, each once, without those of which nothing is left."""
    return iter(dict.fromkeys(filter(None, map(clean, words))))


def _entities(named: Iterable[Named]) -> tuple[Entity, ...]:
    """What is affected as entities, each once; a name keeps its language only where the names are in several.

    :func:`explainer.model.disruption.in_one_language` tells which are shown; rules see every name.
    """
    spoken: dict[Entity, dict[str, None]] = {}
    for one in named:
        name, ref = text.line(one.name), text.identifier(one.ref)
        if name or ref:
            entity = Entity(kind=text.line(one.kind, text.NOTE), name=name, ref=ref)
            spoken.setdefault(entity, {})[text.language(one.lang, "")] = None
    every = {lang for langs in spoken.values() for lang in langs if lang}
    return tuple(
        entity.replace(lang=lang) if lang and entity.name else entity
        for entity, langs in spoken.items()
        for lang in (langs if len(every) > 1 and not every <= set(langs) else [""])
    )


def _bounded(name: str, found: tuple[T, ...], most: int, notes: dict[str, str]) -> tuple[T, ...]:
    if len(found) > most:
        notes[name] = f"only the first {most} of {len(found)} are kept"
    return found[:most]


def _relations(draft: Draft, native: str) -> Iterator[Relation]:
    """The other messages it refers to, without itself (seen: Alertswiss, the SIRI standard's own examples)."""
    found: dict[Relation, None] = {}
    for kind, others in draft.relations.items():
        for other in others:
            if (name := text.identifier(other)) and name not in (native, draft.version):
                found[Relation(kind=kind, native_id=name)] = None
    return islice(found, MOST_ENTITIES)


def _links(draft: Draft) -> Iterator[Link]:
    found: dict[str, Link] = {}
    for pointer in draft.links:
        if href := text.address(pointer.href, draft.base):
            found.setdefault(href, Link(rel=pointer.rel, href=href, text=text.line(pointer.text)))
    return iter(found.values())


# Times


class _Clock:
    """Reads the times of one entry; what cannot be read is noted as the publisher wrote it, and not used."""

    def __init__(self, source: Source, zoned: bool, notes: dict[str, str]) -> None:
        self._source = source
        self._zone = None if zoned else source.tz
        self.notes = notes

    def read(self, name: str, stated: Moment) -> Reading | None:
        """The moment, or None with a note where something unreadable, or a year nobody meant, is written."""
        if isinstance(stated, datetime):
            stated = Reading(stated, Precision.MINUTE)
        reading = stated if isinstance(stated, Reading) else as_time(stated, self._zone)
        if reading is None and not spans.means_open(stated):
            self.notes[name] = f"{spans.verbatim(stated)} (not used: no believable time)"
        if reading is not None and reading.precision is Precision.INFERRED and isinstance(stated, str):
            self.notes["zone"] = f"the feed names none; its times are read in {self._source.zone}"
        return reading

    def at(self, name: str, stated: Moment) -> datetime | None:
        """The moment alone."""
        reading = self.read(name, stated)
        return reading.at if reading else None

    def period(self, span: Span) -> Period:
        """The span as :mod:`spans` reads it; one of which nothing is written is open at both ends."""
        blank = Period(role=span.role, text=text.line(span.text, text.NOTE), recurrence=span.recurrence)
        start, end = (Reading(at, Precision.MINUTE) if isinstance(at, datetime) else at for at in span[:2])
        made = spans.span(start, end, self._zone, span.role, blank)
        self.notes |= made.notes
        period = made.period or blank.replace(precision=Precision.INFERRED)
        return period.replace(precision=span.precision) if span.precision else period


def _periods(draft: Draft, clock: _Clock, zone: ZoneInfo) -> tuple[Period, ...]:
    """The periods of an entry, each once. Prose may say that a single one recurs; of several, each is an occurrence.

    One that is open at both ends means always. So does none at all, but not where others bound the message.
    """
    found = [span if isinstance(span, Period) else clock.period(span) for span in draft.spans]
    impact = [period for period in found if period.role is PeriodRole.IMPACT]
    shown = [period for period in found if period.role is not PeriodRole.IMPACT and not _is_open(period)]
    if len(impact) <= 1:
        only = recurring.at_some_hours(impact[0] if impact else Period(), draft.recurs, zone)
        impact = [] if _is_open(only) else [only]
    return tuple(dict.fromkeys([*impact, *shown]))


def _is_open(period: Period) -> bool:
    """Whether a period bounds nothing at all."""
    return not (period.start or period.end or period.unusable_end or period.recurrence)


def _updates(draft: Draft, clock: _Clock) -> tuple[tuple[Update, ...], list[str]]:
    """The dated steps as updates, oldest first, those of one moment as they come; and the words without a date."""
    found: list[Update] = []
    undated: list[str] = []
    for step in deque(draft.updates, MOST_UPDATES):
        says = text.plain(step.says, base=draft.base)
        reading = clock.read("update", step.at) if says else None
        if reading is not None:
            found.append(Update(at=reading.at, says=says, status=step.status, precision=reading.precision))
        elif says:
            undated.append(says)
    if undated:
        clock.notes["undated updates"] = str(len(undated))
    ordered = sorted(found, key=lambda update: update.at)
    kept = newest_within(ordered, LONGEST_UPDATES)
    if len(kept) < len(ordered):
        clock.notes["updates"] = f"only the newest {len(kept)} of {len(ordered)} are kept"
    return kept, undated


def _newest(updates: Sequence[Update], undated: Sequence[str], lang: str) -> dict[str, str]:
    """The newest update's words by language, else the last undated ones; empty where there are none."""
    said = [*undated, *(update.says for update in updates)]
    return {lang: said[-1]} if said else {}
