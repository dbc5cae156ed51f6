"""What is published can be read by whom it is for, whatever the umask; the folder of the site says for whom."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from explainer.site.modes import READABLE, Modes, make_alike, mend, modes_at

if sys.platform == "win32":
    pytest.skip("Windows keeps rights in another way", allow_module_level=True)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize(
    ("folder", "wanted"),
    [
        (0o755, READABLE),
        (0o700, READABLE),
        (0o2775, Modes(0o2775, 0o664)),
        (0o750, Modes(0o750, 0o640)),
        (0o2770, Modes(0o2770, 0o660)),
        (0o1777, Modes(0o775, 0o664)),
        (0o711, Modes(0o711, 0o644)),
    ],
)
def test_the_folder_says_whom_the_site_is_shared_with(tmp_path: Path, folder: int, wanted: Modes) -> None:
    tmp_path.chmod(folder)
    assert modes_at(tmp_path)._replace(group=None) == wanted
    assert modes_at(tmp_path).group == (tmp_path.stat().st_gid if folder & 0o2000 else None)


def test_a_folder_that_is_not_there_says_that_it_is_for_everybody(tmp_path: Path) -> None:
    assert modes_at(tmp_path / "site") == READABLE


def test_what_is_ours_is_mended_and_nothing_else(tmp_path: Path) -> None:
    for name in ("why/late/index.html", "theirs/secret.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o600)
        (tmp_path / name).parent.chmod(0o700)
    assert mend(tmp_path, ["why/late/index.html", "gone.html"], READABLE) == 2
    assert (mode(tmp_path / "why/late"), mode(tmp_path / "why/late/index.html")) == (0o755, 0o644)
    assert (mode(tmp_path / "theirs"), mode(tmp_path / "theirs/secret.txt")) == (0o700, 0o600)
    assert mend(tmp_path, ["why/late/index.html"], READABLE) == 0


def test_a_folder_that_takes_the_place_of_another_is_like_it(tmp_path: Path) -> None:
    site, tree = tmp_path / "site", tmp_path / "tree"
    site.mkdir()
    tree.mkdir(0o700)
    site.chmod(0o2775)
    make_alike(tree, site)
    assert (mode(tree), tree.stat().st_gid) == (0o2775, site.stat().st_gid)
    site.chmod(0o700)
    make_alike(tree, site)
    assert mode(tree) == 0o755
