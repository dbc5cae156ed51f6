"""The door to what the operator sets in ``mkdocs.yml``."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from explainer.declarations.doors import ZoneName, door
from explainer.model.notifying import VARIABLE, Addressee
from explainer.model.settings import Settings, Way

_VARIABLE = re.compile(VARIABLE)
_NO_NAME = (
    "is not the name of a variable; write NOTIFY_PRESS, say, and put the address, which is a secret, into the "
    "environment under that name"
)
_FOLDER = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*")


def _folder(written: str) -> str:
    """A folder of the site, with one slash at its end."""
    folder = f"{written.strip().strip('/')}/".removeprefix("/").removeprefix("./")
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"“{written}” is not a folder of the site; write it as status/")
    return folder


def _way(written: Any) -> Any:
    """A link as MkDocs has them in ``nav:``, ``map.md`` or ``Map: map.md``."""
    if isinstance(written, str):
        return {"to": written}
    if isinstance(written, dict) and len(written) == 1 and all(isinstance(to, str) for to in written.values()):
        [(name, to)] = written.items()
        return {"name": str(name), "to": to}
    raise ValueError("is not a link; write the path of a page, such as map.md, or its name too, such as Map: map.md")


def _of_the_site(written: str) -> str:
    """Files of the site, by their path in it."""
    path = written.strip().removeprefix("./")
    parts = path.removesuffix("/").split("/")
    if not all(parts) or ".." in parts or "\\" in path or ":" in parts[0]:
        raise ValueError(f"“{written}” is no path in the folder of the site; write it as press/ or press/*.pdf")
    return path


def _variable(written: str) -> str:
    """The name of a variable of the environment. What is none may be a secret, so it is not repeated."""
    if not _VARIABLE.fullmatch(written):
        raise ValueError(_NO_NAME)
    return written


_ADDRESSEE: Any = door(Addressee, to=Annotated[str, AfterValidator(_variable)]).form

_WAY: Any = Annotated[door(Way).form, BeforeValidator(_way)]
_WAYS: Any = tuple[_WAY, ...] | None

_PATHS: Any = tuple[Annotated[str, AfterValidator(_of_the_site)], ...]

SETTINGS_DOOR = door(
    Settings,
    zone=ZoneName,
    at=Annotated[str, AfterValidator(_folder)],
    header=_WAYS,
    footer=_WAYS,
    keep_files=_PATHS,
    notify=tuple[_ADDRESSEE, ...],
)
