"""What each field and each word that staff may write is for, in the words of the model.

They stand where the field does: as the text below it. An example comes last, after “Example:”, as YAML has it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_EXAMPLE = "Example: "


class Described(NamedTuple):
    """What one field is for, in plain words, and one example of what stands in it, where there is one."""

    says: str
    example: str = ""


UNTOLD = Described("")


@cache
def described(kind: type) -> Mapping[str, Described]:
    """What the fields of a value, or the members of a vocabulary, are for, by their names in the code."""
    found: dict[str, Described] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith("explainer."):
            found |= dict(_own(one))
    return found


def _own(kind: type) -> Iterator[tuple[str, Described]]:
    for field, text in pairwise(_body(kind)):
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str):
            yield from ((name, _read(text.value.value)) for name in _names(field))


def _body(kind: type) -> list[ast.stmt]:
    [found] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    return found.body if isinstance(found, ast.ClassDef) else []


def _names(field: ast.stmt) -> Iterator[str]:
    targets = (
        [field.target] if isinstance(field, ast.AnnAssign) else field.targets if isinstance(field, ast.Assign) else []
    )
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _read(text: str) -> Described:
    says, _, example = " ".join(text.split()).partition(_EXAMPLE)
    return Described(says.strip(), example)
