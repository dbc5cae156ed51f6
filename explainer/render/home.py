"""The home page below the sign: problems, parts, sources, what else happens, what ended lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from markupsafe import Markup

from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Ending, Standing
from explainer.picture.sign import in_question
from explainer.render.components.feeds import sources
from explainer.render.components.log import promises
from explainer.render.components.rows import Row, coming_row, current_row, dated_row, listing, starts
from explainer.render.escaping import STATE_WORDS, attr, glyph, prose, ready, section, text
from explainer.render.open_now import and_more
from explainer.render.unplaced import in_short, not_placed
from explainer.render.view import View
from explainer.render.words import bare, clip, count, duration, headline, listed, on_day, sentence, when

__all__ = ["ahead", "others", "parts", "problems", "promises", "quiet", "recent", "sources"]

MOST_OTHERS = 12
MOST_COMING = 3
MOST_NAMED = 3
MOST_RECENT = 5
RECENT = timedelta(days=30)
LONGEST_SAYS = 160

_ORDER = list(State)
_COUNTED = {
    State.STOPPED: "stopped",
    State.SLOWED: "slowed",
    State.WATCH: "to watch",
    State.UNKNOWN: "unknown",
    State.NORMAL: "normal",
}


# Problems


def problems(view: View, args: Mapping[str, str]) -> str:
    """One row for each symptom, in the customer's words, with what we can say of it now."""
    del args
    rows = [
        Row(
            view.trace_url(symptom.id),
            prose(symptom.problem),
            ready(_answer(view, view.picture.component[symptom.id])),
        )
        for symptom in view.system.symptoms
        if symptom.id in view.picture.component
    ]
    if not rows:
        return ""
    return section("problem", "Start from my problem", listing(view, rows))


def _answer(view: View, here: ComponentNow) -> str:
    otherwise = here.component.otherwise
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = view.system.by_id[here.via.source].name
        return prose(f"May be affected by: {cause}")
    if here.says:
        return prose(clip(bare(here.says), LONGEST_SAYS))
    if here.state is State.UNKNOWN:
        return _unseen(view, here)
    if here.state in (State.NORMAL, None) and otherwise:
        return prose(bare(otherwise))
    return STATE_WORDS[here.state] if here.state else ""


def _unseen(view: View, here: ComponentNow) -> str:
    """html: why a part is unknown, without a full stop."""
    if here.basis is Basis.NOT_UNDERSTOOD:
        return prose(f"May be affected: we could not place {in_short(view, here.unplaced)}")
    return f"{text(here.by)} does not answer. We do not guess" if here.by else "Nobody tells us. We do not guess"


# Parts


def parts(view: View, args: Mapping[str, str]) -> str:
    """Every part somebody watches, worst first; on a calm day as a grid."""
    del args
    inner = [c for c in view.picture.components if c.component.kind is not Kind.SYMPTOM]
    seen = sorted((c for c in inner if c.state is not None), key=lambda c: _ORDER.index(c.state or State.NORMAL))
    blind = _unwatched(view, len(inner) - len(seen))
    if not seen:
        return section("parts", "All parts", f"<div>\n{blind}</div>") if blind else ""
    states = [c.state for c in seen if c.state]
    if set(states) == {State.NORMAL}:
        summary = _tally(State.NORMAL, f"{len(seen)} of {len(seen)} normal")
        grid = _lines(_calm(view, c) for c in seen)
        body = f'<ul class="sum">\n{summary}\n</ul>\n<ul class="calm">\n{grid}\n</ul>'
        return section("parts", "All parts", f"<div>\n{body}\n{blind}</div>")
    summary = _lines(_tally(s, f"{states.count(s)} {_COUNTED[s]}") for s in _ORDER if s in states)
    rows = _lines(_part(view, c) for c in seen)
    body = f'<ul class="sum">\n{summary}\n</ul>\n<ul class="rows parts">\n{rows}\n</ul>'
    return section("parts", "All parts, worst first", f"<div>\n{body}\n{blind}</div>")


def _tally(state: State, words: str) -> str:
    return f'<li class="{state.value}">{glyph(state, colour=False)}{words}</li>'


def _calm(view: View, here: ComponentNow) -> str:
    says = prose(clip(bare(here.says), LONGEST_SAYS)) or "Nothing reported"
    return (
        f'<li><a href="{attr(view.map_url(here.id))}">{glyph(State.NORMAL)}'
        f'<b>{prose(here.component.name)}<i class="vh">, normal</i></b> <span>{says}</span></a></li>'
    )


