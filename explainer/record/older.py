"""Files of a record that an earlier version wrote: read as if today's had written them, and left as they are on disk.

Until bulletins had an account of their own, its fields stood among those of the disruption.
"""

from __future__ import annotations

from typing import Any

import msgspec

from explainer.model.account import Account


def as_of_today(body: bytes) -> bytes | None:
    """What a file with a disruption says in today's form; None where it is in that form already, or in none at all."""
    try:
        kept = msgspec.json.decode(body)
        moved = [_with_account(version["disruption"]) for version in kept["versions"]]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError, TypeError):
        return None
    return msgspec.json.encode(kept) if any(moved) else None


def _with_account(disruption: dict[str, Any]) -> bool:
    """Put what belongs to the account into it; whether there was anything."""
    flat = {name: disruption.pop(name) for name in Account.__struct_fields__ if name in disruption}
    if flat:
        disruption["account"] = {**disruption.get("account", {}), **flat}
    return bool(flat)
