"""Who read a bulletin before customers did: the file beside it in which second readers sign its words.

``late-departures.accepted.yml`` beside ``late-departures.yml`` lists the readings, oldest first. Each names the words
that it is of by their digest, so that no reading stands for words that came later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from explainer.declarations.documents import read_yaml, validated
from explainer.declarations.doors import door
from explainer.errors import StaffError
from explainer.formats.base import Document, Parsed
from explainer.model.acceptance import Acceptance
from explainer.model.disruption import Rejected
from explainer.model.sources import Source

SUFFIX = ".accepted.yml"

ACCEPTANCES_DOOR = door(Acceptance).several


def is_acceptance(name: str) -> bool:
    """Whether a file of a folder of bulletins holds readings, by its name."""
    return name.endswith(SUFFIX)


def acceptance_name(bulletin: str) -> str:
    """The name of the file that holds the readings of the bulletin in the file ``bulletin``."""
    return f"{PurePosixPath(bulletin).stem}{SUFFIX}"


def digest_of(data: Any) -> str:
    """A digest of what a bulletin says. Comments, spaces and the order of keys are no words."""
    said = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_acceptances(text: str, name: str, source: Source) -> tuple[Acceptance, ...]:
    """The readings in a file, oldest first; times without an offset are read in the declaration's zone.

    Raises:
        StaffError: with every finding, each at its line and column.
    """
    return validated(ACCEPTANCES_DOOR, read_yaml(text, name), {"zone": source.tz})


def with_acceptances(parsed: Parsed, documents: Iterable[Document], source: Source) -> Parsed:
    """What was parsed, each bulletin with the last reading of its exact words, if there is one.

    A file of readings that cannot be read says nothing, and is set aside with every finding as its reason.
    """
    readings: dict[str, Acceptance] = {}
    rejected: list[Rejected] = []
    for document in documents:
        try:
            readings |= {one.words: one for one in read_acceptances(document.text, document.name, source)}
        except StaffError as error:
            rejected.append(_aside(document.name, "\n".join(map(str, error.findings))))
    if not readings and not rejected:
        return parsed
    disruptions = tuple(
        one.replace(accepted=readings[one.words]) if one.words in readings else one for one in parsed.disruptions
    )
    return parsed.replace(disruptions=disruptions, rejected=(*parsed.rejected, *rejected))


def _aside(name: str, reason: str) -> Rejected:
    return Rejected(entry=name, reason=reason, native_id=PurePosixPath(name).stem, understood=True)
