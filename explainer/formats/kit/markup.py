"""HTML tags to the breaks, markers and words they stand for.

Whole tags only: everything else is text, and stays. What comes out is still to be cleaned: it may hold entities, and
the private-use characters :data:`BREAK` and :data:`AMPERSAND`, which ``text`` beside it replaces at the end.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

BREAK = "\ue000"
"""A line break, while HTML's own line breaks, which are spaces, are collapsed."""
AMPERSAND = "\ue001"
"""The ``&`` of an address, which begins no entity."""

_BLOCK_NAMES = (
    "address|article|aside|blockquote|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|tfoot|"
    "thead|tr|ul"
)
_INLINE_NAMES = (
    "a|abbr|acronym|applet|area|audio|b|base|basefont|bdi|bdo|big|blink|body|button|canvas|cite|code|col|"
    "colgroup|data|datalist|del|dfn|em|embed|font|frame|frameset|head|html|i|img|input|ins|kbd|label|legend|"
    "link|map|mark|marquee|math|meta|meter|nobr|noembed|noframes|noscript|object|optgroup|option|output|"
    "param|picture|plaintext|progress|q|rb|rp|rt|rtc|ruby|s|samp|select|slot|small|source|span|strike|strong|"
    "sub|sup|svg|td|textarea|th|time|title|track|tt|u|var|video|wbr|xmp"
)
DROPPED_NAMES = "script|style|template|iframe"
BLOCKS = frozenset(_BLOCK_NAMES.split("|"))
KNOWN = BLOCKS.union(_INLINE_NAMES.split("|"), DROPPED_NAMES.split("|"))

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track"}
    | {"wbr"}
)
_ENDS_ITSELF = frozenset({"dd", "dt", "li", "option", "p", "td", "th", "tr"})
_STRUCK = frozenset({"s", "strike", "del"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})

