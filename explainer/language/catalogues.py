"""The catalogues: which languages the site's own words are translated into, and the translations."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from explainer.language.directions import primary

DOMAIN = "explainer"
LOCALES = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"
"""The language that the messages are written in: it needs no catalogue."""


def file_of(language: str) -> Path:
    """Where the compiled catalogue of a language would lie: that of its own country if there is one."""
    whole = LOCALES / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo"
    return whole if whole.is_file() else LOCALES / primary(language) / "LC_MESSAGES" / f"{DOMAIN}.mo"


def is_translated(language: str) -> bool:
    """Whether the site's own words can be told in this language, a BCP 47 tag."""
    return primary(language) == SOURCE_LANGUAGE or file_of(language).is_file()


def languages() -> tuple[str, ...]:
    """Every language the site's own words can be told in, as BCP 47 tags."""
    found = (path.parts[-3].replace("_", "-") for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return tuple(sorted({SOURCE_LANGUAGE, *found}))


@lru_cache(maxsize=64)
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; what is not translated stays as it is written, in English."""
    file = file_of(language)
    if primary(language) == SOURCE_LANGUAGE or not file.is_file():
        return NullTranslations()
    with file.open("rb") as opened:
        return GNUTranslations(opened)
