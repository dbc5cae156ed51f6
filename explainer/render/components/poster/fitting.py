"""What gives way, in which order, until a poster is one page of A4: never silently, and what matters most never.

How long words are is known without a font, so it is judged by letters as wide as any usual font has. State, time,
headline, next word, the first thing to do, code, address, telephone, marks and ids stay whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from explainer.render.components.poster import HEADLINES, Ask, Poster
from explainer.render.lettering import length_of, lines_of
from explainer.render.words import clip, plain

HEIGHT = 279.0
"""Millimetres between the margins of a page."""

WIDTH = 186.0
SIGN, LEFT, RIGHT, FOOT, FINE = 169.0, 58.0, 103.0, 78.0, 54.0
"""How wide lines are, in millimetres: of the sheet, in the sign, in both columns and beside the code."""

_POINT = 0.3528
_WIDE, _JOINED, _BOLD = 1.2, 1.05, 1.06
"""How much wider than usual letters may be in a reader's font, those that are joined, and bold ones."""


def fitted(poster: Poster) -> Poster:
    """The poster as far as it fits on a page."""
    poster = _with_headline(poster, HEADLINES[:3])
    for gives_way in GIVES_WAY:
        if height_of(poster) <= HEIGHT:
            return poster
        poster = gives_way(poster)
    return poster


def _with_headline(poster: Poster, sizes: Iterable[int]) -> Poster:
    """With the largest of these headlines that takes four lines at most; else the smallest."""
    for size in sizes:
        poster = poster._replace(size=size)
        if _lines(poster.headline, size, SIGN, bold=True) <= 4:
            break
    return poster


def _smaller(least: int) -> Callable[[Poster], Poster]:
    def gives_way(poster: Poster) -> Poster:
        return poster._replace(size=min(poster.size, least))

    return gives_way


def _details(most: int) -> Callable[[Poster], Poster]:
    def gives_way(poster: Poster) -> Poster:
        asks = tuple(ask._replace(details=ask.details[: max(most, 0 if ask.what else 1)]) for ask in poster.asks)
        return poster._replace(asks=asks, gave_way=poster.gave_way or asks != poster.asks)

    return gives_way


def _asks(most: int) -> Callable[[Poster], Poster]:
    def gives_way(poster: Poster) -> Poster:
        return poster._replace(asks=poster.asks[:most], gave_way=poster.gave_way or len(poster.asks) > most)

    return gives_way


