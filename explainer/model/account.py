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
    """A quantity that texts name: one ``value``, maybe ``of`` so many, or a range from ``low`` to ``high``.

    ``at`` is when it was counted, ``by`` the party that counted.
    """

    value: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    of: Figure | None = None
    unit: str = ""
    at: MaybeMoment = None
    by: str = ""

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
    """What has built up because demand passed capacity.

    ``waiting`` are the symptoms whose customers stand in it; where none are named, it is what the bulletin is about.
    """

    since: Moment
    now: Figure
    waiting: tuple[Slug, ...] = ()

    def __post_init__(self) -> None:
        nearest_moments(self, "since")
        nearest_figures(self, "now")


class Answer(Value):
    """A question customers ask of a limit, and its honest answer."""

    question: Words
    answer: Words


class Constraint(Value):
    """A limit in numbers: ``normal``, ``now`` and ``demand`` are amounts of ``unit`` per hour at ``at``."""

    component: Slug
    says: str = ""
    unit: Words
    normal: Amounting
    now: Amounting
    demand: Amounting
    at: Moment
    by: str = ""
    backlog: Backlog | None = None
    why_not_more: Answer | None = None

    def __post_init__(self) -> None:
        nearest_moments(self, "at")
        nearest_figures(self, "normal", "now", "demand")


class Decision(Value):
    """What was decided, by which parties, why, and who bears the cost."""

    what: Words
    at: Moment
    by: Slug
    with_: tuple[Slug, ...] = msgspec.field(default=(), name="with")
    because: Words
    cost_to: Words

    def __post_init__(self) -> None:
        nearest_moments(self, "at")


class Minutes(Value):
    """How long something takes, as a range in minutes."""

    low: Amounting
    high: Amounting

    def __post_init__(self) -> None:
        nearest_figures(self, "low", "high")


class Ask(Value):
    """What a customer can do: can you, how, how long, whom it helps, what if you cannot."""

    what: Words
    can_you: Words
    how: Words
    minutes: Minutes | None = None
    helps: Words
    if_not: Words


class StatedCause(Value):
    """The cause the publisher states, or that it is unknown, who is finding out, and by when."""

    component: Slug | None = None
    says: str = ""
    unknown: bool = False
    investigator: str = ""
    answer_by: MaybeMoment = None

    def __post_init__(self) -> None:
        only_believable(self, "answer_by")


class About(Value):
    """A feed disruption that a bulletin gathers on its page; without ``id``, all of that feed."""

    feed: Slug
    id: str | None = None


class Review(Value):
    """What looks back on a disruption: the day ``by`` which it is promised, and its page in ``content/`` once there."""

    by: date
    page: str = ""

    @property
    def address(self) -> str:
        """The address of its page from the site's root; empty while there is none."""
        folder = self.page.removesuffix(".md").removesuffix("index").strip("/")
        return f"{folder}/" if folder else ""


class Mistake(Value):
    """What we got wrong, why, and the party whose it was."""

    what: Words
    why: str = ""
    by: str = ""


class Change(Value):
    """What changes because of it, by which party, and by which day; ``done`` is the day on which it was.

    ``due`` stays what was promised: ``moved_to`` is a later day for what is late. ``says`` is how it stands, in words.
    """

    what: Words
    by: Slug
    due: date
    done: date | None = None
    moved_to: date | None = None
    says: str = ""


class Lessons(Value):
    """What came of a disruption, in the words of those who were in it."""

    wrong: tuple[Mistake, ...] = ()
    changes: tuple[Change, ...] = ()


class Account(Value):
    """The whole of it. Empty means “not stated”, never “none”; all of it is, for what only a feed speaks of.

    ``symptom`` is the one that it leads with, ``about`` what it gathers of feeds on its page. ``quiet_reason`` is why
    the next update is far off, ``learned`` what came of it, ``review`` the page that looks back on it. ``figures`` are
    what its texts name as ``{name}``: each number stands here alone.
    """

    symptom: str = ""
    cause: StatedCause | None = None
    brief: tuple[Words, ...] = ()
    summary: str = ""
    empathy: str = ""
    place: str = ""
    detected_at: MaybeMoment = None
    constraints: tuple[Constraint, ...] = ()
    decisions: tuple[Decision, ...] = ()
    asks: tuple[Ask, ...] = ()
    unknowns: tuple[Words, ...] = ()
    next_update: MaybeMoment = None
    quiet_reason: str = ""
    rights: str = ""
    about: tuple[About, ...] = ()
    learned: Lessons | None = None
    figures: Figures = msgspec.field(default_factory=dict)
    review: Review | None = None

    def __post_init__(self) -> None:
        only_believable(self, "detected_at", "next_update")


NO_ACCOUNT = Account()
"""What there is where our staff tell nothing."""
