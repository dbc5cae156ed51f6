"""Translated texts beside their originals: ``system.fr.yml`` beside ``system.yml``.

A translation has the shape of its original, and holds texts only. Each text is a *pair*: the sentence it translates,
and the translation::

    headline:
      en: Departures are 40–70 minutes late
      fr: Départs retardés de 40 à 70 minutes

The quoted sentence is what the translation is remembered by: once the original says anything else, the pair no longer
counts, and nobody has to handle a digest for that. States, times and figures are the original's alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from explainer.declarations.documents import Located, PathOf
from explainer.declarations.nearness import near
from explainer.declarations.unseen import slip_in
from explainer.errors import Finding, Level
from explainer.model.placeholders import filled, named_in
from explainer.model.translation import Pair


class Text:
    """A place in a shape where there are words."""


@dataclass(frozen=True)
class Each:
    """A list: the shape of its entries, and the keys that tell which entry is meant, where entries have such."""

    of: Shape
    by: tuple[str, ...] = ()


Shape: TypeAlias = "Mapping[str, Shape] | Each | Named | Text"


@dataclass(frozen=True)
class Named:
    """Entries by names that staff give them, and the shape of each."""

    of: Shape


TEXT = Text()


def _texts(*keys: str, **more: Shape) -> dict[str, Shape]:
    return {**dict.fromkeys(keys, TEXT), **more}


RUN: Shape = _texts(
    "title",
    "unit",
    places=_texts("name"),
    choices=Each(_texts("what", "cost_to"), by=("way",)),
    weighs=Each(_texts("what", "says")),
)

SYSTEM: Shape = _texts(
    "title",
    layers=Each(_texts("name"), by=("id",)),
    parties=Each(_texts("name", "does"), by=("id",)),
    components=Each(
        _texts("name", "says", "question", "problem", "otherwise", capacity=_texts("unit"), run=RUN), by=("id",)
    ),
    links=Each(_texts("because"), by=("from", "to")),
    needs=Each(
        _texts("problem", "question", "says", asks=Each(_texts("what", "can_you", "how", "helps", "if_not"))),
        by=("id",),
    ),
)

RIGHTS: Shape = Each(_texts("title", "owed_by", "source", "reviewed_by", rows=Each(_texts("when", "what"))), by=("id",))

SEASON: Shape = Each(
    _texts(
        "name",
        "says",
        "basis",
        expect=Each(_texts("unit"), by=("component",)),
        asks=Each(_texts("what", "can_you", "how", "helps", "if_not")),
        decisions=Each(_texts("what", "when", "cost_to")),
    ),
    by=("id",),
)


PERMISSIONS: Shape = Each(
    _texts(
        no_promises=Each(TEXT),
        offers=Each(_texts("what", "up_to", "when", "who", "without_asking", "beyond")),
    ),
    by=("id",),
)

ROUTES: Shape = Each(_texts("problem", "desk", "solves", steps=Each(TEXT)), by=("id",))

WORDS: Shape = _texts("checked_by", phrases=Each(_texts("heard", "also", "means", "we_do", "you_can"), by=("id",)))

EVENTS: Shape = Each(_texts("title", "says", "where", "apply", said=Each(_texts("who", "says"))), by=("id",))

SITE: Shape = {
    "contact": _texts("name", "hours"),
    "ask": _texts("card", "keeps"),
    "exercise": _texts("says", "note"),
}

FEED: Shape = _texts("publisher")

BULLETIN: Shape = _texts(
    "headline",
    "summary",
    "empathy",
    "place",
    "nothing_to_do",
    "quiet_reason",
    cause=_texts("says"),
    brief=Each(TEXT),
    reports=Each(_texts("says", "headline", "detail"), by=("component",)),
    impact=Each(_texts("who", "what", "note", amount=_texts("unit"))),
    constraints=Each(_texts("says", "unit", why_not_more=_texts("question", "answer")), by=("component",)),
    decisions=Each(_texts("what", "because", "cost_to", "now_we_know")),
    asks=Each(_texts("what", "can_you", "how", "helps", "if_not")),
    unknowns=Each(TEXT),
    expected=Each(_texts("what", "basis")),
    learned={"wrong": Each(_texts("what", "why")), "changes": Each(_texts("what", "says"))},
    figures=Named(_texts("unit")),
    updates=Each(_texts("says", "changed", "late_because")),
)

WATCH: Shape = _texts("note")


@dataclass(frozen=True)
class Sides:
    """The two languages of a pair: that of the original, and that of the translation."""

    original: str
    translation: str

    @property
    def example(self) -> str:
        """How a pair is written."""
        return f"{{{self.original}: …, {self.translation}: …}}"


@dataclass(frozen=True)
class Read:
    """What a file of translations holds; ``late`` are pairs that quote what is said no longer."""

    pairs: tuple[Pair, ...] = ()
    late: tuple[Pair, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_pairs(located: Located, original: Any, shape: Shape, sides: Sides) -> Read:
    """The translations in ``located`` of what ``original`` says; ``original`` is its data, as YAML has it."""
    reader = _Reader(located, sides)
    if located.data:
        reader.read(located.data, [original], shape, ())
    return Read(tuple(reader.pairs), tuple(reader.late), tuple(reader.findings))


class _Reader:
    """Walks a translation along the shape of its original, keeping every pair and every finding."""

    def __init__(self, located: Located, sides: Sides) -> None:
        self.located, self.sides = located, sides
        self.pairs: list[Pair] = []
        self.late: list[Pair] = []
        self.findings: list[Finding] = []

    def read(self, here: Any, originals: list[Any], shape: Shape, path: PathOf) -> None:
        """``originals`` are all places of the original that may be meant: more than one in a list without names."""
        if isinstance(shape, Text):
            self._pair(here, [words for words in originals if isinstance(words, str)], path)
        elif isinstance(shape, Each):
            self._list(here, originals, shape, path)
        elif isinstance(here, dict):
            for key, inner in here.items():
                self._key(key, inner, originals, shape, (*path, key))
        else:
            self._add(path, "is not a list of key: value lines", "indent key: value lines under it")

    def _key(
        self, key: str, inner: Any, originals: list[Any], shape: Mapping[str, Shape] | Named, path: PathOf
    ) -> None:
        meant = [place[key] for place in originals if isinstance(place, dict) and key in place]
        within = shape.of if isinstance(shape, Named) else shape.get(key)
        if within is not None and meant:
            self.read(inner, meant, within, path)
        elif meant:
            self._add(path, "is no text: the original alone says it", "delete this line", key=True)
        elif within is not None and not isinstance(shape, Named):
            self._add(path, "is not in the original", "delete it", key=True)
        else:
            known = {name for place in originals if isinstance(place, dict) for name in place}
            remedy = near(key, known if isinstance(shape, Named) else shape)
            self._add(path, "is not a key of the original", remedy, key=True)

    def _list(self, here: Any, originals: list[Any], shape: Each, path: PathOf) -> None:
        if not isinstance(here, list):
            self._add(path, "is not a list", "start each line with a dash")
            return
        entries = [entry for place in originals if isinstance(place, list) for entry in place]
        for index, inner in enumerate(here):
            where: PathOf = (*path, index)
            if not shape.by:
                self.read(inner, entries, shape.of, where)
            elif meant := self._named(inner, entries, shape.by, where):
                unnamed = {key: value for key, value in inner.items() if key not in shape.by}
                self.read(unnamed, [meant], shape.of, where)

    def _named(self, inner: Any, entries: list[Any], by: tuple[str, ...], path: PathOf) -> Any:
        """The entry of the original that one of the translation names; None, and a finding, where there is none."""
        missing = [key for key in by if not isinstance(inner, dict) or not isinstance(inner.get(key), str)]
        if missing:
            self._add(path, "does not say what it translates", f"add {missing[0]}: as in the original")
            return None
        names = {tuple(entry.get(key) for key in by): entry for entry in entries if isinstance(entry, dict)}
        name = tuple(inner[key] for key in by)
        if name not in names:
            known = {str(one[0]) for one in names}
            said = " → ".join(name)
            self._add(
                (*path, by[0]), f"the original has no “{said}” here", near(name[0], known) if len(by) == 1 else ""
            )
        return names.get(name)

    def _pair(self, here: Any, originals: list[str], path: PathOf) -> None:
        sides = self.sides
        if not isinstance(here, dict) or not isinstance(here.get(sides.original), str):
            self._add(path, "does not quote what it translates", f"write it as {sides.example}")
            return
        for key in here.keys() - {sides.original, sides.translation}:
            self._add((*path, key), f"is neither “{sides.original}” nor “{sides.translation}”", "delete it", key=True)
        quoted, says = here[sides.original].strip(), here.get(sides.translation)
        if says is not None and not isinstance(says, str):
            self._add((*path, sides.translation), f"“{says}” is not text", "put it in double quotes")
        elif says and says.strip():
            self._judge(
                Pair(str(path[-1] if isinstance(path[-1], str) else path[-2]), quoted, says.strip()), originals, path
            )

    def _judge(self, pair: Pair, originals: list[str], path: PathOf) -> None:
        if slip := slip_in(pair.says):
            self._add((*path, self.sides.translation), *slip)
        elif pair.original in (words.strip() for words in originals):
            if not self._other_names(pair, (*path, self.sides.translation)):
                self.pairs.append(pair)
                self._figures(pair, (*path, self.sides.translation))
        else:
            self.late.append(pair)
            self._late(originals, path)

    def _other_names(self, pair: Pair, path: PathOf) -> bool:
        """Whether a translation names other figures than its original, so that it cannot be shown."""
        ours, theirs = (
            Counter(f"{{{one.written}}}" for one in named_in(words)) for words in (pair.says, pair.original)
        )
        if invented := sorted((ours - theirs).elements()):
            self._add(path, f"names {', '.join(invented)}, which the original does not", "name the same figures")
        elif missing := sorted((theirs - ours).elements()):
            self._add(path, f"does not name {', '.join(missing)}, as the original does", "name the same figures")
        return ours != theirs

    def _figures(self, pair: Pair, path: PathOf) -> None:
        """A figure that only the translation has; one that it says in a word, as the Arabic dual does, is no fault."""
        invented = sorted((_figures(pair.says) - _figures(pair.original)).elements())
        if invented:
            problem = f"says {', '.join(invented)}, which the original does not"
            self.findings.append(self.located.finding(path, problem, "look at both once more", level=Level.ADVICE))

    def _late(self, originals: list[str], path: PathOf) -> None:
        quoted: PathOf = (*path, self.sides.original)
        now = f"the original now says “{originals[0]}”" if len(originals) == 1 else "the original no longer says this"
        remedy = "translate that, and quote it here; until then readers see the original"
        self.findings.append(self.located.finding(quoted, now, remedy, level=Level.ADVICE))

    def _add(self, path: PathOf, problem: str, remedy: str, key: bool = False) -> None:
        self.findings.append(self.located.finding(path, problem, remedy, key=key))


_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*")


def _figures(words: str) -> Counter[str]:
    """The figures in a text, whatever parts their thousands."""
    said = filled(words, lambda _: "…")
    return Counter(re.sub(r"\D", "", figure) for figure in _FIGURE.findall(said))


# Writing one to fill in


def to_fill_in(original: Any, shape: Shape, sides: Sides, known: Read, named: str) -> str:
    """A file of translations as YAML: every text of ``original`` as a pair, with the translations that count.

    Below what has changed stands, as a comment, what was translated before.
    """
    head = (
        f"# {named} in “{sides.translation}”: below each {sides.original}: its {sides.translation}:.\n"
        "# What is left empty is shown in the original. Made by explainer translate, which keeps what is translated,\n"
        "# but no comments.\n"
    )
    return head + "\n".join(_lines(original, shape, sides, _Known(known))) + "\n"


class _Known:
    """The translations there are, and those of sentences that are gone, each told once."""

    def __init__(self, read: Read) -> None:
        self.said = {(pair.key, pair.original): pair.says for pair in read.pairs}
        self._late = list(read.late)

    def before(self, key: str) -> Iterator[Pair]:
        """What was translated under this key and is said no longer."""
        found = [pair for pair in self._late if pair.key == key]
        self._late = [pair for pair in self._late if pair.key != key]
        yield from found


def _lines(here: Any, shape: Shape, sides: Sides, known: _Known, key: str = "") -> Iterator[str]:
    if isinstance(shape, Text):
        if isinstance(here, str) and here.strip():
            yield from _pair_lines(here.strip(), key, sides, known)
    elif isinstance(shape, Each):
        for entry in here if isinstance(here, list) else ():
            name = [f"{part}: {entry[part]}" for part in shape.by] if isinstance(entry, dict) else []
            inner = list(_lines(entry, shape.of, sides, known, key))
            if inner:
                yield from _indented([*name, *inner], "- ")
    elif isinstance(here, dict):
        within = dict.fromkeys(here, shape.of) if isinstance(shape, Named) else shape
        for one, inner_shape in within.items():
            inner = list(_lines(here.get(one), inner_shape, sides, known, one))
            if inner:
                yield f"{one}:"
                yield from _indented(inner, "  ")


def _pair_lines(words: str, key: str, sides: Sides, known: _Known) -> Iterator[str]:
    says = known.said.get((key, words), "")
    yield f"{sides.original}: {_quoted(words)}"
    yield f"{sides.translation}: {_quoted(says)}".rstrip() if says else f"{sides.translation}:"
    if not says:
        for pair in known.before(key):
            yield f"# before: {_quoted(pair.original)}"
            yield f"# was: {_quoted(pair.says)}"


def _indented(lines: list[str], first: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{first if number == 0 else '  '}{line}"


def _quoted(words: str) -> str:
    """A double-quoted YAML scalar, which is one of JSON's."""
    import json

    return json.dumps(words, ensure_ascii=False)
