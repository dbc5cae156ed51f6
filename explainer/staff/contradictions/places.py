"""Where customers are sent: an ask against another ask, and against a decision that closes the place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.language.compared import Compared, sentences_in, words_in
from explainer.language.quantities import clock_times
from explainer.staff.contradictions.case import Case, Said, Told

_COMMA = re.compile(r"[,،]\s*|\s[–—-]\s")
_LABEL = 2
"""How many words before “closes” name what does: “bag drop row D closes”."""


def found(case: Case) -> Iterator[Finding]:
    """Places that one ask sends people to and another keeps them from, or a decision closes."""
    for told in case.open:
        asks = [(index, head, said) for index, head, said in _sent(told) if said.words]
        for index, head, there in asks:
            for other, whom, here in asks:
                if other != index and _same_people(head, whom):
                    yield from _against(told, here, there)
        yield from _closed(told, [said for _, _, said in asks])


def _sent(told: Told) -> Iterator[tuple[int, str, Said]]:
    """What each ask tells people to do, and to whom it speaks: “Cancelled?”."""
    for index in range(len(told.disruption.account.asks)):
        what = told.at("asks", index, "what")
        head, mark, _ = what.words.partition("?")
        for key in ("what", "how"):
            yield index, head.strip() if mark else "", told.at("asks", index, key)


def _same_people(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _against(told: Told, here: Said, there: Said) -> Iterator[Finding]:
    words = told.words
    for place in _denied(there.words, words):
        for clause in _sending(here.words, words):
            shared = place & words.content(clause)
            if shared:
                problem = f"sends people where {there.place} says not to go: “{clause.strip()}”"
                yield here.finding(problem, "say in both whom each of them is for, or keep one", Level.ADVICE)
                return


def _clauses(text: str) -> Iterator[str]:
    for sentence in sentences_in(text):
        yield from _COMMA.split(sentence)


def _denied(text: str, words: Compared) -> Iterator[frozenset[str]]:
    """What a text tells people not to do, as what it is about."""
    for clause in _clauses(text):
        found = words.pattern("nots").search(clause)
        if found and not words.says("if_", clause):
            yield words.content(clause[found.end() :])


def _sending(text: str, words: Compared) -> Iterator[str]:
    """Where a text sends people, without a condition."""
    for clause in _clauses(text):
        found = words.pattern("go").search(clause)
        if found and not words.says("nots", clause) and not words.says("if_", clause):
            yield clause[found.start() :]


def _closed(told: Told, asks: list[Said]) -> Iterator[Finding]:
    for at in range(len(told.disruption.account.decisions)):
        for key in ("what", "cost_to"):
            there = told.at("decisions", at, key)
            for name in _closing(there.words, told.words):
                for here in asks:
                    if any(name in _flat(clause) for clause in _sending(here.words, told.words)):
                        problem = f"sends people to “{name}”, and {there.place} says that it closes"
                        yield here.finding(problem, "name another place, or say until when", Level.ADVICE)


def _closing(text: str, words: Compared) -> Iterator[str]:
    """The names of what a text says is closed, for as long as it says no time."""
    for clause in _clauses(text):
        found = words.pattern("closes").search(clause)
        if found and not list(clock_times(clause)) and not words.says("nots", clause):
            before = words_in(clause[: found.start()])[-_LABEL:]
            if words.content(" ".join(before)):
                yield _flat(" ".join(before))


def _flat(text: str) -> str:
    return " ".join(words_in(text.casefold()))
