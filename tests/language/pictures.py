"""Views of an operation whose staff and feeds write Greek letters alone, in a language of brackets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from explainer.formats.registry import names
from explainer.model.disruption import Rejected
from explainer.model.history import FeedRecord, Record
from explainer.model.reading import About, Library, Reading, ReadingKind, library
from explainer.model.settings import Exercise
from explainer.model.system import System
from explainer.picture import build
from explainer.record import store
from explainer.render.map.layout import lay_out
from explainer.render.view import View
from explainer.staff.check import load_staff
from explainer.staff.project import load_project
from tests.conftest import NOW, ROOT
from tests.factory import (
    RIGHTS,
    SETTINGS,
    SILENT,
    SOURCES,
    at,
    make_bulletin,
    make_disruption,
    make_record,
    make_system,
)
from tests.support.pseudo import PSEUDO, foreign
from tests.support.templates import TEMPLATES


@cache
def demo() -> tuple[Any, Any, Record]:
    """The demo: its project, what its staff wrote, and its record."""
    project = load_project(ROOT / "mkdocs.yml")
    return project, load_staff(project), store.read(project.recorded)


def _ids(system: System, sources: Any, record: Record) -> frozenset[str]:
    """Every name by which one thing refers to another."""
    found = {row.id for rows in (system.components, system.parties, system.layers, sources) for row in rows}
    for held in record.held.values():
        d = held.versions[-1].disruption
        found |= {held.id, d.origin.feed, d.origin.native_id, d.account.symptom, d.account.rights}
        found |= {held.id.partition(".")[2]}
    return frozenset(filter(None, {*found, *names(), RIGHTS.id, *record.feeds, *record.times}))


def _to_read(system: System) -> Library:
    """An explainer and an answer for each part, called in words of staff's as the part is."""
    kinds = (ReadingKind.EXPLAINER, ReadingKind.ANSWER)
    return library(
        About(part.id, Reading(kind=kind, title=part.name, url=f"{kind}/{part.id}/"))
        for part in system.components
        for kind in kinds
    )


def _view(system: System, sources: Any, settings: Any, record: Record, now: datetime, **more: Any) -> View:
    ids = _ids(system, sources, record)
    told = foreign(system, ids)
    picture = build(told, foreign(sources, ids), foreign(record, ids), now, settings.exercise is not None)
    return View(
        picture=picture,
        system=told,
        settings=foreign(settings, ids),
        rights=more.get("rights", {}),
        layout=lay_out(system),
        reading=_to_read(told),
        templates=TEMPLATES,
        zone=settings.tz,
        archive=True,
        words=PSEUDO,
    )


def _of_the_demo(later: timedelta) -> View:
    project, staff, record = demo()
    settings = project.settings
    rights = {rights.id: foreign(rights, frozenset({rights.id})) for rights in staff.rights}
    return _view(staff.system, staff.sources, settings, record, settings.exercise.now + later, rights=rights)


def _of_the_harbour(*disruptions: Any, now: datetime = NOW, drill: bool = False, **more: Any) -> View:
    settings = SETTINGS.replace(exercise=Exercise(now=NOW)) if drill else SETTINGS
    rights = {RIGHTS.id: foreign(RIGHTS, frozenset({RIGHTS.id}))}
    return _view(make_system(), SOURCES, settings, make_record(disruptions, **more), now, rights=rights)


def _every_kind() -> Iterator[Any]:
    """A disruption of each kind that a page has words of its own for."""
    yield make_disruption(native="current")
    yield make_disruption(native="untold", headline=[], description=[])
    for status in ("planned", "active", "monitoring", "resolved", "cancelled", "withdrawn", "unknown"):
        yield make_disruption(native=status, status=status)
    for severity in ("none", "minor", "moderate", "severe", "extreme", "unknown"):
        yield make_disruption(native=f"is-{severity}", severity=severity, reports=[])
    for reality in ("exercise", "test", "draft"):
        yield make_disruption(native=f"real-{reality}", reality=reality)
    spans: dict[str, dict[str, Any]] = {
        "over": {"start": at(-600), "end": at(-60)},
        "ahead": {"start": at(600), "end": at(3_000)},
        "far": {"start": at(60_000), "end": at(70_000), "precision": "day"},
        "odd": {"start": at(-60), "unusable_end": "someday"},
        "nights": {"recurrence": {"start": "20:00", "end": "05:00", "zone": "Europe/Paris"}},
        "weekly": {"start": at(600), "recurrence": {"days": [1, 3], "start": "20:00", "end": "22:00", "zone": "UTC"}},
        "vague": {"start": at(-60), "recurrence": {"text": "At times"}},
    }
    for native, span in spans.items():
        yield make_disruption(native=f"span-{native}", periods=[span])


@cache
def views() -> dict[str, View]:
    """The pictures that between them show every sentence we have, each by what it shows."""
    aside = (
        Rejected(entry="entry 1", reason="It is broken.", native_id="x"),
        Rejected(entry="entry 2", reason="It is wrong."),
    )
    record = FeedRecord(feed="met", rejected=aside, notes=("Something odd.",))
    return {
        "the demo": _of_the_demo(timedelta()),
        "the demo, late": _of_the_demo(timedelta(minutes=50)),
        "the demo, silent": _of_the_demo(timedelta(hours=7)),
        "the demo, over": _of_the_demo(timedelta(days=20)),
        "a quiet harbour": _of_the_harbour(),
        "a bulletin": _of_the_harbour(make_bulletin(), make_disruption()),
        "a drill": _of_the_harbour(make_bulletin(), drill=True),
        "a silent road": _of_the_harbour(make_disruption("road"), times={"road": SILENT}),
        "everything": _of_the_harbour(*_every_kind(), feeds=[record]),
        "everything, led": replace(_of_the_harbour(make_bulletin(), *_every_kind(), feeds=[record]), left_out=2),
    }
