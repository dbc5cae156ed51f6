"""What there is to learn from a drill, once it has ended."""

from __future__ import annotations

from explainer.render.components.after_action import run_of
from explainer.render.components.head import About
from explainer.render.components.lead import Sign
from explainer.render.components.times import Cell, cells
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View
from explainer.render.words import when


def about(view: View, args: Args) -> About:
    """The page's own title, and the drill's."""
    run = run_of(view)
    return About(of_site(view, args.get("title", "")), run.title if run is not None else "", None)


def sign(view: View, args: Args) -> Sign:
    """Which drill it was, and when."""
    run, words = run_of(view), view.words
    if run is None or run.ended is None:
        return Sign(title=prose(args.get("title", "")))
    times = [(words.gettext("Began"), run.starts), (words.gettext("Ended"), run.ended)]
    made = cells(view, [Cell(label, when(view, at)) for label, at in times])
    return Sign(title=prose(args.get("title", "")), says=prose(run.title), times=made)


PAGE = Page("after-action.html", about, sign, styles=("times", "rows", "actions"))
