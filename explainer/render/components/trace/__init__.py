"""A trace: from what a customer feels back to where it starts, a why at a time.

Which parts it names says :mod:`explainer.picture.why`; here they get their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.vocabulary import Nature, State
from explainer.picture.causes import Cause, Sure, Why
from explainer.picture.model import Basis, ComponentNow, ConstraintNow
from explainer.render.components.need import need
from explainer.render.components.part import account, counted_by, name_and_state, told_by, voices
from explainer.render.components.steps import unlinked
from explainer.render.escaping import glyph, prose, text
from explainer.render.limits import rest, through, waits
from explainer.render.looking import vouched
from explainer.render.party import party
from explainer.render.reading import explained_in, explained_in_turn
from explainer.render.view import View
from explainer.render.words import bare, certainty, not_known, sentence, when

_KINDS = {
    Nature.WEATHER: N_("The weather"),
    Nature.CHOICE: N_("A choice we made today"),
    Nature.LIMIT: N_("A limit we built"),
    Nature.FAILURE: N_("Something broke"),
    Nature.DEMAND: N_("More people than usual"),
}

_COUNTS = (N_("One cause"), N_("Two causes"), N_("Three causes"), N_("Four causes"), N_("Five causes"))
_OF_AS_MANY_KINDS = (
    N_("One cause"),
    N_("Two causes, of two kinds"),
    N_("Three causes, of three kinds"),
    N_("Four causes, of four kinds"),
    N_("Five causes, of five kinds"),
)

_MOST_COLUMNS = 4


class Tag(NamedTuple):
    """How sure it is, in a word, and the class that draws it so."""

    kind: str
    word: str


class Step(NamedTuple):
    """One answer, the question it answers, and what is said of it; ``loops`` say where it comes round again.

    As of all that a trace shows, ``part`` is what it is about, and ``explained`` where that is explained.
    """

    question: str
    title: Markup
    says: Markup
    tag: Tag
    by: Markup
    part: str
    loops: tuple[Markup, ...] = ()
    explained: Markup = Markup("")


class Root(NamedTuple):
    """A cause that the way ends in, and what kind of cause it is."""

    kind: str
    title: Markup
    says: Markup
    tag: Tag
    by: Markup
    part: str
    explained: Markup = Markup("")


class Other(NamedTuple):
    """Another cause, or what may be one."""

    glyph: Markup
    name: str
    says: Markup
    loops: tuple[Markup, ...]
    tag: Tag
    by: Markup
    part: str
    explained: Markup = Markup("")


class Apart(NamedTuple):
    """A part that is no cause, or of which nobody can tell; and who says so, where somebody does."""

    glyph: Markup
    name: str
    says: Markup
    by: Markup
    part: str
    explained: Markup = Markup("")


Row = TypeVar("Row", Step, Root, Other, Apart)


def _explained(view: View, rows: Iterable[Row]) -> list[Row]:
    """The rows of a list with where the part of each is explained."""
    every = list(rows)
    lines = explained_in_turn(view, [row.part for row in every])
    return [row._replace(explained=line) for row, line in zip(every, lines, strict=True)]


def trace(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``trace``; ``args["subject"]`` is the id of a symptom, or of what people need."""
    needed = view.system.need.get(args.get("subject", ""))
    if needed is not None:
        return need(view, needed)
    found = view.picture.why.get(args.get("subject", ""))
    if found is None:
        return Markup("")
    is_explained = bool(found.steps or found.roots)
    return view.render(
        "components/trace/template.html",
        way=_way(view, found) if is_explained else _no_cause(view, found),
        others=list(_others(view, found, is_explained)),
        apart=_not_these(view, found),
        next=view.render(
            "components/trace/next.html",
            can_do=_can_do(view),
            map=view.map_url(found.symptom),
            asks=f"{view.top}{view.asks}" if view.asks else "",
            problems=[
                *((view.trace_url(c.id), c.component.problem) for c in view.picture.symptoms if c.id != found.symptom),
                *((view.trace_url(one.id), one.problem) for one in view.system.needs),
            ],
        ),
    )


