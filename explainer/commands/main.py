"""The commands: options in, one step of ``pipeline`` each, an exit code out. ``console`` has clock and words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer import __version__
from explainer.commands import console, weaving
from explainer.commands.accepting import accept
from explainer.commands.adopting import adopt
from explainer.commands.beginning import add_to
from explainer.commands.checking import check
from explainer.commands.cms import cms
from explainer.commands.console import (
    ASKED_FAILURE,
    DONE,
    FINDINGS,
    asked_of,
    exit_of,
    moment,
    progress,
    say_feeds,
    say_findings,
    say_first,
    say_unread,
    say_unsaid,
    wall,
    warn,
)
from explainer.commands.desk import desk
from explainer.commands.docs import docs
from explainer.commands.drill import drill_of
from explainer.commands.looked import looked
from explainer.commands.new import new
from explainer.commands.notifying import notify, say_outbox
from explainer.commands.options import (
    brief_first_option,
    config_option,
    now_option,
    share_option,
    strict_option,
    wait_option,
)
from explainer.commands.publishing import publish
from explainer.commands.questions import questions
from explainer.commands.saying import say_of
from explainer.commands.schemas import schemas
from explainer.commands.translating import translate, translated
from explainer.commands.watching import limits, watch

if TYPE_CHECKING:
    from explainer.fetch.shares import Share
    from explainer.fetch.web import Outcome
    from explainer.model.clock import Reading
    from explainer.model.settings import Settings
    from explainer.model.sources import Source
    from explainer.pipeline import Round
    from explainer.staff.project import Project


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="explainer")
@click.option("--debug", is_flag=True, expose_value=False, help="Show where in the code a fault arose; goes anywhere.")
def explainer() -> None:
    """Show customers, while a crisis is on, what is happening, why, and what they can do."""


@explainer.command()
@config_option
@now_option
@strict_option
@share_option
@wait_option
def fetch(config_file: Path, now: datetime | None, strict: bool, share: Share, wait: float | None) -> int:
    """Ask every declared feed and record what it says."""
    from explainer.staff.check import load_sources

    with _alone(config_file, wait) as project:
        done = _fetch(project, load_sources(project), moment(project.settings, now), share)
    return exit_of(done, strict, FINDINGS if strict and done.unsaid else DONE)


@explainer.command()
@config_option
@now_option
@wait_option
def build(config_file: Path, now: datetime | None, wait: float | None) -> int:
    """Build every page from content and record: needed when content, config or theme changed."""
    with _alone(config_file, wait) as project:
        weaving.build(project, moment(project.settings, now), asked_of(now))
    return DONE


@explainer.command()
@config_option
@now_option
@brief_first_option
@wait_option
def refresh(config_file: Path, now: datetime | None, wait: float | None, brief_first: timedelta | None) -> int:
    """Publish what the record says now, in a fraction of a second; content is left as built."""
    return console.refresh(config_file, now, wait, brief_first)


@explainer.command()
@config_option
@now_option
@strict_option
@share_option
@brief_first_option
@wait_option
def update(  # noqa: PLR0913 - an argument for each option
    config_file: Path,
    now: datetime | None,
    *,
    strict: bool,
    share: Share,
    brief_first: timedelta | None,
    wait: float | None,
) -> int:
    """Fetch, then build or refresh, whichever is needed."""
    from explainer.staff.check import load_sources

    with _alone(config_file, wait) as project:
        at, asked = moment(project.settings, now), asked_of(now, brief_first)
        done = _fetch(project, load_sources(project), at, share)
        try:
            site = weaving.refreshed_or_built(project, at, asked)
        except Exception:
            weaving.weave_as_built(project, at, asked)
            raise
    say_first(site, brief_first)
    say_unsaid(done)
    return ASKED_FAILURE if strict and site.faults else exit_of(done, strict, FINDINGS if done.unsaid else DONE)


@explainer.command()
@config_option
def fingerprint(config_file: Path) -> int:
    """Print what the skeleton depends on as one word: the key under which CI may keep it."""
    from explainer.site.skeleton import fingerprint_of
    from explainer.staff.project import load_project

    project = load_project(config_file)
    click.echo(fingerprint_of(project.places.inputs(project.root)))
    return DONE


@explainer.command()
@config_option
@wait_option
def rollback(config_file: Path, wait: float | None) -> int:
    """Put the version before the published one in its place, at once."""
    from explainer import pipeline

    root = config_file.resolve().parent
    with console.alone(root, wait):
        version = pipeline.roll_back(root)
    click.echo(f"Version {version} is published again.")
    click.echo("The next update publishes what the record says then; mend the cause first.")
    return DONE


@explainer.command()
@config_option
@now_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="The port to listen on; 0 for any."
)
def serve(config_file: Path, now: datetime | None, host: str, port: int) -> int:
    """Preview the site with its drafts, and follow every change; nothing is published or recorded."""
    from explainer.preview import serve
    from explainer.preview.live import Live
    from explainer.staff.project import load_project

    def clock(settings: Settings | None) -> Reading:
        return console.reading(settings, now)

    load_project(config_file)
    serve.serve(Live(config_file, limits, clock), host, port, click.echo)
    return DONE


@explainer.command()
@config_option
@now_option
def show(config_file: Path, now: datetime | None) -> int:
    """Show in the terminal what the site would say."""
    from explainer.commands.terminal import Beside, told
    from explainer.language.making import cldr_of
    from explainer.language.words import words_of
    from explainer.picture import build as build_picture
    from explainer.picture.figures import with_figures
    from explainer.picture.season import foretold
    from explainer.render import isolation
    from explainer.staff.check import load_staff
    from explainer.staff.project import load_project
    from explainer.staff.recorded import our_record

    project = load_project(config_file)
    staff = load_staff(project)
    settings = project.settings
    at, is_exercise = moment(settings, now), settings.exercise is not None
    words = words_of(cldr_of(settings.language, settings.zone))
    apart = isolation.Isolation()
    picture = apart.picture(
        our_record(project, staff.system),
        lambda kept: build_picture(staff.system, staff.sources, kept, at, is_exercise),
    )
    beside = Beside(tuple(foretold(staff.season, picture)), staff.rights)
    click.echo(told(with_figures(picture, words), staff.system, settings, words, beside))
    say_outbox(settings, picture, project.recorded)
    for fault in isolation.told(apart.faults):
        warn(fault)
    return DONE


@explainer.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", help="Read every document as this format instead of telling it.")
def inspect(files: tuple[Path, ...], format_name: str | None) -> int:
    """Show what feed documents would become: one JSON line for each."""
    import json

    from explainer.formats.inspection import inspect_document
    from explainer.formats.registry import names

    _check_format(format_name, names())
    failed = False
    for path in files:
        try:
            body = path.read_bytes()
        except OSError as error:
            line: dict[str, Any] = {
                "file": str(path),
                "format": format_name,
                "disruptions": [],
                "set_aside": [],
                "failure": f"cannot be read: {error.strerror}",
            }
        else:
            line = inspect_document(str(path), body, format_name)
        failed = failed or line["failure"] is not None
        click.echo(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))
    return ASKED_FAILURE if failed else DONE


@explainer.group()
def feeds() -> None:
    """Try an address before it is declared, and see what is declared."""


@feeds.command("try")
@click.argument("address")
@click.option("--format", "format_name", help="Read it as this format instead of telling it.")
@click.option("--id", "feed", help="The id of the feed: the name of the file that the declaration goes into.")
def feeds_try(address: str, format_name: str | None, feed: str | None) -> int:
    """Show what an address, a file or a declaration would bring, with a declaration to save."""
    from explainer.commands.feeds import trial
    from explainer.formats.registry import names

    _check_format(format_name, names())
    tried = trial(address, format_name, feed, limits(), wall())
    click.echo("\n".join(tried.lines), nl=bool(tried.lines))
    if tried.failure:
        click.echo(f"explainer: {address} cannot be read: {tried.failure}", err=True)
        return ASKED_FAILURE
    return FINDINGS if say_findings(tried.findings) else DONE


@feeds.command("list")
@config_option
@now_option
def feeds_list(config_file: Path, now: datetime | None) -> int:
    """List every declared feed with its freshness, counts, last error and what was set aside; nothing is asked."""
    from explainer.commands.feeds_list import listed
    from explainer.picture import build as build_picture
    from explainer.render.isolation import Isolation
    from explainer.staff.check import declared_sources, load_system
    from explainer.staff.project import load_project
    from explainer.staff.recorded import our_record

    project = load_project(config_file)
    settings = project.settings
    declared, system = declared_sources(project), load_system(project)
    sources = tuple(source for source in declared if source.enabled)
    kept = our_record(project, system)
    at, is_exercise = moment(settings, now), settings.exercise is not None
    picture = Isolation().picture(kept, lambda kept: build_picture(system, sources, kept, at, is_exercise))
    click.echo(listed(picture, kept, settings.tz, [source for source in declared if not source.enabled]))
    return DONE


@feeds.command("formats")
def feeds_formats() -> int:
    """List every format that can be declared, our own and those of plugins."""
    from explainer.commands.feeds import formats

    click.echo("\n".join(formats()))
    return DONE


_COMMANDS = (
    *(
        accept,
        adopt,
        check,
        cms,
        desk,
        docs,
        looked,
        new,
        notify,
        publish,
        questions,
        schemas,
        translate,
        translated,
        watch,
    ),
)
for _command in _COMMANDS:
    explainer.add_command(_command)


def _update_at(config_file: Path, now: datetime | None) -> int:
    """``explainer update`` at the moment that a command was given, or at that of the clock."""
    return run(["update", "-f", str(config_file), *(["--now", now.isoformat()] if now is not None else [])])


explainer.add_command(drill_of(lambda config_file: _update_at(config_file, None)))
explainer.add_command(say_of(_update_at))
add_to(new, _update_at)


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code, having said on standard error what went wrong."""
    heard = console.heard(arguments)
    return console.answered(lambda: _run(heard))


