"""What every feed holds: the updates of the site, or of one part of it, in words that stay true on another day.

An entry is one update, or a feed's disruption that has none. Its id never changes, so that a reader sees each once.
Atom, RSS and JSON Feed only write it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from heapq import nlargest
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

from explainer.language.escaping import without_controls
from explainer.model.running_text import in_one_line
from explainer.model.vocabulary import Reality
from explainer.outputs.updates import told
from explainer.picture.at_hand import NEWEST_WORDS
from explainer.picture.issued import Issued, issued_of, newest_of
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.addresses import in_folder
from explainer.render.foreseen import ending, over_in_words, owed_in_words
from explainer.render.view import View
from explainer.render.words import (
    clip,
    hour_and_day,
    lasting_doubt,
    marked,
    not_known_in,
    plain,
    plain_headline,
    promise_sentence,
    sentence,
)

MOST_ENTRIES = NEWEST_WORDS
MOST_BYTES = 50_000
T = TypeVar("T")

_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_SUMMARY = 200, 200, 1500


class Entry(NamedTuple):
    """An update in plain text: its id and the addresses are whole, and empty where the site has none."""

    id: str
    at: datetime
    title: str
    summary: str
    address: str
    review: str
    author: str
    is_real: bool


class Feed(NamedTuple):
    """A feed in plain text: what it is called, when its newest word was said, if any was, its page and its entries.

    Nothing in it depends on when we looked, so that a feed without news stays as it is.
    """

    id: str
    title: str
    updated: datetime | None
    language: str
    author: str
    page: str
    hub: str
    entries: tuple[Entry, ...]


def feed_of(view: View, part: str = "") -> Feed:
    """The newest updates of the site, or of a part of it by its id: each once, the newest first."""
    entries = tuple(_entry(view, one) for one in _newest(view, part))
    settings = view.settings
    site = view.address() if settings.site_url else ""
    title = settings.site_name
    if part:
        title = f"{view.system.by_id[part].name} – {title}"
    return Feed(
        id=tag(view, f"updates/{part}" if part else "updates"),
        title=_plain(marked(view, title), _LONGEST_TITLE),
        updated=entries[0].at if entries else None,
        language=settings.language,
        author=_plain(settings.contact.name or settings.site_name, _LONGEST_NAME),
        page=f"{site}{_page_of(view, part)}" if site else "",
        hub=settings.hub or "",
        entries=entries,
    )


def newest_entry(view: View, now: DisruptionNow) -> Entry:
    """The newest words on a disruption, as the feeds have them."""
    return _entry(view, newest_of(now))


def own_address(view: View, name: str) -> str:
    """The whole address of a feed by its name in the site's first language; empty where the site has none."""
    if not view.settings.site_url:
        return ""
    return view.address().removesuffix(view.home) + view.settings.at + in_folder(name, view.folder)


def facts(feed: Feed) -> bytes:
    """All that a feed is made of, for a key."""
    return repr(feed).encode("utf-8", "surrogatepass")


def within(rows: Iterable[bytes], room: int) -> Iterator[bytes]:
    """As many rows, from the first on, as there is room for."""
    for row in rows:
        room -= len(row)
        if room < 0:
            return
        yield row


def tag(view: View, name: str, kind: str = "") -> str:
    """A tag URI (RFC 4151), which stays when the site's paths change; ``kind`` tells apart what is no update."""
    host = urlsplit(view.settings.site_url).hostname or "unpublished.invalid"
    safe = name if len(name) < 200 else sha256(name.encode()).hexdigest()
    return f"tag:{host},2026:{kind}{safe}"


def _page_of(view: View, part: str) -> str:
    return f"why/{part}/" if part in view.system.asked else ""


def _newest(view: View, part: str) -> list[Issued]:
    every: dict[str, list[Issued]] = _once(view, "issued", "", lambda: _by_part(view))
    return every.get(part, [])


