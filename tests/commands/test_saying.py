"""``explainer say``: one more word at the end of the open bulletin, judged before it is written, and nothing ever lost."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.declarations.documents import read_yaml
from explainer.record import store
from explainer.staff.writing import files
from tests.conftest import ROOT
from tests.support.site import Site, make_site
from tests.support.trades import HOSPITAL, make_trade

LATE = "ops_feeds/bulletins/late.yml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def at(clock: str) -> str:
    return f"2026-11-20T{clock}:00+01:00"


def say(site: Site, *words: str, clock: str = "18:44") -> int:
    return site.run("say", *words, now=at(clock))


def text(site: Site, path: str = LATE) -> str:
    return (site.root / path).read_bytes().decode()


def updates(site: Site) -> list[dict[str, str]]:
    found = read_yaml(text(site), LATE).data["updates"]
    assert isinstance(found, list)
    return found


# The shortest path


def test_a_word_is_added_at_the_end_and_said_back(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = text(site)
    assert say(site, "Two of three cranes run.", "--next", "19:30") == 0
    said = capsys.readouterr().out
    assert f"{LATE}: added at the end.\n  18:44  Two of three cranes run." in said
    assert "You promise the next word by 19:30, in 46 minutes." in said
    assert "Next: explainer update" in said
    added = "  - {at: 2026-11-20 18:44, says: Two of three cranes run., next_update: 2026-11-20 19:30}\n"
    assert text(site) == before.replace("next_update: 2026-11-20 19:00\n", "next_update: 2026-11-20 19:30\n") + added
    assert site.run("check", now=at("18:45")) == 0


def test_it_is_published_at_once_where_that_is_asked_for(site: Site) -> None:
    assert say(site, "Two of three cranes run.", "--next", "30m", "--publish") == 0
    assert "Two of three cranes run." in site.page("disruptions/log.late/index.html")


def test_comments_order_line_ends_and_the_byte_order_mark_stay(site: Site) -> None:
    before = "\ufeff# Ours.\r\n" + text(site).replace("\n", "\r\n") + "# The end."
    (site.root / LATE).write_bytes(before.encode())
    assert say(site, "Slower: 30 m/s, #2 stands.", "--next", "30m") == 0
    after = text(site)
    new = [line for line in after.split("\r\n") if line not in before.split("\r\n")]
    assert new == [
        "next_update: 2026-11-20 19:14",
        '  - {at: 2026-11-20 18:44, says: "Slower: 30 m/s, #2 stands.", next_update: 2026-11-20 19:14}',
    ]
    assert after.startswith("\ufeff# Ours.\r\n")
    assert after.endswith("\r\n# The end.")
    assert updates(site)[-1]["says"] == "Slower: 30 m/s, #2 stands."


def test_a_promise_over_midnight_is_of_tomorrow_and_said_in_full(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(site, "Slow.", "--next", "0:20", "--late-because", "we slept.", clock="23:50") == 0
    assert "by 21 November, 00:20, in 30 minutes" in capsys.readouterr().out
    assert updates(site)[-1]["next_update"] == "2026-11-21 00:20"


def test_two_words_in_one_minute_are_two(site: Site) -> None:
    assert say(site, "Slow.", "--next", "30m") == 0
    assert site.run("say", "Faster.", "--next", "30m", now="2026-11-20T18:44:31+01:00") == 0
    assert [row["at"] for row in updates(site)][1:] == ["2026-11-20 18:44", "2026-11-20 18:44:31"]


# What is demanded


@pytest.mark.parametrize(
    ("words", "clock", "said"),
    [
        (("Slow.",), "18:44", "say when you will say more, such as --next 19:"),
        (("Slow.", "--next", "18:30"), "18:44", "“18:30” has passed: it is 18:44"),
        (("Slow.", "--next", "soon"), "18:44", "“soon” is not a time; write it as 19:45, 30m"),
        (("Slow.", "--next", "30m"), "19:44", "this word was promised for 19:00, and it is 19:44; say why with --late"),
        ((" ", "--next", "30m"), "18:44", "is empty; write what people should know"),
        (("Slow.", "--next", "30m", "--to", "lates"), "18:44", "there is no bulletin “lates”; did you mean “late”?"),
        (("Slow.", "--next", "30m", "--ended", "18:00"), "18:44", "--ended and --happened are for the end"),
        (("Over.", "--over", "--next", "30m"), "18:44", "what is over promises no next word"),
        (("Over.", "--over", "--ended", "19:00"), "18:44", "“19:00” lies ahead: it is 18:44"),
        (("Over.", "--over", "--happened", "1", "never"), "18:44", "there is no estimate “1”; there are none yet"),
        (("Slow.", "--next", "5h"), "18:44", "next_update: is more than 60 minutes after the last update"),
        (("You are not entitled to a refund.", "--next", "30m"), "18:44", "speaks about people’s rights"),
        (("In {boats} boats.", "--next", "30m"), "18:44", "there is no figure “boats”"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    site: Site, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], clock: str, said: str
) -> None:
    before = text(site)
    assert say(site, *words, clock=clock) == 2
    assert said in capsys.readouterr().err
    assert text(site) == before


def test_a_broken_promise_is_explained(site: Site) -> None:
    assert (
        say(site, "Slow.", "--next", "30m", "--late-because", "we waited.", "--changed", "the wind.", clock="19:44")
        == 0
    )
    assert updates(site)[-1] | {"says": ""} == {
        "at": "2026-11-20 19:44",
        "says": "",
        "changed": "the wind.",
        "late_because": "we waited.",
        "next_update": "2026-11-20 20:14",
    }


def test_a_number_wants_a_second_reader_and_the_command_is_named(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(site, "40 minutes late.", "--next", "30m") == 0
    assert "It says a number: have a second person read it now: explainer accept late --by PARTY" in (
        capsys.readouterr().out
    )
    assert site.run("accept", "late", "--by", "harbour", "--yes") == 0
    assert say(site, "Slow.", "--next", "30m", clock="18:50") == 0
    assert (
        "explainer accept late --by harbour. From 19:00 on, the page says that nobody has." in capsys.readouterr().out
    )


# Which bulletin


def test_of_several_open_ones_each_is_listed_and_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_trade(tmp_path, "Riverside Hospital", HOSPITAL)
    assert say(site, "Slow.", "--next", "30m") == 2
    said = capsys.readouterr().err
    assert "1  results: Blood results are 10 minutes late; promised 19:30" in said
    assert "2  scans: Scans are 40–70 minutes late; promised 19:00" in said
    assert "more than one bulletin is open; write --to and the id of one" in said
    assert say(site, "Slow.", "--next", "30m", "--to", "results") == 0


def test_where_none_is_open_the_way_to_begin_one_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / LATE).unlink()
    assert say(site, "Slow.", "--next", "30m") == 2
    assert "no bulletin of yours is open; begin one with: explainer new bulletin" in capsys.readouterr().err


def test_one_that_cannot_be_read_is_named_with_its_findings(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(LATE, text(site).replace("severity: severe", "severety: severe"))
    assert say(site, "Slow.", "--next", "30m") == 2
    assert f"{LATE}:5:1 severety: is not a key here" in capsys.readouterr().err


def test_another_file_with_a_fault_keeps_nobody_from_speaking(site: Site) -> None:
    site.write("ops_feeds/bulletins/broken.yml", "headline: [never closed\n")
    site.write("content/how/crane.md", "---\ncomponent: crain\n---\n\n# The crane\n")
    assert say(site, "Slow.", "--next", "30m") == 0


def test_what_was_wrong_before_and_is_shown_all_the_same_keeps_nobody_from_speaking(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(LATE, text(site).replace("cause: {component: wind}", "cause: {component: ferry}"))
    assert site.run("check", now=at("18:43")) == 2
    assert say(site, "Slow.", "--next", "30m") == 0
    assert "is what the bulletin is about, not its cause" in capsys.readouterr().err


def test_a_new_contradiction_is_refused_and_written_only_when_that_is_asked_for(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(site, "50 of 40 boats leave on Monday 20 November.", "--next", "30m") == 2
    assert "Nothing was written; --anyway writes it all the same." in capsys.readouterr().err
    assert say(site, "50 of 40 boats leave on Monday 20 November.", "--next", "30m", "--anyway") == 0


def test_published_words_are_never_touched(site: Site) -> None:
    assert site.run("update") == 0
    assert say(site, "Slower.", "--next", "30m", "--publish") == 0
    held = next(iter(store.read(site.root / "ops_feeds/recorded").held.values()))
    assert [update.says for update in held.latest.updates] == ["Slow.", "Slower."]


# The end


def test_what_is_over_is_closed_as_check_wants_it(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    estimate = "expected:\n  - {id: calm, what: The wind drops, low: 2026-11-20 19:00, high: 2026-11-20 20:00}\n"
    site.write(LATE, text(site).replace("next_update:", f"{estimate}next_update:"))
    assert say(site, "Boats leave as usual.", "--over") == 2
    assert "write --happened calm and a time, never, or unknown" in capsys.readouterr().err
    assert say(site, "Boats leave as usual.", "--over", "--ended", "18:30", "--happened", "calm", "18:20") == 0
    data = read_yaml(text(site), LATE).data
    assert (data["status"], data["ended"], "next_update" in data) == ("resolved", "2026-11-20 18:30", False)
    assert data["reports"][0] | {"caused_by": []} == {
        "component": "ferry",
        "state": "normal",
        "says": "Boats leave as usual.",
        "caused_by": [],
    }
    assert data["expected"][0]["happened"] == "2026-11-20 18:20"
    assert "next_update" not in updates(site)[-1]
    assert site.run("check", now=at("18:45")) == 0
    assert site.run("update", now=at("18:45")) == 0
    assert "Over in the last 30 days" in site.page("index.html")


# Nothing is lost


def in_a_process(site: Site, *words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, after a few lines of Python."""
    arguments = ["say", "-f", str(site.root / "mkdocs.yml"), "--now", at("18:44"), *words]
    code = f"{before}\nimport sys\nfrom explainer.commands.main import run\nsys.exit(run({arguments!r}))\n"
    return subprocess.run(  # noqa: S603  # our own Python, our own words
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )


