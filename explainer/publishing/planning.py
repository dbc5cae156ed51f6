"""What has to travel, and in which order: the site here and what is there in, ordered steps out. Pure.

No step makes a page name what is not there yet: assets come first, then new pages, which nobody names so far, then
those that changed, then the homes at which readers begin, and last what machines read. What is gone goes after that,
and at once; only what a page of before may still load, such as its style, stays for a while.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

import msgspec

from explainer.model.vocabulary import Compression
from explainer.publishing.packing import Encoding
from explainer.publishing.serving import Part, Served, part_of, served


class Object(NamedTuple):
    """One thing at the destination: where it goes, which file of the site it is made of, and how."""

    path: str
    source: str
    digest: str
    encoding: Encoding
    served: Served

    @property
    def content_encoding(self) -> str:
        """What is said of it when it is served; a file beside another says nothing of itself."""
        return self.encoding.value if self.path == self.source else ""

    @property
    def fingerprint(self) -> str:
        """Changes with its bytes, and with anything that is said of them."""
        told = (self.digest, self.encoding.value, *map(str, self.served))
        return hashlib.sha256("\0".join(told).encode()).hexdigest()[:24]


class There(msgspec.Struct, frozen=True, array_like=True):
    """An object at the destination: its fingerprint, and by which tag the store knows it; empty where it has none."""

    fingerprint: str
    tag: str = ""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What we put at a destination: the manifest that lies there.

    ``site`` says whose it is, ``by`` and ``number`` which publication it was, ``moment`` of when its content is, in ISO
    8601. ``objects`` are what the site is made of, and ``leaving`` what it no longer names, with the moment since when,
    in seconds since 1970.
    """

    site: str
    by: str
    number: int
    moment: str
    objects: Mapping[str, There]
    leaving: Mapping[str, float] = {}


NOTHING = Shown(site="", by="", number=0, moment="", objects={})


class Pass(IntEnum):
    """When an object travels; none of a later pass before all of an earlier one have arrived."""

    ASSETS = 1
    NEW_PAGES = 2
    PAGES = 3
    HOMES = 4
    MACHINES = 5


class Step(NamedTuple):
    """Objects that may travel at once."""

    when: Pass
    objects: tuple[Object, ...]


class Plan(NamedTuple):
    """What to do: ``steps`` in their order, then remove ``gone``; ``leaving`` stays although nothing names it."""

    steps: tuple[Step, ...]
    gone: tuple[str, ...]
    leaving: Mapping[str, float]
    new: frozenset[str]

    @property
    def objects(self) -> tuple[Object, ...]:
        """All that travels, in its order."""
        return tuple(one for step in self.steps for one in step.objects)

    @property
    def touched(self) -> tuple[str, ...]:
        """Every path that will hold something else than before, or nothing."""
        return (*(one.path for one in self.objects), *self.gone)


def objects_of(files: Mapping[str, str], compression: Compression) -> dict[str, Object]:
    """What a site is at a destination; ``files`` gives the digest of each of its files.

    Compressed files beside the plain ones are always made, however small: one that was not made any more would be sent
    in the place of a page that has changed since.
    """
    made = {}
    for source, digest in files.items():
        how = served(source)
        for path, encoding in _forms(source, compression if how.packs else Compression.NONE):
            if path == source or path not in files:
                made[path] = Object(path, source, digest, encoding, how)
    return made


def _forms(source: str, compression: Compression) -> Iterator[tuple[str, Encoding]]:
    if compression is Compression.IN_PLACE and served(source).is_for_browsers:
        yield source, Encoding.GZIP
        return
    yield source, Encoding.NONE
    if compression is Compression.BESIDE:
        yield from ((source + encoding.end, encoding) for encoding in (Encoding.GZIP, Encoding.BROTLI))


def planned(
    wanted: Mapping[str, Object],
    shown: Shown,
    unsure: Collection[str],
    homes: frozenset[str],
    clock: tuple[float, float],
) -> Plan:
    """What brings a destination from what it shows to what is wanted.

    ``unsure`` are paths at which a run that did not end may have left anything. ``clock`` is the moment now and how
    long what nothing names any more stays, both in seconds.
    """
    known = shown.objects.keys() | shown.leaving.keys() | set(unsure)
    travels = [
        one
        for path, one in wanted.items()
        if path in unsure or path in shown.leaving or shown.objects.get(path, _NONE).fingerprint != one.fingerprint
    ]
    leaving, gone = _left((path for path in known if path not in wanted), shown, unsure, clock)
    steps = _in_order(travels, shown, homes)
    return Plan(steps, gone, leaving, frozenset(one.path for one in travels if one.path not in shown.objects))


_NONE = There("")


def _in_order(travels: Iterable[Object], shown: Shown, homes: frozenset[str]) -> tuple[Step, ...]:
    def when(one: Object) -> Pass:
        part = part_of(one.source, homes)
        if part is Part.PAGE:
            return Pass.PAGES if one.source in shown.objects else Pass.NEW_PAGES
        return {Part.ASSET: Pass.ASSETS, Part.HOME: Pass.HOMES, Part.MACHINE: Pass.MACHINES}[part]

    rows = sorted(((when(one), one) for one in travels), key=lambda row: (row[0], row[1].path))
    return tuple(Step(key, tuple(one for _, one in group)) for key, group in groupby(rows, lambda row: row[0]))


def _left(
    paths: Iterable[str], shown: Shown, unsure: Collection[str], clock: tuple[float, float]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """What stays although nothing names it, with the moment since when; and what goes."""
    now, grace = clock
    leaving, gone = {}, []
    for path in sorted(paths):
        # A run that did not end may have named it again. And a clock that ran ahead keeps nothing for ever.
        since = now if path in unsure else min(shown.leaving.get(path, now), now)
        if _is_loaded(path) and now - since < grace:
            leaving[path] = since
        else:
            gone.append(path)
    return leaving, tuple(gone)


def _is_loaded(path: str) -> bool:
    """Whether pages load it by themselves, so that one of before that is still open may ask for it."""
    plain = path.removesuffix(Encoding.GZIP.end).removesuffix(Encoding.BROTLI.end)
    return part_of(plain, frozenset()) is Part.ASSET
