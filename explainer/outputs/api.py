"""``api/v2/…``: the present as clients of Statuspage read it (Status API v2), so that a bot that knows one knows ours.

Its vocabulary is closed and smaller than ours. What it has no word for is told in ours, ``unknown``, which no client
takes for ``operational``: that nobody knows is not that it works. A part that nobody watches is not listed. The files
are in the first of the site's languages; ``docs/api.md`` has the table of what becomes what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from explainer.language.states import state_word
from explainer.model.signs import HIDING
from explainer.model.vocabulary import Phase, Severity, State, Status
from explainer.outputs.updates import Told, promised, told, touched
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Standing
from explainer.render.view import View
from explainer.render.words import marked, plain_headline, sentence

MOST_LISTED = 50
"""How many incidents and how many maintenances a list has, as Statuspage's own."""

MOST_OPEN = 1000
"""How many that are not over are told of, as in ``status.json``: what is missing here, a client takes for over."""

MOST_UPDATES, LONGEST_BODY = 50, 4000
"""How many updates of one are told, and how many characters of one of them."""

UNKNOWN = "unknown"
"""The word for what Statuspage has none for. It is none of its own, so that no client can take it for another."""

STATES: Mapping[State, str] = {
    State.STOPPED: "major_outage",
    State.SLOWED: "degraded_performance",
    State.WATCH: "operational",
    State.UNKNOWN: UNKNOWN,
    State.NORMAL: "operational",
}
"""Of a component. What is said to need watching works now; that something may change it is told by its incident."""

IMPACTS: Mapping[Severity, str] = {
    Severity.NONE: "none",
    Severity.MINOR: "minor",
    Severity.MODERATE: "major",
    Severity.SEVERE: "critical",
    Severity.EXTREME: "critical",
    Severity.UNKNOWN: UNKNOWN,
}
"""Of an incident, as ``formats/builtin/statuspage.py`` reads them."""

_INDICATED: Mapping[State, str] = {
    State.STOPPED: "critical",
    State.SLOWED: "major",
    State.WATCH: "minor",
    State.UNKNOWN: UNKNOWN,
    State.NORMAL: "none",
}
"""The page as a whole by its sign, which already is the worst that customers feel."""


class _Document(NamedTuple):
    """One file: its path below the home of the crisis pages, and what stands in it beside the page itself."""

    path: str
    holds: Callable[[View], Mapping[str, Any]]


def components_of(view: View) -> list[dict[str, Any]]:
    """Every part that somebody watches, in the system's own order."""
    watched = [here for here in view.picture.components if here.state is not None]
    return [_component(view, here, position) for position, here in enumerate(watched, 1)]


def _condition(here: ComponentNow) -> str:
    """How a part is. That one may be touched by what is off elsewhere is our guess: nobody says that it works."""
    is_guess = here.state is State.WATCH and here.basis is Basis.INFERRED
    return UNKNOWN if here.state is None or is_guess else STATES[here.state]


def _component(view: View, here: ComponentNow, position: int) -> dict[str, Any]:
    at = _moment(view, here.at or here.start.issued_at or here.start.first_seen)
    return {
        "id": here.id,
        "name": here.component.name,
        "status": _condition(here),
        "created_at": at,
        "updated_at": at,
        "position": position,
        "description": here.says or None,
        "showcase": True,
        "start_date": None,
        "group_id": None,
        "page_id": _page_id(view),
        "group": False,
        "only_show_if_degraded": False,
    }


def _incidents(view: View, chosen: Iterable[DisruptionNow]) -> list[dict[str, Any]]:
    return [_incident(view, now) for now in chosen]


