"""The parts that a headline names: the worst first, a few by name, and the others as the way to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.model import ComponentNow
from explainer.render.escaping import link, prose, text
from explainer.render.view import View

MOST_NAMED = 3

_IN = {
    State.STOPPED: N_("Stopped: %(parts)s"),
    State.SLOWED: N_("Slowed: %(parts)s"),
    State.WATCH: N_("To watch: %(parts)s"),
}


def in_state(words: Words, state: State, parts: str) -> str:
    """``Stopped: Airport road``: parts that are off, behind the state they share; Markup where ``parts`` is."""
    return words.gettext(_IN[state], parts=parts)


def names(view: View, parts: Sequence[ComponentNow]) -> Markup:
    """The first of them by name; how many more there are is the way to the list of all."""
    shown = [prose(here.component.name) for here in parts[:MOST_NAMED]]
    if (more := len(parts) - MOST_NAMED) > 0:
        hidden = view.words.npgettext("at the end of a list", "%(num)d more", "%(num)d more", more)
        shown.append(link(f"{view.map_url()}#list", text(hidden)))
    return text(view.words.listed(shown))


def in_states(view: View, parts: Iterable[ComponentNow]) -> list[Markup]:
    """``Stopped: My balance``, ``Slowed: Cards, transfers``: parts by the state they share, the worst first."""
    every = list(parts)
    grouped = ((state, [here for here in every if here.state is state]) for state in _IN)
    return [text(in_state(view.words, state, names(view, group))) for state, group in grouped if group]


def with_worse(view: View, how: Markup, worse: Iterable[str]) -> Markup:
    """How it is for customers, and behind that the parts that are in a worse state; they are told by their ids."""
    known = view.picture.component
    for named in in_states(view, (known[part] for part in worse if part in known)):
        how = view.words.pgettext(
            "how it is for customers, and which parts are worse", "%(how)s. %(worse)s", how=how, worse=named
        )
    return how
