"""The five shapes: written once, and the same wherever they are drawn."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from explainer.model.vocabulary import State
from explainer.render.shapes import SHAPES, image, sprite
from explainer.site import sheets
from tests.support.markup import Walk

PACKAGE = Path(sheets.PACKAGE)


@pytest.mark.parametrize("state", State)
def test_a_shape_is_the_same_as_a_symbol_an_icon_and_a_mask(state: State) -> None:
    drawing = str(SHAPES[state].drawing)
    assert drawing in sprite()
    for shown, colour in ((image(state, "#123456"), "#123456"), (image(state), "#000")):
        assert " " not in shown
        drawn = unquote(str(shown)).replace("'", '"')
        assert drawing.replace("currentColor", colour) in drawn
    assert str(image(state)) in sheets.reading_style()


def test_the_symbols_are_whole() -> None:
    walk = Walk(sprite())
    assert not walk.faults
    assert [given["id"] for given in walk.all("symbol")] == [state.value for state in SHAPES]


SHOWN_AS_THEY_ARE = {
    ("cards", "drawing.py"),
    ("poster", "template.html"),
    ("wall", "template.html"),
    ("passing", "template.html"),
}
"""Pictures and sheets of paper, which are in our light colours whatever an operator's are."""


def test_colours_and_shapes_are_written_nowhere_else() -> None:
    marks = [shape.drawing.split('d="')[-1].split('"')[0] for shape in SHAPES.values() if 'd="' in shape.drawing]
    colours = {
        token.value
        for scheme in sheets.tokens().schemes.values()
        for token in scheme.values()
        if token.value.startswith("#") and len(token.value) > 4
    }
    for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.html")):
        if path.name in ("shapes.py", "tokens.css") or path.parts[-2:] in SHOWN_AS_THEY_ARE:
            continue
        words = path.read_text(encoding="utf-8")
        assert not [mark for mark in (*marks, *colours) if mark in words], path
