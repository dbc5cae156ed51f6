"""Seals: what was validated comes back as it was, and bytes that nobody sealed make nothing."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import pickletools
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, EnumType
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel

from explainer.declarations.rights import Rights
from explainer.declarations.settings import Settings
from explainer.declarations.sources import Source
from explainer.declarations.system import System
from explainer.model import vocabulary
from explainer.model.disruption import Disruption, Period
from explainer.model.history import FeedRecord, Held, Times
from explainer.model.vocabulary import Epoch, PeriodRole, Phase, State
from explainer.record import sealed, store
from explainer.record.files import Holds, RecordFile
from explainer.record.sealed import SealError, seal, unseal
from explainer.site.skeleton import LivePage, Plain, Region, Skeleton
from tests.factory import make_disruption, make_record, make_system
from tests.support.values import plain

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
VOCABULARIES = [kind for kind in vars(vocabulary).values() if isinstance(kind, EnumType) and len(kind)]


# What comes back


def test_a_model_comes_back_with_the_same_names_values_and_vocabularies() -> None:
    made = make_disruption("road", "a", periods=(Period(start=NOON, role=PeriodRole.IMPACT),))
    opened = unseal(seal(made))
    assert plain(opened) == plain(made)
    assert opened.status is made.status
    assert opened.periods[0].role is PeriodRole.IMPACT


def test_it_tells_what_the_model_tells() -> None:
    made = make_disruption("road", "a", periods=(Period(start=NOON, end=NOON + timedelta(hours=2)),))
    opened = unseal(seal(made))
    for now in (NOON - timedelta(hours=1), NOON, NOON + timedelta(hours=3)):
        assert opened.phase(now) is made.phase(now)
    assert (opened.started_at, opened.ended_at) == (made.started_at, made.ended_at)
    assert opened.phase(NOON) is Phase.CURRENT


def test_a_system_is_walked_as_before() -> None:
    system = make_system()
    opened = unseal(seal(system))
    assert [plain(part) for part in opened.symptoms] == [plain(part) for part in system.symptoms]
    for component in system.components:
        assert opened.upstream(component.id) == system.upstream(component.id)
        assert opened.downstream(component.id) == system.downstream(component.id)
        assert plain(opened.into[component.id]) == plain(system.into[component.id])


def test_a_whole_record_comes_back_as_it_was() -> None:
    held = make_record([make_disruption("road", "a"), make_disruption("met", "b")]).held
    assert plain(unseal(seal(held))) == plain(held)


def test_what_was_restored_can_be_sealed_again() -> None:
    made = make_disruption("road", "a")
    once = unseal(seal(made))
    assert unseal(seal(once)) == once


def test_a_restored_value_is_as_frozen_as_its_model() -> None:
    opened = unseal(seal(make_disruption("road", "a")))
    with pytest.raises(AttributeError, match="Disruption is frozen"):
        opened.status = "active"
    with pytest.raises(AttributeError, match="Disruption is frozen"):
        del opened.status


def test_restored_values_are_equal_when_they_hold_the_same() -> None:
    start, end = (unseal(seal(Period(start=at))) for at in (NOON, NOON + timedelta(hours=1)))
    assert start == unseal(seal(Period(start=NOON)))
    assert len({start, unseal(seal(Period(start=NOON))), end}) == 2
    assert start != end
    assert repr(start).startswith("Period(start=datetime.datetime(2026, 11, 20, 12, 0")


@given(st.datetimes(timezones=st.just(UTC)), st.dates(), st.timedeltas(), st.sampled_from(State))
def test_times_and_vocabularies_come_back_as_they_were(at: datetime, day: date, span: timedelta, state: Enum) -> None:
    value = (at, day, span, state, None, {"a": (1.5, True)})
    opened = unseal(seal(value))
    assert opened == value
    assert opened[3] is state


@pytest.mark.parametrize("kind", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_a_vocabulary_comes_back_however_a_python_pickles_its_enums(
    kind: type[Enum], monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_here = seal(tuple(kind))
    # So do Python 3.11.0 to 3.11.3, Debian 12's among them, whatever Python runs this test.
    monkeypatch.setattr(kind, "__reduce_ex__", lambda member, _: (getattr, (type(member), member.name)))
    assert seal(tuple(kind)) == sealed_here
    assert all(opened is member for opened, member in zip(unseal(sealed_here), kind, strict=True))


def test_whatever_a_sealed_value_may_hold_can_be_unsealed() -> None:
    leaves = leaves_of(Skeleton) | leaves_of(Plain) | leaves_of(Held) | leaves_of(FeedRecord) | leaves_of(Times)
    brought_by_python = {str, int, float, bool, type(None), Any, ...}
    known = {kind for kind in leaves - brought_by_python if (kind.__module__, kind.__qualname__) in sealed._KNOWN}
    assert {date, timedelta, State, PeriodRole, Epoch} <= known
    assert leaves <= known | brought_by_python | {AwareDatetime}, "add it to the vocabulary, or to what may be sealed"


def leaves_of(annotation: Any) -> set[Any]:
    """Every kind of value that may stand where ``annotation`` does: models and tuples taken apart to the last."""
    if hasattr(annotation, "model_fields"):
        below = [field.annotation for field in annotation.model_fields.values()]
    elif isinstance(annotation, type) and (hasattr(annotation, "_fields") or is_dataclass(annotation)):
        # A skeleton names what costs a refresh too much to import.
        late = {kind.__name__: kind for kind in (Settings, System, Source, Rights)}
        below = list(get_type_hints(annotation, localns=late).values())
    else:
        below = list(get_args(annotation))[: 1 if get_origin(annotation) is Annotated else None]
    return {leaf for kind in below for leaf in leaves_of(kind)} if below else {annotation}


def test_an_offset_read_from_json_comes_back_without_pydantics_own_kind_of_it() -> None:
    read = Period.model_validate_json('{"start": "2026-11-20T12:00:00+01:00"}')
    opened = unseal(seal(read))
    assert read.start is not None
    assert opened.start.isoformat() == read.start.isoformat() == "2026-11-20T12:00:00+01:00"
    assert type(opened.start.tzinfo).__module__ == "datetime"


def test_values_of_our_own_come_back_only_where_they_are_expected() -> None:
    page = LivePage(path="index.html", sha256="0", regions=(Region("banner", 1, 2, {}),))
    assert unseal(seal(page), LivePage, Region) == page
    with pytest.raises(SealError, match=r"explainer\.site\.skeleton\.LivePage, which nobody seals"):
        unseal(seal(page), Region)


# What is refused


def test_not_one_bit_may_differ() -> None:
    whole = seal(make_disruption("road", "a"))
    for at in range(0, len(whole), 7):
        with pytest.raises(SealError):
            unseal(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    for length in range(0, len(whole), 7):
        with pytest.raises(SealError):
            unseal(whole[:length])


def test_another_version_of_explainer_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = seal("anything")
    monkeypatch.setattr(sealed, "__version__", "0.0.0")
    sealed._made_by.cache_clear()
    try:
        with pytest.raises(SealError, match="made by another version of Explainer"):
            unseal(whole)
    finally:
        sealed._made_by.cache_clear()


def test_every_module_that_holds_a_sealed_model_counts_for_the_version() -> None:
    homes = {kind.__module__ for kind in (*subclasses(BaseModel), *sealed._TRAITS.values())}
    held = {
        "explainer.model.disruption",
        "explainer.model.history",
        "explainer.declarations.system",
        "explainer.declarations.settings",
        "explainer.declarations.rights",
    }
    assert held <= homes
    counted = {f"explainer.{name.removesuffix('.py').replace('/', '.')}" for name in sealed._SHAPED_BY}
    assert (
        held
        | {
            "explainer.declarations.sources",
            "explainer.declarations.fields",
            "explainer.site.skeleton",
            "explainer.declarations.places",
        }
        <= counted
    )


def subclasses(kind: type) -> set[type]:
    below: list[type] = kind.__subclasses__()
    return {kind}.union(*map(subclasses, below))


class Hostile:
    """What an attacker would write into the workspace: on opening, call something."""

    def __init__(self, call: Any, *arguments: Any) -> None:
        self._call = (call, arguments)

    def __reduce__(self) -> Any:
        return self._call


@pytest.mark.parametrize(
    "hostile",
    [
        Hostile(os.system, "touch hacked"),
        Hostile(eval, "1"),
        Hostile(getattr, Disruption, "model_rebuild"),
        Hostile(store.read_file, RecordFile("/etc/passwd", "passwd", Holds.DISRUPTION)),
        Hostile(Path, "/"),
        Hostile(io.open, "hacked", "w"),
    ],
    ids=["os.system", "eval", "getattr", "our own reader", "a path", "open"],
)
def test_a_seal_made_by_somebody_else_calls_nothing(
    hostile: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    body = pickle.dumps(hostile)
    forged = sealed._made_by() + hashlib.sha256(body).digest() + body
    with pytest.raises(SealError, match="which nobody seals"):
        unseal(forged)
    assert not list(tmp_path.iterdir())


@given(st.binary(max_size=60))
def test_bytes_that_are_no_pickle_raise_nothing_but_our_own_error(body: bytes) -> None:
    with suppress(SealError):
        unseal(sealed._made_by() + hashlib.sha256(body).digest() + body)


def test_a_sealed_record_names_nothing_but_times_and_vocabularies() -> None:
    body = seal(make_record([make_disruption("road", "a")]).held)[2 * sealed._DIGEST :]
    strings: list[str] = []
    named = set()
    for code, argument, _ in pickletools.genops(body):
        if isinstance(argument, str):
            strings.append(argument)
        if code.name == "STACK_GLOBAL":
            named.add(next(known for known in sealed._KNOWN if known[0] in strings and known[1] in strings))
    assert {module for module, _ in named} <= {"datetime", "explainer.record.sealed", "explainer.model.vocabulary"}
