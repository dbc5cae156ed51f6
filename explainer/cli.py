"""The commands. They read the clock, translate errors into words and exit codes, and do nothing else.

Exit codes: 0 done; 1 our own fault; 2 wrong use, or findings in what staff wrote; 3 a failure that was asked
about (``inspect`` or ``feeds try`` with an unreadable document, ``--strict`` with a failed feed).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer import __version__
from explainer.errors import ExplainerError, Finding, Level, SkeletonError, StaffError

if TYPE_CHECKING:
    from explainer.fetch import Limits, Outcome
    from explainer.pipeline import FeedResult, Site
    from explainer.project import Project
    from explainer.settings import Settings
    from explainer.sources import Source

DONE, OUR_FAULT, FINDINGS, ASKED_FAILURE = 0, 1, 2, 3


class Moment(click.ParamType[datetime]):
    """A date and time with its offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a time; write it as 2026-11-20T18:24+01:00", param, ctx)
        if read.tzinfo is None:
            self.fail(f"“{value}” has no offset; write it as {value}+01:00", param, ctx)
        return read


def _config(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--config-file",
        "-f",
        default="mkdocs.yml",
        show_default=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="The site’s mkdocs.yml.",
    )(command)


def _now(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--now",
        type=Moment(),
        help="Pretend it is this moment, such as 2026-11-20T18:24+01:00. An exercise has a clock of its own.",
    )(command)


def _strict(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--strict", is_flag=True, help="Exit with 3 when a feed failed.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="explainer")
def explainer() -> None:
    """Show customers, while a crisis is on, what is happening, why, and what they can do."""


@explainer.command()
@_config
@_now
@_strict
def fetch(config_file: Path, now: datetime | None, strict: bool) -> int:
    """Ask every declared feed and record what it says."""
    from explainer.pipeline import alone
    from explainer.project import load_project
    from explainer.staff import load_sources

    project = load_project(config_file)
    sources = load_sources(project)
    with alone(project.root):
        results = _fetch(project, sources, _moment(project.settings, now))
    return _feed_exit(results, strict)


@explainer.command()
@_config
@_now
def build(config_file: Path, now: datetime | None) -> int:
    """Build every page from content and record: needed when content, config or theme changed."""
    from explainer.pipeline import alone
    from explainer.project import load_project

    project = load_project(config_file)
    with alone(project.root):
        _build(project, _moment(project.settings, now))
    return DONE


@explainer.command()
@_config
@_now
def refresh(config_file: Path, now: datetime | None) -> int:
    """Publish what the record says now, in a fraction of a second; content is left as built."""
    from explainer import pipeline
    from explainer.places import skeleton_folder
    from explainer.skeleton import read

    root = config_file.resolve().parent
    started = time.monotonic()
    with pipeline.alone(root):
        site = pipeline.refresh(root, _moment(read(skeleton_folder(root)).settings, now))
    _say_site(site, time.monotonic() - started)
    return DONE


@explainer.command()
@_config
@_now
@_strict
def update(config_file: Path, now: datetime | None, strict: bool) -> int:
    """Fetch, then build or refresh, whichever is needed."""
    from explainer import pipeline
    from explainer.project import load_project
    from explainer.staff import load_sources

    project = load_project(config_file)
    sources = load_sources(project)
    moment = _moment(project.settings, now)
    with pipeline.alone(project.root):
        results = _fetch(project, sources, moment)
        why = pipeline.needs_build(project.root)
        if why:
            _build(project, moment)
        else:
            started = time.monotonic()
            site = pipeline.refresh(project.root, moment)
            _say_site(site, time.monotonic() - started)
    return _feed_exit(results, strict)


@explainer.command()
@_config
@_now
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
def serve(config_file: Path, now: datetime | None, host: str, port: int) -> int:
    """Preview the site, and follow every change of content and feed files."""
    from explainer.serve import preview

    arguments = ["update", "-f", str(config_file), *(["--now", now.isoformat()] if now else [])]
    preview(config_file, host, port, lambda: run(arguments) == DONE, say=click.echo)
    return DONE


@explainer.command()
@_config
@_now
def check(config_file: Path, now: datetime | None) -> int:
    """Check everything staff write, offline, and show all findings at once."""
    from explainer import record, staff
    from explainer.project import load_project

    project = load_project(config_file)
    kept = record.read(project.recorded)
    findings = staff.check(project, kept, _moment(project.settings, now))
    errors = _say_findings(findings)
    if errors:
        return FINDINGS
    click.echo("Nothing to mend." if not findings else "Nothing has to be mended; the lines above are advice.")
    return DONE


@explainer.command()
@_config
@_now
def show(config_file: Path, now: datetime | None) -> int:
    """Show in the terminal what the site would say."""
    from explainer import record
    from explainer.picture import build as build_picture
    from explainer.project import load_project
    from explainer.staff import load_staff
    from explainer.terminal import told

    project = load_project(config_file)
    staff = load_staff(project)
    settings = project.settings
    picture = build_picture(
        staff.system,
        staff.sources,
        record.read(project.recorded),
        _moment(settings, now),
        settings.exercise is not None,
    )
    click.echo(told(picture, staff.system, settings))
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
    from explainer.feeds_cli import trial
    from explainer.formats.registry import names

    _check_format(format_name, names())
    tried = trial(address, format_name, feed, limits(), datetime.now(UTC).replace(microsecond=0))
    click.echo("\n".join(tried.lines), nl=bool(tried.lines))
    if tried.failure:
        click.echo(f"explainer: {address} cannot be read: {tried.failure}", err=True)
        return ASKED_FAILURE
    return FINDINGS if _say_findings(tried.findings) else DONE


