"""In a folder that cannot be moved, files are replaced in an order that readers can bear."""

from __future__ import annotations

from pathlib import Path

from explainer.site.laying import clear, in_order, put_in_place, write_beside
from explainer.site.modes import READABLE
from tests.site.test_foreign import files, write


def lay(tree: Path, site: Path, new: list[str], gone: list[str]) -> None:
    write_beside(tree, site, new, READABLE)
    put_in_place(tree, site, new, gone, READABLE)


def test_assets_come_first_then_pages_then_what_machines_read() -> None:
    wanted = ["assets/explainer.css", "search/search_index.json", "why/late/index.html", "404.html", "index.html"]
    wanted += ["feed.xml", "status.json"]
    assert in_order(reversed(wanted)) == wanted


def test_only_what_is_new_is_written_and_only_what_is_ours_is_taken_out(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", "index.html", "map/index.html")
    site = write(tmp_path / "site", "index.html", "why/late/index.html", "why/late/photo.jpg", "old/index.html")
    was = (site / "index.html").stat()
    lay(tree, site, ["map/index.html"], ["why/late/index.html", "old/index.html", "gone/index.html"])
    assert files(site) == {"index.html", "map/index.html", "why/late/photo.jpg"}
    assert not (site / "old").exists()
    assert (site / "index.html").stat() == was


def test_a_folder_can_take_the_place_of_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", "a/index.html", "b")
    site = write(tmp_path / "site", "a", "b/c/index.html")
    lay(tree, site, ["a/index.html", "b"], ["a", "b/c/index.html"])
    assert files(site) == {"a/index.html", "b"}


def test_what_was_only_written_beside_is_cleared_away(tmp_path: Path) -> None:
    tree, site = write(tmp_path / "tree", "a", "b/c"), write(tmp_path / "site", "a")
    write_beside(tree, site, ["a", "b/c"], READABLE)
    assert len(files(site)) == 3
    clear(site, ["a", "b/c", "d/e"])
    assert files(site) == {"a"}
    assert not (site / "b").exists()
