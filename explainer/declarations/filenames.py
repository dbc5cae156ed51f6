"""Which files of a folder are what somebody wrote for it, by their names; what editors and sync leave there is not.

An editor keeps what it had before beside the file, a file manager makes copies, a sync keeps both of two versions. Each
of these is a whole notice or declaration to whoever reads it, and none is meant to be published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from explainer.model.value import SLUG

_OTHERS = (".yaml", ".yml", ".json", ".txt", ".md", ".markdown", ".rtf", ".doc", ".docx", ".odt", ".pages")
"""Endings of what may well have been meant for a file of ours, and is not read under that name."""

_NOBODYS = ("readme", "license", "contributing", "notes")
"""How files begin that say how to write others."""

_BACKUPS = (
    ".bak",
    ".backup",
    ".orig",
    ".rej",
    ".old",
    ".save",
    ".tmp",
    ".temp",
    ".swp",
    ".swo",
    ".part",
    ".crdownload",
)
_BACKUP = re.compile(r"^(?:\.?[#~]|\.ds_store$|\._|thumbs\.db$|desktop\.ini$)|[~#]$", re.IGNORECASE)
_COPY = re.compile(
    r"(?<![^\W_])(?:copy|copie|kopie|copia|cópia|kopia|kopija|conflict(?:ed)?|conflit|konflikt\w*|conflicto)(?![^\W_])|\(\d+\)",
    re.IGNORECASE,
)
_TRANSLATION = re.compile(r"(?P<of>[^.]+)\.(?P<language>[a-z]{2,3}(?:[-_]\w+)?)", re.IGNORECASE)
_MACHINE = re.compile(r"^(?P<stem>.*[a-z0-9])-(?:LAPTOP|DESKTOP|PC|MACBOOK)[\w-]*$")


class Misnamed(NamedTuple):
    """Why a file is not read, and what to do about it.

    ``is_meant`` is whether it may be what somebody wants read, ``is_litter`` whether no person made it. Without a
    problem it is nobody's word, such as a picture.
    """

    problem: str = ""
    remedy: str = ""
    is_meant: bool = False
    is_litter: bool = False


def misnamed(name: str, beside: Collection[str], ending: str = ".yml") -> Misnamed | None:
    """Why a file of a folder is not read, by its name and those ``beside`` it; None for one that is."""
    if _is_backup(name):
        return Misnamed("is what an editor or a system left behind, and is not read", "delete it", is_litter=True)
    if name.startswith("."):
        return Misnamed()
    stem, own = _parted(name)
    if own != ending:
        if own.lower() not in (ending, *_OTHERS) or stem.lower().startswith(_NOBODYS):
            return Misnamed()
        problem = f"is not read, because its name does not end in {ending}"
        return Misnamed(problem, f"call it {as_slug(_parted(stem)[0])}{ending}", is_meant=True)
    of_language = _TRANSLATION.fullmatch(stem)
    if of_language and f"{of_language['of']}{ending}" in beside:
        problem = f"looks like a translation of {of_language['of']}{ending}, and is not read"
        return Misnamed(problem, f"add “{of_language['language']}” to the languages in mkdocs.yml, or delete it")
    return _copy(stem, beside, ending)


def _copy(stem: str, beside: Collection[str], ending: str) -> Misnamed | None:
    """What to say of a file whose name says that it is a copy; None where it does not."""
    if re.fullmatch(SLUG, stem):
        return None
    is_marked = bool(_COPY.search(stem) or _MACHINE.match(stem))
    original = _original(stem, beside, ending)
    if not original:
        problem = "is a copy, by its name, and is not read"
        return Misnamed(problem, f"call it {as_slug(stem)}{ending}", is_meant=True) if is_marked else None
    problem = f"is a copy of {original}, by its name, and is not read"
    remedy = f"delete it, or take over what is new in it into {original}"
    return Misnamed(problem, remedy, is_meant=not is_marked)


def copied_page(name: str, beside: Collection[str]) -> Misnamed | None:
    """What to say of a page of which a file manager or a sync made a copy; None where it is none, by its name."""
    stem, ending = _parted(name)
    original = _original(stem, beside, ending)
    if not original or not (_COPY.search(stem) or _MACHINE.match(stem)):
        return None
    return Misnamed(f"is a copy of {original}, by its name, and becomes a page of its own", "delete it")


def odd_name(name: str) -> str | None:
    """The name that a file should have instead; None where its own is as it should be."""
    stem, ending = _parted(name)
    return None if re.fullmatch(SLUG, stem) else f"{as_slug(stem)}{ending}"


def as_slug(stem: str) -> str:
    """A name in small letters, digits and hyphens that is like the given one."""
    plain = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "name"


def _is_backup(name: str) -> bool:
    return bool(_BACKUP.search(name)) or name.lower().endswith(_BACKUPS)


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, f"{dot}{ending}") if dot and stem else (name, "")


def _original(stem: str, beside: Iterable[str], ending: str) -> str:
    """The file of which a name is a copy, by what stands before or behind that file's name in it; empty for none."""
    others = (_parted(other) for other in beside)
    there = sorted({other for other, own in others if own == ending and other != stem}, key=len, reverse=True)
    return next((f"{other}{ending}" for other in there if _holds(stem, other)), "")


def _holds(stem: str, other: str) -> bool:
    """Whether a name is another one with something before it or behind it that no name of ours may have."""
    rest = stem.removeprefix(other) if stem.startswith(other) else stem.removesuffix(other)
    is_apart = rest != stem and not rest.replace("-", "").isalnum()
    return is_apart or (_MACHINE.match(stem) is not None and stem.startswith(f"{other}-"))
