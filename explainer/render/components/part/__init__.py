"""What the map, the traces and the reading pages say of one part, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.language.states import state_behind_a_name, state_word
from explainer.language.words import Words
from explainer.model.disruption import Disruption
from explainer.model.system import SystemLink
from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow, ConstraintNow, Sure, Voice
from explainer.render.components.unplaced import reason
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import sentence, soon, speaker, when

MOST_PAGES = 3
"""How many disruptions are named beside a part; the home page and ``status.json`` have more of them."""

NO_LONGER = (Basis.OUTDATED, Basis.NOBODY_LOOKED)
"""What was known of a part, and is no longer good."""

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
        return Markup(" ").join(part for part in (said, *_voices(words, now.conflict)) if part)
    if now.basis is Basis.INFERRED and now.via is not None:
        return _inferred(view, now.via)
    if now.basis is Basis.SILENT:
        return _silent(words, now.by)
    if now.basis is Basis.NOT_UNDERSTOOD:
        return prose(reason(view, now))
    if now.basis in NO_LONGER:
        return no_longer_known(view, now)
    return _nothing(words, now)


def no_longer_known(view: View, now: ComponentNow) -> Markup:
    """That what was known of a part is no longer good, and since when."""
    if now.since is None:
        return text(view.words.gettext("What we knew of it is no longer good."))
    return view.words.gettext("What we knew of it was good until %(time)s.", time=when(view, now.since))


def _nothing(words: Words, now: ComponentNow) -> Markup:
    """That nobody tells, or that nothing is reported and what is usual."""
    capacity = now.component.capacity
    if now.basis is Basis.UNWATCHED:
        return text(words.gettext("Nobody tells us how it works now."))
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


def _silent(words: Words, who: str) -> Markup:
    if not who:
        said = words.gettext("Its source: no answer. What it said last is too old to trust, so we do not show it.")
        return text(said)
    return words.gettext(
        "%(source)s: no answer. What it said last is too old to trust, so we do not show it.", source=prose(who)
    )


def _voices(words: Words, voices: Iterable[Voice]) -> Iterator[Markup]:
    """What each source says, where they do not agree: ``Tower says stopped.``, ``Met says normal.``."""
    for voice in voices:
        state = words.pgettext(*_SAYS[voice.state], source=prose(voice.by))
        yield text(state)


_SAYS = {
    State.STOPPED: NC_("where sources do not agree", "%(source)s says stopped."),
    State.SLOWED: NC_("where sources do not agree", "%(source)s says slowed."),
    State.WATCH: NC_("where sources do not agree", "%(source)s says watch."),
    State.UNKNOWN: NC_("where sources do not agree", "%(source)s says unknown."),
    State.NORMAL: NC_("where sources do not agree", "%(source)s says normal."),
}


# Who says it


def told_by(view: View, now: ComponentNow) -> Markup:
    """Who says so, and when; or by when there will be an answer."""
    if now.basis in (Basis.UNWATCHED, Basis.NOT_UNDERSTOOD, *NO_LONGER) or (now.basis is Basis.INFERRED and not now.by):
        return Markup("")
    who = text(_speaker(view, now))
    checking = now.report.checking_by if now.report else None
    if checking is not None:
        return answer_by(view.words, who, soon(view, checking))
    if now.at is None or now.basis is Basis.SILENT:
        return who
    return said_at(view.words, who, when(view, now.at)) if who else when(view, now.at)


def _speaker(view: View, now: ComponentNow) -> str:
    held = view.picture.disruption.get(now.disruptions[0]) if now.report and now.disruptions else None
    return speaker(view, held, now.report) if held and now.report else now.by


def said_at(words: Words, who: Markup, at: Markup) -> Markup:
    """``Harbour office, 18:20``."""
    return words.pgettext("who says so, and when", "%(who)s, %(time)s", who=who, time=at)


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
    url = view.explainers.get(component_id)
    return "" if url is None else view.root + url


def disruptions_of(view: View, components: Iterable[str]) -> tuple[tuple[Disruption, ...], int]:
    """The disruptions a reader should open for some parts, and how many more there are."""
    every = list(dict.fromkeys(page for component in components for page in view.picture.pages[component]))
    shown = tuple(view.picture.disruption[page].disruption for page in every[:MOST_PAGES])
    return shown, len(every) - len(shown)


# What it has to do with others


class _Has(Enum):
    """What a part has to do with others, causes first, with the words before their names."""

    SLOWED_BY = NC_("before a list of parts", "Slowed by")
    MAY_BE_SLOWED_BY = NC_("before a list of parts", "May be slowed by")
    NEEDS = NC_("before a list of parts", "Needs")
    DEPENDS_ON = NC_("before a list of parts", "Depends on")
    SLOWS = NC_("before a list of parts", "Slows")
    MAY_SLOW = NC_("before a list of parts", "May slow")
    NEEDED_BY = NC_("before a list of parts", "Needed by")
    CAN_SLOW = NC_("before a list of parts", "Can slow")

    value: InContext


class Relation(NamedTuple):
    """What a part has to do with others: the words before their names, which do not break, and their links."""

    words: str
    links: tuple[tuple[str, str], ...]


def relations(view: View, component_id: str, href: str) -> Markup:
    """What a part has to do with others, as links; ``href`` holds ``{}`` where the other part's id goes."""
    into = [(link.source, _needs(view, link)) for link in view.system.into[component_id]]
    out_of = [(link.target, _serves(view, link)) for link in view.system.out_of[component_id]]
    groups = ((has, [other for other, kind in (*into, *out_of) if kind is has]) for has in _Has)
    rows = [
        Relation(
            view.words.pgettext(*has.value).replace(" ", NBSP),
            tuple((href.format(other), view.system.by_id[other].name) for other in others),
        )
        for has, others in groups
        if others
    ]
    return view.render("components/part/relations.html", relations=rows)


def _needs(view: View, link: SystemLink) -> _Has:
    sure = view.picture.link[link.source, link.target].sure
    if sure is None:
        return _Has.NEEDS if view.system.by_id[link.source].kind is Kind.RESOURCE else _Has.DEPENDS_ON
    return _Has.MAY_BE_SLOWED_BY if sure is Sure.MAY_FOLLOW else _Has.SLOWED_BY


def _serves(view: View, link: SystemLink) -> _Has:
    sure = view.picture.link[link.source, link.target].sure
    if sure is None:
        return _Has.NEEDED_BY if view.system.by_id[link.source].kind is Kind.RESOURCE else _Has.CAN_SLOW
    return _Has.MAY_SLOW if sure is Sure.MAY_FOLLOW else _Has.SLOWS
