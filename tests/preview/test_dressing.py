"""What a page wears in a preview: that it is one, what is to be mended, and what reloads it; nothing a writer wrote runs."""

import re
from datetime import UTC, datetime

from explainer.errors import Finding, Level
from explainer.preview.dressing import MOST_NAMED, VERSION, dressed, instead
from explainer.preview.live import State

PAGE = (
    b'<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    b"script-src 'sha256-ours'; base-uri 'none'\"><title>Now</title></head><body class=x><a class=skip>Skip</a></body>"
)
AT = datetime(2026, 11, 20, 18, 24, tzinfo=UTC)


def worn(**state: object) -> str:
    return dressed(PAGE, State(at=AT, **state), "v1").decode()  # type: ignore[arg-type]


def test_every_page_says_that_nothing_of_it_is_published() -> None:
    assert "<b>PREVIEW</b> Nothing you see here is published. As of 18:24:00." in worn()
    assert worn().index("<body class=x><aside") < worn().index("class=skip")


def test_a_crisis_page_keeps_its_policy_and_lets_in_this_one_script() -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', worn())
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; connect-src 'self'; script-src 'sha256-")
    assert policy[1].endswith("'sha256-ours'; base-uri 'none'")
    assert "unsafe" not in policy[1]
    assert VERSION in worn()


def test_what_is_to_be_mended_stands_there_with_its_line_and_the_first_of_it_in_sight() -> None:
    findings = tuple(Finding("content/a.md", line, 1, "", "is wrong", "mend it") for line in range(1, 3))
    said = worn(findings=findings)
    assert "<summary><b>2 things to mend</b> <code>content/a.md:1</code></summary>" in said
    assert "<li><code>content/a.md:2:1</code> is wrong: mend it</li>" in said


def test_advice_is_no_fault_and_many_are_counted() -> None:
    many = tuple(Finding("a", line, 1, "", "x", level=Level.ADVICE) for line in range(MOST_NAMED + 5))
    said = worn(findings=many)
    assert "to mend" not in said
    assert f"<b>{MOST_NAMED + 5} pieces of advice</b>" in said
    assert said.count("<li>") == MOST_NAMED
    assert "and 5 more" in said


def test_an_old_page_says_that_it_is_old_and_why() -> None:
    assert "<b>OLD</b>" in worn(trouble="What is written cannot be shown yet.")
    assert "<b>OLD</b>" not in worn()


def test_a_draft_stands_in_the_title_and_in_the_bar() -> None:
    said = worn(drafts=("Boats leave late",), marks=("DRAFT",))
    assert "<title>DRAFT: Now</title>" in said
    assert "“Boats leave late”" in said
    assert "<title>Now</title>" in worn(marks=("DRAFT",))


def test_a_title_that_says_so_already_says_it_once() -> None:
    page = PAGE.replace(b"<title>Now", b"<title>BROUILLON: Now")
    said = dressed(page, State(drafts=("x",), marks=("DRAFT", "BROUILLON")), "v1").decode()
    assert "<title>BROUILLON: Now</title>" in said


def test_what_somebody_wrote_stays_words() -> None:
    evil = "<script>alert(1)</script>"
    found = (Finding(evil, 1, 1, "", evil, evil),)
    said = worn(trouble=evil, drafts=(evil,), marks=(evil,), findings=found)
    assert evil not in said
    assert evil not in instead(State(trouble=evil, findings=found), evil).decode()
