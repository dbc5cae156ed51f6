"""Changes documents: bytes, text, and what stands in JSON and XML."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

WORDS = (
    *("<script>window.owned=1</script>", "<img src=x onerror=window.owned=1>", "javascript:window.owned=1", "{{7*7}}"),
    *("data:text/html,<script>1</script>", "]]>", "<!--", "-->", "<![CDATA[", "&amp;lt;b&amp;gt;", "&#0;", "&#x202e;"),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "\x00", "\x1b[2J", "\u202e", "\ufeff", "\ufffe", "\u2028", "\ud800"),
    *("1e400", "-0", "NaN", "Infinity", "9" * 400, "-1", "0x10", "٣", "²", "true", "null", "", " ", "\n---\n", "!!a b"),
    *(
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-02-30",
        "2026-11-20T25:61",
        "20261120",
        "2026-W47",
    ),
    *("0000-00-00", "0001-01-01 00:00", "9999-12-31 23:59", "1989-12-31T23:59-14:00", "2070-01-01", "!!timestamp 2026"),
    *("1" + "0" * 5_000, "9" * 5_000, "-1" + "2" * 5_000 + ".5", "1.0e9999", "99999999999 days", "P9999999D"),
    *("&#99999999999;", "&#" + "9" * 5_000 + ";", "&#x" + "f" * 5_000 + ";", "&#xD800;", "&#" + "0" * 5_000 + "65;"),
    *("&amp;#99999999999;", "&amp;amp;#" + "9" * 5_000 + ";", '"\\UFFFFFFFF"', '"\\ud83d"', "%YAML 1." + "9" * 5_000),
    *("P99999999999D", "-62135596800", "253402300800", "Fri, 31 Feb 2026 99:99:99 XYZ", "2026-03-29T02:30:00"),
    *(
        "http://[",
        "http://a:b@[::1",
        "http://\u0130.example/",
        "//x",
        "a" * 3_000,
        "[" * 300,
        "<a>" * 300,
        "*a: &a [*a]",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**18, 10**30, 1e308, float("inf"), float("nan"), -0.0, 0.1, [], {}, [[]], [{}]),
    *([None], {"": None}, {"id": {}}, ["a", 1, None, {}], 253402300800, -62135596801, 1795168800, 1795168800000),
)
_NUMBER = re.compile(rb"\d+")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_YEARS = (b"0000", b"0001", b"1066", b"1989", b"1990", b"2069", b"2070", b"2262", b"9999", b"99999")
_SCALAR = re.compile(rb"(?<=: )[^\n{\[,}\]]{1,80}")
_TEXT = re.compile(rb'(?<=[">:])[^"<>\n]{1,80}')


def changed(body: bytes, other: bytes, dice: random.Random) -> bytes:
    """The document with one to four changes; ``other`` lends some of its own."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        way = dice.choice(_of_structure if dice.random() < 0.6 else _of_bytes)
        body = way(body, other, dice)
    return body


def _hostile(dice: random.Random) -> bytes:
    return dice.choice(WORDS).encode("utf-8", "surrogatepass")


def _span(body: bytes, dice: random.Random, longest: int = 200) -> tuple[int, int]:
    start = dice.randrange(len(body) + 1)
    return start, min(len(body), start + dice.randrange(1, longest))


