"""Times and days in words against those in fields, and a day of the week against its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from explainer.errors import Finding
from explainer.language.cldr import Cldr
from explainer.language.making import made_of
from explainer.language.quantities import clock_times
from explainer.staff.contradictions.case import Case, Said, Told


def since(case: Case) -> Iterator[Finding]:
    """“Since 15:10” where the field says another time."""
    for told in case.open:
        account = told.disruption.account
        for index, report in enumerate(told.disruption.reports):
            for key in ("says", "headline"):
                yield from _since(told, told.at("reports", index, key), report.since, ("reports", index, "since"))
            if account.cause is not None and account.cause.component == report.component:
                yield from _since(told, told.at("cause", "says"), report.since, ("reports", index, "since"))


def _since(told: Told, here: Said, at: datetime | None, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """One time, directly behind a word for “since”."""
    if at is None or not told.words.since:
        return
    stated = f"{at.astimezone(told.source.tz):%H:%M}"
    for match in told.words.pattern("since").finditer(here.words):
        said = next(clock_times(here.words[match.end() : match.end() + 7]), None)
        if said is not None and said != stated:
            problem = f"says since {said}, and {told.at(*path).place} says {stated}"
            yield here.finding(problem, "write one time in both")


def days(case: Case) -> Iterator[Finding]:
    """“Sunday 22 November” that is no Sunday."""
    for told in case.bulletins:
        pattern = _pattern(told.language)
        near = told.disruption.issued_at or case.now
        for path, words in _texts(told.located.data, ()):
            here = told.at(*path)
            yield from _wrong_days(here._replace(words=words), pattern, near.astimezone(told.source.tz).date())
    pattern = _pattern(case.language)
    for written in case.pages:
        for line in written.lines:
            yield from _wrong_days(line, pattern, None)


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


class _Days:
    """How a language writes a day of the week with its date."""

    def __init__(self, cldr: Cldr) -> None:
        self.weekdays = {name.casefold(): at for at, name in enumerate(cldr.weekdays)}
        self.months = {
            name.casefold(): at for names in (cldr.months, cldr.months_alone) for at, name in enumerate(names, 1)
        }
        weekday, month = (_names(table) for table in (self.weekdays, self.months))
        between = r"[,،]?\s+(?:the\s+|den\s+|le\s+|el\s+)?"
        day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
        year = r"(?:[,،]?\s+(?:de\s+|of\s+)?(?P<year>\d{4}))?"
        of = r"\s+(?:de\s+|of\s+)?"
        self.pattern = re.compile(
            rf"(?<!\w)(?P<weekday>{weekday}){between}{day}{of}(?P<month>{month})(?!\w){year}", re.IGNORECASE
        )


def _names(table: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


@lru_cache(maxsize=16)
def _pattern(language: str) -> _Days | None:
    try:
        return _Days(made_of(language, "UTC"))
    except (ValueError, ImportError):  # no such language, or the lean environment of a feed run, which lacks Babel
        return None


def _wrong_days(here: Said, days: _Days | None, near: date | None) -> Iterator[Finding]:
    if days is None:
        return
    for match in days.pattern.finditer(here.words):
        wanted, month = days.weekdays[match["weekday"].casefold()], days.months[match["month"].casefold()]
        meant = _dates(int(match["day"]), month, int(match["year"]) if match["year"] else None, near)
        if meant and wanted not in {day.weekday() for day in meant}:
            name = next(word for word, at in days.weekdays.items() if at == meant[0].weekday())
            problem = f"says “{match[0]}”, and {meant[0]:%Y-%m-%d} is a {name.title()}"
            yield here.finding(problem, "correct the day or the date")


def _dates(day: int, month: int, year: int | None, near: date | None) -> list[date]:
    """The dates that may be meant: without a year the one nearest to when it was written, else none."""
    years = [year] if year else [near.year + more for more in (-1, 0, 1)] if near else []
    made: list[date] = []
    for one in years:
        try:
            made.append(date(one, month, day))
        except ValueError:
            continue
    if near and not year and made:
        return [min(made, key=lambda one: abs((one - near).days))]
    return made
