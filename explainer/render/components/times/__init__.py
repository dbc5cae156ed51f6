"""When a page was written and checked, when its next word is due, and what to think of it after that.

``template.html`` draws the moments on a line. ``promise.html`` says the rest: its paragraph ``.old`` carries the due
time in ``data-due`` and ``data-good-until``; when that time has passed, the page's script shows ``.late`` instead. A
page that is late already when it is made says so without any script.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import NextWord, Whose, next_word
from explainer.render.view import View
from explainer.render.words import day_of, hour, soon, when, written_word

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
    """Written, checked, next."""
    checked, made = view.picture.checked_at, list[Cell]()
    if now is not None:
        source = view.picture.source.get(now.disruption.origin.feed)
        checked = checked if now.id == view.picture.lead or source is None else source.last_good
        line = Line.SOLID if checked else Line.DOTTED
        made.append(Cell(written_word(view, now), when(view, now.written_at), line))
    if checked is not None:
        made.append(Cell(view.words.gettext("Checked"), when(view, checked), Line.DOTTED))
    promised = next_word(view.picture, now)
    if promised is not None:
        made.append(Cell(_label(view, promised), soon(view, promised.due, zone=True)))
    return cells(view, made)


def _label(view: View, promised: NextWord) -> str:
    return view.words.gettext(N_("Was promised by") if promised.overdue else _LABELS[promised.whose])


def cells(view: View, made: Sequence[Cell]) -> Markup:
    """Moments with their labels on a line; nothing where there are none."""
    return view.render("components/times/template.html", cells=made, many=len(made)) if made else Markup("")


def promise(view: View, now: DisruptionNow | None) -> Markup:
    """What to think of this page later: when it is old, what it promised that is late, and a line for paper."""
    promised, moment = next_word(view.picture, now), view.picture.now
    due = promised.due if promised else moment
    return view.render(
        "components/times/promise.html",
        site=urlsplit(view.settings.site_url).netloc or view.settings.site_name,
        phone=view.settings.contact.phone,
        due=due.isoformat(timespec="minutes") if promised else "",
        overdue=promised is not None and promised.overdue,
        time=hour(view, due),
        day=day_of(view, due),
        back_by=when(view, due),
        due_by=soon(view, due, zone=True),
        late_by=view.words.duration(moment - due),
        in_full=_in_full(view, due),
    )


def _in_full(view: View, at: datetime) -> Markup:
    time, date = hour(view, at, zone=True), Markup.escape(day_of(view, at))
    return view.words.pgettext("a time with its zone, and the date", "%(time)s, %(date)s", time=time, date=date)
