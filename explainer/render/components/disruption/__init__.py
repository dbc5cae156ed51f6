"""A disruption's page: up to thirteen sections, only those with something to say, numbered without holes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.account import Ask, Decision
from explainer.picture.decided import part_of
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.age import note
from explainer.render.components import log, steps
from explainer.render.components.disruption.happening import cut, happening
from explainer.render.components.disruption.what_next import what_next
from explainer.render.components.estimates import said_and_happened
from explainer.render.components.figures import limit
from explainer.render.components.lessons import changes, wrong
from explainer.render.components.more import first_of
from explainer.render.components.open_now import FIRST, all_open
from explainer.render.components.passing import fold
from explainer.render.components.rows import Row
from explainer.render.components.spread import how_it_spread
from explainer.render.foreseen import OWED, WHEN_OVER
from explainer.render.offers import may_offer
from explainer.render.party import party
from explainer.render.reading import explained_in_turn
from explainer.render.view import SECTIONS, View
from explainer.render.words import dated, headline, language, sentence, when

MOST_GATHERED = 2

_AGEING = ("happening", "why", "limits", "next", "you")
"""The sections that state how things are; the others carry the time of everything in them."""


class Section(NamedTuple):
    """One section: its anchor, its name in the table of contents, its heading, and its body."""

    name: str
    short: str
    title: str
    body: Markup


class Pair(NamedTuple):
    """A label and what there is to say; ``strong`` where that is what matters most."""

    label: str
    says: str
    strong: bool = False


class Action(NamedTuple):
    """Something that was decided or is asked, its particulars, and where the part it is about is explained."""

    what: str
    pairs: tuple[Pair, ...]
    explained: Markup = Markup("")


def disruption(view: View, args: Mapping[str, str]) -> Markup:
    """The sections of one disruption's page; of the page of all that is open, its rows."""
    if args.get("page") == "open":
        return all_open(view, args.get("subject", FIRST))
    now = view.picture.disruption.get(args.get("subject", ""))
    found = sections(view, now) if now is not None else []
    age = note(view, now) if now is not None else ""
    drawn = [_drawn(view, one, age) for one in found]
    passed_on = fold(view, now) if now is not None else ""
    return Markup("\n").join([*drawn, passed_on] if passed_on else drawn)


def _drawn(view: View, one: Section, age: str) -> Markup:
    return view.render(
        "components/disruption/section.html",
        name=one.name,
        title=one.title,
        body=one.body,
        age=age if one.name in _AGEING else "",
    )


def sections(view: View, now: DisruptionNow) -> list[Section]:
    """The sections that have something to say, in the order of the page and of its table of contents."""
    key = f"{SECTIONS} {now.id}"
    if key not in view.memo:
        view.memo[key] = _sections(view, now)
    found: list[Section] = view.memo[key]
    return found


class Part(NamedTuple):
    """How a section is made: its name in the table of contents, its heading where that is another, and its body."""

    short: str
    title: str
    make: Callable[[View, DisruptionNow], Markup]


def _sections(view: View, now: DisruptionNow) -> list[Section]:
    order = _ORDER_OVER if now.standing is Standing.ENDED else _ORDER
    bodies = ((name, _PARTS[name].make(view, now)) for name in order)
    return [_section(view, now, name, body) for name, body in bodies if body]


def _section(view: View, now: DisruptionNow, name: str, body: Markup) -> Section:
    part = _PARTS[name]
    short = _SHORT.get(now.standing, {}).get(name, part.short)
    if name == "happening" and not now.trusted and now.standing is not Standing.ENDED:
        short = N_("What its source said last")
    told = view.words.gettext(short)
    title = view.words.gettext(part.title) if part.title else told
    if name == "rights":
        title = view.rights[now.disruption.account.rights].title
        told = title if now.standing is Standing.ENDED else told
    return Section(name, told, title, body)


def _limits(view: View, now: DisruptionNow) -> Markup:
    parts = [constraint.constraint.component for constraint in now.constraints]
    drawn = [limit(view, constraint, _hue(now, part)) for constraint, part in zip(now.constraints, parts, strict=True)]
    limits = list(zip(drawn, explained_in_turn(view, parts), strict=True))
    return view.render("components/disruption/limits.html", limits=limits) if limits else Markup("")


def _hue(now: DisruptionNow, component: str) -> str:
    """The class of the state in which a part is reported, else of the worst that is."""
    if now.standing is Standing.ENDED:
        return "over"
    state = next((report.state for report in now.reports if report.component == component), now.state)
    return state.value if state else "over"


def actions(view: View, all_: Iterable[Action]) -> Markup:
    """What was decided or is asked, one after the other; nothing where there is none."""
    found = list(all_)
    return view.render("components/disruption/actions.html", actions=found) if found else Markup("")


def _doing(view: View, now: DisruptionNow) -> Markup:
    decisions = now.disruption.account.decisions
    lines = explained_in_turn(view, [part_of(view.system, now.disruption, decision) for decision in decisions])
    return actions(view, map(partial(decided, view), decisions, lines))


def decided(view: View, decision: Decision, explained: Markup) -> Action:
    """What was decided, by whom, why, and who pays; apart from that, what is known of it today."""
    words = view.words
    at = words.pgettext(
        "when something was decided, and by whom",
        "%(time)s, %(who)s",
        time=when(view, decision.at),
        who=_who(view, decision),
    )
    pairs = (
        Pair(words.gettext("Decided"), at),
        Pair(words.gettext("Because"), sentence(decision.because)),
        Pair(words.gettext("Who pays"), sentence(decision.cost_to), strong=True),
        Pair(words.gettext("Now we know"), sentence(decision.now_we_know)),
    )
    return Action(decision.what, pairs, explained)


