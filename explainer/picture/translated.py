"""What staff wrote, in another language: every word that has a translation is replaced, every other one marked.

States, times, figures and names by which things are known are never touched, so all languages of a site tell one
picture. What a feed of somebody else says is theirs: it is quoted in one of its own languages.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from explainer.language.directions import primary
from explainer.model.disruption import Text
from explainer.model.translation import Original, Pair, preferred
from explainer.model.value import Value
from explainer.picture.model import ComponentNow, ConstraintNow, DisruptionNow, Picture, Voice

T = TypeVar("T")

Table = dict[tuple[str, str], str]
"""Translations by the key they stand under and the words they translate; under no key, for words told elsewhere."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "Account": ("place",),
    "Amount": ("unit",),
    "Capacity": ("unit",),
    "Component": ("name",),
    "ComponentNow": ("by",),
    "Constraint": ("unit",),
    "ConstraintNow": ("by",),
    "Counted": ("unit",),
    "Contact": ("name", "hours"),
    "Expect": ("unit",),
    "Impact": ("who", "what"),
    "Impression": ("who",),
    "Layer": ("name",),
    "Origin": ("publisher",),
    "Offer": ("what", "up_to", "who", "without_asking", "beyond"),
    "Party": ("name",),
    "Preparation": ("when",),
    "Phrase": ("heard", "also"),
    "Phrasebook": ("checked_by",),
    "Places": ("name",),
    "Rights": ("title", "source", "reviewed_by"),
    "RightsRow": ("when",),
    "Route": ("problem", "desk"),
    "Run": ("title", "unit"),
    "Source": ("publisher",),
    "System": ("title",),
    "Threshold": ("name",),
    "Voice": ("by",),
}
"""By kind of value, the fields that hold a name: words that stand within sentences of ours."""

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "Account": ("brief", "summary", "empathy", "unknowns", "quiet_reason"),
    "Answer": ("question", "answer"),
    "Asking": ("card", "keeps"),
    "Ask": ("what", "can_you", "how", "helps", "if_not"),
    "Change": ("what", "says"),
    "Choice": ("what", "cost_to"),
    "Component": ("says", "question", "problem", "otherwise"),
    "ComponentNow": ("says",),
    "Constraint": ("says",),
    "Decision": ("what", "because", "cost_to", "now_we_know"),
    "Disruption": ("headline", "description", "instruction"),
    "Event": ("title", "says", "where", "apply"),
    "Estimate": ("what",),
    "Exercise": ("says", "note"),
    "Expected": ("what", "basis"),
    "Impact": ("note",),
    "Impression": ("says",),
    "Look": ("note",),
    "Mistake": ("what", "why"),
    "Need": ("problem", "question", "says"),
    "Offer": ("when",),
    "Party": ("does",),
    "Permissions": ("no_promises",),
    "Preparation": ("what", "cost_to"),
    "Phrase": ("means", "we_do", "you_can"),
    "Report": ("says", "headline", "detail"),
    "Rights": ("owed_by",),
    "RightsRow": ("what",),
    "Route": ("steps", "solves"),
    "StatedCause": ("says",),
    "SystemLink": ("because",),
    "Threshold": ("says", "basis"),
    "Update": ("says", "changed", "late_because"),
    "Weighed": ("what", "says"),
}
"""By kind of value, the fields that hold sentences of their own."""


@dataclass(frozen=True)
class Tongue:
    """How words of one language are told in another: ``lang`` is the page's, ``original`` that of the words.

    ``said`` are the translations. ``name`` is what the original language is called in the page's, and ``since`` when
    words came to be said, where that is known.
    """

    lang: str
    original: str
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    name: str = ""
    since: Mapping[str, datetime] = field(default_factory=dict)

    def tell(self, key: str, words: str, is_sentence: bool) -> str:
        """Words that stand under ``key``, translated, or marked where they are not."""
        plain = words.strip()
        if not plain or primary(self.lang) == primary(self.original):
            return words
        said = self.said.get((key, plain)) or self.said.get(("", plain))
        if said:
            return said
        return Original(words, self.original, self.name if is_sentence else "", self.since.get(plain))

    def text(self, key: str, text: Text) -> Text:
        """Words that name their own language; marked by that, where they are not translated."""
        if primary(text.lang) != primary(self.original):
            return text
        told = self.tell(_KEYS.get(key, key), text.text, is_sentence=False)
        if told is text.text or isinstance(told, Original):
            return text
        return text.replace(text=told, lang=self.lang)


def table(pairs: Iterable[Pair]) -> Table:
    """The translations by key and words, and by the words alone."""
    said: Table = {}
    for pair in pairs:
        said[pair.key, pair.original] = pair.says
        said.setdefault(("", pair.original), pair.says)
    return said


