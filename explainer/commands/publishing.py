"""``explainer publish``: the published site brought elsewhere, what would be brought, and what the world sees of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.commands.console import ASKED_FAILURE, DONE, OUR_FAULT, failed, say, wall, warn
from explainer.commands.options import config_option
from explainer.errors import ExplainerError

if TYPE_CHECKING:
    from explainer.fetch.web import Limits
    from explainer.model.settings import Destination
    from explainer.publishing import Asked, Done
    from explainer.publishing.places import Whither
    from explainer.staff.project import Project

UNTOLD = 4
"""The exit code when all is published, and the caches before it could not be told."""

SHOWN = 20


@click.command()
@config_option
@click.option("--to", multiple=True, metavar="PLACE", help="Publish there instead of where mkdocs.yml says.")
@click.option("--dry-run", is_flag=True, help="Only list what would be put and removed, in that order.")
@click.option("--anyway", is_flag=True, help="Also over what is newer, another site’s, or was not put there by us.")
@click.option("--check", is_flag=True, help="Compare what readers are sent with what should be there.")
@click.option("--all", "everything", is_flag=True, help="With --check: every file, not a sample.")
@click.option("--url", metavar="ADDRESS", help="With --check: look there instead of at site_url.")
@click.option(
    "--headers",
    type=click.Choice(["nginx", "caddy", "_headers"]),
    help="Only print how files are to be served, for that server or host.",
)
def publish(  # noqa: PLR0913, PLR0917 - one for each option
    config_file: Path,
    to: tuple[str, ...],
    dry_run: bool,
    anyway: bool,
    check: bool,
    everything: bool,
    url: str | None,
    headers: str | None,
) -> int:
    """Bring the published site to where readers find it: a store, a folder, another machine."""
    from explainer.commands.watching import limits
    from explainer.staff.project import load_project

    project = load_project(config_file)
    if headers is not None:
        return _print_headers(project, headers)
    if check:
        return _check(project, url or project.settings.site_url, limits(project.settings), everything=everything)
    places = tuple(_whithers(project, to))
    if dry_run:
        return _each(places, lambda place: _tell(project, place, anyway=anyway))
    return _each(places, lambda place: _publish(project, place, limits(project.settings), anyway=anyway))


def _whithers(project: Project, to: tuple[str, ...]) -> Iterator[Callable[[], Whither]]:
    """Where to, as the command line says, else as mkdocs.yml does; what is declared of a place holds if it is named."""
    from explainer.model.settings import Destination
    from explainer.publishing.places import opened

    declared = {place.to: place for place in project.settings.publish}
    for place in to:
        if place in declared:
            yield partial(opened, declared[place], project.root, project.places)
        else:
            yield partial(opened, Destination(to=place), project.root, project.places, Path.cwd())
    if to:
        return
    if not declared:
        raise click.UsageError("no place to publish to; write --to, or publish: in mkdocs.yml")
    for one in project.settings.publish:
        yield partial(opened, one, project.root, project.places)


def _each(places: Iterable[Callable[[], Whither]], do: Callable[[Whither], int]) -> int:
    """The worst exit code of all; a place that cannot be reached keeps the site from no other."""
    codes = []
    for place in places:
        try:
            codes.append(do(place()))
        except ExplainerError as error:
            codes.append(failed(error))
    return OUR_FAULT if OUR_FAULT in codes else max(codes, default=DONE)


def _asked(project: Project, whither: Whither, *, anyway: bool) -> Asked:
    from explainer.publishing import Asked
    from explainer.publishing.who import publisher, site

    return Asked(
        place=whither.place,
        compression=whither.compression,
        site=site(project.settings),
        by=publisher(project.root),
        grace=whither.declared.old_styles_for.total_seconds(),
        anyway=anyway,
    )


def _publish(project: Project, whither: Whither, limits: Limits, *, anyway: bool) -> int:
    from explainer import publishing
    from explainer.declarations.places import workspace
    from explainer.publishing.source import still
    from explainer.site.alone import alone

    started = time.monotonic()
    asked = _asked(project, whither, anyway=anyway)
    with alone(project.root, aside="publishing"):
        aside = workspace(project.root, "publishing") / "outgoing"
        done = publishing.publish(asked, lambda: still(project.root), aside, wall())
    say("Published")
    say(f"  {whither.place.where}")
    say(f"  {_counted(done)}, in {time.monotonic() - started:.1f} s; publication {done.number}, by {asked.by}")
    return max(_purge(project, whither.declared, done, limits), _announce(project, done, limits))


def _counted(done: Done) -> str:
    put, removed = len(done.put), len(done.removed)
    gone = f", {removed} removed" if removed else ""
    return f"{put} file{'' if put == 1 else 's'} put{gone}"


def _purge(project: Project, declared: Destination, done: Done, limits: Limits) -> int:
    from explainer.publishing import purging

    if not (declared.purge or declared.purge_command) or not (done.put or done.removed):
        return DONE
    urls = purging.addresses(project.settings.site_url, (*done.put, *done.removed))
    try:
        if declared.purge_command:
            purging.by_command(declared.purge_command, urls)
        if declared.purge:
            purging.by_address(declared.purge, urls, limits)
    except purging.PurgeError as error:
        warn(f"{error}. What was published stands; caches may show the page before for as long as they may keep it.")
        return UNTOLD
    return DONE


def _announce(project: Project, done: Done, limits: Limits) -> int:
    """Whoever is declared is told what changed, each whether or not another could be; of an exercise nobody."""
    from explainer.publishing import announcing

    settings = project.settings
    if settings.exercise is not None or settings.drill is not None or not settings.site_url:
        return DONE
    feeds = announcing.changed_feeds(settings, done.put)
    pages = announcing.changed_pages(settings, done.put, [one.root for one in project.languages])
    code = DONE
    for tell in (
        partial(announcing.to_hub, settings.hub or "", feeds if settings.hub else (), limits),
        partial(announcing.to_search_engines, settings, pages, limits),
    ):
        try:
            tell()
        except announcing.AnnouncementError as error:
            warn(f"{error}. What was published stands.")
            code = UNTOLD
    return code


def _tell(project: Project, whither: Whither, *, anyway: bool) -> int:
    from explainer import publishing
    from explainer.publishing.source import still

    with still(project.root) as source:
        plan = publishing.look(_asked(project, whither, anyway=anyway), source, wall())
    say(f"Would be published at {whither.place.where}")
    for step in plan.steps:
        for one in step.objects:
            say(f"  put     {one.path}")
    for path in plan.gone:
        say(f"  remove  {path}")
    if not plan.touched:
        say("  nothing: all is there as it is here")
    return DONE


def _print_headers(project: Project, host: str) -> int:
    from explainer.publishing.hosts import HOSTS
    from explainer.publishing.source import still

    with still(project.root) as source:
        files = tuple(source.files)
    say(HOSTS[host](files).rstrip())
    return DONE


def _check(project: Project, base: str, limits: Limits, *, everything: bool) -> int:
    from explainer.publishing import checking
    from explainer.publishing.source import still

    if not base:
        raise click.UsageError("no address to look at; write --url, or site_url: in mkdocs.yml")
    with still(project.root) as source:
        pass
    seen = checking.look(source, base, limits, everything=everything)
    say(base)
    say(f"  {_age(seen.moment, source.moment, wall())}")
    wrong = seen.wrong
    amiss = len({one.path for one in wrong})
    say(f"  {seen.looked_at} of {len(source.files)} files looked at, {amiss} not as they should be")
    for one in wrong[:SHOWN]:
        warn(f"{one.path} {one.problem}")
    if len(wrong) > SHOWN:
        warn(f"and {len(wrong) - SHOWN} more")
    for one in seen.findings:
        if one.is_advice:
            say(f"  advice: {one.path} {one.problem}")
    return ASKED_FAILURE if wrong else DONE


def _age(theirs: str, ours: str, now: datetime) -> str:
    """How old what the world sees is, and whether it is what is here."""
    if not theirs:
        return "says nothing of its age: its status.json cannot be read"
    old = _in_words(now - datetime.fromisoformat(theirs))
    if theirs == ours:
        return f"shows what was known at {theirs}, as the site here does: {old}"
    return f"shows what was known at {theirs}: {old}; the site here is of {ours or 'no stated moment'}"


def _in_words(age: timedelta) -> str:
    if age < timedelta(0):
        return "ahead of this clock"
    for unit, long in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        count = age // long
        if count >= 2 or unit == "minute":
            return f"{count} {unit}{'' if count == 1 else 's'} old"
    return ""
