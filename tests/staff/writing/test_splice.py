"""One place of a file changes, and every other byte of it stays as somebody wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainer.declarations.documents import PathOf, read_yaml
from explainer.errors import StaffError
from explainer.staff.writing.splice import appended, block, inline, scalar, with_value, without

FILE = "late.yml"


def says(text: str) -> Any:
    return read_yaml(text, FILE).data


# What staff write, in every way in which they may write it

HOSTILE = (
    *(
        "a: b",
        "a #b",
        "- a",
        "? a",
        "| a",
        "> a",
        "& a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "{a}",
        "[a",
        "a, b",
        "'a",
        '"a"',
    ),
    *("", " ", " a ", "a\nb", "\n", "a\r\nb", "a\tb", "---", "...", "# a", "a:", ":", "<<", "=", "~", "null", "true"),
    *("No", "yes", "1", "1.5", "-1", "0x1f", "1e3", "12:30", "2026-11-20", "2026-11-20 18:20", ".inf", "\x00", "\x85"),
    *(
        "über",
        "👩🏽‍🚒 hilft",
        "\u202eabc",
        "أخّر الضباب",
        "\u2028",
        "\ufeff",
        "\xa0",
        "é" * 200,
        "\\",
        "\\n",
        "\x1b[31m",
    ),
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=30))
singles = st.one_of(
    texts, st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False)
)
keys = st.sampled_from(["says", "at", "next_update", "cause", "reports", "who", "figures", "z"])
values = st.recursive(
    singles, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)


class Hand:
    """Somebody who writes YAML as they please: ``draw`` decides each time."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def between(self, margin: int) -> list[str]:
        """Blank lines and comments, which may stand anywhere."""
        anything = st.sampled_from([[], [], [], [""], ["# a: note"], ["", "  # - one", ""], [" " * margin + "# two"]])
        return self.draw(anything)

    def comment(self) -> str:
        return self.draw(st.sampled_from(["", "", "  # why: so", " # - x"]))

    def single(self, value: Any) -> str:
        if isinstance(value, str) and self.chance() and value.isprintable() and value:
            return "'" + value.replace("'", "''") + "'"
        return scalar(value)

    def inline(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.inline(held)}" for key, held in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.inline, value)) + (" ]" if self.chance() else "]")
        return self.single(value)

    def rows(self, value: dict[str, Any], margin: int) -> list[str]:
        lines: list[str] = []
        for key, held in value.items():
            lines += self.between(margin)
            lines += self.value(f"{' ' * margin}{key}:", held, margin)
        return lines

    def items(self, value: list[Any], margin: int) -> list[str]:
        lines: list[str] = []
        for held in value:
            lines += self.between(margin)
            dash = f"{' ' * margin}-{' ' * self.draw(st.integers(1, 3))}"
            if isinstance(held, dict) and held and self.chance():
                first, *rest = self.rows(held, len(dash))
                if first.lstrip(" ").startswith("#") or not first.strip():
                    lines += [dash.rstrip(), first, *rest]
                else:
                    lines += [dash + first.lstrip(" "), *rest]
            else:
                lines.append(dash + self.inline(held) + self.comment())
        return lines

    def value(self, key: str, held: Any, margin: int) -> list[str]:
        deeper = margin + self.draw(st.integers(2, 4))
        if isinstance(held, dict) and held and self.chance():
            return [key + self.comment(), *self.rows(held, deeper)]
        if isinstance(held, list) and held and self.chance():
            return [key + self.comment(), *self.items(held, margin if self.chance() else deeper)]
        if isinstance(held, str) and self.chance() and held.strip() and held.isprintable() and held == held.strip():
            sign = self.draw(st.sampled_from(["|-", ">-", "|2-" if deeper == margin + 2 else "|-"]))
            return [f"{key} {sign}{self.comment()}", " " * deeper + held, *([""] if self.chance() else [])]
        if isinstance(held, str) and held.strip() and held.isprintable() and self.chance():
            return [key, " " * deeper + self.single(held)]
        return [f"{key} {self.inline(held)}{self.comment()}"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A whole file: a map, written by any hand, with any line end, with or without a mark before and an end behind."""
    hand = Hand(draw)
    data = draw(st.dictionaries(keys, values, min_size=1, max_size=4))
    lines = [*hand.between(0), *hand.rows(data, 0)]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join(lines) + draw(st.sampled_from([end, "", end + end, end + "# the end" + end]))
    text = draw(st.sampled_from(["", "\ufeff"])) + text
    assume(_says(text) == json.dumps(data))  # what our hand cannot write is none of our business
    return text


def _says(text: str) -> str:
    try:
        return json.dumps(says(text))
    except StaffError:
        return ""


def paths(data: Any, above: PathOf = ()) -> list[PathOf]:
    here = [above] if above else []
    if isinstance(data, dict):
        return here + [path for key, held in data.items() for path in paths(held, (*above, key))]
    if isinstance(data, list):
        return here + [path for index, held in enumerate(data) for path in paths(held, (*above, index))]
    return here


def changed(data: Any, path: PathOf, value: Any) -> Any:
    step, *rest = path
    copy = data.copy()
    copy[step] = changed(data[step], tuple(rest), value) if rest else value
    return copy


def at(data: Any, path: PathOf) -> Any:
    for step in path:
        data = data[step]
    return data


def only_inserted(before: str, after: str) -> bool:
    """Whether the new text is the old one with something put in at one place."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    return any(after.endswith(before[cut:]) and len(after) >= len(before) for cut in range(same, -1, -1))


# Laws


@given(files(), values, st.data())
def test_an_item_more_is_the_only_thing_that_a_file_says_more(text: str, item: Any, data: st.DataObject) -> None:
    before = says(text)
    lists = [path for path in paths(before) if isinstance(at(before, path), list) and at(before, path)]
    assume(lists)
    path = data.draw(st.sampled_from(lists))
    after = appended(text, path, item, FILE)
    assert json.dumps(says(after)) == json.dumps(changed(before, path, [*at(before, path), item]))
    assert only_inserted(text, after)
    assert text.endswith(("\n", "\r\n")) == after.endswith(("\n", "\r\n"))


@given(files(), values)
def test_a_new_key_is_the_only_thing_that_a_file_says_more(text: str, value: Any) -> None:
    before = says(text)
    after = with_value(text, ("new",), value, FILE)
    assert json.dumps(says(after)) == json.dumps({**before, "new": value})
    assert only_inserted(text, after)
    assert with_value(after, ("new",), value, FILE) == after


@given(files(), values, st.data())
def test_another_value_changes_its_own_place_and_no_other(text: str, value: Any, data: st.DataObject) -> None:
    before = says(text)
    path = data.draw(st.sampled_from(paths(before)))
    after = with_value(text, path, value, FILE)
    assert json.dumps(says(after)) == json.dumps(changed(before, path, value))
    assert with_value(after, path, value, FILE) == after


@given(files(), st.data())
def test_a_line_with_another_single_value_is_the_only_one_that_changes(text: str, data: st.DataObject) -> None:
    before = says(text)
    singles_at = [path for path in paths(before) if not isinstance(at(before, path), dict | list)]
    assume(singles_at)
    after = with_value(text, data.draw(st.sampled_from(singles_at)), "Something else", FILE)
    old, new = text.splitlines(), after.splitlines()
    same = next(i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]) if old != new else 0
    rest = len(new) - same - 1
    assert old[:same] == new[:same]
    assert rest == 0 or old[-rest:] == new[-rest:]


