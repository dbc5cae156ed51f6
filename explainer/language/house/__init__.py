"""House rules that depend on a language: one module for each, named as its ISO 639 code, that holds ``HOUSE``.

They are judgements of style, so a language without a module of its own has none rather than another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from pkgutil import iter_modules

from explainer.language.directions import primary

_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class House:
    """What a bulletin in one language keeps to.

    ``longest_headline`` and ``longest_sentence`` count words. ``vague`` are words that explain nothing, ``rights``
    those that speak about people's rights, ``nobody`` those that name nobody in particular whom an ask would help.
    ``blame`` puts it on customers or names a culprit, ``hidden`` says that something was done and hides who did it,
    ``sorry`` regrets. ``nothing`` is all that is said where nothing is said, ``nowhere`` a place that is none, and
    ``elsewhere`` sends people to somebody else to ask, and ``care`` names who only passes them on. In a phrase, “…”
    stands for up to eight words. ``sentence_ends`` are the signs that a sentence can end with.
    """

    longest_headline: int = 27
    """What people under stress take in at once."""
    longest_sentence: int = 22
    """Plain language asks for 15 to 20 on average."""
    vague: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sorry: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    sentence_ends: str = ".!?…"

    def vague_in(self, words: str) -> str:
        """The first words that explain nothing, as they are written; empty where there are none."""
        return _first(self._vague, words)

    def rights_in(self, words: str) -> str:
        """The first words that speak about people's rights; empty where there are none."""
        return _first(self._rights, words)

    def blame_in(self, words: str) -> str:
        """The first words that blame customers, or name a culprit; empty where there are none."""
        return _first(self._blame, words)

    def hidden_in(self, words: str) -> str:
        """The first words that hide who did what was done; empty where there are none."""
        return _first(self._hidden, words)

    def sorry_in(self, words: str) -> str:
        """The first words of regret; empty where there are none."""
        return _first(self._sorry, words)

    def elsewhere_in(self, words: str) -> str:
        """The first words that send people to somebody else to ask; empty where there are none."""
        return _first(self._elsewhere, words)

    def care_in(self, words: str) -> str:
        """The first words that name who only passes people on; empty where there are none."""
        return _first(self._care, words)

    def nowhere_in(self, words: str) -> str:
        """The first words that stand for a place and name none; empty where there are none."""
        return _first(self._nowhere, words)

    def is_nobody(self, words: str) -> bool:
        """Whether ``words`` are all that is said of whom something helps, and name nobody in particular."""
        return _bare(words) in {name.casefold() for name in self.nobody}

    def is_nothing(self, words: str) -> bool:
        """Whether ``words`` stand where something should be said, and say nothing: a dash, “none”, “to follow”."""
        return not re.search(r"\w", words) or _bare(words) in {name.casefold() for name in self.nothing}

    def longest_sentence_in(self, words: str) -> int:
        """How many words the longest sentence has."""
        return max((len(part.split()) for part in self._ends.split(words)), default=0)

    @cached_property
    def _vague(self) -> re.Pattern[str]:
        return _any_of(self.vague)

    @cached_property
    def _rights(self) -> re.Pattern[str]:
        return _any_of(self.rights)

    @cached_property
    def _blame(self) -> re.Pattern[str]:
        return _any_of(self.blame)

    @cached_property
    def _hidden(self) -> re.Pattern[str]:
        return _any_of(self.hidden)

    @cached_property
    def _sorry(self) -> re.Pattern[str]:
        return _any_of(self.sorry)

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        return _any_of(self.elsewhere)

    @cached_property
    def _care(self) -> re.Pattern[str]:
        return _any_of(self.care)

    @cached_property
    def _nowhere(self) -> re.Pattern[str]:
        return _any_of(self.nowhere)

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(self.sentence_ends)}]")


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these, as words of their own; nothing where there are none."""
    longest_first = sorted(phrases, key=len, reverse=True)
    listed = "|".join(map(_pattern, longest_first))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)" if listed else r"(?!)", re.IGNORECASE)


_FEW_WORDS = r"(?:[^\s.!?؟]+\s+){0,8}?"


def _pattern(phrase: str) -> str:
    """A phrase as it may be written: with either apostrophe, any space, and a few words of its sentence for “…”."""
    parts = (_FEW_WORDS if word == "…" else re.sub("['’]", "['’]", re.escape(word)) + r"\s+" for word in phrase.split())
    return "".join(parts).removesuffix(r"\s+")


def _bare(words: str) -> str:
    return words.strip().rstrip(".!…").strip().casefold()


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[0] if found else ""


@lru_cache(maxsize=64)
def longest_headline() -> int:
    """The words that a headline may have in the language that grants the most."""
    return max(house_of(one.name).longest_headline for one in iter_modules(__path__))


def house_of(language: str) -> House:
    """The rules of a language, a BCP 47 tag; those without any words where it has no module of its own."""
    code = primary(language)
    if not _CODE.fullmatch(code):
        return House()
    try:
        module = import_module(f"explainer.language.house.{code}")
    except ModuleNotFoundError:
        return House()
    house: House = module.HOUSE
    return house
