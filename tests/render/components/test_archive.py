"""The archive: what is over, by month, on pages that stay as they are while their month does."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.places import Places
from explainer.model.disruption import Disruption
from explainer.model.history import Record
from explainer.model.moments import EARLIEST, LATEST
from explainer.picture.settled import MonthNow
from explainer.render import pages
from explainer.render.components.archive import MOST_ROWS, Part, archive, months, narrowed, part_named, parts_of
from explainer.render.components.recent import recent
from explainer.render.isolation import Isolation
from explainer.render.shapes import sprite
from explainer.render.view import View
from explainer.render.zone import zone
from explainer.site import skeleton as skeletons
from explainer.site.pieces import Piece, Workplace
from explainer.site.sheets import page_style
from explainer.site.skeleton import Skeleton
from explainer.site.weave import weave
from tests.conftest import NOW
from tests.factory import (
    PARIS,
    SETTINGS,
    SOURCES,
    at,
    make_bulletin,
    make_disruption,
    make_picture,
    make_record,
    make_system,
    nothing_settled,
)
from tests.factory import view as view_without
from tests.support import templates
from tests.support.markup import Walk

DAY = 24 * 60
OCTOBER, NOVEMBER = datetime(2026, 10, 14, 9, 30, tzinfo=PARIS), datetime(2026, 11, 4, 8, 40, tzinfo=PARIS)
INDEX, SHELL = "archive/index.html", "archive/shell/index.html"


def over(native: str, ended: datetime, hours: float = 2, **fields: Any) -> Disruption:
    """What ended, so many hours after it began."""
    base: dict[str, Any] = {
        "status": "resolved",
        "issued_at": ended - timedelta(hours=hours),
        "periods": [{"start": ended - timedelta(hours=hours), "end": ended}],
    }
    return make_disruption("road", native, **(base | fields))


def record_of(disruptions: Iterable[Disruption]) -> Record:
    """A record of disruptions that were all accepted when their last word came, as a fetch would."""
    record = make_record(disruptions)
    held = {
        key: kept.replace(versions=(kept.versions[0].replace(accepted_at=NOW),)) for key, kept in record.held.items()
    }
    return replace(record, held=held)


def view(*disruptions: Disruption, now: datetime = NOW) -> View:
    """A view of these disruptions on a site with an archive."""
    seen = view_without()
    picture = make_picture(record=record_of(disruptions), now=now)
    return View(
        picture=picture,
        system=seen.system,
        settings=SETTINGS,
        rights={},
        layout=seen.layout,
        templates=seen.templates,
        root="../",
        zone=SETTINGS.tz,
        archive=True,
    )


def clean(html: str) -> Walk:
    walk = Walk(html)
    assert not walk.faults
    return walk


def args(part: Part, amount: int) -> dict[str, str]:
    return {"page": "archive", "subject": part.name, "of": str(amount)}


def page(seen: View, part: Part) -> str:
    """The live words of one page of the archive."""
    ended = months(seen)[part.month]
    own, given_ = narrowed(seen, part, ended), args(part, len(ended))
    return f"{pages.lead(own, given_)}{archive(own, given_)}"


# The months


def test_months_are_listed_newest_first_with_how_much_ended_in_each() -> None:
    seen = view(over("a", NOVEMBER), over("b", NOVEMBER + timedelta(days=2)), over("c", OCTOBER), make_bulletin())
    walk = clean(archive(seen, {}))
    assert walk.text == "By month November 2026 2 disruptions October 2026 1 disruption"
    assert [given["href"] for given in walk.all("a")] == ["../archive/2026-11/", "../archive/2026-10/"]
    assert "What is over 3 disruptions. Each keeps its page" in clean(pages.lead(seen, {"page": "archive"})).text


def test_months_of_several_years_stand_under_their_year_and_count_what_is_settled() -> None:
    settled = tuple(
        MonthNow(f"{year}-{month:02}", {"road": 834}, "x")
        for year in range(2026, 2016, -1)
        for month in range(12, 0, -1)
    )
    seen = view(over("a", NOVEMBER))
    seen = replace(seen, picture=replace(seen.picture, settled=settled))
    html = archive(seen, {})
    walk = clean(html)
    assert "2026 December 2026 834 disruptions November 2026 835 disruptions" in walk.text
    assert "2017 December 2017" in walk.text
    assert len(walk.all("a")) == 120
    assert "What is over 100,081 disruptions." in clean(pages.lead(seen, {"page": "archive"})).text
    whole = "".join((sprite(), page_style("archive"), pages.head(seen, {"page": "archive"}), html))
    assert len(gzip.compress(whole.encode(), 9)) < 10_000


def test_the_month_is_that_of_the_sites_own_calendar() -> None:
    ended = datetime(2026, 10, 31, 23, 10, tzinfo=UTC)
    assert list(months(view(over("late", ended)))) == ["2026-11"]


def test_before_anything_has_ended_there_is_nothing_to_list() -> None:
    assert archive(view(make_bulletin()), {}) == ""
    assert "0 disruptions" in clean(pages.lead(view(make_bulletin()), {"page": "archive"})).text


# A month


def test_a_month_tells_of_each_from_when_to_when_who_and_where_to_read_on() -> None:
    seen = view(over("a", NOVEMBER), over("b", NOVEMBER + timedelta(days=2), hours=40), over("c", OCTOBER))
    walk = clean(page(seen, Part("2026-11")))
    assert walk.text.startswith("Ended What ended in November 2026 2 disruptions, newest first. No further word")
    assert walk.text.endswith(
        "November 2026 Wednesday 4 November, 16:40, until Friday 6 November, 08:40 Headline b. Road watch "
        "Wednesday 4 November, 06:40–08:40 Headline a. Road watch"
    )
    hrefs = [given["href"] for given in walk.all("a")]
    assert hrefs[-2:] == ["disruptions/road.b/", "disruptions/road.a/"]


def test_what_was_cancelled_taken_back_or_only_missed_is_not_told_as_ended() -> None:
    seen = view(
        over("cancelled", NOVEMBER, status="cancelled"),
        over("withdrawn", NOVEMBER, status="withdrawn"),
        over("missed", NOVEMBER, status_basis="inferred-from-absence", periods=[{"start": NOVEMBER}]),
    )
    said = clean(page(seen, Part("2026-11"))).text
    assert "Headline cancelled. Road watch. Cancelled" in said
    assert "Headline withdrawn. Road watch. Taken back" in said
    assert "Headline missed. Road watch. No longer in its feed" in said


def test_an_end_without_a_beginning_before_it_stands_alone_and_whole_days_have_no_hours() -> None:
    day = {"start": datetime(2026, 11, 3, tzinfo=PARIS), "end": datetime(2026, 11, 4, tzinfo=PARIS), "precision": "day"}
    seen = view(
        over("a", NOVEMBER, issued_at=NOVEMBER, periods=[{"end": NOVEMBER}]),
        over("b", datetime(2026, 11, 4, tzinfo=PARIS), periods=[day]),
    )
    said = clean(page(seen, Part("2026-11"))).text
    assert "Wednesday 4 November, 08:40 Headline a" in said
    assert "Tuesday 3 November Headline b" in said  # the midnight at its end is no second day


def test_a_feed_without_a_headline_and_hostile_words_stay_harmless() -> None:
    evil = '"><script>alert(1)</script>'
    walk = clean(
        page(view(over("a", NOVEMBER, headline=[]), over("b", OCTOBER, headline=[{"text": evil}])), Part("2026-11"))
    )
    assert "A message from Road watch" in walk.text
    assert "<script>" in clean(page(view(over("b", OCTOBER, headline=[{"text": evil}])), Part("2026-10"))).text


def test_an_end_that_never_came_is_not_the_end() -> None:
    tomorrow = [{"start": at(-600), "end": at(DAY)}]
    seen = view(
        make_disruption("met", "gale", status="cancelled", issued_at=at(-90), updated_at=at(-30), periods=tomorrow)
    )
    assert months(seen)["2026-11"][0].ended_at == at(-30)


# Months with many


def many(amount: int, words: str = "Queue {} on the road") -> list[Disruption]:
    return [
        over(f"d{n:04}", NOVEMBER + timedelta(minutes=7 * n), headline=[{"text": words.format(n)}])
        for n in range(amount)
    ]


def test_a_month_with_more_than_a_page_can_hold_has_several() -> None:
    seen = view(*many(2 * MOST_ROWS + 3))
    amount = len(months(seen)["2026-11"])
    parts = parts_of("2026-11", amount)
    assert [part.name for part in parts] == ["2026-11", "2026-11-2", "2026-11-3"]
    assert [part_named(part.name) for part in parts] == list(parts)
    shown = [clean(page(seen, part)) for part in parts]
    rows = [[a["href"] for a in walk.all("a") if "/road." in a["href"]] for walk in shown]
    assert [len(part) for part in rows] == [MOST_ROWS, MOST_ROWS, 3]
    assert [row for part in rows for row in part] == [
        f"disruptions/road.d{n:04}/" for n in reversed(range(2 * MOST_ROWS + 3))
    ]
    assert "203 disruptions, newest first. Here: 101–200." in shown[1].text
    assert shown[1].text.endswith("Of the same month: 1–100 201–203")
    assert "What ended in November 2026, page 2" in pages.head(seen, args(parts[1], amount))


_WORDS = (
    *("snow", "ice", "road", "closed", "north", "exit", "lorry", "bridge", "points", "signal", "works", "queue"),
    *("spill", "ramp", "tunnel", "rail", "belt", "gate", "crew", "train", "plane", "water", "power", "doors"),
    *("lift", "late", "slow", "short", "staff", "storm", "fog", "wind", "flood", "pier", "crane", "ferry"),
)


def test_a_full_page_of_a_month_fits_the_first_flight() -> None:
    dice = random.Random(3)  # noqa: S311 - not for secrets
    texts = [" ".join(dice.choices(_WORDS, k=18)).capitalize() for _ in range(MOST_ROWS)]
    listed = [
        over(f"{dice.getrandbits(48):x}", NOVEMBER + timedelta(minutes=dice.randrange(30_000)), headline=[{"text": t}])
        for t in texts
    ]
    seen = view(*listed)
    whole = "".join((sprite(), page_style("archive"), pages.head(seen, args(Part("2026-11"), MOST_ROWS))))
    whole += page(seen, Part("2026-11"))
    assert 9_000 < len(gzip.compress(whole.encode(), 9)) < 13_500


# The ways in


def test_the_home_page_leads_to_the_archive_when_it_does_not_show_all() -> None:
    few = view(over("a", NOVEMBER))
    assert "by month" not in recent(few, {})
    older = clean(recent(view(over("a", NOVEMBER), over("b", OCTOBER - timedelta(days=40))), {}))
    assert older.text.endswith("Headline a All that is over, by month")
    assert older.all("a")[-1] == {"href": "../archive/"}
    assert "Over All that is over, by month" in clean(recent(view(over("b", OCTOBER - timedelta(days=40))), {})).text
    assert "archive" not in recent(view_without(*many(9)), {})


def test_a_page_of_what_is_over_leads_to_its_month() -> None:
    given_ = {"page": "disruption", "subject": "road.a"}
    walk = clean(pages.lead(view(over("a", NOVEMBER)), given_))
    assert "See how it is now, or all that ended in November 2026" in walk.text
    assert {"href": "../archive/2026-11/"} in walk.all("a")
    assert "archive" not in pages.lead(view_without(over("a", NOVEMBER)), given_)


def test_titles_name_the_month() -> None:
    seen = view(over("a", NOVEMBER))
    assert clean(pages.head(seen, args(Part("2026-11"), 1))).text == "What ended in November 2026, Harbour of Orme"
    assert clean(pages.head(seen, {"page": "archive", "title": "Over"})).text == "Over, Harbour of Orme"


def test_a_month_in_which_the_clocks_were_changed_names_both_times() -> None:
    seen = view(over("a", NOVEMBER), over("b", OCTOBER))
    told = {
        part.month: zone(narrowed(seen, part, months(seen)[part.month]), args(part, 1))
        for part in (Part("2026-11"), Part("2026-10"))
    }
    assert told == {
        "2026-11": "All times are CET (UTC+1).",
        "2026-10": "All times are CEST (UTC+2) or CET (UTC+1).",
    }


@pytest.mark.parametrize(("year", "shown"), [(EARLIEST, EARLIEST), (LATEST, NOW.year)])
def test_an_end_at_either_end_of_what_is_believed_breaks_nothing(year: int, shown: int) -> None:
    end = datetime(year, 6, 1, 23, 59, tzinfo=UTC)
    seen = view(make_disruption("road", "a", status="resolved", issued_at=end, updated_at=end))
    (month,) = months(seen)
    given_ = args(Part(month), 1)
    assert "Headline a" in clean(page(seen, Part(month))).text
    assert zone(narrowed(seen, Part(month), months(seen)[month]), given_)
    assert f" {shown}" in pages.head(seen, given_)


# Woven

_PAGE = (
    '<meta data-live="head" data-page="archive"><div data-live="lead" data-page="archive" data-title="x"></div>'
    '<div data-live="archive"></div><span data-live="zone"></span>'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A skeleton's folder with an archive and nothing else."""
    folder = tmp_path_factory.mktemp("skeleton")
    for path in (INDEX, SHELL):
        file = skeletons.tree_of(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_PAGE, encoding="utf-8")
    files, _ = skeletons.scan(skeletons.tree_of(folder))
    plain = skeletons.Plain(inputs={}, files=files, bannered=())
    (folder / "plain").write_bytes(msgspec.json.encode(plain))
    (folder / "sitemap.rows").write_bytes(skeletons.sealed(""))
    return folder


