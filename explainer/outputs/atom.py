"""``feed.xml`` and ``feeds/<part>.xml``: the newest updates, as Atom (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime

from markupsafe import Markup

from explainer.model.moments import in_utc
from explainer.outputs.entries import MOST_BYTES, Entry, Feed, feed_of, own_address, within
from explainer.render.addresses import FEED
from explainer.render.escaping import attr, text
from explainer.render.view import View

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was last changed of which nothing was said yet: Atom wants a time, and any other would be made up."""

_FEED = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
    "<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n{links}"
    "<author><name>{author}</name></author>\n"
)
_HUB = Markup('<link rel="hub" href="{}"/>\n')
_LINKS = Markup('<link rel="self" type="application/atom+xml" href="{}"/>\n<link href="{}"/>\n')
_ENTRY = Markup(
    "<entry>\n<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n{links}{summary}"
    "<author><name>{author}</name></author>\n</entry>\n"
)
_LINK = Markup('<link href="{}"/>\n')
_RELATED = Markup('<link rel="related" href="{}"/>\n')
_SUMMARY = Markup('<summary type="text">{}</summary>\n')
_TAIL = b"</feed>\n"


def feed_xml(view: View) -> bytes:
    """The feed of the whole site; the same picture gives the same bytes, and never more than 50 KB of them."""
    return atom(feed_of(view), own_address(view, FEED))


def atom(feed: Feed, address: str) -> bytes:
    """A feed that lies at ``address``, empty where the site has none."""
    head = _FEED.format(
        language=attr(feed.language),
        id=attr(feed.id),
        title=text(feed.title),
        updated=in_utc(feed.updated or NEVER),
        links=_links(feed, address),
        author=text(feed.author),
    ).encode()
    rows = within((_row(entry) for entry in feed.entries), MOST_BYTES - len(head) - len(_TAIL))
    return head + b"".join(rows) + _TAIL


def _links(feed: Feed, address: str) -> Markup:
    if not address:
        return Markup("")
    hub = _HUB.format(attr(feed.hub)) if feed.hub else Markup("")
    return hub + _LINKS.format(attr(address), attr(feed.page))


def _row(entry: Entry) -> bytes:
    links = _LINK.format(attr(entry.address)) if entry.address else Markup("")
    related = _RELATED.format(attr(entry.review)) if entry.review else Markup("")
    return _ENTRY.format(
        id=attr(entry.id),
        title=text(entry.title),
        updated=in_utc(entry.at),
        links=links + related,
        summary=_SUMMARY.format(text(entry.summary)) if entry.summary else "",
        author=text(entry.author),
    ).encode()
