"""What we see coming, in short: beside the sign of a day without a disruption."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.more import first_of
from explainer.render.components.rows import starts
from explainer.render.view import View
from explainer.render.words import headline

MOST_SHOWN = 3


class Coming(NamedTuple):
    """One disruption that lies ahead: when it begins, and its headline as the way to its page."""

    starts: Markup
    url: str
    headline: Markup


def ahead(view: View) -> Markup:
    """The list; empty when nothing comes."""
    coming = view.picture.in_standing(Standing.UPCOMING)
    return first_of(view, "components/ahead/template.html", coming, _coming, MOST_SHOWN)


def _coming(view: View, now: DisruptionNow) -> Coming:
    return Coming(starts(view, now), view.disruption_url(now.id), headline(view, now.disruption))
