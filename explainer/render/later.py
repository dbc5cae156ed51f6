"""What a page says now, and beside it, hidden, what it turns into while it stays open and nobody says more.

An element with ``data-good-until`` is shown until that moment; then the page's script hides it and shows the element
that follows, which must be its alternative and is ``hidden`` until then. That one may have a moment of its own. Without
script what stands there is what was known when the page was made, which the page says with its date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.picture.later import ends_at, later, turns
from explainer.picture.model import ComponentNow, Picture
from explainer.render.view import View

HIDDEN = Markup(" hidden")
"""Of an element that takes the place of the one before it."""

_UNTIL = Markup(' data-good-until="{}"')


class Version(NamedTuple):
    """A part of a page as of one moment: what it is drawn from, and the attributes of its element."""

    view: View
    attributes: Markup = Markup("")


def until(at: datetime | None) -> Markup:
    """html: the attribute of an element that is shown until ``at``, for good where that is None."""
    return _UNTIL.format(f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}") if at is not None else Markup("")


def ages(view: View) -> bool:
    """Whether pages grow old in a browser: not those of an exercise, whose clock stands still beside the reader's."""
    return not view.settings.is_frozen


def at_later(view: View, at: datetime) -> View:
    """The view of what is left at ``at`` if nobody says more."""
    key = f"later {at.isoformat()}"
    if key not in view.memo:
        picture, shared = _left_at(view, at)
        view.memo[key] = replace(view, picture=picture, shared=shared)
    found: View = view.memo[key]
    return found


def _left_at(view: View, at: datetime) -> tuple[Picture, dict[str, Any]]:
    """The picture of what is left, made once for all pages, and what those that show it share."""
    key = f"later {at.isoformat()}"
    known: tuple[Picture, Picture, dict[str, Any]] | None = view.shared.get(key)
    if known is None or known[0] is not view.picture:
        known = view.shared[key] = view.picture, later(view.picture, at), {}
    return known[1:]


def versions(view: View) -> Iterator[Version]:
    """What is drawn of all parts together: as it is now, and after each moment at which one turns unknown."""
    moments = turns(view.picture) if ages(view) else ()
    yield Version(view, until(moments[0] if moments else None))
    for at, following in zip_longest(moments, moments[1:]):
        yield Version(at_later(view, at), HIDDEN + until(following))


def versions_of(view: View, here: ComponentNow) -> Iterator[tuple[Version, ComponentNow]]:
    """What is drawn of one part: as it is now, and as it is when its state is no longer good."""
    end = ends_at(view.picture, here) if ages(view) else None
    end = end if end is not None and end > view.picture.now else None
    yield Version(view, until(end)), here
    if end is not None:
        then = at_later(view, end)
        yield Version(then, HIDDEN), then.picture.component[here.id]
