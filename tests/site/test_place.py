"""Wherever the folder of the site lies: published in whole or not at all, rolled back, and nothing of others lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from explainer.site.publish import Published, PublishError, Trees
from tests.site.test_publish import put, tree, trees

Mount = Callable[..., Path]
NOBODY = 65_534


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts another disk at a folder of the test, which is made."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    mounted: list[Path] = []

    def at(place: Path, *options: str) -> Path:
        place.mkdir(parents=True, exist_ok=True)
        command = ["mount", *(options or ("-t", "tmpfs", "-o", "size=1m,mode=755", "none")), str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own
        if done.returncode:
            pytest.skip(f"this machine lets nobody mount a disk here: {done.stderr.strip()}")
        mounted.append(place)
        return place

    yield at
    for place in reversed(mounted):
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S603, S607  # our own


def identity(folder: Path) -> tuple[int, int]:
    stat = folder.stat()
    return stat.st_dev, stat.st_ino


def three_versions(folder: Path, site: Path) -> None:
    for text in ("a", "b", "c"):
        put(folder, {"index.html": text, "map/index.html": "m", f"{text}.html": text}, site=site)


def rolled_back(folder: Path, site: Path) -> Trees:
    published = Trees(site, folder / "work", 2)
    assert published.roll_back() == 2
    return published


PLACES = {
    "the root of a disk": lambda at, folder: at(folder / "site"),
    "a folder of another disk": lambda at, folder: at(folder / "disk") / "site",
    "a folder that is there as well": lambda at, folder: at(folder / "site", "--bind", str(made(folder / "other"))),
}


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("is_link", [False, True], ids=["by its name", "by a link"])
def test_a_site_on_another_disk_is_published_and_rolled_back(
    tmp_path: Path, mount: Mount, place: Callable[[Mount, Path], Path], is_link: bool
) -> None:
    site = place(mount, tmp_path / "there")
    if is_link:
        site.mkdir(exist_ok=True)
        (tmp_path / "site").symlink_to(site)
    named = tmp_path / "site" if is_link else site
    three_versions(tmp_path, named)
    assert tree(site) == {"index.html": "c", "map/index.html": "m", "c.html": "c"}
    (site / "CNAME").write_text("pier.example")
    was = (site / "map/index.html").stat()
    published = rolled_back(tmp_path, named)
    assert tree(site) == {"index.html": "b", "map/index.html": "m", "b.html": "b", "CNAME": "pier.example"}
    assert published.versions()[:1] == [3]
    assert published.roll_back() == 1
    put(tmp_path, {"index.html": "d", "map/index.html": "m"}, site=named)
    assert tree(site) == {"index.html": "d", "map/index.html": "m", "CNAME": "pier.example"}
    assert (site / "map/index.html").stat().st_mtime_ns == was.st_mtime_ns
    assert named.is_symlink() is is_link


def test_beside_a_folder_of_another_disk_its_versions_are_kept_hidden(tmp_path: Path, mount: Mount) -> None:
    disk = mount(tmp_path / "disk")
    three_versions(tmp_path, disk / "site")
    home = disk / ".site.explainer"
    assert sorted(path.name for path in disk.iterdir()) == [".site.explainer", "site"]
    assert home.stat().st_mode & 0o7777 == 0o700
    assert (home / "versions/2/index.html").read_text() == "b"


def test_the_root_of_a_disk_stays_where_it_is_and_what_was_there_stays(tmp_path: Path, mount: Mount) -> None:
    site = mount(tmp_path / "site")
    (site / "lost+found").mkdir(0o700)
    was = identity(site)
    three_versions(tmp_path, site)
    assert identity(site) == was
    assert (site / "lost+found").is_dir()


def test_a_full_disk_changes_nothing(tmp_path: Path, mount: Mount) -> None:
    for site in (mount(tmp_path / "site"), mount(tmp_path / "disk") / "site"):
        put(tmp_path, {"index.html": "a", "map.html": "m"}, site=site)
        with pytest.raises(PublishError, match="No space left on device; make room on the disk; the site is as it was"):
            put(tmp_path, {"index.html": "b", "big.html": "x" * 2_000_000}, site=site)
        assert tree(site) == {"index.html": "a", "map.html": "m"}
        assert put(tmp_path, {"index.html": "b"}, site=site).removed == ["map.html"]
        assert tree(site) == {"index.html": "b"}


def test_a_disk_that_may_not_be_written_is_named(tmp_path: Path, mount: Mount) -> None:
    site = mount(tmp_path / "site")
    put(tmp_path, {"index.html": "a"}, site=site)
    subprocess.run(["mount", "-o", "remount,ro", str(site)], check=True)  # noqa: S603, S607  # our own
    with pytest.raises(PublishError, match=r"site/\S+ cannot be written: Read-only .*; make that disk writable"):
        put(tmp_path, {"index.html": "b"}, site=site)
    assert tree(site) == {"index.html": "a"}


# Links


def test_a_link_stays_and_the_folder_it_leads_to_gets_the_site(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "one").symlink_to("www")
    (tmp_path / "site").symlink_to("one")
    for text in ("a", "b", "c"):
        put(tmp_path, {"index.html": text})
        assert tree(tmp_path / "www") == {"index.html": text}
    assert (tmp_path / "site").is_symlink()
    assert trees(tmp_path).roll_back() == 2
    assert tree(tmp_path / "www") == {"index.html": "b"}


def test_a_link_that_leads_elsewhere_from_now_on_is_followed_there(tmp_path: Path) -> None:
    published = trees(tmp_path)
    for name in ("one", "two", "one"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / "site").unlink(missing_ok=True)
        (tmp_path / "site").symlink_to(name)
        files = {"index.html": name, "status.json": "{}", "status.schema.json": "{}"}
        put(tmp_path, files)
        assert published.live().files
        assert tree(tmp_path / name) == files


def test_a_link_to_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to("gone")
    with pytest.raises(PublishError, match="which is not there; make that folder, or remove the link"):
        put(tmp_path, {"index.html": "a"})
    assert not (tmp_path / "gone").exists()


def test_a_folder_that_was_removed_is_made_again(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map.html": "m"})
    subprocess.run(["rm", "-r", str(tmp_path / "site")], check=True)  # noqa: S603, S607  # our own
    put(tmp_path, {"index.html": "a", "map.html": "m"})
    assert tree(tmp_path / "site") == {"index.html": "a", "map.html": "m"}


# What is not ours


def test_what_others_put_there_survives_everything(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a"})
    theirs = {"CNAME": "pier.example", ".well-known/security.txt": "s", "press/2026/a.pdf": "pdf", "map/photo.jpg": "j"}
    for path, text in theirs.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text)
    for number in range(6):
        done = put(tmp_path, {"index.html": str(number), "map/index.html": "m"})
        assert tree(tmp_path / "site") == {"index.html": str(number), "map/index.html": "m", **theirs}
        assert list(done.others.unnamed) == ["map/photo.jpg", "press/"]
    trees(tmp_path).roll_back()
    assert tree(tmp_path / "site") == {"index.html": "4", "map/index.html": "m", **theirs}
    kept = [path for version in (tmp_path / "work/versions").iterdir() for path in tree(version)]
    assert set(kept) == {"index.html", "map/index.html"}


def test_a_change_of_it_changes_no_kept_version(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a"})
    (tmp_path / "site/CNAME").write_text("one.example")
    put(tmp_path, {"index.html": "b"})
    with (tmp_path / "site/CNAME").open("a") as opened:
        opened.write(" and more")
    assert (tmp_path / "site/CNAME").stat().st_nlink == 1
    put(tmp_path, {"index.html": "c"})
    assert (tmp_path / "site/CNAME").read_text() == "one.example and more"


def test_what_is_named_is_not_told_of(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a"})
    (tmp_path / "site/press").mkdir()
    (tmp_path / "site/press/a.pdf").write_text("pdf")
    (tmp_path / "site/notes.txt").write_text("mine")
    done = publish(tmp_path, {"index.html": "b"}, keep_files=("press/",))
    assert list(done.others.unnamed) == ["notes.txt"]
    assert list(done.others.told("site")) == [
        "site holds notes.txt, which is not ours and stays; write it under keep_files in mkdocs.yml, or remove it"
    ]


def publish(folder: Path, files: dict[str, str], keep_files: tuple[str, ...] = ()) -> Published:
    from explainer.site.publish import New

    published = Trees(folder / "site", folder / "work", 2, keep_files)
    gone = frozenset(published.live().files.keys() - files.keys())
    return published.publish("s", {path: New.bytes(body.encode()) for path, body in files.items()}, gone, {})


def test_a_folder_with_what_nobody_named_is_refused_and_named(tmp_path: Path) -> None:
    for name in ("CNAME", "a.txt", "b.txt", "c.txt", "press/d.pdf"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text("mine")
    before = tree(tmp_path / "site")
    said = r"site holds a\.txt, b\.txt, c\.txt and 1 more, which Explainer did not make; move it away, write under"
    with pytest.raises(PublishError, match=said):
        put(tmp_path, {"index.html": "a"})
    assert tree(tmp_path / "site") == before
    publish(tmp_path, {"index.html": "a"}, keep_files=("*.txt", "press/"))
    assert tree(tmp_path / "site") == {"index.html": "a", **before}


def test_what_a_generator_built_there_makes_way_and_a_copy_of_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "site/old").mkdir(parents=True)
    (tmp_path / "site/index.html").write_text('<meta name="generator" content="mkdocs-1.6.1">')
    (tmp_path / "site/old/index.html").write_text("an old page")
    (tmp_path / "site/CNAME").write_text("pier.example")
    done = put(tmp_path, {"index.html": "a"})
    assert tree(tmp_path / "site") == {"index.html": "a", "CNAME": "pier.example"}
    assert done.others.copied_to is not None
    assert tree(done.others.copied_to) == {"old/index.html": "an old page"}
    put(tmp_path, {"index.html": "b"})
    assert tree(done.others.copied_to) == {"old/index.html": "an old page"}


def test_what_lies_where_we_publish_from_now_on_is_copied_before(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a"})
    (tmp_path / "site/robots.txt").write_text("theirs")
    (tmp_path / "site/ads.txt").write_text("same")
    done = put(tmp_path, {"index.html": "a", "robots.txt": "ours", "ads.txt": "same"})
    assert tree(tmp_path / "site") == {"index.html": "a", "robots.txt": "ours", "ads.txt": "same"}
    assert done.others.copied_to is not None
    assert tree(done.others.copied_to) == {"robots.txt": "theirs"}
    (told,) = done.others.told("site")
    assert told.startswith("site held robots.txt, which is not ours and made way for the site; it was copied to ")


# Rights


def modes_in(folder: Path) -> set[str]:
    return {oct(path.stat().st_mode & 0o7777) for path in (folder, *folder.rglob("*"))}


def test_a_private_umask_makes_a_site_that_servers_can_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        for text in ("a", "b", "c", "d"):
            put(tmp_path, {"index.html": text, f"{text}/index.html": text})
            assert modes_in(tmp_path / "site") == {"0o755", "0o644"}
        assert (tmp_path / "work/manifests").stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_what_a_private_umask_made_is_mended_by_the_next_build(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": "a", "map/index.html": "m"})
    for path in (tmp_path / "site", *(tmp_path / "site").rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    published = trees(tmp_path)
    published.recount()
    assert modes_in(tmp_path / "site") == {"0o755", "0o644"}


def test_a_folder_that_is_shared_with_a_group_stays_so(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    if os.geteuid() == 0:
        os.chown(tmp_path / "site", -1, 4711)
    (tmp_path / "site").chmod(0o2775)
    group = (tmp_path / "site").stat().st_gid
    for text in ("a", "b", "c", "d"):
        put(tmp_path, {"index.html": text, f"{text}/index.html": text})
        assert modes_in(tmp_path / "site") == {"0o2775", "0o664"}
        assert {path.stat().st_gid for path in (tmp_path / "site").rglob("*")} == {group}


def test_a_folder_that_is_shared_by_an_acl_stays_so(tmp_path: Path) -> None:
    if shutil.which("setfacl") is None:
        pytest.skip("this machine has no setfacl")
    (tmp_path / "site").mkdir()
    command = ["setfacl", "-m", "u:4711:rx,d:u:4711:rx,d:g::rx,d:o::-", str(tmp_path / "site")]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  # our own
        pytest.skip("the disk of this test knows no ACL")
    before = os.umask(0o077)
    try:
        for text in ("a", "b", "c", "d"):
            put(tmp_path, {"index.html": text, f"{text}/index.html": text})
            for path in (tmp_path / "site", *(tmp_path / "site").rglob("*")):
                told = subprocess.run(["getfacl", "-pc", str(path)], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607  # our own
                assert "user:4711:r-x" in told
                assert "mask::r" in told
                assert ("other::---" in told) or path == tmp_path / "site"
    finally:
        os.umask(before)


# Without the rights of root


@pytest.fixture
def commons() -> Iterator[Path]:
    """A folder that everybody may look into, and the rights of a user who owns it, for as long as the test lasts."""
    import ctypes  # noqa: F401  # found while there are rights to do so

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder = Path(tempfile.mkdtemp(prefix="commons-"))
    folder.chmod(0o755)
    os.chown(folder, NOBODY, NOBODY)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(0)
        os.setegid(0)
        shutil.rmtree(folder)


@contextmanager
def as_root() -> Iterator[None]:
    os.seteuid(0)
    yield
    os.seteuid(NOBODY)


def test_a_folder_in_one_that_we_may_not_write_in_keeps_its_place(commons: Path) -> None:
    with as_root():
        (commons / "www/site").mkdir(parents=True)
        os.chown(commons / "www/site", NOBODY, NOBODY)
    site = commons / "www/site"
    was = identity(site)
    three_versions(commons, site)
    assert rolled_back(commons, site).versions() == [3, 1]
    assert tree(site) == {"index.html": "b", "map/index.html": "m", "b.html": "b"}
    assert identity(site) == was


def test_what_root_put_there_is_neither_moved_nor_lost(commons: Path) -> None:
    put(commons, {"index.html": "a"})
    with as_root():
        (commons / "site/.well-known/acme-challenge").mkdir(parents=True)
        (commons / "site/.well-known/acme-challenge/token").write_text("t")
        (commons / "site/CNAME").write_text("pier.example")
    was = identity(commons / "site/.well-known")
    theirs = {".well-known/acme-challenge/token": "t", "CNAME": "pier.example"}
    for text in ("b", "c", "d"):
        done = put(commons, {"index.html": text})
        assert list(done.others.unnamed) == []
        assert tree(commons / "site") == {"index.html": text, **theirs}
    assert identity(commons / "site/.well-known") == was
    assert trees(commons).roll_back() == 3
    assert tree(commons / "site") == {"index.html": "c", **theirs}
    with as_root():
        (commons / "site/.well-known/acme-challenge/token").unlink()
        (commons / "site/.well-known/acme-challenge").rmdir()
        (commons / "site/.well-known").rmdir()
        (commons / "site/CNAME").unlink()
    put(commons, {"index.html": "e"})
    assert tree(commons / "site") == {"index.html": "e"}
    assert trees(commons).roll_back() == 4


def test_a_folder_that_root_made_for_us_to_write_in_stays_that_of_root(commons: Path) -> None:
    with as_root():
        (commons / "site").mkdir()
        os.chown(commons / "site", 0, NOBODY)
        (commons / "site").chmod(0o2775)
    three_versions(commons, commons / "site")
    assert tree(commons / "site") == {"index.html": "c", "map/index.html": "m", "c.html": "c"}
    assert ((commons / "site").stat().st_uid, (commons / "site").stat().st_mode & 0o7777) == (0, 0o2775)


# Disks that are not like ours


def test_a_disk_without_links_and_rights_is_published_on(tmp_path: Path, mount: Mount) -> None:
    disk = exfat(tmp_path, mount)
    three_versions(tmp_path, disk / "site")
    (disk / "site/CNAME").write_text("pier.example")
    rolled_back(tmp_path, disk / "site")
    assert tree(disk / "site") == {"index.html": "b", "map/index.html": "m", "b.html": "b", "CNAME": "pier.example"}


def test_a_name_that_the_disk_does_not_take_is_said_and_changes_nothing(tmp_path: Path, mount: Mount) -> None:
    site = exfat(tmp_path, mount) / "site"
    put(tmp_path, {"index.html": "a"}, site=site)
    with pytest.raises(PublishError, match=r"what\?\.html cannot be written: .*; the site is as it was"):
        put(tmp_path, {"index.html": "b", "what?.html": "w"}, site=site)
    with pytest.raises(PublishError, match=r"too long; give the page a shorter name; the site is as it was"):
        put(tmp_path, {"index.html": "b", f"{'x' * 300}.html": "w"}, site=site)
    assert tree(site) == {"index.html": "a"}


def test_two_pages_that_are_one_on_the_disk_are_said_and_change_nothing(tmp_path: Path, mount: Mount) -> None:
    disk = exfat(tmp_path, mount)
    for site in (disk, disk / "deep/site"):
        put(tmp_path, {"index.html": "a"}, site=site)
        with pytest.raises(PublishError, match=r"Map/index\.html and map/index\.html have one name; call one of"):
            put(tmp_path, {"index.html": "a", "map/index.html": "1", "Map/index.html": "2"}, site=site)
        assert tree(site) == {"index.html": "a"}


def exfat(folder: Path, mount: Mount) -> Path:
    """A disk as cameras and sticks have them: no links, no rights, and capitals do not count."""
    if shutil.which("mkfs.exfat") is None or shutil.which("mount.exfat-fuse") is None:
        pytest.skip("this machine has no exfatprogs or no exfat-fuse")
    image = folder / "image"
    with image.open("wb") as opened:
        opened.truncate(8_000_000)
    subprocess.run(["mkfs.exfat", str(image)], check=True, capture_output=True)  # noqa: S603, S607  # our own
    return mount(folder / "disk", "-t", "exfat-fuse", "-o", "loop", str(image))


# Killed at any moment, with a reader beside

WORKER = """
import sys
from pathlib import Path
from explainer.site.publish import New, Trees
site, work, n = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
print("at work", flush=True)
while True:
    n += 1
    trees = Trees(site, work, 2)
    files = {f"{i}/index.html": f"{n}".encode() for i in range(20)}
    files |= {f"assets/{n}.css": b"x" * 9_000, "index.html": f"{n}".encode(), "status.json": f"{n}".encode()}
    gone = frozenset(trees.live().files.keys() - files.keys())
    trees.publish("s", {path: New.bytes(body) for path, body in files.items()}, gone, {})
    if n % 7 == 0:
        trees.roll_back()
