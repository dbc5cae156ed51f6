"""What came with a form, as changes of the file: only what differs from what the form showed.

What the form cannot show, it does not touch. An emptied field is taken out; an entry of which all fields are emptied is
taken out as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from explainer.declarations.documents import PathOf, dotted
from explainer.desk import times
from explainer.desk.form import NAME, Field, Kind
from explainer.errors import Finding, StaffError
from explainer.staff.writing.splice import appended, with_value, without

MOST_FIELDS = 5_000
MOST_ROWS = 200

_INTEGER = re.compile(r"\A-?(?:0|[1-9][0-9]{0,17})\Z")
_FRACTION = re.compile(r"\A-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,12}\Z")
_FIGURE = re.compile(r"\A\{\s*(?:figure:\s*)?([a-z0-9][a-z0-9.-]*)\s*\}\Z")
_STEP = re.compile(r"\[(\d{1,4})\]")

Typed = Mapping[str, tuple[str, ...]]
"""What stands in the fields of a form, by their names: ``asks[1].how``, counting from 1 as findings do."""


def typed_of(body: str) -> dict[str, tuple[str, ...]]:
    """The fields of a form as a browser sends it.

    Raises:
        ValueError: when there are more than any form of ours has.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"):
        found[name] = (*found.get(name, ()), value.replace("\r\n", "\n").replace("\r", "\n"))
    return found


class Put(NamedTuple):
    """A value in the place of what is there."""

    path: PathOf
    value: Any


class Add(NamedTuple):
    """One more item at the end of a list."""

    path: PathOf
    value: Any


class Take(NamedTuple):
    """A key or an item less."""

    path: PathOf


Change = Put | Add | Take


@dataclass(frozen=True)
class Reading:
    """How typed words are read: at ``now``, in a form opened at ``opened``; ``times`` are those read before.

    ``kept`` says of a list how many of its items are published, and so neither shown as fields nor changed.
    """

    now: datetime
    opened: datetime
    times: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)


def changes(fields: Sequence[Field], before: Any, typed: Typed, how: Reading) -> list[Change]:
    """What the form changes in a file that says ``before``; in the order in which it can be done."""
    found = list(_changes(fields, before if isinstance(before, dict) else {}, typed, how, ()))
    taken = sorted((one for one in found if isinstance(one, Take)), key=lambda one: _as_key(one.path), reverse=True)
    rest = [one for one in found if isinstance(one, Put)] + [one for one in found if isinstance(one, Add)]
    return [*rest, *taken]


def _as_key(path: PathOf) -> tuple[tuple[str, int], ...]:
    return tuple(("", step) if isinstance(step, int) else (step, 0) for step in path)


def _changes(
    fields: Sequence[Field], before: Mapping[str, Any], typed: Typed, how: Reading, at: PathOf
) -> Iterator[Change]:
    for one in fields:
        path = (*at, one.key)
        there = one.key in before
        if one.kind is Kind.MANY:
            yield from _of_many(one, before.get(one.key), typed, how, path)
        elif one.kind is Kind.NAMED:
            yield from _of_named(one, before.get(one.key), typed, how, path)
        elif one.kind is Kind.GROUP:
            yield from _of_group(one, before, typed, how, path)
        elif is_changed(one, before.get(one.key), typed, how, path):
            value = value_of(one, typed, how, path)
            if value is not None and not (not there and value == one.default):
                yield from _put(path, before.get(one.key), value)
            elif there and value is None:
                yield Take(path)


def _put(path: PathOf, held: Any, value: Any) -> Iterator[Change]:
    """A value in its place; lines that only came behind what is there leave that alone."""
    if isinstance(held, list) and held and isinstance(value, list) and value[: len(held)] == held:
        yield from (Add(path, line) for line in value[len(held) :])
    else:
        yield Put(path, value)


def _of_group(one: Field, before: Mapping[str, Any], typed: Typed, how: Reading, path: PathOf) -> Iterator[Change]:
    held = before.get(one.key)
    if isinstance(held, dict):
        inner = list(_changes(parts_asked(one, typed, path), held, typed, how, path))
        inner += [Take((*path, key)) for key in _put_aside(one, typed, path) if key in held]
        emptied = {change.path[-1] for change in inner if isinstance(change, Take)} >= held.keys()
        yield from [Take(path)] if emptied and not any(isinstance(each, Put | Add) for each in inner) else inner
    elif held is None:
        new = new_group(one, typed, how, path)
        if new:
            yield Put(path, new)


