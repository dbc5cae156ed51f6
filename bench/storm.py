"""A storm over many feeds, with several runners that ask them and one that weaves.

``python -m bench.storm`` plays ten minutes in which 1,000 feeds say 10,000 things. Each runner asks its share of the
feeds once a minute and pushes what it recorded to one branch; the weaver takes what is there and publishes. Every step
is a real process on a real repository, and all of them run one after the other: their CPU times are laid on one clock,
on which each runner has a machine of its own and no server keeps it waiting.

It prints what each step cost, and how long a message took from its feed to the page. Nothing said may be missing from
the record at the end, or the run fails.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bench.measure import BenchError, Cost, costs, python, run
from bench.sites import START
from explainer.fetch.shares import Share
from explainer.model.sources import Source

ROUND = 60.0
"""Seconds between two rounds of a runner."""

NEW, CHANGED = 0.4, 0.8
"""Which share of the messages begins something; up to which they change what is open. The others end it."""

HOT = 0.05
"""Which share of the feeds says half of everything."""

LEAST = 5.0
"""Seconds between two beginnings of the weaver at least."""

SEED = 7

_OVER = "[Resolved] "

_QUANTILES = {"median": 0.5, "p95": 0.95}

_PARTS = ("tracks", "signals", "traction-power", "rolling-stock", "crews", "running")


class Message(NamedTuple):
    """Something that a feed says, ``at`` seconds after the storm began."""

    at: float
    feed: int
    item: int
    over: bool


def messages(size: Size, dice: random.Random) -> list[Message]:
    """What all feeds say, in the order of time."""
    hot, feeds, seconds = max(1, round(size.feeds * HOT)), size.feeds, size.minutes * 60
    open_in: dict[int, list[int]] = defaultdict(list)
    said: list[Message] = []
    for number, at in enumerate(sorted(dice.uniform(0, seconds) for _ in range(size.messages))):
        feed = dice.randrange(hot) if dice.random() < 0.5 else dice.randrange(feeds)
        kind, known = dice.random(), open_in[feed]
        if kind < NEW or not known:
            known.append(number)
            said.append(Message(at, feed, number, over=False))
        elif kind < CHANGED:
            said.append(Message(at, feed, dice.choice(known), over=False))
        else:
            said.append(Message(at, feed, known.pop(dice.randrange(len(known))), over=True))
    return said


class Servers:
    """Every feed of the storm, as each would answer at one moment."""

    def __init__(self, said: list[Message]) -> None:
        self._said: dict[int, list[Message]] = defaultdict(list)
        for message in said:
            self._said[message.feed].append(message)
        self.now = 0.0
        self.asked = 0
        held = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                held.asked += 1
                body, etag = held.document(int(self.path.strip("/").removesuffix(".xml")))
                same = self.headers.get("If-None-Match") == etag
                self.send_response(304 if same else 200)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", "0" if same else str(len(body)))
                self.end_headers()
                self.wfile.write(b"" if same else body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the feeds are."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def document(self, feed: int) -> tuple[bytes, str]:
        """What a feed says now: every item with its last word."""
        last: dict[int, tuple[int, Message]] = {}
        for message in self._said[feed]:
            if message.at <= self.now:
                count, _ = last.get(message.item, (0, message))
                last[message.item] = (count + 1, message)
        rows = [_row(count, message) for count, message in last.values()]
        words = sum(count for count, _ in last.values())
        body = (
            f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Feed {feed}</title>'
            f"<link>https://feeds.example/{feed}</link><description>Notes</description>{''.join(rows)}</channel></rss>"
        )
        return body.encode(), f'"{feed}-{words}"'

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()


def title_of(count: int, message: Message) -> str:
    """The headline of the ``count``th word on an item."""
    return f"Delay {message.item} on the approach, word {count}."


def _plain(headline: str) -> str:
    return headline.removeprefix(_OVER)


def _row(count: int, message: Message) -> str:
    title = (_OVER if message.over else "") + title_of(count, message)
    at = format_datetime(START + timedelta(seconds=message.at))
    return (
        f"<item><guid isPermaLink='false'>i{message.item}</guid><title>{escape(title)}</title>"
        f"<description>What word {count} says of it.</description><pubDate>{at}</pubDate></item>"
    )


# The repository


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise BenchError(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def make(root: Path, feeds: int, address: str) -> None:
    """A site with so many feeds, in ``record.git``, which all clone."""
    first = root / "first"
    new = ("new", "first", "--for", "rail", "--name", "Valley Rail", "--zone", "Europe/Paris")
    run(python("-m", "explainer", *new), root)
    for number in range(feeds):
        _declare(first / f"ops_feeds/feed-{number:04}.yml", number, address)
    for words in ("init --quiet --initial-branch main", "add --all"):
        _git(first, *words.split())
    _git(first, *_AS, "commit", "--quiet", "--message", "A site")
    _git(root, "clone", "--quiet", "--bare", "first", "record.git")


_AS = ("-c", "user.name=Runner", "-c", "user.email=runner@host.invalid", "-c", "gc.auto=0")


def _declare(path: Path, number: int, address: str) -> None:
    part = _PARTS[number % len(_PARTS)]
    declared = {
        "publisher": f"Field office {number}",
        "format": "rss",
        "url": f"{address}/{number}.xml",
        "private": True,
        "every": "1 min",
        "stale_after": "10 min",
        "zone": "Europe/Paris",
        "language": "en",
        "absence": "nothing",
        "mapping": [{"match": {"words": ["delay"]}, "component": part, "state": "slowed"}],
    }
    path.write_text(yaml.safe_dump(declared, sort_keys=False), encoding="utf-8")


# The play


class Size(NamedTuple):
    """How large a storm: so many feeds say so many things in so many minutes, and so many runners ask them."""

    feeds: int
    messages: int
    minutes: int
    runners: int


class Step(NamedTuple):
    """One process: when it began on the storm's clock, and what it cost."""

    at: float
    cost: Cost

    @property
    def done(self) -> float:
        """When it was done."""
        return self.at + self.cost.cpu


