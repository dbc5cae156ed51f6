"""CLDR's data of one language as a plain value: the one place that loads Babel, when a site is built.

What the field says differently than CLDR stands here too, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from explainer.language.catalogues import SOURCE_LANGUAGE, is_translated
from explainer.language.cldr import ENGLISH, Cldr, Lists
from explainer.language.directions import primary

if TYPE_CHECKING:
    from babel.core import Locale

_LOCALES = {"en": "en_GB"}
"""Of a language without a country, whose dates it writes: an international reader knows British ones best."""

_FIRST_DAY = {"fr": "1er"}
"""French reads “le 1er novembre” aloud, and writes it; CLDR has no pattern for that."""

_MOMENTS = {"ar": "{time} يوم {date}", "de": "{time} am {date}", "es": "{time} del {date}", "fr": "{time} le {date}"}
"""An hour of another day inside a sentence: behind a preposition (“a las”, “à”, “um”) the hour comes first.

CLDR’s own patterns are for a label that stands alone: “a las 4 de noviembre, 18:20” is no Spanish.
"""

_FIELD = re.compile(r"'([^']*)'|([A-Za-z])\2*|([^A-Za-z']+)")
_PLACES = {
    "d": "{day}",
    "dd": "{day}",
    "M": "{month_number}",
    "MMMM": "{month}",
    "MMM": "{month_short}",
    "LLLL": "{month_alone}",
    "y": "{year}",
    "EEEE": "{weekday}",
    "H": "{hour}",
    "HH": "{hour:02}",
    "mm": "{minute:02}",
}


def cldr_of(language: str, zone: str) -> Cldr:
    """What CLDR says of a language, a BCP 47 tag, with the names of one time zone.

    English for a language that the site's words are not translated into: words and dates stay in one language.

    Raises:
        ValueError: for a language that CLDR does not know.
    """
    if language == SOURCE_LANGUAGE or not is_translated(language):
        return ENGLISH
    return made_of(language, zone)


def made_of(language: str, zone: str) -> Cldr:
    """The same, whatever language it is.

    Raises:
        ValueError: for a language that CLDR does not know.
    """
    from babel.core import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(_LOCALES.get(language, language.replace("-", "_")))
    except UnknownLocaleError as error:
        raise ValueError(f"there is no language “{language}”") from error
    symbols = locale.number_symbols["latn"]
    lists = locale.list_patterns["standard"]
    date, whole = str(locale.datetime_skeletons["MMMMd"]), locale.date_formats["long"].pattern
    weekday = str(locale.datetime_skeletons.get("MMMMEEEEd", ""))
    weekday = weekday or locale.date_formats["full"].pattern.replace(whole, date)
    return Cldr(
        language=language,
        months=_months(locale.months["format"]["wide"]),
        months_alone=_months(locale.months["stand-alone"]["wide"]),
        months_short=_months(locale.months["format"]["abbreviated"]),
        weekdays=tuple(locale.days["format"]["wide"][day] for day in range(7)),
        days_of_month=(_FIRST_DAY.get(primary(language), "1"), *map(str, range(2, 32))),
        date=_template(date),
        date_of_year=_template(whole),
        short_date=_template(str(locale.datetime_skeletons["MMMd"])),
        weekday_date=_template(weekday).replace(_template(date), "{date}"),
        month_of_year=_template(str(locale.datetime_skeletons["yMMMM"])),
        time=_template(str(locale.datetime_skeletons["Hm"])),
        moment=_MOMENTS.get(primary(language)) or _moment(locale),
        decimal=symbols["decimal"],
        group=symbols["group"],
        lists=Lists(lists["2"], lists["start"], lists["middle"], lists["end"]),
        zones=_zones(locale, zone) if primary(language) != SOURCE_LANGUAGE else {},
    )


def names_of(language: str, others: Iterable[str]) -> dict[str, str]:
    """What languages are called in one of them, by their ISO 639 codes; one that CLDR does not know is left out."""
    from babel.core import Locale, UnknownLocaleError

    try:
        called = Locale.parse(language.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        return {}
    codes = sorted({primary(other) for other in others} - {"und"})
    return {code: called[code] for code in codes if code in called}


def _moment(locale: Locale) -> str:
    pattern = _template(str(locale.datetime_formats["medium"]))
    return pattern.replace("{1}", "{date}").replace("{0}", "{time}")


def _months(names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names[month] for month in range(1, 13))


def _template(pattern: str) -> str:
    """A pattern of CLDR, ``d 'de' MMMM``, as a template for :meth:`str.format`."""
    return "".join(_piece(match) for match in _FIELD.finditer(pattern))


def _piece(match: re.Match[str]) -> str:
    quoted, letter, between = match.groups()
    if letter:
        return _PLACES[match[0]]
    return between or quoted or "'"


def _zones(locale: Locale, zone: str) -> dict[str, str]:
    """The short names that a language has of a zone, by those of the zone's own data."""
    return dict(_names(locale, zone))


def _names(locale: Locale, zone: str) -> Iterator[tuple[str, str]]:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from babel.core import get_global

    metazone = cast("str", get_global("meta_zones").get(zone, ""))
    short = locale.meta_zones.get(metazone, {}).get("short", {})
    for month in (1, 7):
        local = datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
        name = short.get("daylight" if local.dst() else "standard", "")
        if name and name != "∅∅∅":
            yield local.tzname() or "UTC", name
