"""What tells who wrote a letter is dropped by rule, and each rule that dropped something says so.

Rules err on the side of dropping: a question can be written anew, and a name that was published cannot be taken back.
What is dropped is never shown again, not in a terminal either: only its kind, and the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

AROUND = 24
"""How many characters are shown on either side of what was dropped."""


class Dropped(NamedTuple):
    """Something that was dropped: its kind, and the words around the place where it stood."""

    kind: str
    around: str


class Left(NamedTuple):
    """What is left of a letter, and what was dropped of it, in its order."""

    text: str
    dropped: tuple[Dropped, ...]


class Rule(NamedTuple):
    """What is dropped: its kind, and what it looks like. Of a match with a group ``it`` that alone is dropped."""

    kind: str
    pattern: re.Pattern[str]


_I, _M = re.IGNORECASE, re.MULTILINE


def _rule(kind: str, pattern: str, flags: int = 0) -> Rule:
    return Rule(kind, re.compile(pattern, flags))


def _any(words: str) -> str:
    """One of some words, which stand with strokes between them."""
    return f"(?:{words})"


_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'-]*\.?)"
_NAMES = rf"{_NAME}(?:[ \t]+(?:de|la|von|van|der|den|el|al|bin|di|da|du)\b)*(?:[ \t]+{_NAME}){{0,3}}"
_MONTH = r"(?:of[ \t]+|de[ \t]+)?[^\W\d_]{3,10}(?:[ \t,]+(?:de[ \t]+)?\d{4})?"
_DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|er|\.)?[ \t]+{_MONTH})"
_NUMBER = r"(?:no\.?|n[o°º]\.?|number|num[ée]ro|nummer|número|رقم)"
_IS = r"(?:is|est|ist|es)"

# What begins a quoted mail.

_FORWARDED = _any(
    "original message|forwarded message|message d.origine|message transf.r.|urspr.ngliche nachricht"
    "|weitergeleitete nachricht|mensaje original|الرسالة الأصلية"
)
_SOME = r"(?:.|\n(?!\n)){5,200}?"
_WROTE = _any(
    rf"on\b{_SOME}\bwrote|le\b{_SOME}a .crit|am\b{_SOME}schrieb\b.{{0,80}}?|el\b{_SOME}escribi."
    rf"|في{_SOME}كتب.{{0,80}}?"
)
_FROM, _SENT = _any("from|de|von|من"), _any("sent|date|to|envoy.|gesendet|datum|an|à|enviado|para|إلى")
_QUOTED = (
    rf"-{{2,}}[ \t]*{_FORWARDED}\b.*"
    rf"|{_WROTE}[ \t]*:.*"
    rf"|{_FROM}[ \t]*:.*\n(?:.*\n){{0,3}}?[ \t]*{_SENT}[ \t]*:.*"
    r"|_{10,}[ \t]*$.*"
)

_MACHINE = _any(
    r"sent from my|get outlook for|envoyé (?:de|depuis) mon|von meinem .{1,30} gesendet|gesendet von|enviado desde mi"
    "|أرسل من"
)
_CLOSING = _any(
    r"(?:with )?(?:best|kind|warm|many)(?: regards| wishes| thanks)|regards|thanks(?: and regards)?|thank you|cheers"
    r"|yours(?: sincerely| faithfully| truly)?|sincerely(?: yours)?|(?:bien )?cordialement|(?:meilleures )?salutations"
    r"|bonne (?:soirée|journée)|merci(?: d.avance| beaucoup)?|mit (?:freundlichen|besten) gr.+en"
    r"|(?:viele|liebe|beste|schöne) gr.+e|mfg|danke|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|gracias"
    "|مع (?:أطيب )?(?:التحية|التحيات)|تحياتي|شكرًا|شكرا"
)
_AFTER_CLOSING = r"(?P<it>[^\n?؟.]{0,60}(?:\n[^\n?؟]{0,60}){0,8})"

ENDS = (
    _rule("quoted mail", rf"^[ \t]*(?:{_QUOTED})[\s\S]*\Z", _I | _M),
    _rule("quoted mail", r"^[ \t]*>.*$", _M),
    _rule("signature", r"^--[ \t]*$[\s\S]*\Z", _M),
    _rule("signature", rf"^[ \t]*{_MACHINE}\b.*$", _I | _M),
    _rule("name", rf"^[ \t]*{_CLOSING}[ \t]*[,.!–-]*[ \t]*{_AFTER_CLOSING}\s*\Z", _I | _M),
)
"""What ends a letter, in the order in which it is taken off."""

_GREETING = _any(
    "hi|hello|hey|dear|good (?:morning|evening|afternoon)|bonjour|bonsoir|ch[eè]re?|hallo|guten (?:tag|morgen|abend)"
    "|sehr geehrte[rs]?|liebe[rs]?|hola|buen[oa]s (?:días|tardes|noches)|estimad[oa]s?|مرحبا|السلام عليكم|عزيزي|عزيزتي"
)
_TITLE = _any("Mr|Mrs|Ms|Miss|Mx|Dr|Prof|M|Mme|Mlle|Me|Herrn?|Frau|Sr|Sra|Srta|Señora?|Monsieur|Madame")
_CALLED = _any(
    r"my (?:full )?name(?: is|:)|my name’s|this is|je m.appelle|mon nom est|mein name ist|ich hei(?:ß|ss)e|me llamo"
    r"|mi nombre es|passengers?(?: name)?:|name:|nom\s?:"
)
_PAPER = _any(
    r"passport|passeport|(?:reise)?pass|pasaporte|identity card|id card|ausweis|dni|customer|client|kunden\w*|account"
    "|policy|patient|case|ticket|dossier"
)
_BOOKING = _any(
    r"booking|reservation|r[ée]servation|reference|référence|ref|pnr|record locator|confirmation|buchung\w*|reserva"
    "|localizador|code|حجز"
)
_BORN = _any(r"born|date of birth|d\.?o\.?b\.?|née? le|geboren|geburtsdatum|nacid[oa]")
_SEAT = _any("seats?|siège|sitz(?:platz)?|asiento|مقعد")
_WAY = _any(r"rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse|quai|route")
_STREET = _any("Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Square|Terrace")
_STRASSE = _any(r"stra(?:ß|ss)e|str\.|gasse|platz|allee|weg")

RULES = (
    _rule("name", rf"(?:\A|(?<=\n))[ \t]*{_GREETING}\b(?P<it>[ \t]+[^\n,!.:?؟]{{1,60}})(?=[,!.:\n])", _I),
    _rule("name", rf"\b{_TITLE}\.?[ \t]+(?P<it>{_NAMES})"),
    _rule("name", rf"\b(?i:{_CALLED})[ \t]*(?P<it>{_NAMES})"),
    _rule("name", r"اسمي[ \t]+(?P<it>\S+(?: \S+)?)"),
    _rule("name", rf"\b(?:I am|I’m|I'm|[Jj]e suis|[Ii]ch bin|[Ss]oy)[ \t]+(?P<it>{_NAME}(?:[ \t]+{_NAME}){{1,2}})"),
    _rule("address of mail", r"[^\s<>()@:;,\"]{1,64}@[^\s<>()@:;,\"]{1,190}[\w]"),
    _rule("address of a page", r"\b(?:https?://|www\.)\S+", _I),
    _rule("number of an account", r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b"),
    _rule("number of a card", r"(?<![\d.,])(?:\d[ -]?){12,18}\d(?![\d.,]\d)"),
    _rule(
        "number of a document",
        rf"\b{_PAPER}\W{{0,3}}{_NUMBER}?\W{{0,3}}{_IS}?\W{{0,3}}(?P<it>(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{{4,19}})\b",
        _I,
    ),
    _rule(
        "booking reference",
        rf"\b{_BOOKING}\b\W{{0,3}}(?:(?:code|reference|ref|{_NUMBER}|{_IS})\b\W{{0,3}}){{0,3}}"
        r"(?P<it>(?-i:[A-Z0-9]{5,8}))\b",
        _I,
    ),
    _rule("booking reference", r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6}\b"),
    _rule("day of birth", rf"\b{_BORN}\b\W{{0,6}}(?:on |the |am |el )?(?P<it>{_DATE})", _I),
    _rule(
        "seat",
        rf"\b{_SEAT}\W{{0,3}}{_NUMBER}?\W{{0,3}}(?P<it>\d{{1,2}} ?[A-K])\b",
        _I,
    ),
    _rule(
        "postal address",
        rf"\b\d{{1,4}}(?: ?(?:bis|ter|[a-z]))?,? +{_WAY} +[^\n,.;?]{{2,50}}(?:,? *\d{{5}} +[^\W\d_][\w’'-]+)?",
        _I,
    ),
    _rule("postal address", rf"\b\d{{1,5}} +(?:[A-Z][\w’'-]+ +){{1,4}}{_STREET}\b\.?"),
    _rule(
        "postal address",
        rf"\b[^\W\d_][\w-]*{_STRASSE} +\d{{1,4}} ?[a-z]?\b(?:,? *\d{{4,5}} +[^\W\d_][\w-]+)?",
        _I,
    ),
    _rule("postal address", r"\b(?:calle|avenida|plaza|paseo) +[^\n,.;?]{2,50},? *\d{1,4}\b", _I),
    _rule("postal address", r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    _rule("telephone number", rf"(?<![\w./:-])(?!{_DATE}(?!\d))(?:\+|00)?\(?\d[\d ().\t/-]{{6,18}}\d(?![\w:])"),
)
"""What is dropped within a letter, in the order in which it is looked for."""

_FLIGHT = _rule("flight", r"\b(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])[ ]?\d{3,4}\b")
_DAY = _rule("day", rf"\b{_DATE}(?!\w)")
_LAST_LINE = _rule("name", rf"(?<=\n)[ \t]*(?P<it>{_NAMES})[ \t]*(?=[\s\ue000-\uf8ff]*\Z)")

_FIRST_MARK, _MOST = 0xE000, 6_000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Signs of no language: each stands for one thing that was dropped, until all rules have been asked."""


