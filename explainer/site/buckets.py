"""A large mapping in buckets: what is read and written of it follows what is asked of it and what changed.

Which bucket a name is in follows from its folder, and how many there are from how many names. So the same names and
values make the same buckets, on any machine and in whatever order they came. Each lies in a file that is named by the
digest of what it holds: mappings that agree on a bucket share its file, and one that was damaged is not believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

import msgspec

from explainer.errors import ExplainerError

FILLED = 512
"""How many names a bucket holds before there are more buckets."""

_SPREADS = (1, 16, 256)
_WIDEST = 4096
_REMEMBERED = 64
_EMPTY = ""

V = TypeVar("V")


class BucketError(ExplainerError):
    """A bucket is gone, or is not what was written."""


class Shelf(Generic[V]):
    """The folder in which buckets lie; it remembers those that were read last."""

    def __init__(self, folder: Path, kind: type[V]) -> None:
        self.folder = folder
        self._decoder = msgspec.json.Decoder(dict[str, kind])  # type: ignore[valid-type]
        self._read: dict[str, dict[str, V]] = {_EMPTY: {}}

    def read(self, digest: str) -> Mapping[str, V]:
        """What one bucket holds.

        Raises:
            BucketError: when it is gone or damaged.
        """
        found = self._read.get(digest)
        if found is None:
            body = self._body(digest)
            if _digest(body) != digest:
                raise BucketError(f"{self.folder / digest} is not as it was written; run explainer build")
            found = self._remember(digest, self._decoder.decode(body))
        return found

    def keep(self, bucket: dict[str, V]) -> str:
        """Keep a bucket, and return the digest by which it is known."""
        if not bucket:
            return _EMPTY
        body = msgspec.json.encode(bucket, order="sorted")
        digest = _digest(body)
        if not self._has(digest, body):
            aside = self.folder / f"{digest}.aside"
            aside.write_bytes(body)
            aside.replace(self.folder / digest)
        self._remember(digest, bucket)
        return digest

    def _has(self, digest: str, body: bytes) -> bool:
        """Whether it is there, whole: what a run left that was cut off may not be."""
        try:
            return self._body(digest) == body
        except BucketError:
            return False

    def _body(self, digest: str) -> bytes:
        try:
            return (self.folder / digest).read_bytes()
        except OSError as error:
            raise BucketError(
                f"{self.folder / digest} cannot be read: {error.strerror}; run explainer build"
            ) from error

    def _remember(self, digest: str, bucket: dict[str, V]) -> dict[str, V]:
        while len(self._read) > _REMEMBERED:
            del self._read[next(old for old in self._read if old != _EMPTY)]
        self._read[digest] = bucket
        return bucket


class Buckets(Mapping[str, V]):
    """A mapping whose buckets are read one by one, as they are asked for; never changed, but followed by another.

    ``digests`` are those of its buckets, in their order. Reading raises :class:`BucketError` where one is not whole.
    """

    def __init__(self, shelf: Shelf[V], digests: tuple[str, ...] = (_EMPTY,), count: int = 0) -> None:
        self._shelf = shelf
        self._count = count
        self.digests = digests

    def __getitem__(self, name: str) -> V:
        return self._bucket(name)[name]

    def __iter__(self) -> Iterator[str]:
        for digest in self.digests:
            yield from self._shelf.read(digest)

    def __len__(self) -> int:
        return self._count

    def get_many(self, names: Collection[str]) -> dict[str, V]:
        """The values of these names, without those that it does not hold."""
        return {name: self[name] for name in names if name in self}

    def whole(self) -> dict[str, V]:
        """Everything at once, in memory."""
        found: dict[str, V] = {}
        for digest in self.digests:
            found |= self._shelf.read(digest)
        return found

    def one_of(self, number: int) -> Mapping[str, V]:
        """One bucket, counted round and round: a part of it all, to be looked at."""
        return self._shelf.read(self.digests[number % len(self.digests)])

    def differing(self, other: Buckets[V]) -> Iterator[str]:
        """The names of which the two do not hold the same; buckets that are equal are not read."""
        pairs: Iterator[tuple[Mapping[str, V], Mapping[str, V]]]
        if len(self.digests) == len(other.digests):
            both = zip(self.digests, other.digests, strict=True)
            pairs = ((self._shelf.read(one), other._shelf.read(two)) for one, two in both if one != two)
        else:
            pairs = iter([(self.whole(), other.whole())])
        for ours, theirs in pairs:
            yield from (name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))

    def followed(self, put: Mapping[str, V], gone: Collection[str] = ()) -> Buckets[V]:
        """This mapping with other values ``put`` in and without what is ``gone``; other buckets stay as they are."""
        changes: dict[int, dict[str, V | None]] = {}
        for name, value in (*((name, None) for name in gone), *put.items()):
            changes.setdefault(_place(name, len(self.digests)), {})[name] = value
        digests, count = list(self.digests), self._count
        for place, changed in changes.items():
            bucket = dict(self._shelf.read(digests[place]))
            count -= len(bucket)
            for name, value in changed.items():
                bucket.pop(name, None)
                if value is not None:
                    bucket[name] = value
            count += len(bucket)
            digests[place] = self._shelf.keep(bucket)
        followed = Buckets(self._shelf, tuple(digests), count)
        return followed if _spread(count) == len(digests) else followed._spread_anew()

    def _spread_anew(self) -> Buckets[V]:
        buckets: list[dict[str, V]] = [{} for _ in range(_spread(self._count))]
        for name, value in self.whole().items():
            buckets[_place(name, len(buckets))][name] = value
        return Buckets(self._shelf, tuple(map(self._shelf.keep, buckets)), self._count)

    def _bucket(self, name: str) -> Mapping[str, V]:
        return self._shelf.read(self.digests[_place(name, len(self.digests))])


def _spread(count: int) -> int:
    """In how many buckets so many names lie."""
    return next((spread for spread in _SPREADS if count <= spread * FILLED), _WIDEST)


def _place(name: str, spread: int) -> int:
    return crc32(name.rpartition("/")[0].encode()) % spread


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
