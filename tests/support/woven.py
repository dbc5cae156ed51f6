"""Hostile text in every field of a document, and in every field of a disruption."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from msgspec import ValidationError

from explainer.model.disruption import Disruption
from tests.support.values import from_dict, plain

LIVE = (
    "<script>window.owned=1</script>Storm",
    "Storm <img src=x onerror=window.owned=1>",
    "javascript:window.owned=1//owned",
    "data:text/html,<script>window.owned=1</script>",
    '<iframe srcdoc="<script>parent.owned=1</script>"></iframe>Storm',
    "<style>*{display:none}</style><link rel=stylesheet href=//owned.example/a.css>Storm",
    "Storm {{ 7*7 }} {% raw %} {{ config }} ${7*7} owned",
    "Storm ![owned](http://owned.example/a.png) [owned](javascript:window.owned=1) <javascript:window.owned=1>",
    "Storm --8<-- 'system.yml'\n\n--8<--\nsystem.yml\n\n# owned\n\n```\n",
    "Storm \u202egnp.denwo\u2066 owned",
    "Storm \x1b[2J\x00\x07owned\x9b",
    "\"'><svg/onload=window.owned=1><a href=javascript:window.owned=1 onclick=window.owned=1>Storm",
    "Storm &amp;lt;script&amp;gt;window.owned=1&amp;lt;/script&amp;gt; &#60;img src=x onerror=window.owned=1&#62;",
    "Storm </title></main></body>--><!--]]><form action=//owned.example><input autofocus onfocus=window.owned=1>",
    'https://owned.example/"onmouseover="window.owned=1\'><script>window.owned=1</script>',
    "http://owned.example/a.png?<b>&quot;;window.owned=1",
    "<meta http-equiv=refresh content='0;url=//owned.example'><base href=//owned.example/>Storm",
)
"""Every one says `owned` or would set it; `Storm` keeps what is left from being empty."""

_TOKEN = re.compile(r"[^\s<>&{}]{0,60}|\d{4}-\d\d-\d\d[T ].{0,20}|\w{3}, \d\d? \w{3} .{0,20}")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

Change = Callable[[str, str], str]
"""The key and the text of a field; returns the text to put there."""


def woven(body: bytes, turn: int) -> Iterator[bytes]:
    """The document with all its prose hostile, and with each of its fields hostile, one field after the other."""
    count = turn

    def hostile() -> str:
        nonlocal count
        count += 1
        return LIVE[count % len(LIVE)]

    yield _changed(body, lambda _key, words: words if _TOKEN.fullmatch(words) else hostile())
    yield _changed(body, lambda _key, words: words if _TOKEN.fullmatch(words) else f"{words} {hostile()}")
    keys: set[str] = set()

    def noted(key: str, words: str) -> str:
        keys.add(key)
        return words

    _changed(body, noted)
    for field in sorted(keys):
        yield _changed(body, lambda key, words, field=field: hostile() if key == field else words)  # type: ignore[misc]


def with_prose(body: bytes, addition: str) -> bytes:
    """The document with ``addition`` behind everything in it that is no code, number, address or time."""

    def with_more(_key: str, words: str) -> str:
        return words if _TOKEN.fullmatch(words) and not words.endswith(".") else f"{words}{addition}"

    return _changed(body, with_more)


def _changed(body: bytes, change: Change) -> bytes:
    body = body.removeprefix(b"\xef\xbb\xbf")
    start = body.lstrip()[:1]
    if start in (b"{", b"["):
        try:
            return json.dumps(_in_json(json.loads(body), "", change)).encode()
        except ValueError:
            pass
    if start == b"<":
        try:
            return _in_xml(etree.fromstring(body, etree.XMLParser(resolve_entities=False)), change)
        except etree.XMLSyntaxError:
            pass
    if re.match(rb"(\w+,){3}", body):
        return _in_csv(body.decode("utf-8", "surrogateescape"), change)
    return _in_lines(body, change)


def _in_csv(body: str, change: Change) -> bytes:
    head, *rows = csv.reader(io.StringIO(body))
    changed = io.StringIO()
    csv.writer(changed).writerows([head, *([change(*cell) for cell in zip(head, row, strict=False)] for row in rows)])
    return changed.getvalue().encode("utf-8", "surrogateescape")


def _in_json(value: Any, key: str, change: Change) -> Any:
    if isinstance(value, str):
        return change(key, value)
    if isinstance(value, dict):
        return {name: _in_json(inner, name, change) for name, inner in value.items()}
    return [_in_json(inner, key, change) for inner in value] if isinstance(value, list) else value


def _in_xml(root: Any, change: Change) -> bytes:
    for node in root.iter():
        if isinstance(node.tag, str):
            if node.text and node.text.strip():
                node.text = _NOT_XML.sub("", change(node.tag, node.text.strip()))
            for name, words in node.attrib.items():
                node.set(name, _NOT_XML.sub("", change(f"{node.tag}@{name}", words)))
    written: bytes = etree.tostring(root)
    return written


def _in_lines(body: bytes, change: Change) -> bytes:
    """`key: value` and `key,value` alike: what stands after the first colon, and each line that has none."""
    lines = body.decode("utf-8", "surrogateescape").split("\n")
    for at, line in enumerate(lines):
        head, colon, words = line.partition(":")
        if colon and words.strip() and len(head) < 40:
            key, told = head.strip(' -{"'), words.strip().strip('",')
            new = change(key, told)
            lines[at] = line if new == told else f"{head}: {json.dumps(_NOT_XML.sub('', new))}"
        elif line.strip() and not colon and not line.startswith(("-", "+")) and len(line) > 5:
            lines[at] = change("line", line)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def filled(made: Disruption) -> Iterator[Disruption]:
    """A disruption whose every text is hostile as it stands, as if a format had let all of it through.

    One for each hostile text; what the model itself refuses stays as it was.
    """
    for words in LIVE:
        data = plain(made)
        for place in _places(data):
            if place[0] in ("id", "origin", "about", "symptom", "rights"):
                continue
            before = _at(data, place)
            _put(data, place, words)
            try:
                from_dict(Disruption, data)
            except ValidationError:
                _put(data, place, before)
        yield from_dict(Disruption, data)


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield at
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*at, index))


def _at(data: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


def _put(data: Any, place: tuple[Any, ...], words: str) -> None:
    _at(data, place[:-1])[place[-1]] = words


REMAINS = re.compile(r"owned|Storm")


def places_with(made: Disruption) -> Iterator[tuple[str, ...]]:
    """Where in the disruption something hostile is left, lists counted as one."""
    data = plain(made, "id")
    for place in _places(data):
        if REMAINS.search(_at(data, place)):
            yield tuple("*" if isinstance(key, int) else key for key in place)
