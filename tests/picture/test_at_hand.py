"""What is over and may be put away: without it, the pages of the present say the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Disruption
from explainer.outputs import entries
from explainer.outputs.atom import feed_xml
from explainer.picture import at_hand as hands
from explainer.picture.at_hand import at_hand
from explainer.picture.ledger import ledger_of
from explainer.picture.model import Picture, Standing
from explainer.picture.past import over_lately
from explainer.picture.settled import MonthNow
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_record, make_view

HOUR, DAY = 60, 24 * 60


def said(feed: str, number: int, minutes: int, status: str, reports: list[tuple[str, str]]) -> Disruption:
    """A message of that many minutes ago, which ended an hour later where it is over."""
    over = status in ("resolved", "cancelled")
    fields: dict[str, Any] = {
        "status": status,
        "issued_at": at(-minutes),
        "periods": [{"start": at(-minutes), **({"end": at(-minutes + HOUR)} if over else {})}],
        "reports": [{"component": part, "state": state, "at": at(-minutes)} for part, state in reports],
    }
    if feed == "log":
        return make_bulletin(f"b{number}", **{**fields, "updates": [{"at": at(-minutes), "says": "Slow."}]})
    return make_disruption(feed, f"d{number}", **fields)


STATES = st.tuples(st.sampled_from(["wind", "crane", "road"]), st.sampled_from(["normal", "slowed", "stopped"]))
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["met", "road", "road", "log"]),
        st.integers(61, 40 * DAY),
        st.sampled_from(["active", "resolved", "resolved", "cancelled"]),
        st.lists(STATES, max_size=2, unique_by=lambda report: report[0]),
    ),
    max_size=12,
)


def without(whole: Picture, record: list[Disruption], kept: frozenset[str]) -> Picture:
    """The picture where all else is settled."""
    left = make_picture(record=make_record([one for one in record if one.id in kept]))
    away = len(whole.disruptions) - len(left.disruptions)
    return replace(left, settled=(MonthNow("2026-10", {"road": away}, "x"),) if away else ())


@given(RECORDS)
def test_without_what_may_be_put_away_the_pages_of_the_present_say_the_same(rows: list[Any]) -> None:
    record = [said(feed, number, *row) for number, (feed, *row) in enumerate(rows)]
    with (
        patch.object(hands, "NEWEST", 2),
        patch.object(hands, "NEWEST_WORDS", 2),
        patch.object(entries, "MOST_ENTRIES", 2),
    ):
        whole = make_picture(record=make_record(record))
        left = without(whole, record, at_hand(whole))
        for part in ("components", "state", "worse", "start", "lead", "last_known", "written_at", "next_word"):
            assert getattr(left, part) == getattr(whole, part), part
        for part in ("chains", "links", "stated", "why", "constraints", "unplaced", "open"):
            assert getattr(left, part) == getattr(whole, part), part
        assert left.in_standing(Standing.ENDED)[:2] == whole.in_standing(Standing.ENDED)[:2]
        assert over_lately(left)[:2] == over_lately(whole)[:2]
        assert left.amount(Standing.ENDED) == whole.amount(Standing.ENDED)
        assert feed_xml(make_view(left)) == feed_xml(make_view(whole))
        assert ledger_of(left) == ledger_of(whole)


def test_an_all_clear_stays_at_hand_while_it_lifts_an_older_message() -> None:
    stopped = said("road", 1, 3 * DAY, "active", [("crane", "stopped")])
    clear = said("road", 2, 2 * DAY, "resolved", [("crane", "normal")])
    later = [said("met", number, HOUR + number, "resolved", []) for number in range(3, 60)]
    seen = make_picture(stopped, clear, *later)
    assert seen.disruption[stopped.id].standing is Standing.ENDED
    assert clear.id in at_hand(seen)
    assert clear.id not in at_hand(make_picture(clear, *later))


def test_what_owes_a_review_stays_at_hand() -> None:
    later = [said("met", number, HOUR + number, "resolved", []) for number in range(60)]
    owing = said("road", 99, 9 * DAY, "resolved", [])
    assert owing.id not in at_hand(make_picture(owing, *later))
    account = {"review": {"by": "2026-12-18"}}
    owing = make_disruption("road", "d99", status="resolved", account=account, issued_at=at(-9 * DAY))
    assert owing.id in at_hand(make_picture(owing, *later))
