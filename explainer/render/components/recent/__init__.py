"""What ended lately, and the way to all that is over; above it what is coming, where the sign has no room for it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.past import RECENT, lasted, over_lately
from explainer.render.components.coming import coming
from explainer.render.components.rows import Row, dated_row
from explainer.render.escaping import text
from explainer.render.view import View
from explainer.render.words import on_day

MOST_SHOWN = 5


def recent(view: View, args: Mapping[str, str]) -> Markup:
    """Both sections; each is empty where there is nothing to tell."""
    del args
    over = _over(view)
    return coming(view) + over if view.picture.lead else over


def _over(view: View) -> Markup:
    shown = over_lately(view.picture)[:MOST_SHOWN]
    is_all = view.picture.amount(Standing.ENDED) == len(shown)
    archive_url = view.archive_url() if view.archive and not is_all else ""
    if not shown and not archive_url:
        return Markup("")
    return view.render(
        "components/recent/template.html",
        days=RECENT.days,
        rows=[_row(view, now) for now in shown],
        kind="",
        archive_url=archive_url,
    )


def _row(view: View, now: DisruptionNow) -> Row:
    if now.ended_at is None:
        return dated_row(view, now, text(view.words.gettext("Ended")))
    on, length = on_day(view, now.ended_at), lasted(now)
    if length is None:
        return dated_row(view, now, on)
    duration = text(view.words.duration(length))
    return dated_row(view, now, view.words.gettext("%(day)s, after %(duration)s", day=on, duration=duration))
