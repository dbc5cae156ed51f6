"""Change one place of a YAML file that staff wrote, and leave every other byte of it as it is. Pure.

Text goes in and comes out. Comments, order, blank lines, quotes, line ends, a byte order mark and a last line without
an end stay. Nothing is dumped: a change is a splice at the range that the value takes. Before the new text is given
back it is read once more, and it must say what the old one said with that one change; where it would not, nothing is
changed, and a finding says where.

A path is a way from the top, such as ``("updates", 0, "says")``. A value is made of dicts, lists, texts, numbers,
booleans and None. Whatever a text holds, it is written as one scalar.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from explainer.declarations.documents import PathOf, read_yaml
from explainer.declarations.written import Form, Node, tree_of
from explainer.errors import StaffError
from explainer.staff.placing import scalar as _quoted_if_needed

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?:[+-]\d\d:\d\d)?)?")
_WORDS_ELSEWHERE = frozenset({"yes", "no", "on", "off", "y", "n"})
"""Words that other readers of YAML than ours take for true and false."""
_HALF = re.compile("[\ud800-\udfff]")


def appended(text: str, path: PathOf, item: Any, file: str, order: Sequence[str] = ()) -> str:
    """The text with one more item at the end of the list at ``path``: :meth:`Splices.append`, alone."""
    splices = Splices(text, file)
    splices.append(path, item, order)
    return splices.done()


def with_value(text: str, path: PathOf, value: Any, file: str, order: Sequence[str] = ()) -> str:
    """The text with ``value`` at ``path``: :meth:`Splices.put`, alone."""
    splices = Splices(text, file)
    splices.put(path, value, order)
    return splices.done()


def without(text: str, path: PathOf, file: str) -> str:
    """The text without the key or the item at ``path``: :meth:`Splices.remove`, alone."""
    splices = Splices(text, file)
    splices.remove(path)
    return splices.done()


class Splices:
    """Changes of one text, each made in the text that the ones before it gave, and read back together.

    Raises:
        StaffError: when the text has findings.
    """

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._located = read_yaml(text, file)
        self._said = self._located.data
        self._changed: list[PathOf] = []

    def append(self, path: PathOf, item: Any, order: Sequence[str] = ()) -> None:
        """One more item at the end of the list at ``path``; one that is empty or is not there yet begins with it.

        Raises:
            StaffError: when this place cannot be changed and every other kept.
        """
        there = self._at(path)
        if not there or there[0] in (None, []):
            self.put(path, [item], order)
            return
        if not isinstance(there[0], list):
            self._refuse(path, "is not a list", "start each line with a dash")
        self._make(path, [*there[0], item], lambda place: _with_item(place, item))

    def put(self, path: PathOf, value: Any, order: Sequence[str] = ()) -> None:
        """``value`` at ``path``, in the place of what is there.

        A key that is not there yet is written behind the last one of those before it in ``order``, else as the last.

        Raises:
            StaffError: when this place cannot be changed and every other kept.
        """
        there = self._at(path)
        if there and _spelled(there[0]) == _spelled(value):
            return
        if there:
            self._make(path, value, lambda place: _with_other(place, value))
            return
        *above, key = path
        within = self._at(tuple(above))
        if not isinstance(key, str) or (within and within[0] is not None and not isinstance(within[0], dict)):
            self._refuse(path, "is not there, and nothing can be put there")
        if not within or (within[0] is None and above):
            self.put(tuple(above), {key: value}, order)
        else:
            self._make(path, value, lambda place: _with_key(place, key, value, order), at=tuple(above))

    def put_texts(self, texts: Mapping[PathOf, str]) -> None:
        """Other words at each of these paths, at all of which single values stand.

        Raises:
            StaffError: when one of the places cannot be changed and every other kept.
        """
        root, text = tree_of(self._text) or _NOTHING, self._text
        others = [path for path, words in texts.items() if self._at(path) != [words]]
        for path in sorted(others, key=lambda path: _place(root, text, path).node.start, reverse=True):
            self._make(path, texts[path], lambda place, words=texts[path]: _with_other(place, words), root=root)  # type: ignore[misc]

    def has(self, path: PathOf) -> bool:
        """Whether anything stands at a path."""
        return bool(self._at(path))

    def remove(self, path: PathOf) -> None:
        """Take out the key or the item at ``path``, if there is one.

        Raises:
            StaffError: when this place cannot be changed and every other kept.
        """
        if self._at(path):
            self._make(path, _GONE, _without)

    def done(self) -> str:
        """The changed text.

        Raises:
            StaffError: when it would say anything else than the old one with these changes.
        """
        try:
            said = _spelled(read_yaml(self._text, self._located.file).data)
        except StaffError:
            said = ""
        if said != _spelled(self._said):
            path = self._changed[0] if len(self._changed) == 1 else ()
            self._refuse(path, "cannot be changed without touching what stands around it")
        return self._text

    def _at(self, path: PathOf) -> list[Any]:
        """What is written at a path, as a list of one; empty where nothing is."""
        found: Any = self._said
        for step in path:
            is_key = isinstance(found, dict) and step in found
            is_item = isinstance(found, list) and isinstance(step, int) and 0 <= step < len(found)
            if not is_key and not is_item:
                return []
            found = found[step]
        return [found]

    def _make(
        self,
        path: PathOf,
        value: Any,
        change: Callable[[_Place], str],
        *,
        at: PathOf | None = None,
        root: Node | None = None,
    ) -> None:
        """Change the node at ``path``, or the one ``at`` another, so that ``value`` stands at ``path``.

        ``root`` is the tree of a text that was as this one up to the end of that node.
        """
        try:
            place = _place(root or tree_of(self._text) or _NOTHING, self._text, path if at is None else at)
            self._text = change(place)
        except (_UnsafeError, ValueError) as why:
            self._refuse(path, *str(why).split("; ", 1))
        self._said = _with(self._said, path, value)
        self._changed.append(path)

    def _refuse(self, path: PathOf, problem: str, remedy: str = "change it by hand") -> NoReturn:
        raise StaffError([self._located.finding(path, problem, remedy)]) from None


# Values as YAML


def scalar(value: object) -> str:
    """A single value as YAML on one line: a text bare where nobody can misread it, else in double quotes.

    Raises:
        ValueError: when no file can hold it.
    """
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        if _HALF.search(value):
            raise ValueError("holds half of a character; write the character itself")
        if _TIME.fullmatch(value):
            return value
        return json.dumps(value) if value.lower() in _WORDS_ELSEWHERE else _quoted_if_needed(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("is no number that can be written")
        digits, _, power = repr(value).partition("e")
        return f"{digits if '.' in digits else f'{digits}.0'}{f'e{power}' if power else ''}"
    return str(value)


def inline(value: Any) -> str:
    """Any value as YAML on one line.

    Raises:
        ValueError: when no file can hold it.
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key)}: {inline(held)}' for key, held in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    return scalar(value)


