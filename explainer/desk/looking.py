"""A look at the desk: what somebody looked at and found as usual, signed as ``explainer looked`` signs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.spans import read_span
from explainer.desk import times
from explainer.desk.house import House
from explainer.desk.parsing import Typed
from explainer.model.watch import Look
from explainer.staff import signing
from explainer.staff.watches import read_watches

HOLDS = ("4 h", "8 h", "12 h", "24 h")


class Part(NamedTuple):
    """A part that can be looked at: what is said of it now, and whether it is ticked."""

    id: str
    name: str
    says: str
    ticked: bool
    wants: bool


class Asked(NamedTuple):
    """The form of a look."""

    parts: tuple[Part, ...]
    parties: tuple[tuple[str, str], ...]
    by: str
    at: str
    good_for: str
    note: str
    holding: tuple[tuple[str, datetime, str], ...]


def asked(house: House, typed: Typed, now: datetime) -> Asked:
    """What to ask: every part, those first that only people look at, and what holds already."""
    names, shown = house.names(), house.judged({}, now).shown
    picture = shown.picture if shown else None
    wanted = {here.id for here in signing.to_look_at(picture)} if picture else set()
    ticked = set(typed.get("looked_at", ()))
    told = {here.id: str(here.state or "") for here in picture.components} if picture else {}
    parts = [
        Part(key, name, told.get(key, ""), key in ticked, key in wanted)
        for key, name in names.get("components", {}).items()
    ]
    settings = house.project.settings
    looks = [look for look in read_watches(house.project, None, now).looks if look.until > now]
    return Asked(
        tuple(sorted(parts, key=lambda part: not part.wants)),
        tuple(names.get("parties", {}).items()),
        _one(typed, "by") or settings.looked_by,
        _one(typed, "at") or f"{now:%H:%M}",
        _one(typed, "good_for") or "8 h",
        _one(typed, "note"),
        tuple(
            (names.get("parties", {}).get(look.by, look.by), look.until, ", ".join(look.looked_at)) for look in looks
        ),
    )


def signed(house: House, typed: Typed, now: datetime) -> Path:
    """The file of the look that was filled in.

    Raises:
        ValueError: when it says what no look can say, in words.
        StaffError: the same, with findings.
        OSError: when it cannot be written.
    """
    staff = house.staff
    if staff is None:
        raise ValueError("What stands beside the notices has to be mended first.")
    parts = signing.wanted(typed.get("looked_at", ()), staff.system)
    if not parts:
        raise ValueError("Tick what you looked at.")
    good_for = read_span(_one(typed, "good_for"))
    at = times.moment(times.written(_one(typed, "at"), "at", now), house.project.settings.tz) or now
    if not isinstance(good_for, timedelta):
        raise ValueError("Say for how long you vouch for it.")  # noqa: TRY004 - what was typed, no mistake of ours
    if at > now + timedelta(minutes=1):
        raise ValueError("That time lies ahead. Write when you looked; nobody can vouch for what is to come.")
    by = signing.signatory(_one(typed, "by"), staff.system)
    return signing.write_look(
        house.project, Look(by=by, at=at, good_for=good_for, looked_at=parts, note=_one(typed, "note"))
    )


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()
