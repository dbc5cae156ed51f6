"""The page of one symptom: how it is, and why."""

from __future__ import annotations

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.age import part_as_of, quoted, told_as_of
from explainer.render.components.head import About
from explainer.render.components.lead import Sign, lead
from explainer.render.components.times import promise, strip
from explainer.render.escaping import prose, text
from explainer.render.pages import home
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, leading, what_leads
from explainer.render.view import View
from explainer.render.words import sentence, state_since


def about(view: View, args: Args) -> About:
    """The customer's question, answered with a state."""
    here = view.picture.component.get(args.get("subject", ""))
    if here is None:
        return home.about(view, args)
    at, said = what_leads(view)
    return About(_title(view, here), dated(view, at, here.says or here.component.says or said), here.state)


def _title(view: View, here: ComponentNow) -> str:
    question, site, words = here.component.question, view.settings.site_name, view.words
    if here.state is None:
        return words.gettext("%(question)s %(site)s", question=question, site=site)
    state = state_word(words, here.state)
    return words.gettext("%(question)s %(state)s. %(site)s", question=question, state=state, site=site)


def sign(view: View, args: Args) -> Markup:
    """How the symptom ``args["subject"]`` is."""
    here = view.picture.component.get(args.get("subject", ""))
    if here is None:
        return Markup("")
    now = leading(view)
    says = here.says or (here.component.otherwise if here.state is State.NORMAL else "")
    return lead(
        view,
        Sign(
            title=prose(here.component.question or args.get("title", "")),
            state=here.state,
            words=_words(view, here),
            says=quoted(view, here) if here.basis is Basis.OUTDATED else told_as_of(view, here, prose(sentence(says))),
            promise=promise(view, now),
            aside=strip(view, now),
        ),
    )


def _words(view: View, here: ComponentNow) -> Markup:
    """How it is and since when, and as of when that was said, where it is not the page's own time."""
    if here.state is None:
        return text(view.words.gettext("Nobody watches this"))
    return part_as_of(view, here, state_since(view, here.state, here.start))


PAGE = Page("trace.html", about, sign, styles=("times", "rows", "trace"))
