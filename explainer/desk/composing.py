"""What a new notice begins with: three gaps, a template, or an earlier notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from explainer.declarations.documents import read_yaml
from explainer.desk import times, writing
from explainer.desk.house import House
from explainer.desk.parsing import Put, Take, Typed, applied
from explainer.errors import StaffError
from explainer.formats.kit.common_json import text_at
from explainer.staff.signing import as_written

NOT_AGAIN = (
    *("updates", "id", "ended", "detected", "started", "next_update", "learned", "review", "expected", "figures"),
    *("constraints", "decisions", "quiet_reason", "legal_ok", "about", "reality", "status"),
)
"""What of an earlier notice is not true of a new one."""


class GapError(Exception):
    """A gap was left empty; the message says which."""


class Offered(NamedTuple):
    """A template: what it is for."""

    id: str
    title: str
    says: str


class Offer(NamedTuple):
    """What the page of a new notice offers."""

    what: str
    where: str
    due: str
    parties: tuple[tuple[str, str], ...]
    who: str
    templates: tuple[Offered, ...]
    earlier: tuple[tuple[str, str], ...]


def offer(house: House, now: datetime) -> Offer:
    """What there is to begin with at ``now``."""
    staff = house.staff
    parties = tuple((one.id, one.name) for one in staff.system.parties) if staff else ()
    due = _quarter(now + timedelta(minutes=30))
    return Offer(
        "the water",
        "building A",
        f"{due:%H:%M}",
        parties,
        _who(house),
        (),
        tuple(_earlier(house)),
    )


def _who(house: House) -> str:
    """The party that finds out, unless somebody says another: the one whose notices these are."""
    source, staff = house.source(""), house.staff
    parties = [one.id for one in staff.system.parties] if staff else []
    named = [source.party if source else "", house.project.settings.looked_by]
    return next((one for one in [*named, *parties] if one in parties), "")


def _quarter(at: datetime) -> datetime:
    return (at + timedelta(minutes=-at.minute % 15)).replace(second=0, microsecond=0)


def _earlier(house: House) -> Iterator[tuple[str, str]]:
    for path, _ in house.files():
        try:
            data = read_yaml(path.read_text("utf-8"), path.name).data
        except (StaffError, OSError, UnicodeError):
            continue
        if text_at(data, "headline"):
            yield path.stem, text_at(data, "headline")


def composed(house: House, typed: Typed, now: datetime) -> str:
    """The text that a new notice begins with.

    Raises:
        GapError: when something is missing.
    """
    if "like" in typed:
        return _like(house, typed["like"][0], now)
    if "template" in typed:
        return _begun(house, {}, now)
    return _first_word(house, typed, now)


def _like(house: House, name: str, now: datetime) -> str:
    path = next((path for path, _ in house.files() if path.stem == name), None)
    if path is None:
        raise GapError("That notice is not there any more.")
    text = path.read_text("utf-8")
    data: Any = read_yaml(text, path.name).data
    gone = [Take((key,)) for key in NOT_AGAIN if key in data]
    kept = [Put((key,), value) for key, value in _start(house, now).items()]
    normal = [
        Put(("reports", index, "since"), as_written(now))
        for index, row in enumerate(data.get("reports", ()))
        if "since" in row
    ]
    return applied(text, path.name, [*gone, *kept, *normal], writing.order()).text


def _start(house: House, now: datetime) -> dict[str, Any]:
    exercise = house.project.settings.exercise is not None
    return {"status": "active", **({"reality": "exercise"} if exercise else {}), "detected": as_written(now)}


def _begun(house: House, values: dict[str, Any], now: datetime) -> str:
    whole = {"severity": "moderate", **_start(house, now), **values}
    changes = [Put((key,), value) for key, value in sorted(whole.items(), key=lambda row: _place(row[0]))]
    return applied(writing.FRESH, "notice.yml", changes, writing.order()).text


def _place(key: str) -> int:
    order = writing.order()
    return order.index(key) if key in order else len(order)


def _first_word(house: House, typed: Typed, now: datetime) -> str:
    """A first word: that there is a problem, that we know, and when there is more. It claims nothing else."""
    what, where, due, who = (
        " ".join(next(iter(typed.get(name, ())), "").split()) for name in ("what", "where", "due", "who")
    )
    if not what or not where:
        raise GapError("Say with what there is a problem, and where.")
    by = times.written(due, "next_update", now)
    if times.moment(by, house.project.settings.tz) is None:
        raise GapError("Write the time of the next word as hh:mm, such as 19:00.")
    asked = who or _who(house)
    return _begun(
        house,
        {
            "headline": f"There is a problem with {what} in {where}",
            "summary": "We know, and look into it. We do not know yet what it is, or how long it takes.",
            "empathy": "We are sorry.",
            "place": where,
            "cause": {"unknown": True, "investigator": asked, "answer_by": by},
            "impact": [{"who": f"Everybody in {where}", "what": "We do not know yet what it means for you."}],
            "nothing_to_do": "You need not do anything yet.",
            "unknowns": ["What happened, and how long it takes."],
            "updates": [{"at": as_written(now), "says": f"We know. More by {due}.", "next_update": by}],
        },
        now,
    )
