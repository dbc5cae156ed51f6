"""The picture without some of its disruptions, for what cannot be shown of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from explainer.picture.model import Picture


def without(picture: Picture, gone: Collection[str]) -> Picture:
    """What is left to show when some disruptions cannot be shown.

    States and what they rest on stay as they are: what nobody can read the words of still holds.
    """
    if not gone:
        return picture
    return replace(
        picture,
        lead="" if picture.lead in gone else picture.lead,
        last_known="" if picture.last_known in gone else picture.last_known,
        disruptions=tuple(
            replace(
                now,
                gathers=tuple(key for key in now.gathers if key not in gone),
                gathered_by="" if now.gathered_by in gone else now.gathered_by,
            )
            for now in picture.disruptions
            if now.id not in gone
        ),
        components=tuple(
            replace(now, disruptions=tuple(key for key in now.disruptions if key not in gone))
            for now in picture.components
        ),
        sources=tuple(
            replace(now, current=tuple(key for key in now.current if key not in gone)) for now in picture.sources
        ),
        constraints=tuple(now for now in picture.constraints if now.disruption not in gone),
        unplaced=tuple(doubt for doubt in picture.unplaced if doubt.disruption not in gone),
    )