class Quoting(NamedTuple):
    """What somebody else's message says, quoted: of the languages it speaks, one."""

    lang: str
    texts: tuple[Text, ...]
    names: Mapping[str, str]
    feed: str = "und"

    def tell(self, key: str, words: str, is_sentence: bool) -> str:
        """Words of the message, in the language to show; anything else as it is."""
        del key
        if all(words != text.text for text in self.texts):
            return words
        shown = preferred(self.texts, self.lang, self.feed)
        if shown.lang == "und" or primary(shown.lang) == primary(self.lang):
            return shown.text
        return Original(shown.text, shown.lang, self.names.get(primary(shown.lang), "") if is_sentence else "")

    def text(self, key: str, text: Text) -> Text:
        """Words that name their own language: a reader chooses among them."""
        del key
        return text


class Speaker(NamedTuple):
    """All that it takes to tell a picture in ``lang``.

    ``default`` is the language of the site's own words, ``said`` their translations, ``bulletins`` those of single
    bulletins by disruption. ``since`` is when words of a bulletin came to be said, ``names`` what languages are called.
    """

    lang: str
    default: str
    said: Table
    bulletins: Mapping[str, Table]
    since: Mapping[str, Mapping[str, datetime]]
    names: Mapping[str, str]

    def own(self) -> Tongue:
        """For the words of the site itself."""
        return Tongue(self.lang, self.default, ChainMap(self.said, *self.bulletins.values()), self._name(self.default))

    def bulletin(self, now: DisruptionNow, feed: str) -> Tongue:
        """For the words of one of our own bulletins, whose feed is declared in the language ``feed``."""
        spoken = self.default if feed == "und" else feed
        said = ChainMap(self.bulletins.get(now.id, {}), self.said)
        return Tongue(self.lang, spoken, said, self._name(spoken), self.since.get(now.id, {}))

    def _name(self, lang: str) -> str:
        return self.names.get(primary(lang), "")


def told_by(speaker: Speaker, picture: Picture) -> Picture:
    """The picture in the speaker's language: the same states, times and figures in other words."""
    feeds = {feed: now.source.language for feed, now in picture.source.items()}
    tellers = {now.id: Teller(_tongue(speaker, now, feeds[now.disruption.origin.feed])) for now in picture.disruptions}
    own = Teller(speaker.own())
    parts = {one.name: own.told(getattr(picture, one.name)) for one in fields(picture) if one.name not in _SAID_BY_ONE}
    return replace(
        picture,
        **parts,
        disruptions=tuple(_disruption(now, tellers[now.id]) for now in picture.disruptions),
        components=tuple(_component(now, own, tellers) for now in picture.components),
        constraints=tuple(_constraint(now, own, tellers) for now in picture.constraints),
    )


_SAID_BY_ONE = ("disruptions", "components", "constraints")
"""The parts of a picture in which words of single disruptions stand beside those of the site itself."""


def _tongue(speaker: Speaker, now: DisruptionNow, feed: str) -> Tongue | Quoting:
    if now.ours:
        return speaker.bulletin(now, feed)
    return Quoting(speaker.lang, now.disruption.headline, speaker.names, feed)


def _disruption(now: DisruptionNow, teller: Teller) -> DisruptionNow:
    if now.ours:
        told: DisruptionNow = teller.told(now)
        return told
    return replace(now, reports=teller.told(now.reports)) if now.reports else now


def _component(now: ComponentNow, own: Teller, tellers: Mapping[str, Teller]) -> ComponentNow:
    told: ComponentNow = own.told(now)
    if now.report is None:
        return told
    teller = tellers[now.disruptions[0]]
    conflict = tuple(_voice(voice, own, tellers) for voice in now.conflict)
    return replace(told, says=teller.tell("says", now.says), report=teller.told(now.report), conflict=conflict)


def _voice(voice: Voice, own: Teller, tellers: Mapping[str, Teller]) -> Voice:
    """One side of a disagreement, its words in the language of the disruption that says them."""
    told: Voice = own.told(voice)
    teller = tellers.get(voice.disruption)
    return told._replace(says=teller.tell("says", voice.says)) if teller and voice.says else told


def _constraint(now: ConstraintNow, own: Teller, tellers: Mapping[str, Teller]) -> ConstraintNow:
    told: ConstraintNow = own.told(now)
    return replace(told, constraint=tellers[now.disruption].told(now.constraint))


def translated(value: T, tongue: Tongue) -> T:
    """A value of staff's with every word in it told in another language; what holds no words is the same value."""
    told: T = Teller(tongue).told(value)
    return told


