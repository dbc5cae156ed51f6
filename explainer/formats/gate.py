"""The gate: every entry of every format passes here, our own bulletins and those of plugins included.

A format says where its entries stand and what each of them means (``base``). What is the same for all of them is
done here, once: bounds, the label of an entry, a refusal with its reason, cleaning by the kind of a field, identity,
whether the message is meant, spans, the declaration's mapping, and what is said where the publisher says nothing.
One bad entry never hides the good ones: whatever reading it raises is that entry's failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from explainer.errors import FormatError, own_fault
from explainer.formats import mapping
from explainer.formats.base import (
    Document,
    Draft,
    Entries,
    Format,
    Merge,
    NotForReadersError,
    Parsed,
    RefusedError,
    as_drafts,
)
from explainer.formats.drafting import Made, each_once, made_of, one_line, texts
from explainer.formats.joining import LABEL, one_each
from explainer.formats.kit import text
from explainer.formats.registry import format_of
from explainer.model.disruption import Disruption, Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Reality

MOST_ENTRIES = 10_000
"""How many entries of one document are read; what is more is counted."""

MOST_NAMES = 50


class Read(NamedTuple):
    """What one document held: disruptions not yet joined, and rows set aside."""

    made: list[Made]
    rejected: list[Rejected]


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
    rejected: list[Rejected] = []
    refused: list[FormatError] = []
    for document in documents:
        try:
            read = _read(found, document, source)
        except FormatError as error:
            refused.append(error)
            rejected.append(Rejected(entry=document.name, reason=str(error)))
            continue
        made += read.made
        several = len(documents) > 1
        rejected += [_placed(row, document.name) for row in read.rejected] if several else read.rejected
    if documents and len(refused) == len(documents):
        if len(documents) == 1:
            raise refused[0]
        raise FormatError(f"none of the {len(documents)} documents could be read; the first: {refused[0]}")
    return _finished(made, rejected, found, source)


def _placed(row: Rejected, document: str) -> Rejected:
    return row if row.entry == document else row.replace(entry=f"{document}: {row.entry}")


def _finished(made: Sequence[Made], rejected: Sequence[Rejected], found: Format, source: Source) -> Parsed:
    """The result of a reading: one disruption per thing, with what the declaration's rules make of it."""
    notes: list[str] = []
    made = one_each(made, source, notes)
    searched = {one.disruption.id: one.searched for one in made}
    disruptions: Iterable[Disruption] = [one.disruption for one in made]
    if found.merge is not None:
        disruptions = _merged(found.merge, tuple(disruptions), source)
    mapped = tuple(mapping.apply(one, source, searched.get(one.id, ())) for one in disruptions)
    return Parsed(disruptions=mapped, rejected=tuple(rejected), notes=tuple(dict.fromkeys(notes)))


def _merged(merge: Merge, disruptions: Sequence[Disruption], source: Source) -> Iterable[Disruption]:
    try:
        return tuple(merge(disruptions, source))
    except Exception as error:
        raise FormatError(f"its messages could not be joined: {own_fault(error)}") from error


def _read(found: Format, document: Document, source: Source) -> Read:
    if document.failure:
        raise FormatError(document.failure)
    try:
        entries = found.parse(document, source)
    except FormatError:
        raise
    except Exception as error:
        raise FormatError(f"the document could not be read: {own_fault(error)}") from error
    return read_entries(entries, source)


def read_entries(entries: Entries, source: Source) -> Read:
    """Every row of a document as a disruption or as set aside: what goes wrong in one row costs that row alone."""
    made: list[Made] = []
    rejected = list(entries.aside)
    for number, row in enumerate(entries.rows[:MOST_ENTRIES], start=1):
        try:
            drafts = list(as_drafts(entries.draft(row)))
        except (RefusedError, NotForReadersError) as error:
            rejected.append(_aside(number, entries, row, error))
            continue
        except Exception as error:  # noqa: BLE001 - whatever one entry raises is that entry's failure
            rejected.append(_aside(number, entries, row, _fault(error)))
            continue
        for draft in drafts:
            try:
                made.append(made_of(draft, source, entries.lang))
            except RefusedError as error:
                rejected.append(_aside_of(number, draft, error))
            except Exception as error:  # noqa: BLE001 - as above
                rejected.append(_aside_of(number, draft, _fault(error)))
    if len(entries.rows) > MOST_ENTRIES:
        label = f"entries {MOST_ENTRIES + 1} to {len(entries.rows)}"
        reason, more = f"only the first {MOST_ENTRIES} entries are read", len(entries.rows) - MOST_ENTRIES
        rejected.append(Rejected(entry=label, reason=reason, amount=more))
    return Read(made, rejected)


def _fault(error: Exception) -> RefusedError:
    return RefusedError(f"it could not be read: {own_fault(error)}")


def _aside(number: int, entries: Entries, row: Any, error: Exception) -> Rejected:
    """A row that became no draft: its id, if that can be read, keeps it from being taken for absent."""
    try:
        native = text.identifier(entries.name(row))
    except Exception:  # noqa: BLE001 - as above: then it has no name
        native = ""
    understood = isinstance(error, NotForReadersError)
    return Rejected(entry=_label(number, native), reason=str(error), native_id=native or None, understood=understood)


def _aside_of(number: int, draft: Draft, error: Exception) -> Rejected:
    """A draft that became no disruption, with what it names, so that its parts are not taken for well."""
    native = text.identifier(draft.id)
    headline = next(iter(texts(draft.headline or draft.description, "und", one_line).values()), "")
    named = (name for entity in draft.affected for name in (entity.name, entity.ref))
    return Rejected(
        entry=_label(number, headline or native),
        reason=str(error),
        native_id=native or None,
        headline=headline,
        names=tuple(islice(each_once(named, text.line), MOST_NAMES)),
        understood=draft.reality in (Reality.TEST, Reality.DRAFT),
    )


def _label(number: int, words: str) -> str:
    return f"entry {number} ({text.bounded(words, LABEL)})" if words else f"entry {number}"
