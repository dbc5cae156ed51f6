"""What a reader has seen is there without a network, with its time, and never in the place of something newer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from explainer.site.frame import script_of
from tests.conftest import ROOT
from tests.support.languages import in_three
from tests.support.line import Line, line_to
from tests.support.site import Site

WAY = "disruptions/log.late/"
MADE = "2026-11-20T18:24+01:00"
"""When the pages of the harbour say that they were made."""


@pytest.fixture
def line(harbour: Site) -> Iterator[Line]:
    with line_to(harbour.root / "site") as made:
        yield made


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader’s browser: nothing stands between it and the line, as a test’s own caution would."""
    made = chromium.new_context(viewport={"width": 390, "height": 844})
    errors: list[str] = []
    made.on("weberror", lambda error: errors.append(str(error.error)))
    yield made
    made.close()
    assert errors == []


def until(page: Page, promise: str, arg: object = None) -> None:
    """Wait until what is promised is true; the browser’s own waiting takes every promise for a truth."""
    for _ in range(100):
        if page.evaluate(promise, arg):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {promise}")


def kept(page: Page, address: str) -> None:
    """Wait until a page is kept."""
    until(page, "url => caches.match(url).then(found => !!found)", address)


def seen(context: BrowserContext, line: Line, path: str = "", *also: str) -> Page:
    """A page on which these pages were looked at while there was a network."""
    page = context.new_page()
    for one in (path, *also):
        page.goto(f"{line.address}/{one}")
        kept(page, f"{line.address}/{one}")
    return page


def made_at(line: Line, path: str, at: datetime, says: str = "") -> bytes:
    """A page as it would have been made at another moment."""
    html = (line.folder / path / "index.html").read_text(encoding="utf-8")
    assert MADE in html
    return html.replace(MADE, at.isoformat(timespec="minutes")).replace("<h1>", f"<h1>{says} ").encode()


def today(hours: int = 0) -> datetime:
    """A moment of today where the harbour is, however late it is there."""
    return datetime.now(timezone(timedelta(hours=1))).replace(hour=12, minute=4) + timedelta(hours=hours)


def caches(page: Page) -> list[str]:
    found: list[str] = page.evaluate("caches.keys()")
    return found


# Without a network


def test_what_was_seen_is_there_without_a_network_and_says_of_when_it_is(context: BrowserContext, line: Line) -> None:
    page = seen(context, line, "", WAY)
    kept(page, f"{line.address}/map/")
    line.is_cut = True
    for path in (WAY, "map/", ""):
        page.goto(f"{line.address}/{path}")
        note = page.locator("[data-offline]:visible")
        expect(note).to_have_attribute("role", "status")
        expect(note).to_contain_text("You are offline. This is Friday 20 November, 18:24 CET.")
        expect(page.locator("h1:visible")).to_be_visible()
    with pytest.raises(Error, match="ERR_"):
        page.goto(f"{line.address}/why/ferry/")


def test_a_page_of_today_tells_the_clock_alone_and_a_server_that_fails_is_no_fault_of_the_reader(
    context: BrowserContext, line: Line
) -> None:
    line.instead["/"] = made_at(line, "", today())
    page = seen(context, line)
    line.status = 503
    page.goto(f"{line.address}/?from=a-friend#top")
    said = f"This site does not answer. This is {today():%H:%M}."
    expect(page.locator("[data-offline]:visible")).to_contain_text(said)
    line.status = 200
    page.locator("[data-offline]:visible a").click()
    expect(page.locator("[data-offline]")).to_have_count(0)


@pytest.mark.audit
def test_after_three_seconds_the_kept_page_is_shown_until_the_newer_one_is_there(
    context: BrowserContext, line: Line
) -> None:
    line.instead["/"] = made_at(line, "", today(), "Then:")
    page = seen(context, line)
    line.instead["/"] = made_at(line, "", today(1), "Later:")
    line.wait = 5
    page.goto(f"{line.address}/")
    expect(page.locator("[data-offline]:visible")).to_contain_text(f"The network is slow. This is {today():%H:%M}.")
    expect(page.locator("h1:visible")).to_contain_text("Then:")
    place = page.locator("main .rows a:visible").first
    place.focus()
    expect(page.locator("h1:visible")).to_contain_text("Later:", timeout=8000)
    expect(page.locator("[data-offline]")).to_have_count(0)
    expect(place).to_be_focused()


