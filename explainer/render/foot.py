"""The live part of the footer: in which zone the page tells its times."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.render.html import in_zone, text, utc_offset, zone_name
from explainer.render.view import View


def zone(view: View, args: Mapping[str, str]) -> str:
    """The sentence that names the zone: ``All times are CET (UTC+1).``."""
    del args
    local = in_zone(view.picture.now, view.zone)
    name, offset = zone_name(local), utc_offset(local)
    return f"All times are {text(name)}." if name == offset else f"All times are {text(name)} ({offset})."
