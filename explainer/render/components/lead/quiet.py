"""What the sign says on a day without a disruption: all is normal, what is worst, or what we cannot see."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow
from explainer.picture.sign import in_question
from explainer.render.components.parts import says_of
from explainer.render.components.unplaced import in_short
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import when

MOST_NAMED = 3

_SPACE = Markup(" ")


def quiet(view: View) -> tuple[Markup, Markup]:
    """Headline and first sentence when no disruption leads."""
    picture = view.picture
    inner = [c for c in picture.components if c.component.kind is not Kind.SYMPTOM]
    watched = [c for c in inner if c.state is not None]
    if picture.state is State.NORMAL:
        return _normal(view), _all_normal(view, len(watched), len(inner))
    alike = in_question(picture.components, picture.state)
    if picture.state is State.UNKNOWN:
        return text(view.words.gettext("We cannot see everything")), _blind(view, alike, watched)
    says = _SPACE.join(_said_by(view, here) for here in alike[:MOST_NAMED])
    return prose(_worst(view, picture.state, _named(view, alike))), says


def _worst(view: View, state: State, parts: str) -> str:
    if state is State.STOPPED:
        return view.words.gettext("Stopped: %(parts)s", parts=parts)
    if state is State.SLOWED:
        return view.words.gettext("Slowed: %(parts)s", parts=parts)
    return view.words.gettext("To watch: %(parts)s", parts=parts)


def _named(view: View, parts: Sequence[ComponentNow]) -> str:
    """The names of a few parts, and how many more there are."""
    named = [here.component.name for here in parts[:MOST_NAMED]]
    hidden = len(parts) - len(named)
    return view.words.listed(named + ([view.words.ngettext("%(num)d more", "%(num)d more", hidden)] if hidden else []))


def _normal(view: View) -> Markup:
    if view.picture.checked_at is None:
        return text(view.words.gettext("All normal"))
    return view.words.gettext("All normal, checked %(time)s", time=when(view, view.picture.checked_at))


def _said_by(view: View, here: ComponentNow) -> Markup:
    """What is said of a part, and who says it when."""
    said = says_of(view, here)
    if not here.by or here.basis is not Basis.REPORTED:
        return said
    who = text(view.words.gettext("%(source)s.", source=here.by))
    if here.at:
        who = view.words.gettext("%(source)s, %(time)s.", source=text(here.by), time=when(view, here.at))
    return _SPACE.join(filter(None, (said, who)))


def _all_normal(view: View, watched: int, every: int) -> Markup:
    if watched == every:
        return text(view.words.gettext("Every part works as usual."))
    return prose(
        view.words.ngettext(
            "Every part that somebody watches works as usual: %(num)d of %(every)d.",
            "Every part that somebody watches works as usual: %(num)d of %(every)d.",
            watched,
            every=every,
        )
    )


def _blind(view: View, hidden: list[ComponentNow], watched: list[ComponentNow]) -> Markup:
    """Which parts we do not know, since when, because of whom; and what the others are like."""
    words = view.words
    if not hidden:
        return text(words.gettext("No source tells us how things are. We do not guess."))
    doubted = [here for here in hidden if here.basis is Basis.NOT_UNDERSTOOD]
    others = [here for here in hidden if here.basis is not Basis.NOT_UNDERSTOOD]
    told = [_doubted(view, doubted)] if doubted else []
    told += [_unknown(view, here) for here in others[:MOST_NAMED]]
    if len(others) > MOST_NAMED:
        more = words.ngettext("And %(num)d more part.", "And %(num)d more parts.", len(others) - MOST_NAMED)
        told.append(text(more))
    if {c.state for c in watched} == {State.UNKNOWN, State.NORMAL}:
        told.append(text(words.gettext("Every other part that somebody watches is normal.")))
    return _SPACE.join(told)


def _unknown(view: View, here: ComponentNow) -> Markup:
    """Since when we do not know a part, and because of whom."""
    words, name = view.words, prose(here.component.name)
    if here.basis is Basis.REPORTED:
        return words.gettext("%(part)s: unknown. %(says)s", part=name, says=_said_by(view, here))
    if here.since and here.by:
        return words.gettext(
            "%(part)s: unknown since %(time)s, because %(source)s does not answer.",
            part=name,
            time=when(view, here.since),
            source=text(here.by),
        )
    if here.since:
        return words.gettext("%(part)s: unknown since %(time)s.", part=name, time=when(view, here.since))
    if here.by:
        return words.gettext("%(part)s: unknown, because %(source)s does not answer.", part=name, source=text(here.by))
    return words.gettext("%(part)s: unknown.", part=name)


def _doubted(view: View, parts: Sequence[ComponentNow]) -> Markup:
    """Which parts are unknown because of what messages, each counted once."""
    doubts = tuple(dict.fromkeys(doubt for here in parts for doubt in here.unplaced))
    return prose(
        view.words.gettext(
            "%(parts)s: unknown, because we could not place %(messages)s.",
            parts=_named(view, parts),
            messages=in_short(view, doubts),
        )
    )
