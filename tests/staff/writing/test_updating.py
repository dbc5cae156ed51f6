"""One more word, or the last one, in every bulletin there is: the rest says what it said, whatever the word holds."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.documents import read_yaml
from explainer.staff.check import load_sources
from explainer.staff.project import load_project
from explainer.staff.writing import updating
from explainer.staff.writing.updating import End, Ours, Word
from tests.conftest import ROOT
from tests.staff.writing.test_splice import HOSTILE
from tests.support.trades import BANK, HOSPITAL, make_trade

FOLLOWS = {"updates", "headline", "summary", "status", "ended", "next_update", "reports", "expected", "cause"}
"""What of a bulletin may follow its last word."""

words = st.one_of(
    st.sampled_from([one for one in HOSTILE if one.strip()]), st.text(st.characters(codec="utf-8"), min_size=1)
)


@cache
def every() -> tuple[Ours, ...]:
    roots = [ROOT]
    for name, files in (("hospital", HOSPITAL), ("bank", BANK)):
        roots.append(make_trade(Path(mkdtemp()), name, files).root)
    projects = [load_project(root / "mkdocs.yml") for root in roots]
    return tuple(one for project in projects for one in updating.ours(project, load_sources(project)))


def data_of(text: str) -> Any:
    return read_yaml(text, "").data


def as_saved(one: Ours, way: str) -> Ours:
    """The same bulletin, saved by another editor."""
    text = one.held.text
    text = {"crlf": text.replace("\n", "\r\n"), "bom": f"\ufeff{text}", "no end": text.rstrip("\n")}.get(way, text)
    return one._replace(held=one.held._replace(body=text.encode()))


@settings(max_examples=60)
@given(st.data(), words, st.sampled_from(["", "crlf", "bom", "no end"]), st.booleans())
def test_what_is_said_is_added_and_the_rest_stays(data: st.DataObject, says: str, way: str, is_over: bool) -> None:
    one = as_saved(data.draw(st.sampled_from(every())), way)
    assert one.said is not None
    at = one.said.updates[-1].at + timedelta(minutes=20)
    end = End(at, dict.fromkeys((place for place, _ in updating.open_estimates(one)), "never")) if is_over else None
    word = Word(
        says, at, None if is_over else at + timedelta(minutes=30), changed=data.draw(words), headline=data.draw(words)
    )
    text = updating.with_word(one, word, end)
    before, after = data_of(one.held.text), data_of(text)
    assert after["updates"][:-1] == before["updates"]
    assert after["updates"][-1]["says"] == says
    assert {key: said for key, said in after.items() if key not in FOLLOWS} == {
        key: said for key, said in before.items() if key not in FOLLOWS
    }
    if is_over:
        assert {row["state"] for row in after.get("reports", ())} <= {"normal"}
        assert "next_update" not in after
    else:
        assert after.get("reports") == before.get("reports")
    comments = [line.strip() for line in one.held.text.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in text.splitlines() if line.strip() in comments] == comments
