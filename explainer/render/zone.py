"""The live part of the footer: in which zone the page tells its times."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from explainer.language.words import utc_offset
from explainer.render.escaping import in_zone, text
from explainer.render.view import View


def zone(view: View, args: Mapping[str, str]) -> Markup:
    """The sentence that names the zone: ``All times are CET (UTC+1).``.

    A month of the archive in which the clocks were changed has two of them.
    """
    local = in_zone(view.picture.now, view.zone)
    named = list(dict.fromkeys(_named(view, at) for at in (_month(local) if "of" in args else (local,))))
    if len(named) == 1:
        return text(view.words.gettext("All times are %(zone)s.", zone=named[0]))
    return text(view.words.gettext("All times are %(zone)s or %(other)s.", zone=named[0], other=named[1]))


def _month(within: datetime) -> tuple[datetime, datetime]:
    last = monthrange(within.year, within.month)[1]
    return within.replace(day=1, hour=0), within.replace(day=last, hour=23)


def _named(view: View, local: datetime) -> str:
    name, offset = view.words.zone(local), utc_offset(local)
    if name == offset:
        return name
    return view.words.pgettext("a time zone", "%(zone)s (%(offset)s)", zone=name, offset=offset)
