"""A limit in words: how much gets through, and what becomes of the rest. Pages, map, traces and terminal say the same.

There is a queue only where somebody counted one, and it is ahead only of those who stand in it.
"""

from __future__ import annotations

from markupsafe import Markup

from explainer.language.words import Words
from explainer.model.account import Constraint
from explainer.picture.model import ConstraintNow
from explainer.render.escaping import prose


def through(words: Words, c: Constraint) -> Markup:
    """``24 planes an hour get through, and 36 want to``."""
    return passing(words, c.now, c.demand, c.unit)


def passing(words: Words, amount: float, demand: float, unit: str) -> Markup:
    """The same of any amounts an hour."""
    return words.gettext(
        "%(amount)s %(unit)s an hour get through, and %(demand)s want to",
        amount=prose(words.number(amount)),
        unit=prose(unit),
        demand=prose(words.number(demand)),
    )


def rest(words: Words, limit: ConstraintNow) -> Markup:
    """What becomes of those that do not get through: how the queue grows, if there is one; empty if all get through."""
    c = limit.constraint
    if c.backlog is not None:
        return _queue(words, c)
    if limit.shortfall <= 0:
        return Markup("")
    return words.gettext(
        "So %(number)s %(unit)s an hour do not", number=prose(words.number(limit.shortfall)), unit=prose(c.unit)
    )


def _queue(words: Words, c: Constraint) -> Markup:
    rate = c.demand - c.now
    if rate > 0:
        return words.gettext(
            "So the queue grows by %(number)s %(unit)s an hour", number=prose(words.number(rate)), unit=prose(c.unit)
        )
    if rate < 0:
        return words.gettext(
            "The queue shrinks by %(number)s %(unit)s an hour", number=prose(words.number(-rate)), unit=prose(c.unit)
        )
    waiting = prose(words.number(c.backlog.now if c.backlog else 0.0))
    return words.gettext("The queue stays at %(number)s %(unit)s", number=waiting, unit=prose(c.unit))


def waits(words: Words, limit: ConstraintNow, symptom: str = "") -> Markup:
    """How much was counted in the queue; whoever has ``symptom`` and stands in it has that ahead. Empty without one."""
    c = limit.constraint
    if c.backlog is None or not c.backlog.now:
        return Markup("")
    counted = prose(words.number(c.backlog.now))
    if symptom and symptom in limit.waiting:
        return words.gettext("%(amount)s %(unit)s are ahead of you", amount=counted, unit=prose(c.unit))
    return words.gettext("%(amount)s %(unit)s wait", amount=counted, unit=prose(c.unit))
