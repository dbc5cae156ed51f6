"""A card for a question, to print and to lay out at a desk: A5, or two of them on a sheet as A6."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.render.escaping import prose
from explainer.render.view import View
from explainer.render.words import sentence

LINES = 4
"""Lines to write on."""


def card(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``card``."""
    del args
    ask = view.settings.ask
    return view.render(
        "components/card/template.html",
        site=view.settings.site_name,
        lines=range(LINES),
        keeps=prose(sentence(ask.keeps)) if ask is not None and ask.keeps else "",
        card=prose(sentence(ask.card)) if ask is not None and ask.card else "",
        asks=f"{view.top}{view.asks}" if view.asks else "",
        address=view.address_of(view.asks) if view.asks else "",
    )
