"""The gate: every entry of every format passes here, our own bulletins and those of plugins included.

A format says where its entries stand and what each of them means (``base``). What is the same for all of them is
done here, once: bounds, the label of an entry, a refusal with its reason, cleaning by the kind of a field, identity,
whether the message is meant, spans, the declaration's mapping, and what is said where the publisher says nothing.
One bad entry never hides the good ones: whatever reading it raises is that entry's failure.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from explainer.disruption import (
    Cause,
    Disruption,
    Effect,
    Entity,
    Link,
    Origin,
    Period,
    Relation,
    SetAside,
    Text,
    Update,
    disruption_id,
)
from explainer.errors import FormatError
from explainer.formats import identity, mapping, prose, recurring, spans, text
from explainer.formats.base import (
    Document,
    Draft,
    Entries,
    Format,
    Merge,
    Moment,
    Named,
    NotForReadersError,
    Parsed,
    RefusedError,
    Span,
    Words,
    as_drafts,
)
from explainer.formats.common_json import as_time
from explainer.formats.registry import format_of, said
from explainer.formats.times import Reading
from explainer.sources import Source
from explainer.vocabulary import CauseCode, EffectCode, PeriodRole, Precision, Reality, Severity, Status

MOST_ENTRIES = 10_000
MOST_LABELS = 200
MOST_ENTITIES = 500
MOST_PERIODS = 500
MOST_UPDATES = 500
MOST_LINKS = 20
MOST_NAMES = 50
"""How much of one document, and of one entry, is kept; what is more is counted."""

LABEL = 80

CLOSED = "This situation was closed"
"""The headline of an end without words, which must still end what it ends."""

T = TypeVar("T")

_NEVER = datetime.min.replace(tzinfo=UTC)
_WORD = re.compile(r"[^\W\d_]{2}")


class Made(NamedTuple):
    """A disruption before its declaration's rules: ``number`` orders versions, ``searched`` is for the rules."""

    disruption: Disruption
    number: int = -1
    searched: tuple[str, ...] = ()


class Read(NamedTuple):
    """What one document held."""

    made: list[Made]
    set_aside: list[SetAside]


def read_all(documents: Iterable[Document], source: Source) -> Parsed:
    """All disruptions of one fetch, one per id.

    Among several documents a bad one is set aside; when none is good, or there is only one, its
    ``FormatError`` is the feed's failure. No documents at all, such as an empty folder, is the quiet state.

    Raises:
        FormatError: when there is no such format, or no document could be read.
    """
    documents = tuple(documents)
    found = format_of(source.format)
    made: list[Made] = []
    set_aside: list[SetAside] = []
    refused: list[FormatError] = []
    for document in documents:
        try:
            read = _read(found, document, source)
        except FormatError as error:
            refused.append(error)
            set_aside.append(SetAside(entry=document.name, reason=str(error)))
            continue
        made += read.made
        several = len(documents) > 1
        set_aside += [_placed(row, document.name) for row in read.set_aside] if several else read.set_aside
    if documents and len(refused) == len(documents):
        if len(documents) == 1:
            raise refused[0]
        raise FormatError(f"none of the {len(documents)} documents could be read; the first: {refused[0]}")
    return _finished(made, set_aside, found, source)


def _placed(row: SetAside, document: str) -> SetAside:
    return row.model_copy(update={"entry": f"{document}: {row.entry}"})


def _finished(made: Sequence[Made], set_aside: Sequence[SetAside], found: Format, source: Source) -> Parsed:
    """One disruption per thing, with what its declaration's rules make of it."""
    notes: list[str] = []
    made = one_each(made, source, notes)
    searched = {one.disruption.id: one.searched for one in made}
    disruptions: Iterable[Disruption] = [one.disruption for one in made]
    if found.merge is not None:
        disruptions = _merged(found.merge, tuple(disruptions), source)
    mapped = tuple(mapping.apply(one, source, searched.get(one.id, ())) for one in disruptions)
    return Parsed(disruptions=mapped, set_aside=tuple(set_aside), notes=tuple(dict.fromkeys(notes)))


