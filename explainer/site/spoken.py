"""What is translated of the bulletins, kept beside the skeleton: a bulletin comes and goes without a build.

It is made anew at every fetch and every build from what staff wrote, so it may be thrown away at any time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer import disk
from explainer.declarations.places import workspace
from explainer.errors import RecordError
from explainer.model.history import Held, Version
from explainer.model.translation import Pair
from explainer.picture.model import Picture
from explainer.picture.translated import words_in

Bulletins = Mapping[str, Mapping[str, tuple[Pair, ...]]]
"""Translations by language and disruption."""


class Spoken(NamedTuple):
    """What of the bulletins is translated, and since when each says its words."""

    bulletins: Bulletins
    since: Mapping[str, Mapping[str, datetime]]


def _file(root: Path) -> Path:
    return workspace(root) / "translations.json"


def keep(root: Path, bulletins: Bulletins) -> None:
    """Keep the translations of the bulletins for the refreshes to come."""
    body, file = json.dumps(bulletins, ensure_ascii=False, sort_keys=True).encode(), _file(root)
    with suppress(OSError):
        if file.read_bytes() == body:
            return
    file.parent.mkdir(parents=True, exist_ok=True)
    with disk.written_aside(file, body) as aside:
        aside.replace(file)


def recall(root: Path) -> Bulletins:
    """The translations that were kept; none where they cannot be read, so that readers see the originals."""
    try:
        kept = json.loads(_file(root).read_bytes())
        return {
            lang: {key: tuple(Pair(*map(str, pair)) for pair in pairs) for key, pairs in said.items()}
            for lang, said in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def since(whole: Callable[[str], Held | None], picture: Picture) -> dict[str, dict[str, datetime]]:
    """Of each bulletin of ours that is open: when it came to say each of its words, as far as the record knows.

    ``whole`` is how to read all the versions of one. Of one whose history cannot be read it is not known.
    """
    still_open = (now.id for now in picture.disruptions if now.ours and not now.disruption.status.over)
    found: dict[str, dict[str, datetime]] = {}
    for name in still_open:
        with suppress(RecordError):
            held = whole(name)
            if held is not None:
                found[name] = _since(held.versions)
    return found


def _since(versions: Iterable[Version]) -> dict[str, datetime]:
    newest_first = list(versions)[::-1]
    still = words_in(newest_first[0].disruption)
    found: dict[str, datetime] = {}
    for version in newest_first:
        still &= words_in(version.disruption)
        said = version.disruption.last_said_at
        at = version.accepted_at if said is None else min(said, version.accepted_at)
        found |= dict.fromkeys(still, at)
    return found
