"""The site is published beside what people wrote and what we keep, never over it, whatever its folder is called."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from explainer.commands.entry import main
from explainer.commands.main import run
from explainer.errors import StaffError
from explainer.staff.project import load_project
from tests.support.site import CONFIG, Site, digests, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small site with overrides of the theme and a record, in a folder with a neighbour."""
    made = make_site(tmp_path / "pier")
    made.write("overrides/partials/note.html", "<p>Ours.</p>")
    made.write("ops_feeds/recorded/feeds/met.json", '{"feed": "met"}')
    (tmp_path / "neighbour").mkdir()
    (tmp_path / "neighbour" / "kept.txt").write_text("Not ours.", encoding="utf-8")
    return made


def configured(site: Site, written: str, docs_dir: str = "content", feeds_dir: str = "ops_feeds") -> None:
    text = CONFIG.replace("docs_dir: content\n", f"docs_dir: {docs_dir}\nsite_dir: {written}\n")
    text = text.replace("theme: {name: material,", "theme: {name: material, custom_dir: overrides,")
    site.write("mkdocs.yml", text.replace("zone: Europe", f"feeds_dir: {feeds_dir}\n      zone: Europe"))


def sources(site: Site) -> dict[str, str]:
    """Every file of the site and of its neighbour, but what Explainer keeps for itself."""
    below = site.root.parent
    return {path: digest for path, digest in digests(below).items() if not path.startswith("pier/.explainer/")}


IN_THE_WAY = {
    "content": "is docs_dir",
    "./content/": "is docs_dir",
    "content/how": "lies in docs_dir",
    "content/how/../../content": "is docs_dir",
    "neighbour/../content": "is docs_dir",
    "CONTENT": "is docs_dir",
    "Content/New": "lies in docs_dir",
    "ops_feeds": "holds the record",
    "ops_feeds/bulletins": "lies in feeds_dir",
    "OPS_FEEDS/local": "lies in feeds_dir",
    "ops_feeds/recorded": "is the record",
    "ops_feeds/recorded/feeds": "lies in the record",
    ".explainer": "is .explainer",
    ".explainer/versions": "lies in .explainer",
    "overrides": "is custom_dir",
    "overrides/partials": "lies in custom_dir",
    ".": "is the folder of mkdocs.yml",
    "''": "is the folder of mkdocs.yml",
    "content/..": "is the folder of mkdocs.yml",
    "..": "holds the folder of mkdocs.yml",
    "/": "holds the folder of mkdocs.yml",
    "{root}": "is the folder of mkdocs.yml",
    "{root}/content": "is docs_dir",
    "{root}/../pier/ops_feeds/local": "lies in feeds_dir",
    ".git": "lies in .git, where Git keeps what was committed",
    "./.GIT/hooks": "lies in .git",
    "worktree": "holds .git, so it is not a built site",
    "{root}/../other": "holds mkdocs.yml, so it is not a built site",
    "{home}": "is your home folder",
    "{home}/..": "holds",
    "{code}": "is Explainer’s own code",
    "{code}/theme": "lies in Explainer’s own code",
}


