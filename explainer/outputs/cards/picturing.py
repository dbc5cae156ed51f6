"""An SVG of ours as a picture, offline: by resvg, and with our own fonts alone."""

from __future__ import annotations

from resvg_py import svg_to_bytes

from explainer.language.letters import files


def pictured(svg: str) -> bytes:
    """The SVG as PNG; no font of the machine is used, so that all machines make the same."""
    return bytes(svg_to_bytes(svg_string=str(svg), font_files=files(), skip_system_fonts=True))
