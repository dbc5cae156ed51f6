"""What was validated once, kept beside the site so that the next run need not validate it again.

Like Python's compiled modules: made from something else, and thrown away at any doubt. It is only unsealed
when its bytes are whole and were made by this version with the same models. Whoever could write into the
workspace still gains nothing by it: unsealing makes values and times, and calls nothing else.

Models come out as :class:`Restored`, with the same names and traits, because loading Pydantic and building its
validators would cost a refresh more than all its own work.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from datetime import date, datetime, timedelta, timezone
from enum import Enum, EnumType
from functools import lru_cache
from pathlib import Path
from typing import Any, Never

from explainer import __version__
from explainer.errors import ExplainerError
from explainer.model import vocabulary
from explainer.model.derived import (
    DisruptionTraits,
    HeldTraits,
    PeriodTraits,
    RecurrenceTraits,
    SettingsTraits,
    SystemTraits,
)

_TRAITS: dict[str, type] = {
    "Disruption": DisruptionTraits,
    "Held": HeldTraits,
    "Period": PeriodTraits,
    "Recurrence": RecurrenceTraits,
    "Settings": SettingsTraits,
    "System": SystemTraits,
}
_SHAPED_BY = (
    *(f"model/{name}.py" for name in ("derived", "disruption", "history", "moments", "vocabulary")),
    *(f"declarations/{name}.py" for name in ("fields", "places", "rights", "settings", "sources", "system")),
    *("language/cldr.py", "record/memory.py", "record/store.py", "render/view.py", "site/skeleton.py"),
)
"""The modules that say what a sealed value consists of."""

_DIGEST = hashlib.sha256().digest_size
_PROTOCOL = 5


class SealError(ExplainerError):
    """The bytes are not whole, or not of this version and these models."""


class Restored:
    """A model as it is unsealed: what it held, under the same names, and frozen as before."""

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({said})"


def seal(value: object) -> bytes:
    """The value as bytes: models, named tuples, our vocabularies, times and what Python itself brings."""
    body = io.BytesIO()
    _Writer(body, _PROTOCOL).dump(value)
    return _made_by() + hashlib.sha256(body.getvalue()).digest() + body.getvalue()


def unseal(sealed: bytes, *kinds: type) -> Any:
    """The value that was sealed; ``kinds`` are the named tuples that may be in it.

    Raises:
        SealError: when these are not the bytes that a seal of the same models made.
    """
    made_by, digest, body = sealed[:_DIGEST], sealed[_DIGEST : 2 * _DIGEST], sealed[2 * _DIGEST :]
    if made_by != _made_by():
        raise SealError("it was made by another version of Explainer")
    if digest != hashlib.sha256(body).digest():
        raise SealError("it is not whole")
    try:
        return _Reader(body, kinds).load()
    except SealError:
        raise
    except Exception as error:  # pickle promises no less
        raise SealError("it is not what we seal") from error


class _Writer(pickle.Pickler):
    """Writes every model as its kind and what it holds."""

    def reducer_override(self, value: object) -> Any:
        """How a value is written; NotImplemented leaves it to the value itself."""
        from pydantic import BaseModel
        from pydantic_core import TzInfo

        if isinstance(value, (BaseModel, Restored)):
            return _restored, (type(value).__name__,), vars(value)
        # How an enum pickles itself is the Python's own choice: 3.11.0 to 3.11.3 write a call of getattr.
        if isinstance(value, Enum):
            return type(value), (value.value,)
        if isinstance(value, TzInfo):
            return timezone, (value.utcoffset(None),)
        return NotImplemented


class _Reader(pickle.Unpickler):
    """Finds the kinds that may be sealed, and no other name in any module."""

    def __init__(self, body: bytes, kinds: tuple[type, ...]) -> None:
        super().__init__(io.BytesIO(body))
        self._found = _KNOWN | {(kind.__module__, kind.__qualname__): kind for kind in kinds}

    def find_class(self, module: str, name: str) -> Any:
        """The kind of that name.

        Raises:
            SealError: when it is none of those that may be sealed.
        """
        try:
            return self._found[module, name]
        except KeyError:
            raise SealError(f"it holds {module}.{name}, which nobody seals") from None


def _restored(kind: str) -> Restored:
    return object.__new__(_kind(kind))


@lru_cache(maxsize=256)
def _kind(name: str) -> type[Restored]:
    traits = _TRAITS.get(name)
    return type(name, (traits, Restored) if traits else (Restored,), {})


def _is_ours(kind: object) -> bool:
    return isinstance(kind, EnumType) and kind.__module__ == vocabulary.__name__


_KNOWN: dict[tuple[str, str], Any] = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (date, datetime, timedelta, timezone, _restored, *filter(_is_ours, vars(vocabulary).values()))
}


@lru_cache(maxsize=1)
def _made_by() -> bytes:
    digest = hashlib.sha256(__version__.encode())
    for name in _SHAPED_BY:
        digest.update((Path(__file__).parents[1] / name).read_bytes())
    return digest.digest()
