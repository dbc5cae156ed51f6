"""Good documents of every format, to be changed: small ones of our own, the recordings, the corpus if it is there."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from explainer.errors import FormatError
from explainer.fields import Fields
from explainer.formats import detect
from explainer.formats.registry import DECLARED_ONLY, MODULES
from explainer.sources import Rule, Source

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
        Rule.model_validate({"match": match, "component": "crane", "state": "slowed"})
        for match in ({"words": "snow"}, {"event": "incident"}, {"category": "major"}, {"entity": "API"})
    ]
    read = Fields.model_validate(_FIELDS[name]) if name in DECLARED_ONLY else None
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
    found = {name: [(f"own/{name}", body)] if (body := OWN.get(name)) else [] for name in MODULES}
    paths = sorted(p for p in RECORDINGS.glob("*/*") if not p.name.endswith(".expected.json"))
    if corpus is not None and corpus.is_dir():
        paths += sorted(p for p in corpus.rglob("*") if p.is_file() and p.parent != corpus)
    for path in paths:
        if path.stat().st_size <= LARGEST:
            body = path.read_bytes()
            with suppress(FormatError):
                found[detect(body)].append((f"{path.parent.name}/{path.name}", body))
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


_NOTICE = {
    "no": "7",
    "text": "Scanner down",
    "more": "It stands still.",
    "do": "Wait.",
    "web": "https://own.example/7",
    "from": "2026-11-20 08:00",
    "until": "2026-11-21 08:00",
    "changed": "2026-11-20 09:00",
    "state": "open",
    "prio": "1",
    "tags": "radiology",
    "kind": "fault",
    "where": "Building A",
}

OWN: dict[str, bytes] = {
    "json": _json({"notices": [_NOTICE]}),
    "csv": (",".join(_NOTICE) + "\n" + ",".join(_NOTICE.values()) + "\n").encode(),
    "xml": (
        '<notices><notice no="7">'
        + "".join(f"<{key}>{value}</{key}>" for key, value in _NOTICE.items() if key != "no")
        + "</notice></notices>"
    ).encode(),
    "bulletin": b"""\
headline: Ferries leave late
summary: The crane stands still.
empathy: We are sorry.
place: Pier One
severity: severe
status: active
detected: 2026-11-20 16:40
symptom: ferry
cause: {component: wind}
reports:
  - {component: ferry, state: slowed, caused_by: [crane], says: Late.}
impact:
  - {who: Leaving today, what: late, amount: {low: 20, high: 40, unit: minutes}}
nothing_to_do: Wait in the hall.
unknowns: [When the wind drops.]
next_update: 2026-11-20 19:00
updates:
  - {at: 2026-11-20 18:20, says: "Slow."}
""",
    "cap-atom": b"""\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><title>W</title><id>x</id>
<updated>2026-11-20T09:00:00Z</updated><entry><id>https://w.example/1</id><title>Yellow Thunderstorm Warning</title>
<updated>2026-11-20T09:00:00+00:00</updated><summary>Likely.</summary><link href="https://w.example/1.xml"/>
<author><name>A</name></author><cap:identifier>2.49.0.1</cap:identifier><cap:sent>2026-11-20T09:00:00+00:00</cap:sent>
<cap:status>Actual</cap:status><cap:message_type>Alert</cap:message_type><cap:scope>Public</cap:scope>
<cap:event>Thunderstorm</cap:event><cap:onset>2026-11-20T12:00:00+00:00</cap:onset>
<cap:expires>2026-11-20T20:00:00+00:00</cap:expires><cap:severity>Moderate</cap:severity>
<cap:certainty>Likely</cap:certainty><cap:urgency>Future</cap:urgency><cap:areaDesc>Trentino</cap:areaDesc>
<cap:polygon>46,11 46,12 47,12 46,11</cap:polygon>
<cap:geocode><valueName>EMMA_ID</valueName><value>IT001</value></cap:geocode></entry></feed>
""",
    "outages": _json(
        [
            {
                "F_OUTAGE_ID": 2438248,
                "OUTAGE_EXTENT": "CUSTOMER",
                "CREW_ETA": "4/24/2024 8:00:00 PM",
                "CREW_CURRENT_STATUS": "Crew On Site",
                "OUTAGE_CAUSE": "DAMGE UG CABLE",
                "EST_CUSTOMERS": 1,
                "OUTAGE_LATITUDE": 36.7,
                "OUTAGE_LONGITUDE": -119.7,
                "CITY": "Fresno",
                "COUNTY": "Fresno",
                "OUTAGE_START": 1713965220000,
                "LAST_UPDATE": 1713994495000,
                "CURRENT_ETOR": 1714006800000,
            }
        ]
    ),
    "tfl": _json(
        [
            {
                "id": "central",
                "name": "Central",
                "modeName": "tube",
                "lineStatuses": [
                    {
                        "id": 0,
                        "lineId": "central",
                        "statusSeverity": 9,
                        "statusSeverityDescription": "Minor Delays",
                        "reason": "Central Line: Minor delays.",
                        "created": "0001-01-01T00:00:00",
                        "validityPeriods": [{"fromDate": "2026-11-20T10:00:00Z", "toDate": "2026-11-21T01:29:00Z"}],
                        "disruption": {
                            "category": "RealTime",
                            "categoryDescription": "RealTime",
                            "description": "Central Line: Minor delays.",
                            "closureText": "minorDelays",
                        },
                    }
                ],
            }
        ]
    ),
    "mta": b"""\
<?xml version="1.0"?><service><responsecode>0</responsecode><timestamp>11/20/2026 5:00:00 PM</timestamp><subway>
<line><name>123</name><status>DELAYS</status><text>&lt;span class="TitleDelay"&gt;Delays&lt;/span&gt; Signal
problems.</text><Date>11/20/2026</Date><Time> 4:50PM</Time></line></subway></service>
""",
}
