"""The page of invitations."""

from __future__ import annotations

from explainer.model.events import Invitation
from explainer.render.components.head import About
from explainer.render.components.lead import Entry, Sign, contents, growing_old
from explainer.render.components.times import promise
from explainer.render.escaping import prose, text
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The page's own title, and what it is for."""
    return About(of_site(view, args.get("title", "")), args.get("description") or _says(view))


def sign(view: View, args: Args) -> Sign:
    """How many invitations are open, and each to choose from."""
    now = view.picture.now
    coming = sorted((one for one in view.events if now < one.last), key=lambda one: one.first)
    shown = Sign(
        title=prose(args.get("title", "")),
        words=text(_open(view)),
        says=prose(_says(view)),
        promise=promise(view, None),
        aside=contents(view, (Entry(one.id, one.title) for one in coming)),
    )
    return growing_old(view, shown, None)


def _open(view: View) -> str:
    many = sum(one.at(view.picture.now) is Invitation.OPEN for one in view.events)
    if not many:
        return view.words.gettext("No invitation is open now")
    return view.words.ngettext("%(num)d invitation is open", "%(num)d invitations are open", many)


def _says(view: View) -> str:
    return view.words.gettext("Come and see how it works, and ask those who do it.")


PAGE = Page("events.html", about, sign, styles=("times", "age", "rows", "actions", "disruption", "events"))
