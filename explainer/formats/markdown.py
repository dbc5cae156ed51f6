"""Markdown (CommonMark 0.31) to plain text: the marks go, the words and the breaks stay.

Only the marks that status messages use are known: headings, emphasis, lists, links, code. What is not plainly
a mark stays text: ``2 * 3 * 4``, ``max_open_files``.
"""

from __future__ import annotations

import re

from explainer.formats import text

_LONGEST = 5 * text.BODY

_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,20}[*+-][ \t]+(?=\S)", re.MULTILINE), "• "),
    (re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500})>"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*{3}(?=[^\s*])([^*\n]{1,500})(?<=\S)\*{3}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*{2}(?=[^\s*])([^*\n]{1,500})(?<=\S)\*{2}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_{1,2}(?=[^\s_])([^\n]{1,500}?)(?<=[^\s_])_{1,2}(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(([^\s()<>]{1,500})(?:[ \t]+\"[^\"\n]{0,200}\")?\)")


def plain(markdown: str, limit: int = text.BODY) -> str:
    """Plain text; a link keeps its address behind its words, so that it is not lost."""
    markdown = _LINK.sub(_linked, markdown[:_LONGEST].replace("\r\n", "\n"))
    for mark, instead in _MARKS:
        markdown = mark.sub(instead, markdown)
    return text.plain(markdown, limit)  # after the marks, because taking them away may make a tag


def _linked(link: re.Match[str]) -> str:
    words, href = link[1].strip(), text.address(link[2])
    if href is None or href in words:
        return words
    return f"{words} ({href})" if words else href