def _flip(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    changing = bytearray(body)
    for _ in range(dice.choice((1, 3, 20)) if body else 0):
        changing[dice.randrange(len(body))] = dice.randrange(256)
    return bytes(changing)


def _cut(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(len(body) + 1)]


def _drop(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice)
    return body[:start] + body[end:]


def _double(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice)
    return body[:end] + body[start:end] * dice.choice((1, 2, 50)) + body[end:]


def _insert(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    start, _ = _span(body, dice)
    return body[:start] + _hostile(dice) + body[start:]


def _cross(body: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _span(body, dice, 2_000)
    first, last = _span(other, dice, 2_000)
    return body[:start] + other[first:last] + body[end:]


def _replace(pattern: re.Pattern[bytes]) -> Callable[[bytes, bytes, random.Random], bytes]:
    def replaced(body: bytes, other: bytes, dice: random.Random) -> bytes:
        found = list(pattern.finditer(body))
        if not found:
            return _insert(body, other, dice)
        at = dice.choice(found)
        return body[: at.start()] + _hostile(dice) + body[at.end() :]

    return replaced


def _grown(body: bytes, other: bytes, dice: random.Random) -> bytes:
    """A number of thousands of digits in the place of a number."""
    found = list(_NUMBER.finditer(body))
    if not found:
        return _insert(body, other, dice)
    at = dice.choice(found)
    return body[: at.start()] + at[0] * (dice.choice((400, 5_000)) // len(at[0]) + 1) + body[at.end() :]


def _moved(body: bytes, other: bytes, dice: random.Random) -> bytes:
    """A time in another year: some nobody means, and the last and the first that somebody may."""
    found = list(_MOMENT.finditer(body))
    if not found:
        return _grown(body, other, dice)
    at = dice.choice(found)
    ends = dice.choice((at[0][4:], b"-12-31T23:59:59-14:00", b"-01-01T00:00:00+14:00", b"-12-31", b"-00-00"))
    return body[: at.start()] + dice.choice(_YEARS) + ends + body[at.end() :]


def _referred(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    """A reference to a character that there is or is not, within a text."""
    found = list(_TEXT.finditer(body))
    at = dice.choice(found).start() if found else dice.randrange(len(body) + 1)
    number = dice.choice((0, 1, 11, 65, 149, 0xD800, 0xFFFE, 0xFFFF, 0x10FFFF, 0x110000, 2**31, 2**64))
    digits = dice.choice((f"{number}", f"x{number:x}", f"X{number:X}", f"{number:06000}", f"x{number:06000x}"))
    return body[:at] + f"&#{digits}{dice.choice((';', ';', ' '))}".encode() + body[at:]


def _encode(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    text = body.decode("utf-8", "replace")
    encoding = dice.choice(("utf-16", "utf-16-be", "utf-32", "latin-1", "utf-8-sig", "cp1252", "utf-7"))
    return text.encode(encoding, "replace")


def _lines(body: bytes, _other: bytes, dice: random.Random) -> bytes:
    lines = body.split(b"\n")
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    if dice.random() < 0.5:
        lines.insert(to, lines[at])
    else:
        lines[at], lines[to] = lines[to], lines[at]
    return b"\n".join(lines)


def _structured(body: bytes, other: bytes, dice: random.Random) -> bytes:
    try:
        if body.lstrip()[:1] in (b"{", b"["):
            return _json(json.loads(body), dice)
        if body.lstrip()[:1] == b"<":
            return _xml(etree.fromstring(body, etree.XMLParser(resolve_entities=False)), dice)
    except (ValueError, RecursionError, etree.LxmlError):
        pass
    return dice.choice((_lines, _replace(_TEXT), _replace(_SCALAR), _moved))(body, other, dice)


def _json(data: Any, dice: random.Random) -> bytes:
    places: list[tuple[Any, Any]] = []
    todo = [data]
    while todo:
        node = todo.pop()
        inner = (
            list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        )
        places += ((node, key) for key, _ in inner)
        todo += (value for _, value in inner)
    if places:
        node, key = dice.choice(places)
        match dice.randrange(6):
            case 0:
                node[key] = dice.choice(VALUES)
            case 1:
                node[key] = dice.choice(WORDS)
            case 2:
                lender, held = dice.choice(places)
                node[key] = copy.deepcopy(lender[held])
            case 3:
                del node[key]
            case 4 if isinstance(node, list):
                node[key:key] = [copy.deepcopy(node[key])] * dice.choice((1, 30))
            case _:
                node[key] = dice.choice(([node[key]], {"a": node[key]}, str(node[key])))
    return json.dumps(data).encode()


def _xml(root: Any, dice: random.Random) -> bytes:
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    node, lender = dice.choice(nodes), dice.choice(nodes)
    match dice.randrange(7):
        case 0:
            node.text = _fit(dice.choice(WORDS))
        case 1 if node.attrib:
            node.set(dice.choice(list(node.attrib)), _fit(dice.choice(WORDS)))
        case 2 if node.getparent() is not None:
            node.getparent().remove(node)
        case 3 if node.getparent() is not None:
            for _ in range(dice.choice((1, 30))):
                node.addnext(copy.deepcopy(node))
        case 4:
            node.append(copy.deepcopy(lender))
        case 5:
            node.text, lender.text = lender.text, node.text
        case _:
            node.tag = lender.tag
    written: bytes = etree.tostring(root)
    return written


def _fit(words: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", words)


_of_bytes = (_flip, _cut, _drop, _double, _insert, _cross, _replace(_NUMBER), _replace(_TEXT), _encode, _lines)
_of_structure = (
    *(_structured, _structured, _structured, _structured, _structured),
    *(_replace(_TEXT), _replace(_NUMBER), _replace(_SCALAR), _grown, _moved, _referred),
)
