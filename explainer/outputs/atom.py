"""``feed.xml``: the newest updates of all disruptions, as Atom (RFC 4287).

An entry is one update, or a feed's disruption that has none. Its id never changes, so a reader sees each once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from explainer.language.states import reality_mark
from explainer.model.running_text import in_one_line
from explainer.model.vocabulary import Reality
from explainer.outputs.addresses import FEED, in_folder
from explainer.picture.at_hand import NEWEST_WORDS
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.promises import Promise
from explainer.picture.timeline import updates_of
from explainer.render.changes import told_changes
from explainer.render.escaping import attr, text
from explainer.render.foreseen import ending, over_in_words, owed_in_words
from explainer.render.view import View
from explainer.render.words import (
    clip,
    hour_and_day,
    lasting_doubt,
    not_known_in,
    plain,
    plain_headline,
    promise_sentence,
    sentence,
)

MOST_ENTRIES = NEWEST_WORDS
MOST_BYTES = 50_000
_LONGEST_TITLE, _LONGEST_SUMMARY = 200, 1500


class _Entry(NamedTuple):
    at: datetime
    now: DisruptionNow
    key: str
    summary: str
    promise: Promise | None
    is_newest: bool = False


def feed_xml(view: View) -> bytes:
    """The feed; the same picture gives the same bytes, and never more than 50 KB of them."""
    entries = sorted(_entries(view), key=lambda e: (e.at, e.now.id, e.key), reverse=True)[:MOST_ENTRIES]
    head = _head(view, entries[0].at if entries else None)
    rows: list[bytes] = []
    room = MOST_BYTES - len(head) - len(_TAIL)
    for entry in entries:
        row = _row(view, entry)
        if len(row) > room:
            break
        room -= len(row)
        rows.append(row)
    return head + b"".join(rows) + _TAIL


_TAIL = b"</feed>\n"


def _entries(view: View) -> list[_Entry]:
    found: list[_Entry] = []
    for now in view.picture.disruptions:
        if now.gathered_by:
            continue
        written = list(_written(view, now))
        if not written:
            said = view.said(now.disruption, now.disruption.description).text
            written.append(_Entry(now.written_at, now, "first", said, now.promise))
        newest = max(range(len(written)), key=lambda index: (written[index].at, index))
        written[newest] = written[newest]._replace(is_newest=True)
        found += written
    return found


def _written(view: View, now: DisruptionNow) -> Iterator[_Entry]:
    """An entry for each update of a disruption. Updates of one minute are told apart by their order."""
    before: Counter[datetime] = Counter()
    for said in updates_of(now):
        update = said.update
        key, same = _time(update.at), before[update.at]
        before[update.at] += 1
        words = update.says
        if changes := told_changes(view.words, said):
            words = view.words.gettext("%(says)s Changed: %(changed)s", says=words, changed=changes)
        yield _Entry(said.at, now, f"{key}.{same}" if same else key, words, said.makes)


_FEED = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
    "<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n{links}"
    "<author><name>{author}</name></author>\n"
)
_LINKS = Markup('<link rel="self" type="application/atom+xml" href="{}"/>\n<link href="{}"/>\n')
_ENTRY = Markup(
    "<entry>\n<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n{link}{summary}"
    "<author><name>{author}</name></author>\n</entry>\n"
)
_LINK = Markup('<link href="{}disruptions/{}/#updates"/>\n')
_RELATED = Markup('<link rel="related" href="{}"/>\n')
_SUMMARY = Markup('<summary type="text">{}</summary>\n')


def _head(view: View, newest: datetime | None) -> bytes:
    site, settings = _site(view), view.settings
    title = settings.site_name
    if view.picture.exercise:
        title = _marked(view, reality_mark(view.words, Reality.EXERCISE), title)
    return _FEED.format(
        language=attr(settings.language),
        id=_tag(view, "updates"),
        title=_plain(title, _LONGEST_TITLE),
        updated=_time(newest or view.picture.written_at or view.picture.checked_at or view.picture.now),
        links=_LINKS.format(attr(_own_address(view)), attr(site)) if site else "",
        author=_plain(settings.contact.name or settings.site_name, 200),
    ).encode()


def _row(view: View, entry: _Entry) -> bytes:
    now = entry.now
    title, reality = plain_headline(view, now.disruption), now.disruption.reality
    if view.picture.exercise or reality is not Reality.ACTUAL:
        mark = Reality.EXERCISE if reality is Reality.ACTUAL else reality
        title = _marked(view, reality_mark(view.words, mark), title)
    site = _site(view)
    words = _summary(view, entry) or ("" if site else view.words.gettext("No words were given."))
    return _ENTRY.format(
        id=_tag(view, f"{now.id}/{entry.key}"),
        title=_plain(title, _LONGEST_TITLE),
        updated=_time(entry.at),
        link=_links(site, entry) if site else "",
        summary=_SUMMARY.format(text(words)) if words else "",
        author=_plain(view.publisher(now.disruption), 200),
    ).encode()


def _links(site: str, entry: _Entry) -> Markup:
    """Where the update stands, and behind the newest one the review that it ended in."""
    here, review = _LINK.format(attr(site), attr(entry.now.id)), entry.now.disruption.account.review
    if not entry.is_newest or review is None or not review.address:
        return here
    return here + _RELATED.format(attr(f"{site}{quote(review.address)}"))


def _marked(view: View, mark: str, title: str) -> str:
    return view.words.pgettext("title of what is not real", "%(mark)s: %(title)s", mark=mark, title=title)


def _summary(view: View, entry: _Entry) -> str:
    """What was said, that the cause is not known, when the next word was promised, and that its source is silent.

    The newest entry tells of the cause, and answers what is asked most. What we add stands whole, however long the
    words are.
    """
    unknown = _not_known(view, entry.now) if entry.is_newest else ""
    asked = _asked(view, entry.now) if entry.is_newest else ""
    promise = _promised(view, entry.promise) if entry.promise else ""
    doubt = plain(lasting_doubt(view, entry.now))
    behind = " ".join(said for said in (unknown, asked, promise, doubt) if said)
    words = clip(in_one_line(entry.summary), _LONGEST_SUMMARY - len(behind))
    return " ".join(part for part in (sentence(words) if behind else words, behind) if part)


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


def _promised(view: View, promise: Promise) -> str:
    """The promise in words that stay true on another day; only one that nobody keeps is news."""
    return promise_sentence(view, promise, hour_and_day(view, promise.due))


def _plain(value: str, most: int) -> Markup:
    return text(str(clip(value, most)))


def _site(view: View) -> str:
    return view.address() if view.settings.site_url else ""


def _own_address(view: View) -> str:
    return _site(view).removesuffix(view.home) + view.settings.at + in_folder(FEED, view.folder)


def _tag(view: View, name: str) -> Markup:
    """A tag URI (RFC 4151), which stays when the site's paths change."""
    host = urlsplit(view.settings.site_url).hostname or "unpublished.invalid"
    safe = name if len(name) < 200 else sha256(name.encode()).hexdigest()
    return attr(f"tag:{host},2026:{safe}")


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
