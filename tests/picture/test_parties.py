"""A party: what it runs, whom that slows, who slows it, what it decided this month and what it promised."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.system import System
from explainer.picture.ledger import ledger_of
from explainer.picture.parties import (
    CUSTOMERS,
    changes_of,
    checking,
    decisions_in_month,
    promised_by,
    promising,
    runs,
    slowed_by,
    slows,
)
from tests.factory import PARIS, at, make_bulletin, make_disruption, make_picture, make_system

PARTIES = ("harbour", "met-office", "pilots")


def shared(owners: tuple[str, ...]) -> System:
    """The harbour, its parts given to these parties in turn."""
    system = make_system()
    parts = tuple(part.replace(owner=owners[index % len(owners)]) for index, part in enumerate(system.components))
    return system.replace(components=parts)


@given(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=5))
def test_whoever_slows_another_is_told_on_both_their_pages(owners: list[str]) -> None:
    system = shared(tuple(owners))
    passed = {(one, to.party, link) for one in PARTIES for to in slows(system, one) for link in to.links}
    met = {(by.party, one, link) for one in PARTIES for by in slowed_by(system, one) for link in by.links}
    symptoms = {part.id for part in system.symptoms}
    assert {one for one in passed if one[1] != CUSTOMERS} == {one for one in met if one[2].target not in symptoms}
    assert all(link.target in symptoms for _, to, link in passed if to == CUSTOMERS)


@given(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=5))
def test_every_part_is_run_by_one_party(owners: list[str]) -> None:
    system = shared(tuple(owners))
    every = [part.id for one in PARTIES for part in runs(system, one)]
    assert sorted(every) == sorted(system.by_id)


def decision(minutes: float, by: str, *others: str) -> dict[str, Any]:
    return {
        "what": f"Decided {minutes}",
        "at": at(minutes),
        "by": by,
        "with": list(others),
        "because": "So.",
        "cost_to": "All.",
    }


def test_decisions_of_this_month_are_told_to_all_who_took_them_the_newest_first() -> None:
    taken = [decision(-40, "harbour"), decision(-20, "pilots", "harbour"), decision(-60 * 24 * 25, "harbour")]
    now = make_picture(make_bulletin(decisions=taken))
    told = [one.decision.what for one in decisions_in_month(now, "harbour", PARIS)]
    assert told == ["Decided -20", "Decided -40"]
    assert [one.decision.what for one in decisions_in_month(now, "pilots", PARIS)] == ["Decided -20"]
    assert decisions_in_month(now, "met-office", PARIS) == ()


def test_what_is_over_is_still_decided() -> None:
    over = make_bulletin(status="resolved", decisions=[decision(-40, "harbour")])
    assert len(decisions_in_month(make_picture(over), "harbour", PARIS)) == 1


def test_a_party_promises_what_its_own_feeds_promise_and_nobody_elses() -> None:
    now = make_picture(make_bulletin(), make_disruption("met", reports=[{"component": "wind", "state": "slowed"}]))
    ledger = ledger_of(now)
    whose = {now.disruption[one.disruption].party for one in ledger.promises}
    assert ledger.promises
    assert sum(len(promised_by(ledger, now, party)) for party in whose) == len(ledger.promises)
    assert not promised_by(ledger, now, "pilots")
    assert {one.party for one in promising(now, "harbour")} <= {"harbour"}


def test_what_is_being_found_out_is_promised_by_whoever_runs_it() -> None:
    assert [here.id for here in checking(make_picture(make_bulletin()), "harbour")] == ["crews"]


def test_a_change_is_promised_by_whoever_makes_it() -> None:
    learned = {"changes": [{"what": "A second crane", "by": "pilots", "due": date(2027, 3, 1)}]}
    now = make_picture(make_bulletin(status="resolved", learned=learned))
    assert [one.change.what for one in changes_of(now, "pilots")] == ["A second crane"]
    assert not list(changes_of(now, "harbour"))
