"""That somebody looked, or that nobody has: who vouches for a part, since when and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.watch import Look
from explainer.picture.model import Basis, ComponentNow
from explainer.render.age import quoted
from explainer.render.escaping import prose, text
from explainer.render.later import versions_of
from explainer.render.view import View
from explainer.render.words import sentence, soon, when
from explainer.render.worst import names

MOST_LOOKS = 3
"""How many looks the home page tells by itself; a part that another one vouches for says so."""


class Told(NamedTuple):
    """A sentence about several parts, and the attributes of its element."""

    says: Markup
    attributes: Markup = Markup("")


def looked(view: View, look: Look) -> Markup:
    """Who looked when, and until when they vouch for what they saw, as a sentence."""
    return view.words.gettext(
        "Looked at %(time)s by %(who)s; good until %(until)s.",
        time=when(view, look.at),
        who=text(view.system.party_name(look.by)),
        until=soon(view, look.until),
    )


def nobody(view: View, here: ComponentNow) -> Markup:
    """That nobody has looked, and since when, as a sentence."""
    if here.look is None:
        return text(view.words.gettext("Nobody has looked at it yet."))
    return view.words.gettext("Nobody has looked since %(time)s.", time=when(view, here.look.at))


def vouched(view: View, here: ComponentNow) -> Markup:
    """What whoever vouches for a part says of it: their own note, or that it was as usual."""
    note = here.look.note if here.look is not None else ""
    return prose(sentence(note)) if note else text(view.words.gettext("It works as usual, says who looked."))


def holding(view: View, here: ComponentNow) -> Look | None:
    """The look at a part that still holds."""
    return here.look if here.look is not None and view.picture.now < here.look.until else None


def looks(view: View) -> Iterator[Told]:
    """A sentence for each look that vouches for parts now, and beside it what is left to say when that has ended."""
    for parts in _by_look(view.picture.components)[:MOST_LOOKS]:
        for version, then in versions_of(view, parts[0]):
            yield Told(_sentence(version.view, parts, then), version.attributes)


def is_told_together(view: View, here: ComponentNow) -> bool:
    """Whether one of the sentences of :func:`looks` says who vouches for a part, so that nothing beside it need."""
    told = _by_look(view.picture.components)[:MOST_LOOKS]
    return any(one.id == here.id for parts in told for one in parts)


def _by_look(components: Iterable[ComponentNow]) -> list[list[ComponentNow]]:
    """The parts that a person vouches for, by who looked when; the newest look first."""
    found: dict[Look, list[ComponentNow]] = {}
    for here in components:
        if here.basis is Basis.VOUCHED and here.look is not None:
            found.setdefault(here.look, []).append(here)
    return [found[look] for look in sorted(found, key=lambda look: look.at, reverse=True)]


def _sentence(view: View, parts: list[ComponentNow], first: ComponentNow) -> Markup:
    words, named = view.words, names(view, parts)
    said = nobody(view, first) if first.basis is Basis.NOBODY_LOOKED else quoted(view, first)
    if first.basis is Basis.VOUCHED and first.look is not None:
        said = looked(view, first.look)
    return words.pgettext("which parts, and who looked at them", "%(parts)s: %(says)s", parts=named, says=said)
