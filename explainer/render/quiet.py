"""The words of a day without a disruption that leads: all normal, what is worst, or what we cannot see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import State
from explainer.picture.ageing import last_said
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, amount_of
from explainer.picture.sign import in_question
from explainer.render.age import last_word
from explainer.render.components.parts import is_unsaid, says, who_is_silent
from explainer.render.components.unplaced import publishers
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import when
from explainer.render.worst import MOST_NAMED, in_state, names


class Quiet(NamedTuple):
    """What the sign says: a headline, and what to say below it."""

    title: Markup
    says: Markup


def quiet(view: View) -> Quiet:
    """Headline and first sentences when no disruption leads."""
    picture = view.picture
    if picture.state is State.NORMAL:
        return Quiet(_all_normal(view), _how_many(view))
    alike = in_question(picture.worst_first, picture.state)
    if picture.state is State.UNKNOWN:
        return Quiet(text(view.words.gettext("We cannot see everything")), _sentences(_blind(view, alike)))
    title = text(in_state(view.words, picture.state, names(view, alike)))
    return Quiet(title, _sentences(said for here in alike[:MOST_NAMED] for said in _said(view, here)))


def unseen_beside(view: View, now: DisruptionNow) -> Iterator[Markup]:
    """What else is unknown while a bulletin that speaks for an unknown day names a part or two; a sentence each."""
    named = {report.component for report in now.reports}
    hidden = [here for here in in_question(view.picture.worst_first, State.UNKNOWN) if here.id not in named]
    if view.picture.state is State.UNKNOWN and hidden:
        yield from _blind(view, hidden)


def _all_normal(view: View) -> Markup:
    if any(is_unsaid(view, here) for here in view.picture.watched):
        return _no_trouble(view)
    if view.picture.checked_at is None:
        return text(view.words.gettext("All normal"))
    return view.words.gettext("All normal, checked %(time)s", time=when(view, view.picture.checked_at))


def _no_trouble(view: View) -> Markup:
    """Less than that all is normal: of some parts nobody says anything."""
    if view.picture.checked_at is None:
        return text(view.words.gettext("No trouble reported"))
    return view.words.gettext("No trouble reported, checked %(time)s", time=when(view, view.picture.checked_at))


def _how_many(view: View) -> Markup:
    watched, every = len(view.picture.watched), len(view.picture.parts)
    known = sum(not is_unsaid(view, here) for here in view.picture.watched)
    if known < watched:
        return text(
            view.words.gettext(
                "Somebody says of %(known)d of %(every)d parts that they work. Of the others nobody reports anything.",
                known=known,
                every=every,
            )
            if known
            else view.words.gettext("Nobody reports trouble, and nobody says that everything works.")
        )
    if watched == every:
        return text(view.words.gettext("Every part works as usual."))
    return text(
        view.words.gettext(
            "Every part that somebody watches works as usual: %(watched)d of %(every)d.", watched=watched, every=every
        )
    )


def _said(view: View, here: ComponentNow) -> Iterator[Markup]:
    """What is said of a part, and who says it when; a sentence each."""
    if said := says(view, here):
        yield said
    if not here.by or here.basis is not Basis.REPORTED:
        return
    by = text(here.by)
    if here.at is None:
        yield view.words.pgettext("who says so", "%(publisher)s.", publisher=by)
    else:
        at = when(view, here.at)
        yield view.words.pgettext("who says so, and when", "%(publisher)s, %(time)s.", publisher=by, time=at)


def _blind(view: View, hidden: Sequence[ComponentNow]) -> Iterator[Markup]:
    """Which parts we do not know, since when, because of whom; and what the others are like."""
    words = view.words
    if not hidden:
        yield text(words.gettext("No source tells us how things are. We do not guess."))
        return
    doubted = [here for here in hidden if here.basis is Basis.NOT_UNDERSTOOD]
    if doubted:
        yield _doubted(view, doubted)
    yield from _unlooked(view, [here for here in hidden if here.basis is Basis.NOBODY_LOOKED])
    yield from _outdated(view, [here for here in hidden if here.basis is Basis.OUTDATED])
    told = (Basis.NOT_UNDERSTOOD, Basis.NOBODY_LOOKED, Basis.OUTDATED)
    others = [here for here in hidden if here.basis not in told]
    for here in others[:MOST_NAMED]:
        yield from _unknown(view, here)
    if len(others) > MOST_NAMED:
        yield text(words.ngettext("And %(num)d more part.", "And %(num)d more parts.", len(others) - MOST_NAMED))
    if {here.state for here in view.picture.watched} == {State.UNKNOWN, State.NORMAL}:
        unsaid = any(is_unsaid(view, here) for here in view.picture.watched)
        every, nothing = (
            N_("Every other part that somebody watches is normal."),
            N_("Of no other part is trouble reported."),
        )
        yield text(words.gettext(nothing if unsaid else every))


def _unlooked(view: View, parts: Sequence[ComponentNow]) -> Iterator[Markup]:
    """At which parts nobody looked, by when somebody last did."""
    last = dict.fromkeys(here.look.at if here.look is not None else None for here in parts)
    for at in list(last)[:MOST_NAMED]:
        group = [here for here in parts if (here.look.at if here.look is not None else None) == at]
        named = names(view, group)
        if at is None:
            yield view.words.gettext("%(parts)s: nobody has looked yet.", parts=named)
        else:
            yield view.words.gettext("%(parts)s: nobody has looked since %(time)s.", parts=named, time=when(view, at))


def _unknown(view: View, here: ComponentNow) -> Iterator[Markup]:
    """Since when we do not know a part, and because of whom."""
    words, part, silent = view.words, prose(here.component.name), who_is_silent(view, here)
    since = when(view, here.since) if here.since and here.basis is not Basis.REPORTED else None
    publishers = words.listed(map(text, silent))
    if since and silent:
        yield words.ngettext(
            "%(part)s: unknown since %(time)s, because %(publishers)s does not answer.",
            "%(part)s: unknown since %(time)s, because %(publishers)s do not answer.",
            len(silent),
            part=part,
            time=since,
            publishers=publishers,
        )
    elif since:
        yield words.gettext("%(parts)s: unknown since %(time)s.", parts=part, time=since)
    elif silent:
        yield words.ngettext(
            "%(part)s: unknown, because %(publishers)s does not answer.",
            "%(part)s: unknown, because %(publishers)s do not answer.",
            len(silent),
            part=part,
            publishers=publishers,
        )
    else:
        yield words.gettext("%(parts)s: unknown.", parts=part)
    if here.basis is Basis.REPORTED:
        yield from _said(view, here)


def _outdated(view: View, parts: Sequence[ComponentNow]) -> Iterator[Markup]:
    """Which parts are unknown because the last word on them is too old; a sentence for each such word."""
    alike: dict[tuple[str, datetime | None], list[ComponentNow]] = {}
    for here in parts:
        said = last_said(view.picture, here)
        alike.setdefault((said.id if said else "", here.since), []).append(here)
    for (key, since), theirs in alike.items():
        said, named = view.picture.disruption.get(key), names(view, theirs)
        if since is not None:
            yield view.words.gettext("%(parts)s: unknown since %(time)s.", parts=named, time=when(view, since))
        else:
            yield view.words.gettext("%(parts)s: unknown.", parts=named)
        if said is not None:
            yield last_word(view, said)


def _doubted(view: View, parts: Sequence[ComponentNow]) -> Markup:
    """Which parts are unknown because of what messages, each counted once."""
    doubts = tuple(dict.fromkeys(doubt for here in parts for doubt in here.unplaced))
    return view.words.ngettext(
        "%(parts)s: unknown, because we could not place a message of %(publishers)s.",
        "%(parts)s: unknown, because we could not place %(num)d messages of %(publishers)s.",
        amount_of(doubts),
        parts=names(view, parts),
        publishers=view.words.listed(map(text, publishers(view, doubts))),
    )


def _sentences(said: Iterator[Markup]) -> Markup:
    return Markup(" ").join(said)