"""


def read_by_a_visitor(site: Path) -> None:
    """Every file is whole, what a page asks for is there with it, and what others put there is there."""
    page = int((site / "index.html").read_text())
    assert int((site / "status.json").read_text()) >= 0
    while not (site / f"assets/{page}.css").exists():  # the page was replaced since, perhaps by a rollback to itself
        before, page = page, int((site / "index.html").read_text())
        assert before != page or (site / f"assets/{page}.css").exists(), "what a page asks for is there with it"
    assert (site / "CNAME").read_text() == "pier.example"


@pytest.mark.audit
@pytest.mark.parametrize("place", [*PLACES.values(), lambda _, folder: folder / "site"], ids=[*PLACES, "beside us"])
def test_killed_at_any_moment_each_reader_is_told_one_thing_and_the_next_run_mends(
    tmp_path: Path, mount: Mount, place: Callable[[Mount, Path], Path]
) -> None:
    site, work = place(mount, tmp_path / "there"), tmp_path / "work"
    put(tmp_path, {"index.html": "0", "status.json": "0", "assets/0.css": "x" * 9_000}, site=site)
    (site / "CNAME").write_text("pier.example")
    chance, seen, looks = random.Random(7), set[str](), 0  # noqa: S311  # moments to kill at, not secrets
    for kill in range(1, 9):
        command = [sys.executable, "-c", WORKER, str(site), str(work), str(kill * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:  # noqa: S603  # our own
            assert child.stdout
            child.stdout.readline()
            until = time.monotonic() + 0.1 + chance.random() * 0.3
            try:
                while time.monotonic() < until:
                    read_by_a_visitor(site)
                    looks += 1
            finally:
                child.send_signal(signal.SIGKILL)
            assert child.wait() == -signal.SIGKILL, "it was at work until it was killed"
        seen.add((site / "index.html").read_text())
        put(tmp_path, {"index.html": f"{kill}", "status.json": f"{kill}", f"assets/{kill}.css": "x" * 9_000}, site=site)
        whole = {"index.html": f"{kill}", "status.json": f"{kill}", f"assets/{kill}.css": "x" * 9_000}
        assert tree(site) == {**whole, "CNAME": "pier.example"}
        assert not list(site.rglob(".explainer-aside*"))
    assert len(seen) > 2, "it did publish"
    assert looks > 20