def skeleton(folder: Path, leave_out: str = "") -> Skeleton:
    _, live = skeletons.scan(skeletons.tree_of(folder))
    return Skeleton(
        id="x",
        stamp="x",
        places=Places(),
        live=tuple(shown for shown in live if shown.path != leave_out),
        bannered=(),
        settings=SETTINGS,
        system=make_system(),
        sources=SOURCES,
        rights=(),
        layout=view_without().layout,
        templates=templates.keep(folder),
    )


def woven(folder: Path, *disruptions: Disruption, now: datetime = NOW, leave_out: str = "") -> dict[str, Piece]:
    picture = make_picture(record=record_of(disruptions), now=now)
    pieces = (
        item
        for item in weave(Workplace(folder, Isolation()), skeleton(folder, leave_out), picture, nothing_settled)
        if isinstance(item, Piece)
    )
    return {piece.path: piece for piece in pieces}


def keys(pieces: dict[str, Piece]) -> dict[str, str]:
    """The keys of the months' pages."""
    return {path: piece.key for path, piece in pieces.items() if path.startswith("archive/20")}


def test_each_month_has_a_page_and_the_sitemap_names_it(folder: Path) -> None:
    pieces = woven(folder, over("a", NOVEMBER), over("b", OCTOBER), *many(MOST_ROWS + 1))
    assert keys(pieces).keys() == {f"archive/{name}/index.html" for name in ("2026-10", "2026-11", "2026-11-2")}
    sitemap = pieces["sitemap.xml"].make().decode()
    assert "archive/2026-10/</loc>" in sitemap
    assert "archive/2026-11-2/</loc>" in sitemap
    assert "../../disruptions/road.b/" in pieces["archive/2026-10/index.html"].make().decode()


