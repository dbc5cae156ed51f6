"""What is published beside the pages, and under which name in which language."""

from __future__ import annotations

STATUS = "status.json"
FEED = "feed.xml"
RSS = "feed.rss"
JSON_FEED = "feed.json"
CAP = "cap.xml"
HISTORY = "history.json"
WORKS = "works.ics"
LLMS = "llms.txt"
LIVE = "live.json"
ROBOTS = "robots.txt"
BADGE = "badge.svg"
EMBED = "embed.html"
SHEET = "map/sheet.html"
SCREEN = "screen/index.html"


def part_feed(part: str, form: str) -> str:
    """The feed of a part by its id, in one of the forms that feeds have."""
    return f"feeds/{part}.{form}"


def part_badge(part: str) -> str:
    """The badge of a part by its id."""
    return f"badge/{part}.svg"


def part_embed(part: str) -> str:
    """What other sites show of a part in a frame."""
    return f"embed/{part}.html"


def in_folder(file: str, folder: str) -> str:
    """The name of a file in the language whose pages lie in ``folder``: ``feed.fr.xml`` for ``fr/``."""
    name, _, kind = file.rpartition(".")
    return f"{name}.{folder.strip('/')}.{kind}" if folder else file
