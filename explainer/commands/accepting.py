"""The command of a second reader: read a bulletin in a customer's place, and sign its exact words."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer.commands.console import DONE, FINDINGS, moment
from explainer.commands.options import config_option, now_option
from explainer.disk import folder_held, written_aside
from explainer.model.acceptance import Question

if TYPE_CHECKING:
    from explainer.model.acceptance import Acceptance
    from explainer.model.disruption import Disruption


@click.command()
@config_option
@now_option
@click.argument("bulletin")
@click.option("--by", required=True, help="The id of the party you sign for, as in system.yml.")
@click.option("--yes", is_flag=True, help="Answer every question with yes that --no does not name.")
@click.option("--no", nargs=2, multiple=True, metavar="QUESTION WORDS", help="Answer a question with no, and say why.")
def accept(config_file: Path, now: datetime | None, bulletin: str, by: str, **answers: Any) -> int:
    """Read a bulletin in a customer's place, answer five questions, and sign its exact words."""
    from explainer.language.words import english
    from explainer.picture.figures import spelled
    from explainer.staff.accepting import signature, to_sign
    from explainer.staff.check import load_staff
    from explainer.staff.project import load_project
    from explainer.staff.signing import signatory

    project = load_project(config_file)
    staff = load_staff(project)
    try:
        signatory(by, staff.system)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--by") from error
    found = to_sign(project, staff.sources, staff.known, bulletin)
    yes, refused = answers["yes"], _refused(answers["no"])
    if not yes and not sys.stdin.isatty():
        raise click.UsageError(
            "nobody can answer here; write --yes, and --no QUESTION WORDS for what you would not accept"
        )
    if not yes:
        _show(spelled(found.disruption, english()))
        refused |= {question: _asked(question) for question in _unanswered(refused)}
    reasons = {question: words for question, words in refused.items() if words}
    at = moment(project.settings, now).astimezone(found.zone)
    reading = signature(found.disruption.words, by, at, reasons)
    _write(found.readings, reading)
    return _told(found.readings, staff.system.party_name(by), reading.at, reasons)


def _write(path: Path, reading: Acceptance) -> None:
    """Add a reading to its file, which is whole at any moment."""
    from explainer.staff.accepting import signed

    with folder_held(path.parent):
        before = path.read_text("utf-8") if path.is_file() else ""
        with written_aside(path, signed(before, reading).encode()) as aside:
            aside.replace(path)


def _refused(no: tuple[tuple[str, str], ...]) -> dict[Question, str]:
    known = [question.value for question in Question]
    for name, words in no:
        if name not in known:
            raise click.BadParameter(f"“{name}” is no question; write one of: {', '.join(known)}", param_hint="--no")
        if not words.strip():
            raise click.BadParameter(f"say why not “{name}”", param_hint="--no")
    return {Question(name): words for name, words in no}


def _unanswered(refused: dict[Question, str]) -> list[Question]:
    return [question for question in Question if question not in refused]


def _show(words: Disruption) -> None:
    """What customers will read first, to be read slowly."""
    account = words.account
    click.echo(f"\n  {words.headline[0].text}\n")
    for said in (account.summary, account.empathy, *account.brief):
        click.echo(f"  {said}")
    for ask in account.asks:
        click.echo(f"  To do: {ask.what}. {ask.how}")
    for decision in account.decisions:
        click.echo(f"  Decided: {decision.what}. Who pays: {decision.cost_to}")
    for unknown in account.unknowns:
        click.echo(f"  Not known: {unknown}")
    click.echo(f"  Last word, {words.updates[-1].at:%H:%M}: {words.updates[-1].says}\n")


def _asked(question: Question) -> str:
    """Why not, in words; empty for a yes."""
    from explainer.staff.accepting import QUESTIONS

    if click.confirm(f"  {QUESTIONS[question]}", default=None):
        return ""
    return str(click.prompt("  What is missing, or wrong"))


def _told(path: Path, name: str, at: datetime, reasons: dict[Question, str]) -> int:
    click.echo(f"{path}: signed for {name} at {at:%H:%M}. It holds until the words change.")
    if reasons:
        click.echo(f"{len(reasons)} of {len(Question)} answers are no: mend the bulletin, and have it read again.")
        return FINDINGS
    click.echo("The next update publishes it.")
    return DONE
