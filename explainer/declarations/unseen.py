"""Signs in what staff wrote that readers do not see, or that no page has room for: found where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model.signs import HIDING, shows_nothing, unstacked

Place = tuple[str | int, ...]

_NEVER_SHOWN = frozenset({"match", "read"})
"""Where a declaration repeats what a feed's own document says, whatever that is."""

HIDES = ("holds a sign that hides text or turns it around", "delete what you do not see")
_EMPTY = ("holds signs that show nothing, and nothing else", "write something, or delete it")
_PILED = ("has more signs on one letter than any language writes", "delete those that are too many")


def unseen(written: object, path: Place = ()) -> Iterator[tuple[Place, str, str]]:
    """Every text with such a sign: its place, what is wrong, and what to do."""
    if isinstance(written, str):
        found = slip_in(written)
        if found is not None:
            yield (path, *found)
    elif isinstance(written, dict):
        for key, inner in written.items():
            if key not in _NEVER_SHOWN:
                yield from unseen(inner, (*path, key))
    elif isinstance(written, list):
        for index, inner in enumerate(written):
            yield from unseen(inner, (*path, index))


def slip_in(words: str) -> tuple[str, str] | None:
    """What is wrong with the signs of a text, and what to do; None where nothing is."""
    if words.isascii() and words.isprintable():
        return None
    if HIDING.search(words):
        return HIDES
    if words.strip() and shows_nothing(words):
        return _EMPTY
    return _PILED if unstacked(words) != words else None