def left_over(site: Site) -> list[str]:
    return [path.name for path in (site.root / "ops_feeds/bulletins").iterdir() if path.name != "late.yml"]


@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace"])
def test_killed_at_any_moment_the_file_is_whole_and_the_next_word_is_taken(site: Site, moment: str) -> None:
    before = text(site)
    killed = f"import os, signal, pathlib\n{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    assert in_a_process(site, "Slow.", "--next", "30m", before=killed).returncode == -signal.SIGKILL
    assert text(site) == before
    assert site.run("check", now=at("18:45")) == 0, "what is left over is nobody’s bulletin"
    assert say(site, "Slow.", "--next", "30m") == 0
    assert left_over(site) == []


def test_a_full_disk_is_told_in_one_line_and_nothing_is_changed(site: Site) -> None:
    before = text(site)
    full = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2}, {resource.RLIM_INFINITY}))"
    done = in_a_process(site, "Slow.", "--next", "30m", before=full)
    assert done.returncode == 1
    assert re.fullmatch(
        r"explainer: ops_feeds/bulletins/late.yml cannot be written \(.*\); nothing was changed\n", done.stderr
    )
    assert text(site) == before
    assert left_over(site) == []


def test_a_file_that_is_read_only_is_left_alone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / LATE).chmod(0o444)
    assert say(site, "Slow.", "--next", "30m") == 2
    assert "late.yml:1:1 is read-only; nothing was written" in capsys.readouterr().err
    assert len(updates(site)) == 1


