"""``explainer check``: everything staff write, judged at once, for people or for programs; or at every change."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from explainer.commands.console import DONE, FINDINGS, moment, say, say_findings, wall
from explainer.commands.findings import FORMATS, Findings, said, seen_from
from explainer.commands.options import config_option, now_option
from explainer.errors import ExplainerError, Finding, Level, StaffError

LOOK_EVERY = 0.5
"""Seconds between two looks at the files."""


@click.command()
@config_option
@now_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help="How findings are told: to people, as annotations of GitHub, as SARIF 2.1.0, or as JSON.",
)
@click.option("--watch", "follow", is_flag=True, help="Judge again at every change, and tell what is new or mended.")
def check(config_file: Path, now: datetime | None, form: str, follow: bool) -> int:
    """Check everything staff write, offline, and show all findings at once."""
    if follow and form != "text":
        raise click.UsageError("--watch is for people; leave out --format")
    findings = judged(config_file, now)
    if form != "text":
        seen = seen_from(Path.cwd(), config_file.resolve().parent, findings)
        sys.stdout.write(FORMATS[form](seen).encode("utf-8", "replace").decode())
        return _code(findings)
    say_findings(findings)
    _say_whole(findings)
    if follow:
        _follow(config_file, lambda: judged(config_file, now), findings)
    return _code(findings)


def judged(config_file: Path, now: datetime | None) -> Findings:
    """Every finding, those in ``mkdocs.yml`` too, without which nothing else can be found."""
    from explainer.record import store
    from explainer.staff import check
    from explainer.staff.project import load_project

    try:
        project = load_project(config_file)
        return check.check(project, store.read(project.recorded), moment(project.settings, now))
    except StaffError as error:
        return error.findings


def _code(findings: Findings) -> int:
    return FINDINGS if any(finding.level is Level.ERROR for finding in findings) else DONE


def _say_whole(findings: Findings) -> None:
    if _code(findings) == DONE:
        say("Nothing to mend." if not findings else "Nothing has to be mended; the lines above are advice.")


def _follow(config_file: Path, judge: Callable[[], Findings], told: Findings) -> None:
    """Judge at every change until somebody stops it."""
    say("Watching for changes; stop with Ctrl+C.")
    for _ in changes(config_file):
        told = _tell(judge, told)


def _tell(judge: Callable[[], Findings], told: Findings) -> Findings:
    """What is new and what is mended since the findings that were ``told``; returns those there are now."""
    try:
        found = judge()
    except ExplainerError as error:  # a record that cannot be read; the next change may mend it
        say(f"explainer: {error}", sys.stderr)
        return told
    before, after = set(map(_known_by, told)), set(map(_known_by, found))
    say(f"{wall().astimezone():%H:%M:%S}")
    for finding in found:
        if _known_by(finding) not in before:
            say(f"  {finding}", sys.stderr)
    for finding in told:
        if _known_by(finding) not in after:
            say(f"  mended: {finding.file}: {said(finding)}")
    left = sum(finding.level is Level.ERROR for finding in found)
    say(f"  {left} thing{'' if left == 1 else 's'} to mend." if left else "  Nothing has to be mended.")
    return found


def _known_by(finding: Finding) -> Finding:
    """What a finding is the same by when lines above it come and go."""
    return replace(finding, line=0, column=0)


Stamp = dict[str, tuple[int, int]]


def changes(config_file: Path) -> Iterator[Stamp]:
    """What staff's files look like, each time they look otherwise than before."""
    seen = _stamp(config_file)
    while True:
        time.sleep(LOOK_EVERY)
        now = _stamp(config_file)
        if now != seen:
            seen = now
            yield now


def _stamp(config_file: Path) -> Stamp:
    """Time and size of every file that is judged; the record is, but staff do not write it."""
    from explainer.declarations.places import Places
    from explainer.staff.project import load_project

    root = config_file.resolve().parent
    try:
        places = load_project(config_file).places
    except ExplainerError:
        places = Places(config_file=config_file.name)
    folders = [places.content, places.feeds, "drills", *([places.theme] if places.theme else [])]
    recorded = str(places.recorded(root))
    found: Stamp = {}
    for path in [root / places.config_file, *(path for folder in folders for path in _files(root / folder, recorded))]:
        try:
            stat = path.stat()
        except OSError:
            continue
        found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def _files(folder: Path, without: str) -> Iterator[Path]:
    for name, below, files in os.walk(folder):
        below[:] = [one for one in below if str(Path(name, one)) != without and not one.startswith(".")]
        yield from (Path(name, file) for file in files)
