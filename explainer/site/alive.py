"""``live.json`` of each language: woven behind the pages that it names by their letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explainer.model.vocabulary import Channel
from explainer.outputs.live import live_json
from explainer.render.addresses import LIVE, in_folder
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.pieces import Batch, Piece, written

_FIRST = ("", "map/")
_THEN = ("disruptions/", "why/")
"""The pages that most people have open, below the home of the crisis pages."""


def with_live(view: View, isolation: Isolation, pieces: Iterable[Piece | Batch]) -> Iterator[Piece | Batch]:
    """The pieces in the language of the view, and behind them what tells its open pages of news, if the site does."""
    ranked: list[tuple[int, str]] = []
    for piece in pieces:
        if piece.letters:
            ranked.append((_rank(view, piece), piece.letters))
        yield piece
    if view.makes(Channel.LIVE):
        path = f"{view.settings.at}{in_folder(LIVE, view.folder)}"
        letters = [one for _, one in sorted(ranked, key=lambda one: one[0])]
        yield written(path, isolation.whole(view, path, lambda view: live_json(view, letters)))


def _rank(view: View, piece: Piece | Batch) -> int:
    """How far back a page stands where not all can be named; pages that share their letters stand in front."""
    if isinstance(piece, Batch):
        return 0
    page = piece.path.removeprefix(view.home).removesuffix("index.html")
    return 0 if page in _FIRST else 1 if page.startswith(_THEN) else 2
