"""The door to the rights of customers."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.rights import Rights

RIGHTS = "rights.yml"
"""The file that holds them, beside the system."""

RIGHTS_DOOR = door(Rights).several
