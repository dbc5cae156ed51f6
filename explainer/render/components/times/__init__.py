"""When a page was written and checked, when its next word is due, and after when it is to be treated as old.

``template.html`` draws the moments on a line. ``promise.html`` says in words, with the day, from when the page is and
after when it is old: it stands there without script too, and no script hides it. What grows with time is ``age``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import NextWord, Whose, next_word
from explainer.picture.shelf import shelf_of
from explainer.render.view import View
from explainer.render.words import full_moment, soon, when, written_word

_LABELS = {
    Whose.ITS_OWN: N_("Next update by"),
    Whose.THE_LEAD: N_("Our next update by"),
    Whose.A_CHECK: N_("Checked again by"),
}


class Line(StrEnum):
    """How a moment is joined to the next one: solid between what has happened, dotted to what is promised."""

    SOLID = "past"
    DOTTED = "till"


class Cell(NamedTuple):
    """A moment with its label, and the line from it to the next one."""

    label: str
    at: Markup
    line: Line = Line.SOLID


def strip(view: View, now: DisruptionNow | None) -> Markup:
    """Written, checked, next: of what the page is about."""
    return _strip(view, now, next_word(view.picture, now))


def strip_of_all(view: View) -> Markup:
    """The same on a page about everything: what leads is named beside its promise."""
    return _strip(view, view.picture.disruption.get(view.picture.lead), next_word(view.picture, None))


def _strip(view: View, now: DisruptionNow | None, promised: NextWord | None) -> Markup:
    checked, made = view.picture.checked_at, list[Cell]()
    if now is not None:
        source = view.picture.source.get(now.disruption.origin.feed)
        checked = checked if source is None or source.ours else source.last_good
        line = Line.SOLID if checked else Line.DOTTED
        made.append(Cell(written_word(view, now), when(view, now.written_at), line))
    if checked is not None:
        made.append(Cell(view.words.gettext("Checked"), when(view, checked), Line.DOTTED))
    if promised is not None:
        made.append(Cell(label_of(view, promised), soon(view, promised.due, zone=True)))
    return cells(view, made)


def label_of(view: View, promised: NextWord) -> str:
    """What stands over the time of a next word, on a page about everything that of what leads by its name."""
    lead = view.picture.disruption.get(view.picture.lead)
    part = view.system.by_id.get(lead.disruption.account.symptom) if lead is not None else None
    if part is not None and promised.whose is Whose.THE_LEAD and not promised.overdue:
        return view.words.pgettext(
            "over a time, on a page about everything", "%(part)s: next update by", part=part.name
        )
    return view.words.gettext(N_("Was promised by") if promised.overdue else _LABELS[promised.whose])


def cells(view: View, made: Sequence[Cell]) -> Markup:
    """Moments with their labels on a line; nothing where there are none."""
    return view.render("components/times/template.html", cells=made, many=len(made)) if made else Markup("")


def promise(view: View, about: DisruptionNow | None) -> Markup:
    """From when the page is and after when it is to be treated as old, which no script hides; and the same on paper."""
    shelf, promised = shelf_of(view.picture, about), next_word(view.picture, about)
    return view.render(
        "components/times/promise.html",
        site=urlsplit(view.settings.site_url).netloc or view.settings.site_name,
        phone=view.settings.contact.phone,
        due=(promised.due if promised else shelf.old_after).isoformat(timespec="minutes"),
        made=full_moment(view, shelf.made),
        old_after=full_moment(view, shelf.old_after),
    )
