"""An SVG of ours as a picture, offline: by resvg, and with our own fonts alone."""

from __future__ import annotations

from functools import lru_cache

from resvg_py import svg_to_bytes

from explainer.language.letters import files

_KEPT = 64
"""How many pictures a process keeps, some 40 KB each: a build that follows another mostly has the same cards."""


@lru_cache(maxsize=_KEPT)
def pictured(svg: str) -> bytes:
    """The SVG as PNG; no font of the machine is used, so that all machines make the same."""
    return bytes(svg_to_bytes(svg_string=str(svg), font_files=files(), skip_system_fonts=True))
