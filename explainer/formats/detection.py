"""Which format a document is of, told from its content alone."""

from __future__ import annotations

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit import sniffing
from explainer.formats.kit.look import Look
from explainer.formats.registry import recognisers


def detect(body: bytes, charset: str = "") -> str:
    """The name of the format of a document: the most particular format that recognises it.

    ``charset`` is what the answer says that it is written in, if it says so.

    Raises:
        FormatError: naming what the document looks like instead.
    """
    look = Look(body, charset)
    for found in recognisers():
        if found.recognises(look):
            return found.name
    if sniffing.is_empty_geojson(look.data):
        raise FormatError(sniffing.EMPTY_GEOJSON)
    raise FormatError(sniffing.unrecognised(Document(name="", body=body, charset=charset)))
