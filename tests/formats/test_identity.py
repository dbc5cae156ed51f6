"""Identity: what entries share is none; two that say different things are never one, and one is never two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.commands.main import run
from explainer.formats.base import Draft, Entries, Named, Parsed, Pointer
from explainer.formats.drafting import Made
from explainer.formats.gate import read_entries
from explainer.formats.joining import one_each
from explainer.model.disruption import Disruption
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode
from explainer.record.lifecycle import Good, advance
from tests.support.site import make_site, rss

TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
SOURCE = Source(id="city", publisher="City", format="gtfs-rt", file="f", absence=Absence.ENDED)


def draft(
    native: str,
    headline: str,
    *,
    route: str = "",
    at: int | None = None,
    number: int = -1,
    says: str = "",
    page: str = "",
) -> Draft:
    return Draft(
        id=native,
        headline=headline,
        description=says,
        number=number,
        affected=[Named("route", route, route)] if route else (),
        links=[Pointer(page)],
        effects=[(EffectCode.NO_SERVICE, "")],
        updated=TEN + timedelta(minutes=at) if at is not None else None,
    )


def read(*drafts: Draft) -> Parsed:
    """What one document of these entries holds."""
    found = read_entries(Entries(drafts, lambda one: one), SOURCE)
    assert not found.rejected
    notes: list[str] = []
    made: Sequence[Made] = one_each(found.made, SOURCE, notes)
    return Parsed(disruptions=tuple(one.disruption for one in made), notes=tuple(notes))


def headlines(disruptions: Sequence[Disruption]) -> list[str]:
    return [one.headline[0].text for one in disruptions]


def polled(*documents: Sequence[Draft]) -> list[Record]:
    """The record after each of these readings, a minute apart."""
    record, found = Record(), []
    for minute, drafts in enumerate(documents):
        record = advance(record, SOURCE, Good(parsed=read(*drafts)), TEN + timedelta(minutes=minute))
        found.append(record)
    return found


def open_now(record: Record) -> dict[str, str]:
    """By headline, the id of what is not over."""
    return {held.latest.headline[0].text: key for key, held in record.held.items() if not held.latest.status.over}


# Within one reading


def test_two_entries_that_share_an_id_and_say_different_things_are_both_kept() -> None:
    parsed = read(draft("0", "No trains on 4", at=0), draft("0", "Bus 9 does not run", at=5))
    assert headlines(parsed.disruptions) == ["No trains on 4", "Bus 9 does not run"]
    assert len({one.id for one in parsed.disruptions}) == 2
    assert parsed.notes == ("Several messages share the id “0”; we tell them apart by what they are about.",)


def test_a_later_word_on_the_same_thing_is_its_newest_version_and_the_others_are_its_history() -> None:
    parsed = read(
        draft("a", "[Investigating] Line 4 stands still", at=0, says="We look."),
        draft("a", "[Resolved] Line 4 stands still", at=9, says="It runs."),
    )
    [one] = parsed.disruptions
    assert one.headline[0].text == "[Resolved] Line 4 stands still"
    assert [update.says for update in one.updates] == ["We look.", "It runs."]
    assert one.issued_at == TEN
    assert parsed.notes == ()


def test_numbered_versions_are_one_thing_whatever_they_say() -> None:
    [one] = read(draft("a", "Snow", number=1, at=3), draft("a", "Ice and snow", number=2, at=0)).disruptions
    assert one.headline[0].text == "Ice and snow"


def test_an_entry_that_stands_twice_is_one() -> None:
    parsed = read(draft("a", "Snow", route="4"), draft("a", "Snow", route="4"))
    assert (headlines(parsed.disruptions), parsed.notes) == (["Snow"], ())


def test_the_same_words_about_different_things_are_different() -> None:
    parsed = read(draft("0", "Delays", route="4"), draft("0", "Delays", route="9"))
    assert len(parsed.disruptions) == 2


def test_the_same_words_that_lead_to_different_pages_are_different() -> None:
    north, south = (draft("0", "Delays", at=n, page=f"https://x.example/{n}") for n in (1, 2))
    both, again = polled([north, south], [south])
    assert len({one.id for one in read(north, south).disruptions}) == 2
    [left] = [held.id for held in again.held.values() if not held.latest.status.over]
    assert both.held[left].latest.links[0].href == "https://x.example/2"


def test_with_nothing_to_order_them_two_texts_on_one_thing_are_both_kept() -> None:
    parsed = read(draft("a", "Delays", says="Ten minutes."), draft("a", "Delays", says="An hour."))
    assert [one.description[0].text for one in parsed.disruptions] == ["Ten minutes.", "An hour."]


def test_the_order_of_entries_changes_no_id() -> None:
    one, other = draft("0", "No trains on 4", route="4"), draft("0", "Bus 9 does not run", route="9")
    there, back = read(one, other).disruptions, read(other, one).disruptions
    assert {d.headline[0].text: d.id for d in there} == {d.headline[0].text: d.id for d in back}


ENTRIES = st.lists(
    st.builds(
        draft,
        st.sampled_from(["0", "1", "a", "https://x.example/alerts"]),
        st.sampled_from(["No trains on 4", "Bus 9 does not run", "[Resolved] No trains on 4", "Lift out of order"]),
        route=st.sampled_from(["", "4", "9"]),
        at=st.none() | st.integers(0, 5),
        says=st.sampled_from(["", "Ice.", "A tree."]),
    ),
    max_size=6,
)


@given(ENTRIES)
def test_two_entries_that_say_different_things_never_swallow_each_other(drafts: list[Draft]) -> None:
    """Every headline, and every text, stands in some disruption or in its history."""
    parsed = read(*drafts)
    told = {one.headline[0].text.removeprefix("[Resolved] ") for one in parsed.disruptions}
    assert told == {str(one.headline).removeprefix("[Resolved] ") for one in drafts}
    said = {text.text for one in parsed.disruptions for text in one.description}
    said |= {update.says for one in parsed.disruptions for update in one.updates}
    assert {one.description for one in drafts if one.description} <= said
    assert len({one.id for one in parsed.disruptions}) == len(parsed.disruptions)


def test_versions_that_come_together_by_different_ways_are_one_disruption() -> None:
    bare = draft("0", "Bus 9 does not run", at=0)
    first, second = (draft("0", "Bus 9 does not run", route="4", at=at, says="Ice.") for at in (0, 1))
    found = read(draft("0", "No trains on 4"), bare, first, second).disruptions
    assert len({one.id for one in found}) == len(found) == 2


# From one reading to the next


def test_an_alert_that_moves_up_in_the_list_stays_the_same_disruption() -> None:
    trains, bus = draft("1", "No trains on 4", route="4"), draft("2", "Bus 9 does not run", route="9")
    before, after = polled([trains, bus], [draft("1", "Bus 9 does not run", route="9")])
    assert open_now(after) == {"Bus 9 does not run": open_now(before)["Bus 9 does not run"]}
    [over] = [held for held in after.held.values() if held.latest.status.over]
    assert over.latest.headline[0].text == "No trains on 4"


def test_one_of_two_that_shared_an_id_keeps_its_page_when_the_other_leaves() -> None:
    trains, bus = draft("0", "No trains on 4", route="4"), draft("0", "Bus 9 does not run", route="9")
    alone, both, again = polled([trains], [trains, bus], [bus])
    assert open_now(both)["No trains on 4"] == open_now(alone)["No trains on 4"]
    assert open_now(again) == {"Bus 9 does not run": open_now(both)["Bus 9 does not run"]}


@pytest.mark.parametrize("names", [("bbbbbbbb", "aaaaaaaa"), ("aaaaaaaa", "bbbbbbbb")])
def test_an_id_that_only_looks_like_one_told_apart_is_the_publisher_s_word(names: tuple[str, str]) -> None:
    first, second = (draft(f"https://x.example/#{name}", "Delays", route="4") for name in names)
    before, after = polled([first], [second])
    assert len(after.held) == 2
    assert before.held.keys() < after.held.keys()


def test_an_ordinal_that_now_means_another_thing_is_another_disruption() -> None:
    before, after = polled([draft("1", "No trains on 4", route="4")], [draft("1", "Lift out at the mill", route="m")])
    assert set(open_now(after)) == {"Lift out at the mill"}
    assert open_now(after)["Lift out at the mill"] != open_now(before)["No trains on 4"]


def test_new_words_on_the_same_thing_are_a_new_version_of_it() -> None:
    before, after = polled([draft("1", "Ten minutes late", route="4")], [draft("1", "An hour late", route="4")])
    assert open_now(after)["An hour late"] == open_now(before)["Ten minutes late"]


def test_an_id_that_says_enough_is_believed_whatever_the_words() -> None:
    before, after = polled([draft("inc-4711", "Slow", route="4")], [draft("inc-4711", "Down", route="9")])
    assert open_now(after)["Down"] == open_now(before)["Slow"]


@given(st.lists(ENTRIES, min_size=1, max_size=3), st.data())
def test_what_is_read_again_is_never_a_new_disruption(documents: list[list[Draft]], data: st.DataObject) -> None:
    """The same entries in another order change nothing but times."""
    # The last twice before: a sudden loss of most entries is believed at its second reading.
    shuffled = [*documents, documents[-1], data.draw(st.permutations(documents[-1]))]
    *_, before, after = polled(*shuffled)
    assert after.held == before.held


@pytest.mark.parametrize("native", ["0", "17", "https://x.example/alerts"])
@given(drafts=st.lists(st.sampled_from(["No trains on 4", "Bus 9 stands", "Lift out"]), unique=True, min_size=1))
def test_every_entry_of_a_reading_is_carried(native: str, drafts: list[str]) -> None:
    [record] = polled([draft(native, words) for words in drafts])
    assert sorted(open_now(record)) == sorted(drafts)
    assert len(record.feeds["city"].carried) == len(drafts)


def test_home_and_the_list_of_feeds_say_that_messages_share_an_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    both = rss({"g1": "Gale warning", "g2": "Wind at the bridge"}).replace(">g2<", ">g1<")
    site.write("ops_feeds/local/met.xml", both)
    assert site.run("update") == 0
    note = "Several messages share the id “g1”; we tell them apart by what they are about."
    assert note in site.page("index.html")
    capsys.readouterr()
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert f"note: {note}" in capsys.readouterr().out
