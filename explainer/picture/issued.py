"""Stand-in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.promises import Promise
from explainer.picture.timeline import updates_of


class Issued(NamedTuple):
    now: DisruptionNow
    key: str
    at: datetime
    words: str
    promise: Promise | None
    is_newest: bool = False

    @property
    def id(self) -> str:
        return f"{self.now.id}/{self.key}"


def issued_in(picture: Picture) -> list[Issued]:
    found: list[Issued] = []
    for now in picture.disruptions:
        if now.gathered_by:
            continue
        before: Counter[datetime] = Counter()
        rows = []
        for said in updates_of(now):
            at = said.update.at
            key, same = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"), before[at]
            before[at] += 1
            rows.append(Issued(now, f"{key}.{same}" if same else key, said.at, said.update.says, said.makes))
        if not rows:
            rows = [Issued(now, "first", now.written_at, "", now.promise)]
        newest = max(range(len(rows)), key=lambda index: (rows[index].at, index))
        rows[newest] = rows[newest]._replace(is_newest=True)
        found += rows
    return found
