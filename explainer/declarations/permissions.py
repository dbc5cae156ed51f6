"""The door to what staff may offer without asking."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.permissions import Permissions

PERMISSIONS = "permissions.yml"
"""The file that holds them, beside the system."""

PERMISSIONS_DOOR = door(Permissions).several
