"""A glance in words: the state at its time, which is true whenever it is read, and the same once it is too old."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from explainer.language.escaping import escaped
from explainer.picture.glance import Glance, of_all
from explainer.picture.model import Picture
from explainer.render.escaping import in_zone
from explainer.render.view import View


def at_a_glance(view: View) -> Glance:
    """The whole at a glance, which is looked into the future for once, and not by each output that shows it."""
    known: tuple[Picture, Glance] | None = view.shared.get("glance")
    if known is None or known[0] is not view.picture:
        known = view.shared["glance"] = view.picture, of_all(view.picture)
    return known[1]


def at_its_time(view: View, glance: Glance, state: Markup) -> Markup:
    """``Slowed at 18:20, 20 Nov``; ``Unknown since 17:55, 20 Nov``: with the day, as nobody knows when it is read."""
    if glance.at is None:
        return state
    at = escaped(moment(view, glance.at))
    if glance.is_since:
        return view.words.gettext("%(state)s since %(time)s", state=state, time=at)
    return view.words.pgettext("how something was at a moment", "%(state)s at %(time)s", state=state, time=at)


def too_old(view: View, words: Markup) -> Markup:
    """``Old: slowed at 18:20, 20 Nov``."""
    return view.words.pgettext("in the place of what is too old", "Old: %(words)s", words=words)


def moment(view: View, at: datetime) -> str:
    """An hour and its day in short: ``18:20, 20 Nov``."""
    local, words = in_zone(at, view.zone), view.words
    date, time = words.short_date(local), words.time(local)
    return words.pgettext("a time, and its day in short", "%(time)s, %(date)s", time=time, date=date)
