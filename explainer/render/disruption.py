"""A disruption's page: up to nine sections, only those with something to say, numbered without holes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from explainer.model.vocabulary import Severity, State
from explainer.picture.foreseen import Ahead, Foreseen, foreseen
from explainer.picture.model import Basis, DisruptionNow, Standing
from explainer.picture.spans import spans_now
from explainer.render import spans
from explainer.render.components import log, steps
from explainer.render.components.more import and_more
from explainer.render.components.open_now import FIRST, all_open
from explainer.render.components.unplaced import in_short
from explainer.render.escaping import STATE_WORDS, glyph, href, prose, running, section, span, text
from explainer.render.figures import Span, axis, limit
from explainer.render.view import View
from explainer.render.words import bare, between, clip, dated, full_date, headline, language, sentence, soon, when

if TYPE_CHECKING:
    from explainer.model.account import Ask, Decision
    from explainer.model.disruption import Impact

MOST_NAMES = 12
MOST_GATHERED = 12
LONGEST_TEXT = 2000

_HAPPENING = {
    Standing.CURRENT: "Happening now",
    Standing.UPCOMING: "What will happen",
    Standing.ENDED: "What happened",
}


class Section(NamedTuple):
    """One section: its anchor, its name in the table of contents, its heading, and its body as html."""

    name: str
    short: str
    title: str
    body: str


def disruption(view: View, args: Mapping[str, str]) -> str:
    """The sections of one disruption's page; of the page of all that is open, its rows."""
    if args.get("page") == "open":
        return all_open(view, args.get("subject", FIRST))
    now = view.picture.disruption.get(args.get("subject", ""))
    if now is None:
        return ""
    found = sections(view, now)
    return "\n".join(section(s.name, s.title, s.body, order) for order, s in enumerate(found, start=1))


def sections(view: View, now: DisruptionNow) -> list[Section]:
    """The sections that have something to say, in the order of the page and of its table of contents."""
    key = f"sections of {now.id}"
    if key not in view.memo:
        view.memo[key] = _sections(view, now)
    found: list[Section] = view.memo[key]
    return found


def _sections(view: View, now: DisruptionNow) -> list[Section]:
    happening = _HAPPENING[now.standing]
    rights = view.rights.get(now.disruption.rights)
    plan: tuple[tuple[str, str, str, Callable[[View, DisruptionNow], str]], ...] = (
        ("happening", happening, "", _happening),
        ("why", "Why", "", steps.why),
        ("limits", "What limits us", "", _limits),
        ("doing", "Our decisions", "Our decisions, and who pays for them", _doing),
        ("next", "What next" if now.standing is not Standing.ENDED else "What we expected", "", _next),
        ("you", "What you can do", "", _you),
        ("rights", rights.title if rights else "", "", _rights),
        ("updates", "All updates", "", log.updates),
        ("reports", "Our sources", "What our sources say", _reports),
    )
    bodies = ((name, short, title, make(view, now)) for name, short, title, make in plan)
    return [Section(name, short, title or short, body) for name, short, title, body in bodies if body]


def _happening(view: View, now: DisruptionNow) -> str:
    d = now.disruption
    rows = [_row(impact.who, _impact(impact)) for impact in d.impacts]
    told = view.said(d.description)
    description = ""
    if told.text.strip() not in ("", d.summary.strip()):
        marked = language(view, told)
        description = f'<div class="text"{marked}>{_cut(told.text)}</div>\n'
    if not d.impacts:
        rows += _facts(view, now)
    if d.place:
        rows.append(_row("Where", prose(sentence(d.place))))
    if not rows and not description:
        return "<p>The source says no more than its headline.</p>"
    body = f'<ul class="rows who">\n{chr(10).join(rows)}\n</ul>' if rows else ""
    return f"<div>\n{description}{body}\n</div>" if description else body


def _cut(value: str) -> str:
    """html: a feed's running text, cut at a word where it is longer than a page can hold."""
    if len(value) > LONGEST_TEXT:
        value = f"{value[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"
    return running(value)


