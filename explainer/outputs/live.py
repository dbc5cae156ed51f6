"""``live.json``: what an open page asks for, again and again, to know whether anything new was said.

It names the pages as they are now by a few letters each, so that a page finds out whether it is one of them; and the
newest word of what is open, with what it changed, in the language of the page. It is small, and the same until
something new is said or the sources are checked once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from explainer.language.directions import primary
from explainer.model.running_text import in_one_line
from explainer.model.translation import Original
from explainer.picture.issued import issued_of
from explainer.picture.model import DisruptionNow
from explainer.picture.timeline import updates_of
from explainer.render.changes import told_changes
from explainer.render.view import View
from explainer.render.words import clip, first_sentence, plain_headline, when

MOST_BYTES = 2048
"""How large it may be: so much is sent each minute, to everybody whose page is open, once it is another one."""

MOST_NEWS, FOR_NEWS = 8, 1024
"""How many newest words it holds, and in how many bytes."""

LONGEST = 140

LETTERS = 6
"""How many letters stand for a page as it is now."""


class News(NamedTuple):
    """The newest word on a disruption: its id, its key, that of the word before it, when it was said, and what it says.

    ``says`` is what it changed, or else its first sentence; ``headline`` is for pages that are about more. ``lang`` are
    the languages of both where they are not in that of the page, and empty otherwise.
    """

    disruption: str
    key: str
    before: str
    at: str
    says: str
    headline: str
    lang: tuple[str, ...] = ()


def live_json(view: View, pages: Sequence[str]) -> bytes:
    """The document; ``pages`` are the letters of those that it tells of, the most important ones first."""
    picture, words = view.picture, view.words
    checked = picture.checked_at
    told = {
        "checked": checked.astimezone(view.zone).isoformat(timespec="seconds") if checked else None,
        "at": when(view, checked).striptags() if checked else "",
        "say": [
            words.gettext("New at %(time)s: %(words)s", time="{time}", words="{words}"),
            words.gettext("You last saw: %(words)s", words="{words}"),
            words.pgettext("a button that goes to what is new", "Read"),
            words.pgettext("a button that hides a notice", "OK"),
        ],
        "news": list(_within(news(view), FOR_NEWS)),
        "pages": "",
    }
    room = (MOST_BYTES - len(_written({**told, "rest": ""})) - LETTERS) // LETTERS
    told["pages"] = "".join(pages[:room])
    return _written(told if len(pages) <= room else {**told, "rest": _letters(pages[room:])})


def news(view: View) -> Iterator[News]:
    """The newest word of all that is open, the newest first; what a bulletin gathers is told there."""
    told = [now for now in view.picture.open if not now.gathered_by and now.id not in view.picture.not_placed]
    for now in sorted(told, key=lambda now: now.written_at, reverse=True)[:MOST_NEWS]:
        yield _newest(view, now)


def _newest(view: View, now: DisruptionNow) -> News:
    issued, updates = issued_of(now), updates_of(now)
    newest = next(index for index, one in enumerate(issued) if one.is_newest)
    headline = clip(plain_headline(view, now.disruption), LONGEST)
    called = _foreign(view, view.said(now.disruption, now.disruption.headline).lang, headline)
    source = view.picture.source.get(now.disruption.origin.feed)
    spoken = source.source.language if source is not None and not now.ours else ""
    words = issued[newest].words
    changes = told_changes(view.words, updates[newest]) if updates else ""
    says = first_sentence(in_one_line(changes or words), LONGEST)
    lang = _foreign(view, spoken, updates[newest].update.changed or words if updates else "") if says else called
    return News(
        now.id,
        issued[newest].key,
        issued[newest - 1].key if newest else "",
        when(view, issued[newest].at).striptags(),
        str(says or headline),
        str(headline),
        (lang, called) if lang or called else (),
    )


def _foreign(view: View, lang: str, words: str) -> str:
    """The language of words that are not in that of the page; empty of all others."""
    found = words.lang if isinstance(words, Original) else lang
    return "" if found in ("", "und") or primary(found) == primary(view.language) else found


def _within(rows: Iterable[News], room: int) -> Iterator[News]:
    for row in rows:
        room -= len(_written(row))
        if room < 0:
            return
        yield row


def _letters(pages: Sequence[str]) -> str:
    from hashlib import sha256  # here, because few sites have so many pages

    return sha256("".join(pages).encode()).hexdigest()[:LETTERS]


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
