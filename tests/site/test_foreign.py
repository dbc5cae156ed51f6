"""What others put into the folder of the site stays there, and nothing of it is deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.site.foreign import carry, foreign, is_kept, leave, named, unnamed, without


def write(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize(
    "path",
    [
        *("CNAME", ".nojekyll", ".htaccess", ".well-known/", ".well-known/acme-challenge/token", "lost+found/"),
        *("google4f5e6d7c8b9a0123.html", "robots.txt", "_headers", "favicon.ico", "BingSiteAuth.xml"),
    ],
)
def test_what_hosts_want_stays_without_being_named(path: str) -> None:
    assert is_kept(path, ())


@pytest.mark.parametrize(
    ("pattern", "kept", "not_kept"),
    [
        ("press/", ["press/", "press/a.pdf", "press/2026/a.pdf"], ["pressing/", "other/press/", "press"]),
        ("press/*.pdf", ["press/a.pdf"], ["press/", "press/2026/a.pdf", "press/a.txt"]),
        ("**.pdf", ["a.pdf", "press/2026/a.pdf"], ["a.txt"]),
        ("a?.txt", ["ab.txt"], ["a.txt", "a/.txt"]),
        ("old", ["old", "old/", "old/page.html"], ["older", "very/old"]),
        ("a+b(1).txt", ["a+b(1).txt"], ["aab1.txt"]),
    ],
)
def test_a_pattern_means_what_people_expect(pattern: str, kept: list[str], not_kept: list[str]) -> None:
    assert all(is_kept(path, [pattern]) for path in kept)
    assert not any(is_kept(path, [pattern]) for path in not_kept)


@given(st.text(alphabet="ab/*?.[]()+\\", min_size=1, max_size=12), st.text(alphabet="ab/.", max_size=12))
def test_every_pattern_can_be_asked(pattern: str, path: str) -> None:
    assert is_kept(path, [pattern]) in (True, False)


def test_what_is_neither_ours_nor_about_to_go_is_foreign(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", "index.html", "why/late/index.html")
    site = write(tmp_path / "site", "index.html", "why/late/index.html", "old/index.html", "CNAME", "press/a.pdf")
    write(site, "why/photo.jpg", "old/photo.jpg", ".explainer-aside.1234")
    found = foreign(site, tree, {"old/index.html"}, deep=False)
    assert found == ["CNAME", "old/photo.jpg", "press/", "why/photo.jpg"]


def test_the_many_folders_within_folders_are_looked_into_when_a_site_is_built(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", "fr/disruptions/met.a/index.html", "disruptions/index.html")
    site = write(tmp_path / "site", "fr/disruptions/met.a/index.html", "fr/disruptions/met.a/photo.jpg", "fr/a.txt")
    write(site, "disruptions/index.html", "disruptions/a.txt")
    assert foreign(site, tree, (), deep=False) == ["fr/a.txt"]
    assert foreign(site, tree, (), deep=True) == ["disruptions/a.txt", "fr/a.txt", "fr/disruptions/met.a/photo.jpg"]


def test_a_folder_of_which_nothing_is_named_is_told_as_one(tmp_path: Path) -> None:
    site = write(tmp_path, "press/a.pdf", "press/b.txt", "press/2025/c.pdf", "other/x", "other/y", "CNAME")
    (site / "empty").mkdir()
    found = foreign(site, tmp_path / "none", (), deep=True)
    assert unnamed(site, found, ()) == ["other/", "press/"]
    assert unnamed(site, found, ["press/*.pdf", "other/x"]) == ["other/y", "press/2025/", "press/b.txt"]
    assert unnamed(site, found, ["press/", "other"]) == []
    assert named(site, found, ["press/*.pdf", "other/x"]) == ["CNAME", "empty/", "other/x", "press/a.pdf"]


def test_it_is_shared_with_the_next_tree_and_then_taken_out_of_the_one_before(tmp_path: Path) -> None:
    site, tree = write(tmp_path / "site", "CNAME", "press/2026/a.pdf"), write(tmp_path / "tree", "index.html")
    (site / "press").chmod(0o2775)
    (site / "link").symlink_to("CNAME")
    was = (site / "CNAME").stat()
    found = foreign(site, tree, (), deep=True)
    carry(site, tree, found)
    assert files(tree) == {"index.html", *files(site)}
    leave(site, tree, found)
    assert files(site) == set()
    assert files(tree) == {"index.html", "CNAME", "link", "press/2026/a.pdf"}
    assert ((tree / "CNAME").stat().st_ino, (tree / "CNAME").stat().st_nlink) == (was.st_ino, 1)
    assert ((tree / "press").stat().st_mode & 0o7777, (tree / "link").readlink()) == (0o2775, Path("CNAME"))


def test_what_its_owner_changes_or_adds_meanwhile_comes_along(tmp_path: Path) -> None:
    site, tree = write(tmp_path / "site", "CNAME", "press/a.pdf", "gone.txt"), tmp_path / "tree"
    tree.mkdir()
    found = foreign(site, tree, (), deep=True)
    carry(site, tree, found)
    (site / "new").write_text("new")
    (site / "new").replace(site / "CNAME")
    write(site, "press/b.pdf", "late/c.txt")
    leave(site, tree, {*found, *foreign(site, tree, (), deep=True)})
    assert (tree / "CNAME").read_text() == "new"
    assert files(tree) == {"CNAME", "press/a.pdf", "press/b.pdf", "late/c.txt", "gone.txt"}


def test_what_was_shared_in_vain_is_taken_out_again(tmp_path: Path) -> None:
    site, tree = write(tmp_path / "site", "CNAME", "press/a.pdf"), write(tmp_path / "tree", "index.html")
    carry(site, tree, ["CNAME", "press/"])
    without(tree, ["CNAME", "press/"])
    assert (files(tree), files(site)) == ({"index.html"}, {"CNAME", "press/a.pdf"})
