"""One writer at a time: who holds the lease, for how long, and what the next one learns from it."""

from __future__ import annotations

import time
from contextlib import suppress

import msgspec
import pytest

from explainer.publishing.destination import DestinationError, Held
from explainer.publishing.lease import PATH, BusyError, Lease, held, noted
from explainer.publishing.objects import Store

NONE = Held(b"", "")


class Clocked(Store):
    """A store whose clock a test turns."""

    ahead = 0.0

    def age(self, path: str) -> float:
        return super().age(path) + self.ahead


@pytest.fixture
def store() -> Clocked:
    return Clocked("memory:///")


def left_behind(store: Store, by: str = "one", *touched: str) -> Lease:
    """As a run that was killed leaves it."""
    lease = Lease(store, by, frozenset(), 90)
    lease.take("")
    lease.touch(touched)
    return lease


def test_it_is_had_by_one_and_given_up_in_the_end(store: Clocked) -> None:
    told = "memory:///: “one” is publishing there"
    with held(store, "one", 0), pytest.raises(BusyError, match=told), held(store, "two", 0):
        pass
    with held(store, "two", 0) as lease:
        assert lease.unsure == set()


def test_one_that_died_holds_it_no_longer_than_it_said_by_the_stores_clock(store: Clocked) -> None:
    left_behind(store, "one", "index.html")
    store.ahead = 60
    with pytest.raises(BusyError), held(store, "two", 0):
        pass
    store.ahead = 120
    with held(store, "two", 0) as lease:
        assert lease.unsure == {"index.html"}


def test_on_the_same_machine_a_dead_run_holds_nobody_up(store: Clocked) -> None:
    left_behind(store, "one", "index.html")
    with held(store, "one", 0) as lease:
        assert lease.unsure == {"index.html"}


def test_what_two_dead_runs_touched_is_not_forgotten(store: Clocked) -> None:
    left_behind(store, "one", "a.html")
    with suppress(ZeroDivisionError), held(store, "one", 0) as lease:
        lease.touch(["b.html"])
        raise ZeroDivisionError
    with held(store, "two", 0) as lease:
        assert lease.unsure == {"a.html", "b.html"}


def test_whoever_was_held_up_too_long_goes_on_with_nothing(store: Clocked) -> None:
    late = left_behind(store)
    store.ahead = 120
    with held(store, "two", 0):
        late.renew()
        with pytest.raises(DestinationError, match="written by somebody else"):
            late.may_go_on()


def test_without_a_renewal_it_ends_by_our_own_clock_too(store: Clocked, monkeypatch: pytest.MonkeyPatch) -> None:
    lease = left_behind(store)
    lease.may_go_on()
    began = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: began + 75)
    with pytest.raises(BusyError, match="held up so long"):
        lease.may_go_on()


def test_it_is_renewed_while_work_goes_on(store: Clocked) -> None:
    with held(store, "one", 0, seconds=0.4) as lease:
        before = noted(store.read(PATH) or NONE).nonce
        time.sleep(0.4)
        assert noted(store.read(PATH) or NONE).nonce != before
        lease.may_go_on()


def test_a_store_that_ignores_conditions_is_found_out_before_anything_is_published() -> None:
    class Ignoring(Clocked):
        def write(self, path: str, body: bytes, *_: str) -> str:
            return super().write(path, body, "*")

    told = "cannot keep two writers apart.*one_machine: true"
    with pytest.raises(DestinationError, match=told), held(Ignoring("memory:///"), "one", 0):
        pass
    with held(Clocked("memory:///", conditional=False), "one", 0) as lease:
        lease.may_go_on()


def test_one_that_nobody_can_read_holds_nobody_for_good(store: Clocked) -> None:
    store.write(PATH, b"{", "")
    store.ahead = 120
    with held(store, "two", 0):
        assert msgspec.json.decode((store.read(PATH) or NONE).body)["by"] == "two"
