"""What a new notice begins with: three gaps, a template of ``explainer new bulletin``, or an earlier notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from explainer.declarations.documents import read_yaml
from explainer.desk import writing
from explainer.desk.controls import sentence
from explainer.desk.house import House
from explainer.desk.parsing import Change, Put, Take, Typed, applied
from explainer.errors import StaffError
from explainer.formats.kit.common_json import text_at
from explainer.staff.signing import as_written
from explainer.staff.writing import templates
from explainer.staff.writing.templates import Gap, Kind, Template

NOT_AGAIN = (
    *("updates", "id", "ended", "detected", "started", "next_update", "learned", "review", "expected", "figures"),
    *("constraints", "decisions", "quiet_reason", "legal_ok", "about", "reality", "status"),
)
"""What of an earlier notice is not true of a new one."""

FIRST_WORD = "first-word"
_MOST_EARLIER = 5


class GapError(Exception):
    """A gap was left empty, or filled with what does not fit; the message says which."""


class Offer(NamedTuple):
    """What the page of a new notice offers: the usual time of the next word, templates, and earlier notices."""

    due: str
    parts: tuple[str, ...]
    templates: tuple[Template, ...]
    earlier: tuple[tuple[str, str], ...]


class Asked(NamedTuple):
    """One gap of a template as it is asked for."""

    gap: Gap
    usual: str
    choices: tuple[templates.Choice, ...]

    @property
    def is_time(self) -> bool:
        """Whether a time goes there."""
        return self.gap.kind in (Kind.PROMISE, Kind.PAST, Kind.TIME)


def offer(house: House, now: datetime) -> Offer:
    """What there is to begin with at ``now``."""
    told = _told(house)
    every = templates.templates(house.project.settings.language)
    first = templates.template(FIRST_WORD)
    due = templates.usual(next(gap for gap in first.gaps if gap.kind is Kind.PROMISE), {}, told, now) if told else ""
    parts = tuple(one.name for one in told.system.components) if told else ()
    return Offer(due[-5:], parts, tuple(one for one in every if one.id != FIRST_WORD), tuple(_earlier(house)))


def asked(house: House, name: str, now: datetime) -> tuple[Template, tuple[Asked, ...]] | None:
    """A template and its gaps; None where there is none of that name, or nothing to fill it from."""
    told = _told(house)
    try:
        found = templates.template(name, house.project.settings.language)
    except ValueError:
        return None
    if told is None:
        return None
    gaps = (Asked(gap, _usual(gap, told, now), templates.choices(gap, {}, told)) for gap in found.gaps)
    return found, tuple(gaps)


def _usual(gap: Gap, told: templates.House, now: datetime) -> str:
    usual = templates.usual(gap, {}, told, now)
    return usual[-5:] if gap.kind is Kind.PROMISE and usual.startswith(f"{now:%Y-%m-%d}") else usual


def _told(house: House) -> templates.House | None:
    staff = house.staff
    return templates.house_of(staff.system, staff.sources, house.project.settings) if staff else None


def _earlier(house: House) -> Iterator[tuple[str, str]]:
    for path, _ in list(house.files())[:_MOST_EARLIER]:
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
    name = _one(typed, "template")
    if name:
        return _of_template(house, name, {key: _one(typed, key) for key in typed}, now)
    return _begun(house, now) if "template" in typed else _first_word(house, typed, now)


def _of_template(house: House, name: str, answers: dict[str, str], now: datetime) -> str:
    told = _told(house)
    if told is None:
        raise GapError("What stands beside the notices has to be mended first.")
    try:
        found = templates.template(name, house.project.settings.language)
        return templates.without_answered(templates.new_bulletin(found, answers, told, now))
    except ValueError as error:
        raise GapError(sentence(str(error))) from error


def _like(house: House, name: str, now: datetime) -> str:
    path = next((path for path, _ in house.files() if path.stem == name), None)
    if path is None:
        raise GapError("That notice is not there any more.")
    text = path.read_text("utf-8")
    data: Any = read_yaml(text, path.name).data
    gone = [Take((key,)) for key in NOT_AGAIN if key in data]
    kept = [Put((key,), value) for key, value in _start(house, now).items()]
    reports = enumerate(data.get("reports", ()))
    since = [Put(("reports", index, "since"), as_written(now)) for index, row in reports if "since" in row]
    return applied(text, path.name, [*gone, *kept, *since], writing.order()).text


def _start(house: House, now: datetime) -> dict[str, Any]:
    exercise = house.project.settings.exercise is not None
    return {"status": "active", **({"reality": "exercise"} if exercise else {}), "detected": as_written(now)}


def _begun(house: House, now: datetime) -> str:
    changes = [Put((key,), value) for key, value in {"severity": "moderate", **_start(house, now)}.items()]
    return applied(writing.FRESH, "notice.yml", changes, writing.order()).text


def _first_word(house: House, typed: Typed, now: datetime) -> str:
    """A first word: that there is a problem, that we know, and when there is more. It claims nothing else.

    Where the first gap is the name of a part, that part is said to be unknown; else no part is named.
    """
    what, where, due = (_one(typed, gap) for gap in ("what", "where", "due"))
    if not what or not where:
        raise GapError("Say with what there is a problem, and where.")
    told = _told(house)
    named = {one.name.casefold(): one.id for one in told.system.components} if told else {}
    part = named.get(what.casefold(), "")
    any_part = part or next(iter(named.values()), "")
    text = _of_template(house, FIRST_WORD, {"what": what, "where": where, "next": due, "part": any_part}, now)
    said: list[Change] = [Put(("headline",), f"{writing.FIRST_WORDS}{what} in {where}")]
    return applied(text, "notice.yml", said if part else [*said, Take(("reports",))], writing.order()).text


def _one(typed: Typed, name: str) -> str:
    return " ".join(next(iter(typed.get(name, ())), "").split())
