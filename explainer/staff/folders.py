"""The folders that staff write into: which of their files are read, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from explainer.declarations.documents import named
from explainer.declarations.filenames import Misnamed, copied_page, misnamed, odd_name
from explainer.errors import Finding, Level
from explainer.formats.base import Document
from explainer.formats.families.bulletin_acceptance import is_acceptance
from explainer.model.disruption import Rejected
from explainer.model.sources import Source

YML, PAGE = ".yml", ".md"

Passed = Callable[[str], bool]
"""Whether a file is something else in its folder, by its name, such as a translation."""


def read_in(folder: Path, ending: str, passed: Passed) -> list[Path]:
    """The files of a folder that are read, in the order of their names.

    Raises:
        OSError: when the folder is there and cannot be read.
    """
    names = _names(folder, passed)
    return [folder / name for name in names if name.endswith(ending) and misnamed(name, names, ending) is None]


def unread_in(folder: Path, ending: str, root: Path, passed: Passed) -> Iterator[Finding]:
    """What is said of the files of a folder that are not read: to be mended if somebody may have meant them."""
    names = _names(folder, passed)
    for name in names:
        why = misnamed(name, names, ending)
        if why is not None and why.problem:
            level = Level.ADVICE if why.is_litter else Level.ERROR
            yield Finding(named(folder / name, root), 1, 1, "", why.problem, why.remedy, level)


def _names(folder: Path, passed: Passed) -> list[str]:
    if not folder.exists():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_file() and not passed(path.name))


def copies_in(folder: Path, root: Path) -> Iterator[Finding]:
    """The copies among the pages of a folder, each of which MkDocs would make a page of."""
    names = _names(folder, lambda name: not name.endswith(PAGE))
    for name in names:
        why = copied_page(name, names)
        if why is not None:
            yield Finding(named(folder / name, root), 1, 1, "", why.problem, why.remedy)


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


def odd_names(files: Iterable[Path], root: Path, is_published: Callable[[str], bool]) -> Iterator[Finding]:
    """Names that no address can be made of, of what is not published yet: after that a name is for good."""
    for path in files:
        better = odd_name(path.name)
        if better is not None and not is_published(path.stem):
            problem = f"“{path.name}” is no name for an address, which needs small letters, digits and hyphens"
            yield Finding(named(path, root), 1, 1, "", problem, f"call it {better}")
