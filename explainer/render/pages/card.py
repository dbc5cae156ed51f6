"""The page that prints a card for a question; nothing on it is of the present."""

from __future__ import annotations

from explainer.render.components.head import About
from explainer.render.components.lead import Sign
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The page's own title, and what it is for."""
    return About(of_site(view, _title(view, args)), args.get("description") or _says(view))


def sign(view: View, args: Args) -> Sign:
    """What to do with it."""
    return Sign(title=prose(_title(view, args)), says=prose(_says(view)))


def _title(view: View, args: Args) -> str:
    return args.get("title") or view.words.gettext("A card for a question")


def _says(view: View) -> str:
    return view.words.gettext("Print this page on A5, or two to a sheet, and lay the cards out.")


PAGE = Page("card.html", about, sign, styles=("times", "rows", "card"))
