"""The first of many things, and how many more there are as the way to all of them.

Templates include ``template.html`` below a list: it is nothing where none are ``hidden``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from markupsafe import Markup

from explainer.render.view import View

Thing = TypeVar("Thing")


def first_of(
    view: View,
    template: str,
    things: Sequence[Thing],
    row: Callable[[View, Thing], object],
    most: int,
    **values: object,
) -> Markup:
    """``template`` with a row for each of the first ``most`` things; empty where there is none.

    The template is given ``rows``, how many are ``hidden``, ``open_url`` to all that is open, and ``values``.
    """
    if not things:
        return Markup("")
    return view.render(
        template,
        rows=[row(view, thing) for thing in things[:most]],
        hidden=max(0, len(things) - most),
        open_url=view.open_url(),
        **values,
    )