def _merged(merge: Merge, disruptions: Sequence[Disruption], source: Source) -> Iterable[Disruption]:
    try:
        return tuple(merge(disruptions, source))
    except Exception as error:
        raise FormatError(f"its messages cannot be joined, which is a fault of ours: {said(error)}") from error


def _read(found: Format, document: Document, source: Source) -> Read:
    try:
        entries = found.parse(document, source)
    except FormatError:
        raise
    except Exception as error:
        raise FormatError(f"the document cannot be read, which is a fault of ours: {said(error)}") from error
    return read_entries(entries, source)


def read_entries(entries: Entries, source: Source) -> Read:
    """The entries of one document, each by itself."""
    made: list[Made] = []
    set_aside = list(entries.aside)
    for number, row in enumerate(entries.rows[:MOST_ENTRIES], start=1):
        try:
            drafts = list(as_drafts(entries.draft(row)))
        except (RefusedError, NotForReadersError) as error:
            set_aside.append(_aside(number, entries, row, error))
            continue
        except Exception as error:  # noqa: BLE001 - whatever one entry raises is that entry's failure
            set_aside.append(_aside(number, entries, row, _fault(error)))
            continue
        for draft in drafts:
            try:
                made.append(_made(draft, source, entries.lang))
            except RefusedError as error:
                set_aside.append(_aside_of(number, draft, error))
            except Exception as error:  # noqa: BLE001 - as above
                set_aside.append(_aside_of(number, draft, _fault(error)))
    if len(entries.rows) > MOST_ENTRIES:
        label = f"entries {MOST_ENTRIES + 1} to {len(entries.rows)}"
        set_aside.append(SetAside(entry=label, reason=f"only the first {MOST_ENTRIES} entries are read"))
    return Read(made, set_aside)


def _fault(error: Exception) -> RefusedError:
    return RefusedError(f"it cannot be read, which is a fault of ours: {said(error)}")


def _aside(number: int, entries: Entries, row: Any, error: Exception) -> SetAside:
    """A row that became no draft: its id, if that can be read, keeps it from being taken for absent."""
    try:
        native = text.identifier(entries.name(row))
    except Exception:  # noqa: BLE001 - as above: then it has no name
        native = ""
    understood = isinstance(error, NotForReadersError)
    return SetAside(entry=_label(number, native), reason=str(error), native_id=native or None, understood=understood)


def _aside_of(number: int, draft: Draft, error: Exception) -> SetAside:
    """A draft that became no disruption, with what it names, so that its parts are not taken for well."""
    native = text.identifier(draft.id)
    headline = next(iter(_texts(draft.headline or draft.description, "und", _line).values()), "")
    named = (name for entity in draft.affected for name in (entity.name, entity.ref))
    return SetAside(
        entry=_label(number, headline or native),
        reason=str(error),
        native_id=native or None,
        headline=headline,
        names=tuple(islice(_each_once(named, text.line), MOST_NAMES)),
    )


def _label(number: int, words: str) -> str:
    return f"entry {number} ({text.bounded(words, LABEL)})" if words else f"entry {number}"


# One entry


def disruption_of(draft: Draft, source: Source) -> Disruption:
    """A draft as a disruption, before its declaration's rules.

    Raises:
        RefusedError: when it has no id, or nothing that readers could read.
    """
    return _made(draft, source, "").disruption


def _made(draft: Draft, source: Source, document_lang: str) -> Made:
    native = text.identifier(draft.id)
    if draft.refused or not native:
        raise RefusedError(draft.refused or "it has no id")
    lang = text.language(draft.lang or document_lang, source.language)
    notes = _notes(draft.notes)
    clock = _Clock(source, draft.zoned, notes)
    causes = _coded(Cause, draft.causes)
    effects = _coded(Effect, draft.effects)
    affected = _bounded("affected", _entities(draft.affected), MOST_ENTITIES, notes)
    updates, undated = _updates(draft, clock)
    description = _texts(draft.description, lang, _paragraphs) or _newest(updates, undated, lang)
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
        instruction=_as_texts(_texts(draft.instruction, lang, _paragraphs)),
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
    searched = [*map(text.plain, draft.searched), *undated]
    if draft.own:
        disruption = disruption.model_copy(update=dict(draft.own))
    number = draft.number if draft.number >= 0 else identity.counted(draft.version)
    return Made(disruption, number, (*searched, *(update.says for update in updates)))


