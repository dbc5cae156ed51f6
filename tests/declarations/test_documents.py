"""What staff write is read with its places, and what is wrong is said at its place, all at once."""

from contextlib import suppress
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from explainer.declarations.documents import dotted, read_markdown, read_page, read_yaml, validated
from explainer.declarations.doors import door
from explainer.errors import StaffError
from explainer.model.value import Moment, Value, WebAddress, Words


class Row(Value):
    name: str
    amount: float = 0


class Sheet(Value):
    title: Words
    rows: tuple[Row, ...] = ()
    at: Moment | None = None


def findings(text: str, model: type[Value] = Sheet) -> list[str]:
    with pytest.raises(StaffError) as caught:
        validated(door(model), read_yaml(text, "content/sheet.yml"))
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12:30", "12:30"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("0644", "0644"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("2026-11-20", "2026-11-20"),
        ("190:20:30", "190:20:30"),
        (".5", ".5"),
        ("1e3", "1e3"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("36", 36),
        ("-3", -3),
        ("2.5", 2.5),
        ('"36"', "36"),
        ("'true'", "true"),
    ],
)
def test_yaml_1_1s_traps_are_off(written: str, read: object) -> None:
    assert read_yaml(f"key: {written}", "f.yml").data == {"key": read}


def test_every_finding_comes_at_once_with_line_and_column() -> None:
    text = "title: Snow\nrows:\n  - name: pads\n    amount: many\n  - amount: 3\n    colour: red\n"
    assert findings(text) == [
        "content/sheet.yml:4:13 rows[1].amount: “many” is not a number: write digits only",
        "content/sheet.yml:5:5 rows[2].name: is missing: add it",
        "content/sheet.yml:6:5 rows[2].colour: is not a key here: check the spelling, or delete it",
    ]


def test_a_repeated_key_is_refused_and_names_the_first() -> None:
    assert findings("title: a\ntitle: b\n") == [
        "content/sheet.yml:2:1 title: is already written in line 1: keep one of the two"
    ]


def test_an_alias_that_contains_itself_is_refused() -> None:
    assert "contains itself" in findings("title: &a\n  - *a\n")[0]


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    assert "repeats itself" in findings("\n".join(lines))[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a: b", "put the whole text in double quotes"),
        ("title:\n\t- a", "use spaces"),
        ('title: "a', "close it"),
        ("title: [a", "content/sheet.yml:1:"),
        ("title: \x00", "delete what you do not see"),
    ],
)
def test_broken_yaml_says_what_to_write_instead(text: str, said: str) -> None:
    assert said in findings(text)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"title: a\nrows: 1{'2' * 5_000}", "2:7 rows: is a number of 5,001 digits: write a smaller one"),
        ("title: a\nrows: -1.0e9999", "2:7 rows: is too large a number: write a smaller one"),
        (f"title: {'[' * 200}a{']' * 200}", "is nested too deeply: write it flatter"),
        (f"title: {'[' * 20_000}", "is nested too deeply: write it flatter"),
        (f"title:\n{'- ' * 20_000}", "is nested too deeply: write it flatter"),
        (r'title: "\UFFFFFFFF"', "1:11 holds a number that YAML cannot read"),
        (f"%YAML 1.{'9' * 5_000}\n---\ntitle: a", "1:9 holds a number that YAML cannot read"),
        (r'title: "\ud83d"', "1:8 title: holds half of a character"),
        (r'"\ud83d": a', "1:1 holds half of a character"),
        ("title: a\n  b\nrows: \x07", "3:7 holds a character that cannot be shown"),
    ],
)
def test_what_no_library_survives_is_a_finding_at_its_place(text: str, said: str) -> None:
    assert any(said in found for found in findings(text)), findings(text)


def test_a_date_that_is_none_is_text_and_one_that_mkdocs_would_trip_over_is_named() -> None:
    page = "---\ntitle: a\ndate: {}\n---\n\n# A\n"
    assert read_markdown(page.format("0000-00-00"), "f.md").front.data["date"] == "0000-00-00"
    for date in ("0000-00-00", "2026-02-30", "!!timestamp soon"):
        with pytest.raises(StaffError, match=r"^f.md:3:7 “.*” cannot be read as timestamp: put it in double quotes$"):
            read_page(page.format(date), "f.md")
    for date in ("2026-11-20", '"0000-00-00"', "&a 12:30", "{<<: {a: 1}}"):
        assert read_page(page.format(date), "f.md").body == "\n# A\n"


def test_a_time_without_offset_is_read_in_the_zone_of_the_declaration() -> None:
    from zoneinfo import ZoneInfo

    located = read_yaml("title: a\nat: 2026-11-20 18:20", "f.yml")
    sheet = validated(door(Sheet), located, {"zone": ZoneInfo("Europe/Paris")})
    assert sheet.at is not None
    assert sheet.at.isoformat() == "2026-11-20T18:20:00+01:00"


@pytest.mark.parametrize("written", ["tonight", "03/04/2026 18:20", "2026-02-30 10:00"])
def test_a_time_that_is_not_one_says_how_to_write_it(written: str) -> None:
    from zoneinfo import ZoneInfo

    with pytest.raises(StaffError, match="write it as 2026-11-20 18:20"):
        validated(door(Sheet), read_yaml(f"title: a\nat: {written}", "f.yml"), {"zone": ZoneInfo("UTC")})


def test_front_matter_is_read_with_the_lines_of_the_page() -> None:
    page = read_markdown("---\ntitle: De-icing\ncomponent: deicing\n---\n\n# De-icing\n", "content/a.md")
    assert page.front.data == {"title": "De-icing", "component": "deicing"}
    assert page.front.place(("component",)).line == 3
    assert (page.body_line, page.body) == (5, "\n# De-icing\n")


def test_front_matter_that_never_closes_is_a_finding_and_not_body_text() -> None:
    with pytest.raises(StaffError, match=r"content/a.md:1:1 the front matter never closes"):
        read_markdown("---\ntitle: De-icing\n\n# De-icing\n", "content/a.md")


def test_paths_count_from_one_as_people_do() -> None:
    assert dotted(("components", 0, "owner")) == "components[1].owner"


@given(st.text(max_size=200))
def test_whatever_is_written_only_staff_errors_come_out(text: str) -> None:
    with suppress(StaffError):
        read_markdown(text, "f.md")
    with suppress(StaffError):
        read_yaml(text, "f.yml")


class Link(Value):
    url: WebAddress


def test_an_address_that_is_none_is_repeated_only_when_no_password_can_be_in_it() -> None:
    (plain,) = findings("url: roads.example", Link)
    (secret,) = findings("url: https://ops:s3cret@roads example/feed", Link)
    assert plain.startswith("content/sheet.yml:1:6 url: “roads.example” is not a web address")
    assert secret.startswith("content/sheet.yml:1:6 url: this is not a web address")
    assert "s3cret" not in secret


def test_a_list_of_which_everything_is_wrong_is_not_called_empty_as_well() -> None:
    class Log(Value):
        rows: Annotated[tuple[Row, ...], Meta(min_length=1)]

    assert findings("rows: [{name: a, amount: many}]", Log) == [
        "content/sheet.yml:1:26 rows[1].amount: “many” is not a number: write digits only"
    ]
    assert findings("rows: []", Log) == ["content/sheet.yml:1:7 rows: is empty: add at least one"]
