"""A figure against another figure of the same thing, in one bulletin or in two that are open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from explainer.errors import Finding
from explainer.language.compared import Compared
from explainer.language.quantities import Quantity, Span, quantities
from explainer.staff.contradictions.case import Case, Line, Said, Told


class Count(NamedTuple):
    """A number in a text, the part or the people it is told of, and where."""

    quantity: Quantity
    said: Said
    component: str = ""
    who: str = ""
    context: frozenset[str] = frozenset()


def found(case: Case) -> Iterator[Finding]:
    """Two numbers for what is counted in the same words; the later one in the file is named."""
    counts = {id(told): list(_counts(case, told)) for told in case.open}
    for told in case.open:
        seen: set[Said] = set()
        for first, second in combinations(counts[id(told)], 2):
            if not seen & {first.said, second.said} and _contradict(first, second):
                seen.add(second.said)
                yield _finding(second, first)
        yield from _impossible(counts[id(told)])
    for one, other in combinations(case.open, 2):
        yield from _between(counts[id(one)], counts[id(other)])


def _between(here: list[Count], there: list[Count]) -> Iterator[Finding]:
    """Two bulletins are compared only where both report on one part: elsewhere they may count different people."""
    for first in here:
        for second in there:
            same_part = bool(first.component) and first.component == second.component
            if same_part and first.quantity.about == second.quantity.about and _contradict(first, second):
                yield _finding(second, first)


def _finding(here: Count, there: Count) -> Finding:
    written, other = here.quantity.written, there.quantity.written
    problem = f"says “{written}”, and {there.said.place} says “{other}” of the same"
    return here.said.finding(problem, "write the right figure in both")


def _impossible(counts: list[Count]) -> Iterator[Finding]:
    for one in counts:
        if one.quantity.of is not None and one.quantity.span.high > one.quantity.of:
            problem = f"says “{one.quantity.written}”, more than there are"
            yield one.said.finding(problem, "write the smaller figure first, or the right one")


def _counts(case: Case, told: Told) -> Iterator[Count]:
    yield from _figures(told)
    for line in told.lines:
        for quantity in quantities(line.words, told.words):
            if _counts_things(quantity, told.words):
                yield Count(quantity, line.said, line.component, line.who, _context(case, told, line))


def _figures(told: Told) -> Iterator[Count]:
    """What the bulletin names as a figure: a text that counts the same in words of its own must say as many."""
    for name, counted in told.disruption.account.figures.items():
        if counted.range is None or not counted.unit:
            continue
        low, high = counted.range
        written = "–".join(dict.fromkeys((f"{low:g}", f"{high:g}")))
        unit = told.words.content(counted.unit)
        quantity = Quantity(
            span=Span(low, high),
            written=written if counted.of is None else f"{written} of {counted.of:g}",
            sentence="",
            of=counted.of,
            nouns=tuple(unit),
            about=unit | told.words.content(name.replace("-", " ")),
        )
        if _counts_things(quantity, told.words):
            yield Count(quantity, told.at("figures", name))


def _counts_things(quantity: Quantity, words: Compared) -> bool:
    """Whether it is a plain count: no length of time, no rate, no comparison."""
    if quantity.is_rate or quantity.is_other:
        return False
    time = words.content(" ".join((*words.minutes, *words.hours)))
    return quantity.of is not None or (bool(quantity.nouns) and quantity.nouns[0] not in time)


def _context(case: Case, told: Told, line: Line) -> frozenset[str]:
    return told.words.content(case.named(line.component)) if line.component else frozenset()


def _contradict(one: Count, other: Count) -> bool:
    """Whether both count the same, and not as many.

    The same is what is said in the same words. Where one says less than the other, it is the same only if the part it
    is told of says the rest. What is told of two groups, of two parts or of two times may well differ.
    """
    first, second = one.quantity, other.quantity
    if one.said == other.said or first.of != second.of or _agree(first, second):
        return False
    if one.who != other.who and one.who and other.who:
        return False
    if one.component != other.component and one.component and other.component:
        return False
    if first.times and second.times and first.times != second.times:
        return False
    return bool(first.about & second.about) and _same_words(one, other)


def _agree(first: Quantity, second: Quantity) -> bool:
    if first.span.holds(second.span) or second.span.holds(first.span):
        return True
    return first.of is not None and first.span.low + second.span.low == first.of


def _same_words(one: Count, other: Count) -> bool:
    less, more = sorted((one, other), key=lambda count: len(count.quantity.about))
    if not less.quantity.about <= more.quantity.about:
        return False
    rest = more.quantity.about - less.quantity.about
    if not rest:
        return less.quantity.of is not None or len(less.quantity.about) > 1
    same_part = bool(less.component) and less.component == more.component
    return less.quantity.of is not None and (same_part or bool(rest & less.context))
