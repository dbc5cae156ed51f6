"""What was decided or is asked: each a heading, and its particulars as label and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.account import Decision
from explainer.render.party import party
from explainer.render.view import View
from explainer.render.words import sentence, when

NOTHING = Markup("")


class Pair(NamedTuple):
    """A label and what there is to say; ``strong`` where that is what matters most."""

    label: str
    says: str
    strong: bool = False


class Action(NamedTuple):
    """Something that was decided or is asked, its particulars, and where the part it is about is explained."""

    what: str
    pairs: tuple[Pair, ...]
    explained: Markup = NOTHING


def actions(view: View, every: Iterable[Action]) -> Markup:
    """They, drawn; nothing where there are none."""
    found = list(every)
    return view.render("components/disruption/actions.html", actions=found) if found else Markup("")


def decided(view: View, decision: Decision, explained: Markup = NOTHING) -> Action:
    """When it was decided and by whom, why, and who pays."""
    words = view.words
    at = words.pgettext(
        "when something was decided, and by whom",
        "%(time)s, %(who)s",
        time=when(view, decision.at),
        who=_who(view, decision),
    )
    pairs = (
        Pair(words.gettext("Decided"), at),
        Pair(words.gettext("Because"), sentence(decision.because)),
        Pair(words.gettext("Who pays"), sentence(decision.cost_to), strong=True),
    )
    return Action(decision.what, pairs, explained)


def _who(view: View, decision: Decision) -> Markup:
    by, others = party(view, decision.by), [party(view, other) for other in decision.with_]
    if not others:
        return by
    return view.words.gettext("%(who)s, with %(others)s", who=by, others=view.words.listed(others))
