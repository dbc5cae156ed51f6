"""How the map for a wall is set on one page of A4: how high rows are, and how much is said where there is little room.

How long words are is judged by letters as wide as any usual font has. What is said of a part is shortened at a word and
shows that; its name and its state stay. Of a list that is too long it is said how many more there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.words import Words
from explainer.model.vocabulary import State
from explainer.render.components.wall import Layer, Part, Sheet
from explainer.render.components.wall.lines import Band, drawn_lines
from explainer.render.components.wall.placing import placed
from explainer.render.escaping import text
from explainer.render.lettering import length_of, lines_of
from explainer.render.shapes import SHAPES
from explainer.render.view import View
from explainer.render.words import clip, plain, sentence

PAGE = 194.0
"""Millimetres between the upper and the lower margin."""

_POINT = 0.3528
_WIDE = 1.2
_HEAD, _FOOT, _NAME, _BOX, _LIST = 160.0, 180.0, 20.0, 30.5, 43.0
"""How wide lines are: in the head, in the foot, of a row's name, in a part and in a list."""

_TOP, _LINES_LEAST, _LINES_MOST = 3.4, 6.0, 10.0
_LEAST = 7.0
"""How high a row is at least in which nothing is drawn."""

_MOST, _BOX_MOST = 60.0, 36.0
"""How high a row and a part in it are at most."""

_NODE = ((13.0, 12.0), (11.2, 10.4), (9.7, 8.9), (8.8, 8.3), (8.0, 7.7), (7.0, 6.7))
"""Sizes of a part's name and of what is said of it, in points, the largest first."""

_NEARLY = 0.75
_STATES = frozenset(state.value for state in State)
_QUIET = ("normal", "none")


class Node(NamedTuple):
    """A part where it is drawn: its column, and the sizes of its name and its words."""

    part: Part
    shape: Markup
    name: str
    column: int
    size: float
    small: float
    says: str


class Item(NamedTuple):
    """A line of a list."""

    state: str
    shape: Markup
    name: str
    says: str


class Shown(NamedTuple):
    """A row where it is drawn, in millimetres from the top of the map."""

    name: str
    size: float
    y: float
    height: float
    box: float
    nodes: tuple[Node, ...]
    beside: tuple[Item, ...]
    more: str


class Page(NamedTuple):
    """All that is drawn between head and foot."""

    head: float
    height: float
    lines: Markup
    rows: tuple[Shown, ...]
    shape: Markup


def set_on_a_page(view: View, sheet: Sheet) -> Page:
    """The map as high as head and foot leave room."""
    head = _head(sheet)
    height = PAGE - head - _foot(sheet) - (_drill(sheet) if sheet.mark else 0.0)
    heights = _heights(sheet.layers, height)
    bands, start = list[Band](), 0.0
    for layer, high in zip(sheet.layers, heights, strict=True):
        lanes = min(_LINES_MOST, max(_LINES_LEAST, high * 0.28))
        box = min(max(high - _TOP - lanes, 3.0), _BOX_MOST) if layer.drawn else 0.0
        bands.append(Band(start, start + _TOP, start + _TOP + box, start + high))
        start += high
    at = placed(
        tuple(tuple(part.id for part in layer.drawn) for layer in sheet.layers),
        tuple((one.source, one.target, one.kind.startswith("hot")) for one in sheet.lines),
    )
    sizes = _size(sheet.layers, bands)
    return Page(
        head=head,
        height=start,
        lines=drawn_lines(sheet.lines, at, bands, rtl=sheet.direction == "rtl"),
        rows=tuple(
            _row(view.words, layer, band, {part: place[1] for part, place in at.items()}, sizes)
            for layer, band in zip(sheet.layers, bands, strict=True)
        ),
        shape=_shape(sheet.state),
    )


# Heights


def _drill(sheet: Sheet) -> float:
    return 5.0 + _high(f"{sheet.mark} {sheet.practice}", 9, 262, 1.2)


def _head(sheet: Sheet) -> float:
    left = _high(sheet.line, 11.5, _HEAD, 1.2, bold=True) + _high(sheet.heading, 23, _HEAD, 1.1, bold=True)
    left += 4.0 + _high(f"{sheet.how} {sheet.leads}", 11, _HEAD, 1.25)
    labels = max((_high(cell.label, 8.5, 19, 1.1) for cell in sheet.times), default=0.0)
    middle = 7.0 + max(labels, _high(sheet.old.label, 8.5, 30, 1.1)) + 9.0 + _high(plain(sheet.old.says), 8.5, 70, 1.2)
    return max(left, middle, 28.0)


def _foot(sheet: Sheet) -> float:
    key = " ".join(f"______{line.says}" for line in sheet.key)
    beside = sum(_high(plain(line), 8.6, 76, 1.3) for line in sheet.foot)
    return 4.5 + max(beside, _high(key, 8.6, _FOOT, 1.5)) + _high(" ".join(map(plain, sheet.fine)), 8.6, 268, 1.3)


def _heights(layers: Sequence[Layer], height: float) -> list[float]:
    """Rows with drawn parts share what the others leave, which are as high as their lists."""
    bare = {n: max(_LEAST, 3.5 + 4.2 * len(layer.listed)) for n, layer in enumerate(layers) if not layer.drawn}
    full = len(layers) - len(bare)
    if full == 0:
        return [height / len(layers)] * len(layers)
    most = height * 0.4 / max(len(bare), 1)
    bare = {n: min(high, max(most, _LEAST)) for n, high in bare.items()}
    share = min(_MOST, (height - sum(bare.values())) / full)
    return [bare.get(n, share) for n in range(len(layers))]