def _part(view: View, here: ComponentNow) -> str:
    state = here.state or State.UNKNOWN
    word = STATE_WORDS[state]
    if state is State.UNKNOWN and here.since:
        word += f" since {when(view, here.since)}"
    kind = ' class="ok"' if state is State.NORMAL else ""
    return (
        f'<li{kind}><a href="{attr(view.map_url(here.id))}">{glyph(state)}<b>{prose(here.component.name)}</b> '
        f'<em class="{state.value}">{word}</em> <span>{_says(view, here)}</span></a></li>'
    )


def _says(view: View, here: ComponentNow) -> str:
    if here.basis is Basis.INFERRED and here.via is not None:
        cause = view.system.by_id[here.via.source].name
        return prose(f"May follow from: {cause}. Nobody reports it.")
    if here.says:
        return prose(sentence(clip(here.says, LONGEST_SAYS)))
    if here.state is State.UNKNOWN:
        return f"{_unseen(view, here)}."
    return "Nothing reported." if here.basis is Basis.NOTHING_REPORTED else ""


def _unwatched(view: View, amount: int) -> str:
    if not amount:
        return ""
    words = "1 more part has" if amount == 1 else f"{amount} more parts have"
    them = "it" if amount == 1 else "them"
    link = f'<a href="{attr(view.map_url())}">All parts on one map</a>'
    return f'<p class="note">{words} no source that watches {them}, so no state. {link}</p>\n'


# What else happens, what comes, what ended


def others(view: View, args: Mapping[str, str]) -> str:
    """The current disruptions beside the lead, the worst first; then what was not understood."""
    del args
    current = view.picture.in_standing(Standing.CURRENT)
    beside = (d for d in current if d.id != view.picture.lead and not d.gathered_by)
    shown = [d for d in beside if d.id not in view.picture.not_placed]
    listed_ = (current_row(view, now) for now in shown[:MOST_OTHERS])
    also = section("others", "Also now", _some(view, listed_, _more(view, shown))) if shown else ""
    return also + not_placed(view)


def _some(view: View, rows: Iterable[Row], note: str) -> str:
    return f"<div>\n{listing(view, rows)}\n{note}</div>"


def _more(view: View, shown: Sequence[DisruptionNow]) -> str:
    hidden = len(shown) - MOST_OTHERS
    return f'<p class="note">{and_more(view, hidden)}</p>\n' if hidden > 0 else ""


def ahead(view: View) -> str:
    """html: "What we see coming", beside the sign of a day without a disruption; empty when nothing is."""
    coming = view.picture.in_standing(Standing.UPCOMING)
    if not coming:
        return ""
    rows = _lines(
        f'<li><b>{starts(view, now)}</b><br><a href="{attr(view.disruption_url(now.id))}">'
        f"{headline(view, now.disruption)}</a></li>"
        for now in coming[:MOST_COMING]
    )
    hidden = len(coming) - MOST_COMING
    more = f"<li>{and_more(view, hidden)}</li>\n" if hidden > 0 else ""
    return f'<div class="ahead">\n<h2>What we see coming</h2>\n<ul>\n{rows}\n{more}</ul>\n</div>'


def recent(view: View, args: Mapping[str, str]) -> str:
    """What is coming, where the sign has no room for it, and the last disruptions that ended."""
    del args
    now = view.picture.now
    coming = view.picture.in_standing(Standing.UPCOMING) if view.picture.lead else ()
    ended = view.picture.in_standing(Standing.ENDED)
    over = [d for d in ended if d.ended_at and now - d.ended_at <= RECENT]
    made = ""
    if coming:
        ahead_of_us = [coming_row(view, d) for d in coming[:MOST_OTHERS]]
        made += section("coming", "What we see coming", _some(view, ahead_of_us, _more(view, coming)))
    if over:
        newest = [dated_row(view, d, _ended(view, d)) for d in over[:MOST_RECENT]]
        every = _archived(view) if len(ended) > len(newest) else ""
        made += section("recent", "Over in the last 30 days", _some(view, newest, every))
    elif ended and view.archive:
        made += section("recent", "Over", f"<div>{_archived(view)}</div>")
    return made


