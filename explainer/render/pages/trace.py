"""The page of one symptom: how it is, and why; and that of what people need, which is no part of the map."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from explainer.language.states import state_behind_a_name, state_word
from explainer.model.system import Need
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.picture.promises import about_symptom, checked_until
from explainer.render.age import part_as_of, quoted, told_as_of
from explainer.render.components.asked import asked
from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old, how_it_is
from explainer.render.components.times import promise, strip
from explainer.render.escaping import prose, text
from explainer.render.pages import home
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, of_site, what_leads
from explainer.render.view import View
from explainer.render.words import sentence, state_since


def about(view: View, args: Args) -> About:
    """The customer's question, answered with a state."""
    needed = view.system.need.get(args.get("subject", ""))
    if needed is not None:
        return About(of_site(view, needed.question), needed.says, None)
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


def sign(view: View, args: Args) -> Sign | None:
    """How the symptom ``args["subject"]`` is."""
    needed = view.system.need.get(args.get("subject", ""))
    if needed is not None:
        return _of_need(view, needed)
    here = view.picture.component.get(args.get("subject", ""))
    if here is None:
        return None
    now = about_symptom(view.picture, here.id)
    shown = view if now else _unled(view)
    says = here.says or (here.component.otherwise if here.state is State.NORMAL else "")
    made = Sign(
        title=prose(here.component.question or args.get("title", "")),
        state=here.state,
        words=_words(view, here),
        says=quoted(view, here) if here.basis is Basis.OUTDATED else told_as_of(view, here, prose(sentence(says))),
        asked=asked(view, now, view.disruption_url(now.id), here.id) if now and here.is_disturbed else Markup(""),
        promise=promise(shown, now),
        aside=strip(shown, now),
        quote=_quote(view, here),
    )
    return growing_old(shown, made, now)


def _of_need(view: View, one: Need) -> Sign:
    """The short answer, which holds on any day, below how it is now."""
    alone = _unled(view)
    shown = Sign(
        title=prose(one.question),
        state=view.picture.state,
        words=how_it_is(view),
        says=prose(one.says),
        promise=promise(alone, None),
        aside=strip(alone, None),
    )
    return growing_old(alone, shown, None)


def _unled(view: View) -> View:
    """The view of a page that nothing speaks for: it promises no more than that every source is asked again."""
    return replace(view, picture=replace(view.picture, lead="", next_word=checked_until(view.picture)))


def _quote(view: View, here: ComponentNow) -> Markup:
    """What is quoted of it when the page is old: how it was."""
    name, state = prose(here.component.name), text(state_behind_a_name(view.words, here.state))
    return view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=name, state=state)


def _words(view: View, here: ComponentNow) -> Markup:
    """How it is and since when, and as of when that was said, where it is not the page's own time."""
    if here.state is None:
        return text(view.words.gettext("Nobody watches this"))
    return part_as_of(view, here, state_since(view, here.state, here.start))


PAGE = Page("trace.html", about, sign, styles=("times", "age", "rows", "asked", "actions", "trace"))
