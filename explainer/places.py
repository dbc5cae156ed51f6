"""Where everything of one site lies. Nothing here reads YAML, so a refresh can afford it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from explainer.disruption import Model

WORKSPACE = ".explainer"
"""The folder beside ``mkdocs.yml`` for what can be made again: the skeleton and the spare tree."""

LOCKS = ("uv.lock", "requirements.txt", "poetry.lock")
"""Files that, where they are kept, say which theme and generator a skeleton was built with."""

_CODE = Path(__file__).parent


class Places(Model):
    """The folders of one site, named from ``root``; ``theme`` is the operator's own overrides, if any."""

    config_file: str = "mkdocs.yml"
    content: str = "content"
    feeds: str = "ops_feeds"
    site: str = "site"
    theme: str = ""

    def recorded(self, root: Path) -> Path:
        """Where the record is kept."""
        return root / self.feeds / "recorded"

    def inputs(self, root: Path) -> dict[str, Path]:
        """Every file a skeleton depends on, by a name that holds on any machine.

        Content, configuration, declarations, theme and our own code, wherever it is installed.
        """
        own = [
            root / self.config_file,
            *_files(root / self.content),
            *(path for path in (root / self.feeds).glob("*.yml") if path.is_file()),
            *(_files(root / self.theme) if self.theme else ()),
            *(root / name for name in LOCKS if (root / name).is_file()),
        ]
        code = [path for path in _files(_CODE) if path.suffix in (".py", ".html", ".css", ".js")]
        return {
            **{os.path.relpath(path, root): path for path in own},
            **{f"explainer’s own {os.path.relpath(path, _CODE)}": path for path in code},
        }


def workspace(root: Path) -> Path:
    """Where what can be made again is kept."""
    return root / WORKSPACE


def skeleton_folder(root: Path) -> Path:
    """Where the skeleton lies."""
    return workspace(root) / "skeleton"


def scratch(root: Path) -> Path:
    """Where a skeleton is built, until it is whole."""
    return workspace(root) / "building"


def _files(root: Path) -> Iterator[Path]:
    for path, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        yield from (Path(path, name) for name in names if not name.startswith("."))
