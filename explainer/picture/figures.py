"""A quantity exists once: texts name figures, and here, and nowhere else, each name becomes its number.

It is done last, once a picture is told in the language of its pages: translations name the same figures, so no language
can say another number. What an update says keeps the numbers that it was published with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from explainer.language.words import Words
from explainer.model.account import Counted
from explainer.model.disruption import Disruption, Update
from explainer.model.placeholders import Named, filled
from explainer.model.translation import in_its_language
from explainer.picture.model import ComponentNow, ConstraintNow, DisruptionNow, Picture
from explainer.picture.translated import Teller, changed


class Moved(NamedTuple):
    """A figure that an update finds changed: what it ``was`` when it was last told, and is ``now``."""

    was: Counted
    now: Counted


def with_figures(picture: Picture, words: Words) -> Picture:
    """The picture with every figure that its texts name written as ``words`` write numbers."""
    tellers = {
        now.id: Teller(_Filling(now.disruption.account.figures, words))
        for now in picture.disruptions
        if now.disruption.account.figures
    }
    if not tellers:
        return picture
    return replace(
        picture,
        disruptions=tuple(_disruption(now, tellers.get(now.id), words) for now in picture.disruptions),
        components=tuple(_component(now, tellers) for now in picture.components),
        constraints=tuple(_constraint(now, tellers) for now in picture.constraints),
    )


def spelled(disruption: Disruption, words: Words) -> Disruption:
    """One disruption with every figure that its texts name, for whoever reads it apart from a picture."""
    figures = disruption.account.figures
    if not figures:
        return disruption
    updates = tuple(_update(update, disruption, words) for update in disruption.updates)
    told: Disruption = Teller(_Filling(figures, words)).told(disruption.replace(updates=()))
    return told.replace(updates=updates)


def written(named: Named, figures: Mapping[str, Counted], words: Words) -> str | None:
    """What stands for a figure that a text names; None where there is no such figure."""
    counted = figures.get(named.name)
    if counted is None:
        return None
    if named.is_whole:
        return None if counted.of is None else words.number(counted.of)
    return None if counted.range is None else words.range(*counted.range)


def moved_in(updates: Iterable[Update]) -> Iterator[tuple[Moved, ...]]:
    """Of each update, oldest first, the figures that it finds changed, without those it tells of itself."""
    told: dict[str, Counted] = {}
    for update in updates:
        yield tuple(
            Moved(told[name], counted)
            for name, counted in update.figures.items()
            if name in told and not counted.agrees(told[name]) and not _says(update.changed, told[name])
        )
        told |= update.figures


_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c]\d+)*")


def _says(words: str, counted: Counted) -> bool:
    """Whether a text holds the numbers of a figure, so that it tells itself what that was."""
    there = set(map(_digits, _NUMBER.findall(words)))
    return {_digits(f"{end:.12g}") for end in counted.range or ()} <= there


def _digits(number: str) -> str:
    """A number without what parts its thousands, or its fraction."""
    return re.sub(r"\D", "", number)


class _Filling(NamedTuple):
    """Tells words with the figures they name."""

    figures: Mapping[str, Counted]
    words: Words

    def tell(self, key: str, words: str, is_sentence: bool) -> str:
        """The words with their figures."""
        del key, is_sentence
        full = filled(words, self._write) if "{" in words or "}" in words else words
        return words if full == words else in_its_language(full, words)

    def text(self, key: str, text: Any) -> Any:
        """The same for words that name their own language."""
        told = self.tell(key, text.text, is_sentence=True)
        return text if told is text.text else changed(text, {"text": told})

    def _write(self, named: Named) -> str | None:
        return written(named, self.figures, self.words)


def _disruption(now: DisruptionNow, teller: Teller | None, words: Words) -> DisruptionNow:
    if teller is None:
        return now
    updates = tuple(_update(update, now.disruption, words) for update in now.disruption.updates)
    told: DisruptionNow = teller.told(replace(now, disruption=now.disruption.replace(updates=())))
    return replace(told, disruption=told.disruption.replace(updates=updates))


def _update(update: Update, of: Disruption, words: Words) -> Update:
    told: Update = Teller(_Filling(of.account.figures | update.figures, words)).told(update)
    return told


def _component(now: ComponentNow, tellers: Mapping[str, Teller]) -> ComponentNow:
    teller = tellers.get(now.disruptions[0]) if now.report is not None and now.disruptions else None
    if teller is None:
        return now
    return replace(now, says=teller.tell("says", now.says), report=teller.told(now.report))


def _constraint(now: ConstraintNow, tellers: Mapping[str, Teller]) -> ConstraintNow:
    teller = tellers.get(now.disruption)
    return now if teller is None else replace(now, constraint=teller.told(now.constraint))