@pytest.mark.parametrize(("written", "why_not"), IN_THE_WAY.items())
def test_a_folder_that_holds_what_is_not_the_site_is_refused_at_its_line_and_nothing_moves(
    site: Site, written: str, why_not: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = site.root.parent / "people" / "me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    site.write("worktree/.git", "gitdir: elsewhere")
    site.write("../other/mkdocs.yml", "site_name: Another")
    written = written.format(root=site.root, home=home, code=Path(sys.modules["explainer"].__file__ or "").parent)
    configured(site, written)
    before = sources(site)
    assert site.run("update") == 2
    said = capsys.readouterr().err
    assert said.startswith("mkdocs.yml:4:11 site_dir: “")
    assert f"” {why_not}" in said
    assert "write a folder that is for the site alone, such as public\n" in said
    assert sources(site) == before
    assert not (site.root / ".explainer").exists()


@pytest.mark.parametrize(
    ("link", "written", "why_not"),
    [
        ("public -> content", "public", "is docs_dir"),
        ("public -> ops_feeds/bulletins", "public/new", "lies in feeds_dir"),
        ("content/public -> ../../neighbour", "content/public", "lies in docs_dir"),
        ("public -> ..", "public", "holds the folder of mkdocs.yml"),
        ("public -> ../pier", "public", "is the folder of mkdocs.yml"),
        ("one -> two/content", "one", "is docs_dir"),
    ],
)
def test_a_link_to_such_a_folder_or_out_of_one_is_refused_too(
    site: Site, link: str, written: str, why_not: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, to in (("two", "."), link.split(" -> ")):
        (site.root / name).symlink_to(to)
    configured(site, written)
    before = sources(site)
    assert site.run("update") == 2
    assert f"” {why_not}" in capsys.readouterr().err
    assert sources(site) == before


def test_what_is_reached_by_a_link_is_kept_as_what_lies_there(site: Site) -> None:
    elsewhere = site.root.parent / "elsewhere"
    (site.root / "content").rename(elsewhere)
    (site.root / "content").symlink_to(elsewhere)
    for written in ("../elsewhere", "../elsewhere/how", "content"):
        configured(site, written)
        with pytest.raises(StaffError, match="docs_dir"):
            load_project(site.root / "mkdocs.yml")


@pytest.mark.parametrize(
    ("docs_dir", "feeds_dir", "written", "why_not"),
    [
        ("public/pages", "ops_feeds", "public", "holds docs_dir"),
        ("content", "public/feeds", "public", "holds the record"),
        ("../neighbour/pages", "ops_feeds", "../neighbour", "holds docs_dir"),
        ("site", "ops_feeds", "site", "is docs_dir"),
        ("content", "site", "site/", "holds the record"),
        (".", "ops_feeds", "public", "lies in docs_dir"),
    ],
)
def test_a_folder_around_what_people_write_is_refused(
    site: Site, docs_dir: str, feeds_dir: str, written: str, why_not: str
) -> None:
    configured(site, written, docs_dir, feeds_dir)
    with pytest.raises(StaffError, match=f"“{written}” {why_not}"):
        load_project(site.root / "mkdocs.yml")


def test_a_name_that_a_disk_may_take_for_another_is_refused(site: Site) -> None:
    configured(site, unicodedata.normalize("NFD", "Straßencafé"), docs_dir=unicodedata.normalize("NFC", "strassencafé"))
    with pytest.raises(StaffError, match="is docs_dir"):
        load_project(site.root / "mkdocs.yml")


@pytest.mark.parametrize(
    "written", ["site", "public", "out/site", "../site", "contents", "content.site", "{root}-site"]
)
def test_a_folder_of_its_own_is_taken(site: Site, written: str) -> None:
    configured(site, written.format(root=site.root))
    before = sources(site)
    assert site.run("update") == 0
    published = load_project(site.root / "mkdocs.yml")
    assert (published.root / published.places.site / "status.json").is_file()
    recorded = "pier/ops_feeds/recorded/"
    after = sources(site)
    assert not [path for path in before if not path.startswith(recorded) and after.get(path) != before[path]]


@pytest.mark.parametrize("value", ["[a]", "2026", '"a\\0b"'])
@pytest.mark.parametrize(("key", "line"), [("docs_dir", 3), ("site_dir", 4)])
def test_what_is_no_name_of_a_folder_is_said_at_its_line(site: Site, key: str, line: int, value: str) -> None:
    configured(site, *((value, "content") if key == "site_dir" else ("site", value)))
    with pytest.raises(StaffError, match=rf"mkdocs\.yml:{line}:11 {key}: is not the name of a folder"):
        load_project(site.root / "mkdocs.yml")


# Every command

COMMANDS = [
    ["build"],
    ["check"],
    ["feeds", "list"],
    ["fetch"],
    ["fingerprint"],
    ["refresh"],
    ["rollback"],
    ["serve", "--port", "0"],
    ["show"],
    ["update"],
    ["watch"],
]


@pytest.mark.parametrize("written", ["content", "ops_feeds", "."])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_moves_a_file_that_people_wrote(site: Site, command: list[str], written: str) -> None:
    configured(site, written)
    before = sources(site)
    assert run([*command, "-f", str(site.root / "mkdocs.yml")]) == 2
    assert sources(site) == before


@pytest.fixture
def published(site: Site) -> Site:
    """The same site, published twice, so that there is a version to go back to."""
    configured(site, "site")
    assert site.run("update") == 0
    site.met({"g2": "Storm warning"})
    assert site.run("update") == 0
    return site


@pytest.mark.parametrize("command", ["refresh", "rollback", "update", "build"])
def test_a_site_that_became_a_link_after_it_was_built_is_refused(
    published: Site, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (published.root / "site").rename(published.root / "was")
    (published.root / "site").symlink_to("content")
    before = digests(published.root / "content")
    monkeypatch.setattr(sys, "argv", ["explainer", command, "-f", str(published.root / "mkdocs.yml")])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "is docs_dir, where your pages are" in capsys.readouterr().err
    assert digests(published.root / "content") == before
    assert (published.root / "site").is_symlink()


def test_a_rollback_still_works_when_the_configuration_was_broken_afterwards(published: Site) -> None:
    configured(published, "content")
    before = digests(published.root / "content")
    assert run(["rollback", "-f", str(published.root / "mkdocs.yml")]) == 0
    assert digests(published.root / "content") == before


@pytest.mark.parametrize(
    ("written", "options"),
    [("content", []), ("site", ["--site-dir", "ops_feeds/local"]), ("site", ["--site-dir", "."])],
    ids=["in the configuration", "on the command line", "the folder itself"],
)
def test_mkdocs_itself_refuses_it_too(site: Site, written: str, options: list[str]) -> None:
    configured(site, written)
    before = sources(site)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", *options]
    done = subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    assert done.returncode
    assert "Traceback" not in done.stderr
    assert sources(site) == before


@pytest.mark.parametrize("name", ["docs", "README.md"])
def test_what_is_no_site_is_not_replaced_by_one(site: Site, name: str) -> None:
    site.write("docs/page.md", "# Ours")
    site.write("README.md", "# Ours")
    configured(site, name)
    before = sources(site)
    assert site.run("build") == 1
    kept = {path: one for path, one in sources(site).items() if "/recorded/states/" not in path}
    assert kept == before, "only the log of how the parts were has grown"


def test_a_site_that_something_else_built_is_replaced(site: Site) -> None:
    site.write("site/index.html", '<meta name="generator" content="mkdocs-1.6.1"><p>Old.')
    configured(site, "site")
    assert site.run("update") == 0
    assert "Old." not in site.page("index.html")


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("hooks: [hooks/hook.py]", "hooks/hook.py"),
        ("watch: [hooks]", "hooks/more.txt"),
        ("INHERIT: base.yml", "base.yml"),
        ("", "content/.nav.yml"),
        ("", "content/blog/.authors.yml"),
    ],
)
def test_what_the_generator_reads_beside_the_pages_asks_for_a_build(site: Site, written: str, path: str) -> None:
    site.write("mkdocs.yml", f"{CONFIG}{written}\n")
    site.write(path, "one: 1\n")
    project = load_project(site.root / "mkdocs.yml")
    assert path in project.places.inputs(site.root)


def test_what_a_build_writes_is_never_what_it_is_made_of(site: Site) -> None:
    site.write("mkdocs.yml", f"{CONFIG}watch: [., site, ops_feeds]\n")
    assert load_project(site.root / "mkdocs.yml").places.also == ()


def test_what_hosts_want_is_published_from_the_folder_of_pages_though_it_is_hidden(site: Site) -> None:
    site.write("content/.well-known/security.txt", "Contact: mailto:pier@example.org")
    site.write("content/.nojekyll", "")
    site.write("content/CNAME", "pier.example")
    site.write("content/.secret", "nobody's business")
    assert site.run("update") == 0
    assert {".well-known/security.txt", ".nojekyll", "CNAME"} <= site.files().keys()
    assert ".secret" not in site.files()
    site.write("content/.well-known/security.txt", "Contact: tel:019900")
    assert site.run("update") == 0
    assert site.page(".well-known/security.txt") == "Contact: tel:019900"


def test_what_is_not_ours_stays_and_is_named_until_it_is_named_in_the_configuration(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("update") == 0
    for path in ("CNAME", "press/a.pdf"):
        site.write(f"site/{path}", "theirs")
    site.met({"g2": "Storm warning"})
    assert site.run("update") == 0
    assert "site holds press/, which is not ours and stays; write it under keep_files" in capsys.readouterr().err
    site.write("mkdocs.yml", CONFIG.replace("zone:", "keep_files: [press/]\n      zone:"))
    site.met({"g2": "Storm warning", "g3": "Gale"})
    assert site.run("update") == 0
    assert "not ours" not in capsys.readouterr().err
    assert run(["rollback", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert {"CNAME", "press/a.pdf"} <= site.files().keys()


@pytest.mark.parametrize("written", ["../x", "/etc", "a//b", "''", "C:x"])
def test_only_paths_in_the_site_can_be_kept(site: Site, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("mkdocs.yml", CONFIG.replace("zone:", f"keep_files: [{written}]\n      zone:"))
    assert site.run("check") == 2
    assert "mkdocs.yml:8:20 keep_files[1]: " in capsys.readouterr().err