def _notes(stated: Mapping[str, str]) -> dict[str, str]:
    found = ((text.line(name, text.NOTE), text.line(words, text.NOTE)) for name, words in stated.items())
    return {name: words for name, words in found if name and words}


def _texts(words: Words, lang: str, made: Callable[[Sequence[str]], str]) -> dict[str, str]:
    """One cleaned text for each language; of two spellings of one language the first counts."""
    found: dict[str, str] = {}
    for tag, raw in words.items() if isinstance(words, Mapping) else [(lang, words)]:
        if cleaned := made([raw] if isinstance(raw, str) else raw):
            found.setdefault(text.language(tag, lang), cleaned)
    return found


def _line(raw: Sequence[str]) -> str:
    return next(filter(None, map(text.line, raw)), "")


def _paragraphs(raw: Sequence[str]) -> str:
    return text.bounded("\n\n".join(_each_once(raw, text.plain)), text.BODY)


def _as_texts(words: Mapping[str, str]) -> tuple[Text, ...]:
    return tuple(Text(lang=lang, text=one) for lang, one in words.items())


def _headline(draft: Draft, lang: str, description: Mapping[str, str]) -> tuple[Text, ...]:
    """What stands as headline, in every language that has one; else the first line of the description."""
    stated = _texts(draft.headline, lang, _line)
    firsts = {tag: text.bounded(words.partition("\n")[0], text.HEADLINE) for tag, words in description.items()}
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
    where = ", ".join(dict.fromkeys(entity.name or entity.ref for entity in affected[:5]))
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
    return _each_once(words, lambda one: text.line(one, text.NOTE))


def _each_once(words: Iterable[str], clean: Callable[[str], str]) -> Iterator[str]:
    return iter(dict.fromkeys(filter(None, map(clean, words))))


def _entities(named: Iterable[Named]) -> tuple[Entity, ...]:
    found: dict[Entity, None] = {}
    for one in named:
        lang = text.language(one.lang, "") if one.lang else ""
        name, ref = text.line(one.name), text.identifier(one.ref)
        entity = Entity(kind=text.line(one.kind, text.NOTE), name=name, ref=ref, lang=lang)
        if entity.name or entity.ref:
            found[entity] = None
    return tuple(found)


def _bounded(name: str, found: tuple[T, ...], most: int, notes: dict[str, str]) -> tuple[T, ...]:
    if len(found) > most:
        notes[name] = f"only the first {most} of {len(found)} are kept"
    return found[:most]


def _relations(draft: Draft, native: str) -> Iterator[Relation]:
    """What it says of other messages, but never of itself (seen: Alertswiss, the SIRI standard's own examples)."""
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
        period = made.period or blank.model_copy(update={"precision": Precision.INFERRED})
        return period.model_copy(update={"precision": span.precision}) if span.precision else period


def _periods(draft: Draft, clock: _Clock, zone: ZoneInfo) -> tuple[Period, ...]:
    """The periods, each once. One alone may recur, and words tell how; of several, each is an occurrence.

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
    """The dated words, oldest first, those of one moment as the format gives them; and the undated ones, counted."""
    found: list[Update] = []
    undated: list[str] = []
    for step in deque(draft.updates, MOST_UPDATES):
        says = text.plain(step.says)
        reading = clock.read("update", step.at) if says else None
        if reading is not None:
            found.append(Update(at=reading.at, says=says, status=step.status, precision=reading.precision))
        elif says:
            undated.append(says)
    if undated:
        clock.notes["undated updates"] = str(len(undated))
    return tuple(sorted(found, key=lambda update: update.at)), undated


def _newest(updates: Sequence[Update], undated: Sequence[str], lang: str) -> dict[str, str]:
    """The last word there is, in the entry's language."""
    said = [*undated, *(update.says for update in updates)]
    return {lang: said[-1]} if said else {}


# Several entries with one id


