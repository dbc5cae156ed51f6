"""What a history taught: the same, however it is read, and in the end no more than a latest version needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.model.disruption import Expected, Update
from explainer.model.estimates import Telling, estimates_in, promises_in
from explainer.model.history import Version
from explainer.model.learned import AHEAD, MOST_KEPT, Learned, learned_from, remembered
from explainer.model.vocabulary import Status
from tests.factory import make_disruption

START = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
WORD = st.tuples(st.integers(-9, 30), st.none() | st.integers(-9, 60))
TOLD = st.tuples(
    st.sampled_from([Status.ACTIVE, Status.RESOLVED]),
    st.none() | st.integers(-9, 30),
    st.lists(WORD, max_size=3),
    st.none() | st.integers(0, 60),
    st.lists(st.sampled_from([None, "a", "b"]), max_size=2),
)
HISTORIES = st.lists(TOLD, min_size=1, max_size=9)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def version(
    minute: int, told: tuple[Status, int | None, list[tuple[int, int | None]], int | None, list[str | None]]
) -> Version:
    status, updated, words, due, foreseen = told
    said = make_disruption(
        "road",
        "a",
        status=status,
        updated_at=None if updated is None else at(updated),
        updates=tuple(
            Update(at=at(word), says="…", next_update=None if next_ is None else at(next_)) for word, next_ in words
        ),
        next_update=None if due is None else at(due),
        expected=tuple(Expected(id=name, what="Open again", low=at(minute), high=at(99)) for name in foreseen),
    )
    return Version(accepted_at=at(minute), disruption=said)


def plainly(versions: Sequence[Version]) -> Learned:
    """What the versions tell, each looked up in all of them; none so many that any of it is forgotten."""
    latest = versions[-1]
    said = latest.disruption
    last_open = max((place for place, one in enumerate(versions) if not one.disruption.status.over), default=-1)
    heard = (one.accepted_at for one in versions if one.disruption.last_said_at == said.last_said_at)
    ahead = [
        (word, one.accepted_at) for one in versions for word in one.disruption.said_at if word > one.accepted_at + AHEAD
    ]
    first_ahead = dict(reversed(ahead))
    promised: dict[datetime, datetime] = {}
    for one in versions:
        standing = None if one.disruption.status.over else one.disruption.next_update
        for update, due in promises_in(one.disruption.updates, standing):
            promised.setdefault(update, due)
    now_said = {update.at: update.next_update for update in said.updates}
    return Learned(
        first_seen=versions[0].accepted_at,
        changed_at=latest.accepted_at,
        heard_at=latest.accepted_at if said.last_said_at is None else next(heard),
        ahead=tuple(sorted((word, read) for word, read in first_ahead.items() if word in set(said.said_at))),
        closed_at=versions[last_open + 1].accepted_at if said.status.over else None,
        last_said_open=versions[last_open].disruption.last_said_at if last_open >= 0 else None,
        estimates=estimates_in(Telling(one.accepted_at, one.disruption) for one in versions),
        promised=tuple(sorted((up, due) for up, due in promised.items() if up in now_said and now_said[up] != due)),
    )


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_what_is_learned_step_by_step_is_what_all_versions_tell(told: list[object]) -> None:
    versions = [version(minute, one) for minute, one in enumerate(told)]  # type: ignore[arg-type]
    assert learned_from(versions) == plainly(versions)


@settings(max_examples=150, deadline=None)
@given(HISTORIES, st.integers(1, 9))
def test_a_history_teaches_the_same_however_it_is_cut_into_pieces(told: list[object], cut: int) -> None:
    versions = [version(minute, one) for minute, one in enumerate(told)]  # type: ignore[arg-type]
    first, second = versions[:cut], versions[cut:]
    if second:
        assert remembered(second, remembered(first)) == remembered(versions)
        assert learned_from(second, remembered(first)) == learned_from(versions)


def test_what_is_remembered_of_a_long_history_does_not_grow_with_it() -> None:
    def tick(minute: int) -> Version:
        words = [(minute * 3, minute * 3 + 90), (minute * 3 + 1, None)]
        return version(minute, (Status.ACTIVE, None, words, None, []))

    known = remembered([tick(minute) for minute in range(500)])
    assert max(map(len, (known.heard, known.ahead, known.promised))) <= MOST_KEPT + 2
    flapping = [tick(minute % 5) for minute in range(500)]
    assert dict(remembered(flapping).heard)[at(4)] == at(1), "what comes back again and again is not forgotten"
