"""Commit and push, as somebody who cannot be asked for a password: what fails, fails in words and in time."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from explainer.errors import plain

LONGEST = 60
"""Seconds that one step may take; a press officer looks at the clock."""

ALONE = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "SSH_ASKPASS_REQUIRE": "force",
    "GCM_INTERACTIVE": "never",
    "GIT_EDITOR": "true",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
}
"""What keeps every helper of git from asking, and lets it speak the language that its words are looked up in."""


class Failure(Enum):
    """Why a step failed: what to tell, and what to do."""

    OFFLINE = "This computer does not reach the place where the site is kept. Look at the network, then try again."
    LOGIN = (
        "The login of this computer has expired, or was never there. Log in as you usually do for git, in a terminal "
        "or in your git program, then try again."
    )
    AHEAD = "Somebody else published since you last brought their changes in. Bring them in, then it is tried again."
    REFUSED = "The place where the site is kept refused it. Its own words are below."
    CONFLICT = (
        "Somebody else changed the same lines. Yours are safe in this folder and are not published. Ask whoever keeps "
        "the site to put the two together."
    )
    NO_BRANCH = "This folder is on no branch. Ask whoever keeps the site to put it on one."
    NO_AUTHOR = "Git does not know who you are yet."
    SLOW = f"It took longer than {LONGEST} seconds, and was stopped. Try again."
    FAILED = "Git did not do it. Its own words are below."


class GitError(Exception):
    """A step of git failed; ``told`` are its own words."""

    def __init__(self, failure: Failure, told: str = "") -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.told = told


class Author(NamedTuple):
    """Who commits."""

    name: str
    email: str


_SIGNS: Sequence[tuple[Failure, tuple[str, ...]]] = (
    (
        Failure.LOGIN,
        (
            "authentication failed",
            "could not read username",
            "could not read password",
            "terminal prompts disabled",
            "permission denied",
            "invalid username or",
            "403",
            "401",
            "host key verification failed",
            "access denied",
        ),
    ),
    (
        Failure.OFFLINE,
        (
            "could not resolve host",
            "unable to access",
            "connection refused",
            "connection timed out",
            "network is unreachable",
            "no route to host",
            "does not appear to be a git repository",
            "early eof",
            "the remote end hung up",
        ),
    ),
    (Failure.REFUSED, ("hook declined", "pre-receive", "protected branch", "gh006")),
    (Failure.AHEAD, ("fetch first", "non-fast-forward", "tip of your current branch is behind")),
    (Failure.NO_AUTHOR, ("please tell me who you are", "unable to auto-detect email", "empty ident")),
)


def remote_of(root: Path) -> str:
    """The remote that this folder's branch is pushed to; empty where there is none."""
    with suppress(GitError):
        remotes = _git(root, "remote").split()
        branch = _branch(root)
        named = _quiet(root, "config", f"branch.{branch}.remote") if branch else ""
        return next((one for one in (named, "origin", *remotes) if one in remotes), "")
    return ""


def knows_author(root: Path) -> bool:
    """Whether git knows whose name to write under a commit, without guessing it from the machine."""
    return bool(_quiet(root, "config", "user.name") and _quiet(root, "config", "user.email"))


def commit(root: Path, files: Sequence[str], says: str, author: Author | None) -> bool:
    """Commit these files and no other change of the folder; whether there was anything to commit.

    Raises:
        GitError: when git does not do it.
    """
    if not _branch(root):
        raise GitError(Failure.NO_BRANCH)
    _git(root, "add", "--", *files)
    if not _git(root, "status", "--porcelain", "--", *files).strip():
        return False
    whose = ("-c", f"user.name={author.name}", "-c", f"user.email={author.email}") if author else ()
    _git(root, *whose, "commit", "--quiet", "-m", says, "--", *files)
    return True


def push(root: Path) -> None:
    """Push the branch.

    Raises:
        GitError: when the remote does not have it now.
    """
    _git(root, "push", "--quiet", remote_of(root), "HEAD")


def bring_in(root: Path, author: Author | None) -> None:
    """Put what others published below our own commits; where that does not go, everything is as it was.

    Raises:
        GitError: when it does not go.
    """
    whose = ("-c", f"user.name={author.name}", "-c", f"user.email={author.email}") if author else ()
    _git(root, "fetch", "--quiet", remote_of(root), _branch(root))
    try:
        _git(root, *whose, "rebase", "--quiet", "--autostash", "FETCH_HEAD")
    except GitError as error:
        with suppress(GitError):
            _git(root, "rebase", "--abort")
        raise GitError(Failure.CONFLICT, error.told) from error


def _branch(root: Path) -> str:
    return _quiet(root, "symbolic-ref", "--short", "--quiet", "HEAD")


def _quiet(root: Path, *arguments: str) -> str:
    with suppress(GitError):
        return _git(root, *arguments).strip()
    return ""


def _git(root: Path, *arguments: str) -> str:
    ssh = os.environ.get("GIT_SSH_COMMAND", "ssh")
    held_back = {**os.environ, **ALONE, "GIT_SSH_COMMAND": f"{ssh} -oBatchMode=yes -oConnectTimeout=10"}
    try:
        started = subprocess.Popen(  # noqa: S603 - a fixed program; arguments are never a shell's
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the git that the person uses
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=held_back,
            start_new_session=True,
        )
    except OSError as error:
        raise GitError(Failure.FAILED, f"git: {error.strerror}") from error
    try:
        out, told = started.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        raise GitError(Failure.SLOW) from error
    if started.returncode:
        said = told.decode("utf-8", "replace")
        raise GitError(failure_in(said), plain(_without_secrets(said.strip())))
    return out.decode("utf-8", "replace")


def failure_in(said: str) -> Failure:
    """What git means by its words."""
    low = said.lower()
    return next((failure for failure, signs in _SIGNS if any(sign in low for sign in signs)), Failure.FAILED)


def _without_secrets(said: str) -> str:
    """The words without what stands before the @ of an address: it may be a password."""
    return " ".join(
        f"{word.partition('://')[0]}://{word.rpartition('@')[2]}" if "://" in word and "@" in word else word
        for word in said.replace("\n", "\n ").split(" ")
    )
