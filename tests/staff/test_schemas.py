"""Schemas tell editors what staff may write: all of it, in words, and never less than `check` takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.commands.main import run
from explainer.declarations import translations
from explainer.declarations.documents import Located, dotted, read_markdown, read_yaml, validated
from explainer.declarations.doors import Door
from explainer.declarations.drills import DRILL_DOOR
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.rights import RIGHTS_DOOR
from explainer.declarations.schemas import FOLDER, Schema, modeline, shipped
from explainer.declarations.settings import SETTINGS_DOOR
from explainer.declarations.system import SYSTEM_DOOR
from explainer.declarations.watches import WATCH_DOOR
from explainer.errors import Level, StaffError
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.families.bulletin_acceptance import ACCEPTANCES_DOOR
from explainer.model.sources import Source
from explainer.staff import check, schemas
from explainer.staff.starting import trades as starting
from explainer.staff.starting.answering import Answers
from tests.conftest import ROOT
from tests.support import site, trades

NAMES = tuple(kind.name for kind in schemas.KINDS)
LOCALES = ("fr", "ar")
ZONE = {"zone": ZoneInfo("Europe/Paris")}
OPERATIONS = Source(
    id="operations", publisher="Us", format="bulletin", file="bulletins", zone="Europe/Paris", language="en"
)

DOORS: dict[str, Door[Any]] = {
    "acceptance": ACCEPTANCES_DOOR,
    "look": WATCH_DOOR,
    "system": SYSTEM_DOOR,
    "rights": RIGHTS_DOOR,
    "page": FRONT_MATTER_DOOR,
    "drill": DRILL_DOOR,
}


class Written(NamedTuple):
    """A document, and which schema it is for."""

    name: str
    schema: str
    data: Any


def _documents(files: dict[str, str], of: str) -> Iterator[Written]:
    for path, text in files.items():
        schema = schemas.name_for(path, locales=LOCALES)
        if schema:
            located = read_markdown(text, path).front if schema == "page" else read_yaml(text, path)
            yield Written(f"{of}:{path}", schema, located.data)


def _files(root: Path, *patterns: str) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    }


DEMO = _files(
    ROOT, "mkdocs.yml", "content/**/*.yml", "content/**/*.md", "drills/*.yml", "ops_feeds/*.yml",
    "ops_feeds/bulletins/*.yml", "ops_feeds/watches/*.yml",
)  # fmt: skip
PIER = {
    **{f"content/{path}": text for path, text in site.PAGES.items()},
    "content/system.yml": site.SYSTEM,
    "mkdocs.yml": site.CONFIG,
    "ops_feeds/bulletins/wind.yml": site.BULLETIN.format(status="active", ended="", says="Slow."),
}
NEW = {
    trade.id: starting.files_of(
        trade, Answers(name="Harbour House", zone="Europe/Berlin", language="en", contact="Night desk")
    )
    for trade in starting.trades()
}
DOCUMENTS = [
    *(one for name, files in NEW.items() for one in _documents(files, f"new {name}")),
    *_documents(DEMO, "demo"),
    *_documents(trades.HOSPITAL, "hospital"),
    *_documents(trades.BANK, "bank"),
    *_documents(PIER, "pier"),
]


def test_documents_of_every_kind_were_found() -> None:
    assert {one.schema for one in DOCUMENTS} == set(NAMES)


@pytest.mark.parametrize("kind", schemas.KINDS, ids=NAMES)
def test_what_is_shipped_is_what_the_doors_take(kind: schemas.Kind, request: pytest.FixtureRequest) -> None:
    """``pytest --golden`` writes them anew."""
    made = schemas.text_of(kind.schema())
    if request.config.getoption("--golden"):
        (FOLDER / f"{kind.name}.json").write_text(made, encoding="utf-8")
    assert (FOLDER / f"{kind.name}.json").read_text(encoding="utf-8") == made


def test_nothing_else_is_shipped() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dialect", [jsonschema.Draft7Validator, jsonschema.Draft201909Validator, jsonschema.Draft202012Validator])  # fmt: skip
def test_a_schema_is_one_in_every_dialect_that_editors_know(name: str, dialect: Any) -> None:
    dialect.check_schema(shipped(name) | {"$schema": dialect.META_SCHEMA["$schema"]})
    assert "$ref" not in json.dumps(shipped(name)).replace('"$schema"', "")


def _fields(node: Any, where: str = "") -> Iterator[tuple[str, Schema]]:
    if isinstance(node, dict):
        for key, inner in node.get("properties", {}).items():
            if key not in node.get("required", ()) or "type" in inner or "anyOf" in inner:  # not a mere condition
                yield f"{where}.{key}", inner
        for key, inner in node.items():
            if key not in ("if", "then", "examples", "default"):
                yield from _fields(inner, where if key in ("properties", "items") else f"{where}.{key}")
    elif isinstance(node, list):
        for inner in node:
            yield from _fields(inner, where)


@pytest.mark.parametrize("name", [name for name in NAMES if "translation" not in name])
def test_every_key_and_every_word_says_what_it_is_for(name: str) -> None:
    found = dict(_fields(shipped(name)))
    assert found
    assert [where for where, field in found.items() if not field.get("title") or not field.get("description")] == []
    silent = [where for where, field in found.items() if not all(field.get("enumDescriptions", ()))]
    assert silent == []
    assert [
        where for where, one in found.items() if len(one.get("enum", ())) != len(one.get("enumDescriptions", ()))
    ] == []


@pytest.mark.parametrize("one", DOCUMENTS, ids=lambda one: one.name)
def test_what_is_published_validates(one: Written) -> None:
    assert _refused_by_schema(one.schema, one.data) == []


@pytest.mark.parametrize("name", [name for name in NAMES if "translation" not in name])
def test_examples_are_what_the_schema_takes(name: str) -> None:
    for where, field in _fields(shipped(name)):
        for example in field.get("examples", ()):
            assert jsonschema.Draft7Validator(field).is_valid(example), f"{where}: {example}"


def _refused_by_schema(name: str, data: Any) -> list[str]:
    found = jsonschema.Draft7Validator(shipped(name)).iter_errors(data)
    return [f"{dotted(tuple(error.absolute_path))}: {error.message[:200]}" for error in found]


def _refused_by_check(name: str, data: Any) -> list[str]:
    """What the readers of ``check`` say of a document that stands alone."""
    located = Located("x.yml", deepcopy(data), {}, {})
    try:
        if name == "bulletin":
            findings = read_bulletin(located, OPERATIONS)[1]
            return [str(finding) for finding in findings if finding.level is Level.ERROR]
        if name == "feed":
            check.declared(located, "x")
            return ["id: is the name of the file"] if "id" in data else []
        if name == "mkdocs":
            validated(SETTINGS_DOOR, Located("x.yml", {"site_name": "x"} | _options(data), {}, {}))
        else:
            validated(DOORS[name], located, ZONE)
    except StaffError as error:
        return [str(finding) for finding in error.findings]
    return []


def _options(config: Any) -> Any:
    found = next(one["explainer"] for one in config["plugins"] if isinstance(one, dict) and "explainer" in one)
    return {key: value for key, value in found.items() if key != "feeds_dir"}


def test_a_new_site_names_the_schema_of_every_file_in_its_first_line() -> None:
    for files in NEW.values():
        for path, text in files.items():
            name = schemas.name_for(path)
            if path.endswith(".yml") and name:
                assert text.splitlines()[0] == modeline(name, path), path


# The law: what check takes, the schema takes.

ANYTHING = [
    None, "", " ", "x", "yes", "No", "on", "true", True, False, 0, 1, -1, 2.5, 1e9, "5", " 5 ", "5.", ".5", "1e3", "1_000", "-3",
    "2026-11-20 18:20", "2026-11-20T18:20+01:00", "20261120T1820", "2026-11-20T18:20:30.5Z", "2026-W47-5 18:20", "2026-11-20",
    "20261120", "2026-W47", "2026-W47-5", " 2026-11-20 18:20 ", 20261120, 1764000000, "18:20", "2026-11-20 18",
    "5 min", "90s", "PT5M", "P1D", " 2 h ", 5, "5", "a-b", "A b", "a--b", "stopped", "resolved", "monitoring", "unknown", "never",
    [], ["x"], [1], {}, {"figure": "late"}, {"x": "y"}, "http://x.example/", "en", "UTC", "Europe/Paris", [["a", "b"]], "utf-8", ";",
]  # fmt: skip


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _places(value, (*path, key))


def _changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = deepcopy(data)
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    if value is DELETED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return copy


DELETED = object()
JUDGED = [one for one in DOCUMENTS if one.schema in {*DOORS, "bulletin", "feed", "mkdocs"} and one.data]
FULL = {
    "bulletin": "id legal_ok rights quiet_reason learned review about figures started ended next_update nothing_to_do",
    "feed": "grace lasts stale_after private secrets read unmatched may terms every party",
    "mkdocs": "keep contact exercise second_reader_within looked_by",
    "look": "note", "drill": "starts says", "system": "links", "page": "check_every checked answered of component template",
    "rights": "", "acceptance": "",
}  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_check_takes_the_schema_takes(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(JUDGED), label="document")
    changed = one.data
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(_to_change(one.schema, changed)), label="place")
        there = path in list(_places(changed))
        value = data.draw(st.sampled_from([*ANYTHING, *([DELETED] if there and path else [])]), label="value")
        changed = _changed(changed, path, value)
    if not _refused_by_check(one.schema, changed):
        assert _refused_by_schema(one.schema, changed) == []


WRITTEN = st.tuples(
    st.sampled_from(["2026-11-20", "20261120", "2026-W47-5", "2026-W47", "2026-11-2", " 2026-11-20"]),
    st.sampled_from([" ", "T", "t", "  ", ""]),
    st.sampled_from(["18:20", "1820", "18", "18:20:30", "18:20:30.5", "18:20:30,123456", "18.20", "24:00", "9:05"]),
    st.sampled_from(["", "Z", "+01:00", "+01", "+0100", " +01:00", "+01:00:30", "z"]),
    st.sampled_from(["", " "]),
).map("".join)
"""Times as people write them, right and wrong."""


@given(WRITTEN)
def test_however_a_time_is_written_the_schema_is_no_stricter(written: str) -> None:
    look = A_LOOK | {"at": written}
    if not _refused_by_check("look", look):
        assert _refused_by_schema("look", look) == []


def _to_change(name: str, data: Any) -> list[tuple[Any, ...]]:
    """Where a document may be changed: of ``mkdocs.yml`` only what is ours."""
    places, top = list(_places(data)), ()
    if name == "mkdocs":
        top = next(path for path in places if path[-1:] == ("explainer",))
        places = [path for path in places if path[: len(top)] == top and len(path) > len(top)]
    return places + [(*top, key) for key in FULL[name].split() if isinstance(data, dict)]


# What is wrong is wrong for both.

A_BULLETIN = read_yaml(site.BULLETIN.format(status="active", ended="", says="Slow."), "x.yml").data
A_FEED = read_yaml(DEMO["ops_feeds/road.yml"], "x.yml").data
A_SYSTEM = read_yaml(site.SYSTEM, "x.yml").data
A_LOOK = read_yaml(DEMO["ops_feeds/watches/2026-11-20-1805.yml"], "x.yml").data
RIGHTS = read_yaml(DEMO["content/rights.yml"], "x.yml").data
A_DRILL = read_yaml(DEMO["drills/first-snow.yml"], "x.yml").data


@pytest.mark.parametrize(
    ("name", "good", "path", "value"),
    [
        ("bulletin", A_BULLETIN, ("headline",), DELETED),
        ("bulletin", A_BULLETIN, ("headline",), " "),
        ("bulletin", A_BULLETIN, ("headline",), " ".join(["word"] * 31)),
        ("bulletin", A_BULLETIN, ("severety",), "severe"),
        ("bulletin", A_BULLETIN, ("severity",), "bad"),
        ("bulletin", A_BULLETIN, ("status",), "withdrawn"),
        ("bulletin", A_BULLETIN, ("status",), "resolved"),
        ("bulletin", A_BULLETIN, ("detected",), "20.11.2026 16:40"),
        ("bulletin", A_BULLETIN, ("detected",), "2026-11-20"),
        ("bulletin", A_BULLETIN, ("detected",), 20261120),
        ("bulletin", A_BULLETIN, ("next_update",), "19:00"),
        ("bulletin", A_BULLETIN, ("unknowns",), DELETED),
        ("bulletin", A_BULLETIN, ("unknowns",), []),
        ("bulletin", A_BULLETIN, ("nothing_to_do",), DELETED),
        ("bulletin", A_BULLETIN, ("updates",), []),
        ("bulletin", A_BULLETIN, ("updates", 0, "at"), DELETED),
        ("bulletin", A_BULLETIN, ("updates", 0, "next"), "2026-11-20 19:00"),
        ("bulletin", A_BULLETIN, ("impact", 0, "amount", "low"), "1,5"),
        ("bulletin", A_BULLETIN, ("impact", 0, "amount", "low"), True),
        ("bulletin", A_BULLETIN, ("impact", 0, "amount"), {"figure": "late", "unit": "minutes"}),
        ("bulletin", A_BULLETIN, ("reports", 0, "component"), "Gate A"),
        ("bulletin", A_BULLETIN, ("reports", 0, "caused_by"), "crane"),
        ("bulletin", A_BULLETIN, ("legal_ok",), "perhaps"),
        ("bulletin", A_BULLETIN, ("figures",), {"Two words": {"value": 2, "unit": "x"}}),
        ("feed", A_FEED, ("id",), "road"),
        ("feed", A_FEED, ("publisher",), DELETED),
        ("feed", A_FEED, ("every",), "5 minuets"),
        ("feed", A_FEED, ("every",), 5),
        ("feed", A_FEED, ("absence",), "over"),
        ("feed", A_FEED, ("url",), "ftp://roads.example/"),
        ("feed", A_FEED, ("mapping", 0, "state"), "unknown"),
        ("feed", A_FEED, ("may",), {"worst": "normal"}),
        ("feed", A_FEED, ("mapping", 0, "match", "word"), "closed"),
        ("system", A_SYSTEM, ("components", 0, "kind"), "thing"),
        ("system", A_SYSTEM, ("links", 0, "because"), DELETED),
        ("system", A_SYSTEM, ("components", 0, "capacity"), {"normal": -1, "unit": "x"}),
        ("system", A_SYSTEM, ("layers",), []),
        ("look", A_LOOK, ("looked_at",), []),
        ("look", A_LOOK, ("good_for",), "a shift"),
        ("rights", RIGHTS, (0, "reviewed"), "2 October"),
        ("rights", RIGHTS, (0, "rows", 0, "what"), ""),
        ("page", {}, ("checked",), "3.11.2026"),
        ("page", {}, ("components",), "baggage"),
        ("drill", A_DRILL, ("injects",), []),
        ("drill", A_DRILL, ("injects", 0, "afterwards"), "5 min"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_both(name: str, good: Any, path: tuple[Any, ...], value: Any) -> None:
    assert _refused_by_check(name, good) == []
    bad = _changed(good, path, value)
    assert _refused_by_check(name, bad)
    assert _refused_by_schema(name, bad)


def test_a_figure_may_stand_where_numbers_do() -> None:
    told = {"late": {"low": 20, "high": 40, "unit": "minutes"}}
    bulletin = _changed(A_BULLETIN, ("impact", 0, "amount"), {"figure": "late"}) | {"figures": told}
    assert _refused_by_check("bulletin", bulletin) == []
    assert _refused_by_schema("bulletin", bulletin) == []


# Where they lie.


def test_a_file_names_its_schema_by_a_path_from_itself() -> None:
    assert (
        modeline("bulletin", "ops_feeds/bulletins/belt.yml")
        == "# yaml-language-server: $schema=../../schemas/bulletin.json"
    )
    assert modeline("mkdocs", "mkdocs.yml") == "# yaml-language-server: $schema=./schemas/mkdocs.json"


def test_a_site_keeps_what_is_shipped_and_is_told_when_it_is_older(tmp_path: Path) -> None:
    assert schemas.older(tmp_path) == tuple(sorted(f"{name}.json" for name in NAMES))
    schemas.write(tmp_path)
    assert schemas.older(tmp_path) == ()
    (tmp_path / "look.json").write_text("{}", encoding="utf-8")
    assert schemas.write(tmp_path) == ("look.json",)
    assert schemas.older(tmp_path) == ()


def test_check_advises_only_where_a_site_keeps_schemas_and_they_are_others(tmp_path: Path) -> None:
    assert list(schemas.judged_schemas(tmp_path)) == []
    schemas.write(tmp_path / "schemas")
    assert list(schemas.judged_schemas(tmp_path)) == []
    (tmp_path / "schemas/look.json").write_text("{}", encoding="utf-8")
    [finding] = schemas.judged_schemas(tmp_path)
    assert finding.level is Level.ADVICE
    assert (finding.file, finding.remedy.partition(",")[0]) == ("schemas/look.json", "run explainer schemas")


def test_the_command_writes_them_beside_the_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["schemas", "-f", str(tmp_path / "mkdocs.yml")]
    assert run([*arguments, "--check"]) == 3
    assert run(arguments) == 0
    assert {path.stem for path in (tmp_path / "schemas").iterdir()} == set(NAMES)
    assert run([*arguments, "--check"]) == 0
    assert run(arguments) == 0
    assert capsys.readouterr().out.endswith("They were all the same.\n")


def test_a_translation_has_a_schema_of_the_same_shape() -> None:
    told = shipped("bulletin-translation")["properties"]
    assert set(told) == set(translations.BULLETIN)  # type: ignore[arg-type]
