"""Published elsewhere: only what changed, in an order in which nothing names what is not there, and killed anywhere."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from explainer.publishing import MANIFEST, Asked, Done, RefusedError, publish
from explainer.publishing import look as look_at
from explainer.publishing.destination import Destination, Held, RacedError, Upload
from explainer.publishing.folder import Folder
from explainer.publishing.lease import BusyError
from explainer.publishing.objects import Store
from explainer.publishing.source import DamagedError, Source
from tests.support.publishing import Read, amiss, seen_by, site_of

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
GRACE = 60.0


def asked(place: Destination, by: str = "one", *, anyway: bool = False) -> Asked:
    return Asked(place, place.compression, "Pier One", by, GRACE, anyway)


def put(
    place: Destination, source: Source, aside: Path, by: str = "one", now: datetime = NOW, *, anyway: bool = False
) -> Done:
    return publish(asked(place, by, anyway=anyway), lambda: nullcontext(source), aside, now, patience=0)


def in_store(store: Store) -> Read:
    def read(path: str) -> bytes | None:
        held = store.read(path)
        if held is None:
            return None
        return gzip.decompress(held.body) if held.body[:2] == b"\x1f\x8b" else held.body

    return read


def in_folder(folder: Path) -> Read:
    return lambda path: (folder / path).read_bytes() if (folder / path).is_file() else None


@pytest.fixture
def store() -> Store:
    return Store("memory:///")


def test_a_store_holds_what_the_site_is_and_says_how_it_is_served(tmp_path: Path, store: Store) -> None:
    import obstore

    source = site_of(tmp_path / "site", 1)
    done = put(store, source, tmp_path / "aside")
    assert set(done.put) == source.files.keys()
    assert seen_by(in_store(store), source.files) == []
    page = obstore.get(store._store, "index.html").attributes
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert (page["Cache-Control"], page["Content-Encoding"]) == ("max-age=60", "gzip")
    style = obstore.get(store._store, "assets/explainer.00000001.css").attributes
    assert style["Cache-Control"] == "max-age=31536000, immutable"
    assert "Content-Encoding" not in obstore.get(store._store, "status.json").attributes, "programs may not unpack it"


def test_only_what_changed_travels_whatever_the_dates_say(tmp_path: Path, store: Store) -> None:
    put(store, site_of(tmp_path / "site", 1), tmp_path / "aside")
    again = put(store, site_of(tmp_path / "other", 1), tmp_path / "aside")
    assert (again.put, again.removed, again.number) == ((), (), 1)
    (tmp_path / "other/about/index.html").write_text("<html>new</html>", encoding="utf-8")
    source = Source(
        tmp_path / "other",
        {**site_of(tmp_path / "third", 1).files, "about/index.html": digest("<html>new</html>")},
        frozenset({"index.html"}),
        "",
    )
    assert put(store, source, tmp_path / "aside").put == ("about/index.html",)


def digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()


def test_a_style_that_no_page_names_stays_for_those_that_are_open_and_goes_later(tmp_path: Path, store: Store) -> None:
    put(store, site_of(tmp_path / "1", 1), tmp_path / "aside")
    done = put(store, site_of(tmp_path / "2", 2), tmp_path / "aside")
    assert done.removed == ("disruptions/d1/index.html",)
    assert store.read("assets/explainer.00000001.css") is not None
    later = datetime.fromtimestamp(NOW.timestamp() + GRACE + 1, UTC)
    assert put(store, site_of(tmp_path / "2", 2), tmp_path / "aside", now=later).removed == (
        "assets/explainer.00000001.css",
    )


# Killed


class KilledError(BaseException):
    """The machine stops here."""


class Frail(Store):
    """A store whose user dies after so many requests that change it; each put on its own, in a fixed order."""

    def __init__(self, store: Store, left: int) -> None:
        self.__dict__.update(store.__dict__)
        self.left = left

    def _tick(self) -> None:
        if self.left == 0:
            raise KilledError
        self.left -= 1

    def write(self, path: str, body: bytes, tag: str) -> str:
        self._tick()
        return super().write(path, body, tag)

    def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for upload in uploads:
            self._tick()
            found.update(super().put([upload], may_go_on))
        return found

    def remove(self, paths: Sequence[str], may_go_on: Callable[[], None]) -> None:
        for path in paths:
            self._tick()
            super().remove([path], may_go_on)


def killed(place: Frail, source: Source, aside: Path) -> bool:
    try:
        put(place, source, aside)
    except KilledError:
        return True
    return False


@pytest.mark.parametrize("at", ["", "status/"])
def test_killed_after_any_request_no_page_names_what_is_not_there_and_the_next_run_finishes(
    tmp_path: Path, at: str
) -> None:
    versions = [site_of(tmp_path / str(number), number, at=at) for number in range(4)]
    kills = 0
    while True:
        store = Store("memory:///")
        put(store, versions[0], tmp_path / "aside")
        if not killed(Frail(store, kills), versions[1], tmp_path / "aside"):
            break
        assert amiss(in_store(store), at) == [], f"killed after {kills}"
        # What the next run publishes may be another version, and it finds what the dead one left.
        put(store, versions[2 + kills % 2], tmp_path / "aside")
        assert seen_by(in_store(store), versions[2 + kills % 2].files) == []
        assert amiss(in_store(store), at) == []
        strays = pages_in(store) - {path for path in versions[2 + kills % 2].files if path.endswith(".html")}
        assert not strays, "what only the dead run put there is gone"
        kills += 1
    assert kills > 10


def pages_in(store: Store) -> set[str]:
    import obstore

    return {row["path"] for rows in obstore.list(store._store) for row in rows if row["path"].endswith(".html")}


def test_at_every_moment_of_a_publication_a_reader_finds_everything(tmp_path: Path) -> None:
    looks = 0

    class Watched(Frail):
        def _tick(self) -> None:
            nonlocal looks
            looks += 1
            assert amiss(in_store(self)) == []

    store = Store("memory:///")
    put(store, site_of(tmp_path / "0", 0), tmp_path / "aside")
    for number in range(1, 5):
        put(Watched(store, 0), site_of(tmp_path / str(number), number), tmp_path / "aside")
    assert looks > 30


# One writer


def test_a_second_writer_is_kept_out_and_told_who_is_there(tmp_path: Path, store: Store) -> None:
    source = site_of(tmp_path / "site", 1)

    @contextmanager
    def meanwhile() -> Iterator[Source]:
        with pytest.raises(BusyError, match="“one” is publishing there"):
            put(store, source, tmp_path / "other", by="two")
        yield source

    assert publish(asked(store), meanwhile, tmp_path / "aside", NOW, patience=0).number == 1
    assert put(store, site_of(tmp_path / "next", 2), tmp_path / "other", by="two").number == 2


def test_an_older_version_of_another_machine_is_refused_and_our_own_is_a_rollback(tmp_path: Path, store: Store) -> None:
    old, new = site_of(tmp_path / "1", 1), site_of(tmp_path / "2", 2)
    put(store, new, tmp_path / "aside", by="one")
    with pytest.raises(RefusedError, match=r"published by “one”.*run an update first"):
        put(store, old, tmp_path / "aside", by="two")
    assert seen_by(in_store(store), new.files) == []
    assert put(store, old, tmp_path / "aside", by="one").number == 2
    assert seen_by(in_store(store), old.files) == []


def test_a_clock_that_runs_ahead_elsewhere_keeps_nobody_from_publishing(tmp_path: Path, store: Store) -> None:
    put(store, site_of(tmp_path / "2", 40), tmp_path / "aside", by="one")
    before = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert put(store, site_of(tmp_path / "1", 1), tmp_path / "aside", by="two", now=before).number == 2


def test_a_late_writer_overwrites_nothing_that_changed_since_it_looked(tmp_path: Path, store: Store) -> None:
    """It was held up between its last question and its request, and another took over meanwhile."""
    put(store, site_of(tmp_path / "0", 0), tmp_path / "aside")
    newest = site_of(tmp_path / "3", 3)

    class Late(Frail):
        def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
            if self.left:
                self.left = 0
                put_by_force(store, newest, tmp_path / "two")
            return Store.put(self, uploads, may_go_on)

        def _tick(self) -> None:
            pass

    with pytest.raises(RacedError):
        put(Late(store, 1), site_of(tmp_path / "1", 1), tmp_path / "aside")
    assert seen_by(in_store(store), newest.files) == []


def put_by_force(store: Store, source: Source, aside: Path) -> None:
    """As if the lease of the other had run out."""
    import obstore

    obstore.delete(store._store, ".explainer/lease.json")
    put(store, source, aside, by="two")


def test_a_page_that_somebody_changed_by_hand_is_put_right(tmp_path: Path, store: Store) -> None:
    put(store, site_of(tmp_path / "1", 1), tmp_path / "aside")
    store._put("index.html", b"by hand", {}, "*")
    source = site_of(tmp_path / "2", 2)
    put(store, source, tmp_path / "aside")
    assert seen_by(in_store(store), source.files) == []


# What is not ours


@pytest.mark.parametrize("kind", ["folder", "store"])
def test_what_is_not_ours_is_neither_replaced_nor_removed(tmp_path: Path, store: Store, kind: str) -> None:
    place: Destination = Folder(tmp_path / "there") if kind == "folder" else store
    source = site_of(tmp_path / "site", 1)
    with place.alone():
        place.write("about/index.html", b"theirs", "")
        place.write("robots.txt", b"theirs", "")
    with pytest.raises(RefusedError, match=r"about/index.html, which no publication of ours put there"):
        put(place, source, tmp_path / "aside")
    assert place.read("index.html") is None, "it is refused before anything is put"
    put(place, source, tmp_path / "aside", anyway=True)
    put(place, site_of(tmp_path / "site2", 2), tmp_path / "aside")
    theirs = place.read("robots.txt")
    assert theirs is not None
    assert theirs.body == b"theirs"


def test_no_site_is_published_over_another(tmp_path: Path, store: Store) -> None:
    put(store, site_of(tmp_path / "1", 1), tmp_path / "aside")
    other = asked(store)._replace(site="Pier Two")
    with pytest.raises(RefusedError, match="holds another site, Pier One"):
        publish(other, lambda: nullcontext(site_of(tmp_path / "2", 2)), tmp_path / "aside", NOW)


def test_a_damaged_file_is_told_before_anything_is_put(tmp_path: Path, store: Store) -> None:
    source = site_of(tmp_path / "1", 1)
    (tmp_path / "1/about/index.html").write_text("", encoding="utf-8")
    with pytest.raises(DamagedError, match=r"about/index.html"):
        put(store, source, tmp_path / "aside")
    assert store.read("index.html") is None
    assert put(store, site_of(tmp_path / "1", 1), tmp_path / "aside", by="two").number == 1, "nobody waits for it"


def test_a_manifest_that_cannot_be_read_is_told_and_written_anew_when_it_is_meant(tmp_path: Path, store: Store) -> None:
    source = site_of(tmp_path / "1", 1)
    put(store, source, tmp_path / "aside")
    store._put(MANIFEST, b"{", {}, "*")
    with pytest.raises(RefusedError, match="--anyway"):
        put(store, source, tmp_path / "aside")
    put(store, source, tmp_path / "aside", anyway=True)
    assert json.loads((store.read(MANIFEST) or Held(b"", "")).body)["number"] == 1


# A look


def test_a_look_says_what_would_be_done_and_does_nothing(tmp_path: Path, store: Store) -> None:
    source = site_of(tmp_path / "1", 1)
    assert {one.path for one in look_at(asked(store), source, NOW).objects} == source.files.keys()
    assert store.read(MANIFEST) is None
    put(store, source, tmp_path / "aside")
    assert look_at(asked(store), source, NOW).touched == ()


# A folder


def test_a_folder_holds_compressed_files_beside_the_plain_ones(tmp_path: Path) -> None:
    import brotli

    there = tmp_path / "there"
    source = site_of(tmp_path / "1", 1)
    put(Folder(there), source, tmp_path / "aside")
    page = (there / "index.html").read_bytes()
    assert gzip.decompress((there / "index.html.gz").read_bytes()) == page
    assert brotli.decompress((there / "index.html.br").read_bytes()) == page
    assert seen_by(in_folder(there), source.files) == []
    put(Folder(there), site_of(tmp_path / "2", 2), tmp_path / "aside")
    assert not (there / "disruptions/d1").exists(), "its compressed files and its folder are gone too"


def test_in_a_folder_a_dead_run_holds_nobody_up_and_is_finished(tmp_path: Path) -> None:
    place = Folder(tmp_path / "there")
    put(place, site_of(tmp_path / "1", 1), tmp_path / "aside", by="two")

    class Dies(Folder):
        def remove(self, *_: object) -> None:
            raise KilledError

    with pytest.raises(KilledError):
        put(Dies(tmp_path / "there"), site_of(tmp_path / "2", 2), tmp_path / "aside", by="two")
    source = site_of(tmp_path / "3", 3)
    put(place, source, tmp_path / "aside", by="one")
    assert seen_by(in_folder(tmp_path / "there"), source.files) == []
    assert not (tmp_path / "there/disruptions/d1").exists()


def test_files_in_a_folder_can_be_read_by_a_web_server_whatever_the_umask(tmp_path: Path) -> None:
    import os

    before = os.umask(0o077)
    try:
        put(Folder(tmp_path / "there"), site_of(tmp_path / "1", 1), tmp_path / "aside")
    finally:
        os.umask(before)
    assert (tmp_path / "there/about").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "there/about/index.html").stat().st_mode & 0o777 == 0o644


def test_a_disk_that_is_not_mounted_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is not there; is the disk mounted"):
        put(Folder(tmp_path / "mnt/web"), site_of(tmp_path / "1", 1), tmp_path / "aside")


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "there/about").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Exception, match="leads out of"):
        put(Folder(tmp_path / "there"), site_of(tmp_path / "1", 1), tmp_path / "aside")
    assert not any((tmp_path / "elsewhere").iterdir())
