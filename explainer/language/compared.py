"""Words by which two statements can be compared: how each language counts, dates, denies and sends people somewhere.

They stand beside the house rules, as ``COMPARED`` in :mod:`explainer.language.house`. A language that has none of a
kind is not compared in that respect: what is not read is never found to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from types import ModuleType

from explainer.language.directions import primary

_CODE = re.compile(r"[a-z]{2,3}")
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…؟;:])\s+|\n+")
_SAME_FROM = 5
"""How many letters two forms of one word share: “flight” and “flights”, “cancelled” and “cancellations”."""


@dataclass(frozen=True)
class Compared:
    """How one language says what can be compared.

    ``numerals`` are numbers in words; ``of`` stands in “27 of 108”, ``to`` in “40 to 70”. ``minutes`` and ``hours`` are
    units, ``an_hour`` ends a rate. ``late_after`` follows a delay (“40 minutes late”), ``late_before`` precedes it.
    ``other`` are words after a number that make it one of something else (“12 more”). ``idle`` are words that say
    nothing by themselves. ``cancelled`` says that something does not take place, ``stopped`` that it does not work,
    ``normal`` that it works as usual, ``since`` stands before the time at which something began, ``nots`` deny.
    ``go`` sends people somewhere, ``closes`` shuts a place, ``if_`` begins a condition. ``today`` are words that are
    true on one day only. ``review`` names what looks back on a disruption.
    """

    numerals: Mapping[str, int] = field(default_factory=dict)
    of: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    an_hour: tuple[str, ...] = ()
    late_after: tuple[str, ...] = ()
    late_before: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    nots: tuple[str, ...] = ()
    go: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    if_: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    review: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.minutes, self.today, self.review))  # the numerals are in a dict, which has none

    def says(self, kind: str, words: str) -> str:
        """The first words of one kind, such as ``nots``, as they are written; empty where there are none."""
        found = self.pattern(kind).search(words)
        return found[0] if found else ""

    def pattern(self, kind: str) -> re.Pattern[str]:
        """What finds the words of one kind, as words of their own."""
        return any_of(getattr(self, kind))

    def content(self, words: str) -> frozenset[str]:
        """What a text is about: the stems of its words, without those that say nothing by themselves."""
        idle = self._idle
        return frozenset(stem(word) for word in words_in(words) if word.casefold() not in idle)

    @cached_property
    def _idle(self) -> frozenset[str]:
        kinds = (self.idle, self.of, self.to, self.an_hour, self.nots)
        return frozenset(part.casefold() for kind in kinds for words in kind for part in words.split())


def stem(word: str) -> str:
    """One spelling for the forms of a word, for comparing."""
    folded = word.casefold()
    return folded[:_SAME_FROM] if len(folded) > _SAME_FROM else folded.rstrip("s") or folded


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, in their order."""
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text; a colon and a semicolon end one as well."""
    return [part for part in _SENTENCE.split(text) if part.strip()]


@lru_cache(maxsize=512)
def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these, as words of their own; nothing where there are none."""
    longest_first = sorted(phrases, key=len, reverse=True)
    listed = "|".join(re.escape(phrase).replace("’", "[’']") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)" if listed else r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=64)
def compared_of(language: str) -> Compared:
    """How a language, a BCP 47 tag, says what can be compared; without any words where it has no module of its own."""
    module = _house(primary(language))
    found: Compared = getattr(module, "COMPARED", Compared())
    return found


def _house(code: str) -> ModuleType | None:
    if not _CODE.fullmatch(code):
        return None
    try:
        return import_module(f"explainer.language.house.{code}")
    except ModuleNotFoundError:
        return None
