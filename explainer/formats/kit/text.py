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
from functools import partial
from urllib.parse import unquote, urljoin, urlsplit

import nh3

from explainer.formats.kit.hosts import plain_hosts
from explainer.formats.kit.markup import AMPERSAND, BREAK, DROPPED_NAMES, Manner, has_blocks, is_known, walked
from explainer.model.running_text import addresses, in_ascii, spoken, struck, unwrapped
from explainer.model.signs import shows_nothing, unstacked

HEADLINE = 300
BODY = 20_000
NOTE = 300

_LONGEST_MARKUP = 5 * BODY
_LONGEST_ADDRESS = 2_000
_LONGEST_IDENTIFIER = 300
_MOST_PASSES = 8

_DROPPED = re.compile(rf"<({DROPPED_NAMES})\b[^>]*(?:>.*?(?:</\1\s*>|\Z)|\Z)", re.IGNORECASE | re.DOTALL)
_TAG_START = re.compile(r"([</]++)([A-Za-z][A-Za-z0-9]*+)?", re.ASCII)
_PREFORMATTED = re.compile(r"<pre\b[^<>]*>.*?(?:</pre\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_PROLOGUE = re.compile(r"<\?[^<>]*\?>|<!doctype[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(rf"<!--.*?-->|{_PROLOGUE.pattern}", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")

# An ampersand that was escaped again and again, and one that would become a private sign of ours.
_AMPERSANDS = re.compile(r"&(?:(?:amp|#0*+38(?!\d)|#x0*+26(?![\da-f]));?)+", re.IGNORECASE | re.ASCII)
_PRIVATE = re.compile(rf"&#(?:0*+5734[45]|x0*+e00[01])(?![\da-f]);?|[{BREAK}{AMPERSAND}]", re.IGNORECASE | re.ASCII)
_PRIVATE_ENTITY = re.compile(_PRIVATE.pattern.partition("|[")[0], _PRIVATE.flags)
# In an address, `&copy=2` is no sign of copyright. What ends an address in markup may be escaped, too.
_ENDS = r"(?:(?:amp|#0*38|#x0*26);)*(?:lt|gt|quot|apos|nbsp|#(?!0*38;)\d+|#x(?!0*26;)[\da-f]+);"
_ADDRESS = re.compile(rf"https?://(?:[^\s<>\"'&]|&(?!{_ENDS}))*+", re.IGNORECASE | re.ASCII)

# C0 but tab and newline, C1, direction overrides, embeddings and isolates, invisible operators, tag
# characters, surrogates, non-characters. U+200C and U+200D spell words, U+200E and U+200F order them: they stay.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NO_DIGITS = re.compile(r"\D+", re.ASCII)
_MAIL = re.compile(r"[^\s<>()@:;,\"]{1,64}@[^\s<>()@:;,\"]{1,190}")
_TELEPHONE = re.compile(r"[+\d][\d ()./-]{1,38}", re.ASCII)
_SAME_NUMBER = 6
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8}){0,4})", re.ASCII)


def plain(markup: str, limit: int = BODY, base: str = "") -> str:
    """Running text: its blocks and lists as lines, its links with their addresses, at most ``limit`` characters.

    Addresses are resolved against ``base``. What is struck out is said to be. Lines that were wrapped by hand are
    joined, as :mod:`explainer.model.running_text` describes.
    """
    manner = Manner(partial(_linked_in_markup, base=base), struck)
    return bounded(unwrapped(_read(markup, manner)), limit)


def line(markup: str, limit: int = HEADLINE) -> str:
    """Plain text in one line: a headline or a name, which has no room for addresses and for what is struck out."""
    return bounded(" ".join(_read(markup, BARE).split()), limit)


def headline(words: str, limit: int = HEADLINE) -> str:
    """Running text, already plain, as a headline: in one line, without addresses and what is struck out."""
    return bounded(" ".join((spoken(words) or words).split()), limit)


def opening(words: str, limit: int = HEADLINE) -> str:
    """The first line of a running text, already plain, as a headline."""
    return headline(words.partition("\n")[0], limit)


def linked(words: str, href: str, base: str = "") -> str:
    """The words of a link with its address behind them, unless they are the address themselves.

    Mail addresses and telephone numbers count as addresses; anything else that is not ``http(s)`` is left out.
    """
    return _with_target(words, _target(words, href, base))