@pytest.mark.parametrize("missing", [INDEX, SHELL])
def test_a_site_without_either_page_has_no_archive(folder: Path, missing: str) -> None:
    pieces = woven(folder, over("a", NOVEMBER), leave_out=missing)
    assert not keys(pieces)


def test_what_happens_now_and_what_ended_in_another_month_leave_a_month_as_it_is(folder: Path) -> None:
    before = keys(woven(folder, over("a", NOVEMBER), over("b", OCTOBER), make_bulletin()))
    later = NOW + timedelta(days=400)
    after = keys(woven(folder, over("a", NOVEMBER), over("c", NOVEMBER), over("b", OCTOBER), now=later))
    assert after["archive/2026-10/index.html"] == before["archive/2026-10/index.html"]
    assert after["archive/2026-11/index.html"] != before["archive/2026-11/index.html"]


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": [{"text": "Another"}]},
        {"headline": [{"lang": "ar", "text": "Headline a"}]},
        {"status": "cancelled"},
        {"hours": 3},
        {"ended": NOVEMBER + timedelta(minutes=1)},
    ],
    ids=str,
)
def test_a_month_is_new_when_anything_it_says_is(folder: Path, fields: dict[str, Any]) -> None:
    changed: dict[str, Any] = {"native": "a", "ended": NOVEMBER, **fields}
    assert keys(woven(folder, over("a", NOVEMBER))) != keys(woven(folder, over(**changed)))


