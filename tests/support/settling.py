"""Settles what is over in a record that lies in a folder, as a fetch does once it is over for long enough."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from explainer.model.history import Held
from explainer.model.settled import Over, SettledFeed, SettledMonth
from explainer.model.value import stated
from explainer.model.vocabulary import Reality
from explainer.picture.model import DisruptionNow
from explainer.record import store


def settle(folder: Path, ended: Iterable[DisruptionNow], month_of: Callable[[DisruptionNow], str]) -> None:
    """Move these into the files of their months; nothing of that record is settled yet."""
    lines: dict[tuple[str, str], list[bytes]] = {}
    amounts: dict[tuple[str, str], dict[Reality, int]] = {}
    for now in ended:
        held, month = store.read_whole(folder, now.id), month_of(now)
        assert held is not None
        place = (now.disruption.origin.feed, month)
        over = Over(judged_at=now.changed_at, month=month, ended_at=now.ended_at, ended_by=now.ended_by)
        lines.setdefault(place, []).append(_line(held.replace(over=over)))
        many = amounts.setdefault(place, {})
        many[held.latest.reality] = many.get(held.latest.reality, 0) + 1
        (folder / "disruptions" / f"{now.id}.json").unlink()
    rows: dict[str, list[SettledMonth]] = {}
    for (feed, month), those in sorted(lines.items()):
        body = b"".join(those)
        file = folder / "settled" / feed / f"{month}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        row = SettledMonth(month=month, amounts=amounts[feed, month], digest=digest, length=len(body))
        rows.setdefault(feed, []).append(row)
    for feed, months in rows.items():
        kept = SettledFeed(feed=feed, months=tuple(months))
        (folder / "settled" / f"{feed}.json").write_bytes(msgspec.json.encode(stated(kept)))


def _line(held: Held) -> bytes:
    return msgspec.json.encode(stated(held)) + b"\n"