@feeds.command("list")
@_config
@_now
def feeds_list(config_file: Path, now: datetime | None) -> int:
    """List every declared feed with its freshness, counts, last error and what was set aside; nothing is asked."""
    from explainer import record
    from explainer.feeds_cli import listed
    from explainer.project import load_project
    from explainer.staff import load_sources

    project = load_project(config_file)
    sources = load_sources(project)
    moment = _moment(project.settings, now)
    click.echo(listed(sources, record.read(project.recorded), moment, project.settings.tz))
    return DONE


def main() -> None:
    """Run a command; the console script’s entry point."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code, having said on standard error what went wrong."""
    try:
        result = explainer.main(args=arguments, prog_name="explainer", standalone_mode=False)
    except StaffError as error:
        _say_findings(error.findings)
        return FINDINGS
    except SkeletonError as error:
        click.echo(f"explainer: {error}", err=True)
        return FINDINGS
    except ExplainerError as error:
        click.echo(f"explainer: {error}", err=True)
        return OUR_FAULT
    except click.ClickException as error:
        error.show()
        return FINDINGS
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    return result if isinstance(result, int) else DONE


def _moment(settings: Settings, given: datetime | None) -> datetime:
    """The moment asked for; else the exercise's frozen clock; else now, to the second."""
    if given is not None:
        return given
    if settings.exercise is not None:
        return settings.exercise.now
    return datetime.now(settings.tz).replace(microsecond=0)


def _check_format(name: str | None, known: tuple[str, ...]) -> None:
    if name is not None and name not in known:
        raise click.BadParameter(f"“{name}”; write one of: {', '.join(known)}", param_hint="--format")


def limits(settings: Settings | None = None) -> Limits:
    """How far a fetch may go. Private addresses are refused unless the environment opts in for tests."""
    from explainer.fetch import Limits

    allowed = os.environ.get("EXPLAINER_ALLOW_PRIVATE_FEEDS") == "1"
    return Limits(allow_private=allowed, site_url=settings.site_url if settings else "")


def _fetch(project: Project, sources: tuple[Source, ...], now: datetime) -> tuple[FeedResult, ...]:
    from explainer import pipeline
    from explainer.staff import known_names

    waiting = {source.id: source.publisher for source in sources}

    def on_done(feed: str, _: Outcome) -> None:
        waiting.pop(feed, None)
        _progress(f"waiting for {', '.join(waiting.values())}" if waiting else "")

    _progress(f"asking {len(sources)} feeds")
    feeds = pipeline.Feeds(
        folder=project.feeds,
        recorded=project.recorded,
        sources=sources,
        limits=limits(project.settings),
        known=known_names(project),
    )
    results = pipeline.fetch(feeds, now, on_done)
    _progress("")
    _say_feeds(results)
    return results


def _build(project: Project, now: datetime) -> None:
    from explainer import pipeline
    from explainer.staff import load_staff

    started = time.monotonic()
    staff = load_staff(project)
    _progress("building the pages")
    site = pipeline.build(project, staff, now)
    _progress("")
    _say_site(site, time.monotonic() - started)


def _say_feeds(results: tuple[FeedResult, ...]) -> None:
    click.echo("Feeds")
    width = max((len(result.publisher) for result in results), default=0)
    for result in results:
        count = f"{result.disruptions} disruption{'' if result.disruptions == 1 else 's'}"
        said = "no answer" if result.failure else count + (", unchanged" if result.unchanged else "")
        aside = f", {len(result.set_aside)} set aside" if result.set_aside else ""
        click.echo(f"  {result.publisher:<{width}}  {said}{aside}")
    for result in results:
        if result.failure:
            warn(f"{result.publisher} ({result.feed}): {result.failure}. What it said before stands.")
        for row in result.set_aside:
            what = row.reason if row.reason.startswith(row.entry) else f"{row.entry}: {row.reason}"
            warn(f"{result.publisher} ({result.feed}): set aside {what}")


def _say_site(site: Site, seconds: float) -> None:
    from explainer.terminal import headline

    picture, published = site.picture, site.published
    where = os.path.relpath(site.path, Path.cwd())
    click.echo("Site")
    click.echo(f"  {headline(picture)}")
    changed, removed = len(published.changed), len(published.removed)
    gone = f", {removed} removed" if removed else ""
    click.echo(f"  {changed} file{'' if changed == 1 else 's'} changed{gone}, in {seconds:.1f} s")
    click.echo(f"  Look at {where}/index.html, or preview with: make serve (explainer serve)")


def _say_findings(findings: tuple[Finding, ...]) -> int:
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    for finding in findings:
        click.echo(str(finding), err=True)
    if errors:
        click.echo(f"{len(errors)} thing{'' if len(errors) == 1 else 's'} to mend.", err=True)
    return len(errors)


def _feed_exit(results: tuple[FeedResult, ...], strict: bool) -> int:
    return ASKED_FAILURE if strict and any(result.failure for result in results) else DONE


def warn(message: str) -> None:
    """One warning on standard error."""
    click.echo(f"warning: {message}", err=True)


def _progress(message: str) -> None:
    """One line that overwrites itself on a terminal, and nothing at all in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{message}{'…' if message else ''}")
        sys.stderr.flush()