@pytest.mark.audit
def test_a_page_that_is_back_online_is_renewed_where_it_stands(context: BrowserContext, line: Line) -> None:
    page = seen(context, line)
    line.is_cut = True
    page.goto(f"{line.address}/")
    expect(page.locator("[data-offline]:visible")).to_be_visible()
    line.is_cut = False
    line.instead["/"] = made_at(line, "", today(), "Later:")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("h1:visible")).to_contain_text("Later:")
    expect(page.locator("[data-offline]")).to_have_count(0)


# Never older over newer


def test_a_cache_that_answers_with_an_older_page_neither_shows_nor_keeps_it(
    context: BrowserContext, line: Line
) -> None:
    line.instead["/"] = made_at(line, "", today(), "Newer:")
    page = seen(context, line)
    line.instead["/"] = made_at(line, "", today(-1), "Older:")
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Newer:")
    expect(page.locator("[data-offline]")).to_have_count(0)
    assert "Newer:" in page.evaluate("fetch('/').then(answer => answer.text())")
    line.is_cut = True
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Newer:")


@pytest.mark.audit
def test_of_two_pages_of_one_minute_the_later_file_counts_and_a_drill_is_never_older_or_newer(
    context: BrowserContext, line: Line
) -> None:
    line.modified["/"] = "Fri, 20 Nov 2026 17:24:40 GMT"
    line.instead["/"] = made_at(line, "", today(), "Second:")
    page = seen(context, line)
    line.modified["/"] = "Fri, 20 Nov 2026 17:24:10 GMT"
    line.instead["/"] = made_at(line, "", today(), "First:")
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Second:")
    line.instead["/"] = made_at(line, "", today(-2), "Drill:").replace(
        b"<header>", b'<header><div class="drill"></div>'
    )
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Drill:")


def test_a_page_that_says_it_is_of_a_day_to_come_holds_back_none(context: BrowserContext, line: Line) -> None:
    """As after somebody published at another moment by mistake: nobody is shown that until the day has come."""
    line.instead["/"] = made_at(line, "", today(72), "Astray:")
    page = seen(context, line)
    line.instead["/"] = made_at(line, "", today(), "Right:")
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Right:")
    line.is_cut = True
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Right:")