# A row


def _shape(state: str) -> Markup:
    """The shape of a state; none of what nobody watches."""
    return SHAPES[State(state)].drawing if state in _STATES else Markup("")


def _row(words: Words, layer: Layer, band: Band, column: Mapping[str, int], sizes: tuple[float, float]) -> Shown:
    longest = max((_long(word, 11.5, bold=True) for word in layer.name.split()), default=1.0)
    box = band.bottom - band.top
    items, more = _listed(words, layer.listed, band.end - band.start - 2.6)
    return Shown(
        name=layer.name,
        size=round(min(11.5, 11.5 * _NAME / max(longest, 1.0)), 1),
        y=round(band.start, 2),
        height=round(band.end - band.start, 2),
        box=round(box, 2),
        nodes=tuple(_node(part, column[part.id], box, sizes) for part in layer.drawn),
        beside=items,
        more=more,
    )


def _size(layers: Sequence[Layer], bands: Sequence[Band]) -> tuple[float, float]:
    """The largest sizes in which nearly all parts tell all."""
    every = [(part, band.bottom - band.top) for layer, band in zip(layers, bands, strict=True) for part in layer.drawn]
    for sizes in _NODE[:-2]:
        whole = sum(_fits(part.name, f"{sentence(part.word)} {part.says}", *sizes, box) for part, box in every)
        if whole >= _NEARLY * len(every):
            return sizes
    return _NODE[-2]


def _node(part: Part, column: int, box: float, sizes: tuple[float, float]) -> Node:
    """As much as there is room for: its name and its state, and of what is said as much as fits.

    Of a name that leaves no room for its state, as much as does.
    """
    word = sentence(part.word)
    for size, small in (sizes, _NODE[-2], _NODE[-1]):
        for says in _shorter(word, part.says):
            if _fits(part.name, says, size, small, box):
                return Node(part, _shape(part.state), part.name, column, size, small, says)
    names = (clip(part.name, most) for most in range(len(part.name), 0, -2))
    name = next((name for name in names if _fits(name, word, *_NODE[-1], box)), part.name[:1])
    return Node(part, _shape(part.state), name, column, *_NODE[-1], word)


def _fits(name: str, says: str, size: float, small: float, box: float) -> bool:
    return _high(f"___{name}", size, _BOX, 1.16, bold=True) + _high(says, small, _BOX, 1.16) <= box - 2.6


def _shorter(word: str, says: str) -> Iterator[str]:
    """The state, and what is said of it, ever shorter while that is worth reading, then the state alone."""
    whole = f"{word} {says}".strip()
    yield whole
    for most in range(len(whole) - 1, len(word) + 12, -4):
        yield clip(whole, most)


def _listed(words: Words, parts: Sequence[Part], room: float) -> tuple[tuple[Item, ...], str]:
    """The list of a row, with as much as there is room for.

    That is what is said of each part, else of those that are not normal, else states, else what is alike together, else
    the worst and how many more there are.
    """
    alike = _alike(words, parts)
    for items in (*_lists(parts), alike):
        if sum(map(_item, items)) <= room:
            return items, ""
    for many in range(len(parts) - 1, 0, -1):
        items = tuple(_as_item(part, 0) for part in parts[:many])
        if sum(map(_item, items)) + 3.8 <= room:
            return items, _more(words, len(parts) - many)
    return (), _more(words, len(parts))


def _more(words: Words, many: int) -> str:
    return words.ngettext("and %(num)s more", "and %(num)s more", many)


def _lists(parts: Sequence[Part]) -> Iterator[tuple[Item, ...]]:
    for off, quiet in ((84, 84), (42, 42), (42, 0), (0, 0)):
        yield tuple(_as_item(part, quiet if part.state in _QUIET else off) for part in parts)


def _alike(words: Words, parts: Sequence[Part]) -> tuple[Item, ...]:
    """What is not normal on a line of its own, and what is normal, or not watched, together."""
    items = [_as_item(part, 0) for part in parts if part.state not in _QUIET]
    for state in _QUIET:
        mine = [part for part in parts if part.state == state]
        if mine:
            names = plain(words.listed([text(part.name) for part in mine]))
            items.append(Item(state, _shape(state), sentence(names), sentence(mine[0].word)))
    return tuple(items)


def _as_item(part: Part, most: int) -> Item:
    return Item(part.state, _shape(part.state), sentence(part.name), _beside(part, most))


def _beside(part: Part, most: int) -> str:
    word = sentence(part.word)
    says = part.says if len(part.says) <= most else clip(part.says, most)
    return f"{word} {says}" if most and says else word


def _item(item: Item) -> float:
    return 0.55 + _high(f"{item.name} {item.says}", 8.6, _LIST, 1.22)


# Lengths


def _long(words: str, size: float, *, bold: bool = False) -> float:
    return length_of(words, size, bold=bold) * _POINT * _WIDE


def _high(words: str, size: float, width: float, line: float, *, bold: bool = False) -> float:
    return lines_of(words, width, lambda each: _long(each, size, bold=bold)) * size * line * _POINT
