"""Running text as publishers lay it out: which line breaks stand, what is a list, where an address ends.

Read by the formats, which turn markup into such text, and by the renderers, which turn it into a page. Everything here
takes plain text and gives plain text or parts of it, and takes time in proportion to its length.

**Line breaks.** Many publishers wrap their text by hand at some 35 to 85 characters (the U.S. National Weather Service
at 69); others break a line because they mean it. Between blank lines, a break is a wrap where

- a sentence runs across it: the line does not end like a sentence, and the next one begins in lower case, or the line
  ends with a word like “the” that nobody ends a line with. Short lines count only where all of the passage reads as a
  sentence, so that a list of names in lower case stays a list;
- or the text is known to be wrapped, by such breaks elsewhere in it or because it is all in capitals, and the first
  word of the next line would not have fitted into the width.

A break always stands before a list's marker, a key (“Workaround: …”) or a rule of signs, behind a colon, and between
lines that begin with the same word or with figures, as the rows of a timetable do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

# Line breaks

_BULLET = re.compile(r"([•·‣◦▪●∙])\s*(?=[^\W_]|[\"“„«(\[])|([*–—-])\s+(?=[^\W_]|[\"“„«(\[])")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)", re.ASCII)
_SIGNS = re.compile(r"[#=_~|&>/\\*•·‣◦▪●∙]|\.(?=[A-Z.])|[–—-](?!\w)")
_KEY = re.compile(r"[^\s:.!?][^:.!?]{0,39}:(?!\S)")
_FINISHED = re.compile("[.!?…:;\u3002\u0964\u06d4\u061f]\\s?[)\\]”’»\"'*]{0,5}\\Z")
_OPENING = "“„‘«\"'([¿¡\u201a\u2039"
# Words that no line ends with by intent, because something always follows them.
_LEADING = re.compile(
    "the|of|to|and|or|at|by|for|from|with|until|near|between|via|is|are|was|were|will|has|have|been|"
    "der|die|das|den|dem|des|und|oder|von|vom|zur|zum|im|am|für|zwischen|ist|sind|"
    "le|la|les|du|de|et|ou|au|aux|en|par|pour|sur|dans|vers|entre|est|sont|"
    "il|lo|gli|dei|della|delle|del|con|per|tra|fra|sono|el|los|las|una|un|che|"
    "het|een|van|voor|met|naar|og|til|ved|som|och|från"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")

_WRAPPED = 35
"""No narrower line is taken for a full one by its width alone."""
_CAPITALS = 40
"""The same, in a text that has no lower case to tell by."""
_WIDEST = 100
"""Longer lines are not wrapped by hand."""
_RAGGED = 0.75
"""How much of the widest line one must fill, for a sentence to be taken to run across its end."""
_ROUGHLY = 0.1
"""How much the lines of one text may differ in their width."""
_MOST_PASSES = 8


class _Break(NamedTuple):
    """Two lines one behind the other that nothing parts by its form."""

    line: str
    after: str

    @property
    def filled(self) -> int:
        """How wide the line would have been with the first word of the next one."""
        return len(self.line) + 1 + len(_first_word(self.after))

    @property
    def is_finished(self) -> bool:
        """Whether the line ends as a sentence does."""
        return _FINISHED.search(self.line) is not None

    @property
    def is_open(self) -> bool:
        """Whether the line ends with a word that something must follow."""
        before, _, last = self.line.rpartition(" ")
        return bool(before) and _LEADING.fullmatch(last) is not None

    @property
    def runs_on(self) -> bool:
        """Whether the next line goes on in the middle of a sentence."""
        return self.is_open or (_is_lower(self.after) and not self.is_finished)

    @property
    def is_between_rows(self) -> bool:
        """Whether both lines begin alike."""
        return _first_word(self.line) == _first_word(self.after) or (self.line[0].isdigit() and self.after[0].isdigit())

    @property
    def is_unspaced(self) -> bool:
        """Whether the script puts no spaces between words, so that none may be put here."""
        return bool(_UNSPACED.match(self.line[-1]) or _UNSPACED.match(self.after[0]))


class _Passage(NamedTuple):
    """Lines of one block between which a break may be a wrap, and what all of them together show."""

    breaks: tuple[_Break, ...]
    lines: tuple[str, ...]
    longest: int
    widest: int
    is_sentence: bool
    runs_on: bool

    @classmethod
    def of(cls, lines: tuple[str, ...]) -> _Passage:
        """Measured once, so that each break costs no more than its own two lines."""
        breaks = tuple(_Break(*two) for two in pairwise(lines))
        return cls(
            breaks=breaks,
            lines=lines,
            longest=max(map(len, lines)),
            widest=max((len(line) for line in lines if len(line) <= _WIDEST), default=0),
            is_sentence=not _is_lower(lines[0]) and _FINISHED.search(lines[-1]) is not None,
            runs_on=any(here.runs_on and not here.is_between_rows for here in breaks),
        )

    def wraps(self, here: _Break, width: int) -> bool:
        """Whether a break is a wrap, in a text that is known to be ``width`` wide, or 0."""
        if here.is_unspaced or here.is_between_rows:
            return False
        return self._fills(here, width) or self._breaks_sentence(here)

    def _fills(self, here: _Break, width: int) -> bool:
        """Whether the next word would not have fitted into the width of the text, or of a passage that is one."""
        is_mid_sentence = self.is_sentence and not here.is_finished
        if is_mid_sentence and self.runs_on:
            width = width or self.widest
        is_of_width = self.longest <= width * (1 + _ROUGHLY)
        return is_of_width and here.filled > width * (1 - _ROUGHLY if is_mid_sentence else 1)

    def _breaks_sentence(self, here: _Break) -> bool:
        """Whether a sentence runs across the break, by how the lines begin and end."""
        is_long = len(here.line) >= _WRAPPED
        if here.is_open or (self.is_sentence and (here.runs_on or (is_long and here.line.endswith(",")))):
            return here.filled > _RAGGED * self.widest
        is_full = is_long and len(here.line) <= _WIDEST and here.filled > self.widest
        return here.runs_on and is_full and not _is_lower(self.lines[0])


def unwrapped(text: str) -> str:
    """``text`` with the lines that were wrapped by hand joined. Doing it twice is doing it once.

    A text in which joining goes on and on is left as it is.
    """
    joined = text
    for _ in range(_MOST_PASSES):
        before, joined = joined, _once_unwrapped(joined)
        if joined == before:
            return joined
    return text


def _once_unwrapped(text: str) -> str:
    blocks = [block.split("\n") for block in text.split("\n\n")]
    if all(len(lines) == 1 for lines in blocks):
        return text
    listed = _listed(line for lines in blocks for line in lines)
    passages = [[_Passage.of(lines) for lines in _parted(block, listed)] for block in blocks]
    width = _width([passage for block in passages for passage in block])
    return "\n\n".join("\n".join(_joined(passage, width) for passage in block) for block in passages)


def _parted(lines: list[str], listed: frozenset[int]) -> Iterator[tuple[str, ...]]:
    """The lines of a block, parted wherever a break must stand."""
    passage = lines[:1]
    for line, after in pairwise(lines):
        if line and after and not line.endswith(":") and not _begins(after, listed):
            passage.append(after)
        else:
            yield tuple(passage)
            passage = [after]
    yield tuple(passage)


def _begins(line: str, listed: frozenset[int]) -> bool:
    """Whether a line begins something of its own: an item, a key, a rule of signs."""
    number = _NUMBER.match(line)
    if number and int(number[1]) in listed:
        return True
    return bool(_SIGNS.match(line) or (not _is_lower(line) and _KEY.match(line)))


def _listed(lines: Iterable[str]) -> frozenset[int]:
    """The numbers that count: “2.” beside “1.” is an item, “80.” alone the end of “Interstate 80.”."""
    numbers = {int(number[1]) for line in lines if (number := _NUMBER.match(line))}
    return frozenset(number for number in numbers if not numbers.isdisjoint((number - 1, number + 1)))


def _width(passages: list[_Passage]) -> int:
    """The width at which a text is wrapped, 0 where nothing shows that it is."""
    shown = [p.widest for p in passages if any(len(b.line) >= _WRAPPED and p.wraps(b, 0) for b in p.breaks)]
    if shown:
        return max(shown)
    if any(line != line.upper() for passage in passages for line in passage.lines):
        return 0
    width = max(passage.widest for passage in passages)
    breaks = (here for passage in passages for here in passage.breaks)
    full = (b for b in breaks if len(b.line) >= _CAPITALS and b.filled > width and not b.is_finished)
    return width if sum(1 for _ in full) > 1 else 0


def _joined(passage: _Passage, width: int) -> str:
    """The lines of a passage with spaces for its wraps."""
    joints = (" " if passage.wraps(here, width) else "\n" for here in passage.breaks)
    return passage.lines[0] + "".join(
        f"{joint}{here.after}" for joint, here in zip(joints, passage.breaks, strict=True)
    )


def _first_word(line: str) -> str:
    return line.partition(" ")[0]


def _is_lower(line: str) -> bool:
    return line.lstrip(_OPENING)[:1].islower()


# Lists


class Paragraph(NamedTuple):
    """Lines that belong together; their breaks are meant."""

    lines: tuple[str, ...]


class Listing(NamedTuple):
    """Items without their markers, each with its lines; ``start`` is the first number, None for bullets.

    ``loose`` items stand apart, with blank lines between them.
    """

    start: int | None
    items: tuple[tuple[str, ...], ...]
    loose: bool


class _Item(NamedTuple):
    marker: str
    lines: list[str]
    opens_block: bool

    @property
    def number(self) -> int | None:
        return int(self.marker) if self.marker.isdigit() else None

    def follows(self, other: _Item) -> bool:
        """Whether it is the next item of the list that the other one is in."""
        if self.number is None or other.number is None:
            return self.marker == other.marker
        return self.number == other.number + 1


def parts(text: str) -> tuple[Paragraph | Listing, ...]:
    """The paragraphs and lists of a text, in their order."""
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n\s*\n", text)]
    listed = _listed(line for block in blocks for line in block)
    found: list[Paragraph | Listing] = []
    run: list[_Item] = []
    for block in filter(None, blocks):
        before, items = _items(block, listed)
        if before:
            found += (*_listing(run), Paragraph(tuple(before)))
            run = []
        for item in items:
            if run and not item.follows(run[-1]):
                found += _listing(run)
                run = []
            run.append(item)
    return (*found, *_listing(run))


def _items(block: list[str], listed: frozenset[int]) -> tuple[list[str], list[_Item]]:
    """What stands before the first marker of a block, and its items; a line without a marker goes on with its item."""
    before: list[str] = []
    items: list[_Item] = []
    for number, line in enumerate(block):
        marker, words = _marked(line, listed)
        if marker:
            items.append(_Item(marker, [words], number == 0))
        else:
            (items[-1].lines if items else before).append(line)
    return before, items


def _marked(line: str, listed: frozenset[int]) -> tuple[str, str]:
    """The marker of an item and its words; no marker where the line is none."""
    if bullet := _BULLET.match(line):
        return bullet[1] or bullet[2], line[bullet.end() :]
    if (number := _NUMBER.match(line)) and int(number[1]) in listed:
        return number[1], line[number.end() :]
    return "", line


def _listing(run: list[_Item]) -> Iterator[Listing]:
    if run:
        loose = len(run) == 1 or any(item.opens_block for item in run[1:])
        yield Listing(run[0].number, tuple(tuple(item.lines) for item in run), loose)


def in_one_line(text: str) -> str:
    """``text`` where only one line is to be had: the items of a list stand behind one another, between semicolons."""
    rows: list[tuple[str, bool]] = []
    for part in parts(text):
        if isinstance(part, Paragraph):
            rows.append((" ".join(part.lines), False))
        else:
            marks = (f"{part.start + at}. " if part.start is not None else "" for at in range(len(part.items)))
            rows += ((mark + " ".join(lines), True) for mark, lines in zip(marks, part.items, strict=True))
    said = [f"{row};" if is_item and not _FINISHED.search(row) else row for row, is_item in rows[:-1]]
    return " ".join(" ".join([*said, *(row for row, _ in rows[-1:])]).split())


# Addresses

_ADDRESS = re.compile("https?://[^\\s<>\"'`\\\\^{}|“”„«»\u3000-\u303f\uff00-\uffef]+", re.IGNORECASE)
_OPENS = {")": "(", "]": "["}
_TRAILING = ".,;:!?…’‘*"
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[\w.-]{0,251}[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_NETLOC = re.compile(r"(?i:(https?)://)([^/?#]*)")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]+")
_LONGEST_LABEL = 63
_SHOWN = 72


class Address(NamedTuple):
    """An address in a text: where it stands, where it leads, and how it is shown.

    The host is in Punycode and all else in ASCII, so that no sign can pass for another; the host is shown whole.
    """

    start: int
    end: int
    href: str
    shown: str


def addresses(text: str) -> Iterator[Address]:
    """The whole addresses in a text, without the punctuation around them."""
    for found in _ADDRESS.finditer(text):
        written = trimmed(found[0])
        end = found.start() + len(written)
        if text.startswith("…", end):  # cut off, it would lead elsewhere
            continue
        if href := in_ascii(written):
            yield Address(found.start(), end, href, _shortened(href))


def trimmed(address: str) -> str:
    """An address as it was found in a text, without the punctuation and the brackets that belong to the sentence."""
    counts = {sign: address.count(sign) for pair in _OPENS.items() for sign in pair}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _OPENS and counts[last] > counts[_OPENS[last]]:
            counts[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def in_ascii(address: str) -> str:
    """The address in ASCII, or nothing where its host is none that one could be shown."""
    found = _NETLOC.match(address)
    if found is None:
        return ""
    labels = normalize("NFKC", found[2]).lower().split(".")
    if any(len(label) > _LONGEST_LABEL for label in labels):
        return ""
    host = ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)
    if not _HOST.fullmatch(host):
        return ""
    rest = _NOT_ASCII.sub(lambda signs: quote(signs[0], errors="replace"), address[found.end() :])
    return f"{found[1].lower()}://{host}{rest}"


def _shortened(href: str) -> str:
    """An address short enough to be read, its host always whole."""
    host = _NETLOC.match(href)
    least = host.end() + 1 if host else 0
    return href if len(href) <= _SHOWN else f"{href[: max(_SHOWN - 1, least)]}…"


# What is said


_STRUCK = re.compile(r" ?\[struck out: [^\[\]\n]*\]")
_NO_BRACKETS = str.maketrans("[]\n", "() ")


def struck(words: str) -> str:
    """Words that no longer hold, marked so that they do not read as if they did."""
    return f"[struck out: {words.strip().translate(_NO_BRACKETS)}]"


def spoken(text: str) -> str:
    """What a text says now: without what is struck out, and without the addresses in brackets behind a link's words."""
    kept, done = [], 0
    for found in addresses(text):
        if text[found.start - 1 : found.start] == "(" and text.startswith(")", found.end):
            kept.append(text[done : found.start - 1].rstrip(" "))
            done = found.end + 1
    return _STRUCK.sub("", "".join([*kept, text[done:]])).strip()
