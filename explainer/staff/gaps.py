"""Gaps: what only the operator can say, marked in a comment by whoever began the text for them.

``# fill in: …`` in YAML, ``<!-- fill in: … -->`` in Markdown. A gap is never published: in YAML because it is a
comment, in Markdown because it is taken out before a page is made. So nothing made up stands on a page in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import named, read_text
from explainer.errors import Finding, Level, StaffError
from explainer.staff.project import Project

_YAML = re.compile(r"(?:^|(?<=\s))#[ \t]*fill in:[ \t]*(?P<what>[^\n]*)", re.MULTILINE)
_MARKDOWN = re.compile(r"<!--\s*fill in:\s*(?P<what>.*?)\s*-->", re.DOTALL)


REQUIREMENTS = "requirements.txt"
"""What CI installs for a site, if it says so there; its comments are those of YAML."""


class Gap(NamedTuple):
    """What is to be filled in, and where it is said; line and column count from 1."""

    what: str
    line: int
    column: int


def gaps(text: str, file: str) -> Iterator[Gap]:
    """Every gap of a text, in its order; the name of the file says how it is written."""
    for match in (_MARKDOWN if file.endswith(".md") else _YAML).finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        yield Gap(" ".join(match["what"].split()), line, column)


def without_gaps(markdown: str) -> str:
    """The text of a page as it may be published."""
    return _MARKDOWN.sub("", markdown)


def judged_gaps(project: Project) -> Iterator[Finding]:
    """Each gap in what staff write for any day, as advice."""
    for path in _written(project):
        with suppress(StaffError):  # whoever reads the file for what it says tells why it cannot be read
            file = named(path, project.root)
            for gap in gaps(read_text(path, file), file):
                yield Finding(file, gap.line, gap.column, "", f"to be filled in: {gap.what}", level=Level.ADVICE)


def _written(project: Project) -> Iterator[Path]:
    yield from (
        project.root / name for name in (project.places.config_file, REQUIREMENTS) if (project.root / name).is_file()
    )
    yield from sorted(path for path in project.content.rglob("*") if path.suffix in (".md", ".yml"))
    yield from sorted(project.feeds.glob("*.yml"))
