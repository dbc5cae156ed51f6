"""All parts: every one that somebody watches, worst first, with what is said of it; on a calm day as a grid.

Parts of which there is only the same to say stand together in one row. Of which nobody says anything none is green: a
source that answers and does not name a part says less than somebody who says that it works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow, amount_of
from explainer.render.age import quoted, told_as_of
from explainer.render.components.part import explainer_url, voices
from explainer.render.components.unplaced import publishers
from explainer.render.escaping import link, prose, text
from explainer.render.later import versions, versions_of
from explainer.render.looking import holding, is_told_together, looked, looks, nobody
from explainer.render.view import View
from explainer.render.words import clip, sentence, when

LONGEST_SAYS = 160

FEWEST_TOGETHER = 3
"""How many parts of which the same is not known stand in one row."""

_TOGETHER = (Basis.NOBODY_LOOKED, Basis.NOT_UNDERSTOOD, Basis.SILENT)
"""Why a part is unknown, where that can be the same for many."""


class Part(NamedTuple):
    """One row: its address on the map, its state as a css class and in words, what is said of it, and its explainer.

    One of several parts has no address of its own: its name holds the ways to all of them.
    """

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
    told = _rows(view, watched, calm)
    return view.render(
        "components/parts/template.html",
        calm=calm,
        sums=[Tallies(tuple(_tallies(one.view)), one.attributes) for one in versions(view)],
        rows=[row for here in told for row in here if row.url or not calm],
        together=[row for here in told for row in here if calm and not row.url],
        looks=list(looks(view)),
        unwatched=len(view.picture.parts) - len(watched),
        map_url=view.map_url() if view.map else "",
    )


def _rows(view: View, watched: Sequence[ComponentNow], calm: bool) -> list[list[Part]]:
    """The rows in their order, each as it is now and as what takes its place when that is no longer good."""
    groups: dict[object, list[ComponentNow]] = {}
    drawn = {here.id: list(_versions(view, here, calm)) for here in watched}
    for here in watched:
        groups.setdefault(_alike(view, here, drawn[here.id]), []).append(here)
    found: list[list[Part]] = []
    for group in groups.values():
        if is_unsaid(view, group[0]) or len(group) >= FEWEST_TOGETHER:
            found.append(_together(view, group, drawn[group[0].id]))
        else:
            found += [drawn[here.id] for here in group]
    return found


def is_unsaid(view: View, here: ComponentNow) -> bool:
    """Whether it counts as normal because a machine answers and names it not, and nobody vouches for it."""
    return here.basis is Basis.NOTHING_REPORTED and holding(view, here) is None


def _alike(view: View, here: ComponentNow, rows: Sequence[Part]) -> object:
    """What several parts have in common that stand in one row; the part itself where it stands alone."""
    if not is_unsaid(view, here) and here.basis not in _TOGETHER:
        return here.id
    return (here.basis, *((row.state, row.word, row.says, row.attributes) for row in rows))


def _versions(view: View, here: ComponentNow, calm: bool) -> Iterator[Part]:
    """A part as it is now, and what takes its place when that is no longer good."""
    for version, then in versions_of(view, here):
        draw = _calm if calm and then.state is State.NORMAL else _part
        yield draw(version.view, then)._replace(attributes=version.attributes)


def rows_of(view: View, here: ComponentNow) -> Iterator[Part]:
    """A part by itself, as it is now and as what takes its place; of which nobody says anything it has no state."""
    rows = _versions(view, here, calm=False)
    return (row._replace(state="", word="") for row in rows) if is_unsaid(view, here) else rows


def _together(view: View, group: Sequence[ComponentNow], rows: Sequence[Part]) -> list[Part]:
    """One row for parts of which the same is said, with every name as the way to its part."""
    names = text(view.words.listed(map(partial(_way, view), group)))
    several = [row._replace(url="", name=names, explainer="") for row in rows]
    if is_unsaid(view, group[0]):
        several[0] = several[0]._replace(state="", word="", says=_unsaid(view, group))
    return several


def _way(view: View, here: ComponentNow) -> Markup:
    """The name of a part as the way to its explainer, else to the map."""
    return link(explainer_url(view, here.id) or view.map_url(here.id), prose(here.component.name))


def _unsaid(view: View, group: Sequence[ComponentNow]) -> Markup:
    """That nobody reports anything of these parts, and when the source that is silent of them longest answered."""
    return view.words.ngettext(
        "Of this part nobody reports anything; its source last answered at %(time)s. That is less than knowing that it "
        "works.",
        "Of these %(num)d parts nobody reports anything; their sources last answered at %(time)s. That is less than "
        "knowing that they work.",
        len(group),
        time=when(view, min(here.at for here in group if here.at is not None)),
    )


def _tallies(view: View) -> list[Tally]:
    words, watched = view.words, view.picture.watched
    states = [here.state for here in watched if not is_unsaid(view, here)]
    unsaid = len(watched) - len(states)
    if states and not unsaid and all(state is State.NORMAL for state in states):
        every = words.ngettext("%(num)d of %(num)d normal", "%(num)d of %(num)d normal", len(states))
        return [Tally(State.NORMAL, every)]
    told = [Tally(state, _tally(words, state, states.count(state))) for state in State if state in states]
    nothing = words.npgettext("how many parts", "%(num)d without a word", "%(num)d without a word", unsaid)
    return [*told, Tally("", nothing)] if unsaid else told


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
    said = _beside(view, here).removesuffix(".")
    return Part(view.map_url(here.id), State.NORMAL, True, prose(here.component.name), "", said)


def _part(view: View, here: ComponentNow) -> Part:
    state = here.state or State.UNKNOWN
    word = state_word(view.words, state)
    if state is State.UNKNOWN and here.since:
        word = view.words.gettext("%(state)s since %(time)s", state=word, time=when(view, here.since))
    name = prose(here.component.name)
    told = _beside(view, here)
    return Part(view.map_url(here.id), state, state is State.NORMAL, name, word, told, explainer_url(view, here.id))


def _beside(view: View, here: ComponentNow) -> Markup:
    """What stands beside a name: what is said of the part, unless a sentence below says it of several."""
    return Markup("") if is_told_together(view, here) else says(view, here)


def says(view: View, here: ComponentNow) -> Markup:
    """What is said of a part, or what we conclude; sentences, or nothing."""
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = prose(view.system.by_id[here.via.source].name)
        return view.words.gettext("May follow from: %(cause)s. Nobody reports it.", cause=cause)
    if here.says:
        return voices(view, here) or told_as_of(view, here, prose(sentence(clip(here.says, LONGEST_SAYS))))
    if here.state is State.UNKNOWN:
        return unseen(view, here)
    if here.basis in (Basis.VOUCHED, Basis.NOTHING_REPORTED) and (look := holding(view, here)) is not None:
        return looked(view, look)
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
