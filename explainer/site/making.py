"""Which pieces of a weave are new, made; and which files nothing tells of any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from explainer.render.isolation import Isolation
from explainer.site.manifest import Manifest
from explainer.site.pieces import Batch, Piece
from explainer.site.trees import Aside, New

UNMADE = ""
"""The key of what could not be made whole, which is no other’s: the next run tries it again."""


@dataclass
class Made:
    """What is new, and what was woven and is no more, by path.

    ``keys`` are those of all pieces and batches; ``within`` those of the pieces of each batch that was made anew.
    """

    new: dict[str, New] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    within: dict[str, dict[str, str]] = field(default_factory=dict)


def made(items: Iterable[Piece | Batch], live: Manifest, isolation: Isolation, aside: Aside) -> Made:
    """The pieces whose key is not the published one, made.

    ``live`` is what is published of the same skeleton; nothing, where everything is to be made. What is made of
    batches, which may be of any size, is put ``aside``.
    """
    known, done = live.keys.whole(), Made()
    for item in items:
        name = item.name if isinstance(item, Batch) else item.path
        done.keys[name] = item.key
        if known.get(name) == item.key:
            continue
        before = len(isolation.faults)
        if isinstance(item, Batch):
            # What is in it now may have had a key of its own until now, as when what it tells has come to an end.
            within, new = _made_within(item, {**known, **live.within.get(name, {})}, isolation, aside)
            done.within[name] = within
            done.new |= new
        else:
            done.new[item.path] = New.bytes(item.make())
        if len(isolation.faults) > before:
            done.keys[name] = UNMADE
    done.gone = _names(known, live.within, live.within.keys() - (done.keys.keys() - done.within.keys()))
    done.gone -= _names(done.keys, done.within, done.within)
    return done


def _made_within(
    batch: Batch, known: Mapping[str, str], isolation: Isolation, aside: Aside
) -> tuple[dict[str, str], dict[str, New]]:
    """The keys of the pieces of a batch, and those made of which another key is known, or none."""
    keys: dict[str, str] = {}
    new: dict[str, New] = {}
    before = len(isolation.faults)
    for piece in batch.pieces():
        keys[piece.path] = piece.key
        if known.get(piece.path) != piece.key:
            new[piece.path] = aside.new(piece.make())
        if len(isolation.faults) > before:
            keys[piece.path] = UNMADE
            before = len(isolation.faults)
    return keys, new


def _names(keys: Mapping[str, str], within: Mapping[str, Mapping[str, str]], batches: Iterable[str]) -> set[str]:
    """Every piece and batch that has a key, and every piece in these batches."""
    return {*keys, *(path for name in batches for path in within.get(name, ()))}
