"""``explainer say``: one more word in the bulletin that is open, by the shortest way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from explainer.commands.console import DONE, FINDINGS, moment, say_findings
from explainer.commands.options import config_option, now_option

T = TypeVar("T")

if TYPE_CHECKING:
    from explainer.model.disruption import Expected
    from explainer.staff.check import Judge
    from explainer.staff.project import Project
    from explainer.staff.writing.updating import End, Ours, Word


def say_of(update: Callable[[Path, datetime | None], int]) -> click.Command:
    """The command; ``update`` publishes, and returns an exit code."""

    @click.command("say")
    @config_option
    @now_option
    @click.argument("words")
    @click.option("--to", default="", help="The id of the bulletin, where more than one is open.")
    @click.option("--next", "due", help="When you will say more: 19:45, 30m, or 2026-11-21 06:00.")
    @click.option("--changed", default="", help="What is new since the last word, or was wrong in it.")
    @click.option("--late-because", default="", help="Why this comes after the time that you promised.")
    @click.option("--headline", default="", help="A new headline in the place of the old one.")
    @click.option("--summary", default="", help="A new summary in the place of the old one.")
    @click.option("--over", is_flag=True, help="It is over: close the bulletin with these words.")
    @click.option("--ended", help="With --over: since when; now if not given.")
    @click.option(
        "--happened",
        nargs=2,
        multiple=True,
        metavar="ESTIMATE TIME",
        help="With --over: when what you foresaw happened, or never, or unknown.",
    )
    @click.option("--anyway", is_flag=True, help="Write it although it contradicts something, and mend that later.")
    @click.option("--publish", is_flag=True, help="Run explainer update afterwards.")
    def say(config_file: Path, now: datetime | None, words: str, **given: Any) -> int:
        """Add a word to the bulletin that is open: say "Two of three belts run." --next 19:45."""
        return _said(config_file, now, words, given, update)

    return say


def _said(
    config_file: Path,
    now: datetime | None,
    words: str,
    given: dict[str, Any],
    update: Callable[[Path, datetime | None], int],
) -> int:
    from explainer.record import store
    from explainer.staff.check import Judge
    from explainer.staff.project import load_project
    from explainer.staff.writing import files, judging, updating

    project = load_project(config_file)
    at = moment(project.settings, now)
    judge = Judge(project, store.read(project.recorded))
    one = _chosen(updating.ours(project, judge.sources), given["to"], at)
    word, end = _word(one, words, given, at), None
    if given["over"]:
        end = _end(one, given, word)
    elif given["ended"] or given["happened"]:
        raise click.UsageError("--ended and --happened are for the end; write --over too")
    text = updating.with_word(one, word, end)
    found = judging.verdict(judge, one.source, one.held.path, text, at)
    if found.is_kept_from_readers or (found.new_errors and not given["anyway"]):
        say_findings(found.findings)
        more = "" if found.is_kept_from_readers else "; --anyway writes it all the same"
        click.echo(f"Nothing was written{more}.", err=True)
        return FINDINGS
    files.write_over(one.held, text)
    _tell(project, judge, one, word, end)
    say_findings(found.findings)
    if given["publish"]:
        return update(config_file, now)
    click.echo("Next: explainer update publishes it. A watch that runs does so by itself, and CI once it is pushed.")
    return DONE


# Which one


def _chosen(every: tuple[Ours, ...], to: str, at: datetime) -> Ours:
    from explainer.staff.writing import updating

    try:
        return updating.chosen(every, to)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except updating.SeveralError as error:
        for number, one in enumerate(error.there, 1):
            click.echo(f"  {number}  {_listed(one, at)}", err=not _asks())
        if not _asks():
            raise click.ClickException(str(error)) from error
        number = click.prompt("Which one", type=click.IntRange(1, len(error.there)))
        return error.there[number - 1]


def _listed(one: Ours, at: datetime) -> str:
    from explainer.language.words import english
    from explainer.staff.writing.updating import due

    promised = due(one)
    when = f"; promised {english().moment(promised.astimezone(one.zone), at.astimezone(one.zone))}" if promised else ""
    return f"{one.held.path.stem}: {one.headline}{when}"


def _asks() -> bool:
    return sys.stdin.isatty()


# What is said


def _word(one: Ours, words: str, given: dict[str, Any], at: datetime) -> Word:
    from explainer.staff.writing import updating

    said = words.strip()
    if not said:
        raise click.BadParameter("is empty; write what people should know, in a sentence", param_hint="WORDS")
    moment_ = updating.moment_of(one, at)
    late = given["late_because"]
    if updating.is_late(one, moment_) and not late.strip():
        late = _why_late(one, moment_)
    return updating.Word(
        says=said,
        at=moment_,
        next_update=None if given["over"] else _promise(one, given["due"], moment_),
        changed=given["changed"],
        late_because=late,
        headline=given["headline"],
        summary=given["summary"],
    )


def _why_late(one: Ours, at: datetime) -> str:
    from explainer.staff.writing.updating import due

    promised = due(one)
    when = f"{promised.astimezone(one.zone):%H:%M}" if promised else ""
    told = f"this word was promised for {when}, and it is {at:%H:%M}"
    if not _asks():
        raise click.ClickException(f"{told}; say why with --late-because")
    click.echo(f"{told[:1].upper()}{told[1:]}.")
    return _prompted("Why is it late", str)


def _promise(one: Ours, said: str | None, at: datetime) -> datetime | None:
    from explainer.staff.signing import as_written
    from explainer.staff.writing import times, updating

    def read(value: str) -> datetime:
        return times.ahead(value, at, one.zone)

    if said is not None:
        try:
            return read(said)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--next") from error
    if one.said is not None and one.said.status.over:
        return None
    usual = updating.usual_promise(one, at)
    shown = f"{usual:%H:%M}" if usual.date() == at.date() else as_written(usual)
    if not _asks():
        raise click.ClickException(
            f"say when you will say more, such as --next {usual:%H:%M}; or that it is over: --over"
        )
    return _prompted("When will you say more", read, shown)


def _prompted(question: str, read: Callable[[str], T], usual: str | None = None) -> T:
    """An answer at the terminal, asked for until it can be read."""

    def checked(value: str) -> T:
        try:
            return read(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    answer: T = click.prompt(question, default=usual, value_proc=checked)
    return answer


# The end


def _end(one: Ours, given: dict[str, Any], word: Word) -> End:
    from explainer.staff.writing import times, updating

    if given["due"] is not None:
        raise click.UsageError("what is over promises no next word; leave out --next, or --over")

    def past(value: str) -> datetime:
        return times.past(value, word.at, one.zone)

    try:
        ended = past(given["ended"]) if given["ended"] else word.at
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ended") from error
    told = _told_outcomes(one, given["happened"], past)
    for place, expected in updating.open_estimates(one):
        if place not in told:
            told[place] = _asked_outcome(place, expected, past)
    return updating.End(ended, told)


def _told_outcomes(
    one: Ours, happened: tuple[tuple[str, str], ...], past: Callable[[str], datetime]
) -> dict[int, datetime | str]:
    told: dict[int, datetime | str] = {}
    for name, said in happened:
        try:
            told[_place(one, name)] = _outcome(said, past)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--happened") from error
    return told


def _place(one: Ours, name: str) -> int:
    """The place of an estimate that is called by its id, or by its number."""
    from explainer.declarations.nearness import near

    expected = one.said.expected if one.said is not None else ()
    by_name = {_called(place, row): place for place, row in enumerate(expected)}
    by_name |= {str(place): place - 1 for place in range(1, len(expected) + 1)}
    if name not in by_name:
        raise ValueError(f"there is no estimate “{name}”; {near(name, by_name)}")
    return by_name[name]


def _called(place: int, expected: Expected) -> str:
    return expected.id or str(place + 1)


def _outcome(said: str, past: Callable[[str], datetime]) -> datetime | str:
    plain = said.strip().lower()
    return plain if plain in ("never", "unknown") else past(said)


def _asked_outcome(place: int, expected: Expected, past: Callable[[str], datetime]) -> datetime | str:
    if not _asks():
        raise click.ClickException(
            f"you foresaw “{expected.what}”, and nobody says when it happened; "
            f"write --happened {_called(place, expected)} and a time, never, or unknown"
        )
    click.echo(f"You foresaw “{expected.what}”.")
    return _prompted("When did it happen (or never, or unknown)", lambda said: _outcome(said, past))


# Told


def _tell(project: Project, judge: Judge, one: Ours, word: Word, end: End | None) -> None:
    from explainer.language.words import english
    from explainer.staff.writing import updating

    words, here = english(), word.at
    click.echo(f"{one.held.name}: added at the end.")
    click.echo(f"  {here:%H:%M}  {word.says}")
    if word.next_update is not None:
        due = word.next_update.astimezone(one.zone)
        minutes = round((due - here).total_seconds() / 60)
        with_it = ", and the cause by then" if updating.promises_cause_with_it(one) else ""
        click.echo(f"  You promise the next word by {words.moment(due, here)}, in {minutes} minutes{with_it}.")
    if end is not None:
        since = words.moment(end.ended.astimezone(one.zone), here)
        click.echo(f"  It is over since {since}. What it reported is normal, and says these words.")
    if not word.headline:
        click.echo(f"  The headline stays: {one.headline}")
    if end is None:
        click.echo(f"  {_reader(project, judge, one, word)}")


def _reader(project: Project, judge: Judge, one: Ours, word: Word) -> str:
    """By which command a second person signs these words, and what readers see until then."""
    from explainer.staff.emptiness import has_figure

    command = f"explainer accept {one.held.path.stem} --by {_second(project, judge, one)}"
    if has_figure(f"{word.says} {word.headline} {word.summary}"):
        return f"It says a number: have a second person read it now: {command}"
    until = word.at + project.settings.second_reader_within
    return f"A second person can read it: {command}. From {until:%H:%M} on, the page says that nobody has."


def _second(project: Project, judge: Judge, one: Ours) -> str:
    """Who might be the second person: whoever read it last, else a party that is not the one that writes."""
    from explainer.staff.accepting import readings_of

    read = readings_of(one.held.path, one.source)
    if read:
        return read[-1].by
    looks = project.settings.looked_by
    others = [party for party in (judge.staff.system.party if judge.staff else ()) if party != one.source.party]
    return looks if looks and looks != one.source.party else others[0] if len(others) == 1 else "PARTY"
