"""What the map, the traces and the reading pages say of one part, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.language.states import state_behind_a_name, state_word
from explainer.language.words import Words
from explainer.model.disruption import Disruption
from explainer.model.reading import ReadingKind
from explainer.model.system import Capacity, SystemLink
from explainer.model.vocabulary import Kind, State
from explainer.picture.causes import Pair, Sure
from explainer.picture.model import Basis, ComponentNow, ConstraintNow, Voice
from explainer.picture.sources import Freshness
from explainer.render.age import at_its_time, quoted
from explainer.render.components.unplaced import reason
from explainer.render.escaping import prose, text
from explainer.render.looking import holding, looked, nobody, vouched
from explainer.render.view import View
from explainer.render.words import headline, sentence, soon, speaker, when

MOST_PAGES = 3
"""How many disruptions are named beside a part; the home page and ``status.json`` have more of them."""

NBSP = "\u00a0"

# Its state


def word_of(view: View, now: ComponentNow) -> str:
    """The state in one word, or that nobody watches."""
    return state_word(view.words, now.state) if now.state else view.words.gettext("Not watched")


def word_since(view: View, now: ComponentNow) -> Markup:
    """The state's word, with since when for what we cannot see."""
    if now.state is State.UNKNOWN and now.since is not None:
        return view.words.gettext("Unknown since %(time)s", time=when(view, now.since))
    return text(word_of(view, now))


def name_and_state(words: Words, name: str, state: State | None) -> Markup:
    """A part with its state as a title: ``Wind: slowed``."""
    shown = text(state_behind_a_name(words, state))
    return words.pgettext("a part and its state", "%(part)s: %(state)s", part=prose(name), state=shown)


# What is said of it


def account(view: View, now: ComponentNow) -> Markup:
    """The state of a part in one or two plain sentences: what was said, or why nothing can be."""
    words = view.words
    if now.basis is Basis.REPORTED:
        said = prose(sentence(now.says or (now.report.headline if now.report else "")))
        said = at_its_time(view, now.at if now.aged else None, said)
        return voices(view, now) or said
    if now.basis is Basis.INFERRED and now.via is not None:
        return _inferred(view, now.via)
    why = _UNSEEN.get(now.basis)
    return why(view, now) if why else _nothing(words, now.component.capacity)


def _unwatched(view: View, now: ComponentNow) -> Markup:
    del now
    return text(view.words.gettext("Nobody tells us how it works now."))


def _not_understood(view: View, now: ComponentNow) -> Markup:
    return prose(reason(view, now))


def _nothing(words: Words, capacity: Capacity | None) -> Markup:
    """That nothing is reported, and what is usual."""
    if capacity is None:
        return text(words.gettext("Nothing is reported."))
    usual = text(words.number(capacity.normal))
    unit = prose(capacity.unit)
    return words.gettext("Nothing is reported. Usually %(amount)s %(unit)s.", amount=usual, unit=unit)


def _inferred(view: View, via: SystemLink) -> Markup:
    """That nobody reports trouble, and from where it may come."""
    words = view.words
    said = words.gettext(
        "Nobody reports trouble here. It may come from %(part)s. %(because)s",
        part=prose(view.system.by_id[via.source].name),
        because=prose(sentence(via.because)),
    )
    if not via.lag:
        return said
    lag = words.ngettext(
        "That takes about %(minutes)s minute.",
        "That takes about %(minutes)s minutes.",
        round(via.lag),
        minutes=words.number(via.lag),
    )
    return Markup("{} {}").format(said, lag)


def _silent(view: View, now: ComponentNow) -> Markup:
    words, who = view.words, now.by
    asked = [one for name in now.component.watched_by if (one := view.picture.source.get(name)) is not None]
    if asked and all(one.freshness is Freshness.NEVER_FETCHED for one in asked):
        if not who:
            return text(words.gettext("Its source: not asked yet."))
        return words.gettext("%(source)s: not asked yet.", source=prose(who))
    if not who:
        said = words.gettext("Its source: no answer. What it said last is too old to trust, so we do not show it.")
        return text(said)
    return words.gettext(
        "%(source)s: no answer. What it said last is too old to trust, so we do not show it.", source=prose(who)
    )