def block(value: Any, indent: int = 0) -> list[str]:
    """A value as the lines of YAML below its key; its innermost groups stand in braces."""
    margin = " " * indent
    if isinstance(value, Mapping) and value:
        return [line for key, held in value.items() for line in _entry(scalar(key), held, indent)]
    if isinstance(value, list | tuple) and value:
        return [line for held in value for line in _item(held, indent)]
    return [margin + inline(value)]


def _entry(key: str, value: Any, indent: int) -> list[str]:
    if _is_for_lines(value):
        return [f"{' ' * indent}{key}:", *block(value, indent + 2)]
    return [f"{' ' * indent}{key}: {inline(value)}"]


def _item(value: Any, indent: int, offset: int = 2) -> list[str]:
    dash = f"{' ' * indent}-".ljust(indent + offset)
    first, *rest = block(value, indent + offset) if isinstance(value, Mapping) else [inline(value)]
    return [dash + first.lstrip(" "), *rest]


def _is_for_lines(value: Any) -> bool:
    """Whether a value is too much for one line: a list of groups, or of texts that need a line each."""
    return isinstance(value, list | tuple) and any(
        isinstance(one, Mapping) or (isinstance(one, str) and " " in one) for one in value
    )


_GONE = object()


def _with(data: Any, path: PathOf, value: Any) -> Any:
    """What a file should say once ``value`` stands at ``path``."""
    step, *rest = path
    if value is _GONE and not rest:
        if isinstance(data, dict):
            return {key: held for key, held in data.items() if key != step}
        return [held for index, held in enumerate(data) if index != step]
    below = _with(data[step], tuple(rest), value) if rest else value
    if isinstance(data, dict):
        return {**data, step: below}
    return [below if index == step else held for index, held in enumerate(data)]


