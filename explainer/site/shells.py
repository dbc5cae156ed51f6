"""Shells: pages that are stamped once for each disruption, symptom, month or party, and never published themselves."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

SHELL = "shell"
"""What such a page is called."""

FOLDERS = ("disruptions", "why", "archive", "run", "who")
"""The folders that hold one, below the home of the crisis pages."""


def shell_of(folder: str) -> str:
    """The built page of the shell in a folder: ``why/shell/index.html``."""
    return f"{folder}/{SHELL}/index.html"


def shell_of_over(folder: str) -> str:
    """The built page that stands for the shell in a folder where a page is of what is over."""
    return f"{folder}/{SHELL}/over.html"


def is_shell(path: str) -> bool:
    """Whether a built page is a shell, by its path. A page of another folder may well be called so."""
    built = (make(folder) for folder in FOLDERS for make in (shell_of, shell_of_over))
    return any(f"/{path}".endswith(f"/{one}") for one in built)


def is_shell_source(path: str) -> bool:
    """Whether a file in ``content/`` is that of a shell."""
    return any(f"/{path}".endswith(f"/{folder}/{SHELL}.md") for folder in FOLDERS)


def file_at(url: str) -> str:
    """The file of the built tree that is the page at an address."""
    folder = posixpath.normpath(unquote(url))
    return "index.html" if folder == "." else f"{folder}/index.html"


def stamped_path(shell: str, subject: str) -> str:
    """Where a shell is published for one subject: the same place, under the subject's id."""
    return "/".join(subject if part == SHELL else part for part in shell.split("/"))
