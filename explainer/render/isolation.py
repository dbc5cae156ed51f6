"""What cannot be made costs itself: the rest of the page, and of the site, is made without it, and says so.

A renderer that raises is a fault of ours, mostly with one disruption. It is looked for, and the region or file is
made once more without it, with a line that names it. Where that does not help either, a plain note stands in the
region. A page about a disruption keeps its publisher's headline. Nothing that was read of it changes a state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

from explainer.errors import own_fault
from explainer.model.history import Remembered
from explainer.picture.model import Picture
from explainer.picture.narrowing import without
from explainer.render.components import faults
from explainer.render.regions import REGIONS
from explainer.render.view import View

Given = TypeVar("Given")
Made = TypeVar("Made")

MOST_NAMED = 3
"""Places that a line names before it counts the others."""

MOST_TRIES = 200
"""How often a thing is made while it is looked for whose fault it is."""

_SILENT = frozenset({"banner", "head", "zone"})
"""Regions with no room for a sentence."""


class Fault(NamedTuple):
    """What could not be made: of which page or file, because of which disruption if of one, and why."""

    where: str
    disruption: str
    why: str


class Isolation:
    """Makes the regions and files of one site at one moment, and keeps what went wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def picture(self, record: Remembered, build: Callable[[Remembered], Picture]) -> Picture:
        """The picture of a record. A disruption of which none can be made leaves its feed’s parts unknown, not well.

        Raises:
            Exception: what ``build`` raises of a record without any disruption.
        """
        try:
            return build(record)
        except Exception as error:  # noqa: BLE001 - one disruption is never worth more than the site
            guilty = frozenset(_guilty(tuple(record.held), lambda group: _raises(build, _holding(record, group))))
            self.faults += (Fault("every page", key, own_fault(error)) for key in sorted(guilty))
            feeds = {key.partition(".")[0] for key in guilty}
            unasked = {feed: times for feed, times in record.times.items() if feed not in feeds}
            return build(replace(_holding(record, record.held.keys() - guilty), times=unasked))

    def region(self, view: View, path: str, name: str, args: Mapping[str, str]) -> str:
        """html: a live region of the page at ``path``."""
        about = args.get("subject", "") if args.get("page", name) == "disruption" else ""
        try:
            return REGIONS[name](view, args)
        except Exception as error:  # noqa: BLE001 - nor is a page
            left_out, made = self._without_the_guilty(view, lambda view: REGIONS[name](view, args), (about,))
            if made is None:
                self.faults.append(Fault(path, about, own_fault(error)))
                return _instead(view, name, about)
            self.faults += (Fault(path, key, own_fault(error)) for key in left_out)
            return made if name in _SILENT else f"{made}{faults.left_out(view, left_out)}"

    def whole(self, view: View, path: str, make: Callable[[View], Made]) -> Made:
        """A file about the whole picture, or what one is made of.

        Raises:
            Exception: what ``make`` raises of a picture without any disruption.
        """
        try:
            return make(view)
        except Exception as error:  # noqa: BLE001 - as above
            left_out, made = self._without_the_guilty(view, make, ())
            if made is None:
                left_out = tuple(now.id for now in view.picture.disruptions)
                made = make(_narrowed(view, left_out))
            self.faults += (Fault(path, key, own_fault(error)) for key in left_out)
            return made

    def _without_the_guilty(
        self, view: View, make: Callable[[View], Made], about: Collection[str]
    ) -> tuple[tuple[str, ...], Made | None]:
        """Which disruptions cannot be part of it, and what is made without them; None where that is not it."""
        every = tuple(now.id for now in view.picture.disruptions if now.id not in about)

        def fails(group: Collection[str]) -> bool:
            return _raises(make, _narrowed(view, frozenset(every).difference(group)))

        known = [key for key in every if any(fault.disruption == key for fault in self.faults)]
        for suspects in (known, every) if known else (every,):
            guilty = tuple(_guilty(suspects, fails))
            if guilty:
                with suppress(Exception):
                    return guilty, make(_narrowed(view, guilty))
        return (), None


def _holding(record: Remembered, keys: Collection[str]) -> Remembered:
    held: Any = {key: held for key, held in record.held.items() if key in keys}
    return replace(record, held=held)


def _raises(make: Callable[[Given], object], given: Given) -> bool:
    try:
        make(given)
    except Exception:  # noqa: BLE001 - as above
        return True
    return False


def _guilty(suspects: Sequence[str], fails: Callable[[Collection[str]], bool]) -> Iterator[str]:
    """Those that make it fail each by itself, found by halving."""
    todo, tries = [tuple(suspects)], 0
    while todo and tries < MOST_TRIES:
        group, tries = todo.pop(), tries + 1
        if not group or not fails(group):
            continue
        if len(group) == 1:
            yield group[0]
        else:
            todo += [group[len(group) // 2 :], group[: len(group) // 2]]


def _narrowed(view: View, gone: Collection[str]) -> View:
    picture = without(view.picture, frozenset(gone))
    return replace(view, picture=picture, left_out=view.left_out + len(gone), shared={})


def _instead(view: View, name: str, about: str) -> Markup:
    """What stands where a region could not be made."""
    if name == "head":
        return faults.head(view, about)
    if name in _SILENT:
        return Markup("")
    return faults.lead(view, about) if name == "lead" else faults.region(view, about)


def told(found: Iterable[Fault]) -> Iterator[str]:
    """Each fault once, as a line for whoever runs the site, with where it shows."""
    places: dict[tuple[str, str], list[str]] = {}
    for fault in found:
        places.setdefault((fault.disruption, fault.why), []).append(fault.where)
    for (disruption, why), where in places.items():
        more = f" and {len(where) - MOST_NAMED} more" if len(where) > MOST_NAMED else ""
        what = disruption or "a part"
        yield f"{what} could not be shown on {', '.join(where[:MOST_NAMED])}{more}: {why}"
