"""Notices that say nothing: no number, no place, no end, nothing to do. Every line may be true, and nobody is helped.

Each lack alone is advice. A notice with most of them is no notice, and has to be mended; it is published all the same,
because a poor word is better than none. A first word that is a few minutes old is let be: “We know. More by 19:00.”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from explainer.declarations.documents import Located, PathOf
from explainer.errors import Finding, Level
from explainer.formats.families.bulletin_rules import house_for, texts_of
from explainer.language.house import House
from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Status

FIRST_WORD_IS_YOUNG = timedelta(minutes=10)
"""So long after its first and only update a notice need not say more than that somebody knows."""

TOO_MANY = 3
"""A notice that lacks so many things says nothing."""

_CLOCK_OR_DATE = re.compile(r"\d{1,2}[:.h]\d{2}|\d{4}-\d{2}-\d{2}")


class Lack(NamedTuple):
    """What a notice lacks: in a word or two, at its place, as a problem with its remedy."""

    thing: str
    path: PathOf
    problem: str
    remedy: str


def emptiness(bulletin: Disruption, located: Located, now: datetime) -> Iterator[Finding]:
    """Everything that an open notice lacks at ``now``, and that it says nothing where that is too much."""
    if bulletin.status not in (Status.ACTIVE, Status.MONITORING) or _is_young(bulletin, now):
        return
    found = list(_lacks(bulletin, located, house_for(bulletin)))
    for lack in found:
        yield located.finding(lack.path, lack.problem, lack.remedy, level=Level.ADVICE)
    if len(found) >= TOO_MANY:
        lacking = ", ".join(lack.thing for lack in found)
        yield located.finding(("headline",), f"this notice says nothing: {lacking}", "write at least one of them")


def _is_young(bulletin: Disruption, now: datetime) -> bool:
    return len(bulletin.updates) == 1 and now - bulletin.updates[0].at < FIRST_WORD_IS_YOUNG


def _lacks(bulletin: Disruption, located: Located, house: House) -> Iterator[Lack]:
    if not any(map(has_figure, _figured(bulletin))):
        remedy = "say how many, how long or how late; what you cannot tell belongs into unknowns:"
        yield Lack("no number", ("impact",), "has no number", remedy)
    if house.is_nothing(bulletin.account.place) or house.nowhere_in(bulletin.account.place):
        remedy = "name the place as customers call it"
        yield Lack("no place", ("place",), f"“{bulletin.account.place}” names no place", remedy)
    if not bulletin.expected:
        remedy = "add a range and what it rests on; or say under what: that you cannot tell, and under at: when you can"
        yield Lack("no end", ("expected",), "is missing", remedy)
    yield from _help(bulletin, located, house)


def _figured(bulletin: Disruption) -> Iterator[str]:
    """Where a reader looks for how bad it is."""
    yield from (said.text for said in (*bulletin.headline, *bulletin.description))
    for impact in bulletin.impacts:
        yield f"{impact.what} {impact.note} {impact.amount.low if impact.amount else ''}"
    yield from (report.says for report in bulletin.reports)
    yield from (bulletin.updates[-1].says,)


def has_figure(words: str) -> bool:
    """Whether a text holds a number that is neither a time of day nor a date."""
    return bool(re.search(r"\d", _CLOCK_OR_DATE.sub("", words)))


def _help(bulletin: Disruption, located: Located, house: House) -> Iterator[Lack]:
    """Nothing to do but to ask somebody else, and regret without a deed."""
    told = [f"{ask.what} {ask.how}" for ask in bulletin.account.asks]
    told += [said.text for said in bulletin.instruction]
    sent_away = [said for said in told if house.elsewhere_in(said)]
    if sent_away and len(sent_away) == len(told):
        path: PathOf = ("asks",) if bulletin.account.asks else ("nothing_to_do",)
        said = house.elsewhere_in(sent_away[0])
        remedy = "say what people can do themselves, and what they will hear there"
        yield Lack("nothing to do", path, f"sends everybody to “{said}”, and offers no more", remedy)
    is_helped = len(sent_away) < len(told) or bool(bulletin.account.decisions)
    regretted = next(((path, said) for path, words in texts_of(located.data) if (said := house.sorry_in(words))), None)
    if regretted and not is_helped:
        path, said = regretted
        yield Lack("no deed", path, f"“{said}”, and nothing is done", "add a decision, or something people can do")
