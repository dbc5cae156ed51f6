"""Design tokens: the colours, sizes and fonts that every style draws on, and whether words can be read in them.

``tokens.css`` holds ours. An operator's file of the same name in ``custom_dir`` holds what is different: it is laid
over ours, each scheme over the same scheme, so that a light colour of theirs never stands on a dark page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """For whom a token holds, and what a style sheet says to mean that. Light ones hold where no other does."""

    LIGHT = ""
    DARK = "(prefers-color-scheme: dark)"
    FORCED = "(forced-colors: active)"
    PRINT = "print"


class Token(NamedTuple):
    """One token: its value, and where that is written."""

    name: str
    value: str
    line: int
    column: int


class Stray(NamedTuple):
    """What stands in a file of tokens and is none, and where."""

    words: str
    line: int
    column: int


class Tokens(NamedTuple):
    """The tokens of a file by scheme and name, and what else stood in it."""

    schemes: Mapping[Scheme, Mapping[str, Token]]
    strays: tuple[Stray, ...] = ()

    def value(self, scheme: Scheme, name: str) -> Token | None:
        """What holds in a scheme, with the names of other tokens in it replaced by what those hold."""
        found = self._written(scheme, name)
        for _ in range(_DEEPEST):
            named = _VAR.fullmatch(found.value) if found else None
            other = self._written(scheme, named["name"]) if named else None
            if found is None or other is None:
                break
            found = found._replace(value=other.value)
        return found

    def _written(self, scheme: Scheme, name: str) -> Token | None:
        return self.schemes.get(scheme, {}).get(name) or self.schemes.get(Scheme.LIGHT, {}).get(name)


_DEEPEST = 5
_VAR = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*\)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"(?P<said>(?:\"[^\"]*\"|'[^']*'|[^{};\"'])*)(?P<end>[{};]|\Z)", re.DOTALL)


def read(css: str) -> Tokens:
    """The tokens of a style sheet: what stands in ``:root``, by itself or inside ``@media`` of a scheme."""
    schemes: dict[Scheme, dict[str, Token]] = {}
    strays: list[Stray] = []
    around: list[str] = []
    for said, end, line, column in _pieces(css):
        if end == "{":
            around.append(" ".join(said.split()))
            continue
        name, colon, value = said.partition(":")
        scheme = _scheme(around)
        if colon and scheme is not None:
            found = Token(name.strip(), " ".join(value.split()), line, column)
            schemes.setdefault(scheme, {})[found.name] = found
        elif said.strip():
            strays.append(Stray(" ".join([*around, said.strip()]), line, column))
        if end == "}" and around:
            around.pop()
    return Tokens(schemes, tuple(strays))


def _pieces(css: str) -> Iterator[tuple[str, str, int, int]]:
    """A style sheet up to each brace or semicolon, with the line and column where that begins."""
    plain = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    for match in _PIECE.finditer(plain):
        at = match.start() + len(match["said"]) - len(match["said"].lstrip())
        line = plain.count("\n", 0, at) + 1
        yield match["said"], match["end"], line, at - (plain.rfind("\n", 0, at) + 1) + 1


def _scheme(around: list[str]) -> Scheme | None:
    if not around or around[-1] != ":root" or len(around) > 2:
        return None
    media = around[0].removeprefix("@media").strip() if len(around) == 2 else ""
    return Scheme(media) if media in set(Scheme) else None


def laid_over(ours: Tokens, theirs: Tokens) -> Tokens:
    """Our tokens with the operator's in their places."""
    return Tokens({scheme: {**found, **theirs.schemes.get(scheme, {})} for scheme, found in ours.schemes.items()})


def written(tokens: Tokens) -> str:
    """Tokens as a style sheet."""
    return "\n".join(_written(scheme, found) for scheme, found in tokens.schemes.items())


def written_for(tokens: Tokens, part: str, dark: str) -> str:
    """Tokens that hold in ``part`` of a page alone; ``dark`` selects what a page is in when it is dark."""
    wholes = {Scheme.LIGHT: part, Scheme.DARK: f"{dark} {part}"}
    return "\n".join(
        _within(found, wholes[scheme]) if scheme in wholes else _written(scheme, found, part)
        for scheme, found in tokens.schemes.items()
    )


def _written(scheme: Scheme, found: Mapping[str, Token], part: str = ":root") -> str:
    root = _within(found, part)
    return f"@media {scheme.value} {{\n{root}\n}}" if scheme.value else root


def _within(found: Mapping[str, Token], part: str) -> str:
    lines = "\n".join(f"  {token.name}: {token.value};" for token in found.values())
    return f"{part} {{\n{lines}\n}}"


# Whether it can be read

TEXT, GRAPHICS = 4.5, 3.0
"""WCAG 2.2, level AA: 1.4.3 for words, 1.4.11 for boundaries and shapes that carry meaning."""

_STATES = ("normal", "watch", "slowed", "stopped", "unknown")
_WORDS = ("--ink", "--soft", "--accent", *(f"--{state}" for state in _STATES))
_PAIRS = (
    *((front, back, TEXT) for back in ("--paper", "--wash") for front in _WORDS),
    ("--paper", "--ink", TEXT),
    *(("--on-sign", f"--{state}-sign", TEXT) for state in _STATES),
    *(("--edge", back, GRAPHICS) for back in ("--paper", "--wash")),
)
_DARK_ONLY = tuple((f"--{state}-sign", "--wash", TEXT) for state in _STATES)
"""In the dark the sign at the top is its colour on dark."""


class Faint(NamedTuple):
    """Two tokens that stand on one another and differ too little."""

    scheme: Scheme
    front: Token
    back: Token
    ratio: float
    least: float


def faint(tokens: Tokens) -> Iterator[Faint]:
    """Every pair whose contrast lies below WCAG's AA, on light and on dark pages."""
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        for one, other, least in (*_PAIRS, *(_DARK_ONLY if scheme is Scheme.DARK else ())):
            front, back = tokens.value(scheme, one), tokens.value(scheme, other)
            if front is None or back is None:
                continue
            ratio = contrast(front.value, back.value)
            if ratio is not None and ratio < least:
                yield Faint(scheme, front, back, ratio, least)


COLOURS = frozenset(name for pair in (*_PAIRS, *_DARK_ONLY) for name in pair[:2])
"""The tokens whose contrast is judged, so that it must be possible to."""


def contrast(one: str, other: str) -> float | None:
    """The contrast of two colours, 1 to 21, by WCAG's formula; None where one of them cannot be read."""
    lights = [_luminance(found) for found in (rgb(one), rgb(other)) if found is not None]
    if len(lights) < 2:
        return None
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")


def rgb(value: str) -> tuple[int, int, int] | None:
    """Red, green and blue of ``#123``, ``#112233`` or ``rgb(17 34 51)``; None of anything else."""
    if _HEX.fullmatch(value):
        digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(value):
        red, green, blue = (min(255, int(part)) for part in found.groups())
        return red, green, blue
    return None
