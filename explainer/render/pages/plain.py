"""A page of a template that is in no row of the table, such as an operator's own: its title is its own."""

from __future__ import annotations

from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old
from explainer.render.components.times import promise
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, of_site, what_leads
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The page's own title; its own description, or else what leads."""
    said = args.get("description") or dated(view, *what_leads(view))
    return About(of_site(view, args.get("title", "")), said, view.picture.state)


def sign(view: View, args: Args) -> Sign:
    """The page's own title, without a state: of what the page is about, only its template knows."""
    return growing_old(view, Sign(title=prose(args.get("title", "")), promise=promise(view, None)), None)


PAGE = Page(
    "",
    about,
    sign,
    styles=(
        "times",
        "age",
        "rows",
    ),
)