def _who(view: View, decision: Decision) -> Markup:
    by, others = party(view, decision.by), [party(view, other) for other in decision.with_]
    if not others:
        return by
    return view.words.gettext("%(who)s, with %(others)s", who=by, others=view.words.listed(others))


def _you(view: View, now: DisruptionNow) -> Markup:
    drawn = what_to_do(view, now.disruption.account.asks)
    told = view.said(now.disruption, now.disruption.instruction)
    if not drawn and told.text.strip():
        drawn = view.render(
            "components/disruption/instruction.html",
            marked=language(view, told),
            words=cut(told.text),
            publisher=view.publisher(now.disruption),
        )
    offered = may_offer(view, now)
    return drawn + _OFFERED.format(offered) if offered else drawn


_OFFERED = Markup('<p class="note">{}</p>')


def what_to_do(view: View, asks: Iterable[Ask]) -> Markup:
    """What people can do, folded to what it is where there is more than one thing."""
    return actions(view, (asked(view, ask) for ask in asks))


def asked(view: View, ask: Ask) -> Action:
    """What a customer can do, with its particulars."""
    words = view.words
    can_you = sentence(ask.can_you)
    if ask.minutes:
        told = words.range(ask.minutes.low, ask.minutes.high)
        how_long = words.ngettext("%(range)s minute.", "%(range)s minutes.", ceil(ask.minutes.high), range=told)
        can_you = f"{can_you} {how_long}"
    pairs = (
        Pair(words.gettext("Can you?"), can_you),
        Pair(words.gettext("How"), sentence(ask.how)),
        Pair(words.gettext("Helps"), sentence(ask.helps), strong=True),
        Pair(words.gettext("If you can’t"), sentence(ask.if_not)),
    )
    return Action(ask.what, pairs)


def _rights(view: View, now: DisruptionNow) -> Markup:
    return owed(view, now.disruption.account.rights)


def owed(view: View, name: str) -> Markup:
    """What people are owed by the entry of that name; nothing where there is none."""
    rights = view.rights.get(name)
    if rights is None:
        return Markup("")
    return view.render(
        "components/disruption/rights.html",
        rows=[Pair(row.when, sentence(row.what)) for row in rights.rows],
        owed=sentence(rights.owed_by),
        source=rights.source,
        reviewed_by=rights.reviewed_by,
        reviewed=view.words.full_date(rights.reviewed),
        url=rights.url or "",
    )


def _reports(view: View, now: DisruptionNow) -> Markup:
    """The feed disruptions that a bulletin gathers on its page, each with its publisher, time and link."""
    found = [view.picture.disruption[key] for key in now.gathers if key in view.picture.disruption]
    return first_of(view, "components/disruption/reports.html", found, _report, MOST_GATHERED, kind="")


def _report(view: View, now: DisruptionNow) -> Row:
    says = view.words.pgettext(
        "a headline, and when it was written",
        "%(headline)s, %(time)s",
        headline=headline(view, now.disruption),
        time=dated(view, now),
    )
    return Row(view.disruption_url(now.id), view.publisher(now.disruption), says)


_PARTS: Mapping[str, Part] = {
    "happening": Part(N_("Happening now"), "", happening),
    "you": Part(N_("What can I do?"), N_("What you can do"), _you),
    "next": Part(N_("What next"), "", what_next),
    "rights": Part(OWED, "", _rights),
    "why": Part(N_("Why?"), N_("Why"), steps.why),
    "spread": Part(N_("How it spread"), "", how_it_spread),
    "limits": Part(N_("What limits us"), "", _limits),
    "doing": Part(N_("Our decisions"), N_("Our decisions, and who pays for them"), _doing),
    "estimates": Part(N_("Said, and happened"), N_("What we said, what happened"), said_and_happened),
    "kept": Part(N_("Promises kept"), "", log.kept),
    "wrong": Part(N_("What we got wrong"), "", wrong),
    "changes": Part(N_("What changes"), "", changes),
    "updates": Part(N_("All updates"), "", log.updates),
    "reports": Part(N_("Our sources"), N_("What our sources say"), _reports),
}
"""Every section by its anchor."""

_SHORT: Mapping[Standing, Mapping[str, str]] = {
    Standing.CURRENT: {"next": WHEN_OVER},
    Standing.UPCOMING: {"happening": N_("What will happen")},
    Standing.ENDED: {"happening": N_("What happened"), "next": N_("What we expected")},
}
"""What a section is called otherwise while a disruption is in one of its standings."""

ASKED_MOST = frozenset({"you", "next", "rights", "why"})
"""What stays in sight on a phone while it is open: the sections that answer what is asked most."""

_ORDER = ("happening", "you", "next", "rights", "why", "spread", "limits", "doing", "updates", "reports")
"""What an anxious reader needs first: what it does to me, what I can do, when it is over, what I am owed; then why."""

_ORDER_OVER = (
    *("happening", "why", "spread", "limits", "doing", "estimates", "kept", "wrong", "changes"),
    *("next", "rights", "updates", "reports"),
)
"""Of what is over nothing is asked, and what is learned of it comes first."""
