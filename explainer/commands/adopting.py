"""``explainer adopt``: whoever runs a site says that the record in it is its own."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.commands.console import DONE, alone
from explainer.commands.options import config_option, wait_option


@click.command()
@config_option
@wait_option
def adopt(config_file: Path, wait: float | None) -> int:
    """Say that the record is this site’s own, after its name or its system was changed."""
    from explainer.record import whose
    from explainer.staff.check import load_system
    from explainer.staff.project import load_project
    from explainer.staff.recorded import owner

    project = load_project(config_file)
    here = owner(project, load_system(project).by_id)
    with alone(project.root, wait):
        whose.sign(project.recorded, here)
    click.echo(f"{project.places.feeds}/recorded is from now on the record of “{here.name}”.")
    return DONE
