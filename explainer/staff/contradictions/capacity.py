"""What a part can do: a bulletin and a page against the capacity that ``system.yml`` declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explainer.errors import Finding
from explainer.language.compared import Compared, stem
from explainer.language.quantities import Quantity, Span, quantities
from explainer.model.system import Component
from explainer.staff.contradictions.case import Case, Said, Told, Written

_CELLS = re.compile(r"\s*\|\s*")


def found(case: Case) -> Iterator[Finding]:
    """Another capacity on a good day than the one that is declared."""
    for told in case.bulletins:
        for at, limit in enumerate(told.disruption.account.constraints):
            part = case.component(limit.component)
            if part is None or part.capacity is None or not per_hour(part.capacity.unit, limit.unit, told.words):
                continue
            if part.capacity.normal != limit.normal:
                there = case.declared(part.id, "capacity").place
                problem = f"says {limit.normal:g} {limit.unit} an hour, and {there} says {part.capacity.normal:g}"
                yield told.at("constraints", at, "normal").finding(problem, "write one figure in both")
        yield from _wholes(case, told)
    for component in case.system.components:
        for written in case.explainers_of(component.id):
            yield from _page(case, component, written)


def per_hour(capacity: str, unit: str, words: Compared) -> bool:
    """Whether a capacity counts what a limit counts: “planes an hour” and “planes”."""
    known = [unit.casefold(), *(f"{unit} {an_hour}".casefold() for an_hour in words.an_hour)]
    return capacity.casefold().replace("'", "’") in known[1:]


def demand(case: Case) -> Iterator[Finding]:
    """More an hour than what it passes through next can take."""
    for told in case.open:
        for at, limit in enumerate(told.disruption.account.constraints):
            for link in case.system.out_of.get(limit.component, ()):
                part = case.component(link.target)
                if part is None or part.capacity is None or not per_hour(part.capacity.unit, limit.unit, told.words):
                    continue
                for key, rate in (("now", limit.now), ("normal", limit.normal)):
                    if rate > part.capacity.normal:
                        there = case.declared(part.id, "capacity").place
                        problem = f"is {rate:g} {limit.unit} an hour, and they pass through {part.name}, "
                        problem += f"which takes {part.capacity.normal:g} ({there})"
                        yield told.at("constraints", at, key).finding(problem, "write what both can take")
                        break


def _page(case: Case, component: Component, written: Written) -> Iterator[Finding]:
    """A page that counts what the capacity counts, and never comes to its number."""
    capacity = component.capacity
    if capacity is None or not _is_its_own(component, case.words):
        return
    told = [(said, one) for said in written.lines for one in _alike(capacity.unit, said, case.words)]
    told += list(_columns(capacity.unit, written))
    named = [(said, one) for said, one in told if one.nouns]
    if named and capacity.normal not in {end for _, one in told for end in (*one.span, one.of)}:
        here, one = max(named, key=lambda row: _whole(row[1]))
        there = case.declared(component.id, "capacity").place
        problem = f"says {one.written} {capacity.unit}, and {there} says {capacity.normal:g}"
        yield here.finding(problem, "write one figure in both")


def counted_like(unit: str, written: Written, words: Compared) -> frozenset[float]:
    """Every number on a page that counts what ``unit`` does."""
    told = [one for said in written.lines for one in _alike(unit, said, words)]
    told += [one for _, one in _columns(unit, written)]
    return frozenset(end for one in told for end in (*one.span, one.of) if end is not None)


def _whole(one: Quantity) -> float:
    return one.span.high if one.of is None else one.of


def _is_its_own(component: Component, words: Compared) -> bool:
    """Whether what a capacity counts is either a rate or the part itself: people are counted for other reasons too."""
    unit = component.capacity.unit if component.capacity else ""
    return bool(words.says("an_hour", unit)) or words.content(unit) <= words.content(component.name)


def _alike(unit: str, said: Said, words: Compared) -> Iterator[Quantity]:
    """The numbers of a line that count what the unit does, such as “36 planes an hour” or “42 gates”.

    A rate that does not say of what may be one of it.
    """
    noun, is_rate = stem(unit.split(maxsplit=1)[0]), bool(words.says("an_hour", unit))
    for one in quantities(said.words, words):
        is_named = one.nouns[:1] == (noun,)
        bare = not set(one.nouns) - words.content(" ".join(words.an_hour))
        if one.is_rate == is_rate and not one.is_other and (is_named or (is_rate and bare)):
            yield one if is_named else replace(one, nouns=())


def _columns(unit: str, written: Written) -> Iterator[tuple[Said, Quantity]]:
    """The numbers of a table under a heading that is the unit."""
    column: int | None = None
    for said in written.lines:
        if "|" not in said.words:
            column = None
            continue
        cells = [cell.strip(" *") for cell in _CELLS.split(said.words.strip().strip("|"))]
        if column is None:
            column = next((at for at, cell in enumerate(cells) if cell.casefold() == unit.casefold()), None)
        elif column < len(cells) and cells[column].isdecimal():
            number = float(cells[column])
            yield said, Quantity(span=Span(number, number), written=cells[column], sentence="", nouns=(unit,))


def _wholes(case: Case, told: Told) -> Iterator[Finding]:
    """“4 of 6 pads” where the page on the pads never counts as many; once for each part."""
    seen: set[str] = set()
    for line in told.lines if told.language == case.language else ():
        part = case.component(line.component)
        if part is None or part.id in seen:
            continue
        for one in quantities(line.words, told.words):
            nouns = [noun for noun in one.nouns if noun in told.words.content(part.name)]
            there, whole = _counted(case, part, nouns[-1]) if nouns and one.of is not None else (None, 0.0)
            if there is not None and one.of is not None and one.of > whole:
                seen.add(part.id)
                problem = f"says “{one.written}”, and {there.place} counts {whole:g}"
                yield line.said.finding(problem, "write one figure in both")
                break


def _counted(case: Case, part: Component, noun: str) -> tuple[Said | None, float]:
    """The most that the explainers of a part count of it, and where."""
    found: tuple[Said | None, float] = (None, 0.0)
    for written in case.explainers_of(part.id):
        for said in written.lines:
            for one in quantities(said.words, case.words):
                if noun in one.nouns and not one.is_other and _whole(one) > found[1]:
                    found = (said, _whole(one))
    return found
