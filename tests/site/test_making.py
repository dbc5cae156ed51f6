"""Of a weave is made what is new, and what nothing tells of any more is gone."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from explainer.render.isolation import Fault, Isolation
from explainer.site.making import UNMADE, Made, made
from explainer.site.pieces import Batch, Piece
from explainer.site.publish import Trees
from explainer.site.trees import Aside


class Weave:
    """Weaves pieces and batches of them again and again, and remembers which pieces were made at the last time."""

    def __init__(self, folder: Path) -> None:
        self.trees = Trees(folder / "site", folder / "work", 2)
        self.isolation = Isolation()
        self.aside = folder / "work/aside"
        self.asked: list[str] = []

    def __call__(self, pieces: Mapping[str, str], batches: Mapping[str, Mapping[str, str]] | None = None) -> Made:
        """``pieces`` and those in ``batches`` are keys by path; the key is what a page says."""
        self.asked = []
        live = self.trees.live()
        done = made(self._items(pieces, batches or {}), live, self.isolation, Aside(self.aside))
        self.trees.publish("s", done.new, frozenset(done.gone), done.keys, done.within)
        return done

    def _items(self, pieces: Mapping[str, str], batches: Mapping[str, Mapping[str, str]]) -> Iterator[Piece | Batch]:
        for path, key in pieces.items():
            yield self._piece(path, key)
        for name, within in batches.items():
            yield Batch(name, str(sorted(within.items())), partial(self._pieces, within))

    def _pieces(self, within: Mapping[str, str]) -> Iterator[Piece]:
        return (self._piece(path, key) for path, key in within.items())

    def _piece(self, path: str, key: str) -> Piece:
        def make() -> bytes:
            self.asked.append(path)
            if key == "faulty":
                self.isolation.faults.append(Fault(path, "", "broken"))
            return key.encode()

        return Piece(path, key, make)

    def site(self) -> dict[str, str]:
        root = self.trees.site
        return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture
def weave(tmp_path: Path) -> Weave:
    return Weave(tmp_path)


def test_only_what_has_another_key_is_made(weave: Weave) -> None:
    weave({"a": "1", "b": "1"}, {"month": {"c": "1", "d": "1"}})
    weave({"a": "1", "b": "2"}, {"month": {"c": "1", "d": "1"}})
    assert weave.asked == ["b"]
    weave({"a": "1", "b": "2"}, {"month": {"c": "1", "d": "2"}})
    assert weave.asked == ["d"]
    assert weave.site() == {"a": "1", "b": "2", "c": "1", "d": "2"}


def test_a_piece_that_moves_into_a_batch_and_out_of_it_stays_and_is_not_made_for_it(weave: Weave) -> None:
    weave({"a": "1", "b": "1"}, {"month": {"c": "1"}})
    weave({"a": "1"}, {"month": {"b": "1", "c": "1"}})
    assert (weave.asked, weave.site()) == ([], {"a": "1", "b": "1", "c": "1"})
    weave({"a": "1", "c": "1"}, {"month": {"b": "1"}})
    assert weave.site() == {"a": "1", "b": "1", "c": "1"}


def test_a_piece_that_moves_from_batch_to_batch_stays(weave: Weave) -> None:
    weave({}, {"one": {"a": "1", "b": "1"}, "two": {"c": "1"}})
    weave({}, {"one": {"a": "1"}, "two": {"b": "1", "c": "1"}})
    assert weave.site() == {"a": "1", "b": "1", "c": "1"}
    weave({}, {"two": {"a": "1", "b": "1", "c": "1"}})
    assert weave.site() == {"a": "1", "b": "1", "c": "1"}


def test_what_nothing_tells_of_any_more_is_gone(weave: Weave) -> None:
    weave({"a": "1", "b": "1"}, {"one": {"c": "1", "d": "1"}, "two": {"e": "1"}})
    weave({"a": "1"}, {"one": {"c": "1"}})
    assert weave.site() == {"a": "1", "c": "1"}


def test_a_batch_that_did_not_change_is_not_read_at_all(weave: Weave) -> None:
    weave({"a": "1"}, {"month": {"b": "1", "c": "1"}})
    (within,) = weave.trees.live().within.values()
    (digest,) = within.digests
    (weave.trees.site.parent / "work" / "manifests" / "buckets" / digest).unlink()
    fresh = Weave(weave.trees.site.parent)
    fresh({"a": "2"}, {"month": {"b": "1", "c": "1"}})
    assert fresh.site() == {"a": "2", "b": "1", "c": "1"}


def test_what_could_not_be_made_whole_is_tried_again_and_nothing_else(weave: Weave) -> None:
    done = weave({"a": "faulty"}, {"month": {"b": "faulty", "c": "1"}})
    assert (done.keys["a"], done.keys["month"]) == (UNMADE, UNMADE)
    weave({"a": "faulty"}, {"month": {"b": "faulty", "c": "1"}})
    assert weave.asked == ["a", "b"]