def _joined(*said: Markup) -> Markup:
    """Whole sentences after one another."""
    return Markup(" ").join(one for one in said if one)


# The way back


def _way(view: View, found: Why) -> Markup:
    """The steps, and the causes they end in."""
    state = view.picture.component[found.symptom].state or State.WATCH
    steps = [step for cause in found.steps for step in _steps(view, cause, found)]
    return view.render(
        "components/trace/way.html",
        state=state.value,
        steps=_explained(view, [_symptom_step(view, found), *steps]),
        count=_count(view, found),
        columns=min(len(found.roots), _MOST_COLUMNS),
        roots=_explained(view, (_root(view, cause, found) for cause in found.roots)),
    )


def _tag(view: View, sure: Sure, now: ComponentNow | None = None) -> Tag:
    return Tag(*certainty(view, sure, now.report if now else None))


def _symptom_step(view: View, found: Why) -> Step:
    now = view.picture.component[found.symptom]
    sure = Sure.KNOWN if now.basis is Basis.REPORTED else Sure.MAY_FOLLOW
    return Step("", _title(view, now), _says(view, now), _tag(view, sure, now), told_by(view, now), now.id)


def _title(view: View, now: ComponentNow) -> Markup:
    """The report's headline as an answer to a why, or the name and the state."""
    headline = now.report.headline if now.report else ""
    return prose(bare(headline)) if headline else name_and_state(view.words, now.component.name, now.state)


def _says(view: View, now: ComponentNow) -> Markup:
    """What is said of a part; and each side of it with its time, where they do not agree."""
    said = (now.report.detail or now.says) if now.report else ""
    return _joined(prose(sentence(said)), voices(view, now))


def _steps(view: View, cause: Cause, found: Why) -> Iterator[Step]:
    """One part's steps: its own, and before it what its limit means in numbers."""
    words = view.words
    now = view.picture.component[cause.component]
    limit = view.picture.passed.get(cause.component)
    because = _because(view, cause)
    asked, says = words.gettext("Why?"), _joined(because, _cause_says(view, now, found), _says(view, now))
    if limit is not None:
        yield from _limit_steps(view, limit, found.symptom, because, _tag(view, cause.sure))
        asked = words.gettext("Why only %(amount)s?", amount=words.number(limit.constraint.now))
        says = _joined(_cause_says(view, now, found), _says(view, now))
    loops = _loops(view, cause, found)
    yield Step(asked, _title(view, now), says, _tag(view, cause.sure, now), told_by(view, now), now.id, loops)


def _cause_says(view: View, now: ComponentNow, found: Why) -> Markup:
    """What is said of a part by whoever states it as the cause, where its report is not headed so."""
    teller = view.picture.disruption.get(found.by)
    cause = teller.disruption.account.cause if teller else None
    if cause is None or cause.component != now.id or (now.report and bare(cause.says) == bare(now.report.headline)):
        return Markup("")
    return prose(sentence(cause.says))


def _because(view: View, cause: Cause) -> Markup:
    """Why a part affects the next: as the system says, or that it is stated without a link."""
    return prose(sentence(cause.because)) or unlinked(view, cause.component, cause.target)


def _limit_steps(view: View, limit: ConstraintNow, symptom: str, because: Markup, tag: Tag) -> Iterator[Step]:
    words, by = view.words, counted_by(view, limit)
    waiting = waits(words, limit, symptom)
    why = words.gettext("Why?")
    if waiting:
        yield Step(why, waiting, because, tag, by, limit.constraint.component)
    passes = through(words, limit.constraint)
    left = _joined(Markup("") if waiting else because, *_left(view, limit))
    asked = words.gettext("Why so many?") if waiting else why
    yield Step(asked, passes, left, tag, by, limit.constraint.component)


def _left(view: View, limit: ConstraintNow) -> Iterator[Markup]:
    """What becomes of the rest, and since when the queue grows, if there is one."""
    c = limit.constraint
    yield prose(sentence(rest(view.words, limit) if limit.shortfall > 0 else c.says))
    if c.backlog:
        yield view.words.gettext("It began at %(time)s.", time=when(view, c.backlog.since))


