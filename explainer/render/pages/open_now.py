"""The page of all that is open, which is stamped from a disruption's shell."""

from __future__ import annotations

from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old, how_it_is
from explainer.render.components.open_now import ALL_OPEN, FIRST, in_words
from explainer.render.components.times import promise, strip_of_all
from explainer.render.escaping import prose, text
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View
from explainer.render.words import hour_and_day


def _title(view: View) -> str:
    return view.words.gettext(ALL_OPEN)


def about(view: View, args: Args) -> About:
    """How many are open."""
    checked = hour_and_day(view, view.picture.checked_at or view.picture.now)
    said = in_words(view, args.get("subject", FIRST))
    description = view.words.gettext("As of %(time)s: %(said)s", time=checked, said=said)
    return About(of_site(view, _title(view)), description, view.picture.state)


def sign(view: View, args: Args) -> Sign:
    """How many are open, and how it is now."""
    shown = Sign(
        title=text(_title(view)),
        state=view.picture.state,
        words=how_it_is(view),
        says=prose(in_words(view, args.get("subject", FIRST))),
        promise=promise(view, None),
        aside=strip_of_all(view),
    )
    return growing_old(view, shown, None)


PAGE = Page("", about, sign)
