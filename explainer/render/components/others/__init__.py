"""Also now: the current disruptions beside the lead, the worst first; below them what was not understood.

What sources said last that are silent now is no news. It is counted, and one link away.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.render.components.more import first_of
from explainer.render.components.rows import current_row
from explainer.render.components.unplaced import not_placed
from explainer.render.view import View

MOST_SHOWN = 12


def others(view: View, args: Mapping[str, str]) -> Markup:
    """Both sections; each is empty where there is nothing to list."""
    del args
    return _beside(view) + not_placed(view)


def _beside(view: View) -> Markup:
    """Without what the sign quotes, which stands above already."""
    beside = [now for now in view.picture.beside_the_lead if now.id != view.picture.quoted]
    in_doubt = sum(now.id != view.picture.quoted for now in view.picture.in_doubt)
    shown = first_of(view, "components/others/template.html", beside, current_row, MOST_SHOWN, kind="")
    if not in_doubt:
        return shown
    return shown + view.render("components/others/in_doubt.html", amount=in_doubt, open_url=view.open_url())
