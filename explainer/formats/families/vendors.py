"""What single vendors put into RSS and Atom beyond the standards: one function each, from a draft to a better one.

===========  =============================================================================================
AWS          every update is a new item; those of one service and one subject are one thing
Statuspage   the incident in the link is the id; the body is a timeline (``statuspage_timeline``)
cState       lists what still holds; ``pubDate`` is the start, the resolution stands in ``category``
Met Office   the span stands in a sentence
===========  =============================================================================================

A function that does not find its vendor's mark gives the draft back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from explainer.formats.base import Draft, Span
from explainer.formats.families import statuspage_timeline
from explainer.formats.kit import prose, text
from explainer.formats.kit.feed_entry import Item
from explainer.formats.kit.times import Reading, latest, read_near, read_time
from explainer.model.vocabulary import Precision, Status, StatusBasis

Vendor = Callable[[Draft, Item], Draft]

AWS_GUID = re.compile(r"https?://status\.aws\.amazon\.com/#([a-z0-9-]+)_\d{9,11}")
"""``http://status.aws.amazon.com/#ec2-us-east-1_1349725820``"""

# Met Office warnings: `valid from 0800 Wed 12 Mar to 2000 Wed 12 Mar`.
_DAY = r"\d{4} [A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}"
_VALID = re.compile(rf"\bvalid from (?P<start>{_DAY}) to (?P<end>{_DAY})\b")
_NEAR = timedelta(days=60)


def aws(draft: Draft, item: Item) -> Draft:
    """An id that the updates of one occasion share; their own are no pages."""
    found = AWS_GUID.fullmatch(item.guid)
    if found is None:
        return draft
    occasion = f"{found[1]}: {prose.subject_of(item.headline).casefold()}"
    return replace(draft, id=occasion, links=[link for link in draft.links if link.href != item.guid])


def statuspage(draft: Draft, item: Item) -> Draft:
    """Statuspage dates its items with the newest update, and announced works with their coming start."""
    anchor = item.date or item.feed.date
    timeline = statuspage_timeline.timeline(item.body, anchor.at if anchor else None, item.feed.source.tz)
    if timeline is None:
        return draft
    dated = [step.at for step in timeline.steps if isinstance(step.at, Reading)]
    published, newest = read_time(item.published, item.feed.source.tz), latest(dated)
    is_coming = timeline.status is Status.PLANNED and published and newest and published.at > newest.at
    return replace(
        draft,
        id=statuspage_timeline.incident(item.href) or draft.id,
        description={item.body_language: timeline.newest} if timeline.newest else draft.description,
        status=timeline.status,
        status_native=timeline.native,
        status_basis=StatusBasis.STATED if timeline.native else StatusBasis.INFERRED_FROM_TEXT,
        planned=True if timeline.planned else None,
        spans=[Span(published._replace(precision=Precision.INFERRED))] if published and is_coming else (),
        issued=None if dated else draft.issued,
        updated=newest or draft.updated,
        updates=timeline.steps,
    )


def cstate(draft: Draft, item: Item) -> Draft:
    """The time of resolution is taken out of the categories; until there is one, an issue holds."""
    if "cstate" not in item.feed.generator.casefold():
        return draft
    zone = item.feed.source.tz
    times = {category: read_time(category, zone) for category in draft.categories}
    end = next((reading for reading in times.values() if reading), None)
    moments = (read_time(item.published, zone), read_time(item.updated, zone), end)
    return replace(
        draft,
        status=draft.status if draft.status_native else Status.ACTIVE,
        categories=[category for category, reading in times.items() if reading is None],
        spans=[Span(item.date, end)] if item.date else (),
        updated=latest(moments) if end else draft.updated,
    )


def met_office(draft: Draft, item: Item) -> Draft:
    """The span that a sentence names, its year taken from the item's date and its weekday."""
    anchor = item.date or item.feed.date
    found = _VALID.search(text.plain(item.body)) if "valid" in item.body else None
    if found is None or anchor is None:
        return draft
    zone = item.feed.source.tz
    start, end = read_near(found["start"], anchor.at, zone), read_near(found["end"], anchor.at, zone)
    if start is None or end is None or end.at <= start.at:
        return draft
    # A weekday that fits only another year is a mistake, and reading it would end the warning a year ago.
    if max(abs(start.at - anchor.at), abs(end.at - anchor.at)) > _NEAR:
        return draft
    return replace(draft, spans=[Span(start, end, text=found[0])])


VENDORS: tuple[Vendor, ...] = (aws, met_office, statuspage, cstate)
"""In the order in which they are asked."""
