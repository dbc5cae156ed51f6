"""The door to the rights of customers."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.rights import Rights

RIGHTS_DOOR = door(Rights).several
