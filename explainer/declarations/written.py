"""Where in a YAML text everything stands: the tree of its nodes, each with the exact range of characters it takes.

For whoever changes one place of a file and leaves every other byte as it is; what a text *says* is read by
:mod:`explainer.declarations.documents`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import yaml


class Form(Enum):
    """How a node is written."""

    MAP = "map"
    LIST = "list"
    TEXT = "text"
    """A scalar on its line, or over several, plain or in quotes."""
    BLOCK_TEXT = "block text"
    """A scalar below a ``|`` or ``>``."""
    NOTHING = "nothing"
    """An empty place, such as after ``key:``."""
    ALIAS = "alias"


@dataclass(frozen=True)
class Node:
    """One node: from ``start`` up to ``end``, which is the end of what is written, not of blank lines after it.

    ``inline`` is whether a map or list stands in brackets. ``parts`` are the items of a list, or of a map its keys and
    values in turn. ``says`` is the text of a scalar; ``named`` is whether a map or list carries an anchor or a tag.
    """

    form: Form
    start: int
    end: int
    inline: bool = False
    parts: tuple[Node, ...] = ()
    says: str = ""
    named: bool = False

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """The keys of a map with their values, in their order."""
        return tuple(zip(self.parts[::2], self.parts[1::2], strict=True))


def tree_of(text: str) -> Node | None:
    """The tree of a text; None where there is nothing in it.

    Raises:
        ValueError: when it is not YAML.
    """
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return _node(next(events), events, text)
    except yaml.YAMLError as error:
        raise ValueError("is not YAML") from error
    return None


def _node(event: yaml.Event, events: Iterator[yaml.Event], text: str) -> Node:
    start, end = _range(event)
    if isinstance(event, yaml.ScalarEvent):
        return Node(_form(event), start, _end_of(event, text), says=event.value)
    if not isinstance(event, yaml.CollectionStartEvent):
        return Node(Form.ALIAS, start, end)
    parts: list[Node] = []
    while not isinstance(below := next(events), yaml.CollectionEndEvent):
        parts.append(_node(below, events, text))
    inline = bool(event.flow_style)
    last = _range(below)[1] if inline else max(part.end for part in parts)
    form = Form.MAP if isinstance(event, yaml.MappingStartEvent) else Form.LIST
    named = event.anchor is not None or event.tag is not None
    return Node(form, start, last, inline, tuple(parts), named=named)


def _form(event: yaml.ScalarEvent) -> Form:
    if event.style in ("|", ">"):
        return Form.BLOCK_TEXT
    start, end = _range(event)
    return Form.NOTHING if start == end else Form.TEXT


def _range(event: yaml.Event) -> tuple[int, int]:
    """From which character up to which a part of a text is read; a library that reads by itself marks every one."""
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start is not None and end is not None else (0, 0)


def _end_of(event: yaml.ScalarEvent, text: str) -> int:
    """The end of a scalar; of one below ``|`` or ``>`` without the blank lines after it, unless they are part of it."""
    start, end = _range(event)
    written = text[start:end]
    if event.style not in ("|", ">") or _keeps_blank_lines(written):
        return end
    return start + len(written.rstrip())


def _keeps_blank_lines(written: str) -> bool:
    head = written.splitlines()[0] if written else ""
    return "+" in head.partition("#")[0]
