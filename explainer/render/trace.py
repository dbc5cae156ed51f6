"""A trace: from what a customer feels back to where it starts, a why at a time."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.model.vocabulary import Nature, State
from explainer.picture.model import Basis, Cause, ComponentNow, ConstraintNow, Sure, Why
from explainer.render.component import account, told_by
from explainer.render.escaping import attr, glyph, number, prose, section, text
from explainer.render.view import View
from explainer.render.words import bare, certainty, lower_first, sentence, when

KINDS = {
    Nature.WEATHER: "The weather",
    Nature.CHOICE: "A choice we made today",
    Nature.LIMIT: "A limit we built",
    Nature.FAILURE: "Something broke",
    Nature.DEMAND: "More people than usual",
}

_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def trace(view: View, args: Mapping[str, str]) -> str:
    """The region ``trace``; ``args["subject"]`` is the symptom's id."""
    found = view.picture.why.get(args.get("subject", ""))
    if found is None:
        return ""
    return _way(view, found) + _also(view, found) + _not_these(view, found) + _onwards(view, found)


def _way(view: View, found: Why) -> str:
    """The steps, and the causes they end in."""
    if not (found.steps or found.roots):
        return _no_cause(view, found)
    steps = [_symptom_step(view, found)]
    for cause in found.steps:
        steps += _steps(view, cause, found)
    ends = _roots(view, found) if found.roots else _open_end()
    state = view.picture.component[found.symptom].state or State.WATCH
    return f'<div class="trace" style="--way:var(--{state.value})">\n<ol>\n{"".join(steps)}</ol>\n{ends}</div>\n'


def _step(title: str, words: str, by: str, question: str = "", loops: str = "") -> str:
    asked = f'<span class="q">{text(question)}</span>' if question else ""
    said = f"<p>{words}</p>" if words else ""
    return f'<li class="step"><h2>{asked}{title}</h2><div>{said}{loops}</div><p class="by">{by}</p></li>\n'


def _tag(view: View, sure: Sure, now: ComponentNow | None = None) -> str:
    kind, word = certainty(view, sure, now.report if now else None)
    return f'<span class="tag{f" {kind}" if kind else ""}">{word}</span>'


def _symptom_step(view: View, found: Why) -> str:
    now = view.picture.component[found.symptom]
    sure = Sure.KNOWN if now.basis is Basis.REPORTED else Sure.MAY_FOLLOW
    return _step(_title(now), _words(now), f"{_tag(view, sure, now)}{told_by(view, now)}")


def _title(now: ComponentNow) -> str:
    """html: the report's headline as an answer to a why, or the name and the state."""
    headline = now.report.headline if now.report else ""
    return prose(bare(headline)) if headline else text(f"{now.component.name}: {_state_word(now)}")


def _state_word(now: ComponentNow) -> str:
    return now.state.value if now.state else "not watched"


def _words(now: ComponentNow) -> str:
    said = (now.report.detail or now.says) if now.report else ""
    return prose(sentence(said)) if said else ""


def _steps(view: View, cause: Cause, found: Why) -> list[str]:
    """One component's steps: its own, and before it what its limit means in numbers."""
    now = view.picture.component[cause.component]
    limit = view.picture.passed.get(cause.component)
    because = prose(sentence(cause.link.because))
    own = f"{_tag(view, cause.sure, now)}{told_by(view, now)}"
    if limit is None:
        words = " ".join(part for part in (because, _words(now)) if part)
        return [_step(_title(now), words, own, "Why?", _loops(view, cause, found))]
    asked = f"Why only {number(limit.constraint.now)}?"
    own_step = _step(_title(now), _words(now), own, asked, _loops(view, cause, found))
    return [*_limit_steps(view, limit, because, cause), own_step]


def _limit_steps(view: View, limit: ConstraintNow, because: str, cause: Cause) -> list[str]:
    c = limit.constraint
    by = f"{_tag(view, cause.sure)}{text(limit.by)}, counted {when(view, c.at)}"
    waiting = c.backlog.now if c.backlog else limit.backlog_now
    steps = []
    if waiting:
        steps.append(_step(text(f"{number(round(waiting))} {c.unit} are ahead of you"), because, by, "Why?"))
    since = f" It began at {when(view, c.backlog.since)}." if c.backlog else ""
    more = limit.backlog_per_hour
    joins = f"So {number(more)} more join the queue every hour." if more > 0 else text(sentence(c.says))
    title = f"{number(c.now)} get through an hour, and {number(c.demand)} want to"
    asked = "Why so many?" if waiting else "Why?"
    words = f"{joins}{since}" if waiting else f"{because} {joins}{since}"
    steps.append(_step(text(title), words, by, asked))
    return steps


# Where it starts


def _roots(view: View, found: Why) -> str:
    kinds = {view.system.by_id[cause.component].nature for cause in found.roots}
    count = len(found.roots)
    title = f"{_COUNTS[count] if count < len(_COUNTS) else count} cause{'s' if count > 1 else ''}"
    if count > 1 and len(kinds) == count:
        title += f", of {_COUNTS[count].lower()} kinds"
    rows = "".join(_root(view, cause) for cause in found.roots)
    return (
        f'<div class="starts"><h2><span class="q">And behind that?</span>{title}</h2></div>\n'
        f'<ul class="roots n{min(count, 4)}">\n{rows}</ul>\n'
    )


