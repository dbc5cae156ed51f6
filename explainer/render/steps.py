"""Why, as steps: from the root of a disruption to what customers feel, and what follows from it.

Which they are says :mod:`explainer.picture.explained`; here they get their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from explainer.model.vocabulary import CauseCode, State
from explainer.picture.explained import explained
from explainer.picture.model import ComponentNow, ConstraintNow, DisruptionNow, Standing, Step, Sure
from explainer.render.escaping import STATE_WORDS, number, prose, text
from explainer.render.view import View
from explainer.render.words import bare, certainty, headline, sentence, soon, speaker, when

if TYPE_CHECKING:
    from explainer.declarations.system import Component
    from explainer.model.disruption import Cause, Disruption, Report

MOST_AFTER = 6
MOST_BRIEF = 5


class Shown(NamedTuple):
    """One step as shown: everything but ``title`` may be missing. ``title``, ``detail`` and ``by`` are html."""

    title: str
    detail: str = ""
    by: str = ""
    mark: str = ""
    tag: str = ""
    end: bool = False


def why(view: View, now: DisruptionNow) -> str:
    """html: the body of "Why"."""
    steps = _steps(view, now)
    parts = []
    if steps:
        hot = now.state.value if now.state and now.standing is not Standing.ENDED else "over"
        rows = "\n".join(_row(step, after) for step, after in _with_next(steps))
        parts.append(f'<ol class="path why in-{hot}">\n{rows}\n</ol>')
    parts.append(_cause(view, now, bool(steps)))
    symptom = view.system.by_id.get(now.disruption.symptom)
    if steps and symptom is not None and now.standing is Standing.CURRENT:
        words = f"Trace it backwards, from “{prose(bare(symptom.problem))}”"
        parts.append(f'<p class="more"><a href="{text(view.trace_url(symptom.id))}">{words}</a></p>')
    return "<div>\n" + "\n".join(part for part in parts if part) + "\n</div>"


def brief(view: View, now: DisruptionNow) -> list[str]:
    """html: "Why, in short": the bulletin's own lines, or the causal chain in names and reports."""
    if now.disruption.brief:
        return [prose(line) for line in now.disruption.brief]
    lines: list[str] = []
    for step in explained(view.picture, view.system, now).path[:MOST_BRIEF]:
        report = _report(view, now, step.component)
        name = view.system.by_id[step.component].name
        lines.append(prose(f"{name}: {sentence(report.says)}" if report and report.says else f"{name}."))
    return lines


def _with_next(steps: list[Shown]) -> Iterator[tuple[Shown, Shown | None]]:
    yield from zip(steps, [*steps[1:], None], strict=True)


def _row(step: Shown, after: Shown | None) -> str:
    names = ["end"] if step.end else []
    names += ["maybe", step.mark] if step.mark else []
    names += [f"then-{after.mark}"] if after and after.mark else []
    kind = f' class="{" ".join(names)}"' if names else ""
    detail = f"<p>{step.detail}</p>" if step.detail else ""
    tag = f'<span class="tag">{step.tag}</span> ' if step.tag else ""
    by = f'<p class="by">{tag}{step.by}</p>' if tag or step.by else ""
    return f"<li{kind}><h3>{step.title}</h3>{detail}{by}</li>"


def _cause(view: View, now: DisruptionNow, explained: bool) -> str:
    """html: what is said of the cause beside the steps: that it is unknown, or stated in a word, or not at all."""
    disruption = now.disruption
    cause = disruption.cause
    if cause is not None and cause.unknown:
        said = "<b>The cause is not known yet.</b>"
        if cause.investigator:
            said += f" {text(view.system.party_name(cause.investigator))} is finding out"
            said += f"; answer by {soon(view, cause.answer_by)}." if cause.answer_by else "."
        return f"<p>{said}</p>"
    if explained:
        return ""
    stated = dict.fromkeys(_stated(c) for c in disruption.causes if c.code is not CauseCode.UNKNOWN or c.native)
    if stated:
        named = prose(", ".join(list(stated)[:5]))
        return f"<p>{text(disruption.origin.publisher)} states as cause: {named}.</p>"
    return "<p>The source states no cause.</p>"


def _stated(cause: Cause) -> str:
    """A stated cause in our word, with the publisher's own beside it where it says more."""
    code = cause.code.value.replace("_", " ")
    if cause.code in (CauseCode.UNKNOWN, CauseCode.OTHER):
        return cause.native or code
    return code if len(cause.native) <= 3 or cause.native.lower() == code else f"{code} ({cause.native})"


