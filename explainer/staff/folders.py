"""The folders that staff write into: which of their files are read, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from explainer.declarations.documents import named
from explainer.declarations.filenames import copied_page, misnamed, odd_name
from explainer.errors import Finding, Level

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
    return sorted(path.name for path in folder.iterdir() if _is_file(path) and not passed(path.name))


def _is_file(path: Path) -> bool:
    """Whether a file is there; one that cannot even be looked at is, and is told when it is read."""
    try:
        return path.is_file()
    except OSError:
        return True


def copies_in(folder: Path, root: Path) -> Iterator[Finding]:
    """The copies among the pages of a folder, each of which MkDocs would make a page of."""
    names = _names(folder, lambda name: not name.endswith(PAGE))
    for name in names:
        why = copied_page(name, names)
        if why is not None:
            yield Finding(named(folder / name, root), 1, 1, "", why.problem, why.remedy)


def odd_names(files: Iterable[Path], root: Path, is_published: Callable[[str], bool]) -> Iterator[Finding]:
    """Names that no address can be made of, of what is not published yet: after that a name is for good."""
    for path in files:
        better = odd_name(path.name)
        if better is not None and not is_published(path.stem):
            problem = f"“{path.name}” is no name for an address, which needs small letters, digits and hyphens"
            yield Finding(named(path, root), 1, 1, "", problem, f"call it {better}")
