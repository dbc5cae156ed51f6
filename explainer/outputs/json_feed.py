"""``feed.json`` and ``feeds/<part>.json``: the newest updates, as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from explainer.model.moments import in_utc
from explainer.outputs.entries import MOST_BYTES, Entry, Feed, feed_of, own_address, within
from explainer.render.addresses import JSON_FEED
from explainer.render.view import View

VERSION = "https://jsonfeed.org/version/1.1"
EXERCISE = "exercise"
"""The tag of what is not meant."""

_BETWEEN, _TAIL = b",\n", b"\n]}\n"


def feed_json(view: View) -> bytes:
    """The feed of the whole site; never more than 50 KB."""
    return json_feed(feed_of(view), own_address(view, JSON_FEED))


def json_feed(feed: Feed, address: str) -> bytes:
    """A feed that lies at ``address``, empty where the site has none."""
    about: dict[str, Any] = {"version": VERSION, "title": feed.title, "language": feed.language}
    if address:
        about |= {"home_page_url": feed.page, "feed_url": address}
    if address and feed.hub:
        about["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    about["authors"] = [{"name": feed.author}]
    head = _json(about)[:-1] + b', "items": [\n'
    rows = within((_item(entry) + _BETWEEN for entry in feed.entries), MOST_BYTES - len(head) - len(_TAIL))
    return head + b"".join(rows).removesuffix(_BETWEEN) + _TAIL


def _item(entry: Entry) -> bytes:
    item: dict[str, Any] = {"id": entry.id, "title": entry.title, "content_text": entry.summary or entry.title}
    if entry.address:
        item["url"] = entry.address
    item |= {"date_published": in_utc(entry.at), "authors": [{"name": entry.author}]}
    if not entry.is_real:
        item["tags"] = [EXERCISE]
    return _json(item)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
