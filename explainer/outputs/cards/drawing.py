"""Draws a card as SVG, 1200 by 630: the state by shape, word and colour, the time before the claim, the next word.

A headline is never cut. One that is long is set smaller, then without the blocks; one that fits at no size, or has
letters that the fonts lack, is left out, and the card says state, time and site alone. A picture cannot follow its
reader's taste, so there is one of them, in the light colours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.escaping import escaped
from explainer.language.letters import Family, drawable, family_of, width
from explainer.model.vocabulary import State
from explainer.outputs.cards.told import Card, Row, Said
from explainer.render.shapes import SHAPES

WIDTH, HEIGHT = 1200, 630
INK, PAPER = "#10151c", "#fff"
SIGNS: Mapping[State | None, str] = {
    State.NORMAL: "#b4e3ca",
    State.WATCH: "#f7e291",
    State.SLOWED: "#ffc163",
    State.STOPPED: "#ffaea6",
    State.UNKNOWN: "#d6dbe2",
    None: "#d6dbe2",
}
"""The tints of our signs on light pages, as in ``tokens.css``; what nobody gives a state is grey."""

_LEFT, _RIGHT = 64, 1136
_WHOLE = _RIGHT - _LEFT
_TOP = 158
_WITH_ROW, _WITHOUT = 384, 506
"""Down to where a headline may reach."""

_BIG = (112, 84)
"""Sizes at which a headline leaves the blocks their room; smaller ones come without."""
_SIZES = (112, 84, 66, 54, 44, 36, 30)


class _Style(NamedTuple):
    """Of a family: how far a first line lies below its top, a line below the last one, and what hangs below that."""

    rise: float
    gap: float
    fall: float


_STYLES = {Family.ROBOTO: _Style(0.715, 1.018, 0.215), Family.ARABIC: _Style(0.95, 1.38, 0.36)}


class _Lines(NamedTuple):
    """A text in lines of one size."""

    size: float
    lines: tuple[str, ...]
    whole: str


def drawn(card: Card) -> Markup:
    """The card as SVG. Every letter in it is one that the fonts have."""
    said = _in_letters(card)
    page = _Page(card.direction == "rtl")
    parts = [
        *_marked(page, said, card),
        *_line(page, said, card.state),
        *_claim(page, drawable(card.headline), card.row),
        page.path(f"M{_LEFT} 519H{_RIGHT}", 3),
        *_foot(page, said, card),
    ]
    return _SVG.format(WIDTH, HEIGHT, INK, SIGNS[card.state], Markup("\n").join(parts))


def _in_letters(card: Card) -> Said:
    """What is said in letters that the fonts have: in English where they lack the language.

    Names may be in letters of any language. They are in ``line`` and ``short`` alone, and each is empty if it has such.
    """
    own = card.said._replace(line="", short="")
    told = card.said if all(drawable(part) for part in own if part) else card.english
    return Said(*map(drawable, told))


_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" fill="{2}">\n'
    '<rect width="{0}" height="{1}" fill="{3}"/>\n{4}\n</svg>\n'
)
_TEXT = Markup('<text x="{:g}" y="{:g}" font-family="{}" font-size="{:g}" font-weight="{}" fill="{}"{}{}>{}</text>')
_END = Markup(' text-anchor="end"')
_TIGHT = Markup(' letter-spacing="{:g}"')
_RECT = Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" fill="{}"/>')
_BLOCKS = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{:g}"/>')
_STROKE = Markup('<path d="{}" stroke="{}" stroke-width="{:g}"/>')
_SHAPE = Markup('<g transform="translate({:g} {:g}) scale({:g})" color="{}">{}</g>')
_BACKWARDS = Markup("\u202b{}\u202c")
"""Text that runs from right to left: the renderer takes every text to begin from the left otherwise."""


class _Set(NamedTuple):
    """How a line is set; without a family in that which has its letters. ``ends`` is whether it ends at its place."""

    size: float
    weight: int = 700
    fill: str = INK
    ends: bool = False
    spacing: float = 0.0
    family: Family | None = None


class _Page(NamedTuple):
    """Puts things where they stand, from the right where the language runs so."""

    is_mirrored: bool

    def text(self, words: str, at: tuple[float, float], set_: _Set) -> Markup:
        """A line that begins, or ends, at a place."""
        x, y = at
        family = set_.family or family_of(words)
        told = _BACKWARDS.format(escaped(words)) if family is Family.ARABIC else escaped(words)
        anchor = _END if set_.ends != self.is_mirrored else ""
        tight = _TIGHT.format(set_.spacing) if set_.spacing and family is not Family.ARABIC else ""
        return _TEXT.format(self.x(x), y, family.value, set_.size, set_.weight, set_.fill, anchor, tight, told)

    def x(self, x: float) -> float:
        """Where ``x`` from the beginning of a line is."""
        return WIDTH - x if self.is_mirrored else x

    def block(self, x: float, y: float, wide: float, high: float) -> str:
        """A box as a path."""
        left = WIDTH - x - wide if self.is_mirrored else x
        return f"M{left:.4g} {y:g}h{wide:.4g}v{high:g}h{-wide:.4g}z"

    def path(self, d: str, thick: float) -> Markup:
        """A line that is the same from either side."""
        return _STROKE.format(d, INK, thick)


def _marked(page: _Page, said: Said, card: Card) -> Iterator[Markup]:
    """That nothing of this is real, over everything else."""
    if not said.mark:
        return
    yield _RECT.format(0, 0, WIDTH, 54, INK)
    wide = 0.0 if family_of(said.mark) is Family.ARABIC else 3.2
    yield page.text(said.mark, (_LEFT, 37), _Set(27, fill=PAPER, spacing=wide))
    start = round(_LEFT + width(said.mark, 27, spacing=wide)) + 14
    practice = drawable(card.practice)
    if practice and start + width(practice, 27) <= _RIGHT:
        yield page.text(practice, (start, 37), _Set(27, 400, PAPER))


def _line(page: _Page, said: Said, state: State | None) -> Iterator[Markup]:
    """How it is and as of when, in one line or in two small ones.

    Where that is too long or cannot be drawn, it is said without what is worse, and then the time alone.
    """
    start = _LEFT
    if state is not None:
        start = 124
        yield _SHAPE.format(page.x(62) - (46 if page.is_mirrored else 0), 81, 2.3, INK, SHAPES[state].drawing)
    for words in filter(None, (said.line, said.short, said.dated)):
        for size, most in ((38, 1), (34, 1), (31, 1), (28, 1), (26, 2), (22, 2)):
            lines = _wrapped(words, size, _RIGHT - start)
            if lines is not None and len(lines) <= most:
                set_ = _Set(size, family=family_of(words))
                heights = zip(lines, _HEIGHTS[len(lines)], strict=True)
                yield from (page.text(line, (start, y), set_) for line, y in heights)
                return


_HEIGHTS = {1: (119,), 2: (98, 130)}


def _claim(page: _Page, headline: str, row: Row | None) -> Iterator[Markup]:
    """The headline as large as it goes, and the blocks where they keep their room."""
    below = list(_blocks(page, row)) if row is not None else []
    for reach, sizes in ((_WITH_ROW, _BIG), (_WITHOUT, _SIZES)):
        if reach == _WITH_ROW and not below:
            continue
        found = _fitted(headline, sizes, reach)
        if found is not None:
            yield from _set(page, found)
            yield from below if reach == _WITH_ROW else ()
            return
    yield from below


def _fitted(headline: str, sizes: tuple[int, ...], reach: float) -> _Lines | None:
    """The headline at the largest size at which it ends above ``reach``."""
    style = _STYLES[family_of(headline)]
    for size in sizes if headline else ():
        lines = _wrapped(headline, size, _WHOLE, _spacing(headline, size))
        if lines is not None and _TOP + size * (style.rise + style.gap * (len(lines) - 1) + style.fall) <= reach:
            return _Lines(size, lines, headline)
    return None


def _set(page: _Page, found: _Lines) -> Iterator[Markup]:
    size, family = found.size, family_of(found.whole)
    style, set_ = _STYLES[family], _Set(size, spacing=_spacing(found.whole, size), family=family)
    for index, line in enumerate(found.lines):
        y = round(_TOP + size * (style.rise + style.gap * index))
        yield page.text(line, (round(_LEFT - size / 24), y), set_)


def _spacing(words: str, size: float) -> float:
    """Large Latin letters stand closer; Arabic ones are joined."""
    return 0.0 if family_of(words) is Family.ARABIC or size < 60 else -round(size / 37, 1)


def _wrapped(text: str, size: float, most: float, spacing: float = 0.0) -> tuple[str, ...] | None:
    """The text in as few lines as it takes, about equally long; None where a word alone is too wide."""
    words, family = text.split(" "), family_of(text)
    wide = [width(word, size, spacing=spacing, family=family) for word in words]
    gap = width(" ", size, spacing=spacing, family=family)
    if max(wide) > most:
        return None
    fewest = len(_broken(wide, gap, most))
    low, high = max(wide), most
    while high - low > 2:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_broken(wide, gap, middle)) <= fewest else (middle, high)
    starts = [*_broken(wide, gap, high), len(words)]
    return tuple(" ".join(words[start:end]) for start, end in pairwise(starts))


def _broken(wide: list[float], gap: float, most: float) -> list[int]:
    """At which words lines of ``most`` begin."""
    starts, used = [0], -gap
    for index, one in enumerate(wide):
        if used + gap + one > most and index > starts[-1]:
            starts.append(index)
            used = one
        else:
            used += gap + one
    return starts


def _blocks(page: _Page, row: Row) -> Iterator[Markup]:
    """What gets through as solid blocks and what does not as hollow ones, with the sentence below."""
    says = drawable(row.says)
    size = next((size for size in (32, 29, 26, 23) if says and width(says, size) <= _WHOLE), None)
    many = math.ceil(row.wanted)
    if size is None or many < 1:
        return
    step = (_WHOLE + 6) / many
    wide = step - 6
    hollow = "".join(page.block(_LEFT + step * index + 2, 394, wide - 4, 46) for index in range(many))
    whole, part = divmod(row.served, 1)
    solid = [page.block(_LEFT + step * index, 392, wide, 50) for index in range(int(whole))]
    if part:
        solid.append(page.block(_LEFT + step * whole, 392, wide * part, 50))
    yield _BLOCKS.format(hollow, "none", INK, 4)
    yield _BLOCKS.format("".join(solid), INK, "none", 0)
    yield page.text(says, (_LEFT, 486), _Set(size))


def _foot(page: _Page, said: Said, card: Card) -> Iterator[Markup]:
    """Whose it is and where the page is, and on the other side when there will be more, and which update this is."""
    used = 0.0
    for words, y, weight in ((said.still, 562, 700), (said.next, 596, 400)):
        size = _fitting(words, (27, 24, 21, 18), 700)
        used = max(used, width(words, size))
        yield page.text(words, (_RIGHT, y), _Set(size, weight, ends=True)) if words else Markup("")
    yield page.text(drawable(card.update), (_RIGHT, 621), _Set(16, 400, ends=True))
    room = _WHOLE - used - 24
    for words, y, weight in ((drawable(card.site), 567, 700), (drawable(card.address), 606, 400)):
        size = _fitting(words, (34, 29, 25, 21, 18, 15), room)
        if words and width(words, size) <= room:
            yield page.text(words, (_LEFT, y), _Set(size, weight))


def _fitting(words: str, sizes: tuple[int, ...], most: float) -> int:
    return next((size for size in sizes if width(words, size) <= most), sizes[-1])
