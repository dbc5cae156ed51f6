"""Placeholder: written in this branch."""

from __future__ import annotations

from explainer.errors import FormatError
from explainer.formats.base import Document, Parsed
from explainer.formats.look import Look
from explainer.sources import Source


def parse(document: Document, source: Source) -> Parsed:
    """Not written yet."""
    raise FormatError("this format is not read yet")


def recognises(look: Look) -> bool:
    """Nothing yet."""
    return False
