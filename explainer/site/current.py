"""By which letters a page as it is now is known: others whenever it says something else, but not for a later check.

Each check of the sources moves the times of the pages that name it. That is no news to a reader, so the letters leave
out the moments that follow from checks, and what grows old by them.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256

from explainer.outputs.live import LETTERS
from explainer.picture.promises import Whose, next_word
from explainer.picture.shelf import AT_MOST, COUNTS_FOR, GREY, UNCONFIRMED
from explainer.render.escaping import in_zone
from explainer.render.view import View

MARKED = ("lead", "banner")
"""The region that holds a page's letters is the first of these."""

_MARK = b'<data hidden value="%s"></data>'
_TIME = re.compile(rb'<time datetime="([^"]*)"[^>]*>[^<]*</time>')
_LEFT_OUT = (
    re.compile(rb' data-(?:age|good-until|due|title)="[^"]*"'),
    re.compile(rb' style="[^"]*"'),
    re.compile(rb"<i[ >][^<]*</i>"),
)
"""What grows old by itself, and the ticks of an axis that begins now. One pattern for all took three times as long."""

_KEY = "moments that follow from checks"
_HOUR = timedelta(hours=1)


def letters(view: View, path: str, words: Iterable[bytes]) -> str:
    """Those of the page at ``path`` whose regions say ``words``."""
    known = moments(view)

    def told(found: re.Match[bytes]) -> bytes:
        return b"" if found[1] in known else found[0]

    said = sha256(path.encode())
    for one in words:
        for pattern in _LEFT_OUT:
            one = pattern.sub(b"", one)  # noqa: PLW2901 - what is left of it
        said.update(_TIME.sub(told, one))
    return short(said.digest())


def without_times(words: Iterable[bytes]) -> list[bytes]:
    """What a banner says but for its times: all pages have it, and none is to be written anew for a minute alone."""
    return [_TIME.sub(b"", one) for one in words]


def short(digest: bytes) -> str:
    """The letters of a digest."""
    return urlsafe_b64encode(digest)[:LETTERS].decode()


def moments(view: View) -> frozenset[bytes]:
    """Every moment that is another one once the sources were checked again, as pages write it."""
    found: frozenset[bytes] | None = view.shared.get(_KEY)
    if found is None:
        found = view.shared[_KEY] = frozenset(_moments(view))
    return found


def _moments(view: View) -> Iterator[bytes]:
    picture = view.picture
    promised = next_word(picture, None)
    checks = [
        picture.now,
        picture.checked_at,
        *(at for one in picture.sources for at in (one.last_good, one.last_attempt)),
    ]
    checks += [promised.due] if promised is not None and promised.whose is Whose.A_CHECK else []
    for at in {at for at in checks if at is not None}:
        hour = at.replace(minute=0, second=0, microsecond=0)
        for base in (at, at + COUNTS_FOR, at + UNCONFIRMED, at + AT_MOST, hour, hour + 2 * _HOUR):
            for moment in (base, base + GREY):
                yield in_zone(moment, view.zone).isoformat(timespec="minutes").encode()


def marked(regions: Sequence[str], words: Sequence[bytes], mark: str) -> list[bytes]:
    """What the regions of a page say, with its letters in one of them, if it has any."""
    if not mark:
        return list(words)
    name = next((name for name in MARKED if name in regions), None)
    at = regions.index(name) if name else -1
    return [one + _MARK % mark.encode() if index == at else one for index, one in enumerate(words)]
