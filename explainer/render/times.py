"""When a page was written and checked, when its next word is due, and what to think of it after that.

The paragraph ``.old`` carries the due time in ``data-due``; when that time has passed, the page's script reveals
``.late``, its next sibling. A page that is late already when it is made says so without any script.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from explainer.picture.model import DisruptionNow
from explainer.picture.promises import Whose, next_word
from explainer.render.escaping import attr, text
from explainer.render.view import View
from explainer.render.words import day_of, duration, hour, soon, when, written_word

_LABELS = {
    Whose.ITS_OWN: "Next update by",
    Whose.THE_LEAD: "Our next update by",
    Whose.A_CHECK: "Checked again by",
}


def strip(view: View, now: DisruptionNow | None) -> str:
    """html: written, checked, next: solid where it has happened, dotted to what is promised."""
    checked = view.picture.checked_at
    made: list[tuple[str, str, str]] = []
    if now is not None:
        source = view.picture.source.get(now.disruption.origin.feed)
        checked = checked if now.id == view.picture.lead or source is None else source.last_good
        made.append((written_word(view, now), when(view, now.written_at), "past" if checked else "till"))
    if checked is not None:
        made.append(("Checked", when(view, checked), "till"))
    promised = next_word(view.picture, now)
    if promised is not None:
        label = "Was promised by" if promised.overdue else _LABELS[promised.whose]
        made.append((label, soon(view, promised.due, zone=True), ""))
    return cells(made)


def cells(made: list[tuple[str, str, str]]) -> str:
    """html: moments with their labels on a line; each names the line to the next one, and the last has none."""
    if not made:
        return ""
    rows = "\n".join(
        f'<div class="{line if index < len(made) - 1 else "last"}"><dt>{label}</dt><dd>{at}</dd></div>'
        for index, (label, at, line) in enumerate(made)
    )
    return f'<dl class="strip s{len(made)}">\n{rows}\n</dl>'


def promise(view: View, now: DisruptionNow | None) -> str:
    """html: what to think of this page later: ``.old`` with the due time, ``.late``, and a line for paper."""
    promised = next_word(view.picture, now)
    host = urlsplit(view.settings.site_url).netloc or view.settings.site_name
    phone = view.settings.contact.phone
    call = f', or call <span class="n">{text(phone)}</span>' if phone else ""
    if promised is None:
        return (
            f'<p class="old">This page does not say when it changes next. Reload it{call}.</p>\n'
            f'<p class="paper">Printed from {text(host)} at {_dated(view, view.picture.now)}.</p>'
        )
    due = promised.due
    if promised.overdue:
        old = f"Reload this page for news{call}."
        late = (
            f'role="status"><b>We are late.</b> We promised to be back by {when(view, due)}. '
            f"That was {duration(view.picture.now - due)} before this page was made."
        )
    else:
        at = f"{hour(view, due)} on {day_of(view, due)}"
        old = f"Is it later than {at}? Then this page is old. Reload it{call}."
        late = (
            'role="status" hidden><b>This page is old.</b> '
            f"Its next word was due by {soon(view, due, zone=True)}. Reload it{call}."
        )
    return (
        f'<p class="old" data-due="{attr(due.isoformat(timespec="minutes"))}">{old}</p>\n'
        f'<p class="late" {late}</p>\n'
        f'<p class="paper">Printed from {text(host)}. Paper does not update: '
        f"after {_dated(view, due)}, treat it as old.</p>"
    )


def _dated(view: View, at: datetime) -> str:
    return f"{hour(view, at, zone=True)}, {day_of(view, at)}"
