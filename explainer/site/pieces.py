"""What weave makes: pieces, each with a key that changes whenever its bytes do, and how a page's regions are filled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from explainer.errors import SkeletonError
from explainer.model.vocabulary import Channel
from explainer.picture.spread import Turns
from explainer.record.states import MonthOfLog
from explainer.render.defining import Defining, forms_of
from explainer.render.isolation import Isolation
from explainer.render.regions import KEYED, REGIONS
from explainer.render.view import View, untold
from explainer.site.current import letters, marked
from explainer.site.skeleton import LivePage, Region, page_bytes

DEFINED = frozenset({"after", "disruption", "lead", "map", "trace"})
"""The regions with running text, in which the first use of a phrase leads to what it means."""

NO_NEWS = frozenset({"head", *KEYED})
"""The regions that an open page does not renew itself for: what no reader sees, and what was long ago, whose key is not
what it says.
"""


class Piece(NamedTuple):
    """One file: its path in the site, the key of its bytes, and how to make them.

    ``letters`` are those of a page of the present, by which it is known whether somebody has it as it is now.
    """

    path: str
    key: str
    make: Callable[[], bytes]
    letters: str = ""


class Workplace(NamedTuple):
    """Where the skeleton lies, and what keeps that which cannot be made apart from all the rest.

    ``turns`` reads how the parts were, from the log of states, of which ``months`` are what there is.
    ``views`` are those of the picture that is woven, where somebody has made them already.
    """

    folder: Path
    isolation: Isolation
    turns: Turns = untold
    months: Callable[[], Iterable[MonthOfLog]] = tuple
    views: tuple[View, ...] = ()


class Batch(NamedTuple):
    """Many files with the same rendered words in different pages: one key tells whether any of them is new.

    They have the same ``letters``, if any.
    """

    name: str
    key: str
    pieces: Callable[[], Iterator[Piece]]
    letters: str = ""


class OfAMonth(Batch):
    """What is settled of one month: whoever asks for its pieces opens that month."""

    __slots__ = ()


def written(path: str, body: bytes) -> Piece:
    """A file whose bytes are made already."""
    return Piece(path, digest(body), lambda: body)


def digest(*parts: bytes) -> str:
    """The digest of some parts in their order."""
    found = hashlib.sha256()
    for part in parts:
        # The length keeps “ab”, “c” apart from “a”, “bc”.
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


class _Drawn(NamedTuple):
    """What a region says: the key of it, and it itself."""

    key: bytes
    words: Callable[[], bytes]


def filled(workplace: Workplace, page: LivePage, view: View, path: str, about: Mapping[str, str]) -> Piece:
    """A page with every region rendered; its own file is read only when the words are new.

    A region that needs more than a refresh reads has a key of its own, and is rendered only when that is new.
    """
    drawn = _every(workplace, page, view, path, about)
    keys = (page.sha256.encode(), *(one.key for one in drawn))
    shown = (one.key for name, one in zip(page.names, drawn, strict=True) if name not in NO_NEWS)
    known = letters(view, path, (keys[0], *shown)) if view.makes(Channel.LIVE) else ""

    def make() -> bytes:
        words = [one.words() for one in drawn]
        return spliced(workplace.folder, page, marked(page.names, words, known))

    return Piece(path, digest(*keys, known.encode()), make, known)


class _Writing(NamedTuple):
    """A page that is being written: with what, of what, at which path, and which phrases it has explained so far."""

    workplace: Workplace
    here: View
    path: str
    defining: Defining


def _every(workplace: Workplace, page: LivePage, view: View, path: str, about: Mapping[str, str]) -> list[_Drawn]:
    here = at(view, path)
    writing = _Writing(workplace, here, path, Defining(forms_of(view.phrases, view.language), here.phrase_url()))
    return [_drawn(writing, _known(region, page), {**region.args, **about}) for region in page.regions]


def _drawn(writing: _Writing, name: str, args: Mapping[str, str]) -> _Drawn:
    def words() -> bytes:
        html = writing.workplace.isolation.region(writing.here, writing.path, name, args)
        return (writing.defining.html(html) if name in DEFINED else html).encode()

    if name in KEYED:
        return _Drawn(KEYED[name](writing.here, args).encode(), words)
    told = words()
    return _Drawn(told, lambda: told)


def said(workplace: Workplace, page: LivePage, view: View, path: str, about: Mapping[str, str]) -> list[bytes]:
    """What the regions of a page say when it is published at ``path``."""
    return [one.words() for one in _every(workplace, page, view, path, about)]


def at(view: View, path: str) -> View:
    """The view for the page that is published at ``path``."""
    inside, home = path.removeprefix(view.folder), view.settings.at
    top = "../" * inside.count("/")
    root = "../" * inside.removeprefix(home).count("/") if inside.startswith(home) else top + home
    return replace(view, root=root, top=top, page=inside.removesuffix("index.html"))


def spliced(folder: Path, page: LivePage, words: list[bytes]) -> bytes:
    """The bytes of a page with the words of its regions put in."""
    body = page_bytes(folder, page)
    out: list[bytes] = []
    start = 0
    for region, told in zip(page.regions, words, strict=True):
        out += (body[start : region.start], told)
        start = region.end
    out.append(body[start:])
    return b"".join(out)


def _known(region: Region, page: LivePage) -> str:
    if region.name not in REGIONS:
        raise SkeletonError(
            f"{page.path} asks for a live region “{region.name}”; write one of: {', '.join(sorted(REGIONS))}"
        )
    return region.name
