"""Words that a page shows in another language than its own, and the translations there are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from explainer.model.disruption import Text


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

    def __reduce__(self) -> tuple[type[Original], tuple[str, str, str, datetime | None]]:
        """How it is copied, with its marks."""
        return Original, (str(self), self.lang, self.tag, self.since)


def preferred(texts: tuple[Text, ...], lang: str, feed: str) -> Text:
    """Of a message's translations the one for readers of ``lang``; ``feed`` is the language its feed is declared in.

    That of the page, one of the same language in another country, the feed's own, an unlabelled one, else the first.
    They are never joined: each says all of it (GTFS-Realtime, ``TranslatedString``).
    """
    wanted = (lang.lower(), _base(lang), feed.lower(), "und")
    ranks = [_rank(text.lang.lower(), wanted) for text in texts]
    return texts[ranks.index(min(ranks))]


def _rank(lang: str, wanted: tuple[str, str, str, str]) -> int:
    page, base, feed, none = wanted
    return (lang == page, _base(lang) == base, lang == feed, lang == none, True).index(True)


def _base(lang: str) -> str:
    return lang.lower().replace("_", "-").partition("-")[0]
