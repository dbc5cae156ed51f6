"""``Account``: what our own staff tell of a disruption, beside what any feed could say of it."""

from __future__ import annotations

from datetime import date

import msgspec

from explainer.model.value import (
    Amounting,
    Figure,
    MaybeMoment,
    Moment,
    Slug,
    Value,
    Words,
    nearest_figures,
    nearest_moments,
    only_believable,
)


class Counted(Value):
    """A quantity that texts name: one ``value``, maybe ``of`` so many, or a range from ``low`` to ``high``."""

    value: Figure | None = None
    """The number, where it is one. Example: 40"""
    low: Figure | None = None
    """The smaller end, where it is a range. Example: 30"""
    high: Figure | None = None
    """The larger end, where it is a range. Example: 40"""
    of: Figure | None = None
    """The whole that the number is a part of. Example: 5"""
    unit: str = ""
    """What is counted. Example: minutes"""
    at: MaybeMoment = None
    """When it was counted. Example: 2026-11-20 18:20"""
    by: str = ""
    """The party that counted, by its id."""

    def __post_init__(self) -> None:
        only_believable(self, "at")
        nearest_figures(self, *(name for name in ("value", "low", "high", "of") if getattr(self, name) is not None))

    @property
    def range(self) -> tuple[float, float] | None:
        """Its two ends, which are one where it is one value; None where it says neither rightly."""
        low, high = (self.low, self.high) if self.value is None else (self.value, self.value)
        return None if low is None or high is None else (low, high)

    def agrees(self, other: Counted) -> bool:
        """Whether another one says the same number, and the same whole if both state one."""
        same_whole = self.of is None or other.of is None or self.of == other.of
        return self.range == other.range and same_whole


Figures = dict[Slug, Counted]
"""Quantities by the names under which texts speak of them."""


class Backlog(Value):
    """What has built up because demand passed capacity."""

    since: Moment
    """Since when more comes than gets through. Example: 2026-11-20 16:40"""
    now: Figure
    """How many wait now. Example: 20"""
    waiting: tuple[Slug, ...] = ()
    """The symptoms whose customers stand in it; without any, what the bulletin is about."""

    def __post_init__(self) -> None:
        nearest_moments(self, "since")
        nearest_figures(self, "now")


class Answer(Value):
    """A question customers ask of a limit, and its honest answer."""

    question: Words
    """The question that everybody asks of this limit. Example: Why not more planes at once?"""
    answer: Words
    """Its honest answer, in a sentence or two."""


class Constraint(Value):
    """A limit in numbers."""

    component: Slug
    """The part that is limited, by its id in content/system.yml."""
    says: str = ""
    """The limit in one sentence."""
    unit: Words
    """What is counted; normal, now and demand are amounts of it an hour. Example: planes"""
    normal: Amounting
    """How many an hour it does on a good day. Example: 36"""
    now: Amounting
    """How many an hour it does now. Example: 24"""
    demand: Amounting
    """How many an hour are asked of it. Example: 30"""
    at: Moment
    """When that was true. Example: 2026-11-20 18:20"""
    by: str = ""
    """The party that says so, by its id."""
    backlog: Backlog | None = None
    """What has built up because more was asked than could be done. Without it nobody speaks of a queue."""
    why_not_more: Answer | None = None
    """The question that everybody asks of this limit, and its honest answer."""

    def __post_init__(self) -> None:
        nearest_moments(self, "at")
        nearest_figures(self, "normal", "now", "demand")


class Decision(Value):
    """What was decided, by which parties, why, and who bears the cost."""

    what: Words
    """What was decided, in one sentence."""
    at: Moment
    """When it was decided. Example: 2026-11-20 17:10"""
    by: Slug
    """The party that decided, by its id."""
    with_: tuple[Slug, ...] = msgspec.field(default=(), name="with")
    """Other parties that were part of it, by their ids."""
    because: Words
    """Why, in one sentence that stands alone."""
    cost_to: Words
    """Who bears the cost, in plain words. Example: People who fly later tonight"""
    component: Slug | None = None
    """The part it is about, by its id, where more than one of that party’s is in this bulletin. Example: deicing"""
    now_we_know: str = ""
    """When it is over: what is known today and was not known then, in one sentence."""

    def __post_init__(self) -> None:
        nearest_moments(self, "at")


class Minutes(Value):
    """How long something takes, as a range in minutes."""

    low: Amounting
    """The least, in minutes. Example: 5"""
    high: Amounting
    """The most, in minutes. Example: 10"""

    def __post_init__(self) -> None:
        nearest_figures(self, "low", "high")


class Ask(Value):
    """What a customer can do: can you, how, how long, whom it helps, what if you cannot."""

    what: Words
    """What a customer can do, in one line. Example: Need to leave? Have the bag sent to you"""
    can_you: Words
    """What one needs for it. Example: Yes, with the number on your bag tag."""
    how: Words
    """How and where to do it."""
    minutes: Minutes | None = None
    """How long it takes, as a range in minutes."""
    helps: Words
    """Whom it helps, other than the reader and us. Example: Families who wait at the belts"""
    if_not: Words
    """What to do if one cannot."""


