"""Draws the pages of the desk. Whatever a value holds, it is text on the page: every template escapes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explainer.desk import layout
from explainer.desk.controls import anchor
from explainer.errors import plain
from explainer.render.escaping import glyph, shape
from explainer.render.shapes import symbols


class Pages:
    """The templates of the desk, ready to be filled."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"glyph": glyph, "shape": shape, "anchor": anchor, "ago": ago, "readable": plain}
        self._templates.globals |= {"symbols": symbols(), "more": layout.MORE, "more_says": layout.MORE_SAYS}

    def page(self, template: str, **values: Any) -> str:
        """A page, or a part of one."""
        return self._templates.get_template(template).render(**values)

    def parts(self, wanted: Mapping[str, str], **values: Any) -> dict[str, str]:
        """Several parts of a page, by the ids of the elements that they go into."""
        return {name: self.page(template, **values) for name, template in wanted.items()}


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago, as one says it."""
    if at is None:
        return ""
    gone = now - at
    if gone < timedelta(minutes=1):
        return "just now"
    minutes = int(gone / timedelta(minutes=1))
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    hours = minutes // 60
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"
