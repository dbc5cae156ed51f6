"""Slips of typing in YAML, each with the true place, the true remedy, and the lines as they were meant.

YAML says of a slip what its grammar stumbled over, often a line or a page later. So where a text is no YAML, every slip
that people make is tried on the lines above: one that makes the reading go on beyond the place is what was meant.
Nothing here looks at a text that can be read, so nothing that is right can be refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""What looks like a space and is none for YAML, as a part of a pattern; word processors and web pages write it."""

IN_QUOTES = "put the whole text in double quotes"

_LIST_MARKS = "\u2013\u2014\u2212\u2010\u2011\u2012•·‣▪●○*"
"""Dashes of every length, and the bullets of word processors."""

_CURLY = "“”„‟‘’\u201a«»"
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NEAR = 3
"""Lines above the one where reading ended in which every kind of slip is looked for."""

_LINE = re.compile(
    rf"(?P<indent>[ \t{ODD_SPACES}]*)(?P<dashes>(?:-[ \t{ODD_SPACES}]+)*)"
    rf"(?:(?P<key>[\w.@-]+)(?P<colon>:(?:[ \t{ODD_SPACES}]+|\Z)))?(?P<value>.*)",
    re.DOTALL,
)
_ODD = re.compile(f"[{ODD_SPACES}]")
_OTHER_MARK = re.compile(rf"[ \t{ODD_SPACES}]*(?P<mark>[{_LIST_MARKS}])(?P<gap>[ \t{ODD_SPACES}]+)\S")
_TIGHT_DASH = re.compile(r" *-(?=[^\s-])")
_TIGHT_COLON = re.compile(r"(?:- +)*(?P<key>[A-Za-z_][\w-]*):(?=[^\s:/])")
_OTHER_COLON = re.compile(r"(?:- +)*(?P<key>[A-Za-z_][\w-]*)(?P<sign> *[=;\uff1a\ufe55]|(?= ))[ \t]*(?=\S)")
_NO_COLON = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*\Z")
_KEPT = "[]{}>|*&!%@`?,#"
_VERSIONS = re.compile(r"(?:<{7}|={7}|>{7})(?: |\Z)")
_SIGN_FIRST = re.compile(r"[%@`](?=[\w-]+:(?:\s|\Z))")
_FENCE = re.compile(r"[ \t]*(?:`{3,}|~{3,})")
_LISTED_TEXT = re.compile(r"[\[,]\s*(?P<text>[^\s\"'{}\[\],:][^{}\[\],:]*)(?=[\],])")
_BRACED_TEXT = re.compile(r"[{,]\s*[\w-]+:\s+(?P<text>[^\s\"'{}\[\],][^{}\[\],]*)")