BARE = Manner(lambda words, _href: words, lambda _words: "")
"""Of a link only the words, of what is struck out nothing: how a headline is read."""


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
    """A safe ``http`` or ``https`` address in ASCII, resolved against ``base``, or None.

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
    whole = in_ascii(re.sub(r"[\s<>\"'\\^`{|}]", lambda sign: "".join(f"%{b:02X}" for b in sign[0].encode()), whole))
    return whole if 0 < len(whole) <= _LONGEST_ADDRESS else None


def base_of(document: str, private: bool) -> str:
    """Where relative links of a document of this name lead; nowhere where its feed is private, whose host is ours."""
    return "" if private else address(document) or ""


def _read(markup: str, manner: Manner) -> str:
    """Plain text with the breaks between blocks as newlines."""
    text = _shown(_PRIVATE.sub("", markup[:_LONGEST_MARKUP]))
    for _ in range(_MOST_PASSES):  # markup is often escaped once more than it should be
        if "<" not in text and "&" not in text:
            break
        before, text = text, _shown(_without_markup(text, manner))
        if text == before:
            break
    text = _TAG_START.sub(_left_over, text).replace(AMPERSAND, "&").replace(BREAK, "\n")
    if shows_nothing(text):
        return ""
    text = _SPACES.sub(" ", plain_hosts(text))
    return _EMPTY_LINES.sub("\n\n", _AROUND_NEWLINE.sub("\n", text)).strip()


def _without_markup(text: str, manner: Manner) -> str:
    text = _AMPERSANDS.sub("&", _ADDRESS.sub(_with_shield, text))
    text = _PRIVATE_ENTITY.sub("", text)
    text = _DROPPED.sub(" ", _CDATA.sub("", text))
    last = text.rfind("-->") + len("-->")  # where no comment ends, none is looked for: “<!--” stays a sign
    text = _COMMENT.sub("", text[:last]) + _PROLOGUE.sub("", text[last:])
    text = _PREFORMATTED.sub(lambda found: found[0].replace("\n", BREAK), text)
    if has_blocks(text):
        text = re.sub(r"\s+", " ", text)  # in HTML a line break is a space
    text = walked(text, manner)
    # Whatever “<” is left is a sign. Left alone, nh3 would take it for a tag and drop the text behind it.
    text = text.replace("<", "&lt;")
    return html.unescape(nh3.clean(text, tags=set(), clean_content_tags=set(), attributes={}))


def _left_over(start: re.Match[str]) -> str:
    """What is left of a tag that was cut off, as its bare words; a sign stays one."""
    signs, name = start[1], start[2] or ""
    return signs.partition("<")[0] + name if "<" in signs and is_known(name) else start[0]


def _linked_in_markup(words: str, href: str, base: str) -> str:
    return _with_target(words, _shielded(_target(words.replace(AMPERSAND, "&"), href, base)))


def _target(words: str, href: str, base: str) -> str:
    """Where a link leads, as it is shown; nothing where its words say so, or where it leads nowhere safe."""
    scheme, _, rest = href.strip().partition(":")
    if scheme.lower() == "mailto":
        mail = unquote(rest.partition("?")[0]).strip()
        return mail if _MAIL.fullmatch(mail) and mail.casefold() not in words.casefold() else ""
    if scheme.lower() == "tel":
        number = unquote(rest.partition(";")[0]).strip()
        same = _NO_DIGITS.sub("", number)[-_SAME_NUMBER:] in _NO_DIGITS.sub("", words)
        return number if _TELEPHONE.fullmatch(number) and not same else ""
    found = None if href.strip()[:1] in ("", "#") else address(href, base)
    return "" if found is None or found in (one.href for one in addresses(words)) else found


def _with_target(words: str, target: str) -> str:
    if not target:
        return words
    if not words.strip(f" \t\r\n{BREAK}"):
        return f"{words} {target} "
    said = words.strip()
    if _bare(said) == _bare(target):
        return words.replace(said, target)
    return f"{words} ({target})"


def _bare(address: str) -> str:
    """An address as it is spoken."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", address.casefold())


def _with_shield(found: re.Match[str]) -> str:
    """An address in markup; an ampersand at its end is none of its own, and may still begin an entity."""
    shielded = _shielded(found[0])
    return f"{shielded[:-1]}&" if shielded.endswith(AMPERSAND) else shielded


def _shielded(address: str) -> str:
    """An address whose ampersands nothing takes for the beginning of an entity."""
    return _AMPERSANDS.sub(AMPERSAND, address).replace("&", AMPERSAND)


def _shown(text: str) -> str:
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return unstacked(unicodedata.normalize("NFC", text))
