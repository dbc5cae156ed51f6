"""Every page grows old by itself, in a real browser whose clock is moved: what each kind of page says at which age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests.support.browser import Pages, accessibility_faults
from tests.support.server import serving
from tests.support.site import Site, make_site

pytestmark = pytest.mark.audit

MADE = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
CRISIS = ("", "disruptions/log.late/", "disruptions/met.g1/", "map/", "why/ferry/", "disruptions/open/")
READING = ("how/crane/", "how/", "about/", "404.html")
KINDS = (*CRISIS, *READING)
AGES = {"25 minutes": 25, "3 hours": 216, "25 hours": 25 * 60, "3 days": 3 * 24 * 60}
"""How many minutes after it was made a page is looked at; the second one is three hours after its promise of 19:00."""


def build(root: object, now: str = "2026-11-20T18:24:00+01:00", quiet: bool = False) -> Site:
    site = make_site(root)  # type: ignore[arg-type]
    if quiet:
        site.met({})
        (site.root / "ops_feeds/bulletins/late.yml").unlink()
    assert site.run("update", now=now) == 0
    return site


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build(tmp_path_factory.mktemp("busy") / "site").root / "site") as address:
        yield address


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(build(tmp_path_factory.mktemp("calm") / "site", quiet=True).root / "site") as address:
        yield address


def opened(page: Pages, address: str, at: datetime, script: bool = True) -> Page:
    shown = page(java_script_enabled=script, viewport={"width": 390, "height": 844})
    if script:
        shown.clock.install(time=at)
    shown.goto(address)
    return shown


def top(shown: Page, path: str) -> str:
    """What is said first: the sign, or the bar above a reading page."""
    where = "[data-live=banner]" if path in READING else "[data-live=lead]"
    return re.sub(r"\s+", " ", shown.locator(where).first.inner_text())


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_right_at_four_ages(busy: str, page: Pages, path: str) -> None:
    made = "18:20" if path in READING else "18:24"
    for age, minutes in AGES.items():
        said = top(opened(page, f"{busy}/{path}", MADE + timedelta(minutes=minutes)), path)
        if minutes <= 60:
            assert "It said then" not in said, (age, said)
            assert "Friday 20 November" in said, (age, said)
            if path not in READING:
                assert "This page is 25 minutes old." in said, said
            continue
        assert re.search(rf"This page is from Friday 20 November, {made} CET: .* old", said), (age, said)
        assert "Unknown now" in said, (age, said)
        assert "It said then:" in said, (age, said)
        told = {"3 hours": "3 hours", "25 hours": "1 day", "3 days": "3 days"}[age]
        assert f": {told}" in said, (age, said)


@pytest.mark.parametrize("path", KINDS)
def test_without_script_a_page_says_its_own_day_and_after_when_it_is_old(busy: str, page: Pages, path: str) -> None:
    said = top(opened(page, f"{busy}/{path}", MADE, script=False), path)
    assert "Friday 20 November, 18:2" in said
    assert re.search(r"Treat it as old after Friday 20 November, (18:54|19:00) CET", said), said
    assert "It said then" not in said


GREEN = (
    "() => { const seen = e => e.getClientRects().length > 0;"
    " const good = [...document.querySelectorAll("
    "'.lead.is-normal, [data-state=normal], .sum .normal, .parts .normal, .calm .normal, .map a.normal, .p em.normal')];"
    " return good.filter(seen).map(e => e.className + ' ' + e.textContent.trim()); }"
)


@pytest.mark.parametrize("path", ["", "map/", "why/ferry/", *READING])
@pytest.mark.parametrize("minutes", [5 * 60, 25 * 60, 3 * 24 * 60])
def test_if_the_clock_stops_altogether_no_page_turns_green(calm: str, page: Pages, path: str, minutes: int) -> None:
    shown = opened(page, f"{calm}/{path}", MADE + timedelta(minutes=minutes))
    assert shown.evaluate(GREEN) == []
    assert "Unknown now" in top(shown, path)
    if path not in READING:
        icon = shown.locator("link[rel=icon]").first.get_attribute("href")
        was = opened(page, f"{calm}/{path}", MADE).locator("link[rel=icon]").first.get_attribute("href")
        assert icon != was, "nor does its icon stay as it was"


def test_a_page_that_stays_open_grows_old_while_it_is_read(busy: str, page: Pages) -> None:
    shown = opened(page, f"{busy}/", MADE)
    assert "old." not in top(shown, "").split("Treat")[0]
    shown.clock.run_for(20 * 60_000)
    assert "This page is 20 minutes old. It may have changed." in top(shown, "")
    shown.clock.run_for(28 * 60_000)
    assert "The update promised for Friday 20 November, 19:00 CET is 12 minutes late." in top(shown, "")


@pytest.mark.parametrize("age", [48 * 60 // 60, 216, 3 * 24 * 60])
def test_an_old_page_has_no_accessibility_faults(busy: str, page: Pages, age: int) -> None:
    for path in ("", "how/crane/"):
        found = accessibility_faults(opened(page, f"{busy}/{path}", MADE + timedelta(minutes=age)))
        assert [fault for fault in found if "md-copyright" not in fault and "md-search" not in fault] == [], (
            "the small site leaves that to Material"
        )


@pytest.mark.parametrize(
    ("made", "hours", "says"),
    [("2026-10-24T18:24:00+02:00", 25, "1 day"), ("2027-03-27T18:24:00+01:00", 23, "23 hours")],
)
def test_the_age_is_right_across_a_change_of_the_clocks(
    tmp_path_factory: pytest.TempPathFactory, page: Pages, made: str, hours: int, says: str
) -> None:
    site = make_site(tmp_path_factory.mktemp("clocks") / "site")
    site.met({})
    for of_another_day in ("bulletins/late.yml", "watches/noon.yml"):
        (site.root / "ops_feeds" / of_another_day).unlink()
    assert site.run("update", now=made) == 0
    with serving(site.root / "site") as address:
        shown = opened(page, f"{address}/", datetime.fromisoformat(made) + timedelta(hours=hours))
        assert f"18:24 {'CEST' if '+02' in made else 'CET'}: {says} old" in top(shown, "")


def test_a_page_made_after_a_missed_promise_says_so_and_goes_on_growing_old(
    tmp_path_factory: pytest.TempPathFactory, page: Pages
) -> None:
    site = build(tmp_path_factory.mktemp("late") / "site", now="2026-11-20T19:30:00+01:00")
    with serving(site.root / "site") as address:
        still = top(opened(page, f"{address}/", MADE, script=False), "")
        assert "We promised to be back by Friday 20 November, 19:00 CET." in still
        assert "That was 30 minutes before this page was made, at 19:30 CET." in still
        assert "This page is from Friday 20 November, 19:30 CET." in still
        late = top(opened(page, f"{address}/", MADE + timedelta(minutes=126)), "")
        assert "The update promised for Friday 20 November, 19:00 CET is 1 hour 30 minutes late." in late
        assert "3 days old" in top(opened(page, f"{address}/", MADE + timedelta(days=3, hours=2)), "")


def test_while_no_source_answers_the_last_word_stays_and_is_marked_as_the_last(
    tmp_path_factory: pytest.TempPathFactory, page: Pages
) -> None:
    site = build(tmp_path_factory.mktemp("silent") / "site")
    site.met(None)
    (site.root / "ops_feeds/bulletins").rename(site.root / "ops_feeds/gone")
    assert site.run("update", now="2026-11-20T19:45:00+01:00") == 2, "a folder of bulletins is gone"
    with serving(site.root / "site") as address:
        shown = opened(page, f"{address}/", MADE, script=False)
        said = top(shown, "")
        assert "Slowed, last known 18:20 CET" in said
        assert "Ferries leave 20–40 minutes late" in said
        assert "has not answered since 18:24" in said or "sources has answered since 18:24" in said
        assert shown.locator(".last-known").evaluate("e => getComputedStyle(e).outlineStyle") == "dashed"
        assert "old" in top(opened(page, f"{address}/", MADE + timedelta(days=3)), "")


def test_what_is_over_says_so_and_asks_nobody_to_act(tmp_path_factory: pytest.TempPathFactory, page: Pages) -> None:
    site = build(tmp_path_factory.mktemp("over") / "site")
    site.bulletin(status="resolved", ended="2026-11-20 19:30")
    assert site.run("update", now="2026-11-20T19:35:00+01:00") == 0
    with serving(site.root / "site") as address:
        shown = opened(page, f"{address}/disruptions/log.late/", MADE + timedelta(days=9))
        said = re.sub(r"\s+", " ", shown.locator("main").inner_text())
        assert shown.locator("h1").first.inner_text().startswith("Over: ")
        for gone in ("What can I do?", "What you can do", "Now: ", "Unknown now"):
            assert gone not in said
