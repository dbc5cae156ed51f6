"""The figures of a bulletin: each number is written once, and everything else that needs it names it.

A text names a figure between braces, ``{late}``; a place for numbers names it as ``{figure: late}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from explainer.declarations.documents import Located, PathOf
from explainer.declarations.nearness import near
from explainer.errors import Finding
from explainer.model.account import Counted
from explainer.model.disruption import Disruption
from explainer.model.placeholders import WHOLE, Named, filled, named_in

REFERENCE = "figure"
"""The key that names a figure where numbers stand."""
_NAMELESS = frozenset({"figures", "id"})
"""The keys of a bulletin that are no texts of it."""


def without_figures(words: str) -> str:
    """A text of a bulletin whose figures are not to be trusted."""
    return filled(words, lambda _: "…")


# Numbers that name a figure


def with_numbers(located: Located) -> tuple[Located, tuple[Finding, ...]]:
    """A bulletin with the numbers of its figures where ``{figure: name}`` stands for one, and what is wrong there."""
    if not isinstance(located.data, dict):
        return located, ()
    filler = _Filler(located)
    return replace(located, data=filler.filled(located.data, ())), tuple(filler.findings)


class _Filler:
    def __init__(self, located: Located) -> None:
        figures = located.data.get("figures")
        self.located = located
        self.figures: Mapping[str, Any] = figures if isinstance(figures, dict) else {}
        self.findings: list[Finding] = []

    def filled(self, value: Any, path: PathOf) -> Any:
        if isinstance(value, list):
            return [self.filled(inner, (*path, index)) for index, inner in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if value.keys() == {REFERENCE} and isinstance(value[REFERENCE], str):
            return self._numbers(value[REFERENCE], path)
        return {key: self.filled(inner, (*path, key)) for key, inner in value.items()}

    def _numbers(self, written: str, path: PathOf) -> Any:
        """What a place for numbers takes: a range where it takes ``low`` and ``high``, else one number."""
        name, _, _ = written.partition(WHOLE)
        figure = self.figures.get(name)
        if not isinstance(figure, dict):
            self._add(path, f"there is no figure “{name}”", near(name, self.figures))
            return None
        value = figure.get("of") if written.endswith(WHOLE) else figure.get("value")
        if path[-1] not in _RANGES:
            if value is None:
                self._add(path, f"“{written}” is not one number", "name a figure with value:, or write the number")
            return value
        ends = {"low": value, "high": value} if value is not None else {key: figure.get(key) for key in ("low", "high")}
        return ends | {key: figure.get(key, "") for key in _RANGES[path[-1]]}

    def _add(self, path: PathOf, problem: str, remedy: str) -> None:
        self.findings.append(self.located.finding((*path, REFERENCE), problem, remedy))


_RANGES: Mapping[str | int, tuple[str, ...]] = {"amount": ("unit",), "minutes": ()}
"""The places that take a range, and what they take of a figure beside it."""


# What is wrong with figures and the texts that name them


def broken_figures(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """Every figure that contradicts itself, and every text that names one that is not there."""
    for name, counted in bulletin.account.figures.items():
        yield from _figure(counted, located, ("figures", name))
        if not counted.unit:
            yield located.finding(("figures", name, "unit"), "is missing", "write what is counted, such as minutes")
    for index, update in enumerate(bulletin.updates):
        for name, counted in update.figures.items():
            path: PathOf = ("updates", index, "figures", name)
            yield from _figure(counted, located, path)
            if name not in bulletin.account.figures:
                known = bulletin.account.figures
                yield located.finding(path, f"there is no figure “{name}”", near(name, known), key=True)
    for key, value in located.data.items():
        if key not in _NAMELESS:
            yield from _texts(value, (key,), bulletin.account.figures, located)


def _figure(counted: Counted, located: Located, path: PathOf) -> Iterator[Finding]:
    has_ends = counted.low is not None or counted.high is not None
    if (counted.value is not None) == has_ends or counted.range is None:
        yield located.finding(path, "needs one number or one range", "write either value:, or low: and high:")
    elif counted.range[0] > counted.range[1]:
        yield located.finding(path, "has its low above its high", "swap the two figures")
    elif counted.of is not None and counted.range[1] > counted.of:
        problem = f"is {counted.range[1]:g} of {counted.of:g}: more than there are"
        yield located.finding((*path, "of"), problem, "correct one of the two")


def _texts(value: Any, path: PathOf, figures: Mapping[str, Counted], located: Located) -> Iterator[Finding]:
    if isinstance(value, str):
        for named in named_in(value):
            yield from _named(named, path, figures, located)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index), figures, located)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NAMELESS:
                yield from _texts(inner, (*path, key), figures, located)


def _named(named: Named, path: PathOf, figures: Mapping[str, Counted], located: Located) -> Iterator[Finding]:
    said = f"“{{{named.written}}}”"
    plain = f"write {{{{{named.written}}}}} for the braces themselves"
    if not named.name:
        if figures:
            yield located.finding(path, f"{said} names no figure", f"{near(named.written, figures)} Or {plain}")
    elif named.name not in figures:
        remedy = near(named.name, figures) if figures else f"add {named.name}: under figures:"
        yield located.finding(path, f"there is no figure “{named.name}”", remedy)
    elif named.is_whole and figures[named.name].of is None:
        remedy = f"add of: to figures: {named.name}:"
        yield located.finding(path, f"{said}: the figure does not say what it is out of", remedy)
