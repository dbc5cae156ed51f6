"""From a bulletin to an inbox: what is public is told once, through real servers on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.post import Hook, Mailbox, mail_server, web_hook
from tests.support.site import Site, make_site

NOTIFY = """\
      notify:
        - {name: press, to: T_PRESS, parts: [ferry]}
        - {name: hook, to: T_HOOK, at_least: moderate}
        - {name: rehearsal, to: T_REHEARSAL, for: exercises}
"""
LATER = "2026-11-20T18:31:00+01:00"
MORE = '  - {at: 2026-11-20 18:30, says: "Half of <b>them</b> run."}\n'
ID = "log.late/2026-11-20T17:30:00Z"


class Office:
    """A site that tells people, and what came to them."""

    def __init__(self, site: Site, box: Mailbox, hook: Hook) -> None:
        self.site, self.box, self.hook = site, box, hook

    def say_more(self, now: str = LATER) -> None:
        path = "ops_feeds/bulletins/late.yml"
        self.site.write(path, (self.site.root / path).read_text(encoding="utf-8") + MORE)
        assert self.site.run("update", now=now) == 0

    @property
    def came(self) -> Counter[str]:
        hooks = Counter(one.path for one in self.hook.posted)
        return hooks + Counter(to for to, _ in self.box.mails)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("told") / "site")
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text(encoding="utf-8") + NOTIFY)
    assert site.run("update") == 0
    return site


@pytest.fixture
def office(built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with mail_server() as box, web_hook() as hook:
        monkeypatch.setenv("T_PRESS", box.address("a@x.example", "b@x.example"))
        monkeypatch.setenv("T_HOOK", hook.address())
        monkeypatch.setenv("T_REHEARSAL", hook.address("rehearsal"))
        yield Office(built.copy(tmp_path / "site"), box, hook)


def test_an_update_is_told_once_it_is_public_and_never_again(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    site = office.site
    assert site.run("notify") == 0
    assert not office.came, "what was issued before anybody was told"
    path = "ops_feeds/bulletins/late.yml"
    site.write(path, (site.root / path).read_text(encoding="utf-8") + MORE)
    assert site.run("fetch", now=LATER) == 0
    assert site.run("notify", now=LATER) == 0
    assert not office.came, "recorded, and not public yet"
    assert site.run("refresh", now=LATER) == 0
    capsys.readouterr()
    assert site.run("notify", "--dry-run", now=LATER) == 0
    shown = capsys.readouterr().out
    assert f"press, by E-Mail: {ID} is sent next" in shown
    assert "  As of 18:30 CET, 20 November: Half of <b>them</b> run.\n" in shown
    assert "of 32768 characters)" in shown
    assert "rehearsal: nothing, as it is for exercises, and this is no exercise" in shown
    assert not office.came, "shown, and not sent"
    assert site.run("notify", now=LATER) == 0
    assert site.run("notify", now=LATER) == 0
    assert office.came == {"a@x.example": 1, "b@x.example": 1, "/hook": 1}
    [mail, _] = [mail for _, mail in office.box.mails]
    assert mail["Message-ID"] == "<log.late.2026-11-20T17.30.00Z.press.0@pier.example>"
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    for said in (
        "Half of <b>them</b> run.",
        "Next update by 19:00 CET",
        "https://pier.example/disruptions/log.late/",
        ID,
    ):
        assert said in body.decode()
    assert office.hook.posted[0].body["update"] == ID


def test_who_cannot_be_reached_is_tried_again_and_said_and_keeps_nobody_else_waiting(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.say_more()
    office.box.refuses = {"b@x.example"}
    assert office.site.run("notify", now=LATER) == 3
    said = capsys.readouterr()
    assert f"press was not told of {ID}" in said.err
    assert f"hook was told of {ID}" in said.out
    assert office.came == {"a@x.example": 1, "/hook": 1}
    assert office.site.run("notify", now=LATER) == 0
    assert f"press is told of {ID} in" in capsys.readouterr().out
    office.site.run("show", now=LATER)
    assert f"press was not told of {ID} after 1 try" in capsys.readouterr().out


@pytest.mark.audit
def test_in_an_exercise_those_alone_are_told_who_are_declared_for_it_and_it_says_so(office: Office) -> None:
    config = office.site.root / "mkdocs.yml"
    exercise = f'      exercise: {{now: "{LATER}"}}\n'
    config.write_text(config.read_text(encoding="utf-8") + exercise, encoding="utf-8")
    assert office.site.run("update") == 0
    office.say_more()
    assert office.site.run("notify", now=LATER) == 0
    assert office.came == {"/rehearsal": 1}
    said = office.hook.posted[0].body
    assert said["title"].startswith("EXERCISE: ")


@pytest.mark.audit
def test_killed_while_a_message_is_under_way_it_is_sent_again_under_the_same_id_and_only_told_to_stop_it_is_not(
    office: Office,
) -> None:
    office.say_more()
    command = [sys.executable, "-m", "explainer", "notify", "-f", str(office.site.root / "mkdocs.yml"), "--now", LATER]
    for told_to, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        running = subprocess.Popen(command)  # noqa: S603  # our own
        office.hook.before_answer = partial(_signalled, running, told_to)
        assert running.wait(60) == code
        _forget_pauses(office.site)
    office.hook.before_answer = lambda: None
    assert office.site.run("notify", now=LATER) == 0
    assert office.came == {"a@x.example": 1, "b@x.example": 1, "/hook": 2}, "once more, as nobody can know of the first"
    assert {one.headers["Idempotency-Key"] for one in office.hook.posted} == {f"{ID}/hook/0"}


def _signalled(running: subprocess.Popen[bytes], told_to: signal.Signals) -> None:
    os.kill(running.pid, told_to)


def _forget_pauses(site: Site) -> None:
    """As if an hour had passed."""
    path = site.root / "ops_feeds/recorded/outbox/2026-11.jsonl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('{"at":"2026-11-27', '{"at":"2026-11-26'), encoding="utf-8"
    )
