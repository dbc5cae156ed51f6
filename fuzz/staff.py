"""What staff write, to be changed: good texts of every kind, and how each is read; only ``StaffError`` may come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from explainer.declarations.documents import decoded, read_page, read_yaml, validated
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.settings import SETTINGS_DOOR
from explainer.declarations.system import SYSTEM_DOOR, problems_of
from explainer.errors import StaffError
from explainer.record.lifecycle import declaration_digest
from explainer.staff.check import declared
from fuzz.documents import ROOT

_FILE = "fuzzed.yml"


def _declaration(body: bytes) -> None:
    declaration_digest(declared(read_yaml(decoded(body, _FILE), _FILE), "fuzzed"))


def _page(body: bytes) -> None:
    validated(FRONT_MATTER_DOOR, read_page(decoded(body, _FILE), _FILE).front)


def _system(body: bytes) -> None:
    problems_of(validated(SYSTEM_DOOR, read_yaml(decoded(body, _FILE), _FILE)))


def _settings(body: bytes) -> None:
    msgspec.json.encode(validated(SETTINGS_DOOR, read_yaml(decoded(body, _FILE), _FILE)))


KINDS: Mapping[str, Callable[[bytes], None]] = {
    "declaration": _declaration,
    "page": _page,
    "settings": _settings,
    "system": _system,
}


def attempt(kind: str, body: bytes) -> None:
    """Read a text as that kind; every failure but a ``StaffError`` is raised."""
    try:
        KINDS[kind](body)
    except StaffError as error:
        for finding in error.findings:
            str(finding).encode()  # what cannot be said cannot be mended


def _is_original(path: Path) -> bool:
    """Whether it is no translation of a declaration, which holds no more than words."""
    return path.suffix != ".yml" or path.name.count(".") == 1


def texts() -> dict[str, list[tuple[str, bytes]]]:
    """By kind, the name and bytes of every good text: our own, and those of the demo."""
    found = {kind: [(f"own/{kind}", body)] for kind, body in OWN.items()}
    for kind, pattern in (("declaration", "ops_feeds/*.yml"), ("page", "content/**/*.md")):
        found[kind] += [(path.name, path.read_bytes()) for path in sorted(ROOT.glob(pattern)) if _is_original(path)]
    found["system"].append(("system.yml", (ROOT / "content" / "system.yml").read_bytes()))
    return found


OWN: dict[str, bytes] = {
    "declaration": b"""\
publisher: P
format: json
url: https://f.example/x
every: 5 min
stale_after: 30 min
lasts: 2 h
zone: Europe/Paris
language: en
absence: ended
grace: 90 s
secrets: {Authorization: TOKEN}
may: {worst: slowed, lead: false}
read: {entries: a.b, id: no, headline: text, times: "%d.%m.%Y", values: {status: {open: active}}}
mapping:
  - {match: {words: [snow], entity: API}, component: crane, state: slowed, effect: delay}
""",
    "page": b"""\
---
template: home.html
title: Now
components: [crane]
checked: 2026-11-20
weight: 3.5
---

# Now
""",
    "settings": b"""\
site_name: Pier
zone: Europe/Paris
contact: {name: Harbour, phone: 01 99}
exercise: {now: 2026-11-20T18:24+01:00, says: Practice.}
keep: 3
""",
    "system": b"""\
title: Pier
layers: [{id: you, name: You}]
parties: [{id: harbour, name: Harbour}]
components:
  - {id: crane, name: Crane, kind: resource, layer: you, owner: harbour, capacity: {normal: 36, unit: boxes}}
  - {id: ferry, name: Ferry, kind: symptom, layer: you, owner: harbour,
     question: "Why?", problem: Late, otherwise: Ask.}
links: [{from: crane, to: ferry, because: So it is., lag: 20}]
""",
}
