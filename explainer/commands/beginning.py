"""``explainer new`` for a site that is there: a bulletin, an explainer, a question, a feed, a look."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer.commands.console import ASKED_FAILURE, DONE, FINDINGS, moment, say_findings, wall
from explainer.commands.looked import Span, looked
from explainer.commands.options import config_option, now_option

if TYPE_CHECKING:
    from explainer.staff.check import Judge
    from explainer.staff.project import Project
    from explainer.staff.writing.templates import Gap, House, Template

GAPS = {
    "part": "The part, by its id.",
    "condition": "The outside condition, by its id.",
    "felt": "What customers feel of it, by its id.",
    "what": "What it is about, as customers call it.",
    "where": "Where it is.",
    "since": "Since when: 17:50, or a date and time.",
    "from": "From when.",
    "until": "Until when.",
    "means": "What it means for people, in a sentence.",
    "do": "What people can do, in a sentence.",
    "next": "When you will say more: 19:45, 30m, or a date and time.",
    "weather": "What the weather does, in a few words.",
    "who": "Who is on strike.",
    "works": "What still works, in a sentence.",
    "why": "Why, in a sentence.",
    "instead": "What people can use instead, in a sentence.",
    "was": "What was wrong, in a sentence.",
    "ended": "When it was over.",
}
"""The gaps of all templates: what is written after each option."""


def _gap_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, told in reversed(GAPS.items()):
        command = click.option(f"--{name}", f"gap_{name}", help=told)(command)
    return command


def bulletin_of(update: Callable[[Path, datetime | None], int]) -> click.Command:
    """``new bulletin``; ``update`` publishes, and returns an exit code."""

    @click.command("bulletin")
    @config_option
    @now_option
    @click.argument("template", required=False)
    @_gap_options
    @click.option("--name", default="", help="The name of the file, which is the address of the page.")
    @click.option("--publish", is_flag=True, help="Run explainer update afterwards.")
    def bulletin(config_file: Path, now: datetime | None, template: str | None, **given: Any) -> int:
        """Begin a bulletin from a template: first-word, outage, weather, strike, accident, planned-works, all-clear.

        On a terminal it asks for what is not given. Elsewhere what is not given stays a gap, and is named.
        """
        answers = {name: given[f"gap_{name}"] for name in GAPS if given[f"gap_{name}"]}
        return _bulletin(config_file, now, (template or "", answers, given["name"]), given["publish"], update)

    return bulletin


def _bulletin(
    config_file: Path,
    now: datetime | None,
    wanted: tuple[str, dict[str, str], str],
    publish: bool,
    update: Callable[[Path, datetime | None], int],
) -> int:
    from explainer.declarations.documents import named
    from explainer.record import store
    from explainer.staff.check import Judge
    from explainer.staff.project import load_project
    from explainer.staff.writing import beginning, files, judging, templates

    project = load_project(config_file)
    at = moment(project.settings, now)
    judge = Judge(project, store.read(project.recorded))
    if judge.staff is None:
        say_findings(judge.constant)
        return FINDINGS
    house = templates.house_of(judge.staff.system, judge.sources, project.settings)
    source, folder = beginning.bulletins_of(project, judge.sources)
    chosen, answers, name = _template(wanted[0]), dict(wanted[1]), wanted[2]
    _refuse_foreign(chosen, answers)
    if _asks():
        _ask_all(chosen, answers, house, at)
    text = _made(chosen, answers, house, at)
    path = folder / f"{_name(name, text, chosen, beginning.taken_names(folder, source.id, judge.record))}.yml"
    shown = named(path, project.root)
    gaps = templates.open_gaps(text)
    text = beginning.with_schema(project, text, "bulletin", shown)
    if path.exists():
        raise click.ClickException(
            f"{shown} is there already; add to it with explainer say --to {path.stem}, or write another --name"
        )
    found = judging.verdict(judge, source, path, text, at)
    if not gaps and not found.is_clean:
        say_findings(found.findings)
        click.echo("Nothing was written.", err=True)
        return FINDINGS
    files.write_new(path, text, shown)
    language = project.settings.language if source.language == "und" else source.language
    if not gaps:
        _tell(shown, text, chosen)
    _tell_language(language)
    if gaps:
        return _tell_gaps(shown, text)
    return update(config_file, now) if publish else _next_step()


def _asks() -> bool:
    return sys.stdin.isatty()


def _template(name: str) -> Template:
    from explainer.staff.writing import templates

    every = templates.templates()
    if not name and _asks():
        for number, one in enumerate(every, 1):
            click.echo(f"  {number}  {one.title:<20} {one.about}")
        name = every[click.prompt("Which one", type=click.IntRange(1, len(every)), default=1) - 1].id
    try:
        return templates.template(name or every[0].id)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="TEMPLATE") from error


def _refuse_foreign(of: Template, answers: dict[str, str]) -> None:
    foreign = [name for name in answers if of.gap(name) is None]
    if foreign:
        there = ", ".join(f"--{gap.name}" for gap in of.gaps)
        raise click.UsageError(f"{of.id} asks for no --{foreign[0]}; it takes {there}")


def _ask_all(of: Template, answers: dict[str, str], house: House, now: datetime) -> None:
    """Ask for every answer that was not given, with what is usual offered."""
    said: dict[str, str] = {}
    for gap in of.gaps:
        if gap.name in answers:
            said[gap.name] = _judged(gap, answers[gap.name], said, house, now)
        else:
            said[gap.name] = _asked(gap, said, house, now)
    answers |= said
    click.echo("")


def _asked(gap: Gap, said: dict[str, str], house: House, now: datetime) -> str:
    from explainer.staff.writing import templates

    there = templates.choices(gap, said, house)
    for number, one in enumerate(there, 1):
        click.echo(f"  {number:>3}  {one.name} ({one.id})")
    usual = templates.usual(gap, said, house, now) or None
    answer: str = click.prompt(gap.asks, default=usual, value_proc=lambda value: _judged(gap, value, said, house, now))
    return answer


def _judged(gap: Gap, value: str, said: dict[str, str], house: House, now: datetime) -> str:
    from explainer.staff.writing import templates

    try:
        return templates.judged(gap, value, said, house, now)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=f"--{gap.name}") from error


def _made(of: Template, answers: dict[str, str], house: House, now: datetime) -> str:
    from explainer.staff.writing import templates

    try:
        return templates.new_bulletin(of, answers, house, now)
    except ValueError as error:
        gap, _, problem = str(error).partition(": ")
        raise click.BadParameter(problem, param_hint=f"--{gap}") from error


def _name(given: str, text: str, of: Template, taken: frozenset[str]) -> str:
    from explainer.declarations.documents import read_yaml
    from explainer.model.placeholders import gaps_in
    from explainer.staff.writing import beginning

    if given:
        try:
            return beginning.judged_name(given)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--name") from error
    headline = read_yaml(text, of.id).data["headline"]
    return beginning.name_for(of.id if gaps_in(headline) else headline, taken)


def _tell_gaps(shown: str, text: str) -> int:
    from explainer.staff.gaps import gaps

    click.echo(f"{shown}: begun. Nothing of it is published before these are answered:")
    for gap in gaps(text, shown):
        click.echo(f"  {shown}:{gap.line + 1}: {gap.what}")
    click.echo("Next: answer them in the file, then explainer check.")
    return DONE


def _tell(shown: str, text: str, of: Template) -> None:
    from explainer.declarations.documents import read_yaml

    data = read_yaml(text, shown).data
    click.echo(f"{shown}: {data['headline']}")
    click.echo(f"  {data['updates'][-1]['says']}")
    if of.id == "first-word":
        click.echo("  It claims no cause, no number and no right: you alone may publish it.")
    else:
        click.echo(f"  Have a second person read it: explainer accept {Path(shown).stem} --by PARTY")


def _tell_language(language: str) -> None:
    """Say so where the words around the answers are in another language than the bulletins."""
    from explainer.language.directions import primary

    if primary(language) != "en":
        click.echo(
            f"  Your bulletins are in “{language}”, and the words of the template in English, the only language we have"
            " them in: write them anew before customers read them."
        )


def _next_step() -> int:
    click.echo("Next: explainer update publishes it; then explainer say adds to it.")
    return DONE


# Pages


@click.command("explainer")
@config_option
@click.argument("title")
@click.option("--about", multiple=True, help="The part that it explains, by its id; several times for several.")
@click.option("--name", default="", help="The name of the file, which is the address of the page.")
def explainer_page(config_file: Path, title: str, about: tuple[str, ...], name: str) -> int:
    """Begin a page that explains parts on any day, with what the system knows of them."""
    from explainer.staff.writing import beginning

    project, judge = _site(config_file)
    staff = judge.staff
    if staff is None:
        say_findings(judge.constant)
        return FINDINGS
    parts = _parts(about, staff.system)
    text = beginning.explainer(_one_line(title), parts, staff.system)
    path = _page(project, beginning.HOW, title, name, text)
    _name_in_system(project, path, tuple(part.id for part in parts if not part.explainer))
    return _tell_page(project, path, text)


@click.command("question")
@config_option
@click.argument("title")
@click.option("--about", multiple=True, help="The part that it is about, by its id; several times for several.")
@click.option("--name", default="", help="The name of the file, which is the address of the page.")
def question(config_file: Path, title: str, about: tuple[str, ...], name: str) -> int:
    """Begin the page of a question that somebody asked: new question "Why do bags come late?"."""
    from explainer.staff.writing import beginning

    project, judge = _site(config_file)
    if judge.staff is None:
        say_findings(judge.constant)
        return FINDINGS
    text = beginning.question(_one_line(title), _parts(about, judge.staff.system))
    path = _page(project, beginning.QUESTIONS, title, name, text)
    return _tell_page(project, path, text)


def _site(config_file: Path) -> tuple[Project, Judge]:
    from explainer.record import store
    from explainer.staff.check import Judge
    from explainer.staff.project import load_project

    project = load_project(config_file)
    return project, Judge(project, store.read(project.recorded))


def _one_line(title: str) -> str:
    said = " ".join(title.split())
    if not said:
        raise click.BadParameter("is empty; write the title that readers see", param_hint="TITLE")
    return said


def _parts(about: tuple[str, ...], system: Any) -> Any:
    from explainer.staff.signing import wanted

    try:
        return tuple(system.by_id[part] for part in wanted(about, system))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--about") from error


def _page(project: Project, folder: str, title: str, name: str, text: str) -> Path:
    from explainer.declarations.documents import named
    from explainer.staff.writing import beginning, files

    try:
        stem = beginning.judged_name(name) if name else beginning.name_for(title, ())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--name") from error
    path = project.content / folder / f"{stem}.md"
    shown = named(path, project.root)
    if path.exists():
        raise click.ClickException(f"{shown} is there already; write another --name")
    files.write_new(path, text, shown)
    return path


def _name_in_system(project: Project, path: Path, parts: tuple[str, ...]) -> None:
    """Name the page in the system as the one that explains these parts."""
    from explainer.declarations.documents import named, read_yaml
    from explainer.staff.writing import files, splice

    system = project.content / "system.yml"
    held = files.read(system, named(system, project.root))
    text = held.text
    for index, row in enumerate(read_yaml(text, held.name).data["components"]):
        if row["id"] in parts:
            page = named(path, project.content)
            text = splice.with_value(text, ("components", index, "explainer"), page, held.name)
    if text != held.text:
        files.write_over(held, text)
        click.echo(f"{held.name}: explainer: {named(path, project.content)} for {', '.join(parts)}.")


def _tell_page(project: Project, path: Path, text: str) -> int:
    from explainer.declarations.documents import named
    from explainer.staff.gaps import gaps

    shown = named(path, project.root)
    click.echo(f"{shown}: begun. What stands as “fill in” is never published; it is for you to write:")
    for gap in gaps(text, shown):
        click.echo(f"  {shown}:{gap.line}: {gap.what}")
    click.echo(
        f"Next: write it, link it in {Path(shown).parent}/index.md and in nav: of mkdocs.yml, then explainer check."
    )
    return DONE


# Feeds and looks


@click.command("feed")
@config_option
@click.argument("address")
@click.option("--format", "format_name", help="Read it as this format instead of telling it.")
@click.option("--id", "feed", help="The id of the feed: the name of the file that the declaration goes into.")
def feed_of(config_file: Path, address: str, format_name: str | None, feed: str | None) -> int:
    """Try an address, as explainer feeds try does, and save the declaration."""
    from explainer.commands.feeds import trial
    from explainer.commands.watching import limits
    from explainer.declarations.documents import named
    from explainer.staff.project import load_project
    from explainer.staff.writing import beginning, files

    project = load_project(config_file)
    tried = trial(address, format_name, feed, limits(project.settings), wall())
    click.echo("\n".join(tried.lines), nl=bool(tried.lines))
    if tried.failure:
        click.echo(f"explainer: {address} cannot be read: {tried.failure}", err=True)
        return ASKED_FAILURE
    if not tried.declaration:
        raise click.ClickException("that is a declaration already; write an address or a file that it reads")
    path = project.feeds / f"{tried.feed}.yml"
    shown = named(path, project.root)
    if path.exists():
        raise click.ClickException(f"{shown} is there already; write another --id")
    files.write_new(path, beginning.with_schema(project, tried.declaration, "feed", shown), shown)
    click.echo(f"\n{shown}: written. Next: say below mapping: which parts it is about, then explainer check.")
    return DONE


@click.command("watch")
@config_option
@now_option
@click.argument("parts", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every part that no machine watches and no bulletin says is off.")
@click.option("--good-for", type=Span(), help="For how long you vouch for it, such as 8h; 24h at most.")
@click.option("--by", default="", help="Who looked: the id of a party. Else looked_by: of mkdocs.yml.")
@click.option("--note", default="", help="What readers should know of it, in a sentence.")
@click.pass_context
def look(ctx: click.Context, /, parts: tuple[str, ...], good_for: timedelta | None, **given: Any) -> int:
    """Sign that you looked, as explainer looked does; on a terminal it asks at what, and until when it is good."""
    every = given.pop("every")
    if not parts and not every and _asks():
        said = click.prompt("At which parts did you look (ids, or all)")
        parts, every = ((), True) if said.strip() == "all" else (tuple(said.split()), False)
    if good_for is None:
        if not _asks():
            raise click.ClickException("say for how long you vouch for it, such as --good-for 8h")
        good_for = click.prompt("For how long do you vouch for it", default="8h", type=Span())
    code: int = ctx.invoke(looked, parts=parts, every=every, good_for=good_for, **given)
    return code


def add_to(new: click.Group, update: Callable[[Path, datetime | None], int]) -> None:
    """Add every kind of thing to the group."""
    for command in (bulletin_of(update), explainer_page, question, feed_of, look):
        new.add_command(command)