def _by_part(view: View) -> dict[str, list[Issued]]:
    """The newest updates of every part, and under no name those of all."""
    found: dict[str, list[Issued]] = {"": []}
    for now in view.picture.disruptions:
        if now.gathered_by:
            continue
        issued = issued_of(now)
        for part in ("", *_parts(view, now)):
            found.setdefault(part, []).extend(issued)
    return {part: nlargest(MOST_ENTRIES, those, key=_newest_first) for part, those in found.items()}


def _newest_first(one: Issued) -> tuple[datetime, str, str]:
    return one.at, one.now.id, one.key


def _parts(view: View, now: DisruptionNow) -> dict[str, None]:
    """What it is about: all that it reports, or that is gathered in it, and what customers feel of it."""
    gathered = (view.picture.disruption[one] for one in now.gathers if one in view.picture.disruption)
    about = [one.component for each in (now, *gathered) for one in each.reports]
    return dict.fromkeys(filter(None, (*about, now.disruption.account.symptom)))


def _entry(view: View, one: Issued) -> Entry:
    return _once(view, "entry", one.id, lambda: _written(view, one))


def _written(view: View, one: Issued) -> Entry:
    now = one.now
    reality = now.disruption.reality
    title = marked(view, plain_headline(view, now.disruption), reality)
    has_site = bool(view.settings.site_url)
    words = _summary(view, one) or ("" if has_site else view.words.gettext("No words were given."))
    return Entry(
        id=tag(view, one.id),
        at=one.at,
        title=_plain(title, _LONGEST_TITLE),
        summary=without_controls(words),
        address=view.address(f"disruptions/{now.id}/#updates") if has_site else "",
        review=_review(view, one) if has_site else "",
        author=_plain(view.publisher(now.disruption), _LONGEST_NAME),
        is_real=reality is Reality.ACTUAL and not view.picture.exercise,
    )


def _review(view: View, one: Issued) -> str:
    """The review in which a disruption ended, of its newest entry."""
    review = one.now.disruption.account.review
    return f"{view.address()}{quote(review.address)}" if one.is_newest and review and review.address else ""


def _summary(view: View, one: Issued) -> str:
    """What was said, that the cause is not known, when the next word was promised, and that its source is silent.

    The newest entry tells of the cause, and answers what is asked most. What we add stands whole, however long the
    words are.
    """
    unknown = _not_known(view, one.now) if one.is_newest else ""
    asked = _asked(view, one.now) if one.is_newest else ""
    promise = promise_sentence(view, one.promise, hour_and_day(view, one.promise.due)) if one.promise else ""
    doubt = plain(lasting_doubt(view, one.now))
    behind = " ".join(said for said in (unknown, asked, promise, doubt) if said)
    words = clip(in_one_line(_said(view, one)), _LONGEST_SUMMARY - len(behind))
    return " ".join(part for part in (sentence(words) if behind else words, behind) if part)


def _said(view: View, one: Issued) -> str:
    every: dict[str, str] = _once(
        view, "words", one.now.id, lambda: {update.id: update.words for update in told(view, one.now)}
    )
    return every[one.id]


def _not_known(view: View, now: DisruptionNow) -> str:
    """That the cause is not known, in words that stay true on another day."""
    return not_known_in(view.words, now, view.picture.now, lambda at: hour_and_day(view, at), view.system.party_name)


def _asked(view: View, now: DisruptionNow) -> str:
    """When it is over, where somebody says so or it is ours to say, and what one is owed; nothing of what is over."""
    if now.standing is Standing.ENDED:
        return ""
    said = []
    if now.ours or ending(now, view.picture.now) is not None:
        said.append(over_in_words(view.words, now, view.picture.now, lambda at: hour_and_day(view, at)))
    said.append(owed_in_words(view.words, view.rights.get(now.disruption.account.rights)))
    return " ".join(one for one in said if one)


def _plain(value: str, most: int) -> str:
    return without_controls(str(clip(value, most)))


def _once(view: View, kind: str, name: str, make: Callable[[], T]) -> T:
    """Made once for all the feeds of a language."""
    kept: dict[tuple[str, str], T] = view.shared.setdefault(f"feeds of {view.folder}", {})
    if (kind, name) not in kept:
        kept[kind, name] = make()
    return kept[kind, name]
