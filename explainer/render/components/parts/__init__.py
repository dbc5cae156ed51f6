"""All parts: every one that somebody watches, worst first, with what is said of it; on a calm day as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow, amount_of
from explainer.render.age import quoted, told_as_of
from explainer.render.components.part import explainer_url, voices
from explainer.render.components.unplaced import publishers
from explainer.render.escaping import prose, text
from explainer.render.later import versions, versions_of
from explainer.render.looking import looked, looks, nobody
from explainer.render.view import View
from explainer.render.words import clip, sentence, when

LONGEST_SAYS = 160


class Part(NamedTuple):
    """One row: its address on the map, its state as a css class and in words, what is said of it, and its explainer."""

    url: str
    state: str
    well: bool
    name: Markup
    word: str
    says: Markup
    explainer: str = ""
    attributes: Markup = Markup("")


class Tally(NamedTuple):
    """How many parts are in one state."""

    state: str
    words: str


class Tallies(NamedTuple):
    """How many parts are in which state, as of one moment."""

    rows: tuple[Tally, ...]
    attributes: Markup = Markup("")


def parts(view: View, args: Mapping[str, str]) -> Markup:
    """The section; empty where there is no part at all."""
    del args
    watched = view.picture.watched
    if not view.picture.parts:
        return Markup("")
    calm = bool(watched) and all(here.state is State.NORMAL for here in watched)
    return view.render(
        "components/parts/template.html",
        calm=calm,
        sums=[Tallies(tuple(_tallies(one.view)), one.attributes) for one in versions(view)],
        rows=[row for here in watched for row in _rows(view, here, calm)],
        looks=list(looks(view)),
        unwatched=len(view.picture.parts) - len(watched),
        map_url=view.map_url() if view.map else "",
    )


def _rows(view: View, here: ComponentNow, calm: bool) -> Iterator[Part]:
    """A part as it is now, and what takes its place when that is no longer good."""
    for version, then in versions_of(view, here):
        draw = _calm if calm and then.state is State.NORMAL else _part
        yield draw(version.view, then)._replace(attributes=version.attributes)


def rows_of(view: View, here: ComponentNow) -> Iterator[Part]:
    """A part as it is now, and what takes its place when that is no longer good."""
    return _rows(view, here, calm=False)


def _tallies(view: View) -> list[Tally]:
    words, states = view.words, [here.state for here in view.picture.watched]
    if states and all(state is State.NORMAL for state in states):
        every = words.ngettext("%(num)d of %(num)d normal", "%(num)d of %(num)d normal", len(states))
        return [Tally(State.NORMAL, every)]
    return [Tally(state, _tally(words, state, states.count(state))) for state in State if state in states]


def _tally(words: Words, state: State, amount: int) -> str:
    if state is State.STOPPED:
        return words.npgettext("how many parts", "%(num)d stopped", "%(num)d stopped", amount)
    if state is State.SLOWED:
        return words.npgettext("how many parts", "%(num)d slowed", "%(num)d slowed", amount)
    if state is State.WATCH:
        return words.npgettext("how many parts", "%(num)d to watch", "%(num)d to watch", amount)
    if state is State.UNKNOWN:
        return words.npgettext("how many parts", "%(num)d unknown", "%(num)d unknown", amount)
    return words.npgettext("how many parts", "%(num)d normal", "%(num)d normal", amount)


def _calm(view: View, here: ComponentNow) -> Part:
    said = says(view, here).removesuffix(".") or text(view.words.gettext("Nothing reported"))
    return Part(view.map_url(here.id), State.NORMAL, True, prose(here.component.name), "", said)


def _part(view: View, here: ComponentNow) -> Part:
    state = here.state or State.UNKNOWN
    word = state_word(view.words, state)
    if state is State.UNKNOWN and here.since:
        word = view.words.gettext("%(state)s since %(time)s", state=word, time=when(view, here.since))
    name = prose(here.component.name)
    told = says(view, here)
    return Part(view.map_url(here.id), state, state is State.NORMAL, name, word, told, explainer_url(view, here.id))


def says(view: View, here: ComponentNow) -> Markup:
    """What is said of a part, or what we conclude; sentences, or nothing."""
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = prose(view.system.by_id[here.via.source].name)
        return view.words.gettext("May follow from: %(cause)s. Nobody reports it.", cause=cause)
    if here.says:
        return voices(view, here) or told_as_of(view, here, prose(sentence(clip(here.says, LONGEST_SAYS))))
    if here.state is State.UNKNOWN:
        return unseen(view, here)
    if here.basis is Basis.VOUCHED and here.look is not None:
        return looked(view, here.look)
    return text(view.words.gettext("Nothing reported.") if here.basis is Basis.NOTHING_REPORTED else "")


def unseen(view: View, here: ComponentNow) -> Markup:
    """Why a part is unknown, as a sentence."""
    words = view.words
    if here.basis is Basis.NOT_UNDERSTOOD:
        return words.ngettext(
            "May be affected: we could not place a message of %(publishers)s.",
            "May be affected: we could not place %(num)d messages of %(publishers)s.",
            amount_of(here.unplaced),
            publishers=words.listed(map(text, publishers(view, here.unplaced))),
        )
    if here.basis is Basis.NOBODY_LOOKED:
        return nobody(view, here)
    if here.basis is Basis.OUTDATED:
        return quoted(view, here)
    if silent := who_is_silent(view, here):
        return words.ngettext(
            "%(publishers)s does not answer. We do not guess.",
            "%(publishers)s do not answer. We do not guess.",
            len(silent),
            publishers=words.listed(map(text, silent)),
        )
    if here.by:
        return words.gettext("%(publisher)s does not know. We do not guess.", publisher=text(here.by))
    return text(words.gettext("Nobody tells us. We do not guess."))


def who_is_silent(view: View, here: ComponentNow) -> tuple[str, ...]:
    """The publishers because of whom a part is unknown: those that do not answer."""
    if here.basis is not Basis.SILENT:
        return ()
    return tuple(dict.fromkeys(view.picture.source[feed].source.publisher for feed in here.silent))
