"""A language that nobody speaks: every message of ours in brackets, every word of others in Greek letters.

What is still in Latin letters outside the brackets is a word of ours that no translator would ever see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from gettext import NullTranslations
from typing import Any, TypeVar, cast

from explainer.language.cldr import ENGLISH, Lists
from explainer.language.words import Words
from explainer.model import value as values
from scripts.messages import collected, key_of

Value = TypeVar("Value")

_PLACE = re.compile(r"(%\(\w+\)[sd])")
_OURS = re.compile(r"⟦[^⟦⟧]*⟧")
_SAME_EVERYWHERE = re.compile(r"\bUTC(?:[+-]\d+(?::\d\d)?)?|\b(?:[\w-]+\.)+example\b\S*")
"""A difference from universal time, and an address."""

_LATIN = re.compile(r"[A-Za-z]")
_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβγδεφγηιξκλμνοπθρστυβωχψζΑΒΓΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΒΩΧΨΖ"
)


def bracketed(said: str) -> str:
    """A message with everything of ours in it in brackets: what fills its places has to bring its own."""
    return "".join(
        piece if not piece or _PLACE.fullmatch(piece) or not _LATIN.search(piece) else f"⟦{piece}⟧"
        for piece in _PLACE.split(said)
    )


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(key_of(message) for message in collected() if message.id)


class Pseudo(NullTranslations):
    """A catalogue of every message that ``make messages`` finds; what it does not find stays as it is."""

    def gettext(self, message: str) -> str:
        return bracketed(message) if ("", message) in _known() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = msgid1 if n == 1 else msgid2
        return bracketed(said) if ("", msgid1) in _known() else said

    def pgettext(self, context: str, message: str) -> str:
        return bracketed(message) if (context, message) in _known() else message

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        said = msgid1 if n == 1 else msgid2
        return bracketed(said) if (context, msgid1) in _known() else said


def _all(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"⟦{name}⟧" for name in names)


PSEUDO = Words(
    ENGLISH._replace(
        months=_all(ENGLISH.months),
        months_alone=_all(ENGLISH.months_alone),
        months_short=_all(ENGLISH.months_short),
        weekdays=_all(ENGLISH.weekdays),
        lists=Lists("{0} ⟦and⟧ {1}", "{0}, {1}", "{0}, {1}", "{0} ⟦and⟧ {1}"),
        zones={name: f"⟦{name}⟧" for name in ("CET", "CEST", "UTC", "GMT", "BST")},
    ),
    Pseudo(),
)
"""The words of that language."""


def unwrapped(said: str) -> list[str]:
    """The words of a text that are neither in brackets nor another's."""
    return re.findall(r"[A-Za-z][\w’'-]*", _SAME_EVERYWHERE.sub(" ", _OURS.sub(" ", said)))


def foreign(value: Value, ids: Collection[str]) -> Value:
    """A value of the model with all that people wrote in Greek letters; ``ids``, addresses and enums stay."""
    return cast("Value", _walked(value, lambda said: said if _is_name(said, ids) else said.translate(_GREEK)))


_NAME = re.compile(
    r"\w+://\S+|[\w./-]+\.(?:md|yml|html|json)|[0-9a-f]{12,}|[A-Z]\w+/\w+|UTC|[a-z]{2,3}(?:-[A-Za-z]{2,4})?|[\d:T.+Z-]+"
)
"""An address, a file, a digest, a time zone, a language or a time."""


def _is_name(said: str, ids: Collection[str]) -> bool:
    return said in ids or _NAME.fullmatch(said) is not None


def _walked(value: Any, change: Callable[[str], str]) -> Any:
    if type(value) is str:
        return change(value)
    if isinstance(value, Mapping):
        return {_walked(key, change): _walked(item, change) for key, item in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        items = [_walked(item, change) for item in value]
        return type(value)(*items) if hasattr(value, "_make") else type(value)(items)
    names = _fields(value)
    made = {name: _walked(getattr(value, name), change) for name in names}
    if isinstance(value, values.Value):
        return value.replace(**made)
    return replace(value, **made) if names else value


def _fields(value: Any) -> list[str]:
    """What a value of the model holds by name; nothing for every other kind of value."""
    if isinstance(value, values.Value):
        return list(value.__struct_fields__)
    if is_dataclass(value):
        return [field.name for field in fields(value) if field.init]
    return []