def _row(name: str, body: str) -> str:
    return f"<li><b>{prose(name)}</b><p>{body}</p></li>"


def _impact(impact: Impact) -> str:
    what = impact.what
    if impact.amount is not None:
        amount = impact.amount
        what = f"{span(amount.low, amount.high)} {amount.unit} {what}"
    return prose(f"{sentence(what)} {impact.note}".strip())


def _facts(view: View, now: DisruptionNow) -> list[str]:
    """What a feed states in its fields: what it touches, where, when, how bad by its own word."""
    d = now.disruption
    rows = []
    if touched := [_touched(view, report.component, report.state) for report in now.reports]:
        rows.append(_row("Touches", "<br>".join(touched[:MOST_NAMES]) + _more(len(touched) - MOST_NAMES)))
    if names := view.names(d):
        shown = "; ".join(clip(name, 120) for name in names[:MOST_NAMES])
        rows.append(_row("It names", f"{prose(shown)}{_more(len(names) - MOST_NAMES)}"))
    if told := spans_now(now, view.picture.now):
        shown = "<br>".join(spans.told(view, span) for span in told[:MOST_NAMES])
        rows.append(_row("When", shown + _more(len(told) - MOST_NAMES)))
    if d.severity is not Severity.UNKNOWN or d.severity_native:
        rows.append(_row("How bad", f"{prose(d.severity_native or d.severity.value)}, says its source."))
    return rows


def _touched(view: View, component: str, state: State) -> str:
    known = view.system.by_id.get(component)
    if known is None:
        return text(component)
    link = f'<a href="{text(view.map_url(component))}">{text(known.name)}</a>'
    return f'{glyph(state)} {link}: <span class="{state.value}">{STATE_WORDS[state].lower()}</span>'


def _more(amount: int) -> str:
    return f" And {amount} more." if amount > 0 else ""


def _limits(view: View, now: DisruptionNow) -> str:
    drawn = []
    for constraint in now.constraints:
        reports = (r.state for r in now.reports if r.component == constraint.constraint.component)
        state = None if now.standing is Standing.ENDED else next(reports, now.state)
        drawn.append(limit(view, constraint, state.value if state else "over"))
    return "<div>\n" + "\n".join(drawn) + "\n</div>" if any(drawn) else ""


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    lines = "\n".join(f"<div><dt>{name}</dt><dd>{body}</dd></div>" for name, body in rows if body)
    return f'<dl class="kv">\n{lines}\n</dl>'


def _actions(items: Iterable[tuple[str, str]]) -> str:
    rows = "\n".join(f"<li><h3>{prose(what)}</h3>\n{body}</li>" for what, body in items)
    return f'<ul class="act">\n{rows}\n</ul>' if rows else ""


def _doing(view: View, now: DisruptionNow) -> str:
    def body(decision: Decision) -> str:
        with_ = " and ".join(view.system.party_name(party) for party in decision.with_)
        by = view.system.party_name(decision.by) + (f", with {with_}" if with_ else "")
        return _pairs(
            (
                ("Decided", f"{when(view, decision.at)}, {text(by)}"),
                ("Because", prose(sentence(decision.because))),
                ("Who pays", f"<b>{prose(sentence(decision.cost_to))}</b>"),
            )
        )

    return _actions((decision.what, body(decision)) for decision in now.disruption.decisions)


def _you(view: View, now: DisruptionNow) -> str:
    def body(ask: Ask) -> str:
        minutes = f" {span(ask.minutes.low, ask.minutes.high)} minutes." if ask.minutes else ""
        return _pairs(
            (
                ("Can you?", prose(sentence(ask.can_you) + minutes)),
                ("How", prose(sentence(ask.how))),
                ("Helps", f"<b>{prose(sentence(ask.helps))}</b>"),
                ("If you can’t", prose(sentence(ask.if_not))),
            )
        )

    asked = _actions((ask.what, body(ask)) for ask in now.disruption.asks)
    told = view.said(now.disruption.instruction)
    if asked or not told.text.strip():
        return asked
    by = f'<p class="note">Says {text(now.disruption.origin.publisher)}.</p>'
    return f'<div class="text"><div{language(view, told)}>{_cut(told.text)}</div>{by}</div>'


