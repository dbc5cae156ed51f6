"""Doors: what staff write, judged by Pydantic and made into values of the model.

A door is made from the value it gives: its keys are the value's fields, and what they may hold is what their
annotations say. So nothing that the model knows can be dropped on the way, and nothing is declared twice. What one
annotation cannot say, such as that two keys fit together, is given to :func:`door` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from msgspec import Meta
from msgspec.structs import FieldInfo, fields
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    create_model,
)
from pydantic.json_schema import GenerateJsonSchema

from explainer.declarations.clocks import read_day, read_time
from explainer.declarations.described import UNTOLD, described
from explainer.declarations.spans import Span
from explainer.model import moments
from explainer.model.questions import Stated
from explainer.model.recurrence import zone_of
from explainer.model.value import SEVERAL, Amounting, Figure, Moment, Value, default_of

T = TypeVar("T")
V = TypeVar("V", bound=Value)


class Door(Generic[T]):
    """One way in: what is given to :meth:`read` comes out as a value of the model, or not at all."""

    every_word = False
    """Whether what is written is published word by word, so that no comment is meant behind a text."""

    def __init__(self, form: Any) -> None:
        self.form = form

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.form)

    def read(self, data: Any, context: Mapping[str, Any] | None = None) -> T:
        """The value; ``zone`` in the context is where times without an offset are read.

        Raises:
            pydantic.ValidationError: with everything that is wrong with it.
        """
        return self._adapter.validate_python(data, context=dict(context) if context else None)

    def keys(self, path: Sequence[str | int]) -> tuple[str, ...]:
        """The keys that may stand in the group at ``path``; none where there is no such group."""
        return tuple(key for form in _forms_at([self.form], path) if _is_group(form) for key in _fields_of(form))

    def is_text(self, path: Sequence[str | int]) -> bool:
        """Whether at ``path`` stand words: text that may say anything."""
        return any(map(_is_words, _forms_at([self.form], path)))

    def json_schema(self, generator: type[GenerateJsonSchema]) -> dict[str, Any]:
        """What can be told of what it takes without reading anything, as Pydantic’s ``generator`` says it."""
        return self._adapter.json_schema(schema_generator=generator)

    @property
    def several(self) -> Door[tuple[T, ...]]:
        """A list of them."""
        return Door(tuple[self.form, ...])  # type: ignore[name-defined]


def door(
    kind: type[V],
    *checks: Callable[[V], V],
    within: tuple[Door[Any], ...] = (),
    called: Mapping[str, str] | None = None,
    ignores_others: bool = False,
    every_word: bool = False,
    **judged: Any,
) -> ValueDoor[V]:
    """The door to values of one kind.

    ``checks`` judge the value as a whole, in their order. ``within`` are the doors of kinds within it that have
    checks of their own. ``called`` gives the names under which staff write fields, where those differ, and ``judged``
    what a field must be beyond its annotation. ``ignores_others`` is whether keys that it does not know are somebody
    else's business, and ``every_word`` whether what is written is published word by word.
    """
    inner = {one.kind: one.form for one in within if isinstance(one, ValueDoor)}
    keys = _Keys(inner, called or {}, judged)
    config = ConfigDict(
        extra="ignore" if ignores_others else "forbid", defer_build=True, json_schema_extra=keys.describer(kind)
    )
    model = create_model(kind.__name__, __config__=config, **{one.name: keys.row(one) for one in fields(kind)})

    def made(given: BaseModel) -> V:
        return kind(**{name: getattr(given, name) for name in model.model_fields})

    form = Annotated[model, AfterValidator(made), *map(AfterValidator, checks)]
    return ValueDoor(kind, form, called or {}, every_word)


class ValueDoor(Door[V]):
    """A door to one ``kind`` of value; ``called`` are the names under which staff write fields that have others."""

    def __init__(self, kind: type[V], form: Any, called: Mapping[str, str], every_word: bool) -> None:
        super().__init__(form)
        self.kind = kind
        self.called = called
        self.every_word = every_word


def _is_group(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, BaseModel)


def _fields_of(group: type[BaseModel]) -> dict[str, Any]:
    """The forms of a group by the keys under which staff write them."""
    return {
        row.alias or name: Annotated[row.annotation, *row.metadata] if row.metadata else row.annotation
        for name, row in group.model_fields.items()
    }


def _forms_at(forms: Iterable[Any], path: Sequence[str | int]) -> list[Any]:
    """What may stand at a path, without what judges it as a whole; words keep their marks."""
    found = [one for form in forms for one in _opened(form)]
    if not path:
        return found
    below = [inner for form in found for inner in _below(form, path[0])]
    return _forms_at(below, path[1:])


def _opened(form: Any) -> Iterator[Any]:
    if get_origin(form) in (Union, UnionType):
        for one in get_args(form):
            yield from _opened(one)
    elif get_origin(form) is Annotated and get_args(form)[0] is not str:
        yield from _opened(get_args(form)[0])
    else:
        yield form


def _below(form: Any, step: str | int) -> Iterator[Any]:
    if _is_group(form):
        yield from filter(None, [_fields_of(form).get(str(step))])
    elif get_origin(form) is tuple and isinstance(step, int):
        yield get_args(form)[0]
    elif get_origin(form) is dict:
        yield get_args(form)[1]


def _is_words(form: Any) -> bool:
    marks = get_args(form)[1:] if get_origin(form) is Annotated else ()
    plain = form is str or (bool(marks) and get_args(form)[0] is str)
    return plain and not any(getattr(mark, "pattern", None) for mark in marks)


@dataclass(frozen=True)
class _Keys:
    """What Pydantic should judge the fields of one kind of value by."""

    within: Mapping[Any, Any]
    called: Mapping[str, str]
    judged: Mapping[str, Any]

    def row(self, field: FieldInfo) -> Any:
        """The form of a field, and under which name and default it is written."""
        form = self.judged.get(field.name) or self.form(field.type)
        name = self.called.get(field.name, field.encode_name)
        alias = name if name != field.name else None
        return form, Field(alias=alias) if field.required else Field(default=default_of(field), alias=alias)

    def describer(self, kind: type[Value]) -> Callable[[dict[str, Any]], None]:
        """What adds to the JSON Schema of such a value what each of its keys is for."""

        def describe(schema: dict[str, Any]) -> None:
            known = described(kind)
            for field in fields(kind):
                written = self.called.get(field.name, field.encode_name)
                says, example = known.get(field.name, UNTOLD)
                more = {"description": says, "examples": [example] if example else []}
                schema["properties"][written] |= {key: told for key, told in more.items() if told}

        return describe

    def form(self, kind: Any) -> Any:
        """What Pydantic should judge a part of this kind by."""
        if kind in _JUDGED:
            return _JUDGED[kind]
        if kind in _NUMBERS:
            return Annotated[kind, BeforeValidator(_a_number)]
        if get_origin(kind) is Annotated:
            return self._marked(*get_args(kind))
        if get_origin(kind) in (Union, UnionType):
            return Union[tuple(self.form(one) for one in get_args(kind))]  # noqa: UP007 - made, not written
        if get_origin(kind) in (tuple, dict):
            first, last = get_args(kind)
            return get_origin(kind)[self.form(first), last if last is ... else self.form(last)]
        is_value = isinstance(kind, type) and issubclass(kind, Value)
        return (self.within.get(kind) or door(kind).form) if is_value else kind

    def _marked(self, kind: Any, *marks: Any) -> Any:
        """What Pydantic should judge a part of an annotated kind by."""
        plain = kind if kind in _NUMBERS else self.form(kind)
        last = [BeforeValidator(_a_number)] if kind in _NUMBERS else []
        return Annotated[plain, *(form for mark in marks for form in _mark(mark, plain)), *last]


def _mark(mark: Any, marked: Any) -> list[Any]:
    """What an annotation of ours on what Pydantic judges as ``marked`` is for Pydantic."""
    if mark is SEVERAL:
        return [several_of(get_args(marked)[0])]
    if not isinstance(mark, Meta):
        return []
    if mark.pattern is not None:
        said_at_all = mark.pattern == r"\S"
        pattern = None if said_at_all else mark.pattern.replace(r"\Z", "$")  # in Rust, $ is the very end
        least = 1 if said_at_all else mark.min_length
        return [
            StringConstraints(
                strip_whitespace=said_at_all or None, min_length=least, max_length=mark.max_length, pattern=pattern
            )
        ]
    return [Field(ge=mark.ge, le=mark.le, min_length=mark.min_length, max_length=mark.max_length)]


def several_of(form: Any) -> BeforeValidator:
    """What makes a list of one text of that form, where one may stand instead of a list."""
    return BeforeValidator(as_several, json_schema_input_type=Union[form, tuple[form, ...]])  # noqa: UP007 - made


def as_several(value: Any) -> Any:
    """What may be one text or a list, as a list."""
    return (value,) if isinstance(value, str) else value


_NUMBERS = (float, int)


def _a_number(value: Any) -> Any:
    """YAML’s true and false are no numbers, whatever Python makes of them."""
    if isinstance(value, bool):
        raise ValueError(f"“{str(value).lower()}” is not a number; write digits only")  # noqa: TRY004 - a finding
    return value


def _yes_or_no(value: Any) -> Any:
    """A number is neither, whatever Python makes of nought and one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"“{value}” is neither true nor false; write true or false")  # noqa: TRY004 - a finding
    return value


