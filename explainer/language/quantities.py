"""Numbers in running text, and what they are numbers of: “27 of 108 flights”, “40–70 minutes late”.

Only what is written plainly is read: a number whose meaning depends on more than its own sentence is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from explainer.language.compared import Compared, any_of, sentences_in, stem, words_in

_DIGITS = r"\d{1,3}(?:[.,\u00a0\u202f’'٬]\d{3})+(?!\d)|\d+(?:[.,\u066b]\d+)?"
_CLOCK = re.compile(r"(?<!\w)([01]?\d|2[0-4])(?::|[hH](?=\d))([0-5]\d)(?!\w)")
_GROUPED = re.compile(r"(?<=\d)[.,\u00a0\u202f’'٬](?=\d{3}(?!\d))")
_END_OF_CLAUSE = re.compile(r"[.,;:!?()…،؛؟“”\"«»]|\s[–—-]\s")
_APART = "sur"
"""What French puts behind what it counts: “27 vols sur 108”."""
_LONGEST_RATE = 4
"""How many words may stand between a number and the end of “an hour”."""
_NEAR = 2
"""How many words may stand between a length of time and the word that makes it a delay."""


class Span(NamedTuple):
    """A number, or a range with its two ends."""

    low: float
    high: float

    def holds(self, other: Span) -> bool:
        """Whether the other lies within this one."""
        return self.low <= other.low and other.high <= self.high


@dataclass(frozen=True)
class Quantity:
    """A number in a sentence: ``of`` how many, and the two words that follow it.

    ``about`` is what its sentence is about, ``times`` the times of day in it; ``is_rate`` is whether it is one an hour,
    ``is_other`` whether it is one of something else than its noun says (“12 more”). ``written`` are its own words.
    """

    span: Span
    written: str
    sentence: str
    of: float | None = None
    nouns: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    times: tuple[str, ...] = ()
    is_rate: bool = False
    is_other: bool = False


@lru_cache(maxsize=4096)
def quantities(text: str, words: Compared) -> tuple[Quantity, ...]:
    """Every number of a text with what it is a number of; times of day are none."""
    return tuple(found for sentence in sentences_in(text) for found in _in_sentence(sentence, words))


def _in_sentence(sentence: str, words: Compared) -> Iterator[Quantity]:
    times = tuple(clock_times(sentence))
    bare = _CLOCK.sub(lambda match: " " * len(match[0]), sentence)
    matches = [(match, _following(bare, match)) for match in _number(words).finditer(bare)]
    rates = [match for match, following in matches if _is_rate(following, words)]
    for match, following in matches:
        without = _without(bare, [match, *rates])
        low = number(match["low"], words)
        yield Quantity(
            span=Span(low, number(match["high"], words) if match["high"] else low),
            written=match[0].strip(),
            sentence=sentence,
            of=number(match["of"], words) if match["of"] else None,
            nouns=tuple(stem(word) for word in following if stem(word) in words.content(word))[:2],
            about=words.content(without),
            times=times,
            is_rate=match in rates,
            is_other=bool(following) and bool(any_of(words.other).match(following[0])),
        )


def _following(sentence: str, match: re.Match[str]) -> list[str]:
    """The words behind a number, as far as its clause goes."""
    return words_in(_END_OF_CLAUSE.split(sentence[match.end() :], maxsplit=1)[0])


def _is_rate(following: list[str], words: Compared) -> bool:
    return bool(words.an_hour and words.says("an_hour", " ".join(following[:_LONGEST_RATE])))


def _without(sentence: str, matches: list[re.Match[str]]) -> str:
    """A sentence without these numbers; the others may be labels, as in “hall 2”."""
    for match in matches:
        sentence = sentence[: match.start()] + " " * len(match[0]) + sentence[match.end() :]
    return sentence


@lru_cache(maxsize=16)
def _number_of(numerals: tuple[str, ...], of: tuple[str, ...], to: tuple[str, ...]) -> re.Pattern[str]:
    spelled = "|".join(sorted(map(re.escape, numerals), key=len, reverse=True))
    one = rf"(?:{_DIGITS}{'|' + spelled if spelled else ''})"
    til = "|".join(["–", "-", *(rf"\s+{re.escape(word)}\s+" for word in to)])
    whole = "|".join(rf"\s+{re.escape(word)}\s+(?:the\s+|les\s+)?" for word in of) or r"(?!)"
    between = r"(?:\s+[^\W\d_]+)?" if _APART in of else ""
    whole = rf"{between}(?:{whole})"
    pattern = rf"(?<![\w.,:/])(?P<low>{one})(?:\s?(?:{til})\s?(?P<high>{one}))?(?:(?:{whole})(?P<of>{one}))?(?![\w/])"
    return re.compile(pattern, re.IGNORECASE)


def _number(words: Compared) -> re.Pattern[str]:
    return _number_of(tuple(words.numerals), words.of, words.to)


def number(written: str, words: Compared) -> float:
    """A number as people write it: in digits, grouped or not, or in words.

    Raises:
        ValueError: where it is none.
    """
    spelled = words.numerals.get(written.casefold())
    plain = _GROUPED.sub("", written).replace(",", ".").replace("\u066b", ".")
    return float(spelled) if spelled is not None else float(plain)


def clock_times(text: str) -> Iterator[str]:
    """The times of day in a text, each as 18:20."""
    return (f"{int(match[1]):02}:{match[2]}" for match in _CLOCK.finditer(text))


class Delay(NamedTuple):
    """How late something is, in minutes, and as it is written."""

    span: Span
    written: str


def delays(text: str, words: Compared) -> tuple[Delay, ...]:
    """How late a text says that something is: lengths of time beside a word for being late."""
    if not words.late_after and not words.late_before:
        return ()
    return tuple(found for sentence in sentences_in(text) for found in _delays(sentence, words))


@lru_cache(maxsize=16)
def _delay_pattern(words: tuple[tuple[str, ...], ...], number_pattern: str) -> re.Pattern[str]:
    minutes, hours, after, before = ("|".join(map(re.escape, kind)) or "(?!)" for kind in words)
    rest = rf"(?:\s(?:(?:and|et|und|y)\s)?(?P<rest>\d+)\s?(?:{minutes})(?!\w))?"
    unit = rf"\s?(?:(?P<minutes>{minutes})|(?P<hours>{hours}))(?!\w){rest}"
    gap = rf"(?:\s+[^\W\d]+){{0,{_NEAR}}}?\s+"
    behind = rf"(?P<behind>{gap}(?:{after})(?!\w))?"
    ahead = rf"(?:(?P<ahead>(?<!\w)(?:{before})){gap})?"
    return re.compile(ahead + number_pattern + unit + behind, re.IGNORECASE)


def _delays(sentence: str, words: Compared) -> Iterator[Delay]:
    low = _number(words).pattern.removesuffix(r"(?![\w/])")
    pattern = _delay_pattern((words.minutes, words.hours, words.late_after, words.late_before), low)
    for match in pattern.finditer(sentence):
        if not match["behind"] and not match["ahead"]:
            continue
        each = 60 if match["hours"] else 1
        rest = float(match["rest"] or 0)
        ends = [number(match[end], words) * each + rest for end in ("low", "high") if match[end]]
        yield Delay(Span(ends[0], ends[-1]), match[0].strip())


def in_minutes(span: Span, unit: str, words: Compared) -> Span | None:
    """A span of a unit in minutes; None where the unit is no length of time."""
    for kind, each in ((words.minutes, 1.0), (words.hours, 60.0)):
        if unit.casefold() in {one.casefold() for one in kind}:
            return Span(span.low * each, span.high * each)
    return None


def is_late(text: str, words: Compared) -> bool:
    """Whether a text says that something is late."""
    return bool(words.says("late_after", text) or words.says("late_before", text))