class StatedCause(Value):
    """The cause the publisher states, or that it is unknown, who is finding out, and by when."""

    component: Slug | None = None
    """The part that is the cause, by its id in content/system.yml. Leave it out while the cause is unknown."""
    says: str = ""
    """The cause in one sentence."""
    unknown: bool = False
    """true while nobody knows the cause; then say who is finding out, and by when."""
    investigator: str = ""
    """The party that is finding out, by its id. Required while the cause is unknown."""
    answer_by: MaybeMoment = None
    """When readers hear of the cause. Example: 2026-11-20 19:00"""

    def __post_init__(self) -> None:
        only_believable(self, "answer_by")


class About(Value):
    """A feed disruption that a bulletin gathers on its page; without ``id``, all of that feed."""

    feed: Slug
    """The feed that it came from: the name of its file in ops_feeds/, without .yml."""
    id: str | None = None
    """One disruption of that feed; without it, all that the feed carries now."""


class Review(Value):
    """What looks back on a disruption: the day ``by`` which it is promised, and its page in ``content/`` once there."""

    by: date
    """The day it is promised for. Example: 2026-12-18"""
    page: str = ""
    """Its page in content/, once it is there. Example: how/review-of-the-storm.md"""

    @property
    def address(self) -> str:
        """The address of its page from the site's root; empty while there is none."""
        folder = self.page.removesuffix(".md").removesuffix("index").strip("/")
        return f"{folder}/" if folder else ""


class Mistake(Value):
    """What we got wrong, why, and the party whose it was."""

    what: Words
    """What we got wrong, in one sentence."""
    why: str = ""
    """Why, in one sentence."""
    by: str = ""
    """The party whose mistake it was, by its id."""


class Change(Value):
    """What changes because of it, by which party, and by which day."""

    what: Words
    """What changes, in one sentence."""
    by: Slug
    """The party that changes it, by its id."""
    due: date
    """The day by which it is promised. Leave it as it was promised. Example: 2026-12-01"""
    done: date | None = None
    """The day on which it was done. Example: 2026-11-28"""
    moved_to: date | None = None
    """A later day for what is late; due stays as it was promised. Example: 2026-12-15"""
    says: str = ""
    """How it stands, in words."""


class Lessons(Value):
    """What came of a disruption, in the words of those who were in it."""

    wrong: tuple[Mistake, ...] = ()
    """What we got wrong."""
    changes: tuple[Change, ...] = ()
    """What changes because of it, with a day for each."""


class Account(Value):
    """The whole of it. Empty means “not stated”, never “none”; all of it is, for what only a feed speaks of."""

    symptom: str = ""
    """What customers feel, by its id in content/system.yml; the “Why” of the page ends there."""
    cause: StatedCause | None = None
    """The cause, or that it is unknown, who is finding out, and by when."""
    brief: tuple[Words, ...] = ()
    """“Why, in short”: three to five short lines; without them, they are made from the reports."""
    summary: str = ""
    """The next two sentences: what happened, and the number that explains it."""
    empathy: str = ""
    """One sentence that says you know what this is like for people. Example: We are sorry. After a flight you want your
    bag and the way home.
    """
    place: str = ""
    """Where. Example: Arrivals hall"""
    detected_at: MaybeMoment = None
    """When we noticed. Example: 2026-11-20 18:05"""
    constraints: tuple[Constraint, ...] = ()
    """Limits in numbers: what a part can do, and what is asked of it."""
    decisions: tuple[Decision, ...] = ()
    """What was decided, why, and who bears the cost."""
    asks: tuple[Ask, ...] = ()
    """What customers can do. While it is open: this, or one sentence in nothing_to_do."""
    unknowns: tuple[Words, ...] = ()
    """What we do not know yet. While it is open: at least one. Example: What stopped the belt."""
    next_update: MaybeMoment = None
    """When you will say more: a promise, shown to everybody. Without it, that of the last update. Example: 2026-11-20
    19:00
    """
    quiet_reason: str = ""
    """Why the next word comes later than the severity allows."""
    rights: str = ""
    """What customers are owed: an id from content/rights.yml."""
    offers: tuple[Slug, ...] = ()
    """What staff may offer meanwhile, without asking: ids of sets in content/permissions.yml."""
    about: tuple[About, ...] = ()
    """Disruptions of other feeds to gather on this page."""
    learned: Lessons | None = None
    """When it is over: what we got wrong, and what changes."""
    figures: Figures = msgspec.field(default_factory=dict)
    """Numbers that texts name as {name}, each written once, under a name of small letters, digits and hyphens."""
    review: Review | None = None
    """What looks back on it: the day it is promised for, and its page once it is there."""

    @property
    def owes(self) -> bool:
        """Whether what it promises for afterwards has not come yet: a change that is not done, a review not there."""
        changes = self.learned.changes if self.learned is not None else ()
        return any(change.done is None for change in changes) or (self.review is not None and not self.review.address)

    def __post_init__(self) -> None:
        only_believable(self, "detected_at", "next_update")


NO_ACCOUNT = Account()
"""What there is where our staff tell nothing."""
