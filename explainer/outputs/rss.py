"""``feed.rss`` and ``feeds/<part>.rss``: the newest updates, as RSS 2.0 (rssboard.org/rss-specification).

``guid`` is the id that Atom and JSON Feed have, and no address. Who said it is named as Dublin Core does, because RSS
itself knows an author by an e-mail address alone.
"""

from __future__ import annotations

from email.utils import format_datetime

from markupsafe import Markup

from explainer.outputs.entries import MOST_BYTES, Entry, Feed, feed_of, own_address, within
from explainer.render.addresses import RSS
from explainer.render.escaping import attr, text
from explainer.render.view import View

UNPUBLISHED = "https://unpublished.invalid/"
"""Where a site without an address is said to be: a channel must have one."""

_CHANNEL = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    "<channel>\n<title>{title}</title>\n<link>{link}</link>\n<description>{title}</description>\n"
    "<language>{language}</language>\n{built}{links}"
)
_BUILT = Markup("<lastBuildDate>{}</lastBuildDate>\n")
_SELF = Markup('<atom:link rel="self" type="application/rss+xml" href="{}"/>\n')
_HUB = Markup('<atom:link rel="hub" href="{}"/>\n')
_ITEM = Markup(
    '<item>\n<title>{title}</title>\n{link}<guid isPermaLink="false">{id}</guid>\n<pubDate>{at}</pubDate>\n'
    "{says}<dc:creator>{author}</dc:creator>\n</item>\n"
)
_LINK = Markup("<link>{}</link>\n")
_SAYS = Markup("<description>{}</description>\n")
_TAIL = b"</channel>\n</rss>\n"


def feed_rss(view: View) -> bytes:
    """The feed of the whole site; never more than 50 KB."""
    return rss(feed_of(view), own_address(view, RSS))


def rss(feed: Feed, address: str) -> bytes:
    """A feed that lies at ``address``, empty where the site has none."""
    links = _SELF.format(attr(address)) if address else Markup("")
    if address and feed.hub:
        links += _HUB.format(attr(feed.hub))
    head = _CHANNEL.format(
        title=text(feed.title),
        link=text(feed.page or UNPUBLISHED),
        language=text(feed.language),
        built=_BUILT.format(format_datetime(feed.updated)) if feed.updated else "",
        links=links,
    ).encode()
    rows = within((_item(entry) for entry in feed.entries), MOST_BYTES - len(head) - len(_TAIL))
    return head + b"".join(rows) + _TAIL


def _item(entry: Entry) -> bytes:
    """What was said is plain text, which readers of RSS take for HTML: so it is escaped once as that, once as XML."""
    return _ITEM.format(
        title=text(entry.title),
        link=_LINK.format(text(entry.address)) if entry.address else "",
        id=text(entry.id),
        at=format_datetime(entry.at),
        says=_SAYS.format(text(str(text(entry.summary)))) if entry.summary else "",
        author=text(entry.author),
    ).encode()
