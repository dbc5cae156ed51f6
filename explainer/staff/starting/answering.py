"""What is asked of the person who begins a site, and how each answer is judged."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from explainer import __version__
from explainer.declarations.nearness import near
from explainer.language.catalogues import is_translated, languages
from explainer.language.directions import primary

ANY_HOUR = "at any hour"
LONGEST = 100
"""Characters of an answer; a page has no room for more."""

_HOST_AND_MORE = re.compile(r"https?://[^\s/@]+(/[^\s]*)?")


@dataclass(frozen=True)
class Answers:
    """What a person said of the site; what may be empty was not said."""

    name: str
    zone: str
    language: str
    contact: str
    phone: str = ""
    hours: str = ANY_HOUR
    url: str = ""

    @property
    def is_english(self) -> bool:
        """Whether the texts that are kept here are in the language of the site."""
        return primary(self.language) == "en"

    @property
    def words(self) -> dict[str, str]:
        """What the texts may name; empty where nothing was said."""
        return {**vars(self), "english": "en" if self.is_english else "", "version": __version__}


def words(value: str) -> str:
    """Words on one line, without what cannot be seen.

    Raises:
        ValueError: when there are none, too many, or some that cannot be shown.
    """
    said = " ".join(value.split())
    if not said:
        raise ValueError("is empty; write something")
    if len(said) > LONGEST:
        raise ValueError(f"is too long; use at most {LONGEST} characters")
    if not said.isprintable():
        raise ValueError("holds a character that cannot be shown; type it anew")
    return said


def zone(value: str) -> str:
    """The name of a time zone, however its letters and spaces are written.

    Raises:
        ValueError: when there is no such zone; with one that looks like it.
    """
    known = available_timezones()
    by_lower = {name.lower(): name for name in known}
    wanted = value.strip().replace(" ", "_").lower()
    if wanted in by_lower:
        return by_lower[wanted]
    cities = {name.rpartition("/")[2].lower(): name for name in sorted(known) if "/" in name}
    if wanted in cities:
        return cities[wanted]
    meant = near(wanted, cities)
    remedy = cities[meant.split("“")[1].rstrip("”?")] if "“" in meant else "Europe/Berlin"
    raise ValueError(f"there is no time zone “{value}”; write it as {remedy}")


def language(value: str) -> str:
    """A language that the site’s own words are in.

    Raises:
        ValueError: when they are not in it; with those that they are in.
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) or not is_translated(value):
        raise ValueError(f"the site’s own words are not in “{value}”; write one of: {', '.join(languages())}")
    return value


def address(value: str) -> str:
    """The address at which a site will be, with a slash at its end.

    Raises:
        ValueError: when it is none.
    """
    if not _HOST_AND_MORE.fullmatch(value):
        raise ValueError(f"“{value}” is not a web address; write it in full, such as https://status.example/")
    return value.rstrip("/") + "/"


def name_of(folder: Path) -> str:
    """What the site in a folder may be called: its name in words."""
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[\s_-]+", folder.name) if word)


def zone_here() -> str:
    """The time zone of this machine, by its name; empty where it has none, or keeps the time of no place."""
    link = Path("/etc/localtime")
    named = os.environ.get("TZ", "") or (os.fspath(link.resolve()).partition("zoneinfo/")[2] if link.exists() else "")
    return named if "/" in named and not named.startswith("Etc/") and named in available_timezones() else ""
