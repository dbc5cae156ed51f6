"""Bytes in, disruptions out: one module per format, imported only when a document of it is read."""

from __future__ import annotations

from explainer.formats.base import Document, Draft, Entries, Format, Parsed
from explainer.formats.detection import detect
from explainer.formats.gate import read_all
from explainer.model.disruption import Rejected

__all__ = ["Document", "Draft", "Entries", "Format", "Parsed", "Rejected", "detect", "read_all"]
