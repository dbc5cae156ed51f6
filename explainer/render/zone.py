"""The live part of the footer: in which zone the page tells its times."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from explainer.language.words import utc_offset
from explainer.picture.model import Standing
from explainer.picture.past import over_at
from explainer.render.escaping import in_zone, text
from explainer.render.view import View


def zone(view: View, args: Mapping[str, str]) -> Markup:
    """The sentence that names the zone: ``All times are CET (UTC+1).``.

    A month of the archive in which the clocks were changed has two of them, and so may the page of what is over.
    """
    named = list(dict.fromkeys(_named(view, in_zone(at, view.zone)) for at in _told(view, args)))
    if len(named) == 1:
        return text(view.words.gettext("All times are %(zone)s.", zone=named[0]))
    return text(view.words.gettext("All times are %(zone)s or %(other)s.", zone=named[0], other=named[1]))


def _told(view: View, args: Mapping[str, str]) -> tuple[datetime, ...]:
    """The moments whose zones a page has to name: of what is over, when it began, and ended; else now."""
    if "of" in args:
        return _month(in_zone(view.picture.now, view.zone))
    about = view.picture.disruption.get(args.get("subject", ""))
    if about is None or about.standing is not Standing.ENDED:
        return (view.picture.now,)
    return about.since or about.start.issued_at or about.first_seen, over_at(about)


def _month(within: datetime) -> tuple[datetime, datetime]:
    last = monthrange(within.year, within.month)[1]
    return within.replace(day=1, hour=0), within.replace(day=last, hour=23)


def _named(view: View, local: datetime) -> str:
    name, offset = view.words.zone(local), utc_offset(local)
    if name == offset:
        return name
    return view.words.pgettext("a time zone", "%(zone)s (%(offset)s)", zone=name, offset=offset)