def _run(arguments: list[str]) -> int:
    try:
        result = explainer.main(args=arguments, prog_name="explainer", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return FINDINGS
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return result if isinstance(result, int) else DONE


def _check_format(name: str | None, known: tuple[str, ...]) -> None:
    if name is not None and name not in known:
        raise click.BadParameter(f"“{name}”; write one of: {', '.join(known)}", param_hint="--format")


@contextmanager
def _alone(config_file: Path, wait: float | None) -> Iterator[Project]:
    """A site, as it is once no other run is at work on it."""
    from explainer.staff.project import load_project

    project = load_project(config_file)
    with console.alone(project.root, wait) as held:
        yield load_project(config_file) if held.has_waited else project


def _fetch(project: Project, sources: tuple[Source, ...], now: datetime, share: Share) -> Round:
    from explainer import pipeline
    from explainer.staff.check import known_names

    asked = share.of_these(sources)
    waiting = {source.id: source.publisher for source in asked}

    def on_done(feed: str, _: Outcome) -> None:
        waiting.pop(feed, None)
        progress(f"waiting for {', '.join(waiting.values())}" if waiting else "")

    progress(f"asking {len(asked)} feeds")
    feeds = pipeline.Feeds(
        folder=project.feeds,
        recorded=project.recorded,
        sources=asked,
        limits=limits(project.settings),
        known=known_names(project),
        project=project,
        here=share.is_here,
    )
    done = pipeline.fetch(feeds, now, on_done)
    progress("")
    say_feeds(done)
    say_unread(done.unread)
    return done
