"""The door to invitations."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.events import Event, Occasion

EVENTS = "events.yml"
"""The file that holds them, beside the system."""


def _ends_after_it_begins(one: Occasion) -> Occasion:
    if one.ends is not None and one.ends <= one.starts:
        raise ValueError("ends before it begins; write when it ends, with its day")
    return one


def _counts_its_places(event: Event) -> Event:
    if event.free is not None and event.counted is None:
        raise ValueError("says how many places are free, and not since when; write counted: and the moment")
    if event.free is not None and event.places is not None and event.free > event.places:
        raise ValueError(f"has {event.free} places free of {event.places}; correct one of the two")
    return event


def _closes_before_it_is_over(event: Event) -> Event:
    if event.apply_by is not None and event.apply_by > event.last:
        raise ValueError("takes applications until after it is over; correct apply_by, or the dates")
    return event


EVENTS_DOOR = door(
    Event,
    _counts_its_places,
    _closes_before_it_is_over,
    within=(door(Occasion, _ends_after_it_begins),),
).several
