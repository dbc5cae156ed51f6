"""Doors: what staff write comes out as values, no field of which can be lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from pydantic import AfterValidator, ValidationError

from explainer.declarations.doors import Door, door
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.rights import RIGHTS_DOOR
from explainer.declarations.settings import SETTINGS_DOOR
from explainer.declarations.sources import SOURCE_DOOR
from explainer.declarations.system import SYSTEM_DOOR
from explainer.formats.builtin.bulletin import BULLETIN_DOOR
from explainer.model.account import Constraint, Decision
from explainer.model.sources import May, Source
from explainer.model.value import MaybeMoment, Slug, Value, Words
from tests.support.values import plain


class Row(Value):
    """What tests send through a door."""

    name: Slug
    says: Words = "…"
    at: MaybeMoment = None


class Sheet(Value):
    """A value with others in it."""

    rows: tuple[Row, ...] = ()
    first: Row | None = None
    from_: str = msgspec.field(default="", name="from")


SHEET = door(Sheet)


def wrong(through: Door[Any], data: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(ValidationError) as caught:
        through.read(data)
    return [(*row["loc"], row["type"]) for row in caught.value.errors()]


def test_what_comes_out_is_a_value_with_values_in_it() -> None:
    found = SHEET.read({"rows": [{"name": "a", "says": " Fog. "}], "first": {"name": "b"}, "from": "Us"})
    assert found == Sheet(rows=(Row(name="a", says="Fog."),), first=Row(name="b"), from_="Us")


def test_every_fault_is_told_at_its_place_all_at_once() -> None:
    data = {"rows": [{"name": "A B"}, {"says": " ", "nmae": "c"}], "first": 5, "from_": "Us"}
    assert wrong(SHEET, data) == [
        ("rows", 0, "name", "string_pattern_mismatch"),
        ("rows", 1, "name", "missing"),
        ("rows", 1, "says", "string_too_short"),
        ("rows", 1, "nmae", "extra_forbidden"),
        ("first", "model_type"),
        ("from_", "extra_forbidden"),
    ]


def test_a_time_without_an_offset_is_read_in_the_zone_it_is_told_and_nowhere_else() -> None:
    read = door(Row).read({"name": "a", "at": "2026-11-20 18:20"}, {"zone": ZoneInfo("Europe/Paris")})
    assert read.at == datetime(2026, 11, 20, 17, 20, tzinfo=UTC)
    assert wrong(door(Row), {"name": "a", "at": "2026-11-20T18:20"}) == [("at", "timezone_aware")]


def test_what_one_field_cannot_tell_is_checked_beside_it_also_deep_within() -> None:
    def is_short(name: str) -> str:
        if len(name) > 3:
            raise ValueError("is long; write a short one")
        return name

    def says_its_name(row: Row) -> Row:
        if row.name not in row.says:
            raise ValueError("does not say its name")
        return row

    strict = door(Row, says_its_name, name=Annotated[str, AfterValidator(is_short)])
    sheet = door(Sheet, within=(strict,))
    assert sheet.read({"rows": [{"name": "fog", "says": "a fog"}]}).rows[0].name == "fog"
    data = {"rows": [{"name": "gales", "says": "gales"}, {"name": "fog"}]}
    assert wrong(sheet, data) == [("rows", 0, "name", "value_error"), ("rows", 1, "value_error")]


def test_a_door_can_call_a_field_otherwise_and_leave_other_keys_to_others() -> None:
    renamed = door(Row, called={"says": "text"}, ignores_others=True)
    assert renamed.read({"name": "a", "text": "Fog.", "layout": "wide"}) == Row(name="a", says="Fog.")


def test_a_list_of_them_has_a_door_too() -> None:
    assert door(Row).several.read([{"name": "a"}]) == (Row(name="a"),)


@pytest.mark.parametrize(
    "value",
    [
        May(set_=("wind",), lead=True),
        Decision(
            what="Wait", at=datetime(2026, 11, 20, tzinfo=UTC), by="us", because="Fog", cost_to="All", with_=("you",)
        ),
        Constraint(component="crane", unit="boxes", normal=3, now=2, demand=3, at=datetime(2026, 11, 20, tzinfo=UTC)),
        Source(id="met", publisher="Met", format="cap", url="https://met.example/"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_field_of_a_value_is_lost_at_its_door(value: Value) -> None:
    through = SOURCE_DOOR if isinstance(value, Source) else door(type(value))
    assert through.read(plain(value)) == value


@pytest.mark.parametrize(
    "through", [SOURCE_DOOR, SYSTEM_DOOR, SETTINGS_DOOR, RIGHTS_DOOR, FRONT_MATTER_DOOR, BULLETIN_DOOR]
)
def test_what_is_no_table_at_all_is_refused(through: Door[Any]) -> None:
    assert wrong(through, 5)
