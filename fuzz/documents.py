"""Good documents of every format, to be changed: small ones of our own, the recordings, the corpus if it is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from explainer.declarations.fields import FIELDS_DOOR
from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect
from explainer.formats.registry import BUILTIN, DECLARED_ONLY, format_of
from explainer.model.sources import Source

ROOT = Path(__file__).parents[1]
RECORDINGS = ROOT / "tests" / "recordings"
FINDS = ROOT / "tests" / "finds"
CORPUS = ROOT.parent / "shared" / "feeds"
LARGEST = 200_000
"""Bytes; larger documents are too slow to be changed thousands of times."""

_FIELDS: dict[str, dict[str, Any]] = {
    "json": {
        "entries": "notices",
        "id": "no",
        "headline": "text",
        "description": "more",
        "instruction": "do",
        "link": "web",
        "start": "from",
        "end": "until",
        "updated": "changed",
        "status": "state",
        "severity": "prio",
        "category": "tags",
        "event": "kind",
        "entity": "where",
    },
    "csv": {
        "id": "no",
        "headline": "text",
        "description": "more",
        "instruction": "do",
        "link": "web",
        "start": "from",
        "end": "until",
        "status": "state",
        "category": "tags",
        "event": "kind",
        "entity": "where",
    },
    "xml": {
        "entries": "notices/notice",
        "id": "@no",
        "headline": "text",
        "description": "more",
        "instruction": "do",
        "link": "web",
        "start": "from",
        "status": "state",
        "category": "tags",
        "event": "kind",
        "entity": "where",
    },
}


def declared(name: str) -> Source:
    """A declaration of a format, with a rule of every kind."""
    rules = [
        RULE_DOOR.read({"match": match, "component": "crane", "state": "slowed"})
        for match in ({"words": "snow"}, {"event": "incident"}, {"category": "major"}, {"entity": "API"})
    ]
    read = FIELDS_DOOR.read(_FIELDS[name]) if name in DECLARED_ONLY else None
    return Source(
        id=name,
        publisher="P",
        format=name,
        file="f",
        zone="Europe/Paris",
        language="en",
        read=read,
        mapping=tuple(rules),
    )


def documents(corpus: Path | None = CORPUS) -> dict[str, list[tuple[str, bytes]]]:
    """By format, the name and bytes of every document, our own first."""
    found = {name: [(f"own/{name}", body)] if (body := format_of(name).sample) else [] for name in BUILTIN}
    paths = sorted(p for p in RECORDINGS.glob("*/*") if not p.name.endswith(".expected.json"))
    if corpus is not None and corpus.is_dir():
        paths += sorted(p for p in corpus.rglob("*") if p.is_file() and p.parent != corpus)
    for path in paths:
        if path.stat().st_size <= LARGEST:
            body = path.read_bytes()
            with suppress(FormatError):
                found[detect(body)].append((f"{path.parent.name}/{path.name}", body))
    return found