def _of_many(one: Field, held: Any, typed: Typed, how: Reading, path: PathOf) -> Iterator[Change]:
    if held is not None and not isinstance(held, list):
        return
    items = held or []
    kept = how.kept.get(one.key, 0) if len(path) == 1 else 0
    for index, item in enumerate(items):
        if index >= kept and isinstance(item, dict):
            yield from _of_item(one, item, typed, how, (*path, index))
    for index in range(len(items), rows_typed(typed, path)):
        new = new_group(one, typed, how, (*path, index))
        if new:
            yield Add(path, new)


def _of_item(one: Field, item: Mapping[str, Any], typed: Typed, how: Reading, path: PathOf) -> Iterator[Change]:
    inner = list(_changes(one.parts, item, typed, how, path))
    taken = {
        change.path[len(path)] for change in inner if isinstance(change, Take) and len(change.path) == len(path) + 1
    }
    emptied = taken >= item.keys() and not any(isinstance(change, Put | Add) for change in inner)
    yield from [Take(path)] if emptied else inner


def _of_named(one: Field, held: Any, typed: Typed, how: Reading, path: PathOf) -> Iterator[Change]:
    """Groups under names of their own: their rows are numbered in the form, as they stand in the file."""
    if held is not None and not isinstance(held, dict):
        return
    there: Mapping[str, Any] = held or {}
    names = list(there)
    values = [part for part in one.parts if part.key != NAME]
    for index in range(max(len(names), rows_typed(typed, path))):
        row = (*path, index)
        name = _one(typed, (*row, NAME)).strip()
        new = dict(_new(values, typed, how, row))
        old = names[index] if index < len(names) else None
        if old is not None and old == name and isinstance(there[old], dict):
            inner = _changes(values, there[old], typed, how, row)
            yield from (change._replace(path=(*path, old, *change.path[len(row) :])) for change in inner)
        elif name and (new or old is not None):
            yield from [Take((*path, old))] if old is not None else []
            yield Put((*path, name), new)
        elif old is not None and not name and not new:
            yield Take((*path, old))


def parts_asked(one: Field, typed: Typed, path: PathOf) -> tuple[Field, ...]:
    """The parts of a group that the form asks for, given how another one is answered."""
    aside = _put_aside(one, typed, path)
    return tuple(part for part in one.parts if part.key not in aside)


def _put_aside(one: Field, typed: Typed, path: PathOf) -> frozenset[str]:
    """Of a cause that is not known nothing is said but who finds out, and of a known one not that."""
    if one.key != "cause" or one.part("unknown") is None:
        return frozenset()
    is_unknown = _one(typed, (*path, "unknown")) == "true"
    return frozenset({"component", "says"}) if is_unknown else frozenset({"unknown", "investigator", "answer_by"})


def new_group(one: Field, typed: Typed, how: Reading, path: PathOf) -> dict[str, Any]:
    """A group that the file does not have yet; empty where nothing is typed for it."""
    return dict(_new(parts_asked(one, typed, path), typed, how, path))


def _new(parts: Sequence[Field], typed: Typed, how: Reading, path: PathOf) -> Iterator[tuple[str, Any]]:
    for part in parts:
        inner = (*path, part.key)
        value: Any
        if part.kind is Kind.GROUP:
            value = new_group(part, typed, how, inner) or None
        elif part.kind is Kind.MANY:
            rows = (new_group(part, typed, how, (*inner, index)) for index in range(rows_typed(typed, inner)))
            value = [row for row in rows if row] or None
        elif part.kind is Kind.NAMED:
            value = dict(_named(part, typed, how, inner)) or None
        else:
            value = value_of(part, typed, how, inner)
            value = None if value == part.default else value
        if value is not None:
            yield part.key, value


def _named(one: Field, typed: Typed, how: Reading, path: PathOf) -> Iterator[tuple[str, Any]]:
    values = [part for part in one.parts if part.key != NAME]
    for index in range(rows_typed(typed, path)):
        name = _one(typed, (*path, index, NAME)).strip()
        new = dict(_new(values, typed, how, (*path, index)))
        if name and new:
            yield name, new


def rows_typed(typed: Typed, path: PathOf) -> int:
    """How many rows of a list a form has."""
    prefix = dotted(path)
    numbers = (_STEP.match(name, len(prefix)) for name in typed if name.startswith(f"{prefix}["))
    return min(max((int(number[1]) for number in numbers if number), default=0), MOST_ROWS)


def is_changed(one: Field, held: Any, typed: Typed, how: Reading, path: PathOf) -> bool:
    """Whether what is typed differs from what the form showed of what the file holds."""
    name = dotted(path)
    if not is_shown(one, held):
        return False
    if one.kind is Kind.TIME and name in how.times:
        return bool(value_of(one, typed, how, path) != (held or None))
    return _plain(typed.get(name, ())) != _plain(shown(one, held, how.opened))