def _spelled(value: Any) -> str:
    """A value so that 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


class _UnsafeError(Exception):
    """A place cannot be changed; the message says why, and after a semicolon what to do."""


# The places of a text


class _Place(NamedTuple):
    """A node of a text, its key if it has one, and the nodes above it, the outermost first."""

    text: str
    node: Node
    key: Node | None = None
    above: tuple[Node, ...] = ()

    @property
    def parent(self) -> _Place:
        """The place of the node above."""
        return _Place(self.text, self.above[-1], self._key_above(), self.above[:-1])

    def _key_above(self) -> Node | None:
        grand = self.above[-2] if len(self.above) > 1 else None
        pairs = grand.pairs if grand is not None and grand.form is Form.MAP else ()
        return next((key for key, value in pairs if value is self.above[-1]), None)

    @property
    def is_inline(self) -> bool:
        """Whether it stands in brackets of any kind."""
        return any(node.inline for node in self.above)

    @property
    def breaks(self) -> str:
        """How lines end in this text."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    def line_start(self, at: int) -> int:
        """Where the line with ``at`` begins, behind a byte order mark."""
        start = 0
        for found in _BREAK.finditer(self.text, 0, at):
            start = found.end()
        return start or int(self.text.startswith("\ufeff"))

    def line_end(self, at: int) -> int:
        """Where the line with ``at`` ends, before its break."""
        found = _BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int:
        """Where the line after the one with ``at`` begins, or the end of the text."""
        found = _BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """How far from its margin ``at`` stands."""
        return at - self.line_start(at)

    def below(self, node: Node, deeper_than: int) -> int:
        """Where the lines of a node are over, with the comments right below it that are indented as a part of it."""
        here = node.end if self._takes_its_last_break(node) else self.next_line(node.end)
        while here < len(self.text):
            line = self.text[here : self.line_end(here)]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= deeper_than:
                break
            here = self.next_line(here)
        return here

    def _takes_its_last_break(self, node: Node) -> bool:
        """Whether a node ends with the line end that a text below ``|+`` keeps."""
        return bool(_BREAK.fullmatch(self.text[node.end - 1 : node.end]))

    def stop(self, node: Node) -> int:
        """Where the last line of a node ends, before its break."""
        if not self._takes_its_last_break(node):
            return self.line_end(node.end)
        return node.end - (2 if self.text.endswith("\r\n", 0, node.end) else 1)

    def with_lines(self, at: int, lines: Sequence[str]) -> str:
        """The text with lines before the one that begins at ``at``; at its end it ends as before."""
        joined = self.breaks.join(lines)
        if at < len(self.text) or not self.text.strip("\ufeff") or _BREAK.fullmatch(self.text[-1:]):
            return self.spliced(at, at, joined + self.breaks)
        return self.spliced(at, at, self.breaks + joined)

    def without_lines(self, start: int, end: int) -> str:
        """The text without the lines from ``start`` up to ``end``."""
        if end == len(self.text) and not _BREAK.fullmatch(self.text[-1:]):
            breaks = [found.start() for found in _BREAK.finditer(self.text, 0, start)]
            start = breaks[-1] if breaks else start
        return self.spliced(start, end, "")

    def spliced(self, start: int, end: int, instead: str) -> str:
        """The text with something else from ``start`` up to ``end``."""
        return self.text[:start] + instead + self.text[end:]


_NOTHING = Node(Form.NOTHING, 0, 0)


def _place(root: Node, text: str, path: PathOf) -> _Place:
    place = _Place(text, root)
    for step in path:
        place = _step(place, step)
        if place.node.form is Form.ALIAS:
            raise _UnsafeError("stands behind an alias, so that a change would change another place; write it out here")
    return place


def _step(place: _Place, step: str | int) -> _Place:
    above = (*place.above, place.node)
    if isinstance(step, int):
        return _Place(place.text, place.node.parts[step], None, above)
    key, value = next((key, value) for key, value in place.node.pairs if key.says == step)
    return _Place(place.text, value, key, above)


# Changes


def _with_item(place: _Place, item: Any) -> str:
    node, last = place.node, place.node.parts[-1]
    if node.inline:
        return place.spliced(last.end, last.end, f", {inline(item)}")
    margin, dash = _margin(place), _dash(place, len(node.parts) - 1)
    is_beside = dash < last.start < place.line_end(dash)
    lines = [f"{' ' * margin}- {inline(item)}"]
    if not last.inline:
        lines = _item(item, margin, last.start - dash if is_beside and last.form is Form.MAP else 2)
    if len(node.parts) > 1 and _is_blank_above(place, dash):
        lines = ["", *lines]
    return place.with_lines(place.below(last, margin), lines)


def _margin(place: _Place) -> int:
    """The column of the dashes of a list, or of the keys of a map."""
    node = place.node
    if node.form is Form.MAP:
        return place.column(node.parts[0].start)
    if not node.named:
        return place.column(node.start)
    return place.column(place.text.rindex("-", node.start, node.parts[0].start))


