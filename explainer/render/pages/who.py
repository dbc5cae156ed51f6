"""The page of all parties, and that of each of them."""

from __future__ import annotations

from explainer.model.system import Party
from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old
from explainer.render.components.times import promise, strip
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View
from explainer.render.words import sentence


def about(view: View, args: Args) -> About:
    """The name of the party and what it does; of all of them the page's own title."""
    return About(of_site(view, _title(view, args)), _says(view, args))


def sign(view: View, args: Args) -> Sign:
    """The same, and the times of the site."""
    shown = Sign(
        title=prose(_title(view, args)),
        says=prose(_says(view, args)),
        promise=promise(view, None),
        aside=strip(view, None),
    )
    return growing_old(view, shown, None)


def _party(view: View, args: Args) -> Party | None:
    return view.system.party.get(args.get("subject", ""))


def _title(view: View, args: Args) -> str:
    party = _party(view, args)
    return party.name if party else args.get("title") or view.words.gettext("Who does what")


def _says(view: View, args: Args) -> str:
    party = _party(view, args)
    if party is None:
        return view.words.gettext("What each of us runs and decides, whom that slows, and who slows us.")
    return sentence(party.does)


PAGE = Page("who.html", about, sign, styles=("times", "age", "rows", "actions", "parts", "disruption", "who"))
