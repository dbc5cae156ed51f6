"""``feeds/<part>.…``: what was said of each part of the system, in every form that a feed has.

A part of which nothing was said has a feed as well, so that whoever follows it need not wait for trouble.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from explainer.outputs.atom import atom
from explainer.outputs.entries import Feed, facts, feed_of, own_address
from explainer.outputs.json_feed import json_feed
from explainer.outputs.rss import rss
from explainer.render.addresses import part_feed
from explainer.render.view import View

FORMS: dict[str, Callable[[Feed, str], bytes]] = {"xml": atom, "rss": rss, "json": json_feed}
"""How each form is written, by the end of its name."""


class OfAPart(NamedTuple):
    """A file of a part: its name in the first language, all that it is made of, and how to make it."""

    name: str
    facts: bytes
    make: Callable[[View], bytes]


def part_feeds(view: View) -> Iterator[OfAPart]:
    """The feeds of every part, which costs no more than their words."""
    for part in view.system.components:
        feed = feed_of(view, part.id)
        known = facts(feed)
        for form, write in FORMS.items():
            yield _one(part_feed(part.id, form), known, feed, write)


def _one(name: str, known: bytes, feed: Feed, write: Callable[[Feed, str], bytes]) -> OfAPart:
    return OfAPart(name, known, lambda view: write(feed, own_address(view, name)))
