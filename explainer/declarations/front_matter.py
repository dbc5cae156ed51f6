"""The door to the front matter of staff's pages, and the templates they can name in it."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.pages import FrontMatter

FRONT_MATTER_DOOR = door(FrontMatter, ignores_others=True)
