"""The months of what is settled, which no cycle reads.

::

    ops_feeds/recorded/settled/
      <feed>.json             a row for each month: the only file here that a cycle reads
      <feed>/2026-03.jsonl    what ended in that month: a disruption on each line, with every version of it
      <feed>/2026-03.txt      the ids by which their publisher may speak of them again

A page of a month, or of a disruption that is settled, is made from these files, and only when it is new. A fetch looks
into them for what a feed carries and the record does not have at hand.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.model.history import Brief, Held
from explainer.model.settled import SettledFeed
from explainer.record.brief import brief_of, short_of
from explainer.record.decoding import FAULTS, fault_of
from explainer.record.files import Holds
from explainer.record.months import held_on, lines_of, month_file, name_lines, names_file

_FEW = 20
"""So many names are looked for one by one; more are compared with all that there are."""


class MonthRead(NamedTuple):
    """What is settled and ended in one month, by id; ``faults`` says where a line cannot be read, and what to do.

    A disruption whose line cannot be read is not among them.
    """

    disruptions: dict[str, Brief]
    faults: tuple[str, ...] = ()


# Reading a month


def read_month(folder: Path, month: str, held: Container[str]) -> MonthRead:
    """What of every feed ended in ``month``, such as ``2026-03``, of the record in ``folder``.

    ``held`` are the ids of what the record has at hand: what came back, or was not put away to the end, is read there.
    """
    found: dict[str, Brief] = {}
    faults: list[str] = []
    for path in sorted((folder / Holds.SETTLED.value).glob(f"*/{month}.jsonl")):
        try:
            lines = list(lines_of(path))
        except OSError as error:
            faults.append(_faulty(path, 1, (error.strerror or "unknown fault").lower()))
            continue
        for number, line in enumerate(lines, 1):
            try:
                brief = _brief(line)
            except FAULTS as error:
                faults.append(_faulty(path, number, fault_of(error)))
                continue
            if brief.id not in held:
                found[brief.id] = brief
    return MonthRead(found, tuple(faults))


def _brief(line: bytes) -> Brief:
    try:
        short = short_of(line)
    except FAULTS:
        short = None
    return short if short is not None else brief_of(held_on(line))


def _faulty(path: Path, number: int, fault: str) -> str:
    return f"{path}:{number} cannot be read: {fault}; restore it, for instance with: git checkout -- {path}"


# Finding what comes back


def found_again(folder: Path, index: SettledFeed, names: Collection[str]) -> dict[str, Held]:
    """What is settled of a feed that its publisher calls by one of ``names``, by id, with every version of it."""
    found: dict[str, Held] = {}
    left = {msgspec.json.encode(name) + b"\t" for name in names}
    for month in sorted({row.month for row in index.months} | set(index.unfinished), reverse=True):
        if not left:
            break
        at = _ids_in(folder, index.feed, month, left)
        left -= at.keys()
        found |= _taken(folder, index.feed, month, frozenset(at.values()))
    return found


def _ids_in(folder: Path, feed: str, month: str, wanted: Collection[bytes]) -> dict[bytes, str]:
    """The ids in a month by the names that are wanted."""
    try:
        body = b"\n" + names_file(folder, feed, month).read_bytes()
    except OSError:
        body = b"\n" + b"".join(line for held in _every(folder, feed, month) for line in name_lines(held))
    body += b"\n"
    if len(wanted) > _FEW:
        rows = (line.rpartition(b"\t") for line in body.split(b"\n"))
        return {name + tab: value.decode() for name, tab, value in rows if name + tab in wanted}
    places = ((name, body.find(b"\n" + name)) for name in wanted)
    return {name: body[at + 1 + len(name) : body.index(b"\n", at + 1)].decode() for name, at in places if at >= 0}


def _taken(folder: Path, feed: str, month: str, ids: Collection[str]) -> dict[str, Held]:
    if not ids:
        return {}
    return {
        held.id: held for held in _every(folder, feed, month, tuple(name.encode() for name in ids)) if held.id in ids
    }


def _every(folder: Path, feed: str, month: str, about: tuple[bytes, ...] = (b"",)) -> Iterator[Held]:
    """What of a month can be read, as far as its lines name one of ``about``."""
    try:
        for line in lines_of(month_file(folder, feed, month)):
            if any(name in line for name in about):
                try:
                    yield held_on(line)
                except FAULTS:
                    continue  # whoever reads the month says where
    except OSError:
        return
