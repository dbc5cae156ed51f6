"""The five shapes that tell states apart where colour cannot: each is written here and nowhere else.

A drawing stands in a square of 20 by 20 and is of the colour of the words around it. Pages hold it once as a symbol,
style sheets as a mask, the browser's tab as an icon; a terminal has a character in its place.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import State


class Shape(NamedTuple):
    """One shape: what is drawn, and the character that comes closest to it."""

    drawing: Markup
    character: str


SHAPES = {
    State.NORMAL: Shape(Markup('<circle cx="10" cy="10" r="8"/>'), "●"),
    State.WATCH: Shape(
        Markup('<circle cx="10" cy="10" r="6.4" fill="none" stroke="currentColor" stroke-width="3.4"/>'), "○"
    ),
    State.SLOWED: Shape(
        Markup('<path d="M10 3.2 18 17H2z" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>'), "▲"
    ),
    State.STOPPED: Shape(Markup('<path fill-rule="evenodd" d="M2 2h16v16H2zM5 8.4v3.2h10V8.4z"/>'), "■"),
    State.UNKNOWN: Shape(
        Markup(
            '<path d="M5.6 6.9a4.4 4.4 0 1 1 6.7 3.8c-1.6 1-2.3 1.6-2.3 3" fill="none" stroke="currentColor"'
            ' stroke-width="3"/><circle cx="10" cy="17.6" r="2"/>'
        ),
        "?",
    ),
}

_SYMBOL = Markup('<symbol id="{}" viewBox="0 0 20 20">{}</symbol>')
_SPRITE = Markup('<svg width="0" height="0" style="position:absolute" aria-hidden="true">{}</svg>')
_IMAGE = Markup("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'{}>{}</svg>")
_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", "#": "%23", " ": "%20", '"': "'"})


def sprite() -> Markup:
    """Every shape as a symbol, for a page that shows them by name."""
    return _SPRITE.format(symbols())


@cache
def symbols() -> Markup:
    """The symbols alone, for a page that may carry no style of its own."""
    return Markup("").join(_SYMBOL.format(state.value, SHAPES[state].drawing) for state in SHAPES)


@cache
def image(state: State, colour: str = "") -> Markup:
    """A shape as an address that holds the whole drawing, in one colour or, as a mask, in black."""
    painted = Markup(" fill='{}'").format(colour) if colour else ""
    drawing = SHAPES[state].drawing.replace("currentColor", colour or "#000")
    return Markup("data:image/svg+xml,") + _IMAGE.format(painted, drawing).translate(_IN_ADDRESS)