@given(files(), st.data())
def test_what_is_taken_out_is_all_that_is_gone(text: str, data: st.DataObject) -> None:
    before = says(text)
    path = data.draw(st.sampled_from(paths(before)))
    above, step = path[:-1], path[-1]
    left = at(before, above)
    left = {k: v for k, v in left.items() if k != step} if isinstance(left, dict) else [*left[:step], *left[step + 1 :]]  # type: ignore[operator]
    after = without(text, path, FILE)
    assert json.dumps(says(after)) == json.dumps(changed(before, above, left) if above else left)


@given(values)
def test_a_value_is_read_back_as_it_was_whatever_it_holds(value: Any) -> None:
    assert json.dumps(says(f"a: {inline(value)}\n")["a"]) == json.dumps(value)
    assert "\n" not in inline(value)
    assert json.dumps(says("a:\n" + "\n".join(block(value, 2)) + "\n")["a"]) == json.dumps(value)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_one_scalar(text: str) -> None:
    after = appended("updates:\n  - says: a\nlast: b\n", ("updates",), {"says": text}, FILE)
    assert says(after) == {"updates": [{"says": "a"}, {"says": text}], "last": "b"}
    assert after.count("\n") == 4


# What it looks like


def test_an_update_more_stands_at_the_end_as_the_others_stand() -> None:
    text = (
        "# Ours.\nupdates:\n  - at: 2026-11-20 18:20\n    says: >\n      Bags are late.\n\n      We look.\n"
        "    # next_update: 2026-11-20 19:00\n  # New ones below this line.\n\n# Asks\nunknowns: [Why.]\n"
    )
    item = {"at": "2026-11-20 18:45", "says": "Two of three: it runs.", "next_update": "2026-11-20 19:30"}
    assert appended(text, ("updates",), item, FILE) == text.replace(
        "  # New ones",
        '  - at: 2026-11-20 18:45\n    says: "Two of three: it runs."\n    next_update: 2026-11-20 19:30\n  # New ones',
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nu:\n- {x: 1}\nb: 2\n", "a: 1\nu:\n- {x: 1}\n- {x: 2}\nb: 2\n"),
        ("u: [{x: 1}] # c\n", "u: [{x: 1}, {x: 2}] # c\n"),
        ("u: [\n  {x: 1}, # one\n]\n", "u: [\n  {x: 1}, {x: 2}, # one\n]\n"),
        ("u: [] # none yet\nb: 2\n", "u: # none yet\n  - x: 2\nb: 2\n"),
        ("u:\nb: 2\n", "u:\n  - x: 2\nb: 2\n"),
        ("u: ~\nb: 2\n", "u:\n  - x: 2\nb: 2\n"),
        ("b: 2", "b: 2\nu:\n  - x: 2"),
        ("", "u:\n  - x: 2\n"),
        ("# Nothing yet\n", "# Nothing yet\nu:\n  - x: 2\n"),
        ("u:\r\n  -   x: 1\r\n", "u:\r\n  -   x: 1\r\n  -   x: 2\r\n"),
        ("\ufeffu:\n  - x: 1\n", "\ufeffu:\n  - x: 1\n  - x: 2\n"),
        ("u:\n\n  - x: 1\n\n  - x: 3\n\nb: 2\n", "u:\n\n  - x: 1\n\n  - x: 3\n\n  - x: 2\n\nb: 2\n"),
        ("u:\n  - x: |+\n      a\n\n\nb: 2\n", "u:\n  - x: |+\n      a\n\n\n  - x: 2\nb: 2\n"),
        ("u: &u\n  - x: 1\nb: 2\n", "u: &u\n  - x: 1\n  - x: 2\nb: 2\n"),
        ("u:\n  - x: &one Late.\n  - x: *one\nb: 2\n", "u:\n  - x: &one Late.\n  - x: *one\n  - x: 2\nb: 2\n"),
        ("u:\n  -\n    x: 1\nb: 2\n", "u:\n  -\n    x: 1\n  - x: 2\nb: 2\n"),
        ("---\nu:\n  - x: 1\n...\n", "---\nu:\n  - x: 1\n  - x: 2\n...\n"),
    ],
)
def test_an_item_is_written_in_the_manner_of_its_list(before: str, after: str) -> None:
    assert appended(before, ("u",), {"x": 2}, FILE) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("status: active # now\nb: 1\n", ("status",), "resolved", "status: resolved # now\nb: 1\n"),
        ("s: 'it''s'\n", ("s",), "a: b", 's: "a: b"\n'),
        ("s: two\n  lines\nb: 1\n", ("s",), "one", "s: one\nb: 1\n"),
        ("s: | # why\n  a\n  b\n\nb: 1\n", ("s",), "one", "s: one # why\n\nb: 1\n"),
        ("s: # why\nb: 1\n", ("s",), "one", "s: one # why\nb: 1\n"),
        ("c:\n  u: true # x\n  i: me\nb: 1\n", ("c",), "one", "c: one\nb: 1\n"),
        ("c:\n  u: true # x\n  i: me\nb: 1\n", ("c", "i"), "you", "c:\n  u: true # x\n  i: you\nb: 1\n"),
        ("c: {u: true}\n", ("c", "i"), "you", "c: {u: true, i: you}\n"),
        ("c: {}\n", ("c", "i"), "you", "c: {i: you}\n"),
        ("b: 1\n", ("c", "i"), "you", "b: 1\nc: {i: you}\n"),
        ("r:\n  - s: a\n    t: b\n", ("r", 0, "s"), "c", "r:\n  - s: c\n    t: b\n"),
        ("r:\n  - s: a\n    t: b\nz: 1\n", ("r", 0, "u"), "c", "r:\n  - s: a\n    t: b\n    u: c\nz: 1\n"),
        ("r: [a]\n", ("r",), [{"x": 1}, {"x": 2}], "r:\n  - x: 1\n  - x: 2\n"),
        ("r:\n  - x: 1\nz: 1\n", ("r",), [{"x": 3}], "r:\n  - x: 3\nz: 1\n"),
    ],
)
def test_a_value_is_written_in_the_place_of_the_old_one(before: str, path: PathOf, value: Any, after: str) -> None:
    assert with_value(before, path, value, FILE) == after