def originals_in(value: object) -> Iterator[Original]:
    """The words in a value that are not translated, in their order."""
    kind: type = type(value)
    if isinstance(value, Original):
        yield value
    elif isinstance(value, tuple) and kind is tuple:
        for inner in value:
            yield from originals_in(inner)
    elif (plan := _plan(kind)) is not None:
        for name in (*(name for name, _ in plan.words), *plan.others):
            yield from originals_in(getattr(value, name))


def words_in(value: object) -> set[str]:
    """Every word that a value of staff's says, as it is looked up in translations."""
    listener = _Listening(set())
    Teller(listener).told(value)
    return listener.heard


class _Listening(NamedTuple):
    """Tells nothing in another language, and remembers what it was asked to tell."""

    heard: set[str]

    def tell(self, key: str, words: str, is_sentence: bool) -> str:
        """The words themselves."""
        del key, is_sentence
        if words.strip():
            self.heard.add(words.strip())
        return words

    def text(self, key: str, text: Text) -> Text:
        """The same for words that name their own language."""
        self.tell(key, text.text, is_sentence=True)
        return text


class Tells(Protocol):
    """How words are told: those of a field ``key``, and those that name their own language."""

    def tell(self, key: str, words: str, is_sentence: bool) -> str:
        """The words, otherwise or the same."""

    def text(self, key: str, text: Any) -> Any:
        """The same for words that name their own language."""


class Teller:
    """Walks values once each, so that what was one value is one afterwards."""

    def __init__(self, tongue: Tells) -> None:
        self._tongue = tongue
        self._done: dict[int, tuple[Any, Any]] = {}

    def tell(self, key: str, sentence: str) -> str:
        """A sentence that stands under ``key``."""
        return self._tongue.tell(key, sentence, is_sentence=True)

    def told(self, value: Any) -> Any:
        """A value with its words told; what holds none is the same value."""
        kind: type = type(value)
        if kind is tuple:
            return self._each(value)
        if kind is dict:
            found = {key: self.told(inner) for key, inner in value.items()}
            return value if all(found[key] is inner for key, inner in value.items()) else found
        plan = _plan(kind)
        if plan is None:
            return value
        if id(value) not in self._done:
            self._done[id(value)] = value, self._whole(value, plan)  # kept alive, so that its id stays its own
        return self._done[id(value)][1]

    def _each(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        found = tuple(map(self.told, values))
        return values if all(map(_same, values, found)) else found

    def _whole(self, value: Any, plan: _Plan) -> Any:
        changes = {}
        for name in plan.others:
            inner = getattr(value, name)
            if (new := self.told(inner)) is not inner:
                changes[name] = new
        for name, is_sentence in plan.words:
            inner = getattr(value, name)
            if (new := self._words(name, inner, is_sentence)) is not inner:
                changes[name] = new
        return changed(value, changes) if changes else value

    def _words(self, key: str, words: Any, is_sentence: bool) -> Any:
        if isinstance(words, tuple):
            found = tuple(self._words(key, one, is_sentence) for one in words)
            return words if all(map(_same, words, found)) else found
        if isinstance(words, str):
            return self._tongue.tell(key, words, is_sentence)
        return words if words is None else self._tongue.text(key, words)


_KEYS = {"description": "summary", "instruction": "nothing_to_do"}
"""What a bulletin calls the fields that are called otherwise in the normal form."""


class _Plan(NamedTuple):
    """Of one kind of value, the fields with words, each with whether they are sentences, and all others."""

    words: tuple[tuple[str, bool], ...]
    others: tuple[str, ...]


@lru_cache(maxsize=256)
def _plan(kind: type) -> _Plan | None:
    names = _fields(kind)
    if not names:
        return None
    words = dict.fromkeys(NAMES.get(kind.__name__, ()), False) | dict.fromkeys(SENTENCES.get(kind.__name__, ()), True)
    return _Plan(tuple(words.items()), tuple(name for name in names if name not in words))


def _fields(kind: type) -> tuple[str, ...]:
    if issubclass(kind, Value):
        return kind.__struct_fields__
    if is_dataclass(kind):
        return tuple(one.name for one in fields(kind))
    named: tuple[str, ...] = getattr(kind, "_fields", ())
    return named if issubclass(kind, tuple) else ()


def changed(value: Any, changes: Mapping[str, Any]) -> Any:
    """A frozen value with some fields changed."""
    if isinstance(value, Value):
        return value.replace(**changes)
    return value._replace(**changes) if hasattr(value, "_replace") else replace(value, **changes)


def _same(one: object, other: object) -> bool:
    return one is other
