"""A large mapping costs what is asked of it and what changed, and never says what was not written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.site.buckets import FILLED, BucketError, Buckets, Shelf

names = st.sampled_from([f"{folder}/{name}" for folder in ("", "a", "b/c", "d") for name in ("x", "y", "z")])
mappings = st.dictionaries(names, st.integers(0, 3))


def buckets(folder: Path) -> Buckets[int]:
    return Buckets(Shelf(folder, int))


def many(count: int) -> dict[str, int]:
    return {f"disruptions/{number}/index.html": number for number in range(count)}


@given(st.lists(st.tuples(mappings, st.sets(names)), max_size=6))
def test_after_any_changes_it_holds_what_a_dict_would(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[dict[str, int], set[str]]]
) -> None:
    kept, plain = buckets(tmp_path_factory.mktemp("buckets")), dict[str, int]()
    for put, gone in changes:
        kept = kept.followed(put, gone)
        plain = {name: value for name, value in plain.items() if name not in gone} | put
        assert (kept.whole(), dict(kept), len(kept)) == (plain, plain, len(plain))


@pytest.mark.parametrize("count", [0, 1, FILLED, FILLED + 1, 16 * FILLED + 1])
def test_the_same_content_makes_the_same_buckets_however_it_came_about(tmp_path: Path, count: int) -> None:
    at_once = buckets(tmp_path).followed(many(count))
    more = buckets(tmp_path).followed(many(count + 700))
    fewer = more.followed({}, many(count + 700).keys() - many(count).keys())
    assert fewer.digests == at_once.digests
    assert fewer.whole() == many(count)


def test_a_small_mapping_is_one_bucket_and_a_large_one_many(tmp_path: Path) -> None:
    assert len(buckets(tmp_path).followed(many(300)).digests) == 1
    assert len(buckets(tmp_path).followed(many(9_000)).digests) == 256


def test_a_change_in_a_large_mapping_reads_and_writes_one_bucket(tmp_path: Path) -> None:
    digests = buckets(tmp_path).followed(many(9_000)).digests
    before = set(tmp_path.iterdir())
    one = Buckets(Shelf(tmp_path, int), digests, 9_000).followed({"disruptions/7/index.html": -1})
    assert len(set(tmp_path.iterdir()) - before) == 1
    for digest in set(digests) & set(one.digests):
        (tmp_path / digest).unlink()  # to be read by nobody
    fresh = Shelf(tmp_path, int)
    old, new = Buckets(fresh, digests, 9_000), Buckets(fresh, one.digests, 9_000)
    assert list(new.differing(old)) == ["disruptions/7/index.html"]
    assert new["disruptions/7/index.html"] == -1


@given(mappings, mappings)
def test_two_differ_in_what_dicts_would_differ_in(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, int], two: dict[str, int]
) -> None:
    empty = buckets(tmp_path_factory.mktemp("buckets"))
    differing = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    assert set(empty.followed(one).differing(empty.followed(two))) == differing


def test_mappings_of_very_different_sizes_are_compared_as_well(tmp_path: Path) -> None:
    few, lots = buckets(tmp_path).followed(many(10)), buckets(tmp_path).followed(many(2_000))
    assert set(few.differing(lots)) == many(2_000).keys() - many(10).keys()


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"a/x":2}', b"\xff"])
def test_a_damaged_bucket_is_refused_by_its_name_and_written_anew(tmp_path: Path, damage: bytes) -> None:
    digest = buckets(tmp_path).followed({"a/x": 1}).digests[0]
    (tmp_path / digest).write_bytes(damage)
    with pytest.raises(BucketError, match=digest):
        Buckets(Shelf(tmp_path, int), (digest,), 1)["a/x"]
    assert buckets(tmp_path).followed({"a/x": 1}).digests == (digest,)
    assert Buckets(Shelf(tmp_path, int), (digest,), 1)["a/x"] == 1


def test_a_missing_bucket_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(BucketError, match="nowhere cannot be read: No such file"):
        Buckets(Shelf(tmp_path, int), ("nowhere",), 1).whole()


def test_few_buckets_stay_in_memory(tmp_path: Path) -> None:
    lots = buckets(tmp_path).followed(many(9_000))
    assert sum(1 for _ in lots) == 9_000
    assert len(lots._shelf._read) < 100
