"""Work of which some hangs is done beside one another by few threads, and none waits for another that hangs."""

from __future__ import annotations

import threading
import time

import pytest

from explainer.fetch.asking import PLACES, Beside, Lane


@pytest.fixture
def release() -> threading.Event:
    return threading.Event()


def hang(release: threading.Event) -> str:
    release.wait(10)
    return "late"


def gathered(beside: Beside[str, str], count: int, seconds: float = 5) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    over = time.monotonic() + seconds
    while len(found) < count and time.monotonic() < over:
        found.update(beside.done(0.2))
    return found


def test_a_thousand_are_done_by_few_threads(release: threading.Event) -> None:
    beside = Beside[str, str]()
    most = threading.active_count() + sum(PLACES.values())
    seen = []

    def work() -> str:
        seen.append(threading.active_count())
        return "done"

    for number in range(1_000):
        beside.begin(str(number), Lane.SOUND, work, 5)
    assert len(gathered(beside, 1_000)) == 1_000
    assert max(seen) <= most
    assert beside.is_idle


def test_those_that_failed_before_hang_in_places_of_their_own(release: threading.Event) -> None:
    beside = Beside[str, str]()
    for number in range(100):
        beside.begin(f"bad {number}", Lane.FAILING, lambda: hang(release), 5)
    beside.begin("good", Lane.SOUND, lambda: "here", 5)
    assert gathered(beside, 1) == {"good": "here"}
    release.set()


def test_what_hangs_is_given_up_and_what_it_still_brings_is_thrown_away(release: threading.Event) -> None:
    beside = Beside[str, str]()
    beside.begin("slow", Lane.SOUND, lambda: hang(release), 0.1)
    assert gathered(beside, 1) == {"slow": None}
    beside.begin("slow", Lane.SOUND, lambda: "now", 5)
    assert beside.done(0.2) == [], "not asked a second time while the first still hangs"
    release.set()
    assert gathered(beside, 1) == {"slow": "now"}


def test_whoever_waits_can_be_woken() -> None:
    beside = Beside[str, str]()
    threading.Timer(0.1, beside.wake).start()
    began = time.monotonic()
    assert beside.done(5) == []
    assert time.monotonic() - began < 3


def test_what_comes_late_does_not_stand_for_the_next(release: threading.Event) -> None:
    beside = Beside[str, str]()
    beside.begin("a", Lane.SOUND, lambda: hang(release), 0.05)
    assert gathered(beside, 1) == {"a": None}
    release.set()
    time.sleep(0.1)
    assert beside.done(0.1) == []
