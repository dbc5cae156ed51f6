"""A pier of five parts with two sources, and the picture of what they say: what the tests of ``picture/`` share."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from explainer.declarations.sources import SOURCE_DOOR
from explainer.declarations.system import SYSTEM_DOOR
from explainer.model.disruption import Disruption, Origin, Report, Text
from explainer.model.history import FeedRecord, Held, Record, Times, Version
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, State, Status
from explainer.model.watch import Look
from explainer.picture import build
from explainer.picture.model import Picture
from tests.conftest import NOW
from tests.support.values import from_dict

MINUTE = timedelta(minutes=1)


def declared(**keys: object) -> Source:
    """A source as its declaration writes it."""
    return SOURCE_DOOR.read(keys)


SYSTEM = SYSTEM_DOOR.read(
    {
        "title": "Pier",
        "layers": [{"id": "outside", "name": "Outside"}, {"id": "you", "name": "You"}],
        "parties": [{"id": "harbour", "name": "Harbour office"}],
        "components": [
            {"id": c, "name": c.title(), "kind": "resource", "layer": "outside", "owner": "harbour", "watched_by": w}
            for c, w in (("wind", ["met"]), ("crane", ["met", "log"]), ("truck", ["log"]), ("tide", []))
        ]
        + [
            {
                "id": "ferry",
                "name": "Ferry",
                "kind": "symptom",
                "layer": "you",
                "owner": "harbour",
                "question": "Why?",
                "problem": "Late",
            }
        ],
        "links": [
            {"from": "wind", "to": "crane", "because": "Wind stops the crane."},
            {"from": "crane", "to": "ferry", "because": "The crane loads the ferry."},
            {"from": "wind", "to": "ferry", "because": "Wind slows the ferry."},
            {"from": "crane", "to": "truck", "because": "Trucks wait for the crane."},
            {"from": "truck", "to": "crane", "because": "Full trucks block the crane."},
            {"from": "crane", "to": "tide", "because": "For the test."},
        ],
    }
)
COMPONENTS = [c.id for c in SYSTEM.components]
MAY: dict[str, object] = {"may": {"set": COMPONENTS}, "url": "https://met.example/"}
MET = declared(id="met", publisher="Weather office", format="cap", absence="ended", **MAY)
NOTES = declared(id="met", publisher="Tower", format="rss", absence="nothing", lasts="6 h", **MAY)
STRICT = NOTES.replace(absence=Absence.ENDED, lasts=None)
LOG = declared(id="log", publisher="Harbour log", format="bulletin", file="bulletins")


LOOKED = Look(by="harbour", at=NOW - 420 * MINUTE, good_for=480 * MINUTE, looked_at=("truck",))
"""A look at the part that no machine watches."""


def said(feed: str, native: str, *reports: Report, **more: object) -> Disruption:
    fields = {
        "id": f"{feed}.{native}",
        "origin": Origin(feed=feed, publisher=feed, format="bulletin" if feed == "log" else "cap", native_id=native),
        "headline": (Text(text=native),),
        "status": Status.ACTIVE,
        "reports": reports,
        **more,
    }
    return from_dict(Disruption, fields)


def record(disruptions: Iterable[Disruption] = (), **times: Times) -> Record:
    fresh = Times(last_attempt=NOW, last_good=NOW)
    return Record(
        held={d.id: Held(id=d.id, versions=(Version(accepted_at=NOW, disruption=d),)) for d in disruptions},
        times={"met": fresh, "log": fresh} | times,
        looks=(LOOKED,),
    )


def picture(*disruptions: Disruption, now: datetime = NOW, exercise: bool = False, **times: Times) -> Picture:
    return build(SYSTEM, (MET, LOG), record(disruptions, **times), now, exercise)


def report(component: str, state: State = State.SLOWED, *causes: str, since: datetime | None = None) -> Report:
    return Report(component=component, state=state, caused_by=causes, since=since)


def states(shown: Picture) -> dict[str, State | None]:
    return {c.id: c.state for c in shown.components}


def chains(shown: Picture) -> list[tuple[str, str]]:
    return [(c.sure.value, " ".join(step.component for step in c.steps)) for c in shown.chains]


GONE = Times(last_attempt=NOW, last_good=NOW - 5 * MINUTE, failure="met.example does not answer", failing_since=NOW)
OLD = Times(last_attempt=NOW - 31 * MINUTE, last_good=NOW - 31 * MINUTE)


def accepted(at: datetime, disruption: Disruption, *later: tuple[datetime, Disruption]) -> Held:
    """A disruption as it was accepted at one moment, and its later versions."""
    versions = [Version(accepted_at=when, disruption=d) for when, d in ((at, disruption), *later)]
    return Held(id=disruption.id, versions=tuple(versions))


def picture_of(*held: Held, met: Source = NOTES, now: datetime = NOW, carried: tuple[str, ...] = ()) -> Picture:
    feeds = {"met": FeedRecord(feed="met", carried=carried)}
    return build(SYSTEM, (met, LOG), replace(record(), held={one.id: one for one in held}, feeds=feeds), now)
