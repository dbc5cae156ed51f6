"""Why, as steps: from the root of a disruption to what customers feel, and what follows from it.

Which parts they are says :mod:`explainer.picture.explained`; here they get their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.language.words import Words
from explainer.model.disruption import Cause, Disruption, Report
from explainer.model.system import Component
from explainer.model.vocabulary import CauseCode, State
from explainer.picture.explained import explained
from explainer.picture.model import ComponentNow, ConstraintNow, DisruptionNow, Standing, Step, Sure
from explainer.render.components.part import answer_by, counted_by, name_and_state, said_at
from explainer.render.escaping import prose, text
from explainer.render.limits import rest, through, waits
from explainer.render.view import View
from explainer.render.words import bare, certainty, headline, sentence, soon, speaker, sure_word, when

MOST_AFTER = 6
MOST_BRIEF = 5
MOST_STATED = 5
"""How many parts follow beside the path, how many lines "in short" has, and how many causes of a feed are named."""


class Shown(NamedTuple):
    """One step as shown: everything but ``title`` may be missing. ``kind`` are its classes."""

    title: Markup
    detail: Markup = Markup("")
    by: Markup = Markup("")
    mark: str = ""
    tag: str = ""
    end: bool = False
    kind: str = ""


def why(view: View, now: DisruptionNow) -> Markup:
    """The body of "Why"."""
    steps = _steps(view, now)
    symptom = view.system.by_id.get(now.disruption.account.symptom) if now.standing is Standing.CURRENT else None
    return view.render(
        "components/steps/template.html",
        state=now.state.value if now.state and now.standing is not Standing.ENDED else "over",
        steps=list(_with_kinds(steps)),
        cause=_cause(view, now, bool(steps)),
        backwards=view.trace_url(symptom.id) if steps and symptom else "",
        problem=prose(bare(symptom.problem)) if symptom else "",
    )


def brief(view: View, now: DisruptionNow) -> list[Markup]:
    """What stands as “Why, in short”: the bulletin's own lines, or the causal chain in names and reports."""
    if now.disruption.account.brief:
        return [prose(line) for line in now.disruption.account.brief]
    path = explained(view.picture, view.system, now).path
    return [_in_short(view, now, step.component) for step in path[:MOST_BRIEF]]


def _in_short(view: View, now: DisruptionNow, component: str) -> Markup:
    report = _report(view, now, component)
    name = prose(view.system.by_id[component].name)
    if report is None or not report.says:
        return view.words.pgettext("a part in a chain of causes", "%(part)s.", part=name)
    says = prose(sentence(report.says))
    return view.words.pgettext("a part in a chain of causes", "%(part)s: %(says)s", part=name, says=says)


def _with_kinds(steps: list[Shown]) -> Iterator[Shown]:
    """The steps with their classes: how sure the line into each is drawn is said of the step before as well."""
    for step, after in zip_longest(steps, steps[1:]):
        names = ["end"] if step.end else []
        names += ["maybe", step.mark] if step.mark else []
        names += [f"then-{after.mark}"] if after and after.mark else []
        yield step._replace(kind=" ".join(names))


# The cause beside the steps


def _cause(view: View, now: DisruptionNow, is_explained: bool) -> Markup:
    """What is said of the cause beside the steps: that it is unknown, or stated in a word, or not at all."""
    words, disruption = view.words, now.disruption
    if disruption.account.cause is not None and disruption.account.cause.unknown:
        return _unknown(view, now)
    if is_explained:
        return Markup("")
    stated = dict.fromkeys(_stated(words, c) for c in disruption.causes if c.code is not CauseCode.UNKNOWN or c.native)
    if not stated:
        return text(words.gettext("The source states no cause."))
    return words.gettext(
        "%(publisher)s states as cause: %(causes)s.",
        publisher=text(view.publisher(disruption)),
        causes=words.listed(map(prose, islice(stated, MOST_STATED))),
    )


