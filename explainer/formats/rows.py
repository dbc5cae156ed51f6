"""Documents that are lists of entries: GeoJSON (RFC 7946) and its relatives, and reading their entries one by one.

An entry that cannot become a disruption is set aside with its reason and does not stop the others. A document
that says itself that it goes on elsewhere proves nothing by what it lacks, and a row set aside says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from explainer.disruption import Disruption, SetAside
from explainer.errors import FormatError
from explainer.formats import text
from explainer.formats.base import Document, Parsed, RefusedError, first_entries
from explainer.formats.common_json import as_dict, as_list, number_at, read_json, text_at, value_at

Row = TypeVar("Row")


class Features(NamedTuple):
    """The features of a document, and a row set aside when the document says that it is only a part."""

    found: dict[str, Any]
    rows: list[dict[str, Any]]
    partial: tuple[SetAside, ...]


def features(document: Document) -> Features:
    """The features of a GeoJSON ``FeatureCollection``, or the single ``Feature`` that a document is.

    Raises:
        FormatError: when the document is not whole or not JSON, and when it is neither of the two.
    """
    found = read_json(document)
    kind = text_at(found, "type")
    if kind == "Feature":
        return Features(found, [found], ())
    rows = value_at(found, "features")
    if kind == "FeatureCollection" and isinstance(rows, list):
        return Features(found, [as_dict(row) for row in rows], partial(found))
    raise FormatError("the document is JSON, but neither a GeoJSON FeatureCollection nor a Feature")


def first_feature(data: Any) -> dict[str, Any]:
    """The properties of the first feature, for a first look; empty where there is none."""
    if text_at(data, "type") == "Feature":
        return as_dict(value_at(data, "properties"))
    return as_dict(value_at(data, "features", 0, "properties"))


def partial(found: Any) -> tuple[SetAside, ...]:
    """Whether a document says that it goes on elsewhere.

    Seen or documented: ``pagination.next`` (NWS), ``pagination.next_url`` (Open511), ``links`` with ``rel: next``
    and ``numberMatched`` (OGC API Features, WFS), ``exceededTransferLimit`` (Esri).
    """
    returned, matched = number_at(found, "numberReturned"), number_at(found, "numberMatched")
    links = as_list(value_at(found, "links"))
    goes_on = (
        bool(text_at(found, "pagination", "next") or text_at(found, "pagination", "next_url"))
        or any(text_at(link, "rel") == "next" for link in links)
        or (returned is not None and matched is not None and returned < matched)
        or value_at(found, "exceededTransferLimit") is True
        or value_at(found, "properties", "exceededTransferLimit") is True
    )
    if not goes_on:
        return ()
    reason = "the document says that more follows elsewhere, so nothing is taken for over because it is not here"
    return (SetAside(entry="what follows", reason=reason),)


def read(
    rows: Sequence[Row],
    make: Callable[[Row], Disruption],
    name: Callable[[Row], str],
    aside: Iterable[SetAside] = (),
) -> Parsed:
    """The disruptions of the entries; ``name`` finds an entry's native id, or nothing, without raising.

    Of two entries with one id the first counts; a second that says something else is set aside.
    """
    first, rest = first_entries(rows)
    made: dict[str, Disruption] = {}
    set_aside = list(aside)
    for number, row in enumerate(first, start=1):
        native = text.identifier(name(row))
        label = f"entry {number} ({text.bounded(native, 80)})" if native else f"entry {number}"
        try:
            disruption = make(row)
        except RefusedError as error:
            set_aside.append(SetAside(entry=label, reason=str(error), native_id=native or None))
            continue
        if made.setdefault(disruption.id, disruption) != disruption:
            reason = "another entry has the same id; the first counts"
            set_aside.append(SetAside(entry=label, reason=reason, native_id=disruption.origin.native_id))
    return Parsed(disruptions=tuple(made.values()), set_aside=(*set_aside, *rest))
