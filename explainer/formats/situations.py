"""Spans of one entry that must be read before they are handed on, because others cut them or words narrow them."""

from __future__ import annotations

from explainer.disruption import Period
from explainer.formats import spans
from explainer.sources import Source


class Moments:
    """Reads spans in the zone of a source, and keeps notes of what could not be read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.notes: dict[str, str] = {}

    def period(self, name: str, start: str, end: str, blank: Period | None = None) -> Period | None:
        """The span (``spans.span``), or None where nothing is written."""
        made = spans.span(start, end, self.source.tz, name, blank)
        self.notes |= made.notes
        return made.period
