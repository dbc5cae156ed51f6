"""Advice on what feeds said last: messages that no rule places, entries that cannot be read, a wrong clock."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import read_file
from explainer.errors import Finding, Level
from explainer.formats.kit import text
from explainer.language.states import flood_in_words
from explainer.language.words import english
from explainer.picture.model import Picture
from explainer.staff.placing import advice
from explainer.staff.project import Project

MOST_ADVICE, LONGEST_SAID = 10, 100


def not_understood(project: Project, picture: Picture) -> Iterator[Finding]:
    """That advice, at the declaration of each feed; for one feed the first few, and how many there are more."""
    for source in picture.sources:
        located = read_file(project.feeds / f"{source.source.id}.yml", project.root)
        found = list(advice(picture, source.source.id))
        for one in found[:MOST_ADVICE]:
            said = f"“{text.line(one.says, LONGEST_SAID)}” holds now and was not understood"
            remedy = f"add {one.rule}" if one.rule else "mend it at its source; if no part of yours depends on it, "
            remedy += "" if one.rule else "write unmatched: ignore"
            why = "" if one.rule else f": {text.line(one.reason, LONGEST_SAID)}"
            yield located.finding(("mapping",), f"{said}{why}", remedy, level=Level.ADVICE)
        if len(found) > MOST_ADVICE:
            problem = f"{len(found) - MOST_ADVICE} more messages that hold now were not understood"
            yield located.finding(("mapping",), problem, "begin with those above", level=Level.ADVICE)
        if source.flood is not None:
            problem = f"it is flooding: {flood_in_words(english(), source.flood).removesuffix('.')}"
            yield located.finding(
                ("at_most",), problem, "raise it here, if the feed is to bring more", level=Level.ADVICE
            )
        if source.left_out:
            names = ", ".join(source.left_out)
            problem = f"it speaks of {names}, which it may not set, so that is left out"
            yield located.finding(("may", "set"), problem, "name them here, if it may", level=Level.ADVICE)
        if source.ahead is not None:
            problem = f"its clock is {english().duration(source.ahead)} ahead: its times count from when they were read"
            yield located.finding(("zone",), problem, "correct it, or ask the publisher", level=Level.ADVICE)
