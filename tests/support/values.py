"""Values made of plain dicts, as tests write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from explainer.model.account import Account
from explainer.model.disruption import Disruption
from explainer.model.value import Value

V = TypeVar("V", bound=Value)


def from_dict(kind: type[V], fields: dict[str, Any]) -> V:
    """A value of dicts, lists and texts, and of values within them; each part is judged as if it were read.

    What belongs to the account of a disruption may stand beside the rest.
    """
    if kind is Disruption:
        told = {name: fields[name] for name in Account.__struct_fields__ if name in fields}
        account = fields.get("account", {})
        whole = (plain(account) if isinstance(account, Account) else account) | told
        fields = {name: one for name, one in fields.items() if name not in told} | {"account": whole}
    return msgspec.convert(fields, kind)


def plain(value: Value, *without: str) -> dict[str, Any]:
    """A value as dicts and lists, under the keys it is written with; its times stay times."""
    held = _in_lists(msgspec.to_builtins(value, builtin_types=(date, datetime, timedelta)))
    return {key: one for key, one in held.items() if key not in without}


def _in_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_lists(one) for key, one in value.items()}
    return [_in_lists(one) for one in value] if isinstance(value, list | tuple) else value


def written(value: Value) -> str:
    """A value as it would be written to a file."""
    return msgspec.json.encode(value).decode()
