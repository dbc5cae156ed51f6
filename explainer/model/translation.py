"""Words that a page shows in another language than its own, and the translations there are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Pair(NamedTuple):
    """A translation: ``says`` for the words ``original``, which stand under ``key``."""

    key: str
    original: str
    says: str


def in_its_language(words: str, of: str) -> str:
    """``words``, made of those in ``of``: marked as they are."""
    return Original(words, of.lang, of.tag, of.since) if isinstance(of, Original) else words


class Original(str):
    """Words in their own language on a page in another: shown as they are, and marked wherever they are escaped.

    ``lang`` is their language, ``tag`` its name in the language of the page where they are a sentence of their own, and
    ``since`` when they came to be said, as far as the record knows.
    """

    __slots__ = ("lang", "since", "tag")
    lang: str
    since: datetime | None
    tag: str

    def __new__(cls, words: str, lang: str, tag: str = "", since: datetime | None = None) -> Original:
        """The words ``words``, marked."""
        made = super().__new__(cls, words)
        made.lang, made.tag, made.since = lang, tag, since
        return made
