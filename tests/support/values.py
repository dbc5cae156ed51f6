"""Values compared by what they say, be they models or restored from a seal."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from explainer.record.sealed import Restored

WORKED_OUT = "digest"
"""What a memory works out beforehand and a model when it is asked."""


def plain(value: Any) -> Any:
    """What a value says, whether it is a model or was restored from one."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Restored):
        return {name: plain(held) for name, held in vars(value).items() if name != WORKED_OUT}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    return tuple(plain(held) for held in value) if isinstance(value, tuple) else value
