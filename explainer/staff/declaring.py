"""A declaration for a feed that was tried: YAML with comments, for a person to save and correct. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from explainer.formats.base import Parsed
from explainer.formats.kit import text
from explainer.formats.kit.look import Look
from explainer.model.disruption import Disruption
from explainer.model.fields import PATHS, Fields
from explainer.model.sources import Source
from explainer.model.value import LONGEST_SLUG
from explainer.model.vocabulary import Absence
from explainer.staff.placing import scalar

_TITLE = re.compile(r"<(?:[\w.-]+:)?(title|senderName)\b[^<>]*>(.*?)</", re.DOTALL)
_FIRST_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_TITLES = (
    ("page", "name"),
    ("feed_info", "publisher"),
    ("road_event_feed_info", "publisher"),
    ("metadata", "title"),
    ("publisherName",),
    ("publisher",),
    ("title",),
    ("name",),
)
_SPANS = (("day", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_MOST_RULES = 4
_COLUMN = 34


class Tried(NamedTuple):
    """What is known of a feed after a first look; ``seen`` are values at the paths of ``read:``."""

    source: Source
    parsed: Parsed
    titled: bool
    seen: Mapping[str, tuple[str, ...]]
    note: str = ""
    login: bool = False


def title_of(look: Look) -> str:
    """What the feed calls itself, or nothing."""
    if look.root:
        first = _FIRST_ENTRY.search(look.text)
        head = look.text[: first.start() if first else 20_000][:20_000]
        found = dict(reversed(_TITLE.findall(head)))  # of several the first
        wanted = "title" if look.root in ("rss", "rdf", "feed") else "senderName"
        return text.line(found.get(wanted, ""), 80)
    for way in _TITLES:
        value: Any = look.data
        for key in way:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and (said := text.line(value, 80)):
            return said
    return ""


def id_for(address: str) -> str:
    """A feed id made of the host’s name, or of the file’s."""
    try:
        host = urlsplit(address).hostname if "://" in address else None
    except ValueError:
        host = None
    name = re.sub(r"^(?:www|api|feeds?|status|rss)\.", "", host) if host else address.rpartition("/")[2].split(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:LONGEST_SLUG].strip("-") or "feed"


def declaration(tried: Tried) -> str:
    """The whole declaration, its comments included."""
    source = tried.source
    lines = [f"# ops_feeds/{source.id}.yml", *(f"# {line}" for line in _opening(tried))]
    lines += (_line(f"{key}: {value}", comment) for key, value, comment in _keys(tried))
    if source.read is not None:
        lines += ["read:", *_read(source.read, tried.seen)]
    lines += _mapping(tried.parsed.disruptions)
    return "\n".join(lines) + "\n"


def _opening(tried: Tried) -> Iterator[str]:
    yield "A draft: correct it, save it, then run explainer check and explainer fetch."
    if tried.note:
        yield tried.note
    if tried.source.read is not None:
        yield "What stands below read: was guessed from names and values. Look at every line of it."


def _keys(tried: Tried) -> Iterator[tuple[str, str, str]]:
    source = tried.source
    made = tried.parsed.disruptions
    yield "publisher", scalar(source.publisher), "the feed’s own title" if tried.titled else "the name readers see"
    yield "format", source.format, ""
    yield ("url", scalar(source.url), "") if source.url else ("file", scalar(source.file or ""), "below ops_feeds/")
    yield "every", _span(source.every), "how often you ask"
    if source.stale_after is not None:
        yield "stale_after", _span(source.stale_after), "older than this, its parts are unknown"
    bare = sum("zone" in one.extra for one in made)
    zone = (
        f"{bare} of {len(made)} have times without an offset: name their zone" if bare else "no time lacks its offset"
    )
    yield "zone", scalar(source.zone), zone if made else "where times without an offset are read"
    yield "language", source.language, "not stated: write a tag such as en" if source.language == "und" else ""
    if tried.login:
        variable = f"{source.id.upper().replace('-', '_')}_LOGIN"
        yield "# secrets", f"{{Authorization: {variable}}}", "holds “Basic ” and name:password in Base64"
    ends = source.absence is Absence.ENDED
    yield "absence", source.absence.value, "what is gone is over" if ends else "a window: what is gone may still hold"
    if not ends:
        yield "# lasts", "6 h", "how long a message counts that states no end"


def _line(said: str, comment: str) -> str:
    return f"{said:<{_COLUMN}} # {comment}" if comment else said


def _read(fields: Fields, seen: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if fields.entries is not None:
        yield f"  entries: {scalar(fields.entries)}"
    for key in PATHS:
        value = getattr(fields, key)
        paths = (value,) if isinstance(value, str) else value or ()
        if paths:
            said = scalar(paths[0]) if len(paths) == 1 else f"[{', '.join(map(scalar, paths))}]"
            yield _line(f"  {key}: {said}", _such_as(seen.get(paths[0], ())))
    for key in ("times", "epoch", "encoding", "delimiter"):
        value = getattr(fields, key)
        if value:
            several = isinstance(value, tuple)
            yield f"  {key}: " + (f"[{', '.join(map(scalar, value))}]" if several else scalar(value))
    tables = {key: getattr(fields.values, key) for key in ("status", "severity")}
    if any(tables.values()):
        yield _line("  values:", "their words and ours")
    for key, table in tables.items():
        if table:
            yield f"    {key}:"
            yield from (f"      {scalar(native)}: {ours.value}" for native, ours in table.items())


def _such_as(seen: Iterable[str]) -> str:
    said = next((words for words in (text.line(value, 40) for value in seen) if words), "")
    return f"such as “{said}”" if said else ""


def _mapping(made: Iterable[Disruption]) -> Iterator[str]:
    """Rules to begin with, as comments: a part that nobody declared must not stop the site."""
    found: dict[str, Counter[str]] = {"event": Counter(), "category": Counter(), "entity": Counter()}
    for one in made:
        found["event"].update(set(one.events))
        found["category"].update(set(one.categories))
        found["entity"].update({entity.name or entity.ref for entity in one.affected} - {""})
    yield "# Which messages concern which part of your operation: take away the signs #, write your own components."
    yield "# What none of them matches leaves the parts unknown that this feed watches. If it carries other news too:"
    yield "# unmatched: ignore"
    yield "# mapping:"
    rules = [(key, label, count) for key, labels in found.items() for label, count in labels.most_common(2)]
    for key, label, count in rules[:_MOST_RULES]:
        yield f"#   - match: {{{key}: [{scalar(label)}]}} # in {count} of them"
        yield from ("#     component: your-component", "#     state: slowed")
    if not rules:
        yield "#   - match: {words: [a phrase agreed with the publisher]}"
        yield from ("#     component: your-component", "#     state: slowed")


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return next(f"{seconds // size} {unit}" for unit, size in _SPANS if seconds % size == 0 and seconds > size // 2)