def _dash(place: _Place, index: int) -> int:
    """Where the dash of an item stands."""
    margin, item = _margin(place), place.node.parts[index]
    above = place.node.parts[index - 1].end if index else place.node.start
    line = place.line_start(item.start)
    while not place.text.startswith("-", line + margin) and line > above:
        line = place.line_start(line - 1)
    return line + margin


def _is_blank_above(place: _Place, at: int) -> bool:
    start = place.line_start(at)
    return start > 0 and not place.text[place.line_start(start - 1) : start].strip()


def _with_key(place: _Place, key: str, value: Any, order: Sequence[str]) -> str:
    node = place.node
    if node.form is not Form.MAP:
        return place.with_lines(len(place.text), _entry(scalar(key), value, 0))
    if node.inline and not node.parts:
        return place.spliced(node.end - 1, node.end - 1, f"{scalar(key)}: {inline(value)}")
    before = _before(node, key, order)
    if node.inline:
        return place.spliced(before.end, before.end, f", {scalar(key)}: {inline(value)}")
    margin = _margin(place)
    return place.with_lines(place.below(before, margin), _entry(scalar(key), value, margin))


def _before(node: Node, key: str, order: Sequence[str]) -> Node:
    """The value behind which a new key belongs."""
    earlier = order[: order.index(key)] if key in order else ()
    there = {known.says: value for known, value in node.pairs}
    return next((there[one] for one in reversed(earlier) if one in there), node.parts[-1])


def _with_other(place: _Place, value: Any) -> str:
    node = place.node
    for_lines = _is_for_lines(value) and not place.is_inline and place.key is not None
    if node.form in (Form.MAP, Form.LIST) and not node.inline:
        return _instead_of_lines(place, value)
    if node.form is Form.BLOCK_TEXT:
        head = place.text[node.start : place.line_end(node.start)]
        kept = "".join(re.findall(r"\s+#.*", head))
        return place.spliced(node.start, place.stop(node), inline(value) + kept)
    if for_lines:
        return _lines_instead(place, value)
    if node.form is Form.NOTHING:
        return place.spliced(node.start, node.end, f" {inline(value)}")
    return place.spliced(node.start, node.end, inline(value))


def _lines_instead(place: _Place, value: Any) -> str:
    """A list below its key, in the place of what stands behind it."""
    node, key = place.node, place.key or _NOTHING
    lines = block(value, place.column(key.start) + 2)
    start = len(place.text[: node.start].rstrip(" "))
    comment = place.text[node.end : place.line_end(node.end)]
    return place.spliced(start, place.line_end(node.end), place.breaks.join([comment.rstrip(), *lines]))


def _instead_of_lines(place: _Place, value: Any) -> str:
    """Something else in the place of the lines of a map or list."""
    node, key = place.node, place.key
    column = place.column(node.start)
    lines = block(value, column)
    if key is None:  # behind a dash
        return place.spliced(node.start, place.stop(node), place.breaks.join(lines).lstrip(" "))
    if isinstance(value, Mapping | list | tuple) and value:
        least = place.column(key.start) + (2 if isinstance(value, Mapping) else 0)
        lines = block(value, max(column, least))
        return place.spliced(place.line_start(node.start), place.stop(node), place.breaks.join(lines))
    colon = place.text.index(":", key.end) + 1
    rest = place.without_lines(place.line_start(node.start), place.below(node, column))
    return f"{rest[:colon]} {inline(value)}{rest[colon:]}"


def _without(place: _Place) -> str:
    parent = place.parent
    siblings = parent.node.parts
    first = place.key or place.node
    if len(siblings) == (2 if place.key else 1):
        return _emptied(parent)
    at = siblings.index(first)
    if parent.node.inline:
        return _without_one_in_brackets(place, siblings, at)
    margin = _margin(parent)
    start = first.start if place.key else _dash(parent, at)
    end = parent.below(place.node, margin)
    if place.text[place.line_start(start) : start].strip(" "):  # behind the dash of a list
        return place.spliced(start, siblings[at + 2 if place.key else at + 1].start, "")
    return place.without_lines(place.line_start(start), end)


def _emptied(parent: _Place) -> str:
    if not parent.above and not parent.node.inline:
        return parent.without_lines(parent.line_start(parent.node.start), parent.below(parent.node, 0))
    nothing: Any = {} if parent.node.form is Form.MAP else []
    return _with_other(parent, nothing)


def _without_one_in_brackets(place: _Place, siblings: Sequence[Node], at: int) -> str:
    width = 2 if place.key else 1
    if at == 0:
        return place.spliced(siblings[0].start, siblings[width].start, "")
    return place.spliced(siblings[at - 1].end, place.node.end, "")