TAG = re.compile(r"""<(/?)([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.ASCII)
# An element HTML does not know (seen: `<region>PILBARA</region>`) counts only if it can be nothing else.
_SPACE = rf"[\s{BREAK}]"
_ATTRIBUTES = re.compile(
    rf"""(?:{_SPACE}+[\w:.-]+{_SPACE}*={_SPACE}*(?:"[^"<>]*"|'[^'<>]*'|[^\s{BREAK}"'<>]+))*{_SPACE}*/?""", re.ASCII
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE)
_WHOLE_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE = re.compile(rf"(\s*(?:•|\d{{1,4}}\.)\s|)([^{BREAK}]+)")
_MOST_ATTRIBUTES = 50
_HIGHEST = 9_999


class Manner(NamedTuple):
    """Two functions: from a link's words and address, and from struck-out words, to the text that stands for them."""

    linked: Callable[[str, str], str]
    struck: Callable[[str], str]


class _Open(NamedTuple):
    """An element that is open: where its words begin, where it leads, whether it strikes them out."""

    name: str
    start: int
    href: str
    struck: bool


def is_known(name: str) -> bool:
    """Whether HTML has an element of that name."""
    return name.lower() in KNOWN


def has_blocks(text: str) -> bool:
    """Whether elements break the text into lines, so that its own line breaks are but spaces."""
    return any(tag[2].lower() in BLOCKS for tag in TAG.finditer(text))


def walked(text: str, manner: Manner) -> str:
    """``text`` without its tags, in time proportional to its length."""
    walk = _Walk(manner)
    done = 0
    for tag in TAG.finditer(text):
        walk.say(text[done : tag.start()])
        walk.take(tag)
        done = tag.end()
    walk.say(text[done:])
    return walk.finish()


class _Walk:
    """A walk over the tags from left to right. Ends may be missing or cross each other: none is waited for."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._out: list[str] = []
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._struck = 0
        self._numbers: list[int | None] = []
        self._marker = -1  # where the marker of an item without words stands
        self._is_at_start = True  # of a line

    def say(self, words: str) -> None:
        """Words between two tags."""
        if words:
            self._out.append(words)
            if not words.isspace():
                self._marker = -1
                self._is_at_start = False

    def take(self, tag: re.Match[str]) -> None:
        """The break or the space that a tag stands for; what only looks like a tag is said."""
        closes, name = bool(tag[1]), tag[2].lower()
        if name not in KNOWN:
            self.say(" " if _ATTRIBUTES.fullmatch(tag[3]) else tag[0])
            return
        if closes or name == "a" or (name in _ENDS_ITSELF and self._open and self._open[-1].name == name):
            self._close(name)
        if name in ("td", "th"):
            self._out.append(" ")
        elif name in _LISTS and self._numbers:  # within another one
            self._break(0 if self._is_at_start else 1)
        elif name in BLOCKS and name != "li":
            self._break(1 if name in ("br", "dd", "div", "dt", "tr") else 2)
        if not closes and name not in _VOID:
            self._enter(name, dict(_attributes(tag[3])))

    def finish(self) -> str:
        """What was said, with all that is still open ended."""
        while self._open:
            self._leave()
        return "".join(self._out)

    def _break(self, times: int) -> None:
        if self._marker < 0:  # a marker stands before its words
            self._out.append(times * BREAK)
            self._is_at_start = True

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        if name in _LISTS:
            self._numbers.append(_number(attributes.get("start", "1")) if name == "ol" else None)
        if name == "li":
            self._begin_item(attributes.get("value", ""))
        struck = name in _STRUCK or _LINE_THROUGH.search(attributes.get("style", "")) is not None
        self._struck += struck
        href = attributes.get("href", "") if name == "a" else ""
        self._open.append(_Open(name, len(self._out), href, struck))
        self._names[name] += 1

    def _begin_item(self, value: str) -> None:
        number = self._numbers[-1] if self._numbers else None
        if number is not None:
            number = _number(value, number)
            self._numbers[-1] = number + 1
        self._unmark()
        self._marker = len(self._out) + 1
        self._out += ["" if self._is_at_start else BREAK, f"{number}. " if number is not None else "• "]
        self._is_at_start = False

    def _unmark(self) -> None:
        """Take away the marker of an item that has no words of its own, and its break."""
        if self._marker >= 0:
            self._out[self._marker] = ""
            self._marker = -1
            self._is_at_start = True

    def _close(self, name: str) -> None:
        if not self._names[name]:
            return
        while self._leave() != name:
            pass

    def _leave(self) -> str:
        """End the innermost element."""
        last = self._open.pop()
        self._names[last.name] -= 1
        self._struck -= last.struck
        if last.name in _LISTS:
            self._numbers.pop()
        if last.name == "li":
            self._unmark()
        if last.href:
            self._say_again(last.start, lambda words: self._manner.linked(words, last.href))
        if last.struck and not self._struck:
            self._say_again(last.start, self._strike)
        return last.name

    def _say_again(self, start: int, change: Callable[[str], str]) -> None:
        """Replace what was written since ``start`` by ``change`` of it; spaces and breaks at its end stay outside."""
        words = "".join(self._out[start:])
        end = len(words.rstrip(f" \t\r\n\f{BREAK}"))
        del self._out[start:]
        self.say(change(words[:end]))
        if words[end:]:
            self._out.append(words[end:])

    def _strike(self, words: str) -> str:
        """Struck-out words, marked line by line, so that each line shows where the mark ends."""
        return _LINE.sub(lambda line: line[1] + self._manner.struck(line[2]) if line[2].strip() else line[0], words)


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    """Attributes by name; of two with one name the first counts, so they come last to first."""
    if "=" not in written:
        return
    found = [one for one, _ in zip(_ATTRIBUTE.finditer(written), range(_MOST_ATTRIBUTES), strict=False)]
    for one in reversed(found):
        yield one[1].lower(), _value(one[2] or "")


def _value(written: str) -> str:
    """An attribute's value. Here, unlike in text, only whole entities count: ``?a=1&copy=2`` has none."""
    value = written[1:-1] if written[:1] in ('"', "'") and written[-1:] == written[:1] else written
    return _WHOLE_ENTITY.sub(lambda entity: html.unescape(entity[0]), value).replace(AMPERSAND, "&")


def _number(written: str, otherwise: int = 1) -> int:
    return min(int(written), _HIGHEST) if written.isascii() and written.isdigit() and len(written) < 6 else otherwise