def _in_zone(value: Any, info: ValidationInfo) -> Any:
    """Read a staff member's ``2026-11-20 18:20`` in the validation context's ``zone``, if there is one."""
    if isinstance(value, int | float):
        raise ValueError(f"“{value}” is not a date and time; write it as 2026-11-20 18:20")  # noqa: TRY004 - a finding
    if not isinstance(value, str) or not info.context or "zone" not in info.context:
        return value
    return read_time(value, info.context["zone"])


def _a_day(value: Any) -> Any:
    if isinstance(value, int | float):
        raise ValueError(f"“{value}” is not a day; write it as 2026-11-20")  # noqa: TRY004 - a finding
    return read_day(value) if isinstance(value, str) else value


def _believable(at: datetime) -> datetime:
    if not moments.believable(at):
        raise ValueError(moments.unbelievable(at.date()))
    return at


def _countable(value: float) -> float:
    if not moments.countable(value):
        raise ValueError(f"is not a believable figure; write at most {moments.LARGEST:,.0f}")
    return value


def zone_name(name: str) -> str:
    """The name of a zone, if there is one of that name.

    Raises:
        ValueError: with the remedy, if there is none.
    """
    zone_of(name)
    return name


ZoneName = Annotated[str, AfterValidator(zone_name)]
"""A zone as the IANA database names it."""

