"""What staff say, in three sentences at most: what it is and why, what to do, and when there will be more.

A sentence is what ends with a full stop or an exclamation mark: a question and its answer are one. What somebody wrote
beyond the first sentence is not said, and not left out either: it stands below.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.running_text import in_one_line, spoken
from explainer.model.translation import in_its_language
from explainer.model.vocabulary import Kind
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.rows import starts
from explainer.render.escaping import prose
from explainer.render.sentences import end_of_first
from explainer.render.view import View, Wording
from explainer.render.words import bare, next_word, plain_headline, said, sentence, whose_words

MOST_WORDS = 20
"""With how many words the first sentence says the cause as well; longer ones are not heard to their end."""

_END = re.compile(r"(?<=[\w)”»\u00a0\u202f])[.!](?= +[“„«\"'‘(¿¡]*[^\Wa-z])")


class Say(NamedTuple):
    """The sentences, and what stands below them: what was written beyond them, and by whom."""

    sentences: tuple[Markup, ...]
    beyond: tuple[Markup, ...]


def say(view: View, now: DisruptionNow) -> Say:
    """What to say of a disruption that is not over; below it stands who says so, where that is not us."""
    what, of_it = _what(view, now)
    first, of_that = _ask(view, now)
    sentences = (what, first, next_word(view, now))
    return Say(
        tuple(one for one in sentences if one), tuple(one for one in (of_it, of_that, whose_words(view, now)) if one)
    )


def parted(value: str) -> tuple[str, str]:
    """The first sentence of ``value``, without the addresses of links, and the rest of it."""
    flat = spoken(value)
    flat = in_one_line(flat) if "\n" in flat else flat
    end = end_of_first(flat, _END)
    return in_its_language(flat[:end], value), in_its_language(flat[end:].strip(), value)


def _what(view: View, now: DisruptionNow) -> tuple[Markup, Markup]:
    words = view.said(now.disruption, now.disruption.headline)
    first, rest = parted(words.text)
    if not first:
        first, words = plain_headline(view, now.disruption), Wording(view.language)
    cause, is_ahead = _cause(view, now, first), now.standing is Standing.UPCOMING
    told = _in(view, words, bare(first) if cause or is_ahead else sentence(first))
    if is_ahead:
        told = view.words.gettext("%(what)s: %(time)s", what=told, time=starts(view, now))
    if cause:
        told = view.words.pgettext(
            "what staff say: what it is, and its cause", "%(what)s; the reason: %(why)s", what=told, why=prose(cause)
        )
    elif is_ahead:
        told += "."
    if not now.counts:
        told = view.words.gettext("Last known: %(headline)s", headline=told)
    return told, _in(view, words, sentence(rest))


def _cause(view: View, now: DisruptionNow, what: str) -> str:
    """The stated cause in one sentence, where it fits behind ``what``, and is not said there already."""
    stated = now.disruption.account.cause
    if stated is None or stated.unknown or what.endswith(("?", "!", "؟", "…")):
        return ""
    part = view.system.by_id.get(stated.component or "")
    named = part.name if part is not None and part.kind is Kind.CONDITION else ""
    why, rest = parted(stated.says or named)
    is_said = bare(why).casefold() in what.casefold()
    return "" if rest or is_said or len(f"{what} {why}".split()) > MOST_WORDS else sentence(why)


def _ask(view: View, now: DisruptionNow) -> tuple[Markup, Markup]:
    """The first ask in one sentence; without any, the first of what people are told to do."""
    disruption = now.disruption
    if disruption.account.asks:
        first, rest = parted(disruption.account.asks[0].what)
        return prose(sentence(first)), prose(sentence(rest))
    words = view.said(disruption, disruption.instruction)
    first, rest = parted(words.text)
    return _in(view, words, sentence(first)), _in(view, words, sentence(rest))


def _in(view: View, words: Wording, shown: str) -> Markup:
    """``shown``, in the language of ``words``."""
    return said(view, words._replace(text=shown)) if shown else Markup("")
