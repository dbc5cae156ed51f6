"""How every part is: what customers feel, each in their own words, and what somebody watches, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.language.words import Words
from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.components.rows import Row, listing
from explainer.render.components.section import section
from explainer.render.components.unplaced import in_short
from explainer.render.escaping import link, prose, text
from explainer.render.view import View
from explainer.render.words import bare, clip, sentence, when

LONGEST_SAYS = 160

_WORST_FIRST = list(State)


def problems(view: View, args: Mapping[str, str]) -> Markup:
    """One row for each symptom, in the customer's words, with what we can say of it now."""
    del args
    rows = [
        Row(view.trace_url(symptom.id), prose(symptom.problem), _answer(view, view.picture.component[symptom.id]))
        for symptom in view.system.symptoms
        if symptom.id in view.picture.component
    ]
    if not rows:
        return Markup("")
    return section(view, "problem", view.words.gettext("Start from my problem"), listing(view, rows))


def _answer(view: View, here: ComponentNow) -> Markup:
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = view.system.by_id[here.via.source].name
        return prose(view.words.gettext("May be affected by: %(cause)s", cause=cause))
    if here.says:
        return prose(clip(bare(here.says), LONGEST_SAYS))
    if here.state is State.UNKNOWN:
        return text(bare(unseen(view, here)))
    if here.state in (State.NORMAL, None) and here.component.otherwise:
        return prose(bare(here.component.otherwise))
    return text(state_word(view.words, here.state)) if here.state else Markup("")


def unseen(view: View, here: ComponentNow) -> Markup:
    """Why a part is unknown."""
    words = view.words
    if here.basis is Basis.NOT_UNDERSTOOD:
        messages = in_short(view, here.unplaced)
        return prose(words.gettext("May be affected: we could not place %(messages)s.", messages=messages))
    if here.by:
        return words.gettext("%(source)s does not answer. We do not guess.", source=text(here.by))
    return text(words.gettext("Nobody tells us. We do not guess."))


class _Tally(NamedTuple):
    """How many parts are in one state."""

    state: State
    words: str


class _Part(NamedTuple):
    """One part as a row: where it stands on the map, its name, its state in words, and what is said of it."""

    url: str
    name: Markup
    state: State
    word: str
    says: Markup


def parts(view: View, args: Mapping[str, str]) -> Markup:
    """Every part somebody watches, worst first; on a calm day as a grid."""
    del args
    words = view.words
    inner = [c for c in view.picture.components if c.component.kind is not Kind.SYMPTOM]
    seen = sorted((c for c in inner if c.state is not None), key=lambda c: _WORST_FIRST.index(c.state or State.NORMAL))
    if not inner:
        return Markup("")
    states = [c.state for c in seen if c.state]
    is_calm = set(states) == {State.NORMAL}
    body = view.render(
        "components/parts/template.html",
        tallies=_calm_tally(words, len(seen)) if is_calm else _tallies(words, states),
        calm=[_calm(view, c) for c in seen] if is_calm else [],
        rows=[] if is_calm else [_part(view, c) for c in seen],
        unwatched=_unwatched(view, len(inner) - len(seen)),
    )
    title = words.gettext("All parts, worst first") if seen and not is_calm else words.gettext("All parts")
    return section(view, "parts", title, body)


def _calm_tally(words: Words, amount: int) -> list[_Tally]:
    said = words.ngettext("%(num)d of %(num)d normal", "%(num)d of %(num)d normal", amount)
    return [_Tally(State.NORMAL, said)]


def _tallies(words: Words, states: list[State]) -> list[_Tally]:
    return [_Tally(state, _counted(words, state, states.count(state))) for state in _WORST_FIRST if state in states]


def _counted(words: Words, state: State, amount: int) -> str:
    match state:
        case State.STOPPED:
            return words.ngettext("%(num)d stopped", "%(num)d stopped", amount)
        case State.SLOWED:
            return words.ngettext("%(num)d slowed", "%(num)d slowed", amount)
        case State.WATCH:
            return words.ngettext("%(num)d to watch", "%(num)d to watch", amount)
        case State.UNKNOWN:
            return words.ngettext("%(num)d unknown", "%(num)d unknown", amount)
        case State.NORMAL:
            return words.ngettext("%(num)d normal", "%(num)d normal", amount)


def _calm(view: View, here: ComponentNow) -> _Part:
    says = prose(clip(bare(here.says), LONGEST_SAYS)) or text(view.words.gettext("Nothing reported"))
    return _Part(view.map_url(here.id), prose(here.component.name), State.NORMAL, "", says)


def _part(view: View, here: ComponentNow) -> _Part:
    state = here.state or State.UNKNOWN
    word: str = state_word(view.words, state)
    if state is State.UNKNOWN and here.since:
        at = when(view, here.since)
        word = view.words.gettext("%(state)s since %(time)s", state=text(word), time=at)
    return _Part(view.map_url(here.id), prose(here.component.name), state, word, says_of(view, here))


def says_of(view: View, here: ComponentNow) -> Markup:
    """What is said of a part, or why nothing is, as sentences."""
    words = view.words
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = view.system.by_id[here.via.source].name
        return prose(words.gettext("May follow from: %(cause)s. Nobody reports it.", cause=cause))
    if here.says:
        return prose(sentence(clip(here.says, LONGEST_SAYS)))
    if here.state is State.UNKNOWN:
        return unseen(view, here)
    return text(words.gettext("Nothing reported.")) if here.basis is Basis.NOTHING_REPORTED else Markup("")


def _unwatched(view: View, amount: int) -> Markup | str:
    if not amount:
        return ""
    return view.words.ngettext(
        "%(num)d more part has no source that watches it, so no state. %(link)s",
        "%(num)d more parts have no source that watches them, so no state. %(link)s",
        amount,
        link=link(view.map_url(), view.words.gettext("All parts on one map")),
    )
