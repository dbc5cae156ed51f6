"""Which documents of a folder are bulletins, by their names, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from explainer.declarations.filenames import Misnamed, misnamed
from explainer.formats.base import Document
from explainer.formats.families.bulletin_acceptance import is_acceptance
from explainer.model.disruption import Rejected
from explainer.model.sources import Source


def as_meant(documents: Iterable[Document], source: Source) -> tuple[Document, ...]:
    """The documents of a feed of bulletins without those that are none, by their names."""
    every = tuple(documents)
    names = {_name(one) for one in every}
    whys = ((one, _why(one, source, names)) for one in every)
    return tuple(one for one, why in whys if why is None or why.is_meant)


def misnamed_among(documents: Sequence[Document], source: Source) -> tuple[list[Document], tuple[Rejected, ...]]:
    """The documents that are bulletins by their names, and a row for each other that may have been meant for one."""
    names = {_name(one) for one in documents}
    whys = [(one, _why(one, source, names)) for one in documents]
    rows = (Rejected(entry=one.name, reason=f"{why.problem}: {why.remedy}") for one, why in whys if why is not None)
    return [one for one, why in whys if why is None], tuple(rows)


def _name(document: Document) -> str:
    return PurePosixPath(document.name).name


def _why(document: Document, source: Source, names: Collection[str]) -> Misnamed | None:
    """Why a document of a folder is no bulletin, by its name; None where it is one, or stands beside one."""
    is_of_folder = source.file is not None and not document.name.endswith(source.file)
    name = _name(document)
    return misnamed(name, names) if is_of_folder and not is_acceptance(name) else None
