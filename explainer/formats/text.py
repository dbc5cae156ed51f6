"""Feed text to plain text. Nothing but plain text and ``http(s)`` addresses leaves the formats.

Feeds put HTML where none belongs, escape it twice, cut it off in the middle, and hide control and direction
marks in it. Publishers also write ``<`` as a sign: “visibility <half a mile”. So only what is a whole tag
counts as one, and everything else stays text. The result is escaped for its context when it is written out.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from urllib.parse import urljoin, urlsplit

import nh3

HEADLINE = 300
BODY = 20_000
NOTE = 300

_LONGEST_MARKUP = 5 * BODY
_LONGEST_ADDRESS = 2_000
_LONGEST_IDENTIFIER = 300

# Stands for a break while HTML's own line breaks, which are spaces, are collapsed. A private-use character.
_BREAK = "\ue000"

_BLOCK_NAMES = (
    "address|article|aside|blockquote|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|tfoot|"
    "thead|tr|ul"
)
_INLINE_NAMES = (
    "a|abbr|acronym|applet|area|audio|b|base|basefont|bdi|bdo|big|blink|body|button|canvas|cite|code|col|"
    "colgroup|data|datalist|del|dfn|em|embed|font|frame|frameset|head|html|i|img|input|ins|kbd|label|legend|"
    "link|map|mark|marquee|math|meta|meter|nobr|noembed|noframes|noscript|object|optgroup|option|output|"
    "param|picture|plaintext|progress|q|rb|rp|rt|rtc|ruby|s|samp|select|slot|small|source|span|strike|strong|"
    "sub|sup|svg|td|textarea|th|time|title|track|tt|u|var|video|wbr|xmp"
)
_DROPPED_NAMES = "script|style|template|iframe"
_BLOCKS = frozenset(_BLOCK_NAMES.split("|"))
_KNOWN = _BLOCKS.union(_INLINE_NAMES.split("|"), _DROPPED_NAMES.split("|"))

_DROPPED = re.compile(rf"<({_DROPPED_NAMES})\b[^>]*(?:>.*?(?:</\1\s*>|\Z)|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.ASCII)
# An element HTML does not know (seen: `<region>PILBARA</region>`) counts only if it can be nothing else.
_ATTRIBUTES = re.compile(r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?""", re.ASCII)
_TAG_START = re.compile(r"<(?=/?([A-Za-z][A-Za-z0-9]*))")
_PROLOGUE = re.compile(r"<\?[^<>]*\?>|<!doctype[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(rf"<!--.*?-->|{_PROLOGUE.pattern}", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")

# C0 but tab and newline, C1, direction overrides, embeddings and isolates, invisible operators, tag
# characters, surrogates, non-characters. U+200C and U+200D spell words, U+200E and U+200F order them: they stay.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_STACKED = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8}){0,4})", re.ASCII)


def plain(markup: str, limit: int = BODY) -> str:
    """Plain text with the breaks between blocks kept as newlines, at most ``limit`` characters."""
    text = _shown(markup[:_LONGEST_MARKUP])
    for _ in range(3):  # markup is often escaped once more than it should be
        if "<" not in text and "&" not in text:
            break
        before, text = text, _shown(_without_markup(text))
        if text == before:
            break
    text = _TAG_START.sub(_left_over, text).replace(_BREAK, "\n")
    text = _SPACES.sub(" ", text)
    text = _EMPTY_LINES.sub("\n\n", _AROUND_NEWLINE.sub("\n", text)).strip()
    return bounded(text, limit)


def line(markup: str, limit: int = HEADLINE) -> str:
    """Plain text in one line."""
    return bounded(" ".join(plain(markup, BODY).split()), limit)


def bounded(text: str, limit: int) -> str:
    """``text``, cut at a word and ended with an ellipsis when it is longer than ``limit``."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words = head.rsplit(maxsplit=1)[0] if len(head.split()) > 1 else head
    return (words if len(words) > limit // 2 else head).rstrip() + "…"


def identifier(text: str) -> str:
    """A publisher's own id: one visible line, and where it is very long, a hash instead of its tail."""
    text = " ".join(_shown(text).split())
    if len(text) <= _LONGEST_IDENTIFIER:
        return text
    return f"{text[:200]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def language(tag: str, otherwise: str) -> str:
    """A BCP 47 tag (RFC 5646 section 2.1.1: language lower case, region upper case), or ``otherwise``."""
    found = _LANGUAGE.fullmatch(tag.strip().replace("_", "-"))
    if not found:
        return otherwise
    parts = [part.upper() if len(part) == 2 else part for part in found[2].split("-")]
    return found[1].lower() + "-".join(parts)


def address(href: str, base: str = "") -> str | None:
    """A safe ``http`` or ``https`` address, resolved against ``base``, or None.

    Addresses with a user name are refused: ``https://bank.example@elsewhere.example`` leads elsewhere.
    """
    href = _HIDDEN.sub("", "".join(href.split("\n"))).strip()
    try:
        whole = urljoin(base, href) if href else ""
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    whole = re.sub(r"[\s<>\"'\\^`{|}]", lambda sign: "".join(f"%{b:02X}" for b in sign[0].encode()), whole)
    return whole if len(whole) <= _LONGEST_ADDRESS and re.fullmatch(r"https?://\S+", whole) else None


def _without_markup(text: str) -> str:
    text = _DROPPED.sub(" ", _CDATA.sub("", text))
    last = text.rfind("-->") + len("-->")  # where no comment ends, none is looked for: “<!--” stays a sign
    text = _COMMENT.sub("", text[:last]) + _PROLOGUE.sub("", text[last:])
    if any(tag[2].lower() in _KNOWN for tag in _TAG.finditer(text)):
        text = re.sub(r"\s+", " ", text)  # in HTML a line break is a space
    text = _TAG.sub(_tag, text)
    # Whatever “<” is left is a sign. Left alone, nh3 would take it for a tag and drop the text behind it.
    text = text.replace("<", "&lt;")
    return html.unescape(nh3.clean(text, tags=set(), clean_content_tags=set(), attributes={}))


def _tag(tag: re.Match[str]) -> str:
    """The break or space that a tag stands for; what only looks like a tag stays."""
    closes, name = bool(tag[1]), tag[2].lower()
    if name not in _KNOWN:
        return " " if _ATTRIBUTES.fullmatch(tag[3]) else tag[0]
    if name == "li":
        return "" if closes else f"{_BREAK}• "
    if name in ("td", "th"):
        return " "
    if name not in _BLOCKS:
        return ""
    return _BREAK if name in ("br", "dd", "div", "dt", "tr") else 2 * _BREAK


def _left_over(start: re.Match[str]) -> str:
    return "" if start[1].lower() in _KNOWN else start[0]


def _shown(text: str) -> str:
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return _STACKED.sub(r"\1", unicodedata.normalize("NFC", text))
