"""The door to what staff expect before it comes."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.season import Threshold

SEASON_DOOR = door(Threshold).several
