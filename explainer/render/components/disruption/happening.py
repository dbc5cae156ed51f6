"""What is happening: whom it hits and how, in a bulletin's words; of a feed, what it states in its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.language.states import state_behind_a_name
from explainer.model.disruption import Disruption, Impact
from explainer.model.vocabulary import Severity, State
from explainer.picture.ageing import own_time
from explainer.picture.explained import explained
from explainer.picture.model import DisruptionNow
from explainer.picture.spans import spans_now
from explainer.render.age import at_its_time
from explainer.render.escaping import glyph, prose, running
from explainer.render.folding import fold
from explainer.render.reading import explained_in_turn, explainers_of
from explainer.render.spans import told as span_told
from explainer.render.view import View
from explainer.render.words import clip, language, sentence

MOST_OPEN = 4
"""How many groups of customers stand open; the others are folded."""

MOST_NAMES = 12
LONGEST_TEXT = 2000
LONGEST_NAME = 120

_SEVERITIES: dict[Severity, InContext] = {
    Severity.EXTREME: NC_("how bad it is", "extreme"),
    Severity.SEVERE: NC_("how bad it is", "severe"),
    Severity.MODERATE: NC_("how bad it is", "moderate"),
    Severity.MINOR: NC_("how bad it is", "minor"),
    Severity.NONE: NC_("how bad it is", "none"),
    Severity.UNKNOWN: NC_("how bad it is", "unknown"),
}


class Row(NamedTuple):
    """A label and what there is to say, a line each; ``more`` is how many lines are left out."""

    label: str
    lines: tuple[str, ...]
    more: int = 0


class Touched(NamedTuple):
    """A part that is reported, its state, and the way to it; one that the system does not know has its name alone."""

    name: str
    url: str = ""
    glyph: str = ""
    state: str = ""
    kind: str = ""
    explained: Markup = Markup("")


def happening(view: View, now: DisruptionNow) -> Markup:
    """The body of the first section; there is always something to say."""
    d, told = now.disruption, view.said(now.disruption, now.disruption.description)
    says_more = told.text.strip() not in ("", d.account.summary.strip())
    touched = [] if d.impacts else list(_touched(view, now))
    shown, folded = fold(list(_rows(view, now)), MOST_OPEN)
    return view.render(
        "components/disruption/happening.html",
        description=cut(told.text) if says_more else "",
        marked=language(view, told) if says_more else "",
        touched=touched,
        more=max(0, len(now.reports) - MOST_NAMES) if touched else 0,
        rows=shown,
        folded=folded,
        many=len(folded),
        explained="" if touched else _beside_the_path(view, now),
    )


def _beside_the_path(view: View, now: DisruptionNow) -> Markup:
    """Where those parts are explained that it reports as anything but normal and that no step speaks of."""
    found = explained(view.picture, view.system, now)
    path = {step.component for step in (*found.path, *found.after)}
    off = [report.component for report in now.reports if report.state is not State.NORMAL]
    return explainers_of(view, off, without=path)


def cut(value: str) -> Markup:
    """A feed's running text, cut at a word where it is longer than a page can hold."""
    if len(value) > LONGEST_TEXT:
        value = f"{value[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"
    return running(value)


def _touched(view: View, now: DisruptionNow) -> Iterator[Touched]:
    shown = now.reports[:MOST_NAMES]
    lines = explained_in_turn(view, [report.component for report in shown])
    for report, line in zip(shown, lines, strict=True):
        yield _part(view, report.component, report.state)._replace(explained=line)


def _part(view: View, component: str, state: State) -> Touched:
    known = view.system.by_id.get(component)
    if known is None:
        return Touched(component)
    return Touched(
        known.name, view.map_url(component), glyph(state), state_behind_a_name(view.words, state), state.value
    )


def _rows(view: View, now: DisruptionNow) -> Iterator[Row]:
    d = now.disruption
    yield from (Row(impact.who, (_impact(view, now, impact),)) for impact in d.impacts)
    if not d.impacts:
        yield from _facts(view, now)
    if d.account.place:
        yield Row(view.words.gettext("Where"), (sentence(d.account.place),))


def _impact(view: View, now: DisruptionNow, impact: Impact) -> Markup:
    """What it means, with its own time where that is older than the rest."""
    return at_its_time(view, own_time(now, impact.at), prose(_meaning(view, impact)))


def _meaning(view: View, impact: Impact) -> str:
    what, amount = impact.what, impact.amount
    if amount is not None:
        what = view.words.pgettext(
            "how much, in which unit, of what: 40–70 minutes late",
            "%(amount)s %(unit)s %(what)s",
            amount=view.words.range(amount.low, amount.high),
            unit=amount.unit,
            what=what,
        )
    return f"{sentence(what)} {impact.note}".strip()


def _facts(view: View, now: DisruptionNow) -> Iterator[Row]:
    """What a feed states in its fields: what it names, when, how bad by its own word."""
    d, words = now.disruption, view.words
    if names := view.names(d):
        shown = words.separated(clip(name, LONGEST_NAME) for name in names[:MOST_NAMES])
        yield Row(words.gettext("It names"), (shown,), max(0, len(names) - MOST_NAMES))
    if spans := spans_now(now, view.picture.now):
        lines = tuple(span_told(view, span) for span in spans[:MOST_NAMES])
        yield Row(words.gettext("When"), lines, max(0, len(spans) - MOST_NAMES))
    if d.severity is not Severity.UNKNOWN or d.severity_native:
        yield Row(words.gettext("How bad"), (_how_bad(view, d),))


def _how_bad(view: View, d: Disruption) -> str:
    severity = d.severity_native or view.words.pgettext(*_SEVERITIES[d.severity])
    return view.words.gettext("%(how_bad)s, says its source.", how_bad=severity)
