"""``explainer watch``, and what a process that stays asks and how far."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer import tracing
from explainer.commands import console
from explainer.commands.options import brief_first_option, config_option, now_option
from explainer.commands.streams import Stream

if TYPE_CHECKING:
    from explainer.fetch.web import Limits
    from explainer.model.settings import Settings
    from explainer.pipeline import Feeds


@click.command()
@config_option
@now_option
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--health", type=click.Path(path_type=Path, dir_okay=False), help="Write here as JSON how it is.")
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here how it is as Prometheus reads it, a name that ends in .prom.",
)
@brief_first_option
def watch(  # noqa: PLR0913 - an argument for each option
    config_file: Path,
    now: datetime | None,
    *,
    log_format: str,
    health: Path | None,
    metrics: Path | None,
    brief_first: timedelta | None,
) -> int:
    """Keep the site up to date by itself: ask each feed at its own interval, publish what changed."""
    import random

    from explainer.staff.project import load_project
    from explainer.watch.health import HealthFile
    from explainer.watch.log import Log
    from explainer.watch.metrics import MetricsFile
    from explainer.watch.run import Files, run
    from explainer.watch.watching import Watch

    project = load_project(config_file)
    chance = random.Random()  # noqa: S311  # spreads load over time, hides nothing
    watching = Watch(config_file, lambda: feeds_of(config_file), chance)
    watching.brief_first = brief_first
    is_exercise = project.settings.exercise is not None
    files = Files(
        Log(_line, is_json=log_format == "json"),
        HealthFile(health),
        MetricsFile(metrics, project.settings.site_name, is_exercise),
    )
    if not_traced := tracing.why_not():
        console.warn(not_traced)
    run(watching, project.root, lambda: console.reading(project.settings, now), files)
    return console.DONE


def _line(line: str) -> None:
    """One line of the log, on standard output.

    Raises:
        OSError: when it could not be written.
    """
    click.echo(line)
    if isinstance(sys.stdout, Stream):
        sys.stdout.judge()


def limits(settings: Settings | None = None) -> Limits:
    """How far a fetch may go. Private addresses are refused unless the environment opts in for tests."""
    from explainer.fetch.web import Limits

    allowed = os.environ.get("EXPLAINER_ALLOW_PRIVATE_FEEDS") == "1"
    return Limits(allow_private=allowed, site_url=settings.site_url if settings else "")


def feeds_of(config_file: Path) -> Feeds:
    """Every declared feed of a site, and how it is asked."""
    from explainer.pipeline import Feeds
    from explainer.staff.check import known_names, load_sources
    from explainer.staff.project import load_project

    project = load_project(config_file)
    return Feeds(
        folder=project.feeds,
        recorded=project.recorded,
        sources=load_sources(project),
        limits=limits(project.settings),
        known=known_names(project),
        project=project,
    )
