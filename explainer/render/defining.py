"""The first use of a phrase on a page leads to what it means.

What is marked is html already, escaped by whoever made it: no character of it changes, and what is put around a phrase
is ours. Headings, links, buttons and code stay as they are, and so does what is in another language than the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from explainer.language.directions import primary
from explainer.model.phrases import Phrase, Phrasebook
from explainer.model.translation import Original
from explainer.render.escaping import attr, text

MOST = 6
"""How many phrases of one page lead to what they mean: the first."""

_PIECE = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<more>(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)>", re.DOTALL
)
_LEFT_ALONE = frozenset(
    {"a", "button", "code", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label", "legend", "math", "nav"}
    | {"option", "pre", "samp", "script", "select", "style", "summary", "svg", "textarea", "th", "time", "title"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_LANG = re.compile(r"\slang=[\"']?([\w-]+)")
_HIDDEN = re.compile(r"\shidden(?=[\s=/]|$)")
_WORD = re.compile(r"(?<![\w&#-])\w+")
_BEFORE = {"ar": re.compile("[وف]?[بلك]?(?:ال)?")}
"""What a language writes together with the word that follows it."""

_APOSTROPHE = r"(?:&#39;|&#x27;|'|’)"


class Form(NamedTuple):
    """Words of a text that stand for a phrase; an abbreviation only as it is written."""

    phrase: str
    words: str

    @property
    def is_abbreviation(self) -> bool:
        """Whether capitals are meant."""
        return len(self.words) > 1 and self.words.isupper()


class Forms(NamedTuple):
    """Every form of one language by the word that it begins with: the longest first, each with its pattern."""

    language: str
    by_word: Mapping[str, tuple[tuple[Form, re.Pattern[str]], ...]]

    def at(self, words: str, word: re.Match[str]) -> tuple[Form, int] | None:
        """The form that begins with a word of a text, and where it ends; None where none does."""
        for start in self._starts(word):
            for form, pattern in self.by_word.get(words[start : word.end()].lower(), ()):
                if found := pattern.match(words, start):
                    return form, found.end()
        return None

    def _starts(self, word: re.Match[str]) -> Iterator[int]:
        """Where the word may begin that is looked for: some languages write small words together with it."""
        yield word.start()
        before = _BEFORE.get(primary(self.language))
        if before is not None:
            yield from (word.start() + many for many in range(1, 5) if before.fullmatch(word[0][:many]))


def forms_of(book: Phrasebook, language: str) -> Forms:
    """The forms in a language; a phrase that is not translated into it has none."""
    return _forms(book.phrases, language)


@lru_cache(maxsize=32)
def _forms(phrases: tuple[Phrase, ...], language: str) -> Forms:
    by_word: dict[str, list[Form]] = {}
    for form in (Form(one.id, words) for one in phrases for words in _spoken(one)):
        if first := _WORD.match(form.words):
            by_word.setdefault(first[0].lower(), []).append(form)
    return Forms(language, {word: tuple(map(_row, sorted(own, key=_shortness))) for word, own in by_word.items()})


def _shortness(form: Form) -> int:
    return -len(form.words)


def _spoken(phrase: Phrase) -> Iterator[str]:
    """The forms of a phrase that are in the language of the page."""
    if not isinstance(phrase.heard, Original):
        yield phrase.heard.strip()
    if not isinstance(phrase.also, Original):
        yield from phrase.forms[1:]


def _row(form: Form) -> tuple[Form, re.Pattern[str]]:
    words = r"\s+".join(map(_as_pattern, form.words.split()))
    return form, re.compile((words if form.is_abbreviation else f"(?i:{words})") + r"(?![\w-])")


def _as_pattern(word: str) -> str:
    return "".join(_APOSTROPHE if char in "'’" else re.escape(text(char)) for char in word)


class Defining:
    """Marks the phrases of one page, region after region; ``url`` leads from the page to where they are explained."""

    def __init__(self, forms: Forms, url: str) -> None:
        self._forms, self._url = forms, url
        self._done: set[str] = set()

    def html(self, html: str) -> str:
        """The same html, the first use of each phrase leading to what it means."""
        if not self._forms.by_word or len(self._done) >= MOST:
            return html
        return "".join(self._pieces(html))

    def _pieces(self, html: str) -> Iterator[str]:
        alone, depth, at = "", 0, 0
        for piece in _PIECE.finditer(html):
            words = html[at : piece.start()]
            yield words if alone or not words.strip() else self._marked(words)
            yield piece[0]
            at, tag = piece.end(), (piece["tag"] or "").lower()
            if alone:
                depth += (tag == alone) * (-1 if piece["end"] else 1)
                alone = alone if depth else ""
            elif tag and not piece["end"] and self._is_left_alone(tag, piece["more"]):
                alone, depth = tag, 1
        yield html[at:] if alone else self._marked(html[at:])

    def _is_left_alone(self, tag: str, more: str) -> bool:
        if tag in _VOID or more.endswith("/"):
            return False
        lang = _LANG.search(more)
        is_foreign = lang is not None and primary(lang[1]) != primary(self._forms.language)
        return tag in _LEFT_ALONE or is_foreign or _HIDDEN.search(more) is not None

    def _marked(self, words: str) -> str:
        out, at = [], 0
        for word in _WORD.finditer(words):
            found = self._forms.at(words, word) if word.start() >= at else None
            if found is None or found[0].phrase in self._done or len(self._done) >= MOST:
                continue
            form, end = found
            self._done.add(form.phrase)
            out += [words[at : word.start()], self._link(form, words[word.start() : end])]
            at = end
        return "".join((*out, words[at:]))

    def _link(self, form: Form, words: str) -> str:
        return f'<dfn><a href="{attr(self._url)}#{attr(form.phrase)}">{words}</a></dfn>'


def undefined(html: str) -> str:
    """The html as it was before its phrases were marked."""
    return _MARKED.sub(r"\1", html)


_MARKED = re.compile(r'<dfn><a href="[^"]*#[a-z0-9-]+">([^<]*)</a></dfn>')