class Slip(NamedTuple):
    """What may have been mistyped: its line and column, counted from 0, and the lines as they may have been meant."""

    line: int
    column: int
    problem: str
    remedy: str
    meant: Mapping[int, str]


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML counts them, without their ends."""
    return _BREAK.split(text)


def slip_in_key(key: str) -> tuple[str, str] | None:
    """What was mistyped in a key without quotes that could be read, and the remedy; None where nothing was."""
    if odd := _ODD.search(key):
        where = "before" if odd.start() == 0 else "in"
        return f"has a space that is none for YAML {where} it (a non-breaking one)", "type a plain space instead"
    if key[0:1] in (*_LIST_MARKS, "-") and len(key) > 1:
        return f"begins with “{key[0]}” where a list begins with a hyphen and a space", f"write “- {key[1:].lstrip()}”"
    return None


def slip_at_comma(value: str, rest: str) -> tuple[str, str]:
    """What was mistyped where a comma between braces cut ``rest`` off a value without quotes, and the remedy."""
    if re.fullmatch(r"[-+]?[0-9]+", value) and re.match(r"[0-9]", rest):
        return f"“{value},{rest}” has a comma for a point", f"write {value}.{rest}"
    return f"ends at its comma, before “{rest[:40]}”", IN_QUOTES


def slips(lines: Sequence[str], reached: int) -> Iterator[Slip]:
    """Every slip there may be in the lines up to ``reached``, where the reading ended; the surer ones first."""
    yield from _whole(lines)
    near = range(max(0, reached - _NEAR), min(reached + 2, len(lines)))
    for find in (_spaces, _marks, _colons, _brackets, _values):
        for number in near:
            yield from find(number, lines[number])
    for number in range(min(reached + 1, len(lines))):
        yield from _quotes(number, lines[number])
        yield from _brackets(number, lines[number])
    for number in near:
        yield from _missing_colon(number, lines[number])
    for run in (_alone, _with_what_hangs_on_it):
        for number in near:
            yield from _indents(number, lines, run(number, lines))


def _whole(lines: Sequence[str]) -> Iterator[Slip]:
    """Lines that belong to no YAML at all."""
    versions = [number for number, line in enumerate(lines) if _VERSIONS.match(line)]
    if versions:
        meant = dict.fromkeys(versions, "")
        yield Slip(versions[0], 0, "holds two versions that git could not join", "keep one, delete the marks", meant)
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    if fences:
        column = len(lines[fences[0]]) - len(lines[fences[0]].lstrip())
        remedy = "delete this line, and the one that ends the block" if len(fences) > 1 else "delete this line"
        yield Slip(fences[0], column, "is the mark of a code block, copied along", remedy, dict.fromkeys(fences, ""))
    for number, line in enumerate(lines):
        if _SIGN_FIRST.match(line):
            problem = f"begins with “{line[0]}”, which YAML keeps for itself"
            yield Slip(number, 0, problem, "delete this sign", {number: line[1:]})
    seconds = [number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "...")]
    if seconds:
        yield Slip(seconds[0], 0, "begins a second document", "delete this line", dict.fromkeys(seconds, ""))


def _spaces(number: int, line: str) -> Iterator[Slip]:
    """Spaces that are none, before a key or after its colon."""
    row = _LINE.fullmatch(line)
    head = line[: row.start("value")] if row else ""
    odd = _ODD.search(head)
    if odd:
        problem = "has a space that is none for YAML (a non-breaking one, as word processors write it)"
        yield Slip(number, odd.start(), problem, "type a plain space instead", {number: _plain(line, len(head))})
    tab = head.find("\t")
    if tab < 0 or row is None:
        return
    if tab >= len(row["indent"]):
        yield Slip(number, tab, "has a tab behind its sign", "type a space instead", {number: _plain(line, len(head))})
        return
    for width in (2, 4, 6, 8, 0):
        meant = " " * width + _plain(line.lstrip(" \t"), len(head.lstrip(" \t")))
        yield Slip(number, tab, "is indented with a tab", "use spaces", {number: meant})


def _plain(line: str, until: int) -> str:
    return _ODD.sub(" ", line[:until]).replace("\t", " ") + line[until:]


def _marks(number: int, line: str) -> Iterator[Slip]:
    """Signs that are to be the dash of a list."""
    other = _OTHER_MARK.match(line)
    if other:
        at = other.start("mark")
        problem = f"begins with “{other['mark']}”, which begins no list"
        meant = f"{_plain(line[:at], at)}- {line[other.end('gap') :]}"
        yield Slip(number, at, problem, "write a hyphen and a space (- )", {number: meant})
    tight = _TIGHT_DASH.match(line)
    if tight and line.strip() not in ("---", "..."):
        at = tight.end()
        yield Slip(
            number, at, "has no space behind its dash", "write a space there", {number: f"{line[:at]} {line[at:]}"}
        )


def _colons(number: int, line: str) -> Iterator[Slip]:
    """A colon with nothing behind it, or another sign in its place."""
    start = len(line) - len(line.lstrip())
    tight = _TIGHT_COLON.match(line, start)
    if tight:
        at = tight.end()
        remedy = f"write “{tight['key']}: {line[at:].strip()[:40]}”"
        yield Slip(number, at, "has no space behind its colon", remedy, {number: f"{line[:at]} {line[at:]}"})


def _missing_colon(number: int, line: str) -> Iterator[Slip]:
    start = len(line) - len(line.lstrip())
    other = _OTHER_COLON.match(line, start)
    if other:
        at, rest = other.start("sign"), line[other.end() :]
        remedy = f"write “{other['key']}: {rest.strip()[:40]}”"
        problem = f"has no colon behind “{other['key']}”"
        yield Slip(number, at, problem, remedy, {number: f"{line[:at]}: {rest}"})
    alone = _NO_COLON.match(line, start)
    if alone:
        problem = f"has no colon behind “{alone['key']}”"
        yield Slip(number, alone.end("key"), problem, "write one", {number: f"{line.rstrip()}:"})


def _values(number: int, line: str) -> Iterator[Slip]:
    """A text that needs quotes and has none."""
    row = _LINE.fullmatch(line)
    value = row["value"].rstrip() if row else ""
    if row is None or not value or value[0] in "\"'":
        return
    start = row.start("value")
    meant = {number: f"{line[:start]}{_quoted(value)}"}
    second = re.search(r":(?=\s|\Z)", value)
    if value[0] in _CURLY:
        problem = "begins with a curly quotation mark, which quotes nothing for YAML"
        yield Slip(number, start, problem, 'put the whole text in straight double quotes (")', meant)
    elif value[0] == "-" and value[1:2] in ("", " "):
        yield Slip(number, start, "begins a list behind its key", f"{IN_QUOTES}, or begin a new line", meant)
    elif value[0] in _KEPT:
        yield from _within_braces(number, line, start)
        yield Slip(number, start, _kept(value), IN_QUOTES, meant)
    elif second and (row["key"] or row["dashes"]):
        yield Slip(number, start + second.start(), "has a second colon", IN_QUOTES, meant)


def _within_braces(number: int, line: str, start: int) -> Iterator[Slip]:
    """A text between brackets that needs quotes."""
    for found in _BRACED_TEXT.finditer(line, start):
        text, at = found["text"].rstrip(), found.start("text")
        meant = {number: f"{line[:at]}{_quoted(text)}{line[at + len(text) :]}"}
        if comment := re.search(r"\s#", text):
            yield Slip(
                number, at + comment.start() + 1, "ends before “#”, which begins a comment for YAML", IN_QUOTES, meant
            )
        elif colon := re.search(r":(?=\s|\Z)", text):
            yield Slip(number, at + colon.start(), "has a second colon", IN_QUOTES, meant)
        elif text[0] in _KEPT:
            yield Slip(number, at, _kept(text), IN_QUOTES, meant)
    for found in _LISTED_TEXT.finditer(line, start):
        text, at = found["text"].rstrip(), found.start("text")
        if text[0] in _KEPT:
            meant = {number: f"{line[:at]}{_quoted(text)}{line[at + len(text) :]}"}
            yield Slip(number, at, _kept(text), IN_QUOTES, meant)


def _kept(text: str) -> str:
    return f"begins with “{text[0]}”, which YAML keeps for itself"


def _quotes(number: int, line: str) -> Iterator[Slip]:
    """Quotation marks that never close, or close too early."""
    row = _LINE.fullmatch(line)
    value = row["value"].rstrip() if row else ""
    if row is None or value[:1] not in ("'", '"') or not value:
        return
    start, sign = row.start("value"), value[0]
    end = _closing(value)
    if end < 0:
        closed = value[:-1] if value[-1] in f"{_CURLY}'\"" and len(value) > 1 else value
        meant = {number: f"{line[:start]}{closed}{sign}"}
        yield Slip(number, start, "opens a quotation mark that never closes", f"close it with {sign}", meant)
        return
    rest = value[end + 1 :].lstrip()
    at = start + len(value) - len(rest)
    if rest == ",":
        yield Slip(number, at, "ends with a comma", "delete it", {number: line[:at].rstrip()})
    elif sign == "'" and value[-1] == "'" and rest:
        meant = {number: f"{line[:start]}{_quoted(value[1:-1])}"}
        problem = "has an apostrophe between single quotation marks, which ends the text"
        yield Slip(number, start + end, problem, "put the text in double quotes instead", meant)
    elif rest and rest[0] not in "#,:":
        meant = {number: f"{line[:start]}{_quoted(value)}"}
        remedy = f"{IN_QUOTES}, and write “ and ” within it"
        yield Slip(number, at, "goes on behind its closing quotation mark", remedy, meant)


def _closing(value: str) -> int:
    """Where a quoted text ends, or -1."""
    pattern = r'"(?:[^"\\]|\\.)*"' if value[0] == '"' else r"'(?:[^']|'')*'"
    found = re.match(pattern, value)
    return found.end() - 1 if found else -1


def _brackets(number: int, line: str) -> Iterator[Slip]:
    """A bracket that does not close on its line."""
    row = _LINE.fullmatch(line)
    value = row["value"].rstrip() if row else ""
    if row is None or value[:1] not in ("{", "["):
        return
    start, open_ = row.start("value"), value[0]
    close = "}" if open_ == "{" else "]"
    missing = value.count(open_) - value.count(close)
    if missing > 0:
        meant = {number: f"{line.rstrip()}{close * missing}"}
        yield Slip(number, start, f"opens “{open_}” and never closes it", f"close it with {close}", meant)
    elif missing < 0 and value.endswith(close):
        meant = {number: line.rstrip()[:missing]}
        yield Slip(number, len(line.rstrip()) - 1, f"closes “{close}” once too often", "delete it", meant)


def _alone(number: int, _: Sequence[str]) -> list[int]:
    return [number]


def _with_what_hangs_on_it(number: int, lines: Sequence[str]) -> list[int]:
    own = len(_indent(lines[number]))
    below = range(number + 1, len(lines))
    return [number, *takewhile(lambda at: lines[at].strip() and len(_indent(lines[at])) >= own, below)]


def _indents(number: int, lines: Sequence[str], run: Sequence[int]) -> Iterator[Slip]:
    """Lines that begin too far in or out, mended to where a line above begins, the nearest first."""
    row = _LINE.fullmatch(lines[number])
    if row is None or not (row["key"] or row["dashes"]):
        return
    own = len(row["indent"])
    for width in sorted(_begun(lines[:number]) - {own}, key=lambda width: (abs(width - own), -width)):
        is_in = f"is indented by {_spaces_in_words(own)}" if own else "is not indented"
        remedy = f"write {_spaces_in_words(width)} before it" if width else "write it at the very beginning of the line"
        problem = f"{is_in}, and what it belongs to " + (f"by {_spaces_in_words(width)}" if width else "is not")
        meant = {at: " " * (width + len(_indent(lines[at])) - own) + lines[at].lstrip() for at in run}
        yield Slip(number, own, problem, remedy, meant)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _begun(above: Sequence[str]) -> set[int]:
    """The columns at which keys and dashes of the lines above begin."""
    found = {0}
    for line in above[-30:]:
        row = _LINE.fullmatch(line)
        if row and (row["key"] or row["dashes"]):
            found |= {len(row["indent"]), len(row["indent"]) + len(row["dashes"])}
    return found


def _spaces_in_words(count: int) -> str:
    return "1 space" if count == 1 else f"{count} spaces"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
