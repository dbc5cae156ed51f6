"""``explainer questions``: mails and exports into drafts, and what answers are owed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.commands.console import ASKED_FAILURE, DONE, moment, warn
from explainer.commands.options import config_option, now_option

if TYPE_CHECKING:
    from explainer.language.words import Words
    from explainer.picture.questions import Queue, Waiting
    from explainer.staff.asking.drafts import Draft, Sorted
    from explainer.staff.asking.exports import Read
    from explainer.staff.check import Staff

MOST_SHOWN = 8
"""Places at which something was dropped that are shown of one letter."""


@click.group()
def questions() -> None:
    """Questions of customers: make drafts of mails, and see what answers are owed."""


@questions.command("import")
@config_option
@now_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--field", default="", help="The column or key of an export that holds the question.")
def import_(config_file: Path, now: datetime | None, file: Path, field: str) -> int:
    """Make drafts of a mailbox (mbox), a mail, or an export as CSV or JSON; nothing of it is published."""
    from explainer.declarations.documents import named
    from explainer.staff.asking import drafts, exports
    from explainer.staff.project import load_project

    project = load_project(config_file)
    at = moment(project.settings, now)
    read = exports.read(file, field)
    there = list(drafts.known_in(project))
    found = drafts.drafts_of(read.letters, (known for _, known in there), at.astimezone(project.settings.tz))
    first = max((page.front.number or 0 for page, _ in there), default=0) + 1
    for one in drafts.write(project, found.drafts, first):
        click.echo(named(one.path, project.root) + (f", asked by {one.draft.people}" if one.draft.people > 1 else ""))
        _say_dropped(one.draft)
    for draft, known in found.known:
        click.echo(f"“{draft.title}” is asked already: raise people: in {known.file}")
    _say_sum(file, read, found)
    return DONE


def _say_dropped(draft: Draft) -> None:
    """What was dropped of a letter: how many of each kind, and the words around each."""
    from explainer.staff.asking.personal import counted

    if not draft.dropped:
        click.echo("  nothing was dropped; look for names all the same")
        return
    click.echo("  dropped: " + ", ".join(f"{amount} × {kind}" for kind, amount in counted(draft.dropped)))
    for one in draft.dropped[:MOST_SHOWN]:
        click.echo(f"    … {one.around} …")
    if (more := len(draft.dropped) - MOST_SHOWN) > 0:
        click.echo(f"    and {more} more")


def _many(amount: int, what: str) -> str:
    return f"{amount:,} {what}" if amount == 1 else f"{amount:,} {what}s"


def _say_sum(file: Path, read: Read, found: Sorted) -> None:
    from explainer.staff.asking.drafts import DRAFTS
    from explainer.staff.asking.exports import MOST

    told = [f"{_many(len(found.drafts), 'draft')} in {DRAFTS}/", f"{len(found.known)} asked already"]
    told += [f"{found.empty} without a question"] if found.empty else []
    click.echo(f"{file.name}: {_many(len(read.letters), 'letter')}, " + ", ".join(told) + ".")
    if read.unread:
        warn(f"{_many(read.unread, 'letter')} could not be read")
    if read.more:
        warn(f"there are more than {MOST:,} letters; export the rest by itself")
    if found.drafts:
        click.echo(
            "Nothing is published. Read each draft, say it in your own words, and move it to content/questions/."
        )


@questions.command("list")
@config_option
@now_option
@click.option("--strict", is_flag=True, help="Exit with 3 when a promise of an answer was missed.")
def list_(config_file: Path, now: datetime | None, strict: bool) -> int:
    """Show what is open, what is overdue first, and how long answers take."""
    from explainer.language.words import english
    from explainer.picture.questions import Queue
    from explainer.site.questions import questions_of
    from explainer.staff.check import load_staff
    from explainer.staff.project import load_project

    project = load_project(config_file)
    staff = load_staff(project)
    at = moment(project.settings, now).astimezone(project.settings.tz)
    found = questions_of(project, staff, None, {page.path: page.path for page in staff.pages})
    queue, words = Queue(found, at), english()
    for one in queue.waiting:
        click.echo(_told(words, staff, one, at))
    click.echo(_counted(words, queue))
    return ASKED_FAILURE if strict and queue.overdue else DONE


def _told(words: Words, staff: Staff, one: Waiting, now: datetime) -> str:
    question = one.question
    who = staff.system.party_name(question.owner)
    due = f"promised for {words.moment(one.due.latest.astimezone(now.tzinfo), now)}" if one.due else "no new promise"
    late = f"OVERDUE by {words.duration(one.late_by(now))}; " if one.is_overdue else ""
    return f"No. {question.number} {question.title}\n  {late}{who}, {question.state}, {due}. {question.url}"


def _counted(words: Words, queue: Queue) -> str:
    amounts = (
        (queue.asked, "asked"),
        (queue.answered, "answered"),
        (queue.waiting, "open"),
        (queue.overdue, "of these overdue"),
        (queue.refused, "refused"),
        (queue.removed, "removed"),
    )
    told = ", ".join(f"{len(some)} {word}" for some, word in amounts)
    took = f" Half of the answers came within {words.duration(queue.middle)}." if queue.middle is not None else ""
    return f"{told}.{took}"
