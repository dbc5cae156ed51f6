"""``explainer looked``: a person signs that parts work as usual, and until when that is good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer.commands.console import DONE, moment, warn
from explainer.commands.options import config_option, now_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explainer.picture.model import ComponentNow

MOST_NAMED = 12
"""How many parts one line names."""


class Span(click.ParamType[timedelta]):
    """A length of time, as in a declaration."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read ``8h`` or ``90 min``."""
        from explainer.declarations.spans import read_span
        from explainer.model.watch import LONGEST

        try:
            read = read_span(value)
        except ValueError as error:
            self.fail(f"“{value}” {error}", param, ctx)
        if not isinstance(read, timedelta) or not timedelta() < read <= LONGEST:
            self.fail(f"“{value}” is no time that a look can hold; write 24h or less, such as 8h", param, ctx)
        return read


@click.command()
@config_option
@now_option
@click.argument("parts", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every part that no machine watches and no bulletin says is off.")
@click.option("--good-for", required=True, type=Span(), help="For how long you vouch for it, such as 8h; 24h at most.")
@click.option("--by", default="", help="Who looked: the id of a party. Else looked_by: of mkdocs.yml.")
@click.option("--note", default="", help="What readers should know of it, in a sentence.")
def looked(config_file: Path, now: datetime | None, parts: tuple[str, ...], good_for: timedelta, **said: Any) -> int:
    """Sign that you looked at parts and found them as usual: gates security, or --all."""
    from explainer.declarations.documents import named
    from explainer.language.words import english
    from explainer.model.watch import Look
    from explainer.picture import build as build_picture
    from explainer.staff import signing
    from explainer.staff.check import load_sources, load_system
    from explainer.staff.project import load_project
    from explainer.staff.recorded import our_record
    from explainer.staff.watches import read_watches

    if bool(parts) == said["every"]:
        raise click.UsageError("name the parts that you looked at, or write --all")
    project = load_project(config_file)
    system, sources, settings = load_system(project), load_sources(project), project.settings
    at = moment(settings, now).replace(second=0, microsecond=0)
    known = our_record(project, system)
    there = read_watches(project, None, at).looks
    before = build_picture(system, sources, replace(known, looks=there), at, settings.exercise is not None)
    try:
        by = signing.signatory(said["by"] or settings.looked_by, system)
        chosen = signing.wanted(parts, system) or tuple(here.id for here in signing.to_look_at(before))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if not chosen:
        raise click.UsageError("there is nothing to look at: machines watch every part, or bulletins speak of it")
    signed = Look(by=by, at=at, good_for=good_for, looked_at=chosen, note=said["note"])
    path = signing.write_look(project, signed)
    after = build_picture(system, sources, replace(known, looks=(*there, signed)), at, settings.exercise is not None)
    words, until = english(), signed.until.astimezone(settings.tz)
    click.echo(
        f"{named(path, project.root)}: {system.party_name(signed.by)} looked at "
        f"{_names(system.by_id[part].name for part in chosen)}."
    )
    click.echo(f"Good until {words.moment(until, at.astimezone(settings.tz))}; then these parts are unknown.")
    for part in chosen:
        if (here := after.component[part]).is_told_off:
            warn(f"{here.component.name}: what is reported of it counts all the same: {here.says or here.state}")
    if left := signing.unlooked(after):
        click.echo(f"Nobody has looked at: {_names(_name(here) for here in left)}.")
    click.echo("Next: explainer update publishes it. A watch that runs does so by itself, and CI once it is pushed.")
    return DONE


def _name(here: ComponentNow) -> str:
    return here.component.name


def _names(names: Iterable[str]) -> str:
    from explainer.language.words import english

    every = list(names)
    return english().some_of(every[:MOST_NAMED], len(every) - MOST_NAMED if len(every) > MOST_NAMED else 0)
