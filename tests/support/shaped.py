"""Hostile documents for property tests of JSON formats: random ones of a shape, changed recordings, what may leave."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import read_all
from explainer.formats.base import Document, Parsed
from explainer.model.disruption import Disruption
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence
from tests.support.values import plain as as_dict

# A newline is a break between blocks; every other control character, and every direction override, is hostile.
HOSTILE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

MARKS = (
    *("<", ">", "&", '"', "'", "<!--", "-->", "<![CDATA[", "]]>", "<script>alert(1)</script>", "</p>", "<br/>", "&lt;"),
    *(
        "&amp;",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ud800",
        "**",
        "`",
        "](javascript:alert(1))",
        "[a](http://b)",
        "{{< a >}}",
    ),
    *("[Resolved] ", "[TEST] ", "http://[", "javascript:alert(1)", "2026-11-20T10:00:00Z", "0001-01-01", "Jan 9"),
    *("1400000000", "maintenance", "resolved", "\n---\n", "# ", "<no value>"),
)

hostile = st.lists(st.sampled_from(MARKS) | st.text(max_size=12), max_size=12).map("".join)


def values(keys: Sequence[str], words: Sequence[str] = ()) -> st.SearchStrategy[Any]:
    """Random JSON whose objects have keys of a format, and whose texts are its words or hostile."""
    text = st.sampled_from(list(words)) | hostile if words else hostile
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list(keys)), inner, max_size=8),
        max_leaves=20,
    )


def changed(bodies: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Recordings with pieces cut out and hostile ones put in."""
    cuts = st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 60), hostile), max_size=5)
    return st.tuples(st.sampled_from(list(bodies)), cuts).map(lambda one: cut(*one))


def cut(body: bytes, cuts: Sequence[tuple[int, int, str]]) -> bytes:
    """A document with so many bytes cut out, from so far, and words put in their place; once for each cut."""
    for start, length, inserted in cuts:
        at = start % (len(body) + 1)
        body = body[:at] + inserted.encode("utf-8", "surrogatepass") + body[at + length :]
    return body


def cut_text(body: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    """As :func:`cut`, by characters."""
    for start, length, inserted in cuts:
        at = start % (len(body) + 1)
        body = body[:at] + inserted + body[at + length :]
    return body


def source(format_name: str, absence: Absence = Absence.NOTHING, zone: str = "UTC") -> Source:
    """A declaration with a rule of every kind."""
    rules = [
        RULE_DOOR.read({"match": match, "component": "api", "state": "slowed", "effect": "degraded"})
        for match in ({"words": "snow"}, {"event": "incident"}, {"category": "major"}, {"entity": "API"})
    ]
    return Source(
        id="feed", publisher="P", format=format_name, file="f", absence=absence, zone=zone, mapping=tuple(rules)
    )


def read(body: bytes | str | dict[str, Any] | list[Any], made_for: Source, name: str = "f.json") -> Parsed:
    """What a format makes of a document."""
    if isinstance(body, dict | list):
        body = json.dumps(body)
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return read_all([Document(name=name, body=raw)], made_for)


def only(parsed: Parsed) -> Disruption:
    """The one disruption of a document in which nothing was set aside."""
    assert not parsed.rejected
    [made] = parsed.disruptions
    return made


def plain(parsed: Parsed) -> None:
    """Nothing of a hostile document has left as anything but plain words, each disruption under an id of its own."""
    for made in parsed.disruptions:
        words = [*made.extra.values(), *made.events, *made.categories, made.status_native]
        words += [text.text for text in (*made.headline, *made.description)]
        words += [name for entity in made.affected for name in (entity.name, entity.ref)]
        assert not set("".join(words)) & set("\u202e\x00\x1b")
        for shown in (*made.headline, *made.description):
            assert "<script" not in shown.text.lower()
            assert "<img" not in shown.text.lower()
        assert all(link.href.startswith(("http://", "https://")) for link in made.links)
    ids = [made.id for made in parsed.disruptions]
    assert len(ids) == len(set(ids))


def endures(read: Callable[[str], Parsed], body: str, cuts: Sequence[tuple[int, int, str]]) -> None:
    """A document that was cut about is read, whatever is set aside with a reason, or refused with a ``FormatError``."""
    try:
        parsed = read(cut_text(body, cuts))
    except FormatError:
        return
    assert all(row.reason for row in parsed.rejected)


def survives(body: bytes | str | dict[str, Any] | list[Any], made_for: Source, name: str = "f.json") -> Parsed | None:
    """What a format makes of a hostile document: plain disruptions with ids of their own, or a ``FormatError``."""
    try:
        parsed = read(body, made_for, name)
    except FormatError:
        return None
    ids = [made.id for made in parsed.disruptions]
    assert len(ids) == len(set(ids))
    assert all(row.reason for row in parsed.rejected)
    for made in parsed.disruptions:
        dumped = as_dict(made)
        assert not any(HOSTILE.search(words) for words in strings(dumped))
        assert not any("<script" in words.lower() for words in strings(_without_identifiers(dumped)))
        assert all(link.href.startswith(("http://", "https://")) for link in made.links)
        assert [update.at for update in made.updates] == sorted(update.at for update in made.updates)
    return parsed


def _without_identifiers(value: Any) -> Any:
    """A publisher's own ids are kept as they are; they are compared and escaped, never read out."""
    if isinstance(value, dict):
        return {
            key: _without_identifiers(inner)
            for key, inner in value.items()
            if key not in ("native_id", "native_version", "ref")
        }
    if isinstance(value, list | tuple):
        return [_without_identifiers(inner) for inner in value]
    return value


def strings(value: Any) -> Iterator[str]:
    """Every text within a dumped model, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