def _next(view: View, now: DisruptionNow) -> str:
    d = now.disruption
    coming = [_on_axis(view, ahead) for ahead in foreseen(now, view.picture.now)]
    parts = [axis(view, coming)] if coming else []
    words = [
        f"<p><b>{'What this rests on' if e.main else prose(bare(e.what))}.</b> {prose(sentence(e.basis))}</p>"
        for e in sorted(d.expected, key=lambda e: not e.main)
        if e.basis
    ]
    if d.quiet_reason and now.standing is Standing.CURRENT:
        words.append(f"<p><b>Why the next update is not sooner.</b> {prose(sentence(d.quiet_reason))}</p>")
    if unknown := _unknown(view, now):
        words.append(f"<h3>What we do not know</h3><p>{unknown}</p>")
    if words:
        parts.append('<div class="text">\n' + "\n".join(words) + "\n</div>")
    return "<div>\n" + "\n".join(parts) + "\n</div>" if parts else ""


def _on_axis(view: View, ahead: Foreseen) -> Span:
    if ahead.kind is Ahead.NEXT_UPDATE:
        due = soon(view, ahead.high)
        return Span("Next update", f"was promised by {due}" if ahead.passed else f"by {due}", None, ahead.high)
    if ahead.kind is Ahead.STATED_END:
        return Span("It ends, says its source", soon(view, ahead.high), None, ahead.high)
    at = soon(view, ahead.high) if ahead.low is None else between(view, ahead.low, ahead.high)
    past = " (that time has passed)" if ahead.passed else ""
    return Span(prose(bare(ahead.what)), at + past, ahead.low, ahead.high)


def _unknown(view: View, now: DisruptionNow) -> str:
    """html: what the bulletin says it does not know, and what no source tells us at this moment."""
    said: list[str] = [prose(sentence(unknown)) for unknown in now.disruption.unknowns]
    if now.ours and now.standing is Standing.CURRENT:
        for here in view.picture.components:
            if here.basis is Basis.NOT_UNDERSTOOD:
                said.append(prose(f"{here.component.name}: we could not place {in_short(view, here.unplaced)}."))
            if here.basis is Basis.SILENT and here.since is not None:
                who = f"{text(here.by)} is" if here.by else "its source is"
                said.append(f"{text(here.component.name)}: {who} silent since {when(view, here.since)}.")
    return " ".join(said)


def _rights(view: View, now: DisruptionNow) -> str:
    rights = view.rights.get(now.disruption.rights)
    if rights is None:
        return ""
    rows = "\n".join(_row(row.when, prose(sentence(row.what))) for row in rights.rows)
    owed = f"{prose(sentence(rights.owed_by))} " if rights.owed_by else ""
    address = href(rights.url or "")
    link = f' <a href="{address}" rel="noopener">Read them in full</a>' if address else ""
    reviewed = f"{prose(rights.source)}, checked by {prose(rights.reviewed_by)} on {full_date(rights.reviewed)}."
    return f'<div>\n<ul class="rows who">\n{rows}\n</ul>\n<p class="note">{owed}{reviewed}{link}</p>\n</div>'


def _reports(view: View, now: DisruptionNow) -> str:
    """The feed disruptions that a bulletin gathers on its page, each with its publisher, time and link."""
    found = [view.picture.disruption[key] for key in now.gathers if key in view.picture.disruption]
    if not found:
        return ""
    rows = [
        f'<li><a href="{text(view.disruption_url(d.id))}"><b>{text(d.disruption.origin.publisher)}</b> '
        f"<span>{headline(view, d.disruption)}, {dated(view, d)}</span></a></li>"
        for d in found[:MOST_GATHERED]
    ]
    hidden = len(found) - MOST_GATHERED
    more = f'<p class="note">{and_more(view, hidden)}</p>' if hidden > 0 else ""
    listing = f'<ul class="rows go">\n{chr(10).join(rows)}\n</ul>'
    return f"<div>\n{listing}\n{more}</div>" if more else listing
