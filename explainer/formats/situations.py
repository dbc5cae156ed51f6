"""What formats of situations share: the order of versions.

A situation is published again and again under one id (SIRI-SX ``SituationNumber``, DATEX II ``situation/@id``,
``IncidentNumber``). Some documents carry several versions of one: the newest counts, older ones are its updates.
"""

from __future__ import annotations

import re

CLOSED = "This situation was closed"
"""The headline of an end without words, which must still end what it ends."""

_NUMBER = re.compile(r"\d{1,30}", re.ASCII)


def version_number(version: str) -> int:
    """The version as a number, so that 10 comes after 9; -1 where it is none."""
    return int(version) if _NUMBER.fullmatch(version.strip()) else -1