def _why(most: int) -> Callable[[Poster], Poster]:
    """The middle of a chain goes first, and its last step, what people feel, last."""

    def gives_way(poster: Poster) -> Poster:
        if len(poster.why) <= most:
            return poster
        kept = (*poster.why[: most // 2], *poster.why[len(poster.why) - (most - most // 2) :])
        return poster._replace(why=kept, gave_way=True)

    return gives_way


def _without_unknowns(poster: Poster) -> Poster:
    return poster._replace(unknowns=(), gave_way=poster.gave_way or bool(poster.unknowns))


def _without_blocks(poster: Poster) -> Poster:
    return poster._replace(blocks=None, gave_way=poster.gave_way or poster.blocks is not None)


def _without_says(poster: Poster) -> Poster:
    return poster._replace(says=Markup(""), gave_way=poster.gave_way or bool(poster.says))


def _cut(most: int) -> Callable[[Poster], Poster]:
    """What somebody else wrote as one long text is cut at a word, and shows that."""

    def gives_way(poster: Poster) -> Poster:
        asks = tuple(_shortened(ask, most) for ask in poster.asks)
        return poster._replace(asks=asks, gave_way=poster.gave_way or asks != poster.asks)

    return gives_way


def _shortened(ask: Ask, most: int) -> Ask:
    def short(said: Markup) -> Markup:
        words = plain(said)
        return said if len(words) <= most else Markup.escape(clip(words, most))

    return Ask(short(ask.what), tuple(one._replace(says=short(one.says)) for one in ask.details))


GIVES_WAY: tuple[Callable[[Poster], Poster], ...] = (
    _details(3),
    _smaller(48),
    _without_unknowns,
    _details(2),
    _smaller(40),
    _asks(3),
    _details(1),
    _without_blocks,
    _why(4),
    _smaller(34),
    _asks(2),
    _details(0),
    _without_says,
    _smaller(28),
    _smaller(24),
    _why(3),
    _asks(1),
    _cut(400),
    _why(2),
    _smaller(20),
    _cut(160),
    _why(0),
    _smaller(16),
    _smaller(13),
)
"""In this order: whom it helps, what is unknown, particulars, the numbers, more to do, the middle of the chain, the
first sentences, and all the while the size of the headline."""


def height_of(poster: Poster) -> float:
    """How high a poster is at most, in millimetres."""
    blocks = [_sign(poster), _times(poster), max(_left(poster), _right(poster)), _foot(poster)]
    if poster.mark:
        blocks.append(3.8 + _high(f"{poster.mark} {poster.practice}", 10, WIDTH - 6, 1.25))
    return sum(blocks) + 4.6 * (len(blocks) - 1) + _high(f"{poster.site}  {plain(poster.sheet)}", 13, WIDTH, 1.3) + 2


def _sign(poster: Poster) -> float:
    high = 13.0 + max(9.5, _high(poster.line, 15.5, SIGN - 12, 1.2, bold=True))
    high += 5.6 + _high(poster.headline, poster.size, SIGN, 1.05, bold=True)
    high += _high(poster.says, 16, SIGN, 1.25)
    if poster.blocks:
        high += 16.4 + _high(poster.blocks.says, 14, SIGN, 1.2, bold=True)
    return high


def _times(poster: Poster) -> float:
    past = max((_high(cell.label, 12, 42, 1.1) + _time(cell.at, 25, 42) for cell in poster.times), default=0.0)
    room, old = WIDTH - 46 * len(poster.times), poster.old
    if not old.at:
        return 3.4 + max(past, _high(old.says, 16, room, 1.25, bold=True))
    beside = room - 5 - _length(old.at, _size(old.at, poster.next_size), bold=True)
    time, words = _time(old.at, poster.next_size, room), _high(old.says, 11.5, beside if beside >= 30 else room, 1.25)
    return 3.4 + max(past, _high(old.label, 12, room, 1.1) + (max(time, words) if beside >= 30 else time + words))


def _time(at: Markup, size: float, width: float) -> float:
    return _high(at, _size(at, size), width, 1.1, bold=True)


def _size(at: Markup, size: float) -> float:
    """A time with its day is set smaller."""
    return size * 0.6 if 'class="day"' in at else size


def _left(poster: Poster) -> float:
    if not (poster.why or poster.unsure):
        return 0.0
    high = 13.0 + _high(poster.unsure, 12.5, 70, 1.25) + (3 if poster.unsure else 0)
    return high + sum(max(6.6, _high(f"{plain(says)} {sure}", 12.5, LEFT, 1.25)) + 4 for says, sure in poster.why)


def _right(poster: Poster) -> float:
    if not poster.asks:
        return _high(poster.more, 11.5, RIGHT, 1.3) if poster.gave_way else 0.0
    width = RIGHT if poster.why or poster.unsure else WIDTH
    high = 13.0 + sum(_ask(ask, width) for ask in poster.asks) + 4.8 * (len(poster.asks) - 1)
    return high + (_high(poster.more, 11.5, width, 1.3) + 3 if poster.gave_way else 0)


def _ask(ask: Ask, width: float) -> float:
    told = " ".join(f"{one.label} {plain(one.says)}" for one in ask.details)
    return _high(ask.what, 13, width, 1.25, bold=True) + _high(told, 11.5, width, 1.3)


def _foot(poster: Poster) -> float:
    middle = 2 * 17 * _POINT * 1.2 * 1.5 + 2 + sum(_high(line, 12.5, FOOT, 1.3) for line in poster.foot)
    fine = _high(" ".join(map(plain, poster.unknowns)), 9.5, FINE, 1.35) + _high(poster.who, 9.5, FINE, 1.35) + 6
    fine += sum(_high(line, 9.5, FINE, 1.35) + 1.6 for line in poster.fine)
    return 4 + max(38.0 if poster.code else 0.0, middle, fine + (8 if poster.unknowns else 0))


def _high(words: str | Markup, size: float, width: float, line: float, *, bold: bool = False) -> float:
    return _lines(words, size, width, bold=bold) * size * line * _POINT


def _lines(words: str | Markup, size: float, width: float, *, bold: bool = False) -> int:
    said = plain(words) if isinstance(words, Markup) else str(words)
    return lines_of(said, width, lambda each: _length(each, size, bold=bold))


def _length(words: str | Markup, size: float, *, bold: bool = False) -> float:
    said = plain(words) if isinstance(words, Markup) else str(words)
    wide = _JOINED if any("\u0600" <= letter <= "\u06ff" for letter in said) else _WIDE
    return length_of(said, size, bold=bold) * _POINT * wide * (_BOLD if bold else 1.0)
