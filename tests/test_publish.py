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

from explainer import publish as publishing
from explainer.publish import PublishError, Wanted, publish


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def wanted(files: dict[str, str]) -> dict[str, Wanted]:
    return {path: Wanted.of(body.encode()) for path, body in files.items()}


def put(folder: Path, files: dict[str, str]) -> publishing.Published:
    return publish(folder / "site", wanted(files), folder / "work")


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
    assert put(tmp_path, {"index.html": "a"}) == publishing.Published([], [])
    assert (tmp_path / "site").stat().st_ino == before


def test_what_somebody_deleted_from_the_site_comes_back(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    (tmp_path / "site" / "map.html").unlink()
    put(tmp_path, {"index.html": "a", "map.html": "b"})
    assert tree(tmp_path / "site") == {"index.html": "a", "map.html": "b"}


def test_built_files_are_taken_from_the_skeleton_and_never_altered_there(tmp_path: Path) -> None:
    built = tmp_path / "skeleton.css"
    built.write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    publish(tmp_path / "site", {"a.css": Wanted(digest=digest, built=built)}, tmp_path / "work")
    publish(tmp_path / "site", wanted({"a.css": "y"}), tmp_path / "work")
    assert built.read_text() == "x"
    assert tree(tmp_path / "site") == {"a.css": "y"}


@pytest.mark.parametrize("sign", [".git", "mkdocs.yml", "pyproject.toml"])
def test_a_folder_that_is_not_a_built_site_is_refused(tmp_path: Path, sign: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / sign).write_text("mine")
    with pytest.raises(PublishError, match="so it is not a built site"):
        put(tmp_path, {"index.html": "a"})
    assert tree(tmp_path / "site") == {sign: "mine"}


def test_without_an_exchanging_system_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_exchanged", lambda *_: False)
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
        publish(site, wanted({"a/index.html": "a", "b.html": "b"}), tmp_path / "work")
        publish(site, wanted({"a/index.html": "a2"}), tmp_path / "work")
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


KILLED = """
import sys
from pathlib import Path
from explainer.publish import Wanted, publish
folder = Path(sys.argv[1])
n = 0
while True:
    n += 1
    files = {f"{i}/index.html": Wanted.of(f"{n}\\n".encode()) for i in range(60)}
    publish(folder / "site", files, folder / "work")
"""


def test_killed_at_any_moment_the_site_is_one_whole_version(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # moments to kill at, not secrets
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)])  # noqa: S603  # our own code
        time.sleep(0.25 + chance.random() * 0.3)
        child.send_signal(signal.SIGKILL)
        child.wait()
        site = tmp_path / "site"
        if site.exists():
            assert len(tree(site)) == 60
            assert len(set(tree(site).values())) == 1, "a mixture of two versions"
    put(tmp_path, {"index.html": "and the next run works"})
    assert tree(tmp_path / "site") == {"index.html": "and the next run works"}
