"""Forms in a browser, for whoever has nothing installed: what they write is read rightly, and no public page holds them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from explainer.declarations.documents import read_markdown, read_yaml
from tests.conftest import ROOT
from tests.support import trades
from tests.support.forms import archives, opened
from tests.support.site import Site, told_yesterday

pytestmark = pytest.mark.audit

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def with_forms(site: Site, capsys: pytest.CaptureFixture[str]) -> Path:
    """A site with the forms laid out beside it."""
    from explainer.commands.main import run

    folder = site.root / "cms"
    told = ["cms", "-f", str(site.root / "mkdocs.yml"), "--backend", "test-repo", "--from", str(archives())]
    assert run(told) == 0
    capsys.readouterr()
    return folder


@pytest.mark.parametrize(
    "trade",
    [
        ("River Hospital", trades.HOSPITAL, "scan", "site-office"),
        ("Hanse Bank", trades.BANK, "card", "payments"),
    ],
    ids=["hospital", "bank"],
)
def test_a_notice_written_on_a_phone_passes_and_is_published(
    chromium: Browser,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    trade: tuple[str, dict[str, str], str, str],
) -> None:
    name, files, symptom, party = trade
    site = told_yesterday(trades.make_trade(tmp_path, name, files))
    now = datetime.now(site_zone(site)).replace(second=0, microsecond=0)
    later = now + timedelta(minutes=55)
    with opened(chromium, with_forms(site, capsys), {}, **PHONE) as forms:
        forms.new(f"bulletins-{bulletins_of(files)}")
        forms.type("headline", "Screens went dark: gates #4 and #5, we don't know why")
        forms.type("place", "House B, “ground floor”")
        forms.choose("symptom", symptom)
        forms.switch("cause.unknown")
        forms.choose("cause.investigator", party)
        forms.type("cause.answer_by", f"{later:%Y-%m-%dT%H:%M}")
        forms.add("impact")
        forms.type("impact.0.who", "Everybody: in the hall")
        forms.type("impact.0.what", "# longer than usual, by 20 minutes")
        forms.type("nothing_to_do", "Wait in the hall: nothing is asked of you.")
        forms.add("unknowns")
        forms.type("unknowns.0", "What happened.")
        forms.type("next_update", f"{later:%Y-%m-%dT%H:%M}")
        forms.add("updates")
        forms.type("updates.0.says", "We know.\n\n- More by the hour.\n- Staff are in the hall.")
        saved = forms.save()
        [(path, text)] = saved.items()
        assert forms.steps <= 18
    assert path.endswith("/screens-went-dark-gates-4-and-5-we-don-t-know-why.yml")
    told = read_yaml(text, path).data
    assert told["headline"] == "Screens went dark: gates #4 and #5, we don't know why"
    assert told["updates"][0]["says"].splitlines()[-1] == "- Staff are in the hall."
    assert told["next_update"] == f"{later:%Y-%m-%d %H:%M}", "in the zone of the site, wherever the browser is"
    assert abs(datetime.fromisoformat(told["detected"]) - now.replace(tzinfo=None)) < timedelta(minutes=3)
    assert told["unknowns"] == ["What happened."]
    assert told["summary"].startswith("We know"), "the first word, until somebody knows more"
    assert list(told)[:3] == ["headline", "summary", "place"]
    site.write(path, text)
    moment = (now + timedelta(minutes=3)).isoformat()
    site.run("check", "--format", "json", now=moment)
    found = json.loads(capsys.readouterr().out)
    assert [one for one in found if one["file"].endswith(path) and one["level"] == "error"] == []
    assert site.run("update", now=moment) == 0
    assert "Screens went dark" in site.page("index.html")
    public = [one for one in (site.root / "site").rglob("*") if one.is_file()]
    assert [one for one in public if b"sveltia" in one.read_bytes().lower() or one.parent.name == "cms"] == []


def site_zone(site: Site) -> Any:
    from explainer.staff.project import load_project

    return load_project(site.root / "mkdocs.yml").settings.tz


def bulletins_of(files: dict[str, str]) -> str:
    """The feed that holds our own bulletins."""
    return next(Path(path).stem for path, text in files.items() if "format: bulletin" in text and path.count("/") == 1)


def test_an_update_added_in_a_form_changes_nothing_else(
    chromium: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = demo_site(tmp_path)
    path = "ops_feeds/bulletins/late-departures.yml"
    before = read_yaml((ROOT / path).read_text(encoding="utf-8"), path).data
    with opened(chromium, with_forms(site, capsys), demo_files(), viewport={"width": 1280, "height": 900}) as forms:
        forms.open("bulletins-operations", "late-departures")
        number = len(before["updates"])
        forms.add("updates")
        forms.type(f"updates.{number}.at", "2026-11-20T19:10")
        forms.type(f"updates.{number}.says", "Two more pads work.")
        saved = forms.save()
    after = read_yaml(saved[path], path).data
    assert after["updates"][:number] == before["updates"]
    assert after["updates"][number] == {"at": "2026-11-20 19:10", "says": "Two more pads work."}
    assert without_no(after, "updates") == without_no(before, "updates")


def test_a_page_edited_in_a_form_keeps_what_is_not_in_the_form(
    chromium: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = demo_site(tmp_path)
    path = "content/how/baggage.md"
    files = demo_files()
    files[path] = files[path].replace("---\n", "---\nsearch: {boost: 2}\nhide: [toc]\n", 1)
    with opened(chromium, with_forms(site, capsys), files, viewport={"width": 1280, "height": 900}) as forms:
        forms.open("how", "baggage")
        forms.type("title", "Your bag: after landing")
        saved = forms.save()
    before, after = read_markdown(files[path], path), read_markdown(saved[path], path)
    assert after.front.data == before.front.data | {"title": "Your bag: after landing"}
    assert after.body.strip() == before.body.strip()
    translation = "content/how/baggage.fr.md"
    assert read_markdown(saved[translation], "").front.data == read_markdown(files[translation], "").front.data


def without_no(data: Any, *keys: str) -> Any:
    """Without the switches that are off, which a form writes and a hand leaves out."""
    if isinstance(data, list):
        return [without_no(one) for one in data]
    if isinstance(data, dict):
        return {key: without_no(value) for key, value in data.items() if value is not False and key not in keys}
    return data


def demo_files() -> dict[str, str]:
    patterns = ("ops_feeds/bulletins/*.yml", "ops_feeds/watches/*.yml", "content/how/*.md", "content/questions/*.md")
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }


def demo_site(root: Path) -> Site:
    """The demo’s words without its record."""
    import shutil

    for name in ("content", "ops_feeds", "drills"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("recorded"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    return Site(root)