def _incident(view: View, now: DisruptionNow) -> dict[str, Any]:
    d, updates = now.disruption, told(view, now)
    status, first = _status(now), _moment(view, min(updates[0].at, d.issued_at or updates[0].at))
    told_of = {
        "id": now.id,
        "name": marked(view, plain_headline(view, d), d.reality),
        "status": status,
        "created_at": first,
        "updated_at": _moment(view, updates[-1].at),
        "monitoring_at": _moment(view, now.written_at) if d.status is Status.MONITORING else None,
        "resolved_at": _moment(view, now.ended_at or updates[-1].at) if now.standing is Standing.ENDED else None,
        "impact": "maintenance" if _is_planned(now) else IMPACTS[d.severity],
        "shortlink": view.address(f"disruptions/{now.id}/"),
        "started_at": _moment(view, now.since or d.started_at),
        "page_id": _page_id(view),
        "incident_updates": [*_updates(view, now, updates)],
        "components": _affected(view, now),
        "reminder_intervals": None,
    }
    if _is_planned(now):
        told_of["scheduled_for"] = _moment(view, d.started_at) or first
        told_of["scheduled_until"] = _moment(view, d.ended_at)
    return told_of


def _status(now: DisruptionNow) -> str:
    """The word for where it is: an incident’s, or a maintenance’s of what its publisher calls planned."""
    over, monitoring = now.standing is Standing.ENDED, now.disruption.status is Status.MONITORING
    if _is_planned(now):
        if over:
            return "completed"
        if now.phase is Phase.FUTURE:
            return "scheduled"
        return "verifying" if monitoring else "in_progress"
    if over:
        return "resolved"
    if monitoring:
        return "monitoring"
    cause = now.disruption.account.cause
    return "identified" if now.disruption.causes or (cause is not None and not cause.unknown) else "investigating"


def _updates(view: View, now: DisruptionNow, updates: tuple[Told, ...]) -> Iterator[dict[str, Any]]:
    """The updates, newest first; the newest says how the parts are, as nobody holds how each was at an earlier one."""
    for one in reversed(updates[-MOST_UPDATES:]):
        newest, at = one is updates[-1], _moment(view, one.at)
        yield {
            "id": one.id,
            "status": _status(now) if newest else _earlier(now, one),
            "body": _body(view, one, plain_headline(view, now.disruption)),
            "incident_id": now.id,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": _changed(view, now) if newest else None,
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
        }


def _body(view: View, one: Told, headline: str) -> str:
    """What was said, and when more was promised, which stands whole however long the words are."""
    behind = promised(view, one.due)
    words = (one.words if one.words.strip() else headline)[:LONGEST_BODY]
    return " ".join(part for part in (sentence(words) if behind and words else words, behind) if part)


def _earlier(now: DisruptionNow, one: Told) -> str:
    """The status that an update brought, where its publisher says; else the word that says least."""
    if _is_planned(now):
        return "in_progress" if one.at >= (now.disruption.started_at or one.at) else "scheduled"
    return "monitoring" if one.status is Status.MONITORING else "investigating"


def _affected(view: View, now: DisruptionNow) -> list[dict[str, Any]]:
    """The parts that it touches, as they are: a client shows them as the list of components does."""
    known = ((view.picture.component.get(part), position) for position, part in enumerate(touched(now), 1))
    return [_component(view, here, position) for here, position in known if here is not None and here.state]


def _changed(view: View, now: DisruptionNow) -> list[dict[str, Any]]:
    names, parts = view.system.by_id, touched(now)
    return [
        {
            "code": report.component,
            "name": names[report.component].name,
            "old_status": UNKNOWN,
            "new_status": STATES[report.state],
        }
        for report in now.reports
        if report.component in names and report.component in parts
    ]


def _is_planned(now: DisruptionNow) -> bool:
    return now.disruption.planned is True


def _shown(view: View) -> list[DisruptionNow]:
    """What stands for itself: what a bulletin gathers is told by it."""
    return [now for now in view.picture.disruptions if not now.gathered_by and not now.is_draft]


def _unresolved(view: View) -> list[DisruptionNow]:
    return [now for now in _shown(view) if now.standing is not Standing.ENDED and not _is_planned(now)][:MOST_OPEN]


def _works(view: View, *standings: Standing) -> list[DisruptionNow]:
    return [now for now in _shown(view) if now.standing in standings and _is_planned(now)][:MOST_LISTED]


def _newest(shown: Iterable[DisruptionNow]) -> list[DisruptionNow]:
    return sorted(shown, key=lambda now: (now.written_at, now.id), reverse=True)[:MOST_LISTED]


