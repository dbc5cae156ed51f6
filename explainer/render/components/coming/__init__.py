"""What we see coming: the disruptions that lie ahead, each with its beginning."""

from __future__ import annotations

from markupsafe import Markup

from explainer.picture.model import Standing
from explainer.render.components.rows import coming_row
from explainer.render.view import View

MOST_SHOWN = 12


def coming(view: View) -> Markup:
    """The section; empty when nothing is."""
    ahead = view.picture.in_standing(Standing.UPCOMING)
    if not ahead:
        return Markup("")
    return view.render(
        "components/coming/template.html",
        rows=[coming_row(view, now) for now in ahead[:MOST_SHOWN]],
        kind="",
        hidden=max(0, len(ahead) - MOST_SHOWN),
        open_url=view.open_url(),
    )
