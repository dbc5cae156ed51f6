"""One thing's names in several languages: which language each is in, so that a page names the thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explainer.disruption import Entity


def in_languages(blocks: Iterable[tuple[str, Iterable[Entity]]]) -> tuple[Entity, ...]:
    """The entities of blocks that each are in one language, each once, in their order.

    Where there is more than one language, a name gets its own, unless all languages share it. Rules see every name;
    :func:`explainer.derived.in_one_language` tells which are shown.
    """
    rows = [(lang, tuple(entities)) for lang, entities in blocks]
    spoken: dict[str, set[Entity]] = {}
    for lang, entities in rows:
        spoken.setdefault(lang, set()).update(entities)
    shared = set.intersection(*spoken.values()) if spoken else set()
    found: dict[Entity, None] = {}
    for lang, entities in rows:
        for entity in entities:
            own = entity.name and lang and entity not in shared
            found[entity.model_copy(update={"lang": lang}) if own else entity] = None
    return tuple(found)


def named(kind: str, names: Mapping[str, str], ref: str = "") -> tuple[Entity, ...]:
    """One thing by its names in each language; by its reference alone where it has no name."""
    return in_languages((lang, [Entity(kind=kind, name=name, ref=ref)]) for lang, name in (names or {"": ""}).items())
