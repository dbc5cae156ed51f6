"""What to do when the file of a notice changed elsewhere while somebody wrote: both versions, field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from explainer.declarations.documents import dotted, read_yaml
from explainer.desk import layout, parsing
from explainer.desk.drafts import Draft
from explainer.desk.parsing import Typed
from explainer.desk.writing import bulletin_fields, published_updates


class Difference(NamedTuple):
    """One field: what it said at first, what the writer typed, what the file says by now."""

    name: str
    label: str
    before: str
    mine: str
    theirs: str

    @property
    def both(self) -> bool:
        """Whether both sides changed it, each to something else."""
        return self.mine not in (self.before, self.theirs) and self.theirs != self.before


def shown_of(data: Any, now: datetime, typed: Typed | None = None) -> dict[str, tuple[str, ...]]:
    """What a form shows of a file, by the names of its fields."""
    found = {}
    for path, one, held in parsing.leaves(bulletin_fields(), data, typed or {}):
        if parsing.is_shown(one, held) and (values := parsing.shown(one, held, now)):
            found[dotted(path)] = values
    return found


def differences(draft: Draft, other: str) -> tuple[Difference, ...]:
    """Every field that the writer or somebody else changed since the form was opened.

    Raises:
        StaffError: when one of the versions cannot be read.
    """
    base, theirs = read_yaml(draft.base, draft.file).data, read_yaml(other, draft.file).data
    first, last = shown_of(base, draft.opened), shown_of(theirs, draft.opened)
    typed = moved(draft, base, theirs)
    mine = typed if draft.typed else first
    names = dict.fromkeys([*first, *last, *mine])
    every = (
        Difference(name, _label(name), *(_told(one.get(name, ())) for one in (first, mine, last))) for name in names
    )
    return tuple(one for one in every if one.theirs != one.mine and (one.mine, one.theirs) != (one.before, one.before))


def moved(draft: Draft, base: Any, theirs: Any) -> dict[str, tuple[str, ...]]:
    """What is typed, a new update behind those that others published meanwhile."""
    old, new = (published_updates(one, draft.there) + 1 for one in (base, theirs))
    before, after = f"updates[{old}].", f"updates[{new}]."
    return {
        after + name.removeprefix(before) if name.startswith(before) else name: values
        for name, values in draft.typed.items()
    }


def rebased(draft: Draft, other: str, theirs_wins: Collection[str], now: datetime) -> Draft:
    """The draft on the other version: that one, and what the writer changed on top, but for fields that theirs wins.

    Raises:
        StaffError: when one of the versions cannot be read.
    """
    base, theirs = read_yaml(draft.base, draft.file).data, read_yaml(other, draft.file).data
    first, last = shown_of(base, draft.opened), shown_of(theirs, now)
    typed = moved(draft, base, theirs)
    kept = {
        name: values
        for name, values in typed.items()
        if name not in theirs_wins and _told(values) != _told(first.get(name, ()))
    }
    emptied = {name for name in first if name not in typed and name not in theirs_wins} if draft.typed else set()
    together = {name: values for name, values in {**last, **kept}.items() if name not in emptied}
    times = {name: meant for name, meant in draft.times.items() if name in kept}
    return draft.replace(base=other, there=True, opened=now, saved=now, typed=together, times=times)


def _told(values: tuple[str, ...]) -> str:
    return "\n".join(line.strip() for value in values for line in value.split("\n") if line.strip())


def _label(name: str) -> str:
    return layout.LABELS.get(re.sub(r"\[\d+\]", "[]", name), name)
