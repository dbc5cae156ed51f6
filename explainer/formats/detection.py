"""Which format a document is of, told from its content alone."""

from __future__ import annotations

from explainer.errors import FormatError
from explainer.formats import sniffing
from explainer.formats.look import Look
from explainer.formats.registry import recognisers


def detect(body: bytes) -> str:
    """The name of the format of a document: the most particular format that recognises it.

    Raises:
        FormatError: naming what the document looks like instead.
    """
    look = Look(body)
    for found in recognisers():
        if found.recognises(look):
            return found.name
    raise FormatError(sniffing.unrecognised(look.body))
