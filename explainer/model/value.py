"""The kind of every value we hold: frozen, made of plain things, refusing keys that it does not know.

A value is a msgspec struct, so that reading one from a file is one step that also judges the kind of every part. What
its fields may hold beyond their kind stands in their annotations (``Slug``, ``Words``, ``Figure``); what staff write is
judged by the same annotations, with the place of every mistake (``declarations.doors``).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated, Any, NamedTuple, Self, TypeVar, dataclass_transform

import msgspec
from msgspec import Meta, StructMeta
from msgspec.structs import force_setattr
from msgspec.structs import replace as _replaced

from explainer.model import moments

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""A safe name in files, addresses and anchors."""

LONGEST_SLUG = 60

Slug = Annotated[str, Meta(pattern=rf"^{SLUG}\Z", max_length=LONGEST_SLUG)]
Words = Annotated[str, Meta(pattern=r"\S")]
"""Text that says something."""

WebAddress = Annotated[str, Meta(pattern=r"^https?://\S+\Z")]

Moment = Annotated[datetime, Meta(tz=True)]
"""A point in time with its offset."""

MaybeMoment = Moment | None
"""A point in time that need not be stated. One that nobody can mean, such as the year 9999, is not."""

Figure = Annotated[float, Meta(description="a number of something")]
Amounting = Annotated[float, Meta(description="a number of something", ge=0)]
"""A number of something that is never less than nothing."""

SEVERAL = Meta(description="one text, or a list of them")
"""Marks what staff may write as one text or as a list."""

_AS_THEY_ARE = (date, datetime, timedelta)

V = TypeVar("V", bound="Value")


class _ValueMeta(StructMeta):
    """Makes every kind of value frozen, its fields given by name."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> _ValueMeta:
        return super().__new__(mcls, name, bases, namespace, **({"frozen": True, "kw_only": True} | config))


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, metaclass=_ValueMeta, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value that refuses unknown keys."""

    def replace(self, **changes: Any) -> Self:
        """The same value with other fields, as ``datetime.replace``."""
        return _replaced(self, **changes)


def checked(value: V) -> V:
    """The value with every part of the kind it should be, as it would be if it were read.

    Raises:
        ValueError: when a part is of another kind, or not what its annotation allows.
        TypeError: when a part is of no kind that a value can hold.
    """
    return msgspec.convert(msgspec.to_builtins(value, builtin_types=_AS_THEY_ARE), type(value))


def as_read_back(value: V) -> V:
    """The value as it will be once it was written to a file and read.

    A time in a zone's doubled hour, for one, never equals the same time with a plain offset.

    Raises:
        ValueError: when it cannot be written, or would not be read.
    """
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


def stated(value: Any) -> Any:
    """A value as plain dicts, lists and texts, with no more than differs from the defaults; fit for JSON."""
    if isinstance(value, Value):
        told = ((row, getattr(value, row.name)) for row in _rows(type(value)))
        return {row.key: stated(held) for row, held in told if row.required or held != row.default}
    if isinstance(value, tuple):
        return [stated(one) for one in value]
    if isinstance(value, dict):
        return {key: stated(one) for key, one in value.items()}
    return _in_units(value) if isinstance(value, timedelta) else msgspec.to_builtins(value)


def _in_units(span: timedelta) -> str:
    """ISO 8601 as people write it, in hours and minutes: the digests of declarations are made of it."""
    minutes, seconds = divmod(span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days = f"{span.days}D" if span.days else ""
    rest = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
    return f"P{days}T{rest}" if rest else f"P{days or '0D'}"


class _Row(NamedTuple):
    name: str
    key: str
    required: bool
    default: object


@cache
def _rows(kind: type[Value]) -> tuple[_Row, ...]:
    return tuple(_Row(one.name, one.encode_name, one.required, default_of(one)) for one in msgspec.structs.fields(kind))


def default_of(field: msgspec.structs.FieldInfo) -> Any:
    """What a field holds where nothing is stated; nothing for one that must be."""
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default


# What a value makes of times and figures that nobody can mean. Staff hear of them before (``declarations.doors``); of
# others the nearest stands for what must be stated, and what need not be is not.


def only_believable(value: Value, *names: str) -> None:
    """While a value is made: without the times that nobody can mean."""
    for name in names:
        at = getattr(value, name)
        if at is not None and not moments.believable(at):
            force_setattr(value, name, None)


def nearest_moments(value: Value, *names: str) -> None:
    """While a value is made: the nearest time that can be believed for one that cannot."""
    for name in names:
        at = getattr(value, name)
        if not moments.believable(at):
            force_setattr(value, name, moments.nearest(at))


def nearest_figures(value: Value, *names: str) -> None:
    """While a value is made: its figures as fractions, the nearest that can be believed for one that cannot."""
    for name in names:
        force_setattr(value, name, moments.nearest_figure(float(getattr(value, name))))
