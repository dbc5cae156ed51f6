"""Where the program begins.

``refresh`` runs every minute through a crisis, so in its plain form it does without the command line library,
whose loading alone would add a twelfth to its cost. Every other command, and every other form of this one, is
``cli``'s.
"""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from pathlib import Path

from explainer.commands.console import failed, refresh
from explainer.errors import ExplainerError
from explainer.model.moments import believable


def main() -> None:
    """Run a command; the console script's entry point."""
    collect_rarely()
    arguments = sys.argv[1:]
    plain = plain_refresh(arguments)
    if plain is None:
        from explainer.commands.main import run

        code = run(arguments)
    else:
        code = run_refresh(*plain)
    # Nor does it have to be looked through once more on the way out.
    gc.freeze()
    sys.exit(code)


def collect_rarely() -> None:
    """Look for rubbish seldom: most commands live for a second and leave little, and looking costs a tenth of it."""
    gc.set_threshold(50_000, 20, 20)


def plain_refresh(arguments: list[str]) -> tuple[Path, datetime | None] | None:
    """The configuration file and the moment, when the arguments are a refresh in its plain form.

    Anything else, mistakes included, is for ``cli`` to read and to answer.
    """
    if arguments[:1] != ["refresh"] or len(arguments) % 2 == 0:
        return None
    config_file, now = Path("mkdocs.yml"), None
    for option, value in zip(arguments[1::2], arguments[2::2], strict=True):
        if option in ("-f", "--config-file") and not value.startswith("-"):
            config_file = Path(value)
        elif option == "--now" and (now := _aware(value)) is not None:
            continue
        else:
            return None
    return config_file, now


def _aware(value: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo and believable(read) else None


def run_refresh(config_file: Path, now: datetime | None) -> int:
    """Refresh, and say what went wrong if anything did; returns the exit code."""
    try:
        return refresh(config_file, now)
    except ExplainerError as error:
        return failed(error)
