"""Start from my problem: a row for each thing customers feel, the worst first, with what can be said of it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.system import Need
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.age import told_as_of
from explainer.render.components.parts import LONGEST_SAYS, unseen
from explainer.render.escaping import prose, text
from explainer.render.later import versions_of
from explainer.render.looking import nobody
from explainer.render.view import View
from explainer.render.words import bare, clip


class Problem(NamedTuple):
    """A row: where it leads, what customers call it, what there is to say of it, and the attributes of its element."""

    url: str
    first: Markup
    rest: Markup
    attributes: Markup


def problems(view: View, args: Mapping[str, str]) -> Markup:
    """The section, in the customer's words; empty where the system knows no such thing.

    What people need leads while anything is not normal: a night without a bed is worse than a late flight.
    """
    del args
    rows = [
        Problem(view.trace_url(here.id), prose(here.component.problem), _answer(version.view, then), version.attributes)
        for here in view.picture.symptoms
        for version, then in versions_of(view, here)
    ]
    needs = [_needed(view, one) for one in view.system.needs]
    rows = [*needs, *rows] if view.picture.state.off else [*rows, *needs]
    return view.render("components/problems/template.html", rows=rows) if rows else Markup("")


def _needed(view: View, one: Need) -> Problem:
    """What people need, with its short answer, which holds on any day."""
    return Problem(view.trace_url(one.id), prose(one.problem), prose(bare(clip(one.says, LONGEST_SAYS))), Markup(""))


def _answer(view: View, here: ComponentNow) -> Markup:
    """What there is to say, without a full stop; how it is on other days only while somebody says that it is so now."""
    otherwise = here.component.otherwise
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = prose(view.system.by_id[here.via.source].name)
        return view.words.gettext("May be affected by: %(cause)s", cause=cause)
    if here.says:
        return told_as_of(view, here, prose(clip(bare(here.says), LONGEST_SAYS)))
    if here.state is State.UNKNOWN:
        return unseen(view, here).removesuffix(".")
    if here.state is None:
        return nobody(view, here).removesuffix(".")
    if here.state is State.NORMAL and otherwise:
        return prose(bare(otherwise))
    return text(state_word(view.words, here.state))