@pytest.mark.parametrize(
    "fields",
    [
        {"description": [{"text": "More."}]},
        {"severity": "extreme"},
        {"updates": [{"at": NOVEMBER, "says": "Over."}]},
        {"headline": [{"text": "Headline a"}, {"lang": "ar", "text": "عنوان"}]},
    ],
    ids=["description", "severity", "updates", "another language"],
)
def test_a_month_stays_as_it_is_when_only_what_it_does_not_say_changes(folder: Path, fields: dict[str, Any]) -> None:
    before, after = (
        woven(folder, over("a", NOVEMBER)),
        woven(folder, over(**{"native": "a", "ended": NOVEMBER, **fields})),
    )
    assert keys(before) == keys(after)
    assert [before[path].make() for path in keys(before)] == [after[path].make() for path in keys(after)]


def test_a_month_goes_when_the_last_that_ended_in_it_is_open_again(folder: Path) -> None:
    again = make_disruption("road", "a", periods=[{"start": NOVEMBER}])
    assert not keys(woven(folder, again))


ended = st.lists(
    st.builds(
        over,
        st.sampled_from("abcde"),
        st.sampled_from([OCTOBER, NOVEMBER, NOVEMBER + timedelta(days=1)]),
        st.sampled_from([1, 30]),
        headline=st.sampled_from([[{"text": "Queue"}], [{"text": "Spill"}], []]),
        status=st.sampled_from(["resolved", "cancelled"]),
        description=st.sampled_from([(), ({"text": "More."},)]),
    ),
    max_size=4,
    unique_by=lambda d: d.id,
)


@given(ended, ended, st.sampled_from([0, 40, 60 * DAY]))
def test_pages_with_one_key_have_the_same_bytes(
    folder: Path, one: list[Disruption], other: list[Disruption], later: int
) -> None:
    first, second = woven(folder, *one), woven(folder, *other, now=at(later))
    for path in keys(first).keys() & keys(second).keys():
        assert (first[path].key == second[path].key) == (first[path].make() == second[path].make()), path
