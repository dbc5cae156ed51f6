"""Drafts of letters: outside of what is published, equal ones joined, those that are asked already said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from explainer.staff.asking.drafts import DRAFTS, Known, alike, drafts_of, known_in, write
from explainer.staff.asking.exports import Letter
from explainer.staff.project import load_project
from tests.support.site import Site, make_site

NOW = datetime(2026, 11, 20, 17, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("harbour") / "site")


def test_equal_questions_are_one_draft_with_how_many_asked() -> None:
    letters = [Letter("Why is the crane still?"), Letter("Hello, why is the crane still?"), Letter("Why so cold?")]
    found = drafts_of(letters, (), NOW)
    assert [(one.title, one.people) for one in found.drafts] == [("Why is the crane still?", 2), ("Why so cold?", 1)]


def test_a_question_that_is_there_is_said_and_no_draft_is_made() -> None:
    known = Known("Why does the crane stand still in wind?", "content/questions/why-still.md")
    found = drafts_of([Letter("why does the crane stand still in the wind??")], [known], NOW)
    assert found.drafts == ()
    assert [there for _, there in found.known] == [known]
    assert not alike("Why is the hall cold?", "Why is the road closed?")


def test_a_letter_of_the_future_or_without_a_time_counts_as_asked_now() -> None:
    later = NOW.replace(year=2027)
    found = drafts_of([Letter("Why this?", later), Letter("Why that other thing?")], (), NOW)
    assert {one.asked for one in found.drafts} == {NOW}


def test_a_draft_lies_where_no_generator_looks_and_is_left_out_of_the_history(harbour: Site) -> None:
    project = load_project(harbour.root / "mkdocs.yml")
    letters = [Letter("I am Tom Baker. Why --> <script>is</script> the crane [still](x)?"), Letter("لماذا؟")]
    written = write(project, drafts_of(letters, (), NOW).drafts, 7)
    assert [one.path.parent for one in written] == [harbour.root / DRAFTS] * 2
    assert not (harbour.root / DRAFTS).is_relative_to(harbour.root / "content")
    assert "*" in (harbour.root / DRAFTS / ".gitignore").read_text(encoding="utf-8").splitlines()
    text = written[0].path.read_text(encoding="utf-8")
    assert "Baker" not in text
    assert text.count("-->") == 1
    assert "<script>" not in text.partition("---\n\n")[0]
    assert "state: asked\nnumber: 7\nasked: 2026-11-20 18:24\n" in text
    assert written[1].path.name == "question-8.md"
    assert {known.title for _, known in known_in(project)} >= {one.draft.title for one in written}


def test_a_draft_that_is_moved_as_it_is_is_refused_and_publishes_no_word_of_the_letter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    [written] = write(
        load_project(site.root / "mkdocs.yml"), drafts_of([Letter("Why so late? Ask Bo.")], (), NOW).drafts, 1
    )
    written.path.rename(site.root / "content/questions" / written.path.name)
    assert site.run("check") == 2
    said = "".join(capsys.readouterr())
    assert "owner: is missing" in said
    assert "promised: is missing" in said
