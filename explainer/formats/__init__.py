"""Bytes in, disruptions out: one module per format, imported only when a document of it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import cast

from explainer.disruption import Disruption, SetAside
from explainer.errors import FeedError, FormatError, own_fault
from explainer.formats.base import Document, Format, Parsed
from explainer.formats.detection import detect
from explainer.formats.registry import module
from explainer.sources import Source
from explainer.vocabulary import FormatName

__all__ = ["Document", "Format", "Parsed", "SetAside", "detect", "read_all"]

Parse = Callable[[Document, Source], Parsed]
Merge = Callable[[Sequence[Disruption], Source], tuple[Disruption, ...]]

_NEVER = datetime.min.replace(tzinfo=UTC)


def read_all(documents: Iterable[Document], source: Source) -> Parsed:
    """All disruptions of one fetch, one per id.

    Among several documents a bad one is set aside; when none is good, or there is only one, its
    ``FormatError`` is the feed's failure. No documents at all, such as an empty folder, is the quiet state.
    """
    documents = tuple(documents)
    parse = module(source.format).parse
    disruptions: list[Disruption] = []
    set_aside: list[SetAside] = []
    refused: list[FormatError] = []
    for document in documents:
        try:
            parsed = _parsed(parse, document, source)
        except FormatError as error:
            if len(documents) == 1:
                raise
            refused.append(error)
            set_aside.append(SetAside(entry=document.name, reason=str(error)))
            continue
        disruptions += parsed.disruptions
        several = len(documents) > 1
        set_aside += [_placed(row, document.name) if several else row for row in parsed.set_aside]
    if documents and len(refused) == len(documents):
        raise FormatError(f"none of the {len(documents)} documents could be read; the first: {refused[0]}")
    return Parsed(disruptions=_merge(source.format)(disruptions, source), set_aside=tuple(set_aside))


def _parsed(parse: Parse, document: Document, source: Source) -> Parsed:
    """What a format makes of a document; whatever else it raises is that document's failure too."""
    if document.failure:
        raise FormatError(document.failure)
    try:
        return parse(document, source)
    except FeedError:
        raise
    except Exception as error:
        raise FormatError(f"the document could not be read: {own_fault(error)}") from error


def _placed(row: SetAside, document: str) -> SetAside:
    return row.model_copy(update={"entry": f"{document}: {row.entry}"})


def _merge(name: str) -> Merge:
    if name == FormatName.CAP:
        return cast("Merge", import_module("explainer.formats.cap_chain").merge)
    if name == FormatName.NWS:
        return cast("Merge", import_module("explainer.formats.nws_segments").merge)
    return _newest_of_each


def _newest_of_each(disruptions: Sequence[Disruption], _source: Source) -> tuple[Disruption, ...]:
    newest: dict[str, Disruption] = {}
    for disruption in disruptions:
        held = newest.setdefault(disruption.id, disruption)
        if (disruption.updated_at or _NEVER) > (held.updated_at or _NEVER):
            newest[disruption.id] = disruption
    return tuple(newest.values())