@pytest.mark.audit
def test_half_a_page_and_a_page_of_somebody_else_are_never_kept(context: BrowserContext, line: Line) -> None:
    line.instead["/"] = made_at(line, "", today(), "Whole:")
    page = seen(context, line)
    later = made_at(line, "", today(1), "Half:")
    for body in (later[: len(later) // 2], b"<!doctype html><title>Welcome to our hotel</title></html>"):
        line.instead["/"] = body
        page.goto(f"{line.address}/")
    line.is_cut = True
    page.goto(f"{line.address}/")
    expect(page.locator("h1:visible")).to_contain_text("Whole:")


@pytest.mark.audit
@pytest.mark.parametrize("gone", [404, 410])
def test_a_page_that_is_gone_is_let_go(context: BrowserContext, line: Line, gone: int) -> None:
    page = seen(context, line, "", WAY)
    line.status = gone
    page.goto(f"{line.address}/{WAY}")
    until(page, "url => caches.match(url).then(found => !found)", f"{line.address}/{WAY}")
    assert page.evaluate("url => caches.match(url).then(found => !!found)", f"{line.address}/")


# What is left alone


def test_what_machines_read_and_what_others_kept_is_left_alone(context: BrowserContext, line: Line) -> None:
    page = seen(context, line, "", WAY)
    page.evaluate("caches.open('of another').then(one => one.put('/theirs', new Response('theirs')))")
    assert page.evaluate("fetch('/status.json').then(answer => answer.json()).then(told => told.site)") == "Pier One"
    assert page.evaluate("fetch('/', {headers: {range: 'bytes=0-3'}}).then(answer => answer.status)") == 200
    line.is_cut = True
    failed = "fetch('/status.json').then(() => '', () => 'failed')"
    assert page.evaluate(failed) == "failed"
    assert page.evaluate("fetch('/', {method: 'POST', body: ''}).then(answer => answer.status)") == 501
    listed = "caches.keys().then(all => Promise.all(all.map(async one => (await (await caches.open(one)).keys())))) "
    urls = page.evaluate(f"{listed}.then(all => all.flat().map(one => new URL(one.url).pathname))")
    allowed = re.compile(r"/|/map/|/disruptions/log\.late/|/theirs|/assets/[a-z]+/[\w-]+\.[0-9a-f]{8}\.(?:js|css)")
    assert [url for url in urls if not allowed.fullmatch(url)] == []


@pytest.mark.audit
def test_thirty_pages_are_kept_and_of_more_the_oldest_go(context: BrowserContext, line: Line) -> None:
    page = seen(context, line)
    for number in range(34):
        line.instead[f"/why/n{number}/"] = made_at(line, "why/ferry", today())
        page.evaluate("number => fetch(`/why/n${number}/`)", number)
    kept(page, f"{line.address}/why/n33/")
    counted = "caches.keys().then(all => caches.open(all.find(one => one.includes(' pages ')))).then(one => one.keys())"
    urls = page.evaluate(f"{counted}.then(all => all.map(one => new URL(one.url).pathname))")
    assert len(urls) == 30
    assert {"/", "/map/", "/why/n33/"} < set(urls)
    assert "/why/n5/" not in urls


# Another version, and none


@pytest.mark.audit
def test_who_switches_it_off_takes_it_back_with_all_that_it_kept(
    context: BrowserContext, line: Line, site: Site
) -> None:
    page = seen(context, line)
    page.evaluate("caches.open('of another')")
    site.without("offline")
    assert site.run("build") == 0
    assert not (site.root / "site/manifest.webmanifest").exists()
    assert "manifest" not in site.page("index.html")
    assert "serviceWorker" not in "".join(path.read_text() for path in (site.root / "site/assets").rglob("live.*.js"))
    line.folder = site.root / "site"
    page.goto(f"{line.address}/")
    until(page, "navigator.serviceWorker.getRegistrations().then(all => !all.length)")
    until(page, "caches.keys().then(all => all.length === 1)")
    assert caches(page) == ["of another"]
    line.is_cut = True
    with pytest.raises(Error, match="ERR_"):
        page.goto(f"{line.address}/")


@pytest.mark.audit
def test_another_version_takes_over_at_once_and_drops_what_it_cannot_read(context: BrowserContext, line: Line) -> None:
    page = seen(context, line)
    before = caches(page)
    worker = (line.folder / "sw.js").read_text(encoding="utf-8")
    line.instead["/sw.js"] = worker.replace("pages 1", "pages 2").encode()
    page.goto(f"{line.address}/")
    until(page, "caches.keys().then(all => all.some(one => one.includes('pages 2')))")
    until(page, "caches.keys().then(all => !all.some(one => one.includes('pages 1')))")
    assert len(caches(page)) == len(before)
    line.instead["/sw.js"] = b"this is no script <html>"
    page.goto(f"{line.address}/")
    line.is_cut = True
    page.goto(f"{line.address}/")
    expect(page.locator("[data-offline]:visible")).to_be_visible()


# Where it cannot be


@pytest.mark.audit
@pytest.mark.parametrize(
    "how",
    [
        "delete Navigator.prototype.serviceWorker",
        "if (self.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = () => Promise.reject(Error())",
        "if (self.ServiceWorkerContainer) ServiceWorkerContainer.prototype.getRegistration = () => Promise.reject(Error())",
    ],
)
def test_a_browser_without_it_shows_the_page_and_reports_no_fault(
    context: BrowserContext, line: Line, how: str
) -> None:
    context.add_init_script(how)
    page = context.new_page()
    page.goto(f"{line.address}/", wait_until="networkidle")
    expect(page.locator("h1:visible")).to_be_visible()
    assert "/sw.js" not in line.asked


@pytest.mark.audit
def test_a_worker_of_somebody_else_at_the_same_place_stays(context: BrowserContext, line: Line) -> None:
    line.instead["/theirs.js"] = b"// theirs"
    page = context.new_page()
    page.goto(f"{line.address}/status.json")
    page.evaluate("navigator.serviceWorker.register('/theirs.js')")
    page.goto(f"{line.address}/", wait_until="networkidle")
    assert "/sw.js" not in line.asked


# In each language


@pytest.mark.audit
def test_each_language_has_a_worker_of_its_own_that_speaks_it(tmp_path: Path, context: BrowserContext) -> None:
    site = in_three(tmp_path / "three")
    assert site.run("update") == 0
    with line_to(site.root / "site") as line:
        page = seen(context, line, "", "fr/", "ar/")
        kept(page, f"{line.address}/ar/map/")
        line.is_cut = True
        for path, said in {
            "": "You are offline. This is",
            "fr/": "Vous êtes hors ligne. Cette page date de 18:24 CET le vendredi 20 novembre.",
            "ar/": "أنت غير متصل بالإنترنت. هذه الصفحة من الجمعة، 20 نوفمبر، 18:24 CET.",
        }.items():
            page.goto(f"{line.address}/{path}")
            expect(page.locator("[data-offline]:visible")).to_contain_text(said)
        scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))")
        assert {scope.removeprefix(line.address) for scope in scopes} == {"/", "/fr/", "/ar/"}