def without_personal(text: str) -> Left:
    """A letter without what tells who wrote it. A flight and a day are dropped where both, or a seat, stand there."""
    left, kinds = _PRIVATE.sub("", text.replace("\r\n", "\n")).strip(), list[str]()
    for rule in (*ENDS, _LAST_LINE, *RULES, _LAST_LINE):
        left = _without(left, rule, kinds).strip()
    if _FLIGHT.pattern.search(left) and ("seat" in kinds or _DAY.pattern.search(left)):
        for rule in (_FLIGHT, _DAY):
            left = _without(left, rule, kinds)
    return Left(_named(left, kinds), tuple(_dropped(left, kinds)))


def _without(text: str, rule: Rule, kinds: list[str]) -> str:
    return rule.pattern.sub(partial(_instead, rule.kind, kinds), text)


def _instead(kind: str, kinds: list[str], match: re.Match[str]) -> str:
    """A sign in the place of a match; nothing in the place of blank space, and of what is gone already."""
    it = "it" if "it" in match.re.groupindex and match["it"] is not None else 0
    if not _PRIVATE.sub("", match[it]).strip() or len(kinds) == _MOST:
        return match[0]
    kinds.append(kind)
    begin, end = match.start(it) - match.start(), match.end(it) - match.start()
    gap = " " if match[it][:1].isspace() else ""
    return f"{match[0][:begin]}{gap}{chr(_FIRST_MARK + len(kinds) - 1)}{match[0][end:]}"


def _named(text: str, kinds: list[str]) -> str:
    """A text with the kind of what is gone in the place of each sign."""
    return _PRIVATE.sub(lambda match: f"[{kinds[ord(match[0]) - _FIRST_MARK]}]", text)


def _dropped(text: str, kinds: list[str]) -> Iterator[Dropped]:
    """What was dropped, with what is left around it; what was dropped with something greater is a part of that."""
    for match in _PRIVATE.finditer(text):
        around = text[max(0, match.start() - AROUND) : match.end() + AROUND]
        yield Dropped(kinds[ord(match[0]) - _FIRST_MARK], " ".join(_named(around, kinds).split()))


def counted(dropped: tuple[Dropped, ...]) -> Iterator[tuple[str, int]]:
    """How many of each kind were dropped."""
    for kind in dict.fromkeys(one.kind for one in dropped):
        yield kind, sum(one.kind == kind for one in dropped)
