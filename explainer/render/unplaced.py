"""What was not understood, in words: which messages could not be placed, and which parts that leaves unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.model.vocabulary import EffectCode, Severity, State, Status
from explainer.picture.model import ComponentNow, DisruptionNow, Unplaced
from explainer.render.escaping import attr, glyph, prose, section, text
from explainer.render.view import View
from explainer.render.words import clip, count, dated, headline, listed, sentence

MOST_SHOWN = 5
LONGEST_HEADLINE = 120

_MEANS_NOTHING = frozenset({EffectCode.INFORMATION, EffectCode.NO_EFFECT})
_SAYS_NOTHING = frozenset({EffectCode.UNKNOWN, EffectCode.OTHER, *_MEANS_NOTHING})
_STATUS = {
    Status.PLANNED: "Planned",
    Status.ACTIVE: "Holds",
    Status.MONITORING: "Being watched",
    Status.UNKNOWN: "Message",
}
_LONGEST_WORD = 24


def called(now: DisruptionNow) -> str:
    """What its publisher calls a message that gives no part a state: how bad, else what it does, else how it stands.

    Only what says itself that it disturbs nothing is information.
    """
    d = now.disruption
    codes = [effect.code for effect in d.effects]
    if d.severity is Severity.NONE or (codes and _MEANS_NOTHING.issuperset(codes)):
        return "Information"
    if d.severity is not Severity.UNKNOWN:
        return _capital(_own_word(d.severity_native) or d.severity.value)
    told = next((code for code in codes if code not in _SAYS_NOTHING), None)
    if told is not None:
        return _capital(told.value.replace("_", " "))
    return _capital(_own_word(d.status_native) or _STATUS.get(d.status, d.status.value))


def _own_word(native: str) -> str:
    """A publisher's own word, where it is one that a reader can read."""
    words = native.replace("_", " ").strip()
    return words if len(words) <= _LONGEST_WORD and words.replace(" ", "").replace("-", "").isalpha() else ""


def _capital(words: str) -> str:
    return words[:1].upper() + (words[1:].lower() if words.isupper() else words[1:])


def reason(view: View, here: ComponentNow) -> str:
    """Why a part is unknown although its sources answer."""
    doubts = here.unplaced
    who = publishers(view, doubts)
    if len(doubts) == 1:
        return f"A message of {who} may be about this, and we could not place it: “{headline_of(view, doubts[0])}”."
    first = f"The first: “{headline_of(view, doubts[0])}”."
    return f"{len(doubts)} messages of {who} may be about this, and we could not place them. {first}"


def in_short(view: View, doubts: Sequence[Unplaced]) -> str:
    """``2 messages of Tower``, for the middle of a sentence."""
    many = f"{len(doubts)} messages" if len(doubts) > 1 else "a message"
    return f"{many} of {publishers(view, doubts)}"


def publishers(view: View, doubts: Iterable[Unplaced]) -> str:
    """Whose messages they are."""
    return listed(dict.fromkeys(view.picture.source[doubt.feed].source.publisher for doubt in doubts))


def headline_of(view: View, doubt: Unplaced) -> str:
    """What a message says, as plain text on one line."""
    now = view.picture.disruption.get(doubt.disruption)
    if now is not None:
        said = view.said(now.disruption.headline).text
        return clip(said, LONGEST_HEADLINE) or f"a message of {now.disruption.origin.publisher}"
    if doubt.aside is None or view.picture.source[doubt.feed].ours:
        return "a message that cannot be shown"  # one of ours broke the rules that its words have to keep
    return clip(doubt.aside.headline or doubt.aside.entry, LONGEST_HEADLINE)


def not_placed(view: View) -> str:
    """html: the section of the home page on what was not understood; empty while all was."""
    doubts = view.picture.unplaced
    if not doubts:
        return ""
    some = len(doubts) > 1
    words = f"{count(len(doubts), 'message')} that {'hold' if some else 'holds'} now could not be placed"
    means = f"so the parts that {'they' if some else 'it'} may be about are unknown"
    rows = "\n".join(_row(view, doubt) for doubt in doubts[:MOST_SHOWN])
    hidden = len(doubts) - MOST_SHOWN
    url = attr(view.open_url())
    more = f'<p class="note"><a href="{url}">And {hidden} more.</a></p>\n' if hidden > 0 else ""
    body = f'<div>\n<p>{words}, {means}.</p>\n<ul class="rows parts">\n{rows}\n</ul>\n{more}</div>'
    return section("unplaced", "What we could not place", body)


def _row(view: View, doubt: Unplaced) -> str:
    publisher = text(view.picture.source[doubt.feed].source.publisher)
    now = view.picture.disruption.get(doubt.disruption)
    if now is None:
        why = prose(sentence(_capital(clip(why_not(view, doubt), LONGEST_HEADLINE))))
        return (
            f"<li><div>{glyph(State.UNKNOWN)}<b>{prose(headline_of(view, doubt))}</b> "
            f'<em class="unknown">Not read</em> <span>{publisher}. {why}</span></div></li>'
        )
    return (
        f'<li><a href="{attr(view.disruption_url(now.id))}">{glyph(State.UNKNOWN)}'
        f"<b>{headline(view, now.disruption, LONGEST_HEADLINE)}</b> "
        f'<em class="unknown">{prose(called(now))}</em> <span>{publisher}, {dated(view, now)}</span></a></li>'
    )


def why_not(view: View, doubt: Unplaced) -> str:
    """Why a message was not understood, in words for readers: of a bulletin of ours they need not know the line."""
    mended = doubt.aside is not None and view.picture.source[doubt.feed].ours
    return "it has to be mended first" if mended else doubt.reason