# What is published


def test_a_site_can_be_put_on_a_home_screen_and_asks_for_nothing_more(harbour: Site) -> None:
    told = json.loads(harbour.page("manifest.webmanifest"))
    assert (told["name"], told["lang"], told["dir"], told["display"]) == ("Pier One", "en", "ltr", "minimal-ui")
    assert (told["start_url"], told["scope"]) == ("./", "./")
    assert (harbour.root / "site" / told["icons"][0]["src"]).read_text().startswith("<svg")
    assert re.fullmatch("#[0-9a-f]{6}", told["theme_color"])
    page = harbour.page(f"{WAY}index.html")
    assert '<link rel="manifest" href="../../manifest.webmanifest">' in page
    assert "worker-src 'self'; manifest-src 'self'" in page


def test_the_policy_that_a_server_is_told_to_send_is_that_of_the_page(harbour: Site) -> None:
    told = re.search(r"may send the policy of a crisis page[^`]*`([^`]*)`", (ROOT / "docs/ci.md").read_text("utf-8"))
    [said] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', harbour.page("index.html"))
    assert told
    assert rules(told[1]) == rules(re.sub(r"sha256-[^']*", "sha256-…", said))


def rules(policy: str) -> set[str]:
    return {" ".join(rule.split()) for rule in policy.split(";")}


def test_the_worker_is_known_by_what_is_in_it(harbour: Site) -> None:
    first, rest = harbour.page("sw.js").split("\n", 1)
    assert re.fullmatch("// [0-9a-f]{8}", first)
    assert '"map": "map/"' in rest
    assert "TOLD" not in rest.rsplit("})", 1)[1]


@pytest.mark.audit
def test_a_worker_of_the_operator_s_own_stays_as_it_is(site: Site) -> None:
    site.write("content/sw.js", "// ours\n")
    assert site.run("build") == 0
    assert site.page("sw.js") == "// ours\n"
    assert "manifest" not in site.page("index.html")


def test_the_part_of_the_script_of_every_page_is_small() -> None:
    import gzip

    assert len(gzip.compress(script_of("offline").encode(), 9)) <= 1024
    assert (ROOT / "explainer/theme/script/gone.js").stat().st_size < 700
