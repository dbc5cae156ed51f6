"""Documents that are lists of entries: GeoJSON (RFC 7946) and its relatives.

A document that says itself that it goes on elsewhere proves nothing by what it lacks, and a row set aside says so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit.common_json import as_dict, as_list, number_at, read_json, text_at, value_at
from explainer.model.disruption import Rejected


class Features(NamedTuple):
    """The features of a document, and the row that ``partial`` sets aside."""

    found: dict[str, Any]
    rows: list[dict[str, Any]]
    partial: tuple[Rejected, ...]


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


def partial(found: Any) -> tuple[Rejected, ...]:
    """One row set aside where a document says that it is only a part and goes on elsewhere, else none.

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
    return (Rejected(entry="what follows", reason=reason),)
