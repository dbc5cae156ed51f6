"""The commands of a drill: begin it on a copy of the site, let the next thing happen, end it and see how it went."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from explainer.commands.console import DONE, FINDINGS, wall
from explainer.commands.options import config_option
from explainer.errors import ExplainerError

if TYPE_CHECKING:
    from explainer.model.drill import DrillRun, Inject
    from explainer.model.sources import Source
    from explainer.staff.drills import Script
    from explainer.staff.project import Project

ASK_EVERY = 1.0
"""Seconds between two looks at the clock while a drill is followed."""

Update = Callable[[Path], int]
"""Publishes the site with this configuration file, and returns the exit code."""


class Playing(NamedTuple):
    """A drill that goes on: the copy it is played on, its feeds, its script and its run."""

    project: Project
    sources: tuple[Source, ...]
    script: Script
    run: DrillRun


def drill_of(update: Update) -> click.Group:
    """The group of commands; ``update`` publishes the copy of the site after each."""

    @click.group()
    def drill() -> None:
        """Practise on a copy of the site, with a script of what happens when."""

    @drill.command()
    @config_option
    @click.argument("name")
    @click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="The folder to make the copy in.")
    def start(config_file: Path, name: str, into: Path | None) -> int:
        """Make a copy of the site, start the clock of drills/NAME.yml, and let happen what happens at once."""
        from explainer.staff import drills
        from explainer.staff.check import load_sources
        from explainer.staff.project import load_project

        project = load_project(config_file)
        if project.settings.drill is not None:
            raise ExplainerError("this is the copy of a drill; start another one from the site itself")
        sources = load_sources(project)
        script = drills.read_script(project, sources, name)
        folder = into or project.root / drills.SCRIPTS / f"{name}.run"
        run = drills.lay_out(project, sources, script, folder, wall(project.settings.tz))
        click.echo(f"The drill “{run.title}” has begun: it is {run.starts:%Y-%m-%d %H:%M} there.")
        config = folder / project.places.config_file
        click.echo(f"Write bulletins below {folder / project.places.feeds}/; publish with explainer update -f {config}")
        return _next(config, update)

    @drill.command()
    @config_option
    @click.option("--next", "ahead", is_flag=True, help="Let the next one happen now, before its time.")
    @click.option("--follow", is_flag=True, help="Wait for each in turn, until the last has happened.")
    def inject(config_file: Path, ahead: bool, follow: bool) -> int:
        """Let happen what is due by the clock of the drill, and publish it."""
        code = _next(config_file, update, ahead=ahead)
        while follow and code in (DONE, FINDINGS) and _left(_playing(config_file)):
            time.sleep(ASK_EVERY)
            if _due(_playing(config_file)):
                code = _next(config_file, update)
        return code

    @drill.command()
    @config_option
    def end(config_file: Path) -> int:
        """Stop the clock, and publish how it went: after-action/ on the copy of the site."""
        from explainer.record import store
        from explainer.staff import check, drills

        playing = _playing(config_file)
        at = playing.run.clock(wall(playing.project.settings.tz))
        kept = store.read(playing.project.recorded)
        found = [str(finding) for finding in check.check(playing.project, kept, at)]
        drills.end(playing.project, playing.run, at, found)
        code = update(config_file)
        page = playing.project.root / playing.project.places.site / "after-action" / "index.html"
        click.echo(f"The drill has ended. How it went: {page}")
        return code

    return drill


def _playing(config_file: Path) -> Playing:
    """The drill that is played here.

    Raises:
        ExplainerError: when none is, or it has ended.
    """
    from explainer.staff import drills
    from explainer.staff.check import load_sources
    from explainer.staff.project import load_project

    project = load_project(config_file)
    run = project.settings.drill
    if run is None:
        raise ExplainerError("no drill is played here; name the mkdocs.yml of its copy with -f")
    if run.ended is not None:
        raise ExplainerError(f"the drill “{run.title}” has ended")
    sources = load_sources(project)
    return Playing(project, sources, drills.read_script(project, sources, run.name), run)


def _now(playing: Playing) -> datetime:
    return playing.run.clock(wall(playing.project.settings.tz)).astimezone(playing.project.settings.tz)


def _due(playing: Playing, ahead: bool = False) -> tuple[Inject, ...]:
    """What has to happen now, in its order; with ``ahead`` the next one in any case."""
    from explainer.staff import drills

    done = len(drills.happened(playing.project.root))
    found = drills.due(playing.script, playing.run, done, _now(playing))
    return found or (playing.script.drill.injects[done : done + 1] if ahead else ())


def _left(playing: Playing) -> int:
    """How many injects are still to come."""
    from explainer.staff import drills

    return len(playing.script.drill.injects) - len(drills.happened(playing.project.root))


def _next(config_file: Path, update: Update, ahead: bool = False) -> int:
    """Let happen what is due, tell it, and publish it."""
    from explainer.staff import drills

    playing = _playing(config_file)
    for one in _due(playing, ahead):
        told = drills.inject(playing.project, playing.script, playing.sources, one, _now(playing))
        click.echo(f"  {told.at:%H:%M}  {told.says}")
    left = _left(playing)
    coming = playing.script.drill.injects[-left] if left else None
    if coming is None:
        click.echo("  Everything in the script has happened. End it with explainer drill end.")
    else:
        click.echo(f"  {left} still to come, the next at {playing.run.starts + coming.offset:%H:%M}.")
    return update(config_file)
