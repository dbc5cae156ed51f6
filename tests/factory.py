"""Small systems, disruptions, pictures and views for tests: a harbour, so that no test leans on the demo's airport.

``view(disruptions…)`` is the usual start. Everything is built the way the site builds it: through the record and
``explainer.picture.build``. Times are minutes from ``NOW``: ``at(-20)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.disruption import Disruption
from explainer.model.history import FeedRecord, Held, Record, Times, Version
from explainer.model.moments import LATEST
from explainer.model.reading import Library
from explainer.model.rights import Rights, RightsRow
from explainer.model.settings import Contact, Settings
from explainer.model.sources import May, Source
from explainer.model.system import System
from explainer.model.watch import Look
from explainer.picture import build
from explainer.picture.model import Picture
from explainer.render.view import NOTHING_TO_READ, Layout, View
from tests.conftest import NOW
from tests.support.templates import TEMPLATES
from tests.support.values import from_dict

PARIS = ZoneInfo("Europe/Paris")

LOG = Source(id="log", publisher="Harbour log", format="bulletin", file="bulletins", stale_after=timedelta(hours=1))
TRUSTED = May(set_=("wind", "road", "sweeping", "crane", "berths", "crews", "rails", "ferries", "parcels"))
"""Trust in feeds that have no rules: tests write what they report straight into their disruptions."""

MET = Source(
    id="met",
    publisher="Weather office",
    party="met-office",
    format="cap",
    url="https://met.example/cap",
    may=TRUSTED,
)
ROAD = Source(id="road", publisher="Road watch", format="rss", url="https://road.example/rss", may=TRUSTED)
SOURCES = (LOG, MET, ROAD)


def at(minutes: float = 0) -> datetime:
    """So many minutes from ``NOW``."""
    return NOW + timedelta(minutes=minutes)


def make_system(parts: int = 0) -> System:
    """Wind slows the crane, the crane the ferries; a road alone; ``parts`` more for the size of pages."""
    known = [
        ("wind", "condition", "outside", ["log", "met"], "weather"),
        ("road", "condition", "outside", ["road"], None),
        ("sweeping", "process", "quay", ["log"], "choice"),
        ("crane", "resource", "quay", ["log", "met"], None),
        ("berths", "resource", "quay", ["log"], None),
        ("crews", "resource", "quay", ["log"], None),
        ("rails", "resource", "quay", [], "limit"),
    ]
    known += [(f"part-{index}", "resource", "quay", ["log"], None) for index in range(parts)]
    components: list[dict[str, Any]] = [
        {
            "id": id_,
            "name": id_.replace("-", " ").capitalize(),
            "kind": kind,
            "layer": layer,
            "owner": "harbour",
            "says": f"What {id_} does.",
            "watched_by": watched,
            "nature": nature,
        }
        for id_, kind, layer, watched, nature in known
    ]
    components += [
        {
            "id": id_,
            "name": id_.capitalize(),
            "kind": "symptom",
            "layer": "you",
            "owner": "harbour",
            "watched_by": ["log"],
            "question": question,
            "problem": problem,
            "otherwise": "Ask your ferry line.",
        }
        for id_, question, problem in (
            ("ferries", "Why is my ferry late?", "My ferry is late"),
            ("parcels", "Why has my parcel not come?", "My parcel has not come"),
        )
    ]
    links = (
        ("wind", "crane", "Above 60 km/h the crane must stop."),
        ("wind", "sweeping", "Wind blows sand onto the quay."),
        ("sweeping", "crane", "The crane runs on swept rails only."),
        ("rails", "crane", "There is one pair of rails."),
        ("crane", "ferries", "No ferry leaves half loaded."),
        ("crane", "berths", "A ferry that waits keeps its berth."),
        ("crane", "crews", "Waiting counts as work."),
        ("berths", "parcels", "Parcels wait for a berth."),
        ("road", "parcels", "Parcels leave by road."),
    )
    return SYSTEM_DOOR.read(
        {
            "title": "Harbour",
            "layers": [{"id": i, "name": i.capitalize()} for i in ("outside", "quay", "you")],
            "parties": [
                {"id": "harbour", "name": "Harbour office"},
                {"id": "met-office", "name": "Weather office"},
                {"id": "pilots", "name": "Pilots"},
            ],
            "components": components,
            "links": [{"from": source, "to": target, "because": because} for source, target, because in links],
        }
    )


def make_disruption(feed: str = "met", native: str = "a", **fields: Any) -> Disruption:
    """What a feed typically states: a headline and a report."""
    source = next(source for source in SOURCES if source.id == feed)
    base: dict[str, Any] = {
        "id": f"{feed}.{native}",
        "origin": {
            "feed": feed,
            "publisher": source.publisher,
            "format": source.format,
            "native_id": native,
        },
        "headline": [{"text": f"Headline {native}"}],
        "status": "active",
        "issued_at": at(-60),
    }
    return from_dict(Disruption, base | fields)


def make_bulletin(native: str = "gale", **fields: Any) -> Disruption:
    """Our own bulletin with every section filled; the numbers are those of a queue that grows by 12 an hour."""
    base: dict[str, Any] = {
        "headline": [{"lang": "en", "text": "Ferries are 40–70 minutes late"}],
        "summary": "A gale. Ferries queue for the crane: 24 boxes an hour instead of 36.",
        "empathy": "We are sorry.",
        "place": "All quays",
        "severity": "severe",
        "detected_at": at(-100),
        "periods": [{"start": at(-104)}],
        "symptom": "ferries",
        "cause": {"component": "wind", "says": "Gale since noon."},
        "brief": ["Gale since noon.", "The crane works at half speed."],
        "reports": [
            {"component": "wind", "state": "slowed", "says": "65 km/h.", "by": "met-office", "at": at(-200)},
            {
                "component": "sweeping",
                "state": "slowed",
                "says": "Twice an hour.",
                "headline": "Sweepers clear the rails first",
                "caused_by": ["wind"],
            },
            {
                "component": "crane",
                "state": "slowed",
                "since": at(-104),
                "says": "24 boxes an hour, not 36.",
                "headline": "The crane works at half speed",
                "detail": "It must stop above 60 km/h.",
                "caused_by": ["wind", "sweeping", "rails"],
            },
            {"component": "berths", "state": "slowed", "says": "All taken.", "headline": "Berths fill"},
            {
                "component": "crews",
                "state": "watch",
                "says": "Near their legal hours.",
                "headline": "Crews may run out of hours",
                "checking_by": at(36),
            },
            {
                "component": "ferries",
                "state": "slowed",
                "since": at(-104),
                "says": "40–70 minutes late.",
                "headline": "You leave 40–70 minutes late",
                "caused_by": ["crane"],
            },
        ],
        "impacts": [
            {
                "who": "Leaving tonight",
                "what": "late",
                "amount": {"low": 40, "high": 70, "unit": "minutes"},
                "note": "Between 19:00 and 22:00, 3 of 9 ferries are cancelled.",
            },
            {"who": "Changing ferries", "what": "You may miss the second one."},
        ],
        "constraints": [
            {
                "component": "crane",
                "says": "Each hour, 36 boxes want to be loaded. The crane can lift 24.",
                "unit": "boxes",
                "normal": 36,
                "now": 24,
                "demand": 36,
                "at": at(-4),
                "backlog": {"since": at(-104), "now": 20},
                "why_not_more": {"question": "Why not a second crane?", "answer": "There is one pair of rails."},
            }
        ],
        "decisions": [
            {
                "what": "Ferries first, then parcels",
                "at": at(-109),
                "by": "harbour",
                "with": ["pilots"],
                "because": "A ferry holds people.",
                "cost_to": "Parcels: a day.",
            }
        ],
        "asks": [
            {
                "what": "Rebook by phone, not at the desk",
                "can_you": "Yes, with a phone.",
                "minutes": {"low": 5, "high": 10},
                "how": "Call your line.",
                "helps": "People without a phone.",
                "if_not": "Desk 2.",
            }
        ],
        "unknowns": ["Whether the gale ends tonight."],
        "expected": [
            {"what": "Crane at full speed", "low": at(66), "high": at(156)},
            {"what": "Gale warning ends", "at": at(276)},
            {
                "what": "Ferries on time again",
                "low": at(246),
                "high": at(321),
                "basis": "Earliest: the gale ends at 21:00.",
                "main": True,
            },
        ],
        "next_update": at(36),
        "rights": "sea",
        "about": [{"feed": "met"}],
        "updates": [
            {"at": at(-92), "says": "Ferries are slowing.", "next_update": at(-64)},
            {"at": at(-66), "says": "At least 20 minutes late.", "changed": "we know why.", "next_update": at(-39)},
            {
                "at": at(-4),
                "says": "40–70 minutes late.",
                "late_because": "we waited for the lines.",
                "next_update": at(36),
            },
        ],
    }
    return make_disruption("log", native, **(base | fields))


FRESH = Times(last_attempt=NOW, last_good=NOW, last_changed=NOW)
SILENT = Times(last_attempt=NOW, last_good=at(-29), failure="road.example did not answer", failing_since=at(-24))


def make_record(
    disruptions: Iterable[Disruption] = (),
    times: Mapping[str, Times] | None = None,
    absent: Mapping[str, datetime] | None = None,
    feeds: Iterable[FeedRecord] = (),
    accepted: Mapping[str, datetime] | None = None,
) -> Record:
    """A record in which every source answered just now, unless ``times`` says otherwise.

    Each disruption was accepted when its last word was said, unless ``accepted`` says otherwise.
    """
    held = {
        d.id: Held(
            id=d.id,
            versions=(Version(accepted_at=(accepted or {}).get(d.id) or max(d.said_at, default=NOW), disruption=d),),
            absent_since=(absent or {}).get(d.id),
        )
        for d in disruptions
    }
    return Record(
        held=held,
        feeds={feed.feed: feed for feed in feeds},
        times={source.id: FRESH for source in SOURCES} | dict(times or {}),
    )


def make_look(*components: str, **fields: Any) -> Look:
    """The harbour office's word that these parts work as usual, given seven hours ago for eight."""
    given: dict[str, Any] = {"by": "harbour", "at": at(-420), "good_for": timedelta(hours=8)}
    return Look(looked_at=components, **(given | fields))


