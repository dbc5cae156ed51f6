"""A figure changes between two versions of a bulletin: what is published keeps its number, and the page tells both."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.support.site import Site, make_site

BULLETIN = """\
headline: Ferries leave late, {queue} wait
summary: The crane stands still. {queue} of {queue.of} ferries wait.
empathy: We are sorry.
place: Pier One
severity: severe
status: active
detected: 2026-11-20 16:40
symptom: ferry
cause: {component: wind}
figures:
  queue: {value: 12, of: 40, unit: ferries, at: 2026-11-20 18:10, by: harbour}
reports:
  - {component: ferry, state: slowed, caused_by: [crane], says: "{queue} wait."}
impact:
  - {who: Leaving today, what: ahead of you, amount: {figure: queue}}
nothing_to_do: Wait in the hall; we call every ferry.
unknowns: [When the wind drops.]
next_update: 2026-11-20 19:00
updates:
  - {at: 2026-11-20 18:20, says: "The queue is {queue}.", next_update: 2026-11-20 19:00}
"""
MORE = '  - {at: 2026-11-20 18:50, says: "Now it is {queue}.", next_update: 2026-11-20 19:20}\n'
LATER = "2026-11-20T18:52:00+01:00"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    made.write("ops_feeds/bulletins/late.yml", BULLETIN)
    assert made.run("update") == 0
    return made


def text_of(html: str) -> str:
    """What a reader has of it: no tags, and one blank between words."""
    inline = re.sub(r"</?(?:span|b|time)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inline)).split())


def grown(site: Site, text: str) -> None:
    site.write("ops_feeds/bulletins/late.yml", text)


def test_an_old_update_keeps_its_number_and_the_newest_tells_what_it_was(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    grown(site, BULLETIN.replace("value: 12", "value: 27").replace("19:00\nupdates", "19:20\nupdates") + MORE)
    assert site.run("check", now=LATER) == 0
    assert site.run("update", now=LATER) == 0
    assert "changed after it was published" not in capsys.readouterr().err
    page = text_of(site.page("disruptions/log.late/index.html"))
    assert "The queue is 12." in page
    assert "Now it is 27. Changed: was 12, now 27 ferries." in page
    assert "27 of 40 ferries wait." in page
    assert "27 ferries ahead of you" in page
    for output in ("index.html", "status.json", "feed.xml", "map/index.html", "why/ferry/index.html"):
        assert "27 wait" in text_of(site.page(output))
        assert "{queue" not in site.page(output)
    assert "was 12, now 27 ferries." in site.page("status.json")
    assert "Now it is 27. Changed: was 12, now 27 ferries." in site.page("feed.xml")
    site.run("show", now=LATER)
    assert "Ferries leave late, 27 wait" in capsys.readouterr().out


def test_a_figure_that_changes_without_an_update_is_advised_on(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    grown(site, BULLETIN.replace("value: 12", "value: 27"))
    assert site.run("check") == 0
    assert (
        "ops_feeds/bulletins/late.yml:11:10 advice: figures.queue: was 12 of 40 in the last update, and no update tells that "
        "it is 27 of 40"
    ) in capsys.readouterr().err
    assert site.run("update") == 0
    page = text_of(site.page("disruptions/log.late/index.html"))
    assert "The queue is 12." in page
    assert "27 of 40 ferries wait." in page


def test_what_staff_state_of_a_published_update_may_not_differ_from_it(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    grown(site, BULLETIN.replace("19:00}", "19:00, figures: {queue: {value: 11}}}"))
    assert site.run("check") == 2
    assert "the figures of the update of 18:20 were changed after it was published" in capsys.readouterr().err
    site.run("update")
    assert "The queue is 12." in text_of(site.page("disruptions/log.late/index.html"))


def test_an_old_update_whose_number_nobody_knows_any_more_is_advised_on_until_staff_state_it(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("ops_feeds/bulletins/other.yml", BULLETIN + MORE.replace("19:20", "19:00"))
    advice = "advice: updates[1].says: names “queue”, and nothing tells what that was at 18:20"
    site.run("check", now=LATER)
    assert advice in capsys.readouterr().err
    stated = BULLETIN.replace("19:00}", "19:00, figures: {queue: {value: 9}}}") + MORE.replace("19:20", "19:00")
    site.write("ops_feeds/bulletins/other.yml", stated)
    site.run("update", now=LATER)
    assert advice not in capsys.readouterr().err
    page = text_of(site.page("disruptions/log.other/index.html"))
    assert "The queue is 9." in page
    assert "Changed: was 9, now 12 ferries." in page


def test_a_figure_of_a_site_in_one_language_costs_no_page_its_place(site: Site) -> None:
    before = site.files()
    assert site.run("build") == 0
    assert site.files() == before
