"""What a sheet has room for on the two sides of an A5, and the code that leads from there to the page.

On paper rows give way, from the last one on, and it is said how many: what to say, why, the next word and the update
never do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from explainer.render.components.poster.code import code_of

FULL, FULL_BEHIND = 1_250, 1_500
"""From how many letters on the words of the front and of the back are set smaller on paper."""

ROOM, ROOM_BEHIND = 2_000, 2_450
"""How many letters each of the two has room for at most. What is more stands on the screen, and paper says so."""

SHARES = {"offers": 9, "asked": 3, "routes": 8}
"""How many twentieths of the back each list has where all of them are long."""

_A_ROW = 40
"""How many letters a row costs beside its own."""

_A_LINE = 80
"""How many a row costs at least: it takes a line, however short it is."""

CODE = Markup('<i class="qr"></i>')
"""Where the code stands on a sheet, before it is drawn."""


class Row(NamedTuple):
    """One row of a table: what it is about, what is said of it, and what stands smaller behind."""

    what: Markup
    says: Markup
    note: Markup = Markup("")


def with_code(body: Markup, address: str, label: str) -> Markup:
    """A sheet with the code that opens ``address``, which is drawn only where the sheet is written."""
    code = code_of(address)
    return body.replace(CODE, code.drawn(label)) if code else body


def cost(row: Markup | Row) -> int:
    """How much room a row takes."""
    return _A_ROW + sum(len(part.striptags()) for part in (row if isinstance(row, Row) else (row,)))


def _taken(row: Markup | Row) -> int:
    """How much of the room of its list a row takes."""
    return max(cost(row), _A_LINE)


def kept(rows: Iterable[Markup | Row], room: int) -> int:
    """How many of the rows there is room for on paper; one always."""
    found = 0
    for row in rows:
        room -= _taken(row)
        if room < 0 and found:
            break
        found += 1
    return found


def is_full(*rows: Markup | Row) -> bool:
    """Whether the words of the front are so many that they are set smaller."""
    return sum(map(cost, rows)) > FULL


def is_full_behind(*rows: Row) -> bool:
    """The same of the back."""
    return sum(map(cost, rows)) > FULL_BEHIND


def room_of(always: Iterable[Markup], front: dict[str, list[Markup]], behind: dict[str, list[Row]]) -> dict[str, int]:
    """How many rows of each list are kept on paper: on the front beside what ``always`` stands there.

    There each list gets half of what the lists before it left, and the last one all of it.
    """
    found: dict[str, int] = {}
    left = ROOM - sum(map(cost, always))
    for behind_it, (name, rows) in zip(reversed(range(len(front))), front.items(), strict=True):
        found[name] = kept(rows, left // 2 if behind_it else left)
        left -= sum(map(cost, rows[: found[name]]))
    return found | _behind(behind)


def _behind(lists: dict[str, list[Row]]) -> dict[str, int]:
    """The same of the back: each list gets its share of what those leave that need less than theirs."""
    need = {name: sum(map(_taken, rows)) for name, rows in lists.items()}
    found: dict[str, int] = {}
    left, shares = ROOM_BEHIND, sum(SHARES.values())
    for name in sorted(lists, key=lambda name: need[name] / SHARES[name]):
        room = left * SHARES[name] // shares
        found[name] = kept(lists[name], room)
        left, shares = left - min(room, need[name]), shares - SHARES[name]
    return found
