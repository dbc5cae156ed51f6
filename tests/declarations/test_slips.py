"""What people mistype is found only where something was mistyped: no right YAML is ever refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.documents import read_file, read_yaml
from explainer.declarations.slips import lines_of, slips
from explainer.errors import Finding, StaffError
from tests.conftest import ROOT

KEYS = st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True)
PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60) | st.lists(
    st.sampled_from(
        ["a", "–", "•", "*", "#4", "note:", "x:y", "'", '"', "don't", "{a}", "[b]", "1,5", "-", ">2", "\u00a0"]
    ),
    max_size=30,
).map(" ".join)
DOCUMENTS = st.recursive(
    PROSE | st.integers(-(10**6), 10**6) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, DOCUMENTS, max_size=5), st.booleans(), st.integers(20, 120), st.booleans())
def test_whatever_was_written_by_a_program_is_read_as_it_was(
    data: dict[str, Any], is_flow: bool, width: int, is_ascii: bool
) -> None:
    text = yaml.safe_dump(data, default_flow_style=is_flow, width=width, allow_unicode=not is_ascii)
    located = read_yaml(text, "f.yml")
    assert located.data == data
    assert not located.lost


YAMLS = [path for folder in ("content", "ops_feeds", "drills") for path in sorted((ROOT / folder).rglob("*.yml"))]


@pytest.mark.parametrize("path", [ROOT / "mkdocs.yml", *YAMLS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_found_in_the_yaml_of_this_repository(path: Any) -> None:
    located = read_file(path, ROOT)
    assert not [words for words, _ in located.lost.values() if words[:2] != "# " and words[0] != "!"]


@pytest.mark.parametrize(
    "text",
    [
        "a: # a comment behind a key\n  b: 1\n",
        "# alone\na: 1  # one\n",
        "a: |\n  – a dash\n  key:value\n  don't\n",
        "a: >-\n  **bold** and: more\n",
        'a: {b: 1, c: [x, y], d: "1,5"}\n',
        "a:\n- b\n-   c\n",
        "a: it's a text\n  over two – lines\n",
        'a: "over\n  two lines"\n',
        "? a\n: b\n",
        "a: &x {b: 1}\nc: *x\n",
        "---\na: 1\n...\n",
    ],
)
def test_rarer_ways_of_writing_are_right_too(text: str) -> None:
    assert isinstance(read_yaml(text, "f.yml").data, dict)


@given(st.text(alphabet="ab:-#{}[],'\"\n \t–>*%|", max_size=80))
def test_whatever_is_no_yaml_gets_few_findings_each_within_the_text(text: str) -> None:
    findings = found_in(text)
    assert len(findings) <= 30
    for finding in findings:
        assert 1 <= finding.line <= len(lines_of(text))
        assert finding.column >= 1
        assert finding.problem
        assert finding.remedy


def found_in(text: str) -> tuple[Finding, ...]:
    try:
        read_yaml(text, "f.yml")
    except StaffError as error:
        return error.findings
    return ()


@given(st.lists(st.text(alphabet="ab:-#{}[],'\"\n \t–>*%|", max_size=20), max_size=8), st.integers(0, 8))
def test_every_slip_is_within_the_lines_it_is_looked_for_in(lines: list[str], reached: int) -> None:
    for slip in slips(lines, reached):
        assert 0 <= slip.line < len(lines)
        assert 0 <= slip.column <= len(lines[slip.line])
        assert all(0 <= number < len(lines) for number in slip.meant)
