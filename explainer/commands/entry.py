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


def main() -> None:
    """Run a command; the console script's entry point."""
    try:
        code = _ran(sys.argv[1:])
    except KeyboardInterrupt:  # while this was still being loaded
        code = 130
    sys.exit(code)


def _ran(arguments: list[str]) -> int:
    from explainer.commands.console import TELLING, heard
    from explainer.commands.streams import taken

    collect_rarely()
    arguments = heard(arguments)
    plain = plain_refresh(arguments)
    with taken() as streams:
        if plain is None:
            from explainer.commands.main import run

            code = run(arguments)
        else:
            code = run_refresh(*plain)
        # Nor does it have to be looked through once more on the way out.
        gc.freeze()
        return streams.end(code, not TELLING.isdisjoint(arguments[:1]))


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
    from explainer.model.moments import believable

    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo and believable(read) else None


def run_refresh(config_file: Path, now: datetime | None) -> int:
    """Refresh, and say what went wrong if anything did; returns the exit code."""
    from explainer.commands.console import answered, refresh

    return answered(lambda: refresh(config_file, now))
