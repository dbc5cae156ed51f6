"""The door to what the operator sets in ``mkdocs.yml``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from explainer.declarations.doors import ZoneName, door
from explainer.model.settings import Settings

_FOLDER = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*")


def _folder(written: str) -> str:
    """A folder of the site, with one slash at its end."""
    folder = f"{written.strip().strip('/')}/".removeprefix("/").removeprefix("./")
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"“{written}” is not a folder of the site; write it as status/")
    return folder


SETTINGS_DOOR = door(Settings, zone=ZoneName, at=Annotated[str, AfterValidator(_folder)])
