"""From an empty page to a published notice, in a real browser: what staff type is never lost, and never more than text."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from explainer.commands.main import run
from explainer.declarations.documents import read_yaml
from explainer.desk.git import Failure, failure_in
from tests.support.browser import Pages, accessibility_faults
from tests.support.desk import NIGHT, Running, desk
from tests.support.site import Site

SIZES = [(1280, 800), pytest.param((390, 844), marks=pytest.mark.audit)]
HOSTILE = "<script>alert(1)</script> \"' {{7*7}} &amp; # : - \u202e"


@pytest.fixture
def running(site: Site) -> Iterator[Running]:
    with desk(site.root) as one:
        yield one


Enter = Callable[..., Page]


@pytest.fixture
def enter(page: Pages) -> Enter:
    """Opens the desk in a browser, as the address in the terminal does."""

    def opened(running: Running, **options: object) -> Page:
        tab = page(**{"viewport": {"width": 390, "height": 844}, **options})
        tab.goto(running.address)
        tab.wait_for_url(f"{running.base}/")
        return tab

    return opened


def notices(site: Site) -> dict[str, dict[str, object]]:
    folder = site.root / "ops_feeds/bulletins"
    return {path.stem: read_yaml(path.read_text("utf-8"), path.name).data for path in sorted(folder.glob("*.yml"))}


def fill(tab: Page, fields: dict[str, str]) -> None:
    for name, words in fields.items():
        box = tab.locator(f"[name='{name}']")
        if box.first.get_attribute("type") == "radio":
            tab.locator(f"[name='{name}'][value='{words}']").evaluate("one => one.click()")
        elif box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(words)
        else:
            box.fill(words)


def settled(tab: Page) -> None:
    """Wait until what is typed is kept, and shown."""
    tab.wait_for_selector("form[data-state=kept], form[data-state=failed]")


WHOLE = {
    "headline": "The crane has stopped, and no ferry is loaded",
    "summary": "The crane stopped at 18:05. Ferries wait at the quay.",
    "empathy": "We are sorry. You stand in the wind.",
    "detected": "18:10",
    "started": "18:05",
    "place": "Pier One",
    "severity": "moderate",
    "symptom": "ferry",
    "reports[1].component": "ferry",
    "reports[1].state": "slowed",
    "reports[1].says": "Ferries wait for the crane.",
    "cause.unknown": "true",
    "cause.investigator": "harbour",
    "cause.answer_by": "19:00",
    "impact[1].who": "Leaving today",
    "impact[1].what": "You wait at the quay until the crane lifts again.",
    "nothing_to_do": "Wait in the hall; we call every ferry.",
    "unknowns": "What stopped the crane.\nWhen it lifts again.",
    "updates[1].says": "The crane has stopped. We look for the reason.",
    "updates[1].next_update": "19:00",
}


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_a_first_word_takes_three_gaps(site: Site, running: Running, enter: Enter, size: tuple[int, int]) -> None:
    tab = enter(running, viewport={"width": size[0], "height": size[1]})
    tab.get_by_role("link", name="New notice").click()
    expect(tab.get_by_role("button", name="Publish this now")).to_have_attribute("aria-disabled", "true")
    tab.get_by_label("with what").fill("the crane")
    tab.get_by_label("where", exact=True).fill("Pier One")
    tab.get_by_role("button", name="Publish this now").click()
    tab.wait_for_load_state("networkidle")
    assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    assert notices(site)["the-crane-in-pier-one"]["headline"] == "There is a problem with the crane in Pier One"
    assert site.run("check") == 0
    assert "There is a problem with the crane" in site.page("disruptions/log.the-crane-in-pier-one/index.html")


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone"])
def test_an_empty_page_becomes_a_published_notice(
    site: Site, running: Running, enter: Enter, size: tuple[int, int]
) -> None:
    (site.root / "ops_feeds/bulletins/late.yml").unlink()
    tab = enter(running, viewport={"width": size[0], "height": size[1]})
    tab.goto(f"{running.base}/new")
    tab.get_by_role("button", name="All fields, empty").click()
    assert "Nothing written yet" in tab.locator("#bar").inner_text()
    fill(tab, {"headline": WHOLE["headline"]})
    settled(tab)
    assert "to mend" in tab.locator("#bar").inner_text()
    assert tab.locator("#f-summary-o").inner_text().startswith("Mend:")
    fill(tab, WHOLE)
    settled(tab)
    assert "Nothing to mend" in tab.locator("#bar").inner_text(), tab.locator("#found").inner_text()
    assert WHOLE["headline"] in tab.locator("#p-sign").inner_text()
    assert "of 160" in tab.locator("#p-text").inner_text()
    assert not accessibility_faults(tab)
    tab.get_by_role("button", name="Publish", exact=True).click()
    tab.wait_for_load_state("networkidle")
    assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    [said] = [one for one in notices(site).values() if one["headline"] == WHOLE["headline"]]
    assert said["detected"] == "2026-11-20 18:10"
    assert said["unknowns"] == ["What stopped the crane.", "When it lifts again."]
    assert site.run("check") == 0


def test_an_update_takes_three_taps(site: Site, running: Running, enter: Enter) -> None:
    before = (site.root / "ops_feeds/bulletins/late.yml").read_text("utf-8")
    tab = enter(running)
    tab.get_by_role("link", name="Add an update").click()
    tab.locator("label", has_text="Nothing new yet").click()
    tab.locator("label", has_text="latest").click()
    settled(tab)
    assert "You alone may send this" in tab.locator("#u-say").inner_text()
    assert not accessibility_faults(tab)
    tab.get_by_role("button", name="3 Publish").click()
    tab.wait_for_load_state("networkidle")
    after = (site.root / "ops_feeds/bulletins/late.yml").read_text("utf-8")
    assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    assert after.replace("next_update: 2026-11-20 19:20\n", "next_update: 2026-11-20 19:00\n", 1).startswith(before)
    assert "Nothing new yet." in site.page("disruptions/log.late/index.html")


def test_a_number_in_an_update_asks_for_a_second_person(running: Running, enter: Enter) -> None:
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late/update")
    fill(tab, {"says": "Two ferries, for 300 people, leave at 19:30."})
    tab.locator("label", has_text="latest").click()
    settled(tab)
    assert tab.get_by_role("button", name="Ask the second person").is_visible()


@pytest.mark.audit
def test_everything_typed_survives_the_end_of_the_desk(site: Site, enter: Enter) -> None:
    with desk(site.root) as first:
        tab = enter(first)
        tab.goto(f"{first.base}/notice/late")
        fill(tab, {"place": "Pier One, east side", "empathy": HOSTILE.strip()})
        settled(tab)
        first.program.kill()
    with desk(site.root) as second:
        tab = enter(second)
        assert "Being written" in tab.locator("main").inner_text()
        tab.goto(f"{second.base}/notice/late")
        assert tab.locator("[name=place]").input_value() == "Pier One, east side"
        assert tab.locator("[name=empathy]").input_value() == HOSTILE.strip()


def test_what_the_disk_does_not_take_stays_on_the_page_and_says_so(site: Site, running: Running, enter: Enter) -> None:
    (site.root / ".explainer/desk").write_text("no folder")
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late")
    fill(tab, {"place": "Pier One, east side"})
    settled(tab)
    assert "Not kept on the disk" in tab.locator("#problem").inner_text()
    tab.reload()
    assert tab.locator("[name=place]").input_value() == "Pier One, east side"
    assert "had not reached the disk" in tab.locator("#problem").inner_text()
    tab.get_by_role("button", name="Keep, and look").click()
    assert tab.locator("[name=place]").input_value() == "Pier One, east side"
    assert "Not kept" in tab.locator("#problem").inner_text()


@pytest.mark.audit
def test_a_file_that_changed_elsewhere_is_not_overwritten(site: Site, running: Running, enter: Enter) -> None:
    path = site.root / "ops_feeds/bulletins/late.yml"
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late")
    fill(tab, {"place": "Pier One, east side", "summary": "Mine."})
    settled(tab)
    theirs = (
        path.read_text("utf-8").replace("The crane stands still in the wind.", "Theirs.").replace("severe", "moderate")
    )
    path.write_text(theirs, "utf-8")
    tab.get_by_role("button", name="Publish unread").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Somebody else changed this file"
    assert path.read_text("utf-8") == theirs
    said = tab.locator("main").inner_text()
    assert "Mine." in said
    assert "Theirs." in said
    assert not accessibility_faults(tab)
    tab.get_by_role("button", name="Take theirs, and put mine on top").click()
    tab.get_by_role("button", name="Publish unread").click()
    tab.wait_for_load_state("networkidle")
    data = notices(site)["late"]
    assert (data["place"], data["summary"], data["severity"]) == ("Pier One, east side", "Mine.", "moderate")


@pytest.mark.audit
def test_an_update_of_somebody_else_is_seen_first(site: Site, running: Running, enter: Enter) -> None:
    path = site.root / "ops_feeds/bulletins/late.yml"
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late/update")
    fill(tab, {"says": "Mine."})
    tab.locator("label", has_text="latest").click()
    settled(tab)
    path.write_text(path.read_text("utf-8") + '  - {at: 2026-11-20 18:22, says: "Theirs."}\n', "utf-8")
    tab.get_by_role("button", name="3 Publish").click()
    assert "Theirs." in tab.locator("main").inner_text()
    assert tab.locator("[name=says]").input_value() == "Mine."
    tab.get_by_role("button", name="3 Publish").click()
    tab.wait_for_load_state("networkidle")
    updates = notices(site)["late"]["updates"]
    assert isinstance(updates, list)
    assert [one["says"] for one in updates] == ["Slow.", "Theirs.", "Mine."]


@pytest.mark.audit
def test_two_windows_do_not_write_over_one_another(running: Running, enter: Enter) -> None:
    one, two = enter(running), enter(running)
    for tab in (one, two):
        tab.goto(f"{running.base}/notice/late")
    fill(one, {"place": "First"})
    settled(one)
    fill(two, {"place": "Second"})
    settled(two)
    assert "another window" in two.locator("#problem").inner_text()
    one.reload()
    assert one.locator("[name=place]").input_value() == "First"


@pytest.mark.audit
def test_it_works_without_script(site: Site, running: Running, page: Pages) -> None:
    tab = page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    tab.goto(running.address)
    tab.goto(f"{running.base}/new")
    tab.get_by_role("button", name="All fields, empty").click()
    fill_plain = {
        name: words for name, words in WHOLE.items() if name not in ("severity", "reports[1].state", "cause.unknown")
    }
    for name, words in fill_plain.items():
        box = tab.locator(f"[name='{name}']")
        if name in ("symptom", "reports[1].component", "cause.investigator"):
            box.select_option(words)
        else:
            box.fill(words)
    tab.locator("[name='reports[1].state'][value=slowed]").evaluate("one => one.click()")
    tab.get_by_role("button", name="Add another part").click()
    assert tab.locator("[name='headline']").input_value() == WHOLE["headline"]
    tab.locator("[name='reports[2].component']").select_option("crane")
    tab.locator("[name='reports[2].state'][value=stopped]").evaluate("one => one.click()")
    tab.get_by_role("button", name="Keep, and look").click()
    assert "to mend" not in tab.locator("#bar").inner_text().replace("Nothing to mend", "")
    tab.get_by_role("button", name="Publish", exact=True).click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    [said] = [one for one in notices(site).values() if one["headline"] == WHOLE["headline"]]
    assert isinstance(said["reports"], list)
    assert [one["component"] for one in said["reports"]] == ["ferry", "crane"]


@pytest.mark.audit
def test_a_second_person_answers_and_a_changed_word_takes_the_answer_back(
    site: Site, running: Running, enter: Enter
) -> None:
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late")
    fill(tab, {"place": "Pier One, east side"})
    settled(tab)
    tab.get_by_role("button", name="Ask the second person").click()
    assert not accessibility_faults(tab)
    tab.get_by_role("link", name="Read it here").click()
    assert tab.locator("input:checked").count() == 0
    assert not accessibility_faults(tab)
    tab.get_by_role("button", name="Sign my answers").click()
    assert "Answer:" in tab.locator("main").inner_text()
    for question in ("act", "why", "believe", "fair", "whole"):
        tab.locator(f"[name={question}][value=yes]").evaluate("one => one.click()")
    tab.locator("[name=by]").select_option("harbour")
    tab.get_by_role("button", name="Sign my answers").click()
    assert "Harbour office read it at 18:24." in tab.locator("#bar").inner_text()
    fill(tab, {"place": "Pier One, west side"})
    settled(tab)
    assert "It has changed since it was read." in tab.locator("#bar").inner_text()
    fill(tab, {"place": "Pier One, east side"})
    settled(tab)
    tab.get_by_role("button", name="Publish", exact=True).click()
    tab.wait_for_load_state("networkidle")
    signed = (site.root / "ops_feeds/bulletins/late.accepted.yml").read_text("utf-8")
    assert "by: harbour" in signed
    assert "Read by a second person" in site.page("disruptions/log.late/index.html")


def test_hostile_words_are_words_in_every_field(site: Site, running: Running, enter: Enter) -> None:
    tab = enter(running)
    tab.goto(f"{running.base}/notice/late")
    tab.evaluate(
        """words => { for (const one of document.querySelectorAll('form.desk textarea, form.desk input:not([type])'))
        { if (one.name && !one.name.startsWith('(')) one.value = words; } document.querySelector('[name=headline]')
        .dispatchEvent(new Event('input', {bubbles: true})); }""",
        HOSTILE,
    )
    settled(tab)
    tab.reload()
    assert tab.locator("[name=headline]").input_value().strip() == HOSTILE.strip()
    assert tab.locator("main script").count() == 0
    assert tab.locator("main").inner_text().count("<script>alert(1)</script>") > 3
    assert "49" not in tab.locator("#p-sign").inner_text()
    tab.goto(f"{running.base}/")
    assert "<script>alert(1)</script>" in tab.locator("main").inner_text()


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Desk", "-c", "user.email=desk@pier.example"]
    done = subprocess.run(  # noqa: S603 - git, with our own arguments
        ["git", "-C", str(root), *identity, *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def remote(site: Site, tmp_path: Path) -> Path:
    """Another place that the site is pushed to; what it refuses, it says."""
    bare = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", str(bare))
    git(site.root, "init", "--quiet", "-b", "main")
    (site.root / ".gitignore").write_text(".explainer/\nsite/\n")
    git(site.root, "add", ".")
    git(site.root, "commit", "--quiet", "-m", "Begin")
    git(site.root, "remote", "add", "origin", bare.as_uri())
    git(site.root, "push", "--quiet", "-u", "origin", "main")
    return bare


def first_word(tab: Page, base: str) -> None:
    tab.goto(f"{base}/new")
    fill(tab, {"what": "the crane", "where": "Pier One"})
    tab.get_by_role("button", name="Publish this now").click()
    tab.wait_for_load_state("networkidle")


@pytest.mark.audit
def test_publishing_is_a_push_and_a_refused_one_loses_nothing(
    site: Site, remote: Path, enter: Enter, tmp_path: Path
) -> None:
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'closed for the night' >&2\nexit 1\n")
    hook.chmod(0o755)
    (site.root / "notes.txt").write_text("not for anybody")
    with desk(site.root, HOME=str(tmp_path), GIT_CONFIG_NOSYSTEM="1") as running:
        tab = enter(running)
        first_word(tab, running.base)
        assert tab.get_by_role("heading", level=1).inner_text() == "Who are you?"
        fill(tab, {"name": "A. Officer", "email": "officer@pier.example"})
        tab.get_by_role("button", name="Publish").click()
        assert tab.get_by_role("heading", level=1).inner_text() == "Written, and not published yet"
        assert "refused it" in tab.locator("main").inner_text()
        assert not accessibility_faults(tab)
        tab.goto(running.base)
        assert "Written, and not published yet" in tab.locator("main").inner_text()
        hook.unlink()
        tab.get_by_role("button", name="Try again").click()
        tab.wait_for_load_state("networkidle")
        assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    assert "There is a problem with the crane in Pier One" in git(remote, "log", "--format=%s %an <%ae>", "main")
    assert "A. Officer <officer@pier.example>" in git(remote, "log", "--format=%s %an <%ae>", "main")
    assert "notes.txt" not in git(remote, "ls-tree", "-r", "--name-only", "main")


@pytest.mark.audit
def test_what_others_published_is_brought_in_before_a_push(
    site: Site, remote: Path, enter: Enter, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", remote.as_uri(), str(other))
    (other / "theirs.txt").write_text("theirs")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "Theirs")
    git(other, "push", "--quiet")
    git(site.root, "config", "user.name", "Officer")
    git(site.root, "config", "user.email", "officer@pier.example")
    with desk(site.root) as running:
        tab = enter(running)
        first_word(tab, running.base)
        assert "Somebody else published" in tab.locator("main").inner_text()
        tab.get_by_role("button", name="Bring theirs in, and try again").click()
        tab.wait_for_load_state("networkidle")
        assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    assert len(git(remote, "log", "--format=%s", "main").splitlines()) == 3


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("fatal: unable to access 'https://git.example/': Could not resolve host: git.example", Failure.OFFLINE),
        ("ssh: connect to host git.example port 22: Connection timed out", Failure.OFFLINE),
        ("fatal: Authentication failed for 'https://git.example/'", Failure.LOGIN),
        ("fatal: could not read Username for 'https://git.example': terminal prompts disabled", Failure.LOGIN),
        (
            "git@git.example: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            Failure.LOGIN,
        ),
        (
            "remote: HTTP Basic: Access denied\nfatal: unable to access: The requested URL returned error: 403",
            Failure.LOGIN,
        ),
        (" ! [rejected] main -> main (fetch first)\nerror: failed to push some refs", Failure.AHEAD),
        (" ! [rejected] main -> main (non-fast-forward)", Failure.AHEAD),
        (" ! [remote rejected] main -> main (pre-receive hook declined)", Failure.REFUSED),
        ("remote: error: GH006: Protected branch update failed for refs/heads/main.", Failure.REFUSED),
        ("fatal: something that nobody has seen yet", Failure.FAILED),
    ],
)
def test_why_a_push_failed_is_told_in_words(said: str, failure: Failure) -> None:
    assert failure_in(said) is failure


def test_a_login_is_never_asked_for(site: Site, remote: Path, enter: Enter, tmp_path: Path) -> None:
    asks = tmp_path / "asks"
    asks.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\nexec cat\n")
    asks.chmod(0o755)
    git(site.root, "config", "user.name", "Officer")
    git(site.root, "config", "user.email", "officer@pier.example")
    git(site.root, "remote", "set-url", "origin", "ssh://nobody@127.0.0.1:1/none.git")
    with desk(site.root, SSH_ASKPASS=str(asks), GIT_ASKPASS=str(asks)) as running:
        tab = enter(running)
        first_word(tab, running.base)
        assert tab.get_by_role("heading", level=1).inner_text() == "Written, and not published yet"
    assert not (tmp_path / "asked").exists()


@pytest.mark.audit
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(running: Running, enter: Enter, width: int, scheme: str) -> None:
    tab = enter(running, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in ("/", "/new", "/notice/late", "/notice/late/update", "/notice/late/read", "/look"):
        tab.goto(running.base + path)
        assert not accessibility_faults(tab), path
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = tab.evaluate(SMALL_TARGETS)
        assert not small, (path, small)


SMALL_TARGETS = """() => [...document.querySelectorAll('button, .btn, .seg label, select, summary, nav a, input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]
  .filter(one => one.checkVisibility() && !one.classList.contains('vh') && !one.classList.contains('jump'))
  .filter(one => one.getBoundingClientRect().height < 40).map(one => one.outerHTML.slice(0, 90))"""


def test_a_look_is_signed(site: Site, running: Running, enter: Enter) -> None:
    tab = enter(running)
    tab.goto(f"{running.base}/look")
    tab.locator("label", has_text="Ferry").click()
    tab.locator("[name=by]").select_option("harbour")
    tab.get_by_role("button", name="Sign, and publish").click()
    tab.wait_for_load_state("networkidle")
    assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    written = (site.root / "ops_feeds/watches/2026-11-20-1824.yml").read_text("utf-8")
    assert "looked_at: [ferry]" in written
    assert NIGHT.startswith("2026-11-20T18:24")


@pytest.mark.audit
@pytest.mark.parametrize("trade", ["hospital", "bank"])
def test_a_site_of_another_trade_says_its_first_word_in_ten_steps(trade: str, tmp_path: Path, enter: Enter) -> None:
    root = tmp_path / trade
    told = ["--for", trade, "--name", f"Test {trade}", "--zone", "Europe/Paris", "--language", "en"]
    assert run(["new", str(root), *told]) == 0
    with desk(root, now="2026-11-27T09:00:00+01:00") as running:
        tab = enter(running)
        tab.get_by_role("link", name="New notice").click()
        tab.get_by_role("link", name="A part has stopped").click()
        assert not accessibility_faults(tab)
        tab.locator("[name=part]").select_option(index=3)
        fill(tab, {"what": "The counter", "means": "You wait longer than usual.", "do": "Come later if you can."})
        tab.get_by_role("button", name="Go on").click()
        assert "Nothing to mend" in tab.locator("#bar").inner_text(), tab.locator("#found").inner_text()
        tab.get_by_role("button", name="Publish", exact=True).click()
        tab.wait_for_load_state("networkidle")
        assert tab.get_by_role("heading", level=1).inner_text() == "Published"
    assert run(["check", "-f", str(root / "mkdocs.yml"), "--now", "2026-11-27T09:01:00+01:00"]) == 0


def test_what_is_typed_before_the_script_has_come_is_kept(running: Running, enter: Enter) -> None:
    tab = enter(running)
    tab.goto(f"{running.base}/new/outage")
    tab.locator("[name=part]").select_option("crane")
    tab.get_by_role("button", name="Go on").click()
    tab.wait_for_url("**/notice/**")
    held: list[Route] = []
    tab.route("**/desk.js", lambda script: held.append(script))  # noqa: PLW0108 - a handler is marked, and a built-in cannot be
    tab.goto(tab.url, wait_until="commit")
    tab.locator("[name=headline]").fill("Typed on a slow line")
    held[0].continue_()
    expect(tab.locator("form[data-live]")).to_have_attribute("data-state", "kept")
    with running.session() as again:
        assert "Typed on a slow line" in again.get(tab.url, timeout=20).text


@pytest.mark.parametrize("has_script", [True, False])
def test_a_template_asks_and_what_is_left_open_is_found(running: Running, enter: Enter, has_script: bool) -> None:
    tab = enter(running, java_script_enabled=has_script)
    tab.goto(f"{running.base}/new/outage")
    tab.locator("[name=part]").select_option("crane")
    tab.get_by_role("button", name="Go on").click()
    assert "is not answered yet" in tab.locator("#found").inner_text()
    assert "Mend:" in tab.locator("#f-summary-o").inner_text()
    tab.get_by_role("button", name="Publish", exact=True).click(force=True)
    expect(tab.locator("[name=summary]")).to_be_focused()
