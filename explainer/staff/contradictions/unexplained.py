"""Words that readers meet and that no phrase explains, on a site that explains others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.model.vocabulary import CauseCode
from explainer.staff.contradictions.case import Case, Said, said_at

_ABBREVIATION = re.compile(r"(?<![\w/.#@-])[A-Z][A-Z0-9]{2,}(?![\w/@-])")
_NO_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^<>]*>|\bhttps?://\S+")
"""What in a line of a page is not read: code, addresses, tags."""

PLAIN = frozenset(
    {
        "API",
        "BST",
        "CAP",
        "CEST",
        "CET",
        "CSV",
        "EEST",
        "EET",
        "EUR",
        "FAQ",
        "GBP",
        "GMT",
        "GPS",
        "GTFS",
        "HTML",
        "ICAL",
    }
    | {"IST", "JSON", "KML", "MSK", "PDF", "PIN", "RSS", "SMS", "TLS", "URL", "USA", "USD", "UTC", "WEST", "WET", "XML"}
    | {"YAML"}
)
"""Abbreviations that readers know, or that are names of formats."""

_SAYS_NOTHING = frozenset({CauseCode.UNKNOWN, CauseCode.OTHER})


def causes(case: Case) -> Iterator[Finding]:
    """A cause that a feed states and for which no phrase stands."""
    if case.phrases_file is None:
        return
    explained = {code for phrase in case.phrases.phrases for code in phrase.causes} | _SAYS_NOTHING
    for code, publisher in _stated(case).items():
        if code not in explained:
            problem = f"no phrase stands for the cause “{code.value}”, which {publisher} states"
            remedy = f"write causes: [{code.value}] at the phrase that explains it"
            yield said_at(case.phrases_file, ("phrases",)).finding(problem, remedy, Level.ADVICE)


def _stated(case: Case) -> dict[CauseCode, str]:
    """Every cause that was stated in its code, with the first who states it."""
    found: dict[CauseCode, str] = {}
    for now in case.picture.disruptions:
        for cause in now.disruption.causes:
            found.setdefault(cause.code, now.disruption.origin.publisher)
    return found


def jargon(case: Case) -> Iterator[Finding]:
    """An abbreviation, or a word of the trade, that customers read and nobody explains."""
    if case.phrases_file is None:
        return
    known = {form.casefold() for phrase in case.phrases.phrases for form in phrase.forms}
    plain = PLAIN.union(case.phrases.plain)
    terms = [term for term in case.phrases.jargon if term.casefold() not in known]
    told: set[tuple[str, str]] = set()
    for said in _read_by_customers(case):
        for start, word in _unexplained(said.words, terms):
            if word in plain or word.casefold() in known or (said.file, word.casefold()) in told:
                continue
            told.add((said.file, word.casefold()))
            remedy = f"say it in plain words, or explain it in {case.phrases_file.file}"
            there = said._replace(column=said.column + start)
            yield there.finding(f"“{word}” is explained nowhere", remedy, Level.ADVICE)


def _read_by_customers(case: Case) -> Iterator[Said]:
    for written in case.pages:
        yield from (said for said in written.lines if written.is_durable)
    for told in case.bulletins:
        if told.is_meant and told.language == case.language:
            yield from (line.said for line in told.lines)


def _unexplained(words: str, terms: list[str]) -> Iterator[tuple[int, str]]:
    prose = _NO_PROSE.sub(lambda found: " " * len(found[0]), words)
    for found in _ABBREVIATION.finditer(prose):
        yield found.start(), found[0]
    for term in terms:
        pattern = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])", re.IGNORECASE)
        for found in pattern.finditer(prose):
            yield found.start(), found[0]