_UNSEEN = {
    Basis.SILENT: _silent,
    Basis.OUTDATED: quoted,
    Basis.NOT_UNDERSTOOD: _not_understood,
    Basis.UNWATCHED: _unwatched,
    Basis.NOBODY_LOOKED: nobody,
    Basis.VOUCHED: vouched,
}
"""Why nothing can be said of a part, by what that rests on."""


def voices(view: View, now: ComponentNow) -> Markup:
    """What each side says of a part and when, where they do not agree, and which counts; nothing where they do."""
    if not now.conflict:
        return Markup("")
    told = view.words.gettext("They do not agree. The more cautious counts until it is out of date.")
    return Markup(" ").join([*(_voice(view, voice) for voice in now.conflict), text(told)])


def _voice(view: View, voice: Voice) -> Markup:
    who, says = prose(voice.by), _says(view, voice)
    if voice.at is None:
        return view.words.pgettext("where sources do not agree", "%(source)s: %(words)s", source=who, words=says)
    at = when(view, voice.at)
    return view.words.pgettext(
        "where sources do not agree", "%(source)s, %(time)s: %(words)s", source=who, time=at, words=says
    )


def _says(view: View, voice: Voice) -> Markup:
    """One side in its words, or in the word for the state that it tells."""
    if voice.state is None:
        over = view.picture.disruption.get(voice.disruption)
        if over is None:
            return text(view.words.gettext("what it said before has ended."))
        return view.words.gettext("“%(headline)s” has ended.", headline=headline(view, over.disruption))
    state = text(state_behind_a_name(view.words, voice.state))
    if not voice.says:
        return Markup("{}.").format(state)
    said = prose(sentence(voice.says))
    return view.words.pgettext("a state and what is said of it", "%(state)s. %(says)s", state=state, says=said)


# Who says it

_BY_NOBODY = (Basis.UNWATCHED, Basis.NOT_UNDERSTOOD, Basis.OUTDATED, Basis.NOBODY_LOOKED)


def told_by(view: View, now: ComponentNow) -> Markup:
    """Who says so, and when; or by when there will be an answer."""
    if now.basis in (Basis.VOUCHED, Basis.INFERRED) and (look := holding(view, now)) is not None:
        return looked(view, look)
    if now.basis in _BY_NOBODY or (now.basis is Basis.INFERRED and (not now.by or now.look is not None)):
        return Markup("")
    who = text(_speaker(view, now))
    checking = now.report.checking_by if now.report else None
    if checking is not None:
        return answer(view, who, checking)
    if now.at is None or now.basis is Basis.SILENT:
        return who
    return said_at(view.words, who, when(view, now.at)) if who else when(view, now.at)


def _speaker(view: View, now: ComponentNow) -> str:
    held = view.picture.disruption.get(now.disruptions[0]) if now.report and now.disruptions else None
    return speaker(view, held, now.report) if held and now.report else now.by


def said_at(words: Words, who: Markup, at: Markup) -> Markup:
    """``Harbour office, 18:20``."""
    return words.pgettext("who says so, and when", "%(who)s, %(time)s", who=who, time=at)


def answer(view: View, who: Markup, due: datetime) -> Markup:
    """``Harbour office, answer by 19:00``, of what is being checked; or that the answer was due by then."""
    at = soon(view, due)
    if due > view.picture.now:
        return answer_by(view.words, who, at)
    if not who:
        return view.words.pgettext("of what is being checked", "answer was due by %(time)s", time=at)
    return view.words.pgettext("of what is being checked", "%(who)s, answer was due by %(time)s", who=who, time=at)


def answer_by(words: Words, who: Markup, at: Markup) -> Markup:
    """``Harbour office, answer by 19:00``, of what is being checked."""
    if not who:
        return words.pgettext("of what is being checked", "answer by %(time)s", time=at)
    return words.pgettext("of what is being checked", "%(who)s, answer by %(time)s", who=who, time=at)


def counted_by(view: View, limit: ConstraintNow) -> Markup:
    """``Harbour office, counted 18:20``."""
    at = when(view, limit.constraint.at)
    if not limit.by:
        return view.words.gettext("Counted %(time)s", time=at)
    return view.words.gettext("%(who)s, counted %(time)s", who=text(limit.by), time=at)


# Where more is said


def explainer_url(view: View, component_id: str) -> str:
    """The address of the page that explains a part, from the page being written, or nothing."""
    page = view.reading.first(ReadingKind.EXPLAINER, component_id)
    return "" if page is None else view.top + page.url