def _unknown(view: View, now: DisruptionNow) -> Markup:
    words, cause = view.words, now.disruption.account.cause
    said = Markup("<b>{}</b>").format(words.gettext("The cause is not known yet."))
    if cause is None or not cause.investigator:
        return said
    party = text(view.system.party_name(cause.investigator))
    if cause.answer_by is None:
        return Markup("{} {}").format(said, words.gettext("%(party)s is finding out.", party=party))
    by = soon(view, cause.answer_by)
    return Markup("{} {}").format(
        said, words.gettext("%(party)s is finding out; answer by %(time)s.", party=party, time=by)
    )


_CAUSES = {
    CauseCode.TECHNICAL: NC_("cause of a disruption, in a list", "technical"),
    CauseCode.POWER: NC_("cause of a disruption, in a list", "power"),
    CauseCode.IT_NETWORK: NC_("cause of a disruption, in a list", "it network"),
    CauseCode.CONSTRUCTION: NC_("cause of a disruption, in a list", "construction"),
    CauseCode.MAINTENANCE: NC_("cause of a disruption, in a list", "maintenance"),
    CauseCode.ACCIDENT: NC_("cause of a disruption, in a list", "accident"),
    CauseCode.MEDICAL: NC_("cause of a disruption, in a list", "medical"),
    CauseCode.POLICE_SECURITY: NC_("cause of a disruption, in a list", "police security"),
    CauseCode.FIRE: NC_("cause of a disruption, in a list", "fire"),
    CauseCode.WEATHER: NC_("cause of a disruption, in a list", "weather"),
    CauseCode.NATURAL_HAZARD: NC_("cause of a disruption, in a list", "natural hazard"),
    CauseCode.OBSTRUCTION: NC_("cause of a disruption, in a list", "obstruction"),
    CauseCode.CONGESTION: NC_("cause of a disruption, in a list", "congestion"),
    CauseCode.STAFFING: NC_("cause of a disruption, in a list", "staffing"),
    CauseCode.STRIKE: NC_("cause of a disruption, in a list", "strike"),
    CauseCode.DEMONSTRATION: NC_("cause of a disruption, in a list", "demonstration"),
    CauseCode.SPECIAL_EVENT: NC_("cause of a disruption, in a list", "special event"),
    CauseCode.HOLIDAY: NC_("cause of a disruption, in a list", "holiday"),
    CauseCode.THIRD_PARTY: NC_("cause of a disruption, in a list", "third party"),
    CauseCode.OTHER: NC_("cause of a disruption, in a list", "other"),
    CauseCode.UNKNOWN: NC_("cause of a disruption, in a list", "unknown"),
}


def _stated(words: Words, cause: Cause) -> str:
    """A stated cause in our word, with the publisher's own beside it where it says more."""
    ours = words.pgettext(*_CAUSES[cause.code])
    if cause.code in (CauseCode.UNKNOWN, CauseCode.OTHER):
        return cause.native or ours
    is_same = cause.native.lower() == cause.code.value.replace("_", " ")
    if len(cause.native) <= 3 or is_same:
        return ours
    return words.pgettext(
        "a cause in our word and in its publisher's", "%(ours)s (%(theirs)s)", ours=ours, theirs=cause.native
    )


# The steps


def _steps(view: View, now: DisruptionNow) -> list[Shown]:
    """The path with its limits, then what follows; without a path, the bulletin's cause and short lines."""
    found = explained(view.picture, view.system, now)
    if not found.path:
        return _told(view, now)
    steps: list[Shown] = []
    for step, follower in zip(found.path, [*found.path[1:], None], strict=True):
        steps.append(_shown(view, now, step)._replace(end=follower is None))
        steps += [_limit(view, c, follower) for c in _limits(view, now, step.component)]
    return steps + [_shown(view, now, step) for step in found.after[:MOST_AFTER]]


