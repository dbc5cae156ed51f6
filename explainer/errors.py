"""Everything Explainer raises on purpose.

::

    ExplainerError
    ├── StaffError          findings in what staff wrote: place, field, remedy
    ├── FeedError           a feed's failure; a value by the time it leaves ``fetch``
    │   ├── FetchError      no bytes: refused, timed out, too large, not there
    │   └── FormatError     bytes, but not a whole document of the declared format
    ├── RecordError         the record on disk cannot be read or written
    ├── SkeletonError       the skeleton is missing, broken or older than its inputs
    │   └── TornError       it is missing or not whole: a build makes it anew
    └── LayoutError         this machine lacks what lays out the map

The commands translate these into messages and exit codes; nothing here knows of either.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

OWN_FAULT = "Explainer's own fault"
_LONGEST_FAULT = 200

LONGEST_REASON = 400
"""Characters in a line of a reason."""


class Level(StrEnum):
    """Whether a finding must be mended before anything is published, or is only advice."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong in a file that staff wrote, and what to write instead.

    ``line`` and ``column`` count from 1, as editors do. ``remedy`` completes the sentence begun by
    ``problem``; both are plain words.
    """

    file: str
    line: int
    column: int
    field: str
    problem: str
    remedy: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        subject = f" {self.field}:" if self.field else ""
        remedy = f": {self.remedy}" if self.remedy else ""
        advice = " advice:" if self.level is Level.ADVICE else ""
        return f"{where}{advice}{subject} {self.problem}{remedy}"


class ExplainerError(Exception):
    """The root of every error Explainer raises on purpose."""


class StaffError(ExplainerError):
    """What staff wrote has findings; all of them travel together, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(str(finding) for finding in self.findings))


def plain(words: str, most: int = LONGEST_REASON) -> str:
    """Words that may quote a document, fit for any reader: each line bounded, and with one sign for whatever hides.

    Signs that move a cursor or turn text around are what a terminal or a page must not be given.
    """
    lines = ("".join(sign if sign.isprintable() else "\ufffd" for sign in line) for line in words.split("\n"))
    return "\n".join(line if len(line) <= most else f"{line[: most - 1]}…" for line in lines)


def own_fault(error: BaseException) -> str:
    """What to say of an exception that nobody raised on purpose: one plain and bounded line without a secret."""
    if isinstance(error, OSError):
        return by_the_system(error)
    said = plain(redacted(f"{type(error).__name__}: {error}").replace("\n", "\0"), _LONGEST_FAULT)
    return f"{OWN_FAULT}: {said}; please report it"


_CREDENTIALS = re.compile(r"(?<=://)[^/\s\"'<>]*@")
_QUERY = re.compile(r"(?<=[?&])([\w.~%+-]+)=[^\s&\"'<>#]+")
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization|cookie|x-api-key)(['\"]?\s*[:=,]\s*['\"]?)[^'\"\r\n,}]+")


def redacted(words: str) -> str:
    """Words of others, such as those of a library, without what an address or a header may hold of secrets."""
    words = _CREDENTIALS.sub("…@", words)
    return _HEADER.sub(r"\1\2…", _QUERY.sub(r"\1=…", words))


_BY_THE_SYSTEM: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: ("cannot be written: the disk is full", "make room on it"),
    errno.EDQUOT: ("cannot be written: this user has used up its share of the disk", "make room"),
    errno.EACCES: ("may not be read or written by this user", "give it the right, or be the user that it belongs to"),
    errno.EPERM: ("may not be changed by this user", "give it the right, or be the user that it belongs to"),
    errno.EROFS: ("cannot be written: its disk is mounted to be read only", "mount it so that it can be written"),
    errno.EIO: ("cannot be read or written: the disk fails", "look at the disk before anything else"),
    errno.ENOENT: ("is not there", "bring it back, or see who moved it"),
    errno.ENOTDIR: ("cannot be reached, as a file is where a folder should be", "move that file away"),
    errno.EISDIR: ("is a folder, and should be a file", "move it away"),
    errno.EEXIST: ("is a file, and should be a folder, or came in between", "move it away"),
    errno.ENOTEMPTY: ("cannot be removed, as something else is in it", "move that away"),
    errno.EMFILE: ("cannot be opened, as too many files are open", "allow more of them (ulimit -n)"),
    errno.ENFILE: ("cannot be opened, as too many files are open on this machine", "end what opens them"),
    errno.ELOOP: ("cannot be reached, as links lead in a circle", "mend the link"),
    errno.ENAMETOOLONG: (
        "cannot be written, as its name is too long",
        "let the site lie in a folder with a shorter name",
    ),
    errno.EBUSY: ("is in use", "end what uses it"),
    errno.EADDRINUSE: ("is in use already", "end what uses it, or choose another port"),
    errno.ENOLCK: ("cannot be held against other runs: its disk knows no locks", "keep the site on one that does"),
    errno.ENOMEM: ("cannot be read: memory ran out", "end what uses it, or give this machine more"),
}
"""What is wrong, and what to do about it, by the number the system gives it."""


def is_of_the_machine(error: OSError) -> bool:
    """Whether it is about the disk or the rights on it, and nothing that somebody wrote can mend it."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EMFILE}


def by_the_system(error: OSError, subject: str = "") -> str:
    """What the system refused, in one plain line: which file, what is wrong with it, and what to do.

    ``subject`` is what it is about where the error names no file.
    """
    name = error.filename2 or error.filename
    named = os.fsdecode(name) if isinstance(name, (str, bytes, os.PathLike)) else ""
    what, remedy = _BY_THE_SYSTEM.get(error.errno or 0, ("", ""))
    if not what:
        what, remedy = (
            f"cannot be read or written: {(error.strerror or str(error) or 'unknown fault').lower()}",
            "mend it",
        )
    return plain(redacted(f"{named or subject or 'a file'} {what}; {remedy}, then do it again"))


class Failing(StrEnum):
    """Why a feed could not be read, in a word that may be published: it names nothing of the house."""

    NOT_FOUND = "not_found"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NOT_SET_UP = "not_set_up"


class FeedError(ExplainerError):
    """A feed could not be read; the message is one plain sentence for staff, and ``failing`` is for everybody."""

    usual = Failing.UNREADABLE

    def __init__(self, reason: str = "", failing: Failing | None = None) -> None:
        super().__init__(plain(reason))
        self.failing = failing or self.usual


class FetchError(FeedError):
    """No bytes came: refused, timed out, too large, moved away, or not there."""

    usual = Failing.NO_ANSWER


class FormatError(FeedError):
    """Bytes came, but they are not a whole document of the declared format."""


class RecordError(ExplainerError):
    """The record under ``ops_feeds/recorded/`` cannot be read or written."""


class SkeletonError(ExplainerError):
    """The skeleton is missing, broken or older than its inputs; the message names the command to run."""


class TornError(SkeletonError):
    """The skeleton is missing or not whole, and a build makes it anew. ``reason`` says why, without that remedy."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; run explainer build")
        self.reason = reason


class LayoutError(ExplainerError):
    """This machine lacks what lays out the map; the message names the packages to install."""
