"""A skeleton that is not whole is built anew by whoever can build, asked for by whoever cannot, and never published."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from explainer.site import skeleton as skeletons
from explainer.site import weave
from explainer.site.skeleton import TEMPLATES
from tests.support.site import Site, make_site
from tests.support.watching import Watched


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def an_asset(skeleton: Path) -> Path:
    return next((skeleton / "tree" / "assets").rglob("*.css"))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a page": lambda skeleton: emptied(skeleton / "tree" / "map" / "index.html"),
    "a style": lambda skeleton: emptied(an_asset(skeleton)),
    "the folder of assets": lambda skeleton: rmtree(skeleton / "tree" / "assets"),
    "the whole tree": lambda skeleton: rmtree(skeleton / "tree"),
    "its templates": lambda skeleton: cut(skeleton / TEMPLATES),
    "its settings": lambda skeleton: cut(skeleton / "skeleton"),
    "its list of files": lambda skeleton: cut(skeleton / "plain"),
    "the rows of the sitemap": lambda skeleton: cut(skeleton / "sitemap.rows"),
    "all of it": rmtree,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("built") / "site")
    assert site.run("update") == 0
    return site


def torn(site: Site, what: str) -> None:
    """Damage the skeleton, and give a refresh a reason to read all of it, as a process does that has read none yet."""
    skeletons._as_built.cache_clear()
    weave._templates.cache_clear()
    DAMAGES[what](site.root / ".explainer" / "skeleton")
    (site.root / "site" / "index.html").unlink()
    rmtree(site.root / "site" / "assets")


def test_a_refresh_asks_for_a_build_and_publishes_nothing_torn(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = built.files()
    torn(built, "a style")
    assert built.run("refresh") == 2
    assert "is not as it was built; run explainer build" in capsys.readouterr().err
    there = built.files()
    assert there == {path: digest for path, digest in before.items() if path in there}, "nothing torn came"
    assert built.run("update") == 0
    said = capsys.readouterr().err
    assert said.startswith("building, as ")
    assert "is not as it was built\n" in said
    assert built.files() == before


@pytest.mark.audit
@pytest.mark.parametrize("what", DAMAGES)
def test_an_update_builds_what_is_torn(built: Site, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = built.files()
    torn(built, what)
    assert built.run("update") == 0
    assert "building, as " in capsys.readouterr().err
    assert built.files() == before


@pytest.mark.audit
def test_watch_builds_what_is_torn_and_goes_on(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    before = site.files()
    watch = Watched(site)
    torn(site, "a style")
    assert "is not as it was built; run explainer build" in watch.cycle().error
    assert watch.until(lambda cycle: cycle.built).error == ""
    assert site.files().keys() == before.keys()
    assert not watch.cycle(120).built
