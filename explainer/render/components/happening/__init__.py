"""What happens beside what leads, what we see coming, and what ended lately."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from markupsafe import Markup

from explainer.picture.model import DisruptionNow, Ending, Standing
from explainer.render.components.rows import and_more, coming_row, current_row, dated_row, some
from explainer.render.components.section import section
from explainer.render.components.unplaced import not_placed
from explainer.render.escaping import link, text
from explainer.render.view import View
from explainer.render.words import on_day

MOST_OTHERS = 12
MOST_COMING = 3
MOST_RECENT = 5
RECENT = timedelta(days=30)


def others(view: View, args: Mapping[str, str]) -> Markup:
    """The current disruptions beside the lead, the worst first; then what was not understood."""
    del args
    current = view.picture.in_standing(Standing.CURRENT)
    beside = (d for d in current if d.id != view.picture.lead and not d.gathered_by)
    shown = [d for d in beside if d.id not in view.picture.not_placed]
    if not shown:
        return not_placed(view)
    rows = [current_row(view, now) for now in shown[:MOST_OTHERS]]
    body = some(view, rows, and_more(view, len(shown) - MOST_OTHERS))
    return section(view, "others", view.words.gettext("Also now"), body) + not_placed(view)


def ahead(view: View) -> Markup:
    """What we see coming, beside the sign of a day without a disruption; empty when nothing is."""
    coming = view.picture.in_standing(Standing.UPCOMING)
    if not coming:
        return Markup("")
    rows = [coming_row(view, now) for now in coming[:MOST_COMING]]
    more = and_more(view, len(coming) - MOST_COMING)
    return view.render("components/happening/ahead.html", rows=rows, more=more)


def recent(view: View, args: Mapping[str, str]) -> Markup:
    """What is coming, where the sign has no room for it, and the last disruptions that ended."""
    del args
    coming = view.picture.in_standing(Standing.UPCOMING) if view.picture.lead else ()
    return _coming(view, coming) + _over(view)


def _coming(view: View, coming: tuple[DisruptionNow, ...]) -> Markup:
    if not coming:
        return Markup("")
    rows = [coming_row(view, now) for now in coming[:MOST_OTHERS]]
    body = some(view, rows, and_more(view, len(coming) - MOST_OTHERS))
    return section(view, "coming", view.words.gettext("What we see coming"), body)


def _over(view: View) -> Markup:
    ended = view.picture.in_standing(Standing.ENDED)
    over = [d for d in ended if d.ended_at and view.picture.now - d.ended_at <= RECENT]
    if over:
        newest = [dated_row(view, d, _ended(view, d)) for d in over[:MOST_RECENT]]
        body = some(view, newest, _archived(view) if len(ended) > len(newest) else Markup(""))
        days = RECENT.days
        title = view.words.ngettext("Over in the last day", "Over in the last %(num)d days", days)
        return section(view, "recent", title, body)
    if ended and view.archive:
        return section(view, "recent", view.words.gettext("Over"), some(view, (), _archived(view)))
    return Markup("")


def _archived(view: View) -> Markup:
    """The way to all that is over, where the site has an archive."""
    if not view.archive:
        return Markup("")
    return link(view.archive_url(), view.words.gettext("All that is over, by month"))


def _ended(view: View, now: DisruptionNow) -> Markup:
    if now.ended_at is None:
        return text(view.words.gettext("Ended"))
    # Only between a stated start and a stated end lies a length; the rest is how long we knew.
    began, day = now.since if now.ended_by is Ending.STATED else None, on_day(view, now.ended_at)
    if began is None or began >= now.ended_at:
        return day
    length = text(view.words.duration(now.ended_at - began))
    return view.words.gettext("%(day)s, after %(length)s", day=day, length=length)
