"""The page of the map: what is disturbed, over all parts and how they depend on each other."""

from __future__ import annotations

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import State
from explainer.render.components.asked import in_lines
from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old, how_it_is, says_of
from explainer.render.components.times import promise, strip_of_all
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, leading, of_site, what_leads
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.worst import in_states, with_worse

_TITLES = {
    State.STOPPED: N_("%(title)s: stopped"),
    State.SLOWED: N_("%(title)s: slowed"),
    State.WATCH: N_("%(title)s: watch"),
    State.UNKNOWN: N_("%(title)s: unknown"),
    State.NORMAL: N_("%(title)s: normal"),
}


def about(view: View, args: Args) -> About:
    """The page's own title with the state of the whole, and what leads."""
    title = args.get("title") or view.words.gettext("All on one map")
    named = view.words.gettext(_TITLES[view.picture.state], title=title)
    return About(of_site(view, named), dated(view, *what_leads(view)), view.picture.state)


def sign(view: View, args: Args) -> Sign:
    """What customers feel of it, and what leads."""
    now = leading(view)
    title = args.get("title") or view.words.gettext("%(system)s on one map", system=view.system.title)
    shown = Sign(
        title=prose(title),
        state=view.picture.state,
        words=_felt(view),
        says=says_of(view, now) if now else quiet(view).says,
        asked=in_lines(view, now, view.disruption_url(now.id)) if now else Markup(""),
        promise=promise(view, None),
        aside=strip_of_all(view),
        quote=says_of(view, now) if now else quiet(view).title,
    )
    return growing_old(view, shown, None)


def _felt(view: View) -> Markup:
    """What customers feel, the worst first, and the parts that are worse; where they feel nothing, the state itself."""
    felt = in_states(view, (here for here in view.picture.symptoms if here.is_disturbed))
    if not felt:
        return how_it_is(view)
    how = felt[0]
    for milder in felt[1:]:
        how = view.words.pgettext("what is stopped, and what is slowed", "%(worst)s. %(rest)s", worst=how, rest=milder)
    return with_worse(view, how, view.picture.worse)


PAGE = Page("map.html", about, sign, styles=("times", "age", "map"))
