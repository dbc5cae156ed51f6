"""How many more there are than a list shows, as the way to all of them; other templates include it below a list.

Nothing where none are ``hidden``.
"""

from __future__ import annotations

from markupsafe import Markup

from explainer.render.view import View


def and_more(view: View, hidden: int) -> Markup:
    """The link alone."""
    said = view.words.ngettext("And %(num)d more.", "And %(num)d more.", hidden)
    return Markup('<a href="{}">{}</a>').format(view.open_url(), said)
