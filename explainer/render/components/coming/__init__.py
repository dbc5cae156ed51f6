"""What we see coming: the disruptions that lie ahead, each with its beginning."""

from __future__ import annotations

from markupsafe import Markup

from explainer.picture.model import Standing
from explainer.render.components.more import first_of
from explainer.render.components.rows import coming_row
from explainer.render.view import View

MOST_SHOWN = 12


def coming(view: View) -> Markup:
    """The section; empty when nothing is."""
    ahead = view.picture.in_standing(Standing.UPCOMING)
    return first_of(view, "components/coming/template.html", ahead, coming_row, MOST_SHOWN, kind="")
