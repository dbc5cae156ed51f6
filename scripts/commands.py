"""Writes ``docs/commands.md``: the help of every command, as the program prints it. ``make commands`` runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from explainer.commands.main import explainer

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """\
# The commands

What each prints with `--help`, made by `make commands`. [For CI and hosting](ci.md#commands) says which does what, and
which exit codes there are.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *map(section, told(explainer, "explainer"))])


def told(command: click.Command, name: str) -> Iterator[str]:
    """The words that call a command, and those of all below it."""
    yield name
    if isinstance(command, click.Group):
        for word, inner in sorted(command.commands.items()):
            yield from told(inner, f"{name} {word}")


def section(name: str) -> str:
    """A heading and the help in a block."""
    printed = CliRunner().invoke(explainer, [*name.split()[1:], "--help"], prog_name="explainer")
    return f"## {name}\n\n```text\n{printed.output}```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