def looked(record: Record, system: System | None = None) -> Record:
    """The record, and that somebody looked at every part that only our own bulletins would speak of.

    One that has looks of its own stays as it is.
    """
    parts = [c.id for c in (system or make_system()).components if c.watched_by == (LOG.id,)]
    return record if record.looks or not parts else replace(record, looks=(make_look(*parts),))


def unlooked(record: Record) -> Record:
    """The record, and that nobody looked at anything but a part that is none."""
    return replace(record, looks=(make_look("nothing"),))


def make_picture(
    *disruptions: Disruption,
    system: System | None = None,
    record: Record | None = None,
    now: datetime = NOW,
    exercise: bool = False,
) -> Picture:
    """The picture of these disruptions, or of ``record``; somebody looked everywhere, unless its looks say otherwise."""
    here = system or make_system()
    return build(here, SOURCES, looked(record or make_record(disruptions), here), now, exercise)


def nothing_settled(month: str) -> Picture:
    """What a weave is given where nothing is settled: it asks for no month."""
    raise AssertionError(month)


RIGHTS = Rights(
    id="sea",
    owed_by="Your line owes you these.",
    source="Regulation (EU) 1177/2010",
    url="https://law.example/1177",
    reviewed=date(2026, 10, 2),
    reviewed_by="our legal team",
    rows=(RightsRow(when="Long wait", what="Food and drink, free, after 90 minutes"),),
)

SETTINGS = Settings(
    site_name="Harbour of Orme",
    site_url="https://harbour.example/",
    zone="Europe/Paris",
    contact=Contact(name="Harbour office", phone="01 99 00 18 20"),
)


def make_view(
    picture: Picture,
    *,
    system: System | None = None,
    settings: Settings = SETTINGS,
    root: str = "",
    reading: Library = NOTHING_TO_READ,
    layout: Layout | None = None,
) -> View:
    """A view of ``picture`` for a page at the site's root."""
    return View(
        picture=picture,
        system=system or make_system(),
        settings=settings,
        rights={RIGHTS.id: RIGHTS},
        layout=layout or Layout(width=1, height=1, places={}, curves=()),
        reading=reading,
        templates=TEMPLATES,
        root=root,
        zone=settings.tz,
    )


def view(*disruptions: Disruption, exercise: bool = False, **more: Any) -> View:
    """The usual start: a view of a picture of these disruptions."""
    record = make_record(disruptions, **more)
    return make_view(make_picture(record=record, exercise=exercise))


FAR = datetime(LATEST, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The last moment that is believed."""
