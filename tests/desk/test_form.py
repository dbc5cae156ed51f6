"""What the model knows, the desk asks for: no field is named twice, and none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from explainer.declarations.doors import door
from explainer.declarations.schemas import schema_of
from explainer.desk import layout
from explainer.desk.controls import Pen, drawn, flat
from explainer.desk.form import Field, Kind, fields_of
from explainer.desk.writing import bulletin_fields
from explainer.formats.builtin.bulletin import BULLETIN_DOOR, Bulletin
from explainer.model.value import Moment, Words
from tests.conftest import NOW


def leaves(fields: tuple[Field, ...], at: str = "") -> Iterator[str]:
    for one in fields:
        name = f"{at}{one.key}"
        if one.parts:
            yield from leaves(one.parts, f"{name}." if one.kind is Kind.GROUP else f"{name}[1].")
        else:
            yield name


def names_of(pen: Pen) -> list[str]:
    form = drawn(pen, layout.FIRST, layout.LATER, ())
    return [one.name for section in (*form.first, *form.later) for one in flat(section.blocks)]


def test_every_field_of_a_bulletin_is_on_the_form_once() -> None:
    asked = names_of(Pen(bulletin_fields(), {}, {}, NOW, {}))
    assert sorted(asked) == sorted(leaves(bulletin_fields()))


def test_the_fields_are_those_that_staff_may_write() -> None:
    called = {"impacts": "impact", "detected_at": "detected"}
    model = {called.get(one.name, one.encode_name) for one in msgspec.structs.fields(Bulletin)}
    assert {one.key for one in bulletin_fields()} == model


class Grown(Bulletin):
    """A bulletin as it may be one day."""

    weather: str = ""
    seen_at: Moment | None = None
    helpers: tuple[Words, ...] = ()


def test_a_field_that_the_model_gains_is_asked_for_by_itself() -> None:
    grown = fields_of(schema_of(door(Grown), "Bulletin"))
    form = drawn(Pen(grown, {}, {}, NOW, {}), layout.FIRST, layout.LATER, ())
    also = next(section for section in form.later if section.title == layout.ALSO)
    kinds = {one.name: one.kind for one in flat(also.blocks)}
    assert kinds["weather"] == "text"
    assert kinds["seen_at"] == "time"
    assert kinds["helpers"] == "lines"


def test_every_kind_of_field_is_told_from_its_schema() -> None:
    kinds = {one.key: one.kind for one in fields_of(schema_of(BULLETIN_DOOR, "Bulletin"))}
    assert kinds["headline"] is Kind.TEXT
    assert kinds["unknowns"] is Kind.LINES
    assert kinds["severity"] is Kind.WORD
    assert kinds["legal_ok"] is Kind.FLAG
    assert kinds["detected"] is Kind.TIME
    assert kinds["cause"] is Kind.GROUP
    assert kinds["asks"] is Kind.MANY
    assert kinds["figures"] is Kind.NAMED
    asks = next(one for one in bulletin_fields() if one.key == "asks")
    minutes = asks.part("minutes")
    assert minutes is not None
    assert [one.kind for one in minutes.parts] == [Kind.NUMBER, Kind.NUMBER]


def test_no_label_is_for_a_field_that_is_not_there() -> None:
    there = {name.replace("[1]", "[]") for name in leaves(bulletin_fields())}
    groups = {name.rpartition(".")[0] for name in there} | {"learned.wrong", "learned.changes"}
    of_looks = {"by", "at", "good_for", "looked_at", "note"}
    assert {name for name in layout.LABELS if name not in there | groups | of_looks | {"low", "high", "unit"}} == set()
