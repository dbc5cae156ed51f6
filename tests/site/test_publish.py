"""A site is published whole or not at all, and what did not change keeps its file."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import disk
from explainer.site.publish import New, Published, PublishError, Trees
from tests.support.site import make_site


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def trees(folder: Path, keep: int = 2) -> Trees:
    return Trees(folder / "site", folder / "work", keep)


def put(folder: Path, files: dict[str, str], keep: int = 2, site: Path | None = None) -> Published:
    """Publish exactly these files."""
    published = Trees(site or folder / "site", folder / "work", keep)
    gone = frozenset(published.live().files.keys() - files.keys())
    return published.publish("s", {path: New.bytes(body.encode()) for path, body in files.items()}, gone, {})


def test_the_site_holds_exactly_what_is_wanted(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "why/late/index.html": "b"})
    done = put(tmp_path, {"index.html": "a2", "map/index.html": "c"})
    assert tree(tmp_path / "site") == {"index.html": "a2", "map/index.html": "c"}
    assert not (tmp_path / "site" / "why").exists()
    assert (sorted(done.changed), done.removed) == (["index.html", "map/index.html"], ["why/late/index.html"])


def test_an_unchanged_page_keeps_its_file_and_its_time(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    before = (tmp_path / "site" / "map.html").stat()
    for text in ("a2", "a3", "a4"):
        put(tmp_path, {"index.html": text, "map.html": "b"})
    after = (tmp_path / "site" / "map.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_nothing_new_changes_nothing_at_all(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a"})
    before = (tmp_path / "site").stat().st_ino
    assert put(tmp_path, {"index.html": "a"}) == Published(version=1)
    assert (tmp_path / "site").stat().st_ino == before


def test_what_somebody_deleted_from_the_site_comes_back(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    (tmp_path / "site" / "map.html").unlink()
    trees(tmp_path).recount()
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    assert tree(tmp_path / "site") == {"index.html": "a", "map.html": "b"}


def test_built_files_are_taken_from_the_skeleton_and_never_altered_there(tmp_path: Path) -> None:
    built = tmp_path / "skeleton.css"
    built.write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    trees(tmp_path).publish("s", {"a.css": New.built(built, digest)}, frozenset(), {})
    put(tmp_path, {"a.css": "y"})
    assert built.read_text() == "x"
    assert tree(tmp_path / "site") == {"a.css": "y"}


def test_a_link_that_a_generator_left_is_published_as_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "skeleton.css").write_text("x")
    (tmp_path / "link.css").symlink_to("skeleton.css")
    digest = hashlib.sha256(b"x").hexdigest()
    trees(tmp_path).publish("s", {"a.css": New.built(tmp_path / "link.css", digest)}, frozenset(), {})
    assert not (tmp_path / "site" / "a.css").is_symlink()
    assert trees(tmp_path).examined().skeleton == "s", "nothing is damaged"


@pytest.mark.parametrize("sign", [".git", "mkdocs.yml", "pyproject.toml"])
def test_a_folder_that_is_not_a_built_site_is_refused(tmp_path: Path, sign: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / sign).write_text("mine")
    with pytest.raises(PublishError, match="so it is not a built site"):
        put(tmp_path, {"index.html": "a"})
    assert tree(tmp_path / "site") == {sign: "mine"}


def test_without_an_exchanging_system_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "exchanged", lambda *_: False)
    put(tmp_path, {"index.html": "a"})
    put(tmp_path, {"index.html": "b"})
    assert tree(tmp_path / "site") == {"index.html": "b"}


def test_a_site_on_another_file_system_is_written_file_by_file(tmp_path: Path) -> None:
    shm = Path("/dev/shm")  # noqa: S108  # the one other file system most Linux machines have
    if not shm.is_dir() or shm.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system on this machine")
    site = shm / f"explainer-test-{os.getpid()}"
    site.mkdir()
    try:
        put(tmp_path, {"a/index.html": "a", "b.html": "b"}, site=site)
        put(tmp_path, {"a/index.html": "a2"}, site=site)
        assert tree(site) == {"a/index.html": "a2"}
    finally:
        subprocess.run(["rm", "-rf", str(site)], check=True)  # noqa: S603, S607  # our own folder


names = st.sampled_from(["index.html", "a/index.html", "a/b/index.html", "c.css", "d/e.js"])
sites = st.dictionaries(names, st.sampled_from(["1", "2", "3"]), min_size=1)


@given(st.lists(sites, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_after_any_sequence_the_site_is_what_a_first_publication_would_be(
    tmp_path_factory: pytest.TempPathFactory, versions: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    for files in versions:
        put(folder, files)
    assert tree(folder / "site") == versions[-1]


def test_a_publication_reads_what_is_known_of_the_files_it_changes_and_of_no_others(tmp_path: Path) -> None:
    many = {f"disruptions/{number}/index.html": "a" for number in range(600)}
    for text in ("1", "2", "3"):
        put(tmp_path, {**many, "index.html": text})
    files = trees(tmp_path).live().files
    assert len(files.digests) == 16
    for digest in {*files.digests} - {one for one in files.digests if "index.html" in files._shelf.read(one)}:
        (tmp_path / "work" / "manifests" / "buckets" / digest).unlink()
    trees(tmp_path).publish("s", {"index.html": New.bytes(b"4")}, frozenset(), {})
    assert tree(tmp_path / "site") == {**many, "index.html": "4"}


def test_a_damaged_manifest_costs_a_weave_and_no_page(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    before = site.files()
    for bucket in (site.root / ".explainer" / "manifests" / "buckets").iterdir():
        bucket.write_bytes(b"")
    site.met({"g1": "Gale, and more of it"})
    assert site.run("fetch") == 0
    assert site.run("refresh") == 0
    assert site.files().keys() == before.keys()
    assert "and more of it" in site.page("feed.xml")


def test_a_manifest_of_an_earlier_kind_is_not_believed_and_the_site_published_anew(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    (manifest,) = (tmp_path / "work" / "manifests").glob("*.json")
    manifest.write_text('{"version": 7, "skeleton": "s", "files": {"index.html": ["0", 7]}, "keys": {}}')
    assert put(tmp_path, {"index.html": "c"}).changed == ["index.html"]
    assert tree(tmp_path / "site") == {"index.html": "c"}


class TestVersions:
    def test_a_rollback_puts_the_version_before_in_its_place(self, tmp_path: Path) -> None:
        for text in ("a", "b", "c"):
            put(tmp_path, {"index.html": text})
        assert trees(tmp_path).roll_back() == 2
        assert tree(tmp_path / "site") == {"index.html": "b"}
        assert trees(tmp_path).roll_back() == 1
        assert tree(tmp_path / "site") == {"index.html": "a"}

    def test_after_a_rollback_the_next_publication_is_whole_again(self, tmp_path: Path) -> None:
        put(tmp_path, {"index.html": "a", "map.html": "m"})
        put(tmp_path, {"index.html": "b", "why.html": "w"})
        trees(tmp_path).roll_back()
        assert put(tmp_path, {"index.html": "c", "why.html": "w"}).version == 3
        assert tree(tmp_path / "site") == {"index.html": "c", "why.html": "w"}

    def test_as_many_earlier_versions_are_kept_as_asked_for(self, tmp_path: Path) -> None:
        for number in range(6):
            put(tmp_path, {"index.html": str(number)}, keep=3)
        assert trees(tmp_path, keep=3).versions() == [5, 4, 3]
        put(tmp_path, {"index.html": "x"}, keep=1)
        assert trees(tmp_path, keep=1).versions() == [6]

    def test_without_an_earlier_version_a_rollback_says_so(self, tmp_path: Path) -> None:
        put(tmp_path, {"index.html": "a"})
        with pytest.raises(PublishError, match="no earlier version is kept"):
            trees(tmp_path).roll_back()

    def test_an_earlier_version_is_never_altered_by_a_later_one(self, tmp_path: Path) -> None:
        put(tmp_path, {"index.html": "a", "map.html": "m"}, keep=3)
        put(tmp_path, {"index.html": "b", "map.html": "m"}, keep=3)
        put(tmp_path, {"index.html": "c", "map.html": "n"}, keep=3)
        assert tree(tmp_path / "work" / "versions" / "1") == {"index.html": "a", "map.html": "m"}


KILLED = """
import sys
from pathlib import Path
from explainer.site.publish import New, Trees
folder = Path(sys.argv[1])
n = int(sys.argv[2])
while True:
    n += 1
    files = {f"{i}/index.html": New.bytes(f"{n}\\n".encode()) for i in range(60)}
    Trees(folder / "site", folder / "work", 2).publish("s", files, frozenset(), {})
    print("published", flush=True)
"""


@pytest.mark.audit
def test_killed_at_any_moment_the_site_is_one_whole_version(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # moments to kill at, not secrets
    seen: set[str] = set()
    for kill in range(12):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(kill * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603  # our own code
            assert child.stdout
            child.stdout.readline()
            time.sleep(chance.random() * 0.2)
            child.send_signal(signal.SIGKILL)
            assert child.wait() == -signal.SIGKILL, "it was at work until it was killed"
        site = tmp_path / "site"
        if site.exists():
            assert len(tree(site)) == 60
            assert len(set(tree(site).values())) == 1, "a mixture of two versions"
            seen |= set(tree(site).values())
    assert len(seen) > 2, "it did publish"
    put(tmp_path, {"index.html": "and the next run works"})
    assert tree(tmp_path / "site") == {"index.html": "and the next run works"}
