"""What the form did not change, the file does not change; what it changed is one line more, or another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.declarations.documents import read_yaml
from explainer.desk.merging import shown_of
from explainer.desk.parsing import Reading, applied, changes, times_read, typed_of
from explainer.desk.writing import bulletin_fields, order
from tests.conftest import NOW, ROOT
from tests.support.site import BULLETIN

LATE = BULLETIN.format(status="active", ended="", says="Slow.")
HOW = Reading(NOW, NOW, kept={"updates": 1})
REAL = sorted(path for path in (ROOT / "ops_feeds/bulletins").glob("*.yml") if path.stem.count(".") == 0)


def edited(text: str, typed: Mapping[str, tuple[str, ...]], how: Reading = HOW) -> str:
    """The text after a form that shows it came back with other words in some fields."""
    data = read_yaml(text, "late.yml").data
    whole = {**shown_of(data, how.opened), **typed}
    made = applied(text, "late.yml", changes(bulletin_fields(), data, whole, how), order())
    assert not made.refused
    return made.text


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_form_that_comes_back_as_it_was_changes_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    assert edited(text, {}, Reading(NOW, NOW)) == text


def test_a_form_that_comes_back_much_later_changes_no_day() -> None:
    data = read_yaml(LATE, "late.yml").data
    whole = shown_of(data, NOW)
    later = Reading(NOW + timedelta(hours=30), NOW)
    assert changes(bulletin_fields(), data, whole, later) == []


def test_a_changed_word_changes_its_line_alone() -> None:
    after = edited(LATE, {"place": ("Pier Two",)})
    assert after == LATE.replace("place: Pier One", "place: Pier Two")


def test_comments_and_order_stay() -> None:
    before = LATE.replace("place:", "# as the harbour office calls it\nplace:").replace("severity:", "severity:  ")
    after = edited(before, {"summary": ("The crane stands still.",), "asks[1].what": ("Wait inside",)})
    assert "# as the harbour office calls it\nplace: Pier One\nseverity:   severe" in after
    assert "asks:\n  - what: Wait inside" in after


def test_an_update_goes_to_the_end_and_what_is_published_stays() -> None:
    typed = {"updates[1].says": ("Rewritten",), "updates[2].says": ("Two run.",), "updates[2].next_update": ("19:30",)}
    after = edited(LATE, typed)
    assert read_yaml(after, "late.yml").data["updates"][0]["says"] == "Slow."
    assert read_yaml(after, "late.yml").data["updates"][1] == {"says": "Two run.", "next_update": "2026-11-20 19:30"}


def test_an_emptied_field_is_taken_out_and_an_emptied_entry_as_a_whole() -> None:
    after = edited(
        LATE,
        {
            "empathy": ("",),
            "reports[1].component": ("",),
            "reports[1].state": (),
            "reports[1].says": ("",),
            "reports[1].caused_by": (),
        },
    )
    data = read_yaml(after, "late.yml").data
    assert "empathy" not in data
    assert not data.get("reports")


def test_a_cause_becomes_known_and_unknown_again() -> None:
    known = {"cause.unknown": ("false",), "cause.component": ("wind",), "cause.says": ("A gale.",)}
    unknown = {"cause.unknown": ("true",), "cause.investigator": ("harbour",), "cause.says": ("A gale.",)}
    after = edited(LATE, unknown)
    assert read_yaml(after, "late.yml").data["cause"] == {"unknown": True, "investigator": "harbour"}
    again = edited(after, {**known, "cause.investigator": ("harbour",)})
    assert read_yaml(again, "late.yml").data["cause"] == {"component": "wind", "says": "A gale."}


def test_a_figure_may_stand_for_a_number() -> None:
    typed = {"impact[1].amount.low": ("{wait}",), "figures[1].(name)": ("wait",), "figures[1].value": ("20",)}
    data = read_yaml(edited(LATE, typed), "late.yml").data
    assert data["impact"][0]["amount"]["low"] == {"figure": "wait"}
    assert data["figures"] == {"wait": {"value": 20}}


def test_what_the_form_cannot_show_it_does_not_touch() -> None:
    text = LATE.replace(
        "nothing_to_do: Wait in the hall; we call every ferry.", "nothing_to_do: [one, two]\nstrange: 1"
    )
    after = edited(text, {"place": ("Pier Two",), "nothing_to_do": ("gone",)})
    assert "nothing_to_do: [one, two]\nstrange: 1" in after


def test_a_time_that_was_typed_keeps_its_day() -> None:
    typed = {"updates[2].says": ("More.",), "updates[2].next_update": ("18:55",)}
    data = read_yaml(LATE, "late.yml").data
    meant = times_read(bulletin_fields(), typed, data, HOW)
    later = Reading(NOW + timedelta(hours=3), NOW, meant, HOW.kept)
    assert "next_update: 2026-11-20 18:55" in edited(LATE, typed, later)


HOSTILE = some.text(some.characters(exclude_categories=["Cs"]), max_size=60) | some.sampled_from(
    [
        ": ",
        "# no",
        "- a",
        "{x}",
        "[",
        "'",
        '"',
        "&a *a",
        "!!python/object",
        "%",
        "@",
        "`",
        "| >",
        "true",
        "null",
        "~",
        "1e3",
        "<b>",
        "{{ x }}",
        "\x00",
    ]
)


@given(HOSTILE)
def test_whatever_is_typed_is_text(words: str) -> None:
    said = " ".join(words.split())
    if not said:
        return
    data = read_yaml(LATE, "late.yml").data
    typed = {**shown_of(data, NOW), "place": (said,), "asks[1].what": (said,)}
    made = applied(LATE, "late.yml", changes(bulletin_fields(), data, typed, HOW), order())
    after = read_yaml(made.text, "late.yml").data
    assert made.refused or (after["place"], after["asks"][0]["what"]) == (said.strip(), said.strip())
    assert {**after, "place": "", "asks": ""} == {**data, "place": "", "asks": ""} or made.refused


def test_a_form_of_more_fields_than_any_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="fields"):
        typed_of("a=1&" * 6000)
