"""The site as a whole: a refresh is a build, failures are shown, and the old site or the new one stands."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.commands.main import run
from tests.support.site import Site


def rebuilt(site: Site, folder: Path, now: str) -> dict[str, str]:
    """What a clean build of the same inputs publishes."""
    clean = site.copy(folder, leave_out=["site", ".explainer"])
    assert clean.run("build", now=now) == 0
    return clean.files()


titles = st.sampled_from(["Gale warning", "Storm", "Calm", "<script>alert(1)</script>", "Gale &amp; rain {{ x }}"])
feeds = st.one_of(st.none(), st.dictionaries(st.sampled_from(["g1", "g2", "g3"]), titles, max_size=3))
bulletins = st.sampled_from(
    [("Slow.", "active", ""), ("Slow.", "monitoring", ""), ("Slow.", "resolved", "2026-11-20 18:22"), None]
)
pages = st.sampled_from([None, None, None, "It lifts thirty boxes.", "It lifts forty boxes."])


@dataclass(frozen=True)
class Step:
    """What happens before the site is brought up to date again, ``later`` minutes after the step before."""

    met: dict[str, str] | None
    bulletin: tuple[str, str, str] | None
    page: str | None
    later: int

    def apply(self, site: Site) -> str:
        """Change the files; returns the command that a change of this kind needs."""
        site.met(self.met)
        if self.bulletin is None:
            (site.root / "ops_feeds/bulletins/late.yml").unlink(missing_ok=True)
        else:
            site.bulletin(*self.bulletin)
        if self.page is None:
            return "refresh"
        site.write("content/how/crane.md", f"---\ncomponent: crane\n---\n\n# The crane\n\n{self.page}\n")
        return "update"


steps = st.builds(Step, feeds, bulletins, pages, st.sampled_from([0, 4, 40, 1_500]))


@pytest.mark.audit
@given(st.lists(steps, min_size=1, max_size=6))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_changes_a_refreshed_site_has_the_bytes_of_a_rebuilt_one(
    harbour: Site, tmp_path_factory: pytest.TempPathFactory, sequence: list[Step]
) -> None:
    """New, changed, ended, vanished and returning disruptions, feeds that fail and recover, content edits."""
    folder = tmp_path_factory.mktemp("sequence")
    site = harbour.copy(folder / "refreshed")
    now = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
    for step in sequence:
        now += timedelta(minutes=step.later)
        command = step.apply(site)
        assert site.run("fetch", now=now.isoformat()) == 0
        assert site.run(command, now=now.isoformat()) == 0
    assert site.files() == rebuilt(site, folder / "rebuilt", now.isoformat())


def test_mkdocs_build_gives_the_same_site(site: Site, tmp_path: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    frozen = (site.root / "mkdocs.yml").read_text() + "      exercise: {now: 2026-11-20T18:24:00+01:00}\n"
    site.write("mkdocs.yml", frozen)
    assert site.run("build") == 0
    ours = site.files()
    other = site.copy(tmp_path / "mkdocs", leave_out=["site", ".explainer"])
    config = load_config(config_file=str(other.root / "mkdocs.yml"))
    build(config)
    assert other.files() == ours


def test_a_feed_that_fails_is_named_on_the_site_and_its_parts_turn_unknown(site: Site) -> None:
    site.met(None)
    assert site.run("update", now="2026-11-20T18:29:00+01:00") == 0
    status = json.loads(site.page("status.json"))
    assert {s["id"]: s["freshness"] for s in status["sources"]} == {"log": "fresh", "met": "unreachable"}
    assert {c["id"]: c["state"] for c in status["components"]}["wind"] == "unknown"
    assert "Weather office" in site.page("index.html")
    assert "Gale warning" in site.page("disruptions/met.g1/index.html"), "what it last said stands"


@pytest.mark.parametrize(
    "body", ["", "<!doctype html><title>Access denied</title>", '<?xml version="1.0"?><rss><channel><item>']
)
def test_what_is_not_a_whole_feed_is_a_failure_and_never_all_quiet(site: Site, body: str) -> None:
    site.write("ops_feeds/local/met.xml", body)
    assert site.run("update", "--strict") == 3
    status = json.loads(site.page("status.json"))
    assert next(s for s in status["sources"] if s["id"] == "met")["freshness"] == "unreachable"


def test_a_whole_feed_without_entries_is_all_quiet(site: Site) -> None:
    site.met({})
    assert site.run("update", "--strict") == 0
    status = json.loads(site.page("status.json"))
    assert {c["id"]: c["state"] for c in status["components"]}["wind"] == "normal"


def test_an_ended_disruption_keeps_its_address_and_says_so(site: Site) -> None:
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    page = site.page("disruptions/log.late/index.html")
    assert "Ended" in page
    assert "20–40" in page


def test_what_is_over_is_listed_by_month_and_the_other_months_stay(site: Site) -> None:
    october = (site.root / "ops_feeds/bulletins/late.yml").read_text().replace("2026-11-20", "2026-10-03")
    october = october.replace("active", "resolved").replace("symptom:", "ended: 2026-10-03 18:40\nsymptom:")
    site.write("ops_feeds/bulletins/october.yml", october)
    assert site.run("update") == 0
    assert "October 2026</b> <span>1 disruption<" in site.page("archive/index.html")
    assert "disruptions/log.october/" in site.page("archive/2026-10/index.html")
    assert not (site.root / "site/archive/2026-11").exists()
    kept = (site.root / "site/archive/2026-10/index.html").stat()
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update", now="2026-11-20T18:29:00+01:00") == 0
    assert "disruptions/log.late/" in site.page("archive/2026-11/index.html")
    assert "https://pier.example/archive/2026-11/" in site.page("sitemap.xml")
    assert "shell" not in site.page("sitemap.xml")
    assert (site.root / "site/archive/2026-10/index.html").stat().st_mtime_ns == kept.st_mtime_ns
    assert not (site.root / "site/archive/shell").exists()


def test_a_broken_bulletin_hides_no_other_and_its_last_good_version_stands(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (site.root / "ops_feeds/bulletins/late.yml").read_text()
    site.write("ops_feeds/bulletins/late.yml", good.replace("state: slowed", "state: slow"))
    site.write("ops_feeds/bulletins/other.yml", good.replace("Ferries leave", "Buses leave"))
    assert site.run("update") == 2
    assert "bulletins/late.yml:" in capsys.readouterr().err
    assert "Ferries leave" in site.page("disruptions/log.late/index.html")
    assert "Buses leave" in site.page("disruptions/log.other/index.html")


def test_a_bulletin_that_names_what_does_not_exist_is_set_aside_with_its_line(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (site.root / "ops_feeds/bulletins/late.yml").read_text()
    site.write("ops_feeds/bulletins/other.yml", good.replace("component: ferry", "component: fery"))
    assert site.run("fetch") == 0
    assert "bulletins/other.yml:11:17 reports[1].component: there is no component “fery”" in capsys.readouterr().err


def test_a_published_update_cannot_be_changed_silently(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.bulletin(says="Everything is fine.")
    assert site.run("check") == 2
    assert "the update of 18:20 was changed after it was published" in capsys.readouterr().err
    assert site.run("update") == 2
    assert "Everything is fine." not in site.page("disruptions/log.late/index.html")


@pytest.mark.parametrize("path", ["content/how/crane.md", "content/system.yml", "mkdocs.yml", "ops_feeds/met.yml"])
def test_a_refresh_refuses_a_skeleton_older_than_its_inputs_and_names_what_to_run(
    site: Site, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = site.files()
    site.write(path, (site.root / path).read_text() + "\n\n")
    assert site.run("refresh") == 2
    assert capsys.readouterr().err == (
        f"explainer: {path} has changed since the skeleton was built; run explainer build\n"
    )
    assert site.files() == before


def test_an_update_builds_when_content_changed_and_refreshes_when_it_did_not(site: Site) -> None:
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The big crane\n\nIt lifts.\n")
    assert site.run("update") == 0
    assert "The big crane" in site.page("how/crane/index.html")
    assert site.run("refresh") == 0


def test_what_staff_broke_leaves_the_old_site_and_every_finding_is_said(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    before = site.files()
    system = (site.root / "content/system.yml").read_text()
    site.write(
        "content/system.yml",
        system.replace("from: wind", "from: wnd").replace(
            "owner: harbour, watched_by: [log]", "owner: x, watched_by: [log]"
        ),
    )
    site.write("content/about.md", "---\ncomponent: cran\n---\n\nSee [the crane](how/cran.md).\n")
    assert site.run("update") == 2
    said = capsys.readouterr().err
    assert "content/system.yml:14:12 links[1].from: there is no component “wnd”: did you mean “wind”?" in said
    assert "there is no party “x”" in said
    assert site.files() == before


def test_a_refresh_with_nothing_new_changes_only_what_says_when(site: Site) -> None:
    assert site.run("refresh") == 0, "a copied tree is not ours until it is published once"
    before = {path: (site.root / "site" / path).stat().st_mtime_ns for path in site.files()}
    assert site.run("fetch", now="2026-11-20T18:29:00+01:00") == 0
    assert site.run("refresh", now="2026-11-20T18:29:00+01:00") == 0
    after = {path: (site.root / "site" / path).stat().st_mtime_ns for path in site.files()}
    touched = {path for path in after if after[path] != before.get(path)}
    assert touched
    for path in touched - {"status.json"}:
        said = site.page(path)
        says_when = "18:29" in said or "T17:29" in said
        assert says_when or path.startswith("badge"), f"{path} changed without saying when we last checked"


def test_a_rollback_returns_to_the_version_before_at_once(site: Site) -> None:
    assert site.run("refresh") == 0, "a copied tree is not ours until it is published once"
    before = site.files()
    site.met({"g1": "Storm warning"})
    assert site.run("update", now="2026-11-20T18:29:00+01:00") == 0
    assert site.files() != before
    assert run(["rollback", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert site.files() == before
    assert site.run("update", now="2026-11-20T18:34:00+01:00") == 0
    assert "Storm warning" in site.page("disruptions/met.g1/index.html")


def test_no_feed_text_reaches_the_skeleton(site: Site) -> None:
    site.met({"g1": "Gale warning with a very special word: xyzzy"})
    assert site.run("update") == 0
    tree = site.root / ".explainer" / "skeleton" / "tree"
    assert not [p for p in tree.rglob("*") if p.is_file() and b"xyzzy" in p.read_bytes()]
    assert "xyzzy" in site.page("disruptions/met.g1/index.html")


def test_a_live_region_nobody_renders_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/about.md", '# About\n\n<div data-live="weather"></div>\n')
    assert site.run("update") == 2
    assert "live region “weather”: write one of: " in capsys.readouterr().err


def test_two_runs_at_once_are_told_apart(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    from explainer.site.alone import alone

    with alone(site.root):
        for command in ("fetch", "build", "refresh", "update"):
            assert site.run(command, "--wait", "0") == 1
            assert "another run is at work on this site: " in capsys.readouterr().err
        for command in ("rollback", "adopt"):
            assert run([command, "-f", str(site.root / "mkdocs.yml"), "--wait", "0"]) == 1


@pytest.mark.parametrize("name", ["a", "zz"])
def test_of_two_bulletins_with_one_id_the_one_that_readers_know_stays_and_the_other_is_named(
    site: Site, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    known = (site.root / "ops_feeds/bulletins/late.yml").read_text(encoding="utf-8")
    site.write(f"ops_feeds/bulletins/{name}.yml", f"id: late\n{known.replace('Ferries leave', 'No ferry leaves,')}")
    assert site.run("update") == 2
    said = capsys.readouterr().err
    assert (
        f"ops_feeds/bulletins/{name}.yml:1:5 id: “late” is already the id of ops_feeds/bulletins/late.yml: give" in said
    )
    assert "Ferries leave 20–40 minutes late" in site.page("disruptions/log.late/index.html")
    assert site.run("check") == 2
    (site.root / f"ops_feeds/bulletins/{name}.yml").unlink()
    assert site.run("update") == 0


def test_a_page_that_is_saved_while_a_build_works_is_published_by_the_next_update(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from explainer.site import engine

    real = engine.build_tree

    def saved_meanwhile(*args: Any) -> Any:
        built = real(*args)
        site.write("content/about.md", "# About\n\nSaved while it was built.\n")
        return built

    site.write("content/about.md", "# About\n\nWritten before.\n")
    monkeypatch.setattr(engine, "build_tree", saved_meanwhile)
    assert site.run("update") == 0
    assert "Written before" in site.page("about/index.html")
    monkeypatch.setattr(engine, "build_tree", real)
    assert site.run("update") == 0
    assert "Saved while it was built" in site.page("about/index.html")
    monkeypatch.setattr(engine, "build_tree", None)
    assert site.run("update") == 0, "and after that nothing is built"