def _root(view: View, cause: Cause) -> str:
    now = view.picture.component[cause.component]
    nature = now.component.nature
    kind = KINDS[nature] if nature else ""
    title, words, by = _title(now), _words(now), told_by(view, now)
    decision = view.picture.decision(cause.component) if nature is Nature.CHOICE else None
    if nature is Nature.WEATHER:
        words = f"Nobody decided it. {words}"
    elif decision is not None:
        words = f"{prose(sentence(decision.because))} The cost: {prose(sentence(lower_first(decision.cost_to)))}"
        parties = ", ".join(text(view.system.party_name(p)) for p in (decision.by, *decision.with_))
        by = f"{parties}, decided {when(view, decision.at)}"
    elif now.report is None:
        title, words = text(now.component.name), prose(sentence(cause.link.because))
        by = text(view.system.party_name(now.component.owner))
    return (
        f'<li class="root"><h3><b>{kind}</b>{title}</h3><p>{words.strip()}</p>'
        f'<p class="by">{_tag(view, cause.sure, now)}{by}</p></li>\n'
    )


def _open_end() -> str:
    return (
        '<div class="starts last"><h2><span class="q">And behind that?</span>We do not know</h2>'
        "<p>Nobody has stated a cause further back.</p></div>\n"
    )


def _no_cause(view: View, found: Why) -> str:
    now = view.picture.component[found.symptom]
    said = [f"<p>{prose(account(view, now))}</p>"] if now.basis is Basis.REPORTED else []
    otherwise = now.component.otherwise
    title = "We see no cause here"
    if found.others:
        title = "No cause is stated"
        said.append("<p>But parts that it needs do not work as usual. It may come from one of them.</p>")
    elif otherwise:
        said.append(f"<p>{prose(otherwise)}</p>")
    if found.is_blind:
        said.append("<p>We cannot see everything that could cause it; what we cannot see stands below.</p>")
    told = told_by(view, now) if now.basis is Basis.REPORTED else ""
    by = f'<p class="small soft">{told}</p>' if told else ""
    return f'<div class="trace none"><h2>{title}</h2>\n{"".join(said)}{by}</div>\n'


# What else, and what not


def _also(view: View, found: Why) -> str:
    """Other causes, those that are stated apart from those that are only possible."""
    stated = [cause for cause in found.others if cause.sure is Sure.KNOWN]
    possible = [cause for cause in found.others if cause.sure is not Sure.KNOWN]
    also = " also" if found.steps or found.roots else ""
    groups = (("too", f"It is{also}", stated), ("also", f"It may{also} be", possible))
    return "".join(
        section(name, title, f'<ul class="rows c">\n{"".join(_other(view, s, found) for s in causes)}</ul>')
        for name, title, causes in groups
        if causes
    )


def _other(view: View, cause: Cause, found: Why) -> str:
    now = view.picture.component[cause.component]
    words: list[str] = [prose(account(view, now)), prose(sentence(cause.link.because))]
    towards = view.system.by_id[cause.link.target]
    if towards.id != found.symptom:
        words.append(f"It reaches you by way of {text(towards.name)}.")
    return (
        f"<li>{glyph(now.state)}<b>{text(now.component.name)}</b><div><p>{' '.join(words)}</p>"
        f'{_loops(view, cause, found)}<p class="by">{_tag(view, cause.sure, now)}{told_by(view, now)}</p></div></li>\n'
    )


def _loops(view: View, cause: Cause, found: Why) -> str:
    """Where the cause of a part is one that the walk has passed already."""
    return "".join(
        f'<p class="loop">And round again: {text(view.system.by_id[link.source].name)}. '
        f"{prose(sentence(link.because))}</p>"
        for link in found.loops.get(cause.component, ())
    )


def _not_these(view: View, found: Why) -> str:
    part = view.picture.component
    rows = [_row(part[c], f"Normal. {_short(part[c])}") for c in found.ruled_out]
    rows += [
        _row(part[c], f"{prose(account(view, part[c]))} But what lies between works normally.") for c in found.cut_off
    ]
    untold = [part[c] for c in found.cannot_tell]
    blind = [now for now in untold if now.basis is Basis.SILENT]
    for now in blind:
        since = f" Unknown since {when(view, now.since)}." if now.since else " Nothing was ever heard of it."
        rows.append(_row(now, f"We cannot tell.{since}"))
    for now in untold:
        if now not in blind:
            told = now.basis in (Basis.INFERRED, Basis.NOT_UNDERSTOOD)
            why = prose(account(view, now)) if told else "Nobody reports on it."
            rows.append(_row(now, f"We cannot tell. {why}"))
    if not rows:
        return ""
    title = "It is not these" if found.ruled_out or found.cut_off else "We cannot tell"
    return section("not", title, f'<ul class="rows c">\n{"".join(rows)}</ul>')


def _short(now: ComponentNow) -> str:
    return prose(sentence(now.says)) if now.says else "Nothing is reported."


def _row(now: ComponentNow, words: str) -> str:
    mark = glyph(now.state)
    return f"<li>{mark}<b>{text(now.component.name)}</b><p>{words}</p></li>\n"


def _onwards(view: View, found: Why) -> str:
    lead = view.picture.disruption.get(view.picture.lead)
    buttons = []
    if lead is not None and lead.disruption.asks:
        buttons.append((f"{view.disruption_url(lead.id)}#you", "What can I do?"))
    buttons.append((view.map_url(found.symptom), "See the map"))
    row = "".join(f'<a class="btn" href="{attr(url)}">{words}</a>' for url, words in buttons)
    others = "".join(
        f'<li><a href="{attr(view.trace_url(c.id))}">{text(c.problem)}</a></li>'
        for c in view.system.symptoms
        if c.id != found.symptom
    )
    more = f'<p>Another problem?</p><ul class="problems">{others}</ul>' if others else ""
    return section("next", "And now?", f'<div class="text"><p class="do">{row}</p>{more}</div>')
