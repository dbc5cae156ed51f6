"""Questions from their pages to the site: overdue without a build, in each language, and as before where none is kept."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.support.browser import Pages
from tests.support.server import serving
from tests.support.site import Site, make_site

pytestmark = pytest.mark.audit

ASK = "---\ntemplate: ask.html\ntitle: Ask why\n---\n\n## Before you ask\n\nAsking changes nothing.\n"
OPEN = """\
---
title: Why is the crane still?
component: crane
state: asked
number: 1
asked: 2026-11-20 16:20
owner: harbour
promised: 2026-11-20 19:00
---
"""
FORM = "ask: {form: {to: 'https://forms.example/why?x=1'}, helped: 'https://forms.example/h'}"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("harbour") / "site")
    site.write("content/questions/index.md", ASK)
    site.write("content/questions/why-still.md", OPEN)
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", config.replace("      zone:", f"      {FORM}\n      zone:", 1))
    assert site.run("update") == 0
    return site


def test_a_promise_that_is_missed_is_told_by_a_refresh_with_the_bytes_of_a_rebuild(harbour: Site) -> None:
    assert "Answer by" in harbour.page("questions/index.html")
    assert harbour.run("refresh", now="2026-11-20T19:30:00+01:00") == 0
    for path in ("questions/index.html", "questions/why-still/index.html"):
        page = harbour.page(path)
        assert ">30 minutes</span> late" in page
    refreshed = harbour.files()
    assert harbour.run("build", now="2026-11-20T19:30:00+01:00") == 0
    assert harbour.files() == refreshed


def test_a_page_that_stays_open_says_by_itself_that_a_promise_was_missed(harbour: Site, page: Pages) -> None:
    assert harbour.run("refresh") == 0
    with serving(harbour.root / "site") as address:
        shown = page(viewport={"width": 390, "height": 844})
        shown.clock.install(time=datetime.fromisoformat("2026-11-20T18:30:00+01:00"))
        for path in ("questions/", "questions/why-still/"):
            shown.goto(f"{address}/{path}")
            assert not shown.get_by_text("Missed promise.").is_visible()
        shown.clock.set_fixed_time(datetime.fromisoformat("2026-11-20T19:06:00+01:00"))
        for path in ("questions/", "questions/why-still/"):
            shown.goto(f"{address}/{path}")
            assert shown.get_by_text("Missed promise.").is_visible()
            assert not shown.get_by_text("Answer by").is_visible()


def test_a_question_typed_without_script_goes_to_the_declared_address_with_its_page_and_no_cookie(
    harbour: Site, page: Pages
) -> None:
    sent: list[tuple[str, str, dict[str, str]]] = []
    with serving(harbour.root / "site") as address:
        shown = page(java_script_enabled=False)

        def thank(route: Route) -> None:
            sent.append((route.request.method, route.request.post_data or "", route.request.headers))
            route.fulfill(body="Thank you")

        shown.route("https://forms.example/**", thank)
        shown.goto(f"{address}/questions/")
        shown.fill("textarea", "Why so late?")
        shown.select_option("select", "ferry")
        shown.click("form button")
        shown.get_by_text("Thank you").wait_for()
        assert not shown.context.cookies()
    [(method, body, headers)] = sent
    assert method == "POST"
    assert body == "question=Why+so+late%3F&component=ferry&page=https%3A%2F%2Fpier.example%2Fquestions%2F"
    assert "cookie" not in headers


def test_a_form_may_be_handed_over_by_its_own_page_alone_and_to_its_own_address_alone(harbour: Site) -> None:
    assert "base-uri 'none'; form-action https://forms.example/why\"" in harbour.page("questions/index.html")
    assert "form-action 'none'" in harbour.page("index.html")
    assert "form-action 'none'" in harbour.page("why/ferry/index.html")
    assert harbour.page("questions/index.html").count("<form") == 1


def test_whys_and_explainers_lead_to_the_questions(harbour: Site) -> None:
    assert 'href="../../questions/"' in harbour.page("why/ferry/index.html")
    assert 'href="../../questions/"' in harbour.page("how/crane/index.html")


def test_a_site_that_lists_its_answers_by_hand_goes_on_as_before(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    answer = "---\ntitle: Why?\ncomponent: crane\nanswered: 2026-11-18\nanswered_by: harbour\n---\n\n# Why?\n\nSo.\n"
    site.write("content/questions/why.md", answer)
    assert site.run("check") == 0
    assert site.run("update") == 0
    page = site.page("questions/why/index.html")
    assert "Answered 18 November 2026".replace(" ", "") in page.replace(" ", "").replace("\u202f", "").replace(
        '<timedatetime="2026-11-18">', ""
    )
    assert "asked-on" not in page
    assert "Ask why" not in site.page("why/ferry/index.html")
