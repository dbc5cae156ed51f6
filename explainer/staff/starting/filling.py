"""The texts of a new site, filled with what its person said.

``‹name›`` stands for an answer. A line that begins with ``‹?phone›`` is kept only where that answer was given, one with
``‹!phone›`` only where it was not. A line that names ``‹page.title›`` or another part of a page is written once for
each explainer. What is filled in is made harmless for its place: the inside of double quotes in YAML, running text in
Markdown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping

_NAMED = re.compile(r"‹([a-z.]+)›")
_ONLY_IF = re.compile(r"^‹([?!])([a-z]+)›")
_OF_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+!|~]")

Words = Mapping[str, str]


def filled(text: str, file: str, words: Words, pages: Iterable[Words]) -> str:
    """The text of a file as it is laid out, ending in a line break.

    Raises:
        KeyError: when it names what nobody knows.
    """
    every, safe = list(pages), _safe_in(file)
    lines = (line for line in text.splitlines() if _is_kept(line, words))
    bare = (_ONLY_IF.sub("", line) for line in lines)
    return "".join(f"{_line(line, one, safe)}\n" for line in bare for one in _times(line, words, every))


def _is_kept(line: str, words: Words) -> bool:
    found = _ONLY_IF.match(line)
    return found is None or bool(words[found[2]]) == (found[1] == "?")


def _times(line: str, words: Words, pages: Iterable[Words]) -> Iterable[Words]:
    return [{**words, **page} for page in pages] if "‹page." in line else [words]


def _line(line: str, words: Words, safe: Callable[[str], str]) -> str:
    return _NAMED.sub(lambda match: safe(words[match[1]]), line)


def _safe_in(file: str) -> Callable[[str], str]:
    return _in_markdown if file.endswith(".md") else _in_double_quotes


def _in_double_quotes(said: str) -> str:
    return json.dumps(said, ensure_ascii=False)[1:-1]


def _in_markdown(said: str) -> str:
    return _OF_MARKDOWN.sub(r"\\\g<0>", html.escape(said, quote=False))