def _told(view: View, now: DisruptionNow) -> list[Shown]:
    """Steps from a bulletin that has no chain now, such as one that has ended: its cause and its brief."""
    disruption = now.disruption
    steps = [Shown(title=prose(bare(line))) for line in disruption.account.brief]
    cause = disruption.account.cause
    if cause is None or not cause.says or cause.unknown:
        return steps
    component = view.system.by_id.get(cause.component or "")
    by = text(view.system.party_name(component.owner)) if component else Markup("")
    tag = sure_word(view.words, Sure.KNOWN)
    told = Shown(title=prose(bare(cause.says)), by=by, tag=tag)
    if not steps or bare(cause.says) == bare(disruption.account.brief[0]):
        return [told, *steps[1:]]
    return [steps[0]._replace(detail=prose(cause.says), by=by, tag=tag), *steps[1:]]


def _report(view: View, now: DisruptionNow, component: str) -> Report | None:
    """What this disruption says of a part, or else what the picture's worst current report says."""
    own = next((r.report for r in now.reports if r.component == component), None)
    current = view.picture.component.get(component)
    return own or (current.report if current else None)


def _shown(view: View, now: DisruptionNow, step: Step) -> Shown:
    known = view.system.by_id[step.component]
    counted = next((r for r in now.reports if r.component == step.component), None)
    own = counted.report if counted else None
    here = view.picture.component.get(step.component)
    report = own or (here.report if here else None)
    state = counted.state if counted else here.state if here else None
    mark, tag = certainty(view, step.sure, report)
    says = (report.detail or report.says) if report else here.says if here else ""
    title = _title(view, now.disruption, known, report, state)
    return Shown(title, prose(says), _by(view, now, own, here), mark, tag)


def _title(view: View, disruption: Disruption, known: Component, report: Report | None, state: State | None) -> Markup:
    """The report's own headline, the stated cause, the source's headline, or the name and its state."""
    if report is not None and report.headline:
        return prose(bare(report.headline))
    cause = disruption.account.cause
    if cause is not None and cause.component == known.id and cause.says:
        return prose(bare(cause.says))
    here = view.picture.component.get(known.id)
    if here is not None and report is here.report and here.disruptions and not (report and report.says):
        source = view.picture.disruption.get(here.disruptions[0])
        if source is not None:
            return headline(view, source.disruption)
    return name_and_state(view.words, known.name, state) if state else prose(known.name)


def _by(view: View, now: DisruptionNow, own: Report | None, here: ComponentNow | None) -> Markup:
    """Who says so, and when where that is not simply when the page was written."""
    report = own or (here.report if here else None)
    name = text(speaker(view, now, own) if own else (here.by if here else ""))
    if report is not None and report.checking_by is not None:
        by = soon(view, report.checking_by)
        if report.checking_by > view.picture.now:
            return answer_by(view.words, name, by)
        return view.words.pgettext("of what is being checked", "%(who)s, answer was due by %(time)s", who=name, time=by)
    at = own.at if own else (here.at if here else None)
    return said_at(view.words, name, when(view, at)) if at and at != now.written_at else name


def _limits(view: View, now: DisruptionNow, component: str) -> list[ConstraintNow]:
    return [c for c in view.picture.limits.get(now.id, ()) if c.constraint.component == component and c.shortfall > 0]


def _limit(view: View, limit: ConstraintNow, follower: Step | None) -> Shown:
    """The limit as a step of its own: how many get through, how many want to, and what has built up."""
    words, c = view.words, limit.constraint
    links = [link for link in view.system.out_of[c.component] if follower and link.target == follower.component]
    said = [prose(sentence(link.because)) for link in links[:1]]
    said.append(prose(sentence(waits(words, limit) or rest(words, limit))))
    return Shown(
        prose(through(words, c)), Markup(" ").join(said), counted_by(view, limit), tag=sure_word(words, Sure.KNOWN)
    )
