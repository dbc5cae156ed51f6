"""The months of what is settled, which no cycle reads.

::

    ops_feeds/recorded/settled/
      <feed>.json             a row for each month: the only file here that a cycle reads
      <feed>/2026-03.jsonl    what ended in that month: a disruption on each line, with every version of it

A page of a month, or of a disruption that is settled, is made from these files, and only when it is new.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.model.history import Brief, Held
from explainer.record.decoding import FAULTS, fault_of
from explainer.record.files import Holds
from explainer.record.reader import brief_of, short_of

LINES = ".jsonl"


class MonthRead(NamedTuple):
    """What is settled and ended in one month, by id; ``faults`` says where a line cannot be read, and what to do.

    A disruption whose line cannot be read is not among them.
    """

    disruptions: dict[str, Brief]
    faults: tuple[str, ...] = ()


def read_month(folder: Path, month: str, held: Container[str]) -> MonthRead:
    """What of every feed ended in ``month``, such as ``2026-03``, of the record in ``folder``.

    ``held`` are the ids of what the record has at hand: what came back, or was not put away to the end, is read there.
    """
    found: dict[str, Brief] = {}
    faults: list[str] = []
    for path in sorted((folder / Holds.SETTLED.value).glob(f"*/{month}{LINES}")):
        for number, line in _lines(path, faults):
            try:
                brief = _brief(line)
            except FAULTS as error:
                faults.append(_faulty(path, number, fault_of(error)))
                continue
            if brief.id not in held:
                found[brief.id] = brief
    return MonthRead(found, tuple(faults))


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[int, bytes]]:
    try:
        body = path.read_bytes()
    except OSError as error:
        faults.append(_faulty(path, 1, (error.strerror or "unknown fault").lower()))
        return
    for number, line in enumerate(body.split(b"\n"), 1):
        if line.strip():
            yield number, line


def _brief(line: bytes) -> Brief:
    short = short_of(line)
    return short if short is not None else brief_of(msgspec.json.decode(line, type=Held))


def _faulty(path: Path, number: int, fault: str) -> str:
    return f"{path}:{number} cannot be read: {fault}; restore it, for instance with: git checkout -- {path}"
