"""What came of a disruption: what we got wrong, and what changes, by whom, by when, and whether it was done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.account import Change, Lessons
from explainer.picture.model import DisruptionNow
from explainer.render.escaping import in_zone
from explainer.render.party import party
from explainer.render.view import View
from explainer.render.words import sentence


class Told(NamedTuple):
    """A mistake: what it was, why, and whose."""

    what: str
    why: str
    by: str


class Promised(NamedTuple):
    """A change: who makes it, by which day, how it stands, and its class; ``says`` is the rest in staff's words."""

    what: str
    by: str
    due: str
    standing: str
    kind: str
    says: str


def wrong(view: View, now: DisruptionNow) -> Markup:
    """What we got wrong; nothing where nobody says."""
    told = [Told(one.what, sentence(one.why), party(view, one.by) if one.by else "") for one in _lessons(now).wrong]
    return view.render("components/lessons/template.html", wrong=told) if told else Markup("")


def changes(view: View, now: DisruptionNow) -> Markup:
    """What changes; nothing where nobody says."""
    told = [promised(view, one) for one in _lessons(now).changes]
    return view.render("components/lessons/changes.html", changes=told) if told else Markup("")


def _lessons(now: DisruptionNow) -> Lessons:
    return now.disruption.account.learned or Lessons()


def promised(view: View, change: Change) -> Promised:
    """A change as it stands on the day of the view."""
    standing, kind = _standing(view, change, in_zone(view.picture.now, view.zone).date())
    return Promised(
        what=change.what,
        by=party(view, change.by),
        due=view.words.full_date(change.due),
        standing=standing,
        kind=kind,
        says=sentence(change.says),
    )


def _standing(view: View, change: Change, today: date) -> tuple[str, str]:
    """How a change stands, measured by the day that was promised first."""
    words = view.words
    if change.done is not None:
        day = words.full_date(change.done)
        if change.done <= change.due:
            return words.gettext("Done %(day)s", day=day), "normal"
        late = words.duration(change.done - change.due)
        return words.gettext("Done %(day)s, %(length)s late", day=day, length=late), "watch"
    if today <= change.due:
        return words.gettext("Not done yet"), ""
    late = words.duration(today - change.due)
    if change.moved_to is None:
        return words.gettext("Not done, %(length)s late", length=late), "slowed"
    moved = words.full_date(change.moved_to)
    return words.gettext("Not done, %(length)s late. New date: %(day)s", length=late, day=moved), "slowed"
