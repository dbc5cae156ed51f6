"""What an update changed: in its publisher's words, and figures that it finds changed without telling so itself."""

from __future__ import annotations

from collections.abc import Callable

from explainer.language.words import Words
from explainer.model.account import Counted
from explainer.picture.figures import Moved
from explainer.picture.timeline import Said
from explainer.render.words import bare, sentence


def told_changes(words: Words, said: Said, shown: Callable[[str], str] = str) -> str:
    """What an update changed, as one sentence: its own ``changed``, then every figure that this tells nothing of.

    ``shown`` makes of each what the place needs; nothing where nothing changed. A figure is told unless ``changed``
    holds its old number.
    """
    told = [said.update.changed] if said.update.changed else []
    told += [_moved(words, moved) for moved in said.moved]
    return words.separated([*(shown(bare(one)) for one in told[:-1]), *(shown(sentence(one)) for one in told[-1:])])


def _moved(words: Words, moved: Moved) -> str:
    """``was 12, now 27 flights``."""
    is_whole_new = None not in (moved.was.of, moved.now.of) and moved.was.of != moved.now.of
    was, now = (_number(words, counted, is_whole_new) for counted in moved)
    if moved.was.unit != moved.now.unit:
        was = _with_unit(words, was, moved.was.unit)
    return words.pgettext(
        "a figure, since the last update",
        "was %(was)s, now %(now)s",
        was=was,
        now=_with_unit(words, now, moved.now.unit),
    )


def _number(words: Words, counted: Counted, is_whole_told: bool) -> str:
    if counted.range is None:
        return "?"
    part = words.range(*counted.range)
    if not is_whole_told or counted.of is None:
        return part
    return words.pgettext("a figure", "%(part)s of %(whole)s", part=part, whole=words.number(counted.of))


def _with_unit(words: Words, number: str, unit: str) -> str:
    return words.pgettext("a figure", "%(number)s %(unit)s", number=number, unit=unit) if unit else number