def _whole(view: View) -> dict[str, Any]:
    return {"status": status_of(view)}


def status_of(view: View) -> dict[str, str]:
    """The page in one word, and in ours: never ``none`` while nobody knows, or anything is off.

    It is as bad as the worst of the incidents that are open, and as the sign.
    """
    picture = view.picture
    impacts = [IMPACTS[now.disruption.severity] for now in _unresolved(view) if now.standing is Standing.CURRENT]
    indicated = [_INDICATED[picture.state]] if picture.state is not State.WATCH or not impacts else []
    worst = min((*impacts, *indicated), key=_BADNESS.index)
    return {"indicator": worst, "description": marked(view, state_word(view.words, picture.state))}


_BADNESS = ("critical", "major", UNKNOWN, "minor", "none")


def _summary(view: View) -> dict[str, Any]:
    return {
        "components": components_of(view),
        "incidents": _incidents(view, _unresolved(view)),
        "scheduled_maintenances": _incidents(view, _works(view, Standing.UPCOMING, Standing.CURRENT)),
        "status": status_of(view),
    }


DOCUMENTS: tuple[_Document, ...] = (
    _Document("summary.json", _summary),
    _Document("status.json", _whole),
    _Document("components.json", lambda view: {"components": components_of(view)}),
    _Document(
        "incidents.json",
        lambda view: {"incidents": _incidents(view, _newest(now for now in _shown(view) if not _is_planned(now)))},
    ),
    _Document("incidents/unresolved.json", lambda view: {"incidents": _incidents(view, _unresolved(view))}),
    _Document(
        "scheduled-maintenances.json",
        lambda view: {"scheduled_maintenances": _incidents(view, _newest(_works(view, *Standing)))},
    ),
    _Document(
        "scheduled-maintenances/upcoming.json",
        lambda view: {"scheduled_maintenances": _incidents(view, _works(view, Standing.UPCOMING))},
    ),
    _Document(
        "scheduled-maintenances/active.json",
        lambda view: {"scheduled_maintenances": _incidents(view, _works(view, Standing.CURRENT))},
    ),
)
"""What its clients ask for, each below ``api/v2/``."""


def written(view: View, document: _Document) -> bytes:
    """A document of these in the first of the site's languages. The same view gives the same bytes."""
    body = json.dumps({"page": _page(view), **document.holds(view)}, ensure_ascii=False)
    return f"{HIDING.sub('', body)}\n".encode("utf-8", "replace")


def _page(view: View) -> dict[str, Any]:
    settings, picture = view.settings, view.picture
    return {
        "id": _page_id(view),
        "name": marked(view, settings.site_name),
        "url": view.address(),
        "time_zone": settings.zone,
        "updated_at": _moment(view, picture.checked_at or picture.written_at or picture.now),
    }


def _page_id(view: View) -> str:
    """A name that stays as long as the address does, in the shape that Statuspage's have."""
    settings = view.settings
    return sha256(f"{settings.site_url}{settings.at}{settings.site_name}".encode()).hexdigest()[:12]


def _moment(view: View, at: datetime | None) -> str | None:
    return at.astimezone(view.zone).isoformat(timespec="milliseconds") if at is not None else None


def key_of(view: View) -> bytes:
    """All that any of the documents is made of, once for all of them."""
    if _KEY not in view.shared:
        view.shared[_KEY] = _facts(view)
    found: bytes = view.shared[_KEY]
    return found


_KEY = "key of the documents for clients of Statuspage"


def _facts(view: View) -> bytes:
    picture = view.picture
    parts = [(here.id, _condition(here), here.says, here.at, here.start) for here in picture.components if here.state]
    said = [
        (
            now.disruption.digest,
            now.standing,
            now.phase,
            now.start,
            now.written_at,
            now.ended_at,
            now.ahead,
            now.promised,
        )
        for now in picture.disruptions
    ]
    named = [
        (now.id, now.gathered_by, [(one.component, one.state) for one in now.reports]) for now in picture.disruptions
    ]
    told = (picture.checked_at, picture.state, picture.exercise, view.wording, view.left_out, parts, said, named)
    return repr(told).encode("utf-8", "surrogatepass")
