"""The page on which readers run a part themselves."""

from __future__ import annotations

from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old
from explainer.render.components.part import name_and_state
from explainer.render.components.run import runs, title_of
from explainer.render.components.times import promise, strip
from explainer.render.escaping import prose
from explainer.render.pages import home
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """What the page is called, and what one does on it; it says nothing of today."""
    now = runs(view).get(args.get("subject", ""))
    return home.about(view, args) if now is None else About(of_site(view, title_of(view, now)), _says(view))


def sign(view: View, args: Args) -> Sign | None:
    """What is run, and how that part is now."""
    now = runs(view).get(args.get("subject", ""))
    if now is None:
        return None
    here = view.picture.component[now.component.id]
    shown = Sign(
        title=prose(title_of(view, now)),
        state=here.state,
        words=name_and_state(view.words, here.component.name, here.state),
        says=prose(_says(view)),
        promise=promise(view, now.told_by),
        aside=strip(view, now.told_by),
    )
    return growing_old(view, shown, now.told_by)


def _says(view: View) -> str:
    return view.words.gettext("Guess, decide, and see who waits and who pays. There is no clock and no score.")


PAGE = Page("run.html", about, sign, styles=("times", "age", "rows", "actions", "run"))