def _archived(view: View) -> str:
    """html: the way to all that is over, where the site has an archive."""
    if not view.archive:
        return ""
    return f'<p class="note"><a href="{attr(view.archive_url())}">All that is over, by month</a></p>\n'


def _ended(view: View, now: DisruptionNow) -> Markup:
    if now.ended_at is None:
        return Markup("Ended")
    # Only between a stated start and a stated end lies a length; the rest is how long we knew.
    began = now.since if now.ended_by is Ending.STATED else None
    on = on_day(view, now.ended_at)
    return Markup("{}, after {}").format(on, duration(now.ended_at - began)) if began and began < now.ended_at else on


# The sign of a day without a disruption


def quiet(view: View) -> tuple[str, str]:
    """html: headline and first sentence when no disruption leads: all normal, what is worst, or what we cannot see."""
    picture = view.picture
    inner = [c for c in picture.components if c.component.kind is not Kind.SYMPTOM]
    watched = [c for c in inner if c.state is not None]
    checked = f", checked {when(view, picture.checked_at)}" if picture.checked_at else ""
    if picture.state is State.NORMAL:
        return f"All normal{checked}", _all_normal(len(watched), len(inner))
    alike = in_question(picture.components, picture.state)
    if picture.state is State.UNKNOWN:
        return "We cannot see everything", _blind(view, alike, watched)
    named = [c.component.name for c in alike[:MOST_NAMED]]
    more = [f"{len(alike) - MOST_NAMED} more"] if alike[MOST_NAMED:] else []
    words = {State.STOPPED: "Stopped", State.SLOWED: "Slowed", State.WATCH: "To watch"}[picture.state]
    says = " ".join(_said_by(view, c) for c in alike[:MOST_NAMED])
    return f"{words}: {prose(listed(named + more))}", says


def worst_page(view: View) -> str:
    """The address of the page that tells of the worst part, where no disruption leads; empty when none does."""
    picture = view.picture
    if picture.state not in (State.STOPPED, State.SLOWED, State.WATCH):
        return ""
    pages = [page for here in in_question(picture.components, picture.state) for page in picture.pages[here.id]]
    return view.disruption_url(pages[0]) if pages else ""


def _said_by(view: View, here: ComponentNow) -> str:
    """html: what is said of a part, and who says it when."""
    at = f", {when(view, here.at)}" if here.at else ""
    who = f" {text(here.by)}{at}." if here.by and here.basis is Basis.REPORTED else ""
    return f"{_says(view, here)}{who}".strip()


def _all_normal(watched: int, every: int) -> str:
    if watched == every:
        return "Every part works as usual."
    return f"Every part that somebody watches works as usual: {watched} of {every}."


def _blind(view: View, hidden: list[ComponentNow], watched: list[ComponentNow]) -> str:
    """html: which parts we do not know, since when, because of whom; and what the others are like."""
    if not hidden:
        return "No source tells us how things are. We do not guess."
    doubted = [here for here in hidden if here.basis is Basis.NOT_UNDERSTOOD]
    told = [_doubted(view, doubted)] if doubted else []
    others = [here for here in hidden if here.basis is not Basis.NOT_UNDERSTOOD]
    told += [_unknown(view, here) for here in others[:MOST_NAMED]]
    if len(others) > MOST_NAMED:
        told.append(f"And {count(len(others) - MOST_NAMED, 'more part')}.")
    if {c.state for c in watched} == {State.UNKNOWN, State.NORMAL}:
        told.append("Every other part that somebody watches is normal.")
    return " ".join(told)


def _unknown(view: View, here: ComponentNow) -> str:
    """html: since when we do not know a part, and because of whom."""
    name = prose(here.component.name)
    if here.basis is Basis.REPORTED:
        return f"{name}: unknown. {_said_by(view, here)}".strip()
    since = f" since {when(view, here.since)}" if here.since else ""
    who = f", because {text(here.by)} does not answer" if here.by else ""
    return f"{name}: unknown{since}{who}."


def _doubted(view: View, parts: Sequence[ComponentNow]) -> str:
    """html: which parts are unknown because of what messages, each counted once."""
    more = [f"{len(parts) - MOST_NAMED} more"] if parts[MOST_NAMED:] else []
    names = listed([here.component.name for here in parts[:MOST_NAMED]] + more)
    doubts = tuple(dict.fromkeys(doubt for here in parts for doubt in here.unplaced))
    return prose(f"{names}: unknown, because we could not place {in_short(view, doubts)}.")


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows)
