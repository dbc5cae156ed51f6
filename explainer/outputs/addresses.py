"""What is published beside the pages, and under which name in which language."""

from __future__ import annotations

STATUS = "status.json"
FEED = "feed.xml"
CAP = "cap.xml"
HISTORY = "history.json"


def in_folder(file: str, folder: str) -> str:
    """The name of a file in the language whose pages lie in ``folder``: ``feed.fr.xml`` for ``fr/``."""
    name, _, kind = file.rpartition(".")
    return f"{name}.{folder.strip('/')}.{kind}" if folder else file
