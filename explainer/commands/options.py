"""The options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from explainer.fetch.shares import ALL, Share
from explainer.model.moments import believable, unbelievable


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
        if not believable(read):
            self.fail(unbelievable(value), param, ctx)
        return read


class WhichShare(click.ParamType[Share]):
    """Which of several runners this one is."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Share:
        """Read ``2/5``."""
        try:
            return value if isinstance(value, Share) else Share.named(value)
        except ValueError:
            remedy = "write 2/5 for the second of five, or 0/5 for what lies beside the site"
            self.fail(f"“{value}” is no share; {remedy}", param, ctx)


class Wait(click.ParamType[timedelta]):
    """For how long the page waits for staff to read the brief."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read ``5m``, ``5 min`` or ``90 s``; ``0`` ends a wait."""
        from explainer.declarations.spans import read_span
        from explainer.pipeline.holding import MOST

        if isinstance(value, timedelta):
            return value
        if value.strip() == "0":
            return timedelta()
        try:
            span = read_span(re.sub(r"(?<=\d)m$", "min", value.strip()))
        except ValueError as error:
            self.fail(f"“{value}” {error}".replace("; ", ": "), param, ctx)
        if not isinstance(span, timedelta) or span > MOST:
            most = int(MOST.total_seconds() // 60)
            self.fail(f"“{value}” is too long: write at most {most} min, because customers wait meanwhile", param, ctx)
        return span


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--config-file``, ``-f``: which site."""
    return click.option(
        "--config-file",
        "-f",
        default="mkdocs.yml",
        show_default=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="The site’s mkdocs.yml.",
    )(command)


def now_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--now``: which moment."""
    return click.option(
        "--now",
        type=Moment(),
        help="Pretend it is this moment, such as 2026-11-20T18:24+01:00. An exercise has a clock of its own.",
    )(command)


def strict_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--strict``: whether a failed feed, or a part of the site that could not be made, is a failure."""
    told = "Exit with 3 when a feed failed, or a part of the site could not be made."
    return click.option("--strict", is_flag=True, help=told)(command)


def brief_first_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--brief-first``: for how long a new word of ours waits, while staff have it."""
    told = "Brief staff at once, and let a new word of yours wait so long before the page says it, as in 5m; 0 ends it."
    return click.option("--brief-first", "brief_first", type=Wait(), help=told)(command)


def wait_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--wait``: how many seconds another run on the same site is waited for."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0, max=86_400),
        metavar="SECONDS",
        help="How long to wait for another run on this site; EXPLAINER_WAIT says it for every command. Else 30.",
    )(command)


def share_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--share``: which of the feeds this runner asks."""
    told = "Ask the second fifth of the feeds alone: 2/5; or what lies beside the site alone: 0/5."
    return click.option("--share", type=WhichShare(), default=ALL, help=told)(command)