def one_each(made: Sequence[Made], source: Source, notes: list[str]) -> list[Made]:
    """One disruption for each thing: versions of one thing joined, different things told apart (``identity``)."""
    groups: dict[str, list[Made]] = {}
    for one in made:
        groups.setdefault(one.disruption.id, []).append(one)
    found: list[Made] = []
    for group in groups.values():
        things = _things(group)
        if len(things) > 1 and "identity" not in group[0].disruption.extra:
            native = text.bounded(identity.stem(group[0].disruption), LABEL)
            notes.append(f"Several messages share the id “{native}”; we tell them apart by what they are about.")
        found += _joined_apart(things, source)
    return found


def _things(group: Sequence[Made]) -> list[list[Made]]:
    """The entries of one id by what they are about: versions of one thing together, oldest first."""
    if len(group) == 1 or len({one.number for one in group if one.number >= 0}) == len(group):
        return [sorted(group, key=_age)]
    things: list[list[Made]] = []
    # What is about the same is told pair by pair; in one fixed order, so that theirs in the document changes nothing.
    for one in sorted(group, key=lambda one: (*_age(one), one.disruption.digest)):
        thing = next((thing for thing in things if _is_version(one, thing)), None)
        if thing is None:
            things.append([one])
        else:
            thing.append(one)
    things.sort(key=lambda thing: min(group.index(one) for one in thing))
    return [_distinct(thing) for thing in things]


def _is_version(one: Made, thing: Sequence[Made]) -> bool:
    """Whether an entry is about the same as others, and something orders it among them, or it only repeats one."""
    if any(identity.repeats(one.disruption, other.disruption) for other in thing):
        return True
    same = all(identity.same_subject(one.disruption, other.disruption) for other in thing)
    return same and all(_is_ordered(one, other) for other in thing)


def _is_ordered(one: Made, other: Made) -> bool:
    """Whether the publisher tells which of two came first, by a number or by a time."""
    numbered = one.number >= 0 and other.number >= 0
    return (
        one.number != other.number
        if numbered
        else _NEVER not in (_age(one)[1], _age(other)[1]) and _age(one) != _age(other)
    )


def _distinct(thing: Sequence[Made]) -> list[Made]:
    found: list[Made] = []
    for one in thing:
        if all(one.disruption != other.disruption for other in found):
            found.append(one)
    return found


def _age(one: Made) -> tuple[int, datetime]:
    return one.number, one.disruption.updated_at or one.disruption.issued_at or _NEVER


def _joined_apart(things: Sequence[Sequence[Made]], source: Source) -> Iterator[Made]:
    if len(things) == 1:
        yield _joined(things[0], source)
        return
    joined = [_joined(thing, source).disruption for thing in things]
    abouts = Counter(identity.told_apart(one).id for one in joined)
    found: dict[str, list[Made]] = {}
    for thing, one in zip(things, joined, strict=True):
        apart = identity.told_apart(one)
        name = (apart if abouts[apart.id] == 1 else identity.told_apart_by_words(one)).origin.native_id
        # Things that came together by different ways may say the same in the end: then they are one.
        found.setdefault(name, []).extend(thing)
    for name, versions in found.items():
        whole = _joined(sorted(versions, key=_age), source)
        yield whole._replace(disruption=identity.renamed(whole.disruption, name))


def _joined(versions: Sequence[Made], source: Source) -> Made:
    """The newest version, with the dated words of all of them as its updates."""
    last = versions[-1]
    if len(versions) == 1:
        return last
    said_then = dict.fromkeys(
        update for one in versions for update in one.disruption.updates or _as_update(one.disruption, source)
    )
    update: dict[str, object] = {}
    if len(said_then) > 1:
        updates = tuple(sorted(said_then, key=lambda one: one.at))
        issued = (one.disruption.issued_at for one in versions if one.disruption.issued_at)
        update = {"updates": updates, "issued_at": min(issued, default=updates[0].at)}
    searched = tuple(words for one in versions for words in one.searched)
    return last._replace(disruption=last.disruption.model_copy(update=update), searched=searched)


def _as_update(made: Disruption, source: Source) -> tuple[Update, ...]:
    at = made.updated_at or made.issued_at
    if at is None:
        return ()
    says = mapping.preferred(made.description or made.headline, source.language)
    return (Update(at=at, says=says, status=None if made.status is Status.UNKNOWN else made.status),)
