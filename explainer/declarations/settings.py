"""The door to what the operator sets in ``mkdocs.yml``."""

from __future__ import annotations

from explainer.declarations.doors import ZoneName, door
from explainer.model.settings import Settings

SETTINGS_DOOR = door(Settings, zone=ZoneName)
