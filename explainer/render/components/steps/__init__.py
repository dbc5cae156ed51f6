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
from explainer.model.disruption import Cause as FeedCause
from explainer.model.disruption import Disruption, Report
from explainer.model.system import Component
from explainer.model.vocabulary import CauseCode, State
from explainer.picture.causes import Cause, Step, Sure
from explainer.picture.explained import Explained, explained
from explainer.picture.model import ComponentNow, ConstraintNow, DisruptionNow, Standing
from explainer.render.components.part import answer, counted_by, name_and_state, said_at, voices
from explainer.render.escaping import link, prose, text
from explainer.render.limits import rest, through, waits
from explainer.render.party import party
from explainer.render.reading import explained_in, explained_in_turn
from explainer.render.view import View
from explainer.render.words import bare, certainty, headline, not_known, sentence, speaker, sure_word, when

MOST_AFTER = 6
MOST_BRIEF = 5
MOST_STATED = 5
"""How many parts follow beside the path, how many lines "in short" has, and how many causes of a feed are named."""


class Shown(NamedTuple):
    """One step as shown: everything but ``title`` may be missing. ``kind`` are its classes.

    ``component`` is the part that it is about, and ``explained`` where that is explained.
    """

    title: Markup
    detail: Markup = Markup("")
    by: Markup = Markup("")
    mark: str = ""
    tag: str = ""
    end: bool = False
    kind: str = ""
    component: str = ""
    explained: Markup = Markup("")


def why(view: View, now: DisruptionNow) -> Markup:
    """The body of "Why"."""
    found = explained(view.picture, view.system, now)
    steps = _steps(view, now, found) if found.path else _told(view, now)
    symptom = view.system.by_id.get(now.disruption.account.symptom) if now.standing is Standing.CURRENT else None
    shown = list(_with_kinds(_explained(view, steps)))
    path = next((place for place, step in enumerate(shown, 1) if step.end), len(shown))
    return view.render(
        "components/steps/template.html",
        state=now.state.value if now.state and now.standing is not Standing.ENDED else "over",
        unknown=not_known(view, now),
        steps=shown[:path],
        after=shown[path:],
        before=path,
        also=[(_beside(view, cause), explained_in(view, cause.component)) for cause in found.also],
        cause="" if steps else _causes(view, now),
        backwards=view.trace_url(symptom.id) if steps and symptom else "",
        problem=prose(bare(symptom.problem)) if symptom else "",
    )


class Brief(NamedTuple):
    """Why, in short: that nobody knows, and the lines, each with how sure it is where that is not known."""

    unknown: Markup
    lines: tuple[tuple[Markup, str], ...]


def brief(view: View, now: DisruptionNow) -> Brief:
    """What stands as “Why, in short”: the bulletin's own lines, or the causal chain in names and reports."""
    unknown, own = not_known(view, now), now.disruption.account.brief
    if own:
        return Brief(unknown, tuple((prose(line), "") for line in own))
    path = explained(view.picture, view.system, now).path
    return Brief(unknown, tuple((_in_short(view, now, step), _unsure(view, step)) for step in _shortened(path)))


def _shortened(path: tuple[Step, ...]) -> tuple[Step, ...]:
    """A path that fits "in short": its middle goes first, and never what it starts at or what it is about."""
    half = MOST_BRIEF // 2
    return path if len(path) <= MOST_BRIEF else (*path[: MOST_BRIEF - half], *path[-half:])


def _in_short(view: View, now: DisruptionNow, step: Step) -> Markup:
    report, cause = _report(view, now, step.component), now.disruption.account.cause
    name = prose(view.system.by_id[step.component].name)
    told = cause.says if cause is not None and cause.component == step.component else ""
    says = told or (report.says if report else "")
    if not says:
        return view.words.pgettext("a part in a chain of causes", "%(part)s.", part=name)
    return view.words.pgettext(
        "a part in a chain of causes", "%(part)s: %(says)s", part=name, says=prose(sentence(says))
    )


def _unsure(view: View, step: Step) -> str:
    return "" if step.sure is Sure.KNOWN else sure_word(view.words, step.sure)


def _explained(view: View, steps: list[Shown]) -> list[Shown]:
    """The steps with where the part of each is explained."""
    lines = explained_in_turn(view, [step.component for step in steps])
    return [step._replace(explained=line) for step, line in zip(steps, lines, strict=True)]


def _with_kinds(steps: list[Shown]) -> Iterator[Shown]:
    """The steps with their classes: how sure the line into each is drawn is said of the step before as well."""
    for step, after in zip_longest(steps, steps[1:]):
        names = ["end"] if step.end else []
        names += ["maybe", step.mark] if step.mark else []
        names += [f"then-{after.mark}"] if after and after.mark else []
        yield step._replace(kind=" ".join(names))


# The cause beside the steps


def _beside(view: View, cause: Cause) -> Markup:
    """A cause that is stated of a part on the path, beside the path."""
    name = prose(view.system.by_id[cause.component].name)
    because = prose(sentence(cause.because)) or unlinked(view, cause.component, cause.target)
    if not because:
        return view.words.gettext("Also stated as a cause: %(part)s.", part=name)
    return view.words.gettext("Also stated as a cause: %(part)s. %(because)s", part=name, because=because)


