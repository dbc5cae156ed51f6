"""Lengths of time as staff write them: ``5 min``, ``90 s``, ``2 h``, ``1 day``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from explainer.model.moments import LONGEST

_SPAN = re.compile(r"^\s*(\d{1,9})\s*(s|sec|seconds?|min|minutes?|h|hours?|days?)\s*$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_span(value: Any) -> Any:
    """A ``timedelta``; anything that is neither text nor a number, or is ISO 8601, is Pydantic's to judge.

    Raises:
        ValueError: with the remedy, when it is no length of time.
    """
    if isinstance(value, int | float):
        raise ValueError(f"“{value}” has no unit; write it as “5 min”, “90 s” or “2 h”")  # noqa: TRY004 - told
    if not isinstance(value, str) or value.startswith("P"):
        return value
    match = _SPAN.match(value)
    if not match:
        raise ValueError("is not a length of time; write it as “5 min”, “90 s” or “2 h”")
    return timedelta(**{_UNITS[match[2][0]]: int(match[1])})


def _bounded(span: timedelta) -> timedelta:
    if not timedelta(0) < span <= LONGEST:
        raise ValueError("is not a length of time between nothing and ten years; write it as “5 min”, “90 s” or “2 h”")
    return span


_Written = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"{_SPAN.pattern}|^P",
            "patternErrorMessage": "Write a length of time, as 5 min, 90 s, 2 h or 1 day",
        }
    ),
]

Span = Annotated[timedelta, BeforeValidator(read_span, json_schema_input_type=_Written), AfterValidator(_bounded)]