def test_mode_and_link_stay(site: Site) -> None:
    path = site.root / LATE
    elsewhere = site.root / "shared.yml"
    path.rename(elsewhere)
    elsewhere.chmod(0o640)
    path.symlink_to("../../shared.yml")
    assert say(site, "Slow.", "--next", "30m") == 0
    assert path.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert len(updates(site)) == 2


def test_what_somebody_else_wrote_meanwhile_is_never_overwritten(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_over = files.write_over

    def later(held: files.Held, said: str) -> None:
        site.write(LATE, f"{text(site)}# Theirs.\n")
        write_over(held, said)

    monkeypatch.setattr(files, "write_over", later)
    assert say(site, "Slow.", "--next", "30m") == 2
    assert "was changed by somebody else while you wrote; nothing was written" in capsys.readouterr().err
    assert text(site).endswith("# Theirs.\n")
    assert len(updates(site)) == 1


def test_of_many_who_speak_at_once_none_loses_a_word(site: Site) -> None:
    code = "import sys\nfrom explainer.commands.main import run\nsys.exit(run(sys.argv[1:]))\n"
    arguments = ["say", "-f", str(site.root / "mkdocs.yml"), "--now", at("18:44"), "--next", "30m"]
    started = [
        subprocess.Popen(  # noqa: S603  # our own Python, our own words
            [sys.executable, "-c", code, *arguments, f"Word {n}."], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        for n in range(4)
    ]
    done = [one.wait() for one in started]
    assert set(done) <= {0, 2}
    assert len(updates(site)) == 1 + done.count(0)
    assert {f"Word {n}." for n, code in enumerate(done) if code == 0} == {row["says"] for row in updates(site)[1:]}
