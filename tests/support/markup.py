"""Walks rendered HTML as a browser's parser would meet it, and says what no page of ours may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser

VOID = frozenset({"br", "meta", "link", "img", "input", "hr"})
INLINE = frozenset({"a", "b", "data", "dfn", "em", "i", "q", "span", "strong", "time"})
BLOCK = frozenset(
    {"br", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "li", "nav", "ol", "p"}
    | {"section", "summary"}
)
DRAWN = frozenset({"circle", "defs", "g", "line", "marker", "path", "rect", "svg", "symbol", "use"})
FRAME = frozenset({"blockquote", "body", "footer", "head", "header", "html", "main", "small", "style", "title"})
"""What only a page that is drawn whole has."""
PLAYED = frozenset({"button", "fieldset", "form", "legend", "option", "output", "select", "textarea"})
TABLE = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
TAGS = (
    INLINE
    | BLOCK
    | DRAWN
    | PLAYED
    | TABLE
    | {"details", "input", "label", "link", "meta", "summary", "title", "ul"}
    | FRAME
)

SOME = frozenset({("script", "application/ld+json"), ("img", "../card.png")})
"""Data, which nothing runs, and a picture of ours."""


@dataclass
class Walk(HTMLParser):
    """The elements, the words and the faults of a piece of HTML."""

    html: str
    words: str = ""
    faults: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _hidden: int | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        if self._open:
            self.faults.append(f"left open: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element is one of ours, with harmless attributes, and every id is the only one."""
        given = {name: value or "" for name, value in attrs}
        self.words += " " if tag in BLOCK else ""
        self.tags += [(tag, given)] if self._hidden is None else []
        if tag not in TAGS and (tag, given.get("type") or given.get("src")) not in SOME:
            self.faults.append(f"a stranger: <{tag}>")
        self.faults += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src", "action"):
            address = given.get(name, "")
            if ":" in address.split("/")[0] and not address.startswith(
                ("https:", "http:", "mailto:", "sms:?", "data:image/svg+xml,")
            ):
                self.faults.append(f"<{tag} {name}={address!r}>")
        if given.get("id") in self._ids:
            self.faults.append(f"twice: #{given['id']}")
        self._ids |= {given["id"]} if "id" in given else set()
        if tag == "time" and not _is_moment(given.get("datetime", "")):
            self.faults.append(f"<time> without a machine's time: {given}")
        if tag not in VOID:
            if ("hidden" in given or tag == "script") and self._hidden is None:
                self._hidden = len(self._open)
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<path/>`` opens nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()
            self._hidden = None if self._hidden == len(self._open) else self._hidden

    def handle_endtag(self, tag: str) -> None:
        """Elements close in the order they opened."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"closed out of order: </{tag}>")
        if self._hidden is not None and len(self._open) <= self._hidden:
            self._hidden = None

    def handle_data(self, data: str) -> None:
        """Words, as a reader meets them who has no script: what is hidden stays so."""
        self.words += data if self._hidden is None else ""

    @property
    def text(self) -> str:
        """The words on one line."""
        return " ".join(self.words.split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of one kind that does not stand in a hidden one."""
        return [given for name, given in self.tags if name == tag]


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None or bool(date.fromisoformat(value))
    except ValueError:
        return False