_WRITTEN_DAY = r"\d{4}(?:-?\d{2}-?\d{2}|-?W\d{2}(?:-?\d)?)"
_WRITTEN_HOUR = r"\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?"
_WrittenTime = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{_WRITTEN_DAY}.{_WRITTEN_HOUR}\s*(?:Z|[+-]{_WRITTEN_HOUR})?\s*$",
            "patternErrorMessage": "Write a date and a time, as 2026-11-20 18:20",
            "x-kind": "moment",
        }
    ),
]
_WrittenDay = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*{_WRITTEN_DAY}\s*$",
            "patternErrorMessage": "Write a day, as 2026-11-20",
            "x-kind": "day",
        }
    ),
]

_Time = Annotated[
    AwareDatetime, BeforeValidator(_in_zone, json_schema_input_type=_WrittenTime), AfterValidator(_believable)
]
MaybeTime = _Time | None
"""A moment as staff write it, or none."""


def _a_day_or_time(value: Any, info: ValidationInfo) -> Any:
    """A day or a time in the validation context's ``zone``, as its beginning and its end."""
    if isinstance(value, int | float):
        raise ValueError(f"“{value}” is neither a day nor a time; write 2026-11-20 or 2026-11-20 18:20")  # noqa: TRY004 - a finding
    if not isinstance(value, str):
        return value
    zone = (info.context or {}).get("zone", UTC)
    if len(value.strip()) > len("2026-11-20"):
        at = _believable(read_time(value, zone))
        return Stated(first=at, last=at)
    day = read_day(value)
    begins, ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return Stated(first=_believable(begins), last=ends)


_JUDGED: Mapping[Any, Any] = {
    Stated: Annotated[
        InstanceOf[Stated],
        BeforeValidator(_a_day_or_time, json_schema_input_type=Union[_WrittenDay, _WrittenTime]),  # noqa: UP007 - made
    ],
    Moment: _Time,
    date: Annotated[date, BeforeValidator(_a_day, json_schema_input_type=_WrittenDay)],
    Figure: Annotated[float, BeforeValidator(_a_number), AfterValidator(_countable)],
    bool: Annotated[bool, BeforeValidator(_yes_or_no)],
    Amounting: Annotated[float, Field(ge=0), BeforeValidator(_a_number), AfterValidator(_countable)],
    timedelta: Span,
}
"""What staff write of these is judged more strictly than what is read back: they can mend it."""
