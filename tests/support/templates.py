"""Our own templates, compiled once for all tests, and kept in folders that stand for a skeleton's."""

from __future__ import annotations

from pathlib import Path

from explainer.render.templates import Templates
from explainer.site import sheets
from explainer.site import skeleton as skeletons
from explainer.staff import compiling

CODE = compiling.of_package()
TEMPLATES = Templates(CODE, sheets.look())
_PACKED = compiling.packed(CODE, sheets.look())


def keep(folder: Path) -> str:
    """Put the compiled templates into a skeleton's folder; returns their digest."""
    (folder / skeletons.TEMPLATES).write_bytes(_PACKED)
    return skeletons.digest_of(_PACKED)
