"""Markdown (CommonMark 0.31, with GitHub's strike-through) to plain text: the marks go, the words and the breaks stay.

Only the marks that status messages use are known: headings, emphasis, lists, links, code, what is struck out. What is
not plainly a mark stays text: ``2 * 3 * 4``, ``max_open_files``. Nothing inside an address is a mark.
"""

from __future__ import annotations

import re
from functools import partial

from explainer.formats.kit import text
from explainer.formats.kit.markup import Manner
from explainer.model.running_text import addresses, struck

_LONGEST = 5 * text.BODY

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:`{3,}[^`\n]{0,100}|~{3,}[^\n]{0,100})$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,20}[*+-][ \t]+(?=\S)", re.MULTILINE), "• "),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
)
_EMPHASIS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w*\\])\*{3}(?=[^\s*])([^*\n]{1,500})(?<=\S)\*{3}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*{2}(?=[^\s*])([^*\n]{1,500})(?<=\S)\*{2}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_{1,2}(?=[^\s_])([^\n]{1,500}?)(?<=[^\s_])_{1,2}(?!\w)"), r"\1"),
    (re.compile(r"\\(?:([\\`*_{}\[\]()#+.!~-])|$)", re.MULTILINE), r"\1"),
)
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])([^~\n]{1,500})(?<=\S)~~(?!~)")

_HREF = r"(?:<([^<>\n]{1,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000}))"
_TITLE = r"(?:[ \t]+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?[ \t]*"
_LINK = re.compile(rf"!?\[([^\[\]\n]{{0,300}})\]\([ \t]*{_HREF}{_TITLE}\)")
_AUTOLINK = re.compile(r"<(?:(https?://[^\s<>]{1,2000})|(?:mailto:)?([\w.+-]{1,64}@[\w.-]{1,190}))>", re.ASCII)
_DEFINED = re.compile(rf"^ {{0,3}}\[([^\[\]\n]{{1,100}})\]:[ \t]+{_HREF}{_TITLE}$", re.MULTILINE)
_REFERENCE = re.compile(r"!?\[([^\[\]\n]{1,300})\](?:\[([^\[\]\n]{0,100})\])?(?![(:])")
_KEPT = re.compile("\ue002(\\d{1,6})\ue003", re.ASCII)
_PRIVATE = re.compile("[\ue002\ue003]")


def plain(markdown: str, limit: int = text.BODY, base: str = "") -> str:
    """Running text, as :func:`explainer.formats.kit.text.plain` makes it of HTML; Markdown may hold HTML."""
    unmarked = _unmarked(markdown, Manner(partial(text.linked, base=base), struck))
    return text.plain(unmarked, limit, base)  # after the marks, because taking them away may make a tag


def line(markdown: str, limit: int = text.HEADLINE) -> str:
    """Plain text in one line, without addresses and what is struck out."""
    return text.line(_unmarked(markdown, text.BARE), limit)


def _unmarked(markdown: str, manner: Manner) -> str:
    words = _PRIVATE.sub("", markdown[:_LONGEST].replace("\r\n", "\n"))
    for mark, instead in _RULES:
        words = mark.sub(instead, words)
    words = _LINK.sub(lambda link: manner.linked(link[1].strip(), link[2] or link[3]), words)
    words = _AUTOLINK.sub(lambda link: link[1] or link[2], _with_references(words, manner))
    kept, words = _shielded(words)
    words = _STRUCK.sub(lambda one: manner.struck(one[1]), words)
    for mark, instead in _EMPHASIS:
        words = mark.sub(instead, words)
    return _KEPT.sub(lambda at: kept[int(at[1])], words)


def _with_references(words: str, manner: Manner) -> str:
    """Links by reference, ``[words][name]``; a definition that nothing refers to stays."""
    defined = {_name(one[1]): one[2] or one[3] for one in _DEFINED.finditer(words)}
    if not defined:
        return words
    used: set[str] = set()

    def link(found: re.Match[str]) -> str:
        name = _name(found[2] or found[1])
        if name not in defined:
            return found[0]
        used.add(name)
        return manner.linked(found[1].strip(), defined[name])

    words = _REFERENCE.sub(link, words)
    return _DEFINED.sub(lambda one: "" if _name(one[1]) in used else one[0], words)


def _name(written: str) -> str:
    return " ".join(written.casefold().split())


def _shielded(words: str) -> tuple[list[str], str]:
    """The addresses, and the words with a sign for each: an underscore in an address is no emphasis."""
    kept: list[str] = []
    rest: list[str] = []
    done = 0
    for found in addresses(words):
        end = found.start + len(words[found.start : found.end].rstrip("_~"))
        rest += (words[done : found.start], f"\ue002{len(kept)}\ue003")
        kept.append(words[found.start : end])
        done = end
    return kept, "".join([*rest, words[done:]])
