"""What the site would say if a bulletin read otherwise: just what an update would make of it, and nothing is touched."""

from datetime import datetime
from pathlib import Path

import pytest

from explainer.declarations.places import WORKSPACE
from explainer.picture.model import Picture
from explainer.preview import Preview, Shown
from explainer.record import store
from explainer.staff.check import check
from explainer.staff.project import load_project
from tests.support.site import BULLETIN, Site, digests, make_site

NOW = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
LATE = "ops_feeds/bulletins/late.yml"
WORSE = BULLETIN.format(says="Nothing leaves now.", status="active", ended="").replace("slowed", "stopped")
DRAFT = WORSE.replace("headline: Ferries leave", "reality: draft\nheadline: Boats leave")
WRONG = WORSE.replace("severity: severe", "severety: severe").replace("wind}", "winds}")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    assert made.run("update") == 0
    return made


def preview_of(site: Site) -> Preview:
    return Preview(load_project(site.root / "mkdocs.yml"))


def show(site: Site, texts: dict[str, str | None]) -> Shown:
    return preview_of(site).show(texts, NOW)


def written(site: Site, texts: dict[str, str | None], root: Path) -> Site:
    """A copy of the site in which files really hold these texts."""
    copy = site.copy(root)
    for name, text in texts.items():
        if text is None:
            (copy.root / name).unlink()
        else:
            copy.write(name, text)
    return copy


NEW = "ops_feeds/bulletins/new.yml"
TEXTS: tuple[dict[str, str | None], ...] = (
    {},
    {LATE: None},
    {LATE: WRONG},
    {LATE: "headline: [", NEW: "\tno"},
    {LATE: WORSE.replace("18:20", "18:23")},
    {NEW: WORSE},
    {NEW: DRAFT, LATE: None},
)


@pytest.mark.parametrize("given", TEXTS)
def test_it_finds_what_check_finds_of_the_same_words_in_files(
    site: Site, given: dict[str, str | None], tmp_path: Path
) -> None:
    copy = written(site, given, tmp_path / "copy")
    project = load_project(copy.root / "mkdocs.yml")
    assert show(site, given).findings == check(project, store.read(project.recorded), NOW)


@pytest.mark.parametrize("given", [{}, {NEW: WORSE}, {LATE: WRONG}])
def test_it_shows_the_page_that_an_update_would_publish(
    site: Site, given: dict[str, str | None], tmp_path: Path
) -> None:
    copy = written(site, given, tmp_path / "copy")
    assert copy.run("update") in (0, 2)
    shown = show(site, given)
    assert shown.page() == (copy.root / "site/index.html").read_bytes()
    page = "disruptions/log.late/index.html"
    assert shown.page(page) == (copy.root / "site" / page).read_bytes()


def test_it_touches_nothing_but_what_can_be_made_again(site: Site) -> None:
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    before = {
        name: digest for name, digest in digests(site.root).items() if not name.startswith(f"{WORKSPACE}/preview")
    }
    preview = preview_of(site)
    for given in TEXTS:
        preview.show(given, NOW).page()
    after = {name: digest for name, digest in digests(site.root).items() if not name.startswith(f"{WORKSPACE}/preview")}
    assert after == before


def test_what_was_seen_and_corrected_was_never_published(site: Site) -> None:
    preview = preview_of(site)
    typo = {NEW: WORSE.replace("Nothing leaves", "Nothing laeves")}
    right = {NEW: WORSE}
    assert preview.show(typo, NOW).findings == preview.show(right, NOW).findings
    assert "Nothing leaves now" in str(preview.show(right, NOW).page("disruptions/log.new/index.html"))


def test_a_draft_is_shown_to_its_own_staff_alone(site: Site) -> None:
    shown = show(site, {NEW: DRAFT, LATE: None})
    drafted = shown.disruption(NEW)
    assert drafted is not None
    assert drafted.is_draft
    assert shown.picture.has_drafts
    assert shown.picture.component["ferry"].state is not None
    assert shown.page_of(NEW) == shown.page(f"disruptions/{drafted.id}/index.html")
    assert b"Boats leave" in (shown.page_of(NEW) or b"")
    site.write(NEW, DRAFT)
    assert site.run("update") == 0
    assert not any(b"Boats leave" in path.read_bytes() for path in (site.root / "site").rglob("*") if path.is_file())


def test_a_bulletin_that_cannot_be_read_is_no_disruption_and_names_its_line(site: Site) -> None:
    shown = show(site, {NEW: WRONG})
    assert shown.disruption(NEW) is None
    assert {(found.line, found.field) for found in shown.about(NEW)} == {(5, "severety"), (9, "cause.component")}
    assert shown.errors


def test_it_says_when_something_else_than_a_bulletin_has_changed(site: Site) -> None:
    preview = preview_of(site)
    site.bulletin(says="Slower.")
    assert not preview.is_old()
    site.write("content/about.md", "# About\n\nThis is Pier Two.\n")
    assert preview.is_old()


def test_a_picture_of_drafts_is_asked_for_and_never_the_usual_one(site: Site) -> None:
    site.write(NEW, DRAFT)
    assert site.run("update") == 0
    assert isinstance(show(site, {}).picture, Picture)
    assert show(site, {}).picture.has_drafts
    assert "Boats leave" not in site.page("status.json")
