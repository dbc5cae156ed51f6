"""Names of hosts in a text that pass for another: told in Punycode, as browsers tell them.

The rule is that of Chromium and of UTS 39, “highly restrictive”: a label mixes no scripts, but for Latin beside those
of Japanese, Korean and Chinese; and one whose letters all look like Latin ones is none to be read under a Latin ending.
"""

from __future__ import annotations

import re
import unicodedata

from explainer.model.running_text import in_ascii

_HOST = re.compile(r"(?<![\w.-])(?:(?<=//)(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}|(?:[\w-]{1,63}\.)+[A-Za-z]{2,24})(?![\w-])")
_BESIDE_LATIN = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
_LIKE_LATIN = frozenset("асԁеһіјӏорԗԛѕԝхуъьҽпгѵѡ" + "αικνοπρτυχω")
"""Letters of Cyrillic and Greek that look like Latin ones; those of Cyrillic are Chromium's list."""


def plain_hosts(text: str) -> str:
    """``text`` with every host that passes for another in Punycode; all else is as it was."""
    return text if text.isascii() else _HOST.sub(_told, text)


def _told(found: re.Match[str]) -> str:
    host = found[0]
    if host.isascii() or not any(_deceives(label, host.rpartition(".")[2]) for label in host.split(".")):
        return host
    return in_ascii(f"https://{host}").removeprefix("https://") or host


def _deceives(label: str, ending: str) -> bool:
    letters = [sign for sign in unicodedata.normalize("NFKC", label).lower() if sign.isalpha()]
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in letters}
    if len(scripts) > 1:
        return not any(scripts <= together for together in _BESIDE_LATIN)
    return ending.isascii() and bool(letters) and scripts != {"LATIN"} and _LIKE_LATIN.issuperset(letters)
