"""What people get of a notice while it is written: the sign, the text message, the brief.

Made of what is typed, so that it can be seen before it holds together. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from explainer.desk import times
from explainer.formats.kit.common_json import list_at, text_at
from explainer.language.states import reality_mark, state_word
from explainer.language.words import Words
from explainer.model.placeholders import filled
from explainer.model.settings import Settings
from explainer.model.vocabulary import Reality, State
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.sign import state_of

_GSM = re.compile(r"[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*\Z")
"""The basic alphabet of GSM 03.38, of which 160 letters are one message."""

_TWICE = frozenset("^{}\\[~]|€\f")
"""Its extension: each of these takes the room of two."""

_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ", "\u202f": " "}
)


class Message(NamedTuple):
    """A text message: what it says, how long it is, how long it may be, and whether the ask did not fit."""

    text: str
    length: int
    most: int
    cut: bool = False

    @property
    def over(self) -> int:
        """How many characters are too many."""
        return max(0, self.length - self.most)


class Sign(NamedTuple):
    """The sign of a notice as it would stand on its page."""

    state: str
    called: str
    since: str
    headline: str
    says: str
    written: str
    due: str


class Card(NamedTuple):
    """The front of the brief."""

    say: tuple[str, ...]
    why: str
    unknown: tuple[str, ...]


class Voice(NamedTuple):
    """What notices are told with: the site's settings and words, the moment, and the names of parties."""

    settings: Settings
    words: Words
    now: datetime
    parties: Mapping[str, str]

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the site."""
        return self.settings.tz

    def clock(self, value: str) -> str:
        """A written time as readers see it; a question mark where there is none."""
        at = times.moment(value, self.zone)
        return self.words.moment(at.astimezone(self.zone), self.now) if at else "?"


def room(text: str) -> tuple[int, int]:
    """How much room a text takes, and how much one message has: 160 of the phone's own letters, else 70."""
    plain = "".join(letter for letter in text if letter not in _TWICE)
    if _GSM.match(plain):
        return len(text) + (len(text) - len(plain)), 160
    return len(text.encode("utf-16-le")) // 2, 70


def fitting(text: str) -> str:
    """A text with the signs of the phone's alphabet for those that would halve its room."""
    return text.translate(_PLAIN)


def spoken(data: Any, words: Words) -> Any:
    """What a notice says, with the numbers in the place of their names."""
    named = data.get("figures") if isinstance(data, dict) else None
    return _spoken(data, named if isinstance(named, dict) else {}, words)


def _spoken(value: Any, figures: Mapping[str, Any], words: Words) -> Any:
    if isinstance(value, str):
        return filled(value, lambda name: _number(figures.get(name.name), name.is_whole, words))
    if isinstance(value, list):
        return [_spoken(one, figures, words) for one in value]
    if not isinstance(value, dict):
        return value
    own = value.get("figures")
    inside = {**figures, **{name: {**_group(figures.get(name)), **_group(one)} for name, one in _group(own).items()}}
    if value.keys() == {"figure"}:
        return value
    return {key: one if key == "figures" else _spoken(one, inside, words) for key, one in value.items()}


def _group(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(figure: Any, is_whole: bool, words: Words) -> str | None:
    """A figure as it is written; None where it is none."""
    said = _group(figure)
    value, low, high = said.get("of") if is_whole else said.get("value"), said.get("low"), said.get("high")
    if isinstance(value, int | float):
        return words.number(value)
    if isinstance(low, int | float) and isinstance(high, int | float) and not is_whole:
        return words.range(low, high)
    return None


def message(data: Any, voice: Voice, says: str = "") -> Message:
    """The text message about a notice; ``says`` instead of its headline where an update is told."""
    settings, words = voice.settings, voice.words
    first = says or text_at(data, "headline") or "…"
    asks = [text_at(row, "what") for row in list_at(data, "asks")]
    mark = f"{reality_mark(words, Reality.EXERCISE)}. " if settings.exercise is not None else ""
    due = f"{_by(words)} {_due(data, voice)}"
    where = urlsplit(settings.site_url).netloc or settings.site_name

    def made(ask: str) -> str:
        middle = f" {_ended(ask)}" if ask else ""
        over = text_at(data, "status") in ("resolved", "cancelled")
        last = where if over else f"{due}: {where}"
        return fitting(f"{mark}{settings.site_name} {words.time(voice.now)}: {_ended(first)}{middle} {last}")

    ask = next(filter(None, asks), "") if not says else ""
    whole = made(ask)
    length, most = room(whole)
    if ask and length > most:
        shorter = made("")
        return Message(shorter, *room(shorter), cut=True)
    return Message(whole, length, most)


def _by(words: Words) -> str:
    return words.gettext("Next update by")


def _ended(said: str) -> str:
    said = said.strip()
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _due(data: Any, voice: Voice) -> str:
    updates = list_at(data, "updates")
    return voice.clock(text_at(data, "next_update") or text_at(updates[-1] if updates else {}, "next_update"))


def sign(data: Any, voice: Voice, now: DisruptionNow | None, picture: Picture | None) -> Sign:
    """The sign: by the picture where the notice holds together, else by the worst that is typed."""
    state = state_of(picture, now) if now is not None and picture is not None else _worst(data)
    since = text_at(data, "started") or text_at(data, "detected")
    is_over = text_at(data, "status") in ("resolved", "cancelled")
    return Sign(
        state=state or "",
        called="Over" if is_over else state_word(voice.words, state) if state else "",
        since=voice.clock(since) if since and not is_over else "",
        headline=text_at(data, "headline"),
        says=" ".join(filter(None, (text_at(data, "summary"), text_at(data, "empathy")))),
        written=voice.words.time(voice.now),
        due=_due(data, voice),
    )


def _worst(data: Any) -> State:
    said = {text_at(row, "state") for row in list_at(data, "reports")}
    return next((state for state in State if state in said), State.UNKNOWN)


def card(data: Any, voice: Voice) -> Card:
    """The front of the brief: what to say, why, and what nobody knows."""
    say = [_ended(text_at(data, "headline"))]
    ask: Any = next(iter(list_at(data, "asks")), {})
    if text_at(ask, "what"):
        say.append(_ended(text_at(ask, "what") + _minutes(ask, voice)))
    elif text_at(data, "nothing_to_do"):
        say.append(_ended(text_at(data, "nothing_to_do")))
    say.append(f"{_by(voice.words)} {_due(data, voice)}.")
    unknown = tuple(str(one) for one in list_at(data, "unknowns"))
    return Card(tuple(say), _why(data, voice), unknown)


def _minutes(ask: Any, voice: Voice) -> str:
    minutes = ask.get("minutes") if isinstance(ask, dict) else None
    low, high = (minutes.get("low"), minutes.get("high")) if isinstance(minutes, dict) else (None, None)
    if isinstance(low, int | float) and isinstance(high, int | float):
        return f": {voice.words.range(low, high)} min"
    return ""


def _why(data: Any, voice: Voice) -> str:
    cause = data.get("cause") if isinstance(data, dict) else None
    if not isinstance(cause, dict) or cause.get("unknown"):
        who = text_at(cause, "investigator")
        until = text_at(cause, "answer_by")
        by = f" by {voice.clock(until)}" if until else ""
        return f"We do not know yet. {voice.parties.get(who, who) or 'Somebody'} finds out{by}."
    return _ended(text_at(cause, "says")) if text_at(cause, "says") else "?"
