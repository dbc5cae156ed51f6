"""JSON (RFC 8259) as feeds really publish it, read safely; and getters that never raise.

Accepted: a byte order mark, UTF-16 and UTF-32, raw control characters inside strings (seen: cState), a key
that comes twice (the last one counts). Refused: NaN and Infinity, deep nesting, what is larger than 50 MB, and
whatever is no JSON object or list, named as what it is: a web page, XML, an empty or a broken-off answer.

A format describes what it reads with ``Wire`` models, whose fields take whatever JSON holds and never fail::

    class Incident(Wire):
        id: Said = ""
        impact: Said = ""
        updates: Annotated[tuple[Step, ...], Objects] = ()

or reaches for single values: ``text_at(row, "page", "name")``, ``list_at``, ``dict_at``, ``number_at``.
"""

from __future__ import annotations

import json
import math
import re
from datetime import tzinfo
from typing import Annotated, Any, NoReturn, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict

from explainer.errors import FormatError
from explainer.formats.base import Document, RefusedError
from explainer.formats.kit import sniffing
from explainer.formats.kit.look import loads
from explainer.formats.kit.times import Reading, read_epoch, read_time

LARGEST = 50_000_000
"""Bytes."""

DEEPEST = 64
"""Levels of objects and lists within each other."""


_CLOSES = {"{": "}", "[": "]"}
_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_LONGEST_NUMBER = 300


def read_json(document: Document) -> Any:
    """The object or list that a document holds.

    Raises:
        FormatError: when it is not whole, not JSON, too large or too deep; one plain sentence that says which.
    """
    if len(document.body) > LARGEST:
        raise FormatError(f"the document is larger than {LARGEST // 1_000_000} MB")
    text = document.text.strip()
    if text[:1] not in _CLOSES:
        sniffing.refuse_unless_xml(document)
        name = sniffing.root_name(text)
        raise FormatError(f"the document is XML with the root <{name[:40]}>, not JSON" if name else "it is not JSON")
    try:
        found = loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if _breaks_off(text, error):
            raise FormatError("the document breaks off before its end") from error
        raise FormatError(f"the document is not valid JSON: see line {error.lineno}") from error
    except RecursionError as error:
        raise FormatError("the document is nested too deeply") from error
    if not _is_shallow(found):
        raise FormatError("the document is nested too deeply")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise FormatError(f"the document holds {name}, which is no JSON")


def _breaks_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whether more was to come. A document that breaks off must not pass for a broken one: it is asked again."""
    return error.pos >= len(text) or error.msg.startswith("Unterminated") or not text.endswith(_CLOSES[text[0]])


def _is_shallow(found: Any) -> bool:
    level = [found]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False


def as_text(value: Any) -> str:
    """A string as it is, a number as its digits, anything else as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**_LONGEST_NUMBER else ""
    if isinstance(value, float) and math.isfinite(value):
        return str(value)
    return ""


def as_number(value: Any) -> float | None:
    """A finite number, also when written as a string; else None."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        value = float(value.strip())  # float alone stumbles over separators that strip knows, such as U+001F
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def as_flag(value: Any) -> bool | None:
    """True and false, also when written as strings; else None."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().casefold())
    return value if isinstance(value, bool) else None


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def as_dict(value: Any) -> dict[str, Any]:
    """An object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def as_time(value: Any, zone: tzinfo | None) -> Reading | None:
    """A moment written as text (``times.read_time``), or as seconds or milliseconds since 1970; else None."""
    words = as_text(value).strip()
    if isinstance(value, float):
        words = str(int(value)) if math.isfinite(value) else ""
    return read_epoch(words) or read_time(words, zone)


def value_at(found: Any, *path: str | int) -> Any:
    """What stands at a path of keys and positions, or None where the path leads nowhere."""
    for part in path:
        if isinstance(part, str):
            found = found.get(part) if isinstance(found, dict) else None
        else:
            found = found[part] if isinstance(found, list) and -len(found) <= part < len(found) else None
    return found


def text_at(found: Any, *path: str | int) -> str:
    """The text at a path, or nothing."""
    return as_text(value_at(found, *path))


def number_at(found: Any, *path: str | int) -> float | None:
    """The finite number at a path, or None."""
    return as_number(value_at(found, *path))


def flag_at(found: Any, *path: str | int) -> bool | None:
    """Whether it is true or false at a path, or None."""
    return as_flag(value_at(found, *path))


def list_at(found: Any, *path: str | int) -> list[Any]:
    """The list at a path, or an empty one."""
    return as_list(value_at(found, *path))


def dict_at(found: Any, *path: str | int) -> dict[str, Any]:
    """The object at a path, or an empty one."""
    return as_dict(value_at(found, *path))


def dicts_at(found: Any, *path: str | int) -> list[dict[str, Any]]:
    """The objects of the list at a path; what is no object is left out."""
    return [row for row in list_at(found, *path) if isinstance(row, dict)]


def file_stem(document: Document) -> str:
    """The name of the document's file without its folder and ending: the id of formats with one thing to a file."""
    return re.split(r"[?#]", document.name)[0].rstrip("/").rpartition("/")[2].rpartition(".")[0]


class Wire(BaseModel):
    """What a format reads of one JSON object: frozen, and deaf to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    @classmethod
    def of(cls, row: Any) -> Self:
        """What a row of a list says.

        Raises:
            RefusedError: when it is no object.
        """
        if not isinstance(row, dict):
            raise RefusedError("it is not an object")
        return cls.model_validate(row)


Said = Annotated[str, BeforeValidator(as_text)]
"""A field of a ``Wire`` model that is text, or nothing."""

Figure = Annotated[float | None, BeforeValidator(as_number)]
"""A field that is a finite number, or None."""

Flag = Annotated[bool | None, BeforeValidator(as_flag)]
"""A field that is true, false, or None."""

Sayings = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(filter(None, map(as_text, as_list(value)))))]
"""A field that is a list of texts."""

Objects = BeforeValidator(lambda value: tuple(row for row in as_list(value) if isinstance(row, dict)))
"""For ``Annotated[tuple[Model, ...], Objects]``: a field that is a list of objects."""

Object = BeforeValidator(as_dict)
"""For ``Annotated[Model, Object]``: a field that is an object."""