class Told(NamedTuple):
    """A round of a runner: who asked, as of when, from when on others see what it pushed, and what that is."""

    nth: int
    at: float
    seen: float
    commit: str


@dataclass
class Play:
    """All runners and the weaver, on one clock."""

    root: Path
    servers: Servers
    runners: int
    fetches: list[Step] = field(default_factory=list)
    pushes: list[Cost] = field(default_factory=list)
    weaves: list[Step] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def begin(self) -> None:
        """Clone for everybody, and build once; none of it counts."""
        for nth in range(self.runners + 1):
            _git(self.root, "clone", "--quiet", "record.git", f"runner-{nth}")
        self._explainer(0, 0.0, "update")

    def folder(self, nth: int) -> Path:
        """The clone of a runner; of the weaver for 0."""
        return self.root / f"runner-{nth}"

    def _explainer(self, nth: int, at: float, command: str) -> Cost:
        now = (START + timedelta(seconds=at)).isoformat()
        words = (command, "--share", f"{nth}/{self.runners}", "--now", now)
        return run(python("-m", "explainer", *words), self.folder(nth))

    def round(self, nth: int, at: float) -> float:
        """One runner asks its share and pushes what is new; returns when it is done."""
        self.servers.now = at
        step = Step(at, self._explainer(nth, at, "fetch"))
        pushed = run(["/bin/sh", "-c", _PUSH], self.folder(nth))
        self.fetches.append(step)
        self.pushes.append(pushed)
        self.told.append(Told(nth, at, step.done + pushed.cpu, _git(self.folder(nth), "rev-parse", "HEAD")))
        return self.told[-1].seen

    def weave(self, at: float) -> float:
        """The weaver takes what is there and publishes; returns when it is done."""
        there = [told for told in self.told if told.seen <= at]
        took = 0.0
        if there:
            newest = max(there, key=lambda told: told.seen).commit
            _git(self.folder(0), "fetch", "--quiet", "origin")
            took = run(["/usr/bin/env", "git", "merge", "--quiet", "--ff-only", newest], self.folder(0)).cpu
        self.weaves.append(Step(at + took, self._explainer(0, at, "update")))
        return self.weaves[-1].done

    def delays(self, said: list[Message], share_of: Callable[[int], int]) -> list[float]:
        """How many seconds each message took from its feed to the page.

        Raises:
            BenchError: when one never arrived.
        """
        found = []
        for message in said:
            rounds = (one for one in self.told if one.nth == share_of(message.feed) and one.at >= message.at)
            seen = min((one.seen for one in rounds), default=None)
            done = [step.done for step in self.weaves if seen is not None and step.at >= seen]
            if not done:
                raise BenchError(f"what feed {message.feed} said after {message.at:.0f} s is on no page")
            found.append(min(done) - message.at)
        return found


