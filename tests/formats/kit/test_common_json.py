"""JSON as feeds really publish it: what is read, what is refused and with which words, and getters that never raise."""

from __future__ import annotations

import contextlib
import json
import math
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit import common_json
from explainer.formats.kit.common_json import (
    Figure,
    Flag,
    Object,
    Objects,
    Said,
    Sayings,
    Wire,
    as_number,
    as_text,
    as_time,
    dict_at,
    dicts_at,
    file_stem,
    flag_at,
    list_at,
    number_at,
    read_json,
    text_at,
    value_at,
)
from explainer.model.vocabulary import Precision

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def read(body: bytes | str) -> Any:
    return read_json(Document(name="f", body=body.encode() if isinstance(body, str) else body))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_encoding_of_json_is_read(encoding: str) -> None:
    assert read('{"a": "Zürich"}'.encode(encoding)) == {"a": "Zürich"}


def test_a_raw_control_character_in_a_string_costs_no_more_than_itself() -> None:
    assert read('{"a": "one\ntwo\x1b"}') == {"a": "one\ntwo\ufffd"}


def test_bytes_that_are_no_utf8_are_replaced_and_the_rest_is_read() -> None:
    assert read(b'{"a": "Z\xfcrich"}') == {"a": "Z\ufffdrich"}


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    assert read('{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("<!doctype html><html></html>", "a web page"),
        ("<html><body>Access Denied</body></html>", "a web page"),
        ("<rss version='2.0'/>", "XML with the root <rss>"),
        ("Not found", "plain text"),
        ("null", "plain text"),
        ("42", "plain text"),
        ("headline: a\nb: c", "YAML"),
        (b"\x1f\x8b\x08", "gzip"),
        ('{"a": [1, 2', "breaks off"),
        ('{"a": [1, 2]', "breaks off"),
        ('{"a": "wor', "breaks off"),
        ('{"a": tru', "breaks off"),
        ('{"a":', "breaks off"),
        ("{", "breaks off"),
        ('{"a": 1,}', "not valid JSON: see line 1"),
        ('{"a": 1} {"b": 2}', "not valid JSON"),
        ("{\n'a': 1}", "not valid JSON: see line 2"),
        ('{"a": NaN}', "holds NaN"),
        ('{"a": -Infinity}', "holds -Infinity"),
        ("[" * 70 + "]" * 70, "nested too deeply"),
        ("[" * 200_000 + "]" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_not_whole_json_is_refused_by_name(body: bytes | str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(body)


def test_a_document_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_json, "LARGEST", 1_000_000)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read(b"[" + b" " * 1_000_000 + b"]")


def test_sixty_four_levels_are_read() -> None:
    assert read("[" * 64 + "]" * 64)


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda words: words.encode("utf-8", "surrogatepass")))
def test_random_bytes_only_ever_raise_a_format_error(body: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert isinstance(read(body), dict | list)


@given(value=st.dictionaries(st.text(max_size=5), values, max_size=4), share=st.floats(0.05, 0.95))
def test_a_document_cut_short_is_never_quiet(value: Any, share: float) -> None:
    body = json.dumps({"all": value}, allow_nan=True).encode()
    with pytest.raises(FormatError):
        read(body[: int(len(body) * share)])


@given(found=values, path=st.lists(st.text(max_size=3) | st.integers(-3, 3), max_size=3))
@example(found="0\x1f", path=[])
def test_getters_never_raise(found: Any, path: list[str | int]) -> None:
    value_at(found, *path)
    assert isinstance(text_at(found, *path), str)
    assert isinstance(list_at(found, *path), list)
    assert isinstance(dict_at(found, *path), dict)
    assert all(isinstance(row, dict) for row in dicts_at(found, *path))
    assert flag_at(found, *path) in (True, False, None)
    number = number_at(found, *path)
    assert number is None or math.isfinite(number)
    at = as_time(value_at(found, *path), UTC)
    assert at is None or at.at.tzinfo is not None


def test_getters_follow_a_path_or_answer_nothing() -> None:
    found = {"page": {"name": "GitHub", "n": 3, "on": True, "list": [{"a": 1}, "x", {"b": "2"}]}}
    assert text_at(found, "page", "name") == "GitHub"
    assert text_at(found, "page", "n") == "3"
    assert text_at(found, "page", "on") == ""
    assert text_at(found, "page", "list", 2, "b") == "2"
    assert text_at(found, "page", "list", 9, "b") == ""
    assert number_at(found, "page", "list", -1, "b") == 2.0
    assert flag_at(found, "page", "on") is True
    assert dicts_at(found, "page", "list") == [{"a": 1}, {"b": "2"}]
    assert list_at(found, "page", "name") == []
    assert dict_at(found, "nowhere", "at", "all") == {}


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, 1.0), (2.5, 2.5), ("3", 3.0), (" -4.5 ", -4.5), (True, None), ("1e5", 1e5), ("NaN", None), ("٣", None)],
)
def test_a_number_may_be_written_as_a_string(value: Any, number: float | None) -> None:
    assert as_number(value) == number


def test_a_number_nobody_can_write_down_is_none() -> None:
    assert as_number(10**400) is None
    assert as_number(math.inf) is None
    assert as_text(10**400) == ""
    assert as_text(math.inf) == ""


@pytest.mark.parametrize("value", [1_400_000_000, 1_400_000_000.0, "1400000000", 1_400_000_000_000, "1400000000000"])
def test_a_time_may_be_seconds_or_milliseconds(value: Any) -> None:
    reading = as_time(value, None)
    assert reading is not None
    assert reading.at == datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)
    assert reading.precision is Precision.EXACT


@pytest.mark.parametrize("value", [None, True, [], "soon", "0001-01-01T00:00:00Z", 9_999_999_999, 0, -1, math.inf])
def test_what_is_no_time_is_none(value: Any) -> None:
    assert as_time(value, UTC) is None


@pytest.mark.parametrize("name", ["a/site.yml", "https://a.example/history/site.yml?raw=1#x", "site.yml"])
def test_the_stem_of_a_file_is_its_name_without_folder_and_ending(name: str) -> None:
    assert file_stem(Document(name=name, body=b"")) == "site"


class Step(Wire):
    body: Said = ""


class Incident(Wire):
    id: Said = ""
    weight: Figure = None
    done: Flag = None
    names: Sayings = ()
    steps: Annotated[tuple[Step, ...], Objects] = ()
    page: Annotated[Step, Object] = Step()


@given(found=st.dictionaries(st.sampled_from([*Incident.model_fields, "other"]), values))
def test_a_wire_model_takes_whatever_json_holds(found: dict[str, Any]) -> None:
    Incident.model_validate(found)


def test_a_wire_model_keeps_what_fits() -> None:
    found = {"id": 7, "weight": "2", "done": "true", "names": ["a", None, 3], "steps": [{"body": "b"}, 4], "page": None}
    made = Incident.model_validate(found)
    assert (made.id, made.weight, made.done, made.names) == ("7", 2.0, True, ("a", "3"))
    assert made.steps == (Step(body="b"),)
    assert made.page == Step()
