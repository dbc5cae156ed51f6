"""What a kind of crisis page is: its template, what it says of itself, its sign, and the styles it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from explainer.render.components.head import About
from explainer.render.components.lead import Sign
from explainer.render.view import View

Args = Mapping[str, str]
"""What a region was told by its element: ``page``, the kind, ``title``, the page's own, ``subject``, what it is of."""


class Page(NamedTuple):
    """One kind. ``styles`` are the sheets of its components, in the order in which they are joined.

    ``template`` is empty for a kind that is stamped from the shell of another one, or whose template is not ours.
    ``over`` are further sheets for what only a page of what is over shows: those of the present go without them.
    """

    template: str
    about: Callable[[View, Args], About]
    sign: Callable[[View, Args], Sign | None]
    styles: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