def test_a_new_key_stands_where_the_order_puts_it() -> None:
    order = ("headline", "status", "detected", "ended", "updates")
    text = "status: resolved\n# When\ndetected: 1\n\nupdates:\n  - x: 1\n"
    assert with_value(text, ("ended",), 2, FILE, order) == text.replace("detected: 1\n", "detected: 1\nended: 2\n")
    assert with_value(text, ("other",), 2, FILE, order) == f"{text}other: 2\n"


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\nb: 2 # two\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("a: 1\nb:\n  - x: 1\n    # its own\nc: 3", ("b",), "a: 1\nc: 3"),
        ("a: 1\nc: 3", ("c",), "a: 1"),
        ("a: {x: 1, y: 2, z: 3}\n", ("a", "x"), "a: {y: 2, z: 3}\n"),
        ("a: {x: 1, y: 2, z: 3}\n", ("a", "z"), "a: {x: 1, y: 2}\n"),
        ("a: [1, 2]\n", ("a", 1), "a: [1]\n"),
        ("a:\n  - x: 1\n    y: 2\n  - x: 3\n", ("a", 0), "a:\n  - x: 3\n"),
        ("a:\n  - x: 1\n    y: 2\n", ("a", 0, "x"), "a:\n  - y: 2\n"),
        ("a:\n  - x: 1\nb: 2\n", ("a", 0), "a: []\nb: 2\n"),
        ("a: 1\n", ("b",), "a: 1\n"),
    ],
)
def test_what_is_taken_out_leaves_the_rest_as_it_was(before: str, path: PathOf, after: str) -> None:
    assert without(before, path, FILE) == after


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("a: &x {s: [1]}\nu:\n  - *x\n", ("u", 0, "s"), "u[1].s: stands behind an alias"),
        ("a: &x [1]\nu: *x\n", ("a",), "late.yml:1:4 a: cannot be changed without touching what stands around it"),
        ("u:\n\t- x: 1\n", ("u",), "late.yml:2:1 is indented with a tab"),
        ("u: 'a\n", ("u",), "late.yml:1:4 opens a quotation mark that never closes"),
        ("u: words\n", ("u",), "late.yml:1:4 u: is not a list"),
        ("u:\n  - x: |\n      a", ("u",), "late.yml:2:3 u: cannot be changed without touching what stands around it"),
    ],
)
def test_where_nothing_can_be_added_safely_a_finding_says_where(text: str, path: PathOf, said: str) -> None:
    with pytest.raises(StaffError) as raised:
        appended(text, path, {"x": 2}, FILE)
    assert said in str(raised.value)


def test_half_a_character_is_never_written() -> None:
    with pytest.raises(StaffError, match="holds half of a character: write the character itself"):
        with_value("a: 1\n", ("a",), "\ud83d", FILE)
