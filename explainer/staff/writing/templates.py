"""Templates of bulletins: what a person has to say, and everything else that a whole bulletin says.

A template is a file in ``templates/``, in the folder of its language: its gaps, each with its question, and the
bulletin with ``{where?}`` in the place of each answer. Ids and names come from the site's own system, times from
``now``. What stays unanswered stays a gap, with its question in a comment above it, and no bulletin with a gap is
published (:mod:`explainer.formats.families.bulletin_gaps`). Pure but for reading the templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from explainer.declarations.documents import read_yaml
from explainer.declarations.nearness import near
from explainer.declarations.spans import read_span
from explainer.formats.families.bulletin_rules import texts_of
from explainer.language.words import Words, english
from explainer.model.placeholders import answered, gaps_in
from explainer.model.settings import Settings
from explainer.model.sources import Source, our_own
from explainer.model.system import Component, System
from explainer.model.vocabulary import Kind as KindOfPart
from explainer.model.vocabulary import Reality
from explainer.staff.signing import as_written
from explainer.staff.writing import times
from explainer.staff.writing.splice import Splices

LANGUAGES = ("en",)
"""The languages that templates are in; the first is for every other."""

HELP = "# fill in: "
"""How the comment begins that says what a gap asks for."""


class Kind(StrEnum):
    """What a gap is answered with."""

    WORDS = "words"
    PART = "part"
    """A part of the system."""
    CAUSE = "cause"
    """A part that customers feel the trouble of."""
    CONDITION = "condition"
    """A part that is an outside condition, such as snow."""
    AFFECTED = "affected"
    """A part that links lead to from the condition."""
    FELT = "felt"
    """What customers feel of the part."""
    PROMISE = "promise"
    """The time of the next update."""
    PAST = "past"
    """A time that has come."""
    TIME = "time"
    """Any time."""


class Gap(NamedTuple):
    """One answer that a template needs: its ``name``, what it ``asks``, and what is usual, if anything is."""

    name: str
    asks: str
    kind: Kind = Kind.WORDS
    usual: str = ""


class Template(NamedTuple):
    """A bulletin to begin with: ``about`` is what it is for, ``text`` the bulletin with its gaps."""

    id: str
    title: str
    about: str
    gaps: tuple[Gap, ...]
    text: str

    def gap(self, name: str) -> Gap | None:
        """The gap of that name."""
        return next((gap for gap in self.gaps if gap.name == name), None)


class House(NamedTuple):
    """Whose bulletin it is: the system of the site, the party that writes bulletins, and the zone of their times.

    ``is_exercise`` is whether the site is an exercise, in which everything that is written is one.
    """

    system: System
    desk: str
    zone: ZoneInfo
    is_exercise: bool = False

    @property
    def words(self) -> Words:
        """How times are said; the templates are in English."""
        return english()


def house_of(system: System, sources: Iterable[Source], settings: Settings) -> House:
    """Whose bulletins are written here; times in them are of the zone of their declaration.

    The desk is the party of our own bulletins, else the one that signs looks, else the first one there is.
    """
    every = tuple(sources)
    ours = next((one for one in every if one.id in our_own(every)), None)
    wanted = (ours.party if ours else "", settings.looked_by, system.parties[0].id)
    desk = next(party for party in wanted if party in system.party)
    return House(system, desk, ours.tz if ours else settings.tz, settings.exercise is not None)


class Choice(NamedTuple):
    """One of the answers that a gap takes."""

    id: str
    name: str


Answers = Mapping[str, str]
"""What was answered, by the names of gaps."""


@cache
def templates(language: str = LANGUAGES[0]) -> tuple[Template, ...]:
    """Every template in a language, or else in English, the one for the first word first."""
    folder = files("explainer.staff.writing") / "templates" / (language if language in LANGUAGES else LANGUAGES[0])
    read = (_template(one.name.removesuffix(".yml"), one.read_text("utf-8")) for one in folder.iterdir())
    return tuple(sorted(read, key=lambda one: (_ORDER.index(one.id), one.id)))


_ORDER = ("first-word", "outage", "weather", "strike", "accident", "planned-works", "all-clear")


def _template(name: str, text: str) -> Template:
    said = read_yaml(text, name).data
    gaps = tuple(
        Gap(gap, row["asks"], Kind(row.get("kind", Kind.WORDS)), row.get("usual", ""))
        for gap, row in said["gaps"].items()
    )
    return Template(name, said["title"], said["about"], gaps, said["bulletin"])


def template(name: str, language: str = LANGUAGES[0]) -> Template:
    """The template of that name.

    Raises:
        ValueError: when there is none.
    """
    found = {one.id: one for one in templates(language)}
    if name not in found:
        raise ValueError(f"there is no template “{name}”; {near(name, found)}")
    return found[name]


# Answers


def choices(gap: Gap, answers: Answers, house: House) -> tuple[Choice, ...]:
    """The answers that a gap takes, after ``answers`` to others; none where any words or times will do."""
    pick = _CHOICES.get(gap.kind)
    return tuple(Choice(one.id, one.name) for one in pick(house.system, answers)) if pick else ()


def _causes(system: System, answers: Answers) -> list[Component]:
    del answers
    felt = {one for symptom in system.symptoms for one in system.upstream(symptom.id)}
    return [one for one in system.components if one.id in felt and one.kind is not KindOfPart.SYMPTOM]


def _conditions(system: System, answers: Answers) -> list[Component]:
    leading = [one for one in system.components if system.out_of[one.id]]
    conditions = [one for one in leading if one.kind is KindOfPart.CONDITION]
    return conditions or _causes(system, answers)


def _affected(system: System, answers: Answers) -> list[Component]:
    return [one for one in system.components if answers.get("condition") in system.upstream(one.id)]


def _felt(system: System, answers: Answers) -> list[Component]:
    part = answers.get("part", "")
    return [one for one in system.symptoms if part in system.upstream(one.id)] or list(system.symptoms)


_CHOICES: Mapping[Kind, Callable[[System, Answers], Iterable[Component]]] = {
    Kind.PART: lambda system, _: system.components,
    Kind.CAUSE: _causes,
    Kind.CONDITION: _conditions,
    Kind.AFFECTED: _affected,
    Kind.FELT: _felt,
}
_SOLE = frozenset({Kind.FELT, Kind.CONDITION, Kind.AFFECTED})
"""Gaps to which the first answer that can be is usual."""


def usual(gap: Gap, answers: Answers, house: House, now: datetime) -> str:
    """What is usually answered, after ``answers`` to others; empty where nothing is."""
    if gap.kind is Kind.PROMISE:
        return as_written(times.promised(now.astimezone(house.zone), read_span(gap.usual)))
    there = choices(gap, answers, house)
    if there:
        return there[0].id if len(there) == 1 or gap.kind is Kind.FELT else ""
    known = answered(gap.usual, _known(answers, house, now))
    return "" if gaps_in(known) else known


def judged(gap: Gap, said: str, answers: Answers, house: House, now: datetime) -> str:
    """An answer as it is written: an id, a time in full, or the words themselves on one line.

    Raises:
        ValueError: when it is none; after a semicolon what to answer.
    """
    read = _TIMES.get(gap.kind)
    if read is not None:
        return as_written(read(said, now, house.zone))
    there = choices(gap, answers, house)
    if there:
        return _chosen(said, there)
    words = " ".join(said.split())
    if not words:
        raise ValueError("is empty; write a few words")
    return words.rstrip(".") if gap.usual or gap.name in _WITHOUT_STOP else _ended(words)


_TIMES = {Kind.PROMISE: times.ahead, Kind.PAST: times.past, Kind.TIME: times.either}
_WITHOUT_STOP = frozenset({"weather", "who"})


def _ended(words: str) -> str:
    return words if words[-1] in ".!?…)”\"'。؟" else f"{words}."


def _chosen(said: str, there: tuple[Choice, ...]) -> str:
    plain = said.strip()
    numbered = {str(number): one.id for number, one in enumerate(there, 1)}
    by_name = {one.name.casefold(): one.id for one in there}
    ids = [one.id for one in there]
    found = plain if plain in ids else numbered.get(plain) or by_name.get(plain.casefold())
    if found is None:
        raise ValueError(f"“{plain}” is none of them; {near(plain, ids)}")
    return found


def _known(answers: Answers, house: House, now: datetime) -> dict[str, str]:
    """What every name that a template uses stands for, as far as that is known."""
    here = now.astimezone(house.zone)
    known = {
        "now": as_written(here.replace(second=0, microsecond=0)),
        "detected": as_written(times.noticed(here)),
        "site": house.system.title,
        "desk": house.desk,
        **answers,
    }
    for name, said in list(known.items()):
        part = house.system.by_id.get(said)
        if part is not None:
            known |= {f"{name}.name": part.name, f"{name}.owner": part.owner}
        at = _read_back(said, house.zone)
        if at is not None:
            known |= {f"{name}.clock": f"{at:%H:%M}", f"{name}.said": house.words.moment(at, here)}
    return known


def _read_back(said: str, zone: ZoneInfo) -> datetime | None:
    if not re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", said):
        return None
    read = datetime.fromisoformat(said)
    return read if read.tzinfo else read.replace(tzinfo=zone)


# The bulletin


def new_bulletin(of: Template, answers: Answers, house: House, now: datetime) -> str:
    """The text of a new bulletin: with every answer, what is usual for the rest, and gaps for what is neither.

    Raises:
        ValueError: when an answer is none; it names the gap.
    """
    said: dict[str, str] = {}
    for gap in of.gaps:
        given = answers.get(gap.name, "")
        if given.strip():
            said[gap.name] = _named(gap, given, said, house, now)
        elif likely := usual(gap, said, house, now):
            said[gap.name] = likely
    known = _known(said, house, now)
    told = dict(texts_of(read_yaml(of.text, of.id).data))
    splices = Splices(of.text, of.id)
    splices.put_texts({path: answered(words, known) for path, words in told.items() if gaps_in(words)})
    if house.is_exercise:
        splices.put(("reality",), Reality.EXERCISE.value, ("status", "reality"))
    return _with_help(splices.done(), of, house, said)


def _named(gap: Gap, given: str, said: Answers, house: House, now: datetime) -> str:
    try:
        return judged(gap, given, said, house, now)
    except ValueError as error:
        raise ValueError(f"{gap.name}: {error}") from error


def _with_help(text: str, of: Template, house: House, said: Answers) -> str:
    """The text with what each gap asks for, in a comment above the line that has it first."""
    lines: list[str] = []
    told: set[str] = set()
    for line in text.splitlines():
        for name in _asked_in(line):
            gap = of.gap(name)
            if gap is not None and name not in told:
                told.add(name)
                lines.append(f"{line[: len(line) - len(line.lstrip())]}{HELP}{_question(gap, house, said)}")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _asked_in(line: str) -> Iterator[str]:
    return (name.partition(".")[0] for name in gaps_in(line))


def _question(gap: Gap, house: House, said: Answers) -> str:
    there = choices(gap, said, house)
    ids = f" One of: {', '.join(one.id for one in there)}" if there else ""
    return f"{{{gap.name}?}} {gap.asks}{ids}"


def open_gaps(text: str) -> tuple[str, ...]:
    """The names of the gaps that a bulletin still has, each once; what stands in comments counts for nothing."""
    data: Any = read_yaml(text, "").data
    names = (name.partition(".")[0] for _, words in texts_of(data) for name in gaps_in(words))
    return tuple(dict.fromkeys(names))


def without_answered(text: str) -> str:
    """A bulletin without the comments that ask for what is answered by now."""
    there = open_gaps(text)

    def is_over(line: str) -> bool:
        plain = line.strip()
        return plain.startswith(HELP.strip()) and bool(gaps_in(plain)) and not set(_asked_in(plain)) & set(there)

    return "".join(line for line in text.splitlines(keepends=True) if not is_over(line))