def disruptions_of(view: View, components: Iterable[str]) -> tuple[tuple[Disruption, ...], int]:
    """The disruptions a reader should open for some parts, and how many more there are."""
    every = list(dict.fromkeys(page for component in components for page in view.picture.pages[component]))
    shown = tuple(view.picture.disruption[page].disruption for page in every[:MOST_PAGES])
    return shown, len(every) - len(shown)


# What it has to do with others


class _Has(Enum):
    """What a part has to do with others, causes first, with the words before their names."""

    SLOWED_BY = NC_("before a list of parts", "Slowed by")
    PROBABLY_SLOWED_BY = NC_("before a list of parts", "Probably slowed by")
    MAY_BE_SLOWED_BY = NC_("before a list of parts", "May be slowed by")
    NEEDS = NC_("before a list of parts", "Needs")
    DEPENDS_ON = NC_("before a list of parts", "Depends on")
    SLOWS = NC_("before a list of parts", "Slows")
    PROBABLY_SLOWS = NC_("before a list of parts", "Probably slows")
    MAY_SLOW = NC_("before a list of parts", "May slow")
    NEEDED_BY = NC_("before a list of parts", "Needed by")
    CAN_SLOW = NC_("before a list of parts", "Can slow")

    value: InContext


class Relation(NamedTuple):
    """What a part has to do with others: the words before their names, and their links."""

    words: str
    links: tuple[tuple[str, str], ...]


def related(view: View, component_id: str, href: str) -> list[Relation]:
    """What a part has to do with others, causes first; ``href`` holds ``{}`` where the other part's id goes."""
    out_of = [(link.target, _serves(view, link)) for link in view.system.out_of[component_id]]
    out_of += [(effect, _Has.SLOWS) for cause, effect in _unlinked(view) if cause == component_id]
    return _grouped(view, [*_needed(view, component_id), *out_of], href)


def needs(view: View, component_id: str, href: str) -> list[Relation]:
    """The same of what a part needs, and what slows it, alone."""
    return _grouped(view, _needed(view, component_id), href)


def _needed(view: View, component_id: str) -> list[tuple[str, _Has]]:
    into = [(link.source, _needs(view, link)) for link in view.system.into[component_id]]
    return into + [(cause, _Has.SLOWED_BY) for cause, effect in _unlinked(view) if effect == component_id]


def _grouped(view: View, others: Sequence[tuple[str, _Has]], href: str) -> list[Relation]:
    groups = ((has, [other for other, kind in others if kind is has]) for has in _Has)
    return [
        Relation(
            view.words.pgettext(*has.value),
            tuple((href.format(other), view.system.by_id[other].name) for other in found),
        )
        for has, found in groups
        if found
    ]


def relations(view: View, component_id: str, href: str) -> Markup:
    """The same as links on one line; the words before them do not break."""
    kept = [one._replace(words=one.words.replace(" ", NBSP)) for one in related(view, component_id, href)]
    return view.render("components/part/relations.html", relations=kept)


def _unlinked(view: View) -> list[Pair]:
    """What is stated without a link."""
    return sorted(view.picture.stated - view.picture.link.keys())


def _needs(view: View, link: SystemLink) -> _Has:
    sure = view.picture.link[link.source, link.target].sure
    if sure is None:
        return _Has.NEEDS if view.system.by_id[link.source].kind is Kind.RESOURCE else _Has.DEPENDS_ON
    return _SLOWED_BY[sure]


def _serves(view: View, link: SystemLink) -> _Has:
    sure = view.picture.link[link.source, link.target].sure
    if sure is None:
        return _Has.NEEDED_BY if view.system.by_id[link.source].kind is Kind.RESOURCE else _Has.CAN_SLOW
    return _SLOWS[sure]


_SLOWED_BY = {
    Sure.KNOWN: _Has.SLOWED_BY,
    Sure.LIKELY: _Has.PROBABLY_SLOWED_BY,
    Sure.MAY_FOLLOW: _Has.MAY_BE_SLOWED_BY,
}
_SLOWS = {Sure.KNOWN: _Has.SLOWS, Sure.LIKELY: _Has.PROBABLY_SLOWS, Sure.MAY_FOLLOW: _Has.MAY_SLOW}
"""Only what is known is told as a fact."""
