"""``explainer schemas``: what editors know of the files that staff write, laid into the site where editors look."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.commands.console import ASKED_FAILURE, DONE, say
from explainer.commands.options import config_option


@click.command()
@config_option
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--check", "only_look", is_flag=True, help="Write nothing; exit with 3 when they are of another version.")
def schemas(config_file: Path, folder: Path | None, only_look: bool) -> int:
    """Write the JSON Schemas for editors into the site: into schemas/, or another FOLDER."""
    from explainer.declarations.schemas import SITE_FOLDER
    from explainer.staff.schemas import KINDS, older, write

    into = folder or config_file.resolve().parent / SITE_FOLDER
    late = older(into) if only_look else write(into)
    if only_look:
        for name in late:
            say(f"{name} is missing, or of another version of Explainer")
        return ASKED_FAILURE if late else DONE
    say(f"Wrote {len(late)} of {len(KINDS)} schemas into {into}." if late else "They were all the same.")
    return DONE