def _loops(view: View, cause: Cause, found: Why) -> tuple[Markup, ...]:
    """Where the cause of a part is one that the walk has passed already."""
    return tuple(
        view.words.gettext(
            "And round again: %(part)s. %(because)s",
            part=text(view.system.by_id[link.source].name),
            because=prose(sentence(link.because)),
        )
        for link in found.loops.get(cause.component, ())
    )


# Where it starts


def _count(view: View, found: Why) -> str:
    """``Three causes, of three kinds``."""
    count = len(found.roots)
    kinds = {view.system.by_id[cause.component].nature for cause in found.roots}
    if not 0 < count <= len(_COUNTS):
        return view.words.ngettext("%(num)d cause", "%(num)d causes", count)
    return view.words.gettext((_OF_AS_MANY_KINDS if len(kinds) == count else _COUNTS)[count - 1])


def _root(view: View, cause: Cause, found: Why) -> Root:
    now = view.picture.component[cause.component]
    nature = now.component.nature
    said = _cause_says(view, now, found)
    title, says, by = _title(view, now), _joined(said, _says(view, now)), told_by(view, now)
    decided = _decided(view, cause.component) if nature is Nature.CHOICE else None
    if nature is Nature.WEATHER:
        says = _joined(text(view.words.gettext("Nobody decided it.")), says)
    elif decided is not None:
        says, by = _joined(said, decided[0]), decided[1]
    elif now.report is None:
        title, says = text(now.component.name), _joined(said, _because(view, cause))
        by = party(view, now.component.owner)
    kind = view.words.gettext(_KINDS[nature]) if nature else ""
    return Root(kind, title, says, _tag(view, cause.sure, now), by, now.id)


def _decided(view: View, component: str) -> tuple[Markup, Markup] | None:
    """Why it was decided and at what cost, and who decided it when; None where nobody did."""
    decision = view.picture.decision(component)
    if decision is None:
        return None
    words = view.words
    cost = words.gettext("The cost: %(cost)s", cost=prose(sentence(decision.cost_to)))
    parties = words.listed(party(view, one) for one in (decision.by, *decision.with_))
    by = words.gettext("%(who)s, decided %(time)s", who=parties, time=when(view, decision.at))
    return _joined(prose(sentence(decision.because)), cost), by


def _no_cause(view: View, found: Why) -> Markup:
    words = view.words
    now = view.picture.component[found.symptom]
    is_told = now.basis is Basis.REPORTED
    said = [account(view, now)] if is_told else []
    seen = words.gettext("We see no cause here")
    title = text(words.gettext("We cannot tell why") if found.is_blind else seen)
    if found.is_unknown:
        title = not_known(view, view.picture.disruption[found.by])
    elif found.others:
        title = text(words.gettext("No cause is stated"))
        said.append(text(words.gettext("But parts that it needs do not work as usual. It may come from one of them.")))
    elif now.state is State.NORMAL and now.component.otherwise:
        said.append(prose(now.component.otherwise))
    elif now.basis is Basis.NOBODY_LOOKED:
        said.append(account(view, now))
    if found.is_blind:
        blind = words.gettext("We cannot see everything that could cause it; what we cannot see stands below.")
        said.append(text(blind))
    by = told_by(view, now) if is_told else ""
    explained = explained_in(view, found.symptom)
    return view.render("components/trace/no_cause.html", title=title, says=said, by=by, explained=explained)


# What else, and what not


def _others(view: View, found: Why, is_explained: bool) -> Iterator[Markup]:
    """Other causes, those that are stated apart from those that are only possible."""
    words = view.words
    stated = [cause for cause in found.others if cause.sure is Sure.KNOWN]
    possible = [cause for cause in found.others if cause.sure is not Sure.KNOWN]
    is_it = words.gettext("It is also") if is_explained else words.gettext("It is")
    if found.is_unknown:
        is_it = words.gettext("What else is stated to slow it")
    may_be = words.gettext("It may also be") if is_explained else words.gettext("It may be")
    for name, title, causes in (("too", is_it, stated), ("also", may_be, possible)):
        if causes:
            rows = _explained(view, (_other(view, cause, found) for cause in causes))
            yield view.render("components/trace/others.html", name=name, title=title, rows=rows)


