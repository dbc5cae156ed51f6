"""A disruption that cannot be shown costs its own place, not the site: everything else is published, and it is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from explainer import picture
from explainer.model.history import Record
from explainer.outputs import entries, status
from explainer.outputs.status_told import disruption_out
from explainer.picture import standing
from explainer.picture.model import DisruptionNow
from explainer.picture.narrowing import without
from explainer.render import isolation, regions
from explainer.render.components import archive, lead, open_now, others, rows
from explainer.render.isolation import Isolation, told
from explainer.render.pages import home
from explainer.render.view import View
from tests.factory import make_bulletin, make_disruption, make_picture, view
from tests.support.markup import Walk
from tests.support.site import Site, make_site
from tests.support.watching import Watched

BAD = "met.g1"
WORDS = "Gale warning &amp; rain"
FAULT = "Explainer's own fault: OverflowError: date value out of range; please report it"


def refusing(made: Callable[..., Any], bad: str = BAD) -> Callable[..., Any]:
    """The function, which raises as soon as it is handed that one disruption."""

    def broken(*given: Any, **more: Any) -> Any:
        for each in given:
            found = each.disruption if isinstance(each, DisruptionNow) else each
            if getattr(found, "id", "") == bad:
                raise OverflowError("date value out of range")
        return made(*given, **more)

    return broken


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("isolation") / "site")
    site.met({"g1": "Gale warning &amp;amp; rain", "g2": "Storm on the way", "g3": "Fog"})
    assert site.run("update") == 0
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "copy")


ROWS = ((others, "current_row"), (status, "disruption_out"), (entries, "_written"))


def test_rows_that_cannot_be_made_are_left_out_and_counted(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = entries._written
    monkeypatch.setattr(others, "current_row", refusing(rows.current_row))
    monkeypatch.setattr(status, "disruption_out", refusing(disruption_out))
    monkeypatch.setattr(entries, "_written", lambda view, one: refusing(lambda _: entry(view, one))(one.now))
    assert site.run("refresh") == 0
    page = site.page("index.html")
    assert "Storm on the way" in page
    assert "Fog" in page
    assert "1 disruption could not be shown here, by a fault of this site’s own:" in page
    assert f'href="disruptions/{BAD}/">{WORDS}' in page
    told = json.loads(site.page("status.json"))
    assert told["left_out"] == 1
    assert {row["id"] for row in told["disruptions"]} == {"log.late", "met.g2", "met.g3"}
    assert next(row for row in told["components"] if row["id"] == "wind")["state"] == "slowed"
    feed = etree.fromstring(site.page("feed.xml").encode())
    assert len(feed.findall("{*}entry")) == 3
    said = capsys.readouterr().err
    assert f"warning: {BAD} could not be shown on index.html, status.json, feed.xml and 3 more: {FAULT}" in said


@pytest.mark.parametrize("name", ["head", "lead", "disruption"])
def test_a_page_that_cannot_be_made_is_plain_and_names_the_publishers_words(
    site: Site, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    region = regions.REGIONS[name]

    def broken(view: View, args: dict[str, str]) -> str:
        if args.get("subject") == BAD:
            raise OverflowError("date value out of range")
        return region(view, args)

    monkeypatch.setitem(regions.REGIONS, name, broken)
    before = site.page("disruptions/met.g2/index.html")
    assert site.run("refresh") == 0
    page = site.page(f"disruptions/{BAD}/index.html")
    assert WORDS in page
    assert "<title>" in page
    assert len(Walk(page).all("h1")) == 1
    if name != "head":
        assert "could not be made" in page
        assert '<a href="../../">All that is happening now</a>' in page
    assert site.page("disruptions/met.g2/index.html") == before
    assert "Storm on the way" in site.page("index.html")
    assert f"warning: {BAD} could not be shown on disruptions/{BAD}/index.html: {FAULT}" in capsys.readouterr().err


def test_a_page_of_what_is_over_is_tried_again_at_every_run_until_it_is_whole(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.met({"g2": "Storm on the way"})
    region = regions.REGIONS["disruption"]
    with monkeypatch.context() as patch:
        broken = lambda view, args: 1 / 0 if args["subject"] == BAD else region(view, args)  # noqa: E731
        patch.setitem(regions.REGIONS, "disruption", broken)
        patch.setattr(archive, "_row", refusing_row(archive._row))
        assert site.run("update") == 0
        capsys.readouterr()
        assert site.run("refresh") == 0
        assert "ZeroDivisionError" in capsys.readouterr().err
        page = site.page(f"disruptions/{BAD}/index.html")
        assert "This part of the page could not be made" in page
        month = site.page("archive/2026-11/index.html")
        assert "Fog" in month
        assert "1 disruption could not be shown here" in month
    assert site.run("refresh") == 0
    assert "could not" not in capsys.readouterr().err
    assert "could not be made" not in site.page(f"disruptions/{BAD}/index.html")
    assert WORDS in site.page("archive/2026-11/index.html")
    assert site.run("refresh") == 0


def refusing_row(made: Callable[..., rows.Row]) -> Callable[..., rows.Row]:
    def broken(view: View, row: archive.Row) -> rows.Row:
        if row.id == BAD:
            raise OverflowError("date value out of range")
        return made(view, row)

    return broken


def test_a_region_that_never_works_is_a_note_in_its_place_on_every_page(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("others", "parts", "map", "trace", "zone", "banner"):
        monkeypatch.setitem(regions.REGIONS, name, lambda *_: 1 / 0)
    assert site.run("build") == 0
    assert site.page("index.html").count("This part of the page could not be made") == 2
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")
    assert "This part of the page could not be made" in site.page("map/index.html")
    assert "This part of the page could not be made" in site.page("why/ferry/index.html")
    assert (
        "warning: a part could not be shown on 404.html, archive/index.html, how/crane/index.html and 13 more"
        in capsys.readouterr().err
    )


def test_the_one_that_leads_is_named_below_a_sign_that_keeps_the_state(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "says_of", refusing(lead.says_of, "log.late"))
    assert site.run("refresh") == 0
    page = site.page("index.html")
    assert '<div class="lead is-slowed"' in page
    assert "Ferries leave 20–40 minutes late" in page
    assert json.loads(site.page("status.json"))["state"] == "slowed"


def test_strict_asks_about_it_and_watch_tells_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(others, "current_row", refusing(rows.current_row))
    assert site.run("update") == 0
    assert site.run("update", "--strict") == 3
    assert f"{BAD} could not be shown" in capsys.readouterr().err
    watch = Watched(site)
    done = watch.cycle()
    assert not done.error
    assert done.unmade == (f"{BAD} could not be shown on index.html: {FAULT}",)
    assert done.unmade[0] in done.line()
    assert watch.health(done).facts()["ok"]


def test_mkdocs_build_warns_of_it_too(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    monkeypatch.setattr(open_now, "current_row", refusing(rows.current_row))
    build(load_config(config_file=str(site.root / "mkdocs.yml")))
    assert f"{BAD} could not be shown on disruptions/open/index.html" in caplog.text
    assert "Storm on the way" in site.page("disruptions/open/index.html")


def test_a_disruption_of_which_no_picture_can_be_made_leaves_its_parts_unknown(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = standing.disruption_now

    def broken(held: Any, *rest: Any) -> Any:
        if held.id == BAD:
            raise OverflowError("date value out of range")
        return made(held, *rest)

    monkeypatch.setattr(picture, "disruption_now", broken)
    assert site.run("refresh") == 0
    assert f"{BAD} could not be shown on every page: {FAULT}" in capsys.readouterr().err
    told = json.loads(site.page("status.json"))
    assert next(row for row in told["components"] if row["id"] == "wind")["state"] == "unknown"
    assert "Ferries leave 20–40 minutes late" in site.page("index.html")
    assert site.run("show") == 0
    shown = capsys.readouterr()
    assert FAULT in shown.err
    assert "Ferries leave" in shown.out


# The parts


def test_the_picture_without_some_keeps_every_state_and_names_none_of_them() -> None:
    whole = make_picture(
        make_bulletin(about=[{"feed": "met"}]),
        make_disruption("met", "a", reports=[{"component": "wind", "state": "stopped"}]),
        make_disruption("road", "b", reports=[{"component": "road", "state": "slowed"}]),
    )
    for gone in ({"log.gale"}, {"met.a"}, {"log.gale", "met.a", "road.b"}):
        left = without(whole, gone)
        assert [c.state for c in left.components] == [c.state for c in whole.components]
        assert left.state is whole.state
        assert not gone & ({left.lead} | {d.id for d in left.disruptions} | {d.gathered_by for d in left.disruptions})
        assert not gone & {key for c in left.components for key in c.disruptions}
        assert not gone & {c.disruption for c in left.constraints}
        for name, render in regions.REGIONS.items():
            if name not in ("archive", "disruption", "trace"):
                render(View(**{**vars_of(view()), "picture": left}), {"page": "home"})
    assert without(whole, ()) is whole


def vars_of(seen: View) -> dict[str, Any]:
    return {
        name: getattr(seen, name) for name in ("system", "settings", "rights", "layout", "reading", "templates", "zone")
    }


def test_those_to_blame_are_found_among_many_with_few_tries() -> None:
    tries = 0

    def fails(group: Any) -> bool:
        nonlocal tries
        tries += 1
        return bool({"a7", "a900"} & set(group))

    assert set(isolation._guilty([f"a{n}" for n in range(1_000)], fails)) == {"a7", "a900"}
    assert tries < 60


def test_without_anybody_to_blame_what_is_raised_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        Isolation().picture(Record(), lambda _: 1 / 0)  # type: ignore[arg-type, return-value]
    with pytest.raises(ZeroDivisionError):
        Isolation().whole(view(), "status.json", lambda _: 1 / 0)


def test_a_fault_is_told_once_with_the_places_where_it_shows() -> None:
    faults = [isolation.Fault(f"page-{number}", "met.a", "why") for number in range(5)]
    assert list(told(faults)) == ["met.a could not be shown on page-0, page-1, page-2 and 2 more: why"]