def unlinked(view: View, cause: str, effect: str) -> Markup:
    """That the one is stated to be a cause of the other, where no links lead from it to that; else nothing."""
    if cause in view.system.upstream(effect):
        return Markup("")
    return text(view.words.gettext("Stated; our map does not show this link yet."))


def _causes(view: View, now: DisruptionNow) -> Markup:
    """What is said of the cause where there are no steps: it is stated in a word, or not at all."""
    words, disruption = view.words, now.disruption
    if disruption.account.cause is not None and disruption.account.cause.unknown:
        return Markup("")
    stated = dict.fromkeys(_in_words(view, cause) for cause in _typed(disruption))
    if not stated:
        return text(words.gettext("The source states no cause."))
    return words.gettext(
        "%(publisher)s states as cause: %(causes)s.",
        publisher=text(view.publisher(disruption)),
        causes=words.listed(islice(stated, MOST_STATED)),
    )


def _typed(disruption: Disruption) -> list[FeedCause]:
    """The causes that a publisher states in a word."""
    return [cause for cause in disruption.causes if cause.code is not CauseCode.UNKNOWN or cause.native]


def _in_words(view: View, cause: FeedCause) -> Markup:
    """A stated cause, leading to the words by which it is announced, where staff explain these."""
    said, phrase = prose(_stated(view.words, cause)), view.phrases.of_cause(cause.code)
    return link(view.phrase_url(phrase.id), said) if phrase is not None else said


def stated_cause(view: View, now: DisruptionNow) -> str:
    """What its publisher states as the cause, in one line; empty where that is nothing, or that nobody knows."""
    cause = now.disruption.account.cause
    if cause is None:
        told = dict.fromkeys(_stated(view.words, one) for one in _typed(now.disruption))
        return view.words.listed(islice(told, MOST_STATED))
    part = view.system.by_id.get(cause.component or "")
    return "" if cause.unknown else cause.says or (part.name if part is not None else "")


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


def _stated(words: Words, cause: FeedCause) -> str:
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


def _steps(view: View, now: DisruptionNow, found: Explained) -> list[Shown]:
    """The path with its limits, then what follows."""
    steps: list[Shown] = []
    for before, step, follower in zip((None, *found.path), found.path, [*found.path[1:], None], strict=False):
        shown = _shown(view, now, step)._replace(end=follower is None)
        steps.append(shown if before is None or step.link else _without_link(view, shown, before, step))
        steps += [_limit(view, c, follower) for c in _limits(view, now, step.component)]
    return steps + [_shown(view, now, step) for step in found.after[:MOST_AFTER]]


def _without_link(view: View, shown: Shown, before: Step, step: Step) -> Shown:
    """A step that is stated to follow from the one before, where no link says so."""
    said = unlinked(view, before.component, step.component)
    return shown._replace(detail=Markup(" ").join(one for one in (shown.detail, said) if one))


def _told(view: View, now: DisruptionNow) -> list[Shown]:
    """Steps from a bulletin that has no chain now, such as one that has ended: its cause and its brief."""
    disruption = now.disruption
    steps = [Shown(title=prose(bare(line))) for line in disruption.account.brief]
    cause = disruption.account.cause
    component = view.system.by_id.get(cause.component or "") if cause is not None else None
    if cause is None or cause.unknown or not (cause.says or component):
        return steps
    says = cause.says or (component.name if component else "")
    by = party(view, component.owner) if component else Markup("")
    tag = sure_word(view.words, Sure.KNOWN)
    about = component.id if component else ""
    told = Shown(title=prose(bare(says)), by=by, tag=tag, component=about)
    if not steps or bare(says) == bare(disruption.account.brief[0]):
        return [told, *steps[1:]]
    return [steps[0]._replace(detail=prose(says), by=by, tag=tag, component=about), *steps[1:]]


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
    mark, tag = certainty(view, step.sure, report) if now.counts or now.standing is Standing.ENDED else ("", "")
    says = (report.detail or report.says) if report else here.says if here else ""
    title = _title(view, now.disruption, known, report, state)
    detail = Markup(" ").join(prose(one) for one in dict.fromkeys((_cause_says(now, known, report), says)) if one)
    if here is not None and now.id in here.disruptions:
        detail = Markup(" ").join(one for one in (detail, voices(view, here)) if one)
    return Shown(title, detail, _by(view, now, own, here), mark, tag, component=known.id)


def _cause_says(now: DisruptionNow, known: Component, report: Report | None) -> str:
    """What is said of the stated cause, where its report has a headline of its own that says something else."""
    cause = now.disruption.account.cause
    if cause is None or cause.component != known.id or report is None or not report.headline:
        return ""
    return "" if bare(cause.says) == bare(report.headline) else sentence(cause.says)


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
        if source is not None and not source.disruption.is_bulletin:
            return headline(view, source.disruption)
    return name_and_state(view.words, known.name, state) if state else prose(known.name)


def _by(view: View, now: DisruptionNow, own: Report | None, here: ComponentNow | None) -> Markup:
    """Who says so, and when where that is not simply when the page was written."""
    report = own or (here.report if here else None)
    name = text(speaker(view, now, own) if own else (here.by if here else ""))
    if report is not None and report.checking_by is not None:
        return answer(view, name, report.checking_by)
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
        prose(through(words, c)),
        Markup(" ").join(said),
        counted_by(view, limit),
        tag=sure_word(words, Sure.KNOWN),
        component=c.component,
    )
