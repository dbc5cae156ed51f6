"""Values: frozen, made by name, read back as they were written, and never holding what nobody can mean."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import fields

from explainer import model
from explainer.model.disruption import Cause, Period, Rejected, Text
from explainer.model.recurrence import Recurrence
from explainer.model.value import Figure, Moment, Slug, Value, as_read_back, checked, stated
from explainer.model.vocabulary import CauseCode, PeriodRole

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Boat(Value):
    """What tests make values of."""

    name: Slug
    leaves: Moment
    long: Figure = 1.5
    crew: tuple[str, ...] = ()
    every: timedelta = timedelta(minutes=5)
    papers: dict[str, str] = msgspec.field(default_factory=dict)


BOAT = Boat(name="ferry", leaves=NOON)


def test_a_value_is_frozen_and_made_by_name() -> None:
    with pytest.raises(AttributeError):
        BOAT.name = "tug"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Boat("ferry", NOON)  # type: ignore[call-arg]


def test_a_changed_copy_leaves_the_value_as_it_was() -> None:
    assert (BOAT.replace(name="tug").name, BOAT.name) == ("tug", "ferry")
    assert BOAT.replace() == BOAT


def test_a_part_of_another_kind_is_refused_and_a_word_of_ours_is_taken_for_what_it_means() -> None:
    assert checked(Cause(code="weather")) == Cause(code=CauseCode.WEATHER)  # type: ignore[arg-type]
    assert checked(BOAT.replace(crew=["Ada"])).crew == ("Ada",)
    for wrong in (
        {"name": "A Boat"},
        {"name": 5},
        {"leaves": "noon"},
        {"leaves": NOON.replace(tzinfo=None)},
        {"crew": (5,)},
    ):
        with pytest.raises(ValueError, match=r"Expected|Invalid"):
            checked(BOAT.replace(**wrong))
    with pytest.raises(TypeError):
        checked(BOAT.replace(crew=(object(),)))


def test_what_is_written_and_read_has_plain_offsets_and_is_otherwise_the_same() -> None:
    at = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    again = as_read_back(BOAT.replace(leaves=at))
    assert again.leaves.isoformat() == "2026-10-25T02:30:00+02:00"
    assert as_read_back(again) == again
    with pytest.raises(ValueError, match="surrogates"):
        as_read_back(BOAT.replace(crew=("\ud800",)))


def test_only_what_differs_from_a_default_is_written_down_whatever_made_it() -> None:
    assert stated(BOAT) == {"name": "ferry", "leaves": "2026-11-20T12:00:00Z"}
    spelled = "".join(["u", "nd"])  # equal to the default, and another text
    assert stated(Text(lang=spelled, text="Fog")) == {"text": "Fog"}
    assert stated(Period(start=NOON, role=PeriodRole.PUBLICATION)) == {
        "start": "2026-11-20T12:00:00Z",
        "role": "publication",
    }


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(seconds=90), "PT1M30S"),
        (timedelta(hours=36), "P1DT12H"),
        (timedelta(days=2), "P2D"),
        (timedelta(), "P0D"),
    ],
)
def test_a_length_of_time_is_written_in_the_units_people_use(span: timedelta, written: str) -> None:
    assert stated(BOAT.replace(every=span))["every"] == written


def test_a_rule_of_hours_needs_a_zone_and_days_that_anybody_can_mean() -> None:
    with pytest.raises(ValueError, match="is not a time zone; write a name such as"):
        Recurrence(zone="Europe/Nowhere", start="20:00")
    with pytest.raises(ValueError, match="recurs on a day"):
        Recurrence(only=(date(1789, 7, 14),))


def test_words_that_may_quote_a_document_are_made_plain_whoever_says_them() -> None:
    said = Rejected(entry="entry\x001", reason="a\u202eb" * 2_000)
    assert "\x00" not in said.entry
    assert "\u202e" not in said.reason
    assert len(said.reason) < 2_000


def _kinds(kind: type[Value] = Value) -> Iterator[type[Value]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def test_a_default_is_read_back_as_it_is_so_that_a_refresh_writes_what_a_build_wrote() -> None:
    for module in pkgutil.iter_modules(model.__path__, f"{model.__name__}."):
        importlib.import_module(module.name)
    numbers = [
        (f"{kind.__name__}.{field.name}", field)
        for kind in _kinds()
        if kind.__module__.startswith(model.__name__)
        for field in fields(kind)
        if isinstance(field.default, (int, float))
    ]
    assert len(numbers) > 20
    assert [name for name, one in numbers if repr(msgspec.convert(one.default, one.type)) != repr(one.default)] == []


def test_no_two_kinds_have_one_name_as_translations_know_a_kind_by_it() -> None:
    for module in pkgutil.iter_modules(model.__path__, f"{model.__name__}."):
        importlib.import_module(module.name)
    names = [kind.__name__ for kind in _kinds() if kind.__module__.startswith(model.__name__)]
    assert sorted(names) == sorted(set(names))
