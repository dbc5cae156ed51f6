"""``explainer new``: a site in a folder of its own, or one more thing for a site that is there.

The first word is a kind of thing, such as ``bulletin``, or else the folder of a new site.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer.commands.console import DONE

if TYPE_CHECKING:
    from explainer.staff.starting.answering import Answers
    from explainer.staff.starting.trades import Trade

SITE = "FOLDER"
"""The name of the command that makes a site: no folder is called so by anybody who does not mean to."""


class KindOrFolder(click.Group):
    """A group in which a first word that is none of its commands is a folder."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Call the command for a site by what it is given, whatever that begins with."""
        asks_for_help = not args or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if asks_for_help or args[0] in self.commands else [SITE, *args])


@click.group(cls=KindOrFolder)
def new() -> None:
    """Make a new site in FOLDER, or something new for the site that is here."""


class OfTheFolder(click.Command):
    """The command for a site, whose own name stands for its one argument."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click’s own signature
        """Do not name the folder twice."""
        return [self.options_metavar or ""]


class ByReading(click.ParamType[str]):
    """A word that ``read`` understands, or says in a ``ValueError`` what to write instead."""

    def __init__(self, name: str, read: Callable[[str], str]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it is meant."""
        try:
            return self._read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _trade(value: str) -> str:
    from explainer.staff.starting.trades import trade

    return trade(value).id


def _zone(value: str) -> str:
    from explainer.staff.starting.answering import zone

    return zone(value)


def _language(value: str) -> str:
    from explainer.staff.starting.answering import language

    return language(value)


def _words(value: str) -> str:
    from explainer.staff.starting.answering import words

    return words(value)


def _number(value: str) -> str:
    return _words(value) if value.strip() else ""


def _address(value: str) -> str:
    from explainer.staff.starting.answering import address

    return address(value)


TRADE, ZONE, LANGUAGE = ByReading("trade", _trade), ByReading("zone", _zone), ByReading("language", _language)
WORDS, NUMBER, ADDRESS = ByReading("words", _words), ByReading("number", _number), ByReading("address", _address)


@new.command(SITE, cls=OfTheFolder)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--for", "trade", type=TRADE, help="What it is for: airport, bank, hospital, power, rail, water or blank."
)
@click.option("--name", type=WORDS, help="What customers call you, such as “Harbour Hospital”.")
@click.option("--zone", type=ZONE, help="The time zone of its times, such as Europe/Berlin.")
@click.option("--language", type=LANGUAGE, help="The language of the site’s own words; en if not given.")
@click.option("--contact", type=WORDS, help="Who answers when a reader calls; the trade’s own office if not given.")
@click.option("--phone", type=NUMBER, help="The number a reader can call; none if not given.")
@click.option("--hours", type=WORDS, help="When somebody answers there; “at any hour” if not given.")
@click.option("--url", type=ADDRESS, help="Where the site will be, such as https://status.example/; none if not given.")
def site(folder: Path, trade: str | None, **given: str | None) -> int:
    """Make a site that builds and checks clean, and says who must fill in what.

    On a terminal it asks for what is not given. Elsewhere --for, --name and --zone must be.
    """
    from explainer.staff.starting import laying, trades

    target = folder.resolve()
    laying.refuse_what_is_no_folder(target)
    asks = sys.stdin.isatty()
    if not asks:
        _refuse_to_guess(trade, given)
    chosen = trades.trade(trade or _asked_for_trade())
    answers = _asked(target, chosen, given) if asks else _as_given(chosen, given)
    files = trades.files_of(chosen, answers)
    laying.lay_out(target, files)
    return _told(folder, chosen, answers, files)


def _refuse_to_guess(trade: str | None, given: dict[str, str | None]) -> None:
    """Refuse to make up what only a person can know.

    Raises:
        click.UsageError: naming every option that lacks.
    """
    wanted = {"--for": (trade, "hospital"), "--name": (given["name"], "“Harbour Hospital”")}
    wanted |= {"--zone": (given["zone"], "Europe/Berlin")}
    lacking = [f"{option} {example}" for option, (value, example) in wanted.items() if not value]
    if lacking:
        raise click.UsageError(f"nobody can be asked here; write, for instance: {' '.join(lacking)}")


def _asked_for_trade() -> str:
    from explainer.staff.starting import trades

    click.echo("What is the site for?")
    for one in trades.trades():
        click.echo(f"  {one.id:<10}{one.title}")
    return str(click.prompt("  ", prompt_suffix="> ", type=TRADE))


def _asked(target: Path, trade: Trade, given: dict[str, str | None]) -> Answers:
    """What a person at a terminal says of the site, with what is likely offered."""
    from explainer.staff.starting import answering

    def ask(key: str, question: str, usual: str, kind: click.ParamType[str]) -> str:
        return given[key] or str(click.prompt(question, default=usual or None, type=kind))

    name = ask("name", "What customers call you", answering.name_of(target), WORDS)
    zone = ask("zone", "Time zone", answering.zone_here(), ZONE)
    language = ask("language", "Language of the site’s own words", "en", LANGUAGE)
    contact = ask("contact", "Who answers when a reader calls", trade.office, WORDS)
    phone = given["phone"] if given["phone"] is not None else _asked_for_phone()
    return answering.Answers(
        name=name,
        zone=zone,
        language=language,
        contact=contact,
        phone=phone,
        hours=given["hours"] or answering.ANY_HOUR,
        url=given["url"] or "",
    )


def _asked_for_phone() -> str:
    question = "The number they call (Enter if there is none yet)"
    return str(click.prompt(question, default="", show_default=False, type=NUMBER))


def _as_given(trade: Trade, given: dict[str, str | None]) -> Answers:
    from explainer.staff.starting import answering

    return answering.Answers(
        name=given["name"] or "",
        zone=given["zone"] or "",
        language=given["language"] or "en",
        contact=given["contact"] or trade.office,
        phone=given["phone"] or "",
        hours=given["hours"] or answering.ANY_HOUR,
        url=given["url"] or "",
    )


def _told(folder: Path, trade: Trade, answers: Answers, files: dict[str, str]) -> int:
    """Say what is there now, and the next steps."""
    from explainer.staff.gaps import gaps
    from explainer.staff.starting.laying import is_here

    open_gaps = sum(1 for path, text in files.items() for _ in gaps(text, path))
    click.echo(f"{folder}: {answers.name}, {trade.title}, in {len(files)} files.")
    click.echo("Nothing on it is green yet: every part is unknown until somebody looks, or a machine answers.")
    if not answers.is_english:
        click.echo(
            f"The site’s own words are in “{answers.language}”, but the texts in content/ and ops_feeds/ are in"
            " English, the only language we have them in: write them anew before customers read them."
        )
    click.echo()
    if not is_here(folder):
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  explainer serve          see it")
    click.echo(f"  explainer check          the {open_gaps} places that only you can fill in")
    click.echo("  explainer new bulletin   the first notice, when there is one; explainer desk is the same in a form")
    return DONE
