"""What is not as it was published is noticed, and mended: by a refresh where it looks, by the next build at the latest."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from explainer import disk
from explainer.site.foreign import ASIDE
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


MUTATING = ("rename", "replace", "unlink", "link", "mkdir", "rmdir", "fsync")


class KilledError(BaseException):
    """Nothing of a run’s own handles it, as nothing handles SIGKILL."""


@contextmanager
def killed_at(step: int) -> Iterator[None]:
    """Let a run end at its so manieth change of the disk, if it makes so many."""
    left = step

    def counting(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*args: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise KilledError
            return change(*args, **named)

        return changed

    with pytest.MonkeyPatch.context() as patch:
        for name in MUTATING:
            patch.setattr(os, name, counting(getattr(os, name)))
        with suppress(KilledError):
            yield


names = st.sampled_from(["index.html", "a", "a/index.html", "a/b/index.html", "c.css", "status.json"])
sites = st.dictionaries(names, st.sampled_from(["1", "22", "3"]), min_size=1).filter(
    lambda files: not ("a" in files and any(path.startswith("a/") for path in files))
)


class Publishing(RuleBasedStateMachine):
    """A site that is published, killed, damaged and rolled back in any order, beside what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="explainer-publishing-"))
        self.start = 0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(disk, "start_of_machine", lambda: str(self.start))
        self.patch.setattr(disk, "_synced_at_once", lambda _: True)  # nothing is cut off from power here
        self.patch.setattr(os, "fsync", lambda _: None)
        self.past: list[dict[str, str]] = []
        self.may_be: list[dict[str, str]] = [{}]
        self.is_damaged = False

    def teardown(self) -> None:
        self.patch.undo()
        rmtree(self.folder)

    @property
    def there(self) -> dict[str, str]:
        """What readers could ask for, without what a killed run may leave aside."""
        return {path: body for path, body in tree(self.folder / "site").items() if not path.startswith(ASIDE)}

    @rule(files=sites)
    def publish(self, files: dict[str, str]) -> None:
        put(self.folder, files)
        self._is(files)

    @rule(files=sites)
    def build(self, files: dict[str, str]) -> None:
        trees(self.folder).recount()
        put(self.folder, files)
        self._is(files)

    @rule(files=sites, step=st.integers(0, 40))
    def publish_and_be_killed(self, files: dict[str, str], step: int) -> None:
        self.past.append(files)
        with killed_at(step):
            put(self.folder, files)
        self.may_be = [*self.may_be, files]

    @precondition(lambda self: self.past)
    @rule(step=st.integers(0, 60))
    def roll_back(self, step: int) -> None:
        before = self.there
        with killed_at(step):
            try:
                trees(self.folder).roll_back()
            except PublishError:
                return
        if self.there != before:
            assert self.there in self.past
            self.may_be, self.is_damaged = [self.there], False

    @precondition(lambda self: self.there)
    @rule(data=st.data(), damage=st.sampled_from(SEEN))
    def damage(self, data: st.DataObject, damage: Callable[[Path], None]) -> None:
        path = data.draw(st.sampled_from(sorted(self.there)))
        damage(self.folder / "site" / path)
        self.is_damaged = True

    @rule()
    def start_the_machine_again(self) -> None:
        self.start += 1

    @invariant()
    def the_site_is_one_that_was_published_whole(self) -> None:
        assert self.is_damaged or self.there in self.may_be

    def _is(self, files: dict[str, str]) -> None:
        assert self.there == files
        self.past.append(files)
        self.may_be, self.is_damaged = [files], False


TestPublishing = pytest.mark.audit(Publishing.TestCase)
TestPublishing.settings = settings(
    max_examples=20,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
