"""What is not as it was published is noticed, and mended: by a refresh where it looks, by the next build at the latest."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer import disk
from explainer.site.publish import New, PublishError, Trees
from tests.support.site import Site, make_site

LATER = "2026-11-20T18:40:00+01:00"


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def edited(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"e", b"x", 1))


def replaced(path: Path) -> None:
    path.unlink()
    path.write_text("mine")


def removed(path: Path) -> None:
    path.unlink()


def made_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("elsewhere")


def rotten(path: Path) -> None:
    """As a disk does it: other bytes, and no other size or time."""
    stat = path.stat()
    edited(path)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


SEEN = [emptied, cut_short, edited, replaced, removed, made_a_link]
PAGES = ["index.html", "status.json", "disruptions/met.g1/index.html"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("built") / "site")
    assert site.run("update") == 0
    return site


@pytest.mark.parametrize("damage", SEEN)
def test_a_refresh_mends_what_it_sees_at_a_look(built: Site, damage: Callable[[Path], None]) -> None:
    before = built.files()
    for path in PAGES:
        damage(built.root / "site" / path)
    assert built.run("refresh") == 0
    assert built.files() == before


@pytest.mark.audit
def test_a_build_mends_everything(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    before = site.files()
    for number, path in enumerate(before):
        [*SEEN, rotten][number % 7](site.root / "site" / path)
    assert site.run("build") == 0
    assert site.files() == before


def trees(folder: Path) -> Trees:
    return Trees(folder / "site", folder / "work", 3)


def put(folder: Path, files: dict[str, str]) -> int:
    published = trees(folder)
    gone = frozenset(published.examined().files.keys() - files.keys())
    return published.publish("s", {path: New.bytes(body.encode()) for path, body in files.items()}, gone, {}).version


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_damage_is_not_carried_into_the_next_versions(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "m"})
    emptied(tmp_path / "site" / "map.html")
    put(tmp_path, {"index.html": "b", "map.html": "m"})
    assert tree(tmp_path / "site") == {"index.html": "b", "map.html": "m"}


def test_a_file_that_only_got_another_time_is_not_published_anew(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "m"})
    os.utime(tmp_path / "site" / "map.html", (1, 1))
    before = (tmp_path / "site" / "map.html").stat().st_ino
    assert put(tmp_path, {"index.html": "a", "map.html": "m"}) == 1
    assert (tmp_path / "site" / "map.html").stat().st_ino == before


class TestRollingBack:
    def test_a_version_that_shares_a_damaged_file_is_mended_from_one_that_has_it_whole(self, tmp_path: Path) -> None:
        put(tmp_path, {"index.html": "a", "map.html": "m"})
        put(tmp_path, {"index.html": "b", "map.html": "m"})
        emptied(tmp_path / "site" / "map.html")  # one file in both versions
        put(tmp_path, {"index.html": "c", "map.html": "m"})
        assert trees(tmp_path).roll_back() == 2
        assert tree(tmp_path / "site") == {"index.html": "b", "map.html": "m"}

    def test_a_version_that_cannot_be_mended_is_named_and_the_one_before_it_is_next(self, tmp_path: Path) -> None:
        for text in "abc":
            put(tmp_path, {"index.html": text})
        emptied(tmp_path / "work" / "versions" / "2" / "index.html")
        with pytest.raises(PublishError, match=r"version 2 is damaged and was given up: index\.html"):
            trees(tmp_path).roll_back()
        assert tree(tmp_path / "site") == {"index.html": "c"}
        assert trees(tmp_path).roll_back() == 1
        assert tree(tmp_path / "site") == {"index.html": "a"}


class TestAfterAStartOfTheMachine:
    """What the disk has then may be older than what was known of it."""

    def test_everything_is_looked_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        many = {f"{number}/index.html": str(number) for number in range(600)}  # more than one look sees
        put(tmp_path, many)
        monkeypatch.setattr(disk, "start_of_machine", lambda: "another")
        for number in (3, 333, 599):
            emptied(tmp_path / "site" / str(number) / "index.html")
        assert trees(tmp_path).examined().skeleton == "", "all is to be woven again"
        put(tmp_path, many)
        assert tree(tmp_path / "site") == many
        assert trees(tmp_path).live().seen == "another"

    def test_a_tree_that_was_being_changed_is_not_believed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for text in "abcd":
            put(tmp_path, {"index.html": text, "map.html": "m"})
        oldest = tmp_path / "work" / "versions" / "1"
        (oldest / "map.html").unlink()  # its manifest still has it
        monkeypatch.setattr(disk, "start_of_machine", lambda: "another")
        put(tmp_path, {"index.html": "e", "map.html": "m"})
        assert tree(tmp_path / "site") == {"index.html": "e", "map.html": "m"}

    def test_where_the_system_does_not_tell_every_run_looks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "start_of_machine", lambda: "")
        many = {f"{number}/index.html": str(number) for number in range(600)}
        put(tmp_path, many)
        emptied(tmp_path / "site" / "333" / "index.html")
        put(tmp_path, many)
        assert tree(tmp_path / "site") == many
