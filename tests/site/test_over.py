"""The pages of what is over: no day that passes makes one anew, but for what still owes its readers something."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.places import Places
from explainer.model.disruption import Disruption
from explainer.preview import Preview
from explainer.publishing.serving import is_immutable
from explainer.render.isolation import Isolation
from explainer.site import skeleton as skeletons
from explainer.site.over import page_of
from explainer.site.pieces import Piece, Workplace
from explainer.site.printed import printed
from explainer.site.skeleton import Skeleton
from explainer.staff.project import load_project
from tests.conftest import NOW
from tests.factory import (
    PARIS,
    SETTINGS,
    SOURCES,
    make_bulletin,
    make_disruption,
    make_picture,
    make_record,
    make_system,
    make_view,
)
from tests.support.markup import Walk
from tests.support.site import Site, make_site

PAGE = (
    "".join(
        f'<div data-live="{name}" data-page="disruption" data-title="x"></div>'
        for name in ("head", "lead", "disruption")
    )
    + '<span data-live="zone"></span>'
)

OWED: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a review": {"review": {"by": date(2026, 12, 18)}},
    "a review that is there": {"review": {"by": date(2026, 12, 18), "page": "how/review.md"}},
    "a change": {"learned": {"changes": [{"what": "More sweepers", "by": "harbour", "due": date(2026, 12, 1)}]}},
    "a change that is done": {
        "learned": {
            "changes": [
                {"what": "More sweepers", "by": "harbour", "due": date(2026, 12, 1), "done": date(2026, 11, 28)}
            ]
        }
    },
}
OPEN = ("a review", "a change")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A skeleton with the shell of a disruption's page and nothing else."""
    folder = tmp_path_factory.mktemp("skeleton")
    file = skeletons.tree_of(folder) / "disruptions/shell/index.html"
    file.parent.mkdir(parents=True)
    file.write_text(PAGE, encoding="utf-8")
    return Workplace(folder, Isolation())


def skeleton(workplace: Workplace) -> Skeleton:
    return Skeleton(
        id="x",
        stamp="x",
        places=Places(),
        live=tuple(skeletons.scan(skeletons.tree_of(workplace.folder))[1]),
        bannered=(),
        settings=SETTINGS,
        system=make_system(),
        sources=SOURCES,
        rights=(),
        layout=make_view(make_picture()).layout,
        templates="",
    )


def page(workplace: Workplace, one: Disruption, now: datetime) -> Piece:
    """The page of what is over, as a refresh at ``now`` would make it."""
    seen = make_view(make_picture(record=make_record([one]), now=now))
    piece = page_of(workplace, skeleton(workplace), seen, seen.picture.disruptions[0])
    assert piece is not None
    return piece


def ended(owed: str = "nothing", **fields: Any) -> Disruption:
    over_at = NOW - timedelta(hours=3)
    base: dict[str, Any] = {"status": "resolved", "periods": [{"start": NOW - timedelta(hours=9), "end": over_at}]}
    return make_bulletin(**{**base, **OWED[owed], **fields})


LATER = st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=4_000))


@given(LATER, st.sampled_from([owed for owed in OWED if owed not in OPEN]), st.sampled_from(["resolved", "cancelled"]))
def test_no_day_that_passes_changes_the_page_of_what_is_over(
    workplace: Workplace, later: timedelta, owed: str, status: str
) -> None:
    ahead = [{"what": "All trains run", "low": NOW + timedelta(hours=1), "high": NOW + timedelta(days=900)}]
    one = ended(owed, status=status, expected=ahead)
    first, then = (page(workplace, one, now) for now in (NOW, NOW + later))
    assert first.key == then.key
    assert first.make() == then.make()


@given(LATER, st.sampled_from(OPEN))
def test_what_still_owes_something_is_told_on_its_own_day(workplace: Workplace, later: timedelta, owed: str) -> None:
    first, then = (page(workplace, ended(owed), now) for now in (NOW, NOW + later))
    same_day = NOW.astimezone(PARIS).date() == (NOW + later).astimezone(PARIS).date()
    assert (first.key == then.key) is same_day
    if first.key == then.key:
        assert first.make() == then.make()


def test_every_date_on_the_page_of_what_is_over_has_its_year(workplace: Workplace) -> None:
    said = Walk(page(workplace, ended(), NOW).make().decode()).text
    assert "20 November 2026" in said
    assert "20 November" not in said.replace("20 November 2026", "")


def test_its_foot_names_the_zone_of_its_own_times_and_not_of_the_day_it_was_made(workplace: Workplace) -> None:
    july = datetime(2026, 7, 1, 12, tzinfo=PARIS)
    one = make_disruption("road", "a", status="resolved", periods=[{"start": july, "end": july + timedelta(hours=2)}])
    assert "All times are CEST (UTC+2)." in page(workplace, one, NOW).make().decode()


def test_the_first_refresh_of_a_day_makes_no_page_of_what_is_over_anew(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path / "pier")
    site.bulletin(status="resolved", ended="2026-11-20 18:00")
    site.met({"a": "Crane stopped"})
    assert site.run("update") == 0
    site.met({})
    assert site.run("update", now="2026-11-20T20:10:00+01:00") == 0
    before = site.files()
    assert site.run("refresh", now="2027-06-21T00:10:00+02:00") == 0
    kept = {path: digest for path, digest in before.items() if path.startswith(("disruptions/log", "disruptions/met"))}
    assert {path.rpartition("/")[2] for path in kept} == {"index.html", "cap.xml"}
    assert len(kept) == 4
    assert kept.items() <= site.files().items()


def test_the_pages_of_what_is_over_share_their_style_and_run_none_of_theirs(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path / "pier")
    site.met({"a": "Crane stopped"})
    assert site.run("update") == 0
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    over, still = site.page("disruptions/log.late/index.html"), site.page("disruptions/met.a/index.html")
    assert "<style>" in still
    assert "<style>" not in over
    assert "<script>" not in over
    assert "sha256-" not in over
    (sheet,) = re.findall(r'<link rel="stylesheet" href="\.\./\.\./(assets/stylesheets/over\.[0-9a-f]{8}\.css)">', over)
    assert is_immutable(sheet)
    shown = printed("", f"<style>{site.page(sheet)}</style>", "").page
    assert shown.startswith(still[still.index("<style>") : still.index("</style>")])
    assert len(over.encode()) < 11_000
    assert not (site.root / "site/disruptions/shell").exists()


def test_a_page_of_what_is_over_that_is_looked_at_by_itself_brings_its_style_along(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path / "pier")
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    shown = Preview(load_project(site.root / "mkdocs.yml")).show({}, NOW)
    body = shown.page("disruptions/log.late/index.html")
    assert body is not None
    assert b"<style>" in body
    assert b"is-over" in body