def _steps(view: View, now: DisruptionNow) -> list[Shown]:
    """The path with its limits, then what follows; without a path, the bulletin's cause and short lines."""
    found = explained(view.picture, view.system, now)
    if not found.path:
        return _told(view, now)
    steps: list[Shown] = []
    for step, follower in zip(found.path, [*found.path[1:], None], strict=True):
        steps.append(_shown(view, now, step.component, step.sure)._replace(end=follower is None))
        steps += [_limit(view, c, follower) for c in _limits(view, now, step.component)]
    return steps + [_shown(view, now, step.component, step.sure) for step in found.after[:MOST_AFTER]]


def _told(view: View, now: DisruptionNow) -> list[Shown]:
    """Steps from a bulletin that has no chain now, such as one that has ended: its cause and its brief."""
    disruption = now.disruption
    steps = [Shown(title=prose(bare(line))) for line in disruption.brief]
    cause = disruption.cause
    if cause is not None and cause.says and not cause.unknown:
        component = view.system.by_id.get(cause.component or "")
        by = text(view.system.party_name(component.owner)) if component else ""
        told = Shown(title=prose(bare(cause.says)), by=by, tag="Known")
        if steps and bare(cause.says) == bare(disruption.brief[0]):
            steps = steps[1:]
        elif steps:
            told = steps.pop(0)._replace(detail=prose(cause.says), by=by, tag="Known")
        steps = [told, *steps]
    return steps


def _report(view: View, now: DisruptionNow, component: str) -> Report | None:
    """What this disruption says of a component, or else what the picture's worst current report says."""
    own = next((r.report for r in now.reports if r.component == component), None)
    current = view.picture.component.get(component)
    return own or (current.report if current else None)


def _shown(view: View, now: DisruptionNow, component: str, sure: Sure) -> Shown:
    disruption = now.disruption
    known = view.system.by_id[component]
    counted = next((r for r in now.reports if r.component == component), None)
    own = counted.report if counted else None
    here = view.picture.component.get(component)
    report = own or (here.report if here else None)
    state = counted.state if counted else here.state if here else None
    mark, tag = certainty(view, sure, report)
    return Shown(
        title=_title(view, disruption, known, report, state),
        detail=prose(report.detail or report.says) if report else prose(here.says if here else ""),
        by=_by(view, now, own, here),
        mark=mark,
        tag=tag,
    )


def _title(view: View, disruption: Disruption, known: Component, report: Report | None, state: State | None) -> str:
    """html: the report's own headline, the stated cause, the source's headline, or the name and its state."""
    if report is not None and report.headline:
        return prose(bare(report.headline))
    cause = disruption.cause
    if cause is not None and cause.component == known.id and cause.says:
        return prose(bare(cause.says))
    here = view.picture.component.get(known.id)
    if here is not None and report is here.report and here.disruptions and not (report and report.says):
        source = view.picture.disruption.get(here.disruptions[0])
        if source is not None:
            return headline(view, source.disruption)
    return prose(f"{known.name}: {STATE_WORDS[state].lower()}" if state else known.name)


def _by(view: View, now: DisruptionNow, own: Report | None, here: ComponentNow | None) -> str:
    """html: who says so, and when where that is not simply when the page was written."""
    report = own or (here.report if here else None)
    name = speaker(view, now, own) if own else (here.by if here else "")
    if report is not None and report.checking_by is not None:
        due = "answer by" if report.checking_by > view.picture.now else "answer was due by"
        return f"{text(name)}, {due} {soon(view, report.checking_by)}"
    at = own.at if own else (here.at if here else None)
    return f"{text(name)}, {when(view, at)}" if at and at != now.written_at else text(name)


def _limits(view: View, now: DisruptionNow, component: str) -> list[ConstraintNow]:
    return [c for c in view.picture.limits.get(now.id, ()) if c.constraint.component == component and c.shortfall > 0]


def _limit(view: View, limit: ConstraintNow, follower: Step | None) -> Shown:
    """The limit as a step of its own: how many get through, how many want to, and what has built up."""
    c = limit.constraint
    links = [link for link in view.system.out_of[c.component] if follower and link.target == follower.component]
    detail = sentence(links[0].because) if links else ""
    if c.backlog is not None:
        detail += f" {number(c.backlog.now)} now wait."
    return Shown(
        title=prose(f"{number(c.now)} {c.unit} an hour get through, and {number(c.demand)} want to"),
        detail=prose(detail.strip()),
        by=f"{text(limit.by)}, counted {when(view, c.at)}" if limit.by else f"Counted {when(view, c.at)}",
        tag="Known",
    )