def _other(view: View, cause: Cause, found: Why) -> Other:
    now = view.picture.component[cause.component]
    towards = view.system.by_id[cause.target]
    by_way = Markup("")
    if towards.id != found.symptom:
        by_way = view.words.gettext("It reaches you by way of %(part)s.", part=text(towards.name))
    return Other(
        glyph(now.state),
        now.component.name,
        _joined(account(view, now), _because(view, cause), by_way),
        _loops(view, cause, found),
        _tag(view, cause.sure, now),
        told_by(view, now),
        now.id,
    )


def _not_these(view: View, found: Why) -> Markup:
    """What is known not to be it, of what nothing is reported, and of what we cannot tell: each under its own name."""
    words = view.words
    groups = (
        ("not", words.gettext("It is not these"), list(_known_well(view, found))),
        ("unreported", words.gettext("Nothing is reported here"), list(_unreported(view, found))),
        ("blind", words.gettext("We cannot tell"), list(_blind(view, found))),
    )
    drawn = (
        view.render("components/trace/apart.html", name=name, title=title, rows=_explained(view, rows))
        for name, title, rows in groups
        if rows
    )
    return Markup("\n").join(drawn)


def _known_well(view: View, found: Why) -> Iterator[Apart]:
    """What somebody says is normal, and what something like that cuts off."""
    part, words = view.picture.component, view.words
    for now in (part[c] for c in found.ruled_out):
        told = vouched(view, now) if now.basis is Basis.VOUCHED else prose(sentence(now.says))
        says = words.gettext("Normal. %(says)s", says=told) if told else text(words.gettext("Normal."))
        yield _row(now, says, told_by(view, now))
    for now in (part[c] for c in found.cut_off):
        between = text(words.gettext("But what lies between works normally."))
        yield _row(now, _joined(account(view, now), between), told_by(view, now))


def _unreported(view: View, found: Why) -> Iterator[Apart]:
    """What is watched and not spoken of: no trouble is known there, and nobody says that there is none."""
    for now in (view.picture.component[c] for c in found.unreported):
        yield _row(now, account(view, now), told_by(view, now))


def _blind(view: View, found: Why) -> Iterator[Apart]:
    """What cannot be told, the silent first."""
    part = view.picture.component
    for now in sorted((part[c] for c in found.cannot_tell), key=lambda now: now.basis is not Basis.SILENT):
        yield _row(now, _untold(view, now), told_by(view, now) if now.is_told_off else _NOBODY)


def _untold(view: View, now: ComponentNow) -> Markup:
    """That we cannot tell, and why not."""
    words = view.words
    if now.is_told_off:
        return _joined(account(view, now), text(words.gettext("Nothing is reported of what lies between.")))
    if now.basis is Basis.SILENT:
        if now.since is None:
            return text(words.gettext("We cannot tell. Nothing was ever heard of it."))
        return words.gettext("We cannot tell. Unknown since %(time)s.", time=when(view, now.since))
    if now.basis in (Basis.INFERRED, Basis.NOT_UNDERSTOOD, Basis.NOBODY_LOOKED):
        return words.gettext("We cannot tell. %(why)s", why=account(view, now))
    if now.basis is Basis.UNWATCHED:
        return text(words.gettext("We cannot tell. Nobody reports on it."))
    return words.gettext("We cannot tell. %(why)s", why=account(view, now))


_NOBODY = Markup("")


def _row(now: ComponentNow, says: Markup, by: Markup = _NOBODY) -> Apart:
    return Apart(glyph(now.state), now.component.name, says, by, now.id)


def _can_do(view: View) -> str:
    """The address of what the lead says that customers can do, if it says so."""
    lead = view.picture.disruption.get(view.picture.lead)
    return f"{view.disruption_url(lead.id)}#you" if lead is not None and lead.disruption.account.asks else ""