def _plain(values: Sequence[str]) -> list[str]:
    return [line for value in values for line in value.strip().split("\n") if line.strip()]


def is_shown(one: Field, held: Any) -> bool:
    """Whether the form can show what the file holds: a text where a text belongs, and so on."""
    if held is None:
        return True
    if one.kind is Kind.LINES:
        return isinstance(held, str) or (isinstance(held, list) and all(isinstance(each, str) for each in held))
    if one.kind is Kind.NUMBER and isinstance(held, dict):
        return held.keys() == {"figure"} and type(held["figure"]) is str
    return isinstance(held, str | int | float | bool)


def shown(one: Field, held: Any, now: datetime) -> tuple[str, ...]:
    """What the form shows of what a file holds, as it would be typed."""
    if held is None:
        return ()
    if isinstance(held, list):
        return tuple(map(str, held))
    if isinstance(held, dict):
        return (f"{{figure: {held.get('figure')}}}",)
    if isinstance(held, bool):
        return ("true" if held else "false",)
    return (times.shown(str(held), one.key, now),) if one.kind is Kind.TIME else (str(held),)


def value_of(one: Field, typed: Typed, how: Reading, path: PathOf) -> Any:
    """What is typed into one field as the file holds it; None where nothing is."""
    values = typed.get(dotted(path), ())
    if one.kind is Kind.LINES:
        return [line.strip().removeprefix("- ").strip() for line in _plain(values)] or None
    text = values[0].strip() if values else ""
    if one.kind is Kind.FLAG:
        return True if text == "true" else None
    if not text:
        return None
    if one.kind is Kind.TIME:
        before = how.times.get(dotted(path))
        return before[1] if before and before[0] == text else times.written(text, one.key, how.now)
    return _number(text) if one.kind is Kind.NUMBER else text


def _number(text: str) -> Any:
    """A number, the name of a figure, or what was typed, for the rules to find."""
    figure = _FIGURE.match(text)
    if figure:
        return {"figure": figure[1]}
    return int(text) if _INTEGER.match(text) else float(text) if _FRACTION.match(text) else text


def times_read(fields: Sequence[Field], typed: Typed, before: Any, how: Reading) -> dict[str, tuple[str, str]]:
    """Every time of a form: as it is typed, and as it is meant; what was read before keeps its day."""
    found: dict[str, tuple[str, str]] = {}
    for path, one, held in leaves(fields, before, typed):
        text = _one(typed, path).strip()
        if one.kind is not Kind.TIME or not text:
            continue
        same = isinstance(held, str) and (text,) == shown(one, held, how.opened) and dotted(path) not in how.times
        found[dotted(path)] = (text, held if same else value_of(one, typed, how, path))
    return found


def leaves(fields: Sequence[Field], before: Any, typed: Typed, at: PathOf = ()) -> Iterator[tuple[PathOf, Field, Any]]:
    """Every single field of a form, with its path and what the file holds there."""
    there = before if isinstance(before, dict) else {}
    for one in fields:
        path, held = (*at, one.key), there.get(one.key)
        if one.kind is Kind.GROUP:
            yield from leaves(one.parts, held, typed, path)
        elif one.kind in (Kind.MANY, Kind.NAMED):
            items = list(held.values()) if isinstance(held, dict) else held if isinstance(held, list) else []
            for index in range(max(len(items), rows_typed(typed, path))):
                yield from leaves(one.parts, items[index] if index < len(items) else None, typed, (*path, index))
        else:
            yield path, one, held


def _one(typed: Typed, path: PathOf) -> str:
    values = typed.get(dotted(path), ())
    return values[0] if values else ""


class Made(NamedTuple):
    """The text with the changes in it, and a finding for each that could not be made."""

    text: str
    refused: tuple[Finding, ...] = ()


def applied(text: str, file: str, wanted: Sequence[Change], order: Sequence[str] = ()) -> Made:
    """The text with every change that can be made; each other byte of it stays."""
    refused: list[Finding] = []
    for change in wanted:
        try:
            text = _applied(text, file, change, order)
        except StaffError as error:
            refused += error.findings
    return Made(text, tuple(refused))


def _applied(text: str, file: str, change: Change, order: Sequence[str]) -> str:
    if isinstance(change, Put):
        return with_value(text, change.path, change.value, file, order if len(change.path) == 1 else ())
    return (
        appended(text, change.path, change.value, file) if isinstance(change, Add) else without(text, change.path, file)
    )
