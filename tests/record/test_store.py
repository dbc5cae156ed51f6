"""The record on disk: what is written is read back, whole or not at all, and good is never overwritten."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.errors import RecordError
from explainer.model.account import Account, Decision
from explainer.model.disruption import (
    Amount,
    Cause,
    Disruption,
    Impact,
    Link,
    Origin,
    Period,
    Rejected,
    Report,
    Text,
    Update,
    disruption_id,
)
from explainer.model.history import FeedRecord, Held, Record, Silence, Silences, Times, Version
from explainer.model.vocabulary import CauseCode, Precision, Reality, State, Status
from explainer.record.reader import Reader
from explainer.record.store import read, read_whole, write
from tests.conftest import ROOT

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def disruption(feed: str = "tower", native_id: str = "a", says: str = "Queue") -> Disruption:
    return Disruption(
        id=disruption_id(feed, native_id),
        origin=Origin(feed=feed, publisher="Tower", format="rss", native_id=native_id),
        headline=(Text(text=says),),
        status=Status.ACTIVE,
    )


def held(*disruptions: Disruption) -> Held:
    versions = tuple(
        Version(accepted_at=START + timedelta(minutes=number), disruption=one) for number, one in enumerate(disruptions)
    )
    return Held(id=disruptions[0].id, versions=versions)


def record(*helds: Held, feed: str = "tower", minute: int = 0) -> Record:
    now = START + timedelta(minutes=minute)
    return Record(
        feeds={feed: FeedRecord(feed=feed, carried=tuple(one.id for one in helds))},
        held={one.id: one for one in helds},
        times={feed: Times(last_attempt=now, last_good=now)},
    )


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def whole(folder: Path) -> Record:
    """The record with every version of every disruption."""
    found = read(folder)
    held = {name: one for name in found.held if (one := read_whole(folder, name)) is not None}
    return replace(found, held=held)


# Round trips

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SAID = WORDS.map(lambda words: f"x{words}x")  # at least a word, no blanks around it
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(min_value=datetime(1900, 1, 1), timezones=OFFSETS)  # noqa: DTZ001 - a bound only
MAYBE = st.none() | TIMES
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


DISRUPTIONS = st.builds(
    Disruption,
    id=st.just(""),
    origin=st.builds(Origin, feed=SLUGS, publisher=WORDS, format=WORDS, native_id=WORDS, native_version=WORDS),
    headline=some(st.builds(Text, lang=WORDS, text=WORDS)),
    reality=st.sampled_from(Reality),
    status=st.sampled_from(Status),
    planned=st.none() | st.booleans(),
    causes=some(st.builds(Cause, code=st.sampled_from(CauseCode), native=WORDS)),
    periods=some(st.builds(Period, start=MAYBE, end=MAYBE, precision=st.sampled_from(Precision), text=WORDS)),
    issued_at=MAYBE,
    updates=some(st.builds(Update, at=TIMES, says=WORDS, status=st.none() | st.sampled_from(Status))),
    links=some(st.builds(Link, rel=WORDS, href=SLUGS.map("https://ops.example/{}".format), text=WORDS)),
    extra=st.dictionaries(WORDS, WORDS, max_size=2),
    reports=some(st.builds(Report, component=SLUGS, state=st.sampled_from(State), caused_by=some(SLUGS))),
    impacts=some(
        st.builds(
            Impact,
            who=SAID,
            what=SAID,
            amount=st.none() | st.builds(Amount, low=NUMBERS, high=NUMBERS, unit=WORDS),
        )
    ),
    account=st.builds(
        Account,
        decisions=some(
            st.builds(Decision, what=SAID, at=TIMES, by=SLUGS, with_=some(SLUGS), because=SAID, cost_to=SAID)
        ),
    ),
).map(lambda one: one.replace(id=disruption_id(one.origin.feed, one.origin.native_id)))


def held_from(first: Disruption, later: list[tuple[datetime, Disruption]], absent: datetime | None) -> Held:
    same = [(at, one.replace(id=first.id)) for at, one in later]
    versions = [Version(accepted_at=at, disruption=one) for at, one in [(START, first), *same]]
    return Held(id=first.id, versions=tuple(versions), absent_since=absent)


HELD = st.builds(held_from, DISRUPTIONS, st.lists(st.tuples(TIMES, DISRUPTIONS), max_size=2), MAYBE)
FEEDS = st.builds(
    FeedRecord,
    feed=SLUGS,
    carried=some(DISRUPTIONS.map(lambda one: one.id)),
    rejected=some(st.builds(Rejected, entry=WORDS, reason=WORDS, native_id=st.none() | WORDS)),
)
SILENCES = st.builds(
    Silences,
    feed=SLUGS,
    counted_since=TIMES,
    silences=some(st.builds(Silence, since=TIMES, until=TIMES, failure=WORDS)),
)
RECORDS = st.builds(
    lambda helds, feeds, silences, times: Record(
        held={one.id: one for one in helds},
        feeds={one.feed: one for one in feeds},
        silences={one.feed: one for one in silences},
        times=times,
    ),
    st.lists(HELD, max_size=3),
    st.lists(FEEDS, max_size=3),
    st.lists(SILENCES, max_size=3),
    st.dictionaries(
        SLUGS,
        st.builds(Times, last_attempt=MAYBE, last_good=MAYBE, failure=WORDS, failing_since=MAYBE, etag=WORDS),
        max_size=3,
    ),
)


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_what_is_written_is_read_back(every: Record) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), Record(), every)
        assert whole(Path(folder)) == every
        heads = read(Path(folder))
        assert write(Path(folder), heads, heads) == ()
        for name, one in every.held.items():
            assert (heads.held[name].learned, heads.held[name].first_seen) == (one.learned, one.first_seen)


@settings(max_examples=25, deadline=None)
@given(RECORDS, RECORDS)
def test_what_a_later_record_lacks_stays_on_disk(one: Record, other: Record) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), Record(), one)
        later = Record(
            feeds=other.feeds,
            held={name: it for name, it in other.held.items() if name not in one.held},
            silences={name: it for name, it in other.silences.items() if name not in one.silences},
            times=other.times,
        )
        write(Path(folder), one, later)
        assert whole(Path(folder)) == Record(
            feeds={**one.feeds, **later.feeds},
            held={**one.held, **later.held},
            silences={**one.silences, **later.silences},
            times={**one.times, **later.times},
        )


def test_there_is_an_empty_record_where_there_is_no_folder(tmp_path: Path) -> None:
    assert read(tmp_path / "recorded") == Record()


def test_nothing_is_made_for_nothing(tmp_path: Path) -> None:
    assert write(tmp_path / "recorded", Record(), Record()) == ()
    assert not (tmp_path / "recorded").exists()


# The files


def test_the_files_are_one_per_subject(tmp_path: Path) -> None:
    folder = tmp_path / "ops_feeds" / "recorded"
    written = write(folder, Record(), record(held(disruption())))
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "disruptions/tower.a.json",
        "feeds/tower.json",
        "times/tower.json",
    ]
    assert names(folder) == sorted(path.relative_to(folder).as_posix() for path in written)


def test_the_files_are_made_for_reading_and_for_git(tmp_path: Path) -> None:
    write(tmp_path, Record(), record(held(disruption(says="Neige à l’aéroport"))))
    assert (
        (tmp_path / "disruptions" / "tower.a.json").read_text(encoding="utf-8")
        == """\
{
  "_": "Written by explainer fetch. Do not edit.",
  "id": "tower.a",
  "versions": [
    {
      "accepted_at": "2026-11-20T17:00:00Z",
      "disruption": {
        "id": "tower.a",
        "origin": {
          "feed": "tower",
          "publisher": "Tower",
          "format": "rss",
          "native_id": "a"
        },
        "headline": [
          {
            "text": "Neige à l’aéroport"
          }
        ],
        "status": "active"
      }
    }
  ]
}
"""
    )


def test_two_runs_that_fetch_different_feeds_write_no_file_in_common(tmp_path: Path) -> None:
    road, tower = (record(held(disruption(feed)), feed=feed) for feed in ("road", "tower"))
    first, second = (set(write(tmp_path, Record(), one)) for one in (road, tower))
    assert first.isdisjoint(second)
    assert read(tmp_path).times == {**road.times, **tower.times}


def test_the_times_that_an_earlier_version_kept_in_one_file_are_read_and_each_feed_gets_its_own(tmp_path: Path) -> None:
    in_one = tmp_path / "times.json"
    in_one.write_text('{"feeds": {"road": {"etag": "r"}, "tower": {"etag": "t"}}}', encoding="utf-8")
    before = read(tmp_path)
    assert {feed: times.etag for feed, times in before.times.items()} == {"road": "r", "tower": "t"}
    assert Reader().read(tmp_path).times == before.times
    after = replace(before, times={**before.times, "tower": Times(etag="new")})
    assert write(tmp_path, before, after) == (tmp_path / "times/road.json", tmp_path / "times/tower.json")
    assert not in_one.exists()
    assert read(tmp_path) == after


def test_unchanged_feeds_touch_no_file_but_the_times(tmp_path: Path) -> None:
    before = record(held(disruption("tower", "a")), held(disruption("tower", "b")))
    write(tmp_path, Record(), before)
    long_ago = {name: 1_000_000_000 + number for number, name in enumerate(names(tmp_path))}
    for name, moment in long_ago.items():
        os.utime(tmp_path / name, (moment, moment))
    seen = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}

    after = replace(read(tmp_path), times=record(minute=9).times)
    assert write(tmp_path, read(tmp_path), after) == (tmp_path / "times" / "tower.json",)

    changed = {name for name in names(tmp_path) if (tmp_path / name).stat().st_mtime != long_ago[name]}
    assert changed == {"times/tower.json"}
    assert {name for name in seen if (tmp_path / name).read_bytes() != seen[name]} == {"times/tower.json"}


def test_a_changed_disruption_touches_its_own_files_alone(tmp_path: Path) -> None:
    a, b = held(disruption("tower", "a")), held(disruption("tower", "b"))
    write(tmp_path, Record(), record(a, b))
    longer = held(disruption("tower", "b"), disruption("tower", "b", says="Longer"))
    assert write(tmp_path, record(a, b), record(a, longer)) == (
        tmp_path / "histories" / "tower.b.jsonl",
        tmp_path / "disruptions" / "tower.b.json",
    )


# Never lost


def test_another_runs_version_is_never_overwritten(tmp_path: Path) -> None:
    first, theirs, ours = disruption(), disruption(says="Theirs"), disruption(says="Ours")
    write(tmp_path, Record(), record(held(first)))
    write(tmp_path, record(held(first)), record(held(first, theirs)))
    with pytest.raises(RecordError, match=r"tower\.a\.json was changed by another run .* explainer fetch again"):
        write(tmp_path, record(held(first)), record(held(first, ours), minute=1))
    assert whole(tmp_path) == record(held(first, theirs))


def test_leftovers_are_ignored_and_cleaned_up(tmp_path: Path) -> None:
    before = record(held(disruption()))
    write(tmp_path, Record(), before)
    left = [tmp_path / "times" / ".tower.json.tmp", tmp_path / "disruptions" / ".tower.a.json.tmp"]
    for path in left:
        path.write_text('{"half')
    assert read(tmp_path) == before
    write(tmp_path, before, record(held(disruption()), minute=1))
    assert names(tmp_path) == ["disruptions/tower.a.json", "feeds/tower.json", "times/tower.json"]


# A child that writes without pause. It forks the writers itself: a new interpreter for each would take minutes.
WRITER = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from explainer.model.disruption import Disruption, Origin, Text
from explainer.model.history import FeedRecord, Held, Record, Silence, Silences, Times, Version
from explainer.model.vocabulary import Status
from explainer.record.histories import amount
from explainer.record.store import read, write

IDS = [f"tower.{name}" for name in "abcdef"]

def step(record, number):
    at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=number)
    held = dict(record.held)
    for name in IDS:
        old = held.get(name)
        if old is None or amount(old) + len(old.versions) < number:
            origin = Origin(feed="tower", publisher="T", format="rss", native_id=name[6:])
            text = Text(text=f"{number} " + "x" * 2000)
            one = Disruption(id=name, origin=origin, headline=(text,), status=Status.ACTIVE)
            version = Version(accepted_at=at, disruption=one)
            held[name] = old.replace(versions=(*old.versions, version)) if old else Held(id=name, versions=(version,))
    feeds = {"tower": FeedRecord(feed="tower", carried=tuple(IDS[: 1 + number % 6]))}
    times = {"tower": Times(last_good=at, etag=str(number))}
    return Record(feeds=feeds, held=held, times=times)

def work(folder):
    record = read(folder)
    number = int(record.times["tower"].etag) if record.times else 0
    while number < 50:
        number += 1
        after = step(record, number)
        write(folder, record, after)
        record = after

# The decoders are made here, at the first use, and not in every child.
read(Path("nowhere"))
step(Record(), 1)

for line in sys.stdin:
    child = os.fork()
    if not child:
        work(Path(line.strip()))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@contextmanager
def writers() -> Iterator[Callable[[Path, float], None]]:
    """`kill(folder, seconds)`: write into the folder, and be killed after so many seconds."""
    with subprocess.Popen(  # noqa: S603 - this very interpreter, our own words
        [sys.executable, "-c", WRITER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        ask, answer = nursery.stdin, nursery.stdout

        def kill(folder: Path, seconds: float) -> None:
            print(folder, file=ask, flush=True)
            child = int(answer.readline())
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            assert answer.readline() == "ended\n"

        yield kill
        ask.close()


def test_a_kill_at_any_moment_leaves_a_whole_record(tmp_path: Path) -> None:
    chance = random.Random(20261120)  # noqa: S311 - no secret
    between = 0
    with writers() as kill:
        for life in range(6):
            folder, before = tmp_path / str(life), Record()
            for _ in range(10):
                kill(folder, chance.uniform(0.001, 0.04))
                after = whole(folder)
                between += check_whole(before, after)
                before = after
    assert between, "no kill came between two files, so nothing was tried"


def check_whole(before: Record, after: Record) -> bool:
    """Whether the kill came between two files of one step; fails where the record is not consistent."""
    for name, old in before.held.items():
        assert after.held[name].versions[: len(old.versions)] == old.versions, "a version was lost"
    steps = {name: len(one.versions) for name, one in after.held.items()}
    for one in after.held.values():
        numbers = [int(version.disruption.headline[0].text.split()[0]) for version in one.versions]
        assert numbers == list(range(1, len(numbers) + 1))
    for feed in after.feeds.values():
        assert set(feed.carried) <= set(after.held), "a feed carries what is not held"
    if after.times:
        reached = int(after.times["tower"].etag)
        assert len(steps) == 6
        assert min(steps.values()) >= reached, "the times are ahead of what they speak of"
        assert after.feeds
    return len(set(steps.values())) > 1 or bool(steps and len(steps) < 6)


# What cannot be read or written

BROKEN = {
    "": "Invalid JSON",
    "<<<<<<< HEAD\n{": "Invalid JSON",
    '{"_": "Written by explainer fetch. Do not edit.", "id": "tower.a"': "Invalid JSON",
    '{"id": "tower.a"}': "versions: is missing",
    '{"id": "tower.a", "versions": []}': "versions: ",
    '{"id": "tower.a", "versions": [{}]}': "versions.0.accepted_at: is missing",
    "\xff": "Invalid JSON",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_disruption_is_named_with_its_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "disruptions" / "tower.a.json"
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RecordError) as raised:
        read(tmp_path)
    assert str(raised.value).startswith(f"{path} cannot be read: {BROKEN[text]}")
    assert str(raised.value).endswith(f"; restore it, for instance with: git checkout -- {path}")


@pytest.mark.parametrize("name", ["times/tower.json", "feeds/tower.json"])
def test_what_can_be_fetched_again_may_be_deleted(tmp_path: Path, name: str) -> None:
    write(tmp_path, Record(), record(held(disruption())))
    (tmp_path / name).write_text("{}")
    with pytest.raises(RecordError, match=f"{name} cannot be read.* or delete it and run explainer fetch$"):
        read(tmp_path)
    (tmp_path / name).unlink()
    assert read(tmp_path).held == {"tower.a": held(disruption())}


def test_an_error_does_not_repeat_what_a_feed_said(tmp_path: Path) -> None:
    write(tmp_path, Record(), record(held(disruption(says="<script>"))))
    path = tmp_path / "disruptions" / "tower.a.json"
    path.write_text(path.read_text().replace('"active"', '"<script>"'))
    with pytest.raises(RecordError) as raised:
        read(tmp_path)
    assert "versions.0.disruption.status" in str(raised.value)
    assert "<script>" not in str(raised.value)


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, Record(), record(held(disruption())))
    (tmp_path / "disruptions" / "tower.a.json").rename(tmp_path / "disruptions" / "tower.b.json")
    with pytest.raises(RecordError, match=r"tower\.b\.json cannot be read: it holds what belongs into tower\.a\.json"):
        read(tmp_path)


def test_a_file_reformatted_by_another_tool_still_reads(tmp_path: Path) -> None:
    every = record(held(disruption()))
    write(tmp_path, Record(), every)
    for name in names(tmp_path):
        text = (tmp_path / name).read_text()
        (tmp_path / name).write_text(json.dumps(json.loads(text)) + "\r\n")
    assert read(tmp_path) == every


def test_other_files_are_none_of_ours(tmp_path: Path) -> None:
    every = record(held(disruption()))
    write(tmp_path, Record(), every)
    for name in ("README.md", "tower.a.json.orig", ".DS_Store", ".hidden.json"):
        (tmp_path / "disruptions" / name).write_text("?")
    (tmp_path / "disruptions" / "tower.gone.json").symlink_to("deleted while we were reading")
    assert read(tmp_path) == every


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("a file where a folder should be")
    with pytest.raises(RecordError, match="feeds cannot be reached, as a file is where a folder should be"):
        read(tmp_path)
    with pytest.raises(RecordError, match=r"feeds is a file, and should be a folder|feeds cannot be reached"):
        write(tmp_path, Record(), record())
    (tmp_path / "feeds").unlink()
    (tmp_path / "times" / "tower.json").mkdir(parents=True)
    with pytest.raises(RecordError, match=r"tower\.json is a folder, and should be a file"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["../secret", "tower.a/b", "Tower.a", "", "tower.a.b", "tower.a\n"])
def test_an_unsafe_id_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    unsafe = held(disruption()).replace(id=name)
    with pytest.raises(RecordError, match="cannot be the name of a file"):
        write(tmp_path / "recorded", Record(), Record(held={name: unsafe}))
    assert not list(tmp_path.rglob("*.json"))


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record(held(disruption()))
    write(tmp_path, Record(), before)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordError, match="cannot be written: the disk is full"):
        write(tmp_path, before, record(held(disruption(), disruption(says="Longer")), minute=1))
    assert read(tmp_path) == before


# Speed


def test_two_hundred_disruptions_are_read_at_once(tmp_path: Path) -> None:
    many = record(*(held(disruption("tower", f"a{number}", "words " * 200)) for number in range(200)))
    write(tmp_path, Record(), many)
    fastest = min(timed(lambda: read(tmp_path)) for _ in range(3))
    assert fastest < 0.5, "reading should take some hundredths of a second"


def timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


@pytest.mark.parametrize("module", ["explainer.record.store", "explainer.record.lifecycle"])
def test_the_record_pulls_in_nothing_heavy(module: str) -> None:
    heavy = {"requests", "urllib3", "yaml", "lxml", "feedparser", "mkdocs", "jinja2", "pygraphviz"}
    script = f"import sys, {module}; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert heavy.isdisjoint(found.stdout.split())


# What an earlier version wrote

EARLIER = """{
  "_": "Written by explainer fetch. Do not edit.",
  "id": "tower.a",
  "versions": [
    {
      "accepted_at": "2026-11-20T10:00:00Z",
      "disruption": {
        "id": "tower.a",
        "origin": {"feed": "tower", "publisher": "Tower", "format": "bulletin", "native_id": "a"},
        "headline": [{"lang": "en", "text": "Fog"}],
        "status": "active",
        "symptom": "late",
        "cause": {"component": "fog"},
        "summary": "Fog.",
        "place": "All of it",
        "decisions": [{"what": "Wait", "at": "2026-11-20T09:00:00Z", "by": "tower", "because": "Fog", "cost_to": "All"}],
        "next_update": "2026-11-20T11:00:00Z"
      }
    }
  ]
}
"""


def test_a_bulletin_that_an_earlier_version_recorded_has_its_account_and_its_file_stays_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "disruptions" / "tower.a.json"
    path.parent.mkdir()
    path.write_text(EARLIER, encoding="utf-8")
    before = read(tmp_path)
    [version] = before.held["tower.a"].versions
    account = version.disruption.account
    assert (account.symptom, account.summary, account.place) == ("late", "Fog.", "All of it")
    assert account.decisions[0].by == "tower"
    assert Reader().read(tmp_path).held["tower.a"].latest == version.disruption
    assert write(tmp_path, before, before) == ()
    assert path.read_text(encoding="utf-8") == EARLIER
    more = before.held["tower.a"].replace(
        versions=(version, version.replace(accepted_at=datetime(2026, 11, 20, 12, tzinfo=UTC)))
    )
    write(tmp_path, before, replace(before, held={"tower.a": more}))
    assert whole(tmp_path).held == {"tower.a": more}


@pytest.mark.parametrize(
    ("key", "fault"),
    [('"summary": 5', "versions.0.disruption.account.summary"), ('"tone": "kind"', "versions.0.disruption")],
)
def test_what_no_version_ever_wrote_is_refused_in_such_a_file_too(tmp_path: Path, key: str, fault: str) -> None:
    path = tmp_path / "disruptions" / "tower.a.json"
    path.parent.mkdir()
    path.write_text(EARLIER.replace('"summary": "Fog."', key), encoding="utf-8")
    for reading in (read, Reader().read):
        with pytest.raises(RecordError, match=f"cannot be read: {re.escape(fault)}: "):
            reading(tmp_path)


def test_a_silence_that_another_run_told_is_never_forgotten(tmp_path: Path) -> None:
    told = Silences(feed="tower", counted_since=START, silences=(Silence(since=START, until=START),))
    write(tmp_path, Record(), Record(silences={"tower": told}))
    with pytest.raises(RecordError, match=r"tower\.json was changed by another run"):
        write(tmp_path, Record(), Record(silences={"tower": told.replace(silences=())}))
