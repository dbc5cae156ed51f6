"""How a command builds or refreshes a site, and says what it says then."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import click

from explainer.commands.console import progress, say_site, warn
from explainer.errors import TornError

if TYPE_CHECKING:
    from explainer.pipeline import Asked, Site
    from explainer.staff.project import Project


def refreshed_or_built(project: Project, now: datetime, asked: Asked) -> Site:
    """Refresh where that is enough; else say why not, and build."""
    from explainer import pipeline

    why = pipeline.needs_build(project.root)
    if not why:
        try:
            return _refresh(project, now, asked)
        except TornError as torn:
            why = torn.reason
    click.echo(f"building, as {why}", err=True)
    return build(project, now, asked)


def build(project: Project, now: datetime, asked: Asked) -> Site:
    """Build, and say what the site says."""
    from explainer import pipeline
    from explainer.staff.check import load_staff

    started = time.monotonic()
    staff = load_staff(project)
    progress("building the pages")
    site = pipeline.build(project, staff, now, asked)
    progress("")
    say_site(site, time.monotonic() - started)
    return site


def _refresh(project: Project, now: datetime, asked: Asked) -> Site:
    from explainer import pipeline

    started = time.monotonic()
    site = pipeline.refresh(project.root, lambda _: now, asked)
    say_site(site, time.monotonic() - started)
    return site


def weave_as_built(project: Project, now: datetime, asked: Asked) -> None:
    """Content that cannot be built does not stop the feeds: they are woven into the pages as they were built."""
    from explainer import pipeline

    started = time.monotonic()
    with suppress(Exception):  # nothing was ever built, or what broke the build breaks this too, and is told
        site = pipeline.Warm(project.root).weave(now, asked)
        warn("content cannot be built; the site has what the feeds say, and its pages as they were built before")
        say_site(site, time.monotonic() - started)
