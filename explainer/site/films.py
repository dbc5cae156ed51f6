"""A film on a reading page: a picture until somebody presses play, a file of the site's own, and its transcript.

It is plain HTML: without script the browser plays it, and nothing of it is fetched before but the picture.
"""

from __future__ import annotations

import posixpath
from datetime import timedelta
from pathlib import Path

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.language.words import Words
from explainer.model.pages import Film
from explainer.render.escaping import attr, running, text
from explainer.site.own_markdown import Place, relative

_FIGURE = Markup(
    '<figure class="film"{lang}><video controls preload="none" playsinline poster="{poster}" aria-label="{title}">'
    '<source src="{file}" type="{kind}">{captions}<a href="{file}">{title}</a></video>'
    "<details><summary>{transcript}</summary>{words}</details>"
    "<figcaption>{title}{more}</figcaption></figure>"
)
_CAPTIONS = Markup('<track kind="captions" src="{}" srclang="{}" label="{}" default>')
_MORE = Markup(" ({})")
_LANG = Markup(' lang="{}" dir="{}"')
_MINUTE = timedelta(minutes=1)
_KINDS = {".mp4": "video/mp4", ".webm": "video/webm"}


def film_on(film: Film, page: Place, words: Words, content: Path, spoken: str) -> Markup:
    """A film on the page at ``page``; its files lie beside that page's file in ``content``.

    ``spoken`` is the language that its title, its transcript and its captions are in.
    """
    way = _Ways(page, content)
    captions = _CAPTIONS.format(way.to(film.captions), spoken, spoken) if film.captions else Markup("")
    more = [_length(words, film.length)] if film.length else []
    more += [words.gettext("%(size)s MB", size=words.number(size))] if (size := way.megabytes(film.file)) else []
    return _FIGURE.format(
        lang=_LANG.format(spoken, direction(spoken)) if spoken != words.language else Markup(""),
        poster=way.to(film.poster),
        title=text(film.title),
        file=way.to(film.file),
        kind=_KINDS.get(posixpath.splitext(film.file)[1].lower(), "video/mp4"),
        captions=captions,
        more=_MORE.format(words.separated(more)) if more else Markup(""),
        transcript=words.gettext("What is shown and said"),
        words=running(film.transcript),
    )


def _length(words: Words, length: timedelta) -> str:
    """How long a film is: one that is shorter than a minute in seconds."""
    return words.seconds(round(length.total_seconds())) if length < _MINUTE else words.duration(length)


class _Ways:
    """The ways from a page to the files beside it."""

    def __init__(self, page: Place, content: Path) -> None:
        self._page, self._content = page, content

    def _path(self, name: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._page.path), name))

    def to(self, name: str) -> Markup:
        return attr(relative(self._path(name), self._page.url))

    def megabytes(self, name: str) -> float:
        """How much is fetched, to a tenth of a million bytes; 0 where nobody can tell."""
        try:
            return max(0.1, round((self._content / self._path(name)).stat().st_size / 1e6, 1))
        except OSError:
            return 0
