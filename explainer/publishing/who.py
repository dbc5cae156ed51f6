"""Who publishes, and what: names that a public store may show."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from explainer import disk
from explainer.declarations.places import workspace
from explainer.model.settings import Settings

NAME = "EXPLAINER_PUBLISHER"
"""The environment's word for who publishes, such as the name of a runner."""


def site(settings: Settings) -> str:
    """Which site this is, so that none is published over another, nor an exercise over what is real."""
    drill = " (exercise)" if settings.exercise is not None else ""
    return " ".join(filter(None, (settings.site_name, settings.site_url))) + drill


def publisher(root: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Who publishes: a name of this very folder on this machine, made once, which tells nobody where it stands.

    Raises:
        OSError: when it cannot be kept.
    """
    place = workspace(root) / "publisher"
    try:
        kept = place.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        kept = secrets.token_hex(8)
        place.parent.mkdir(parents=True, exist_ok=True)
        with disk.written_aside(place, kept.encode()) as aside:
            aside.replace(place)
    # A folder that was copied to another machine is another publisher.
    tag = sha256(f"{kept}\0{disk.machine()}\0{root}".encode()).hexdigest()[:8]
    return f"{environ.get(NAME, '').strip() or 'explainer'}-{tag}"