_PUSH = f"""
set -e
git add --all ops_feeds/recorded
git diff --cached --quiet || git {" ".join(_AS)} commit --quiet --message "Record the feeds"
until git push --quiet origin HEAD:main 2>/dev/null; do
    git fetch --quiet origin main
    git {" ".join(_AS)} rebase --quiet FETCH_HEAD
done
"""


def play(root: Path, size: Size) -> dict[str, Any]:
    """Let the storm pass: every runner once a minute, each at its own second, and the weaver without a pause.

    Raises:
        BenchError: when a command fails, or something said is missing from the record.
    """
    said = messages(size, random.Random(SEED))  # noqa: S311 - not for secrets
    servers = Servers(said)
    try:
        make(root, size.feeds, servers.address)
        one = Play(root, servers, size.runners)
        one.begin()
        _through(one, size.minutes * 60)
        refuse_loss(one.folder(0) / "ops_feeds/recorded", said)
        return told_of(one, said)
    finally:
        servers.close()


def _through(one: Play, end: float) -> None:
    """Every step in the order of the storm's clock, and one round of each runner after its end."""
    due = {nth: ROUND * (nth - 1) / one.runners for nth in range(1, one.runners + 1)}
    weaver = 0.0
    while due:
        nth = min(due, key=lambda nth: due[nth])
        if weaver <= due[nth]:
            weaver = max(one.weave(weaver), weaver + LEAST)
            continue
        at = due.pop(nth)
        done = one.round(nth, at)
        if at < end:
            due[nth] = max(at + ROUND, done)
    one.weave(max(weaver, *(told.seen for told in one.told)))


def refuse_loss(recorded: Path, said: list[Message]) -> None:
    """Look for the last word of everything said in the weaver's record.

    Raises:
        BenchError: when one is missing.
    """
    from explainer.record import store

    there = {_plain(text.text) for held in store.read(recorded).held.values() for text in held.latest.headline}
    counts: dict[int, int] = defaultdict(int)
    last: dict[int, Message] = {}
    for message in said:
        counts[message.item] += 1
        last[message.item] = message
    missing = [item for item, message in last.items() if title_of(counts[item], message) not in there]
    if missing:
        raise BenchError(f"{len(missing)} of {len(last)} are not in the record as they were last told")


def told_of(one: Play, said: list[Message]) -> dict[str, Any]:
    """What every kind of step cost, and how long messages took."""
    shares = {number: _share(f"feed-{number:04}", one.runners) for number in {message.feed for message in said}}
    delays = sorted(one.delays(said, shares.__getitem__))
    return {
        "requests": one.servers.asked,
        "delay_seconds": {name: round(delays[int(len(delays) * at)], 1) for name, at in _QUANTILES.items()}
        | {"max": round(delays[-1], 1)},
        "fetch_of_a_share": costs([step.cost for step in one.fetches]),
        "push": costs(one.pushes),
        "weave": costs([step.cost for step in one.weaves]),
        "weaves": len(one.weaves),
    }


def _share(feed: str, runners: int) -> int:
    """Which runner asks a feed."""
    source = Source(id=feed, publisher="Field office", format="rss", url="https://feeds.example/")
    return next(nth for nth in range(1, runners + 1) if Share(nth, runners).of_these([source]))


def main() -> None:
    """Play a storm and print what it cost, as JSON."""
    read = argparse.ArgumentParser(prog="python -m bench.storm", description=(__doc__ or "").partition("\n")[0])
    for name, value in Size(feeds=1_000, messages=10_000, minutes=10, runners=5)._asdict().items():
        read.add_argument(f"--{name}", type=int, default=value)
    size = Size(**vars(read.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({**size._asdict(), **play(Path(folder), size)}, indent=2))  # noqa: T201 - its result


if __name__ == "__main__":
    main()
