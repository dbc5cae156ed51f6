"""Run it yourself: guess, decide, see who waits and who pays; then what was really decided, and why.

All of it stands in the page without a script, with nine cases that are worked out before. ``theme/script/run.js``
makes it playable: it hides what comes later, and works out what readers choose.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.model.reading import About, Reading, ReadingKind
from explainer.model.run import Choice, Way
from explainer.picture.model import DisruptionNow
from explainer.picture.runs import Case, Pick, Result, RunNow, declared_scene, nine_cases, played, runs_of, whole
from explainer.render.components.disruption import actions, decided
from explainer.render.components.run.chart import Chart, Frame, chart, clock, frame_of
from explainer.render.components.run.numbers import Numbers, numbers, widths
from explainer.render.escaping import link, prose, text
from explainer.render.limits import passing
from explainer.render.reading import explained_in
from explainer.render.view import View
from explainer.render.words import headline, plain, sentence, when

_LINES = Markup("\n")
"""Between decisions that are drawn one by one, so that none is folded away: they are what one came to compare."""

_NUMBER = Markup("<span data-n>{}</span>")
"""A number that the script keeps true."""


class Option(NamedTuple):
    """One thing that can be decided at a moment: its name, who pays, and how it would end."""

    what: str
    cost_to: str
    price: Numbers


class Moment(NamedTuple):
    """A minute at which is decided: how it stands by then, and what can be."""

    clock: str
    waiting: Markup
    chart: Chart
    options: tuple[Option, ...]


class Bar(NamedTuple):
    """How many people of one kind there are in the end: its key, its label, and its width in hundredths of all."""

    key: str
    label: str
    people: str
    width: int


class Outcome(NamedTuple):
    """What came of a run, as a chart, as numbers and as bars; without chart and numbers the script fills them in."""

    bars: tuple[Bar, ...]
    chart: Chart | None = None
    numbers: Numbers | None = None


class Dial(NamedTuple):
    """Something that can be turned: its name, its range, and where it stands."""

    name: str
    label: str
    least: float
    most: float
    by: float
    now: float

    @property
    def step(self) -> str:
        """What one press of a key turns it by: ``by``, if it can stand where it does then."""
        return f"{self.by:g}" if ((self.now - self.least) / self.by).is_integer() else "any"


class Row(NamedTuple):
    """One of the nine cases: how many are cancelled ahead, and what comes of it."""

    ahead: str
    numbers: Numbers


def runs(view: View) -> dict[str, RunNow]:
    """Every part that can be run, by its id, where the site has such pages."""
    if not view.run:
        return {}
    if "runs" not in view.shared:
        view.shared["runs"] = {now.component.id: now for now in runs_of(view.system, view.picture, view.zone)}
    found: dict[str, RunNow] = view.shared["runs"]
    return found


def title_of(view: View, now: RunNow) -> str:
    """What the page is called: as staff say, or by its part."""
    own = now.component.run.title if now.component.run else ""
    named = view.words.gettext("Run it yourself: %(part)s", part=prose(now.component.name))
    return own or plain(named)


def reading_of(view: View) -> list[About]:
    """The pages on which readers run a part, as what there is to read about it."""
    at = view.settings.at
    return [
        About(
            part,
            Reading(
                kind=ReadingKind.RUN,
                title=title_of(view, now),
                url=f"{at}run/{part}/",
                is_for_now=declared_scene(now.component) is None,
            ),
        )
        for part, now in runs(view).items()
    ]


def run(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``run``; ``args["subject"]`` is the part’s id."""
    now = runs(view).get(args.get("subject", ""))
    if now is None:
        return Markup("")
    scene = now.scene
    nothing = played(scene)
    frame = frame_of(scene, nothing)
    return view.render(
        "components/run/template.html",
        data=json.dumps(_data(view, now, frame), ensure_ascii=False),
        from_=_from(view, now),
        explained=explained_in(view, now.component.id),
        caption=passing(view.words, scene.reduced, scene.demand, scene.unit),
        supposed=[text(said) for said in _supposed(view, now)],
        most=ceil(scene.hours + 1) * 60,
        nothing=_outcome(view, now, frame, nothing),
        blank=Outcome(tuple(Bar(key, label, "", 0) for key, label in _labels(view, now))),
        moments=[_moment(view, now, frame, at) for at in now.moments],
        people=scene.people if scene.people > 1 else 0,
        unit=scene.unit,
        decisions=_LINES.join(actions(view, [decided(view, one, Markup(""))]) for one in now.decisions),
        dials=list(_dials(view, now)),
        nine=_nine(view, now),
        weighs=[(one.what, sentence(one.says)) for one in now.weighs],
        each=view.words.number(scene.each) if scene.each else "",
        rate=view.words.number(round(60 / scene.each, 1)) if scene.each else "",
        late=view.words.number(scene.late),
    )


# Where its numbers are from


def _from(view: View, now: RunNow) -> Markup:
    words = view.words
    if now.limit is None or now.told_by is None:
        return text(words.gettext("These are the numbers of a hard day, not of today."))
    return words.gettext(
        "These are the numbers of %(time)s (%(who)s): %(link)s",
        time=when(view, now.limit.constraint.at),
        who=prose(now.limit.by),
        link=_to(view, now.told_by),
    )


def _to(view: View, now: DisruptionNow) -> Markup:
    return link(view.disruption_url(now.id), headline(view, now.disruption))


def _supposed(view: View, now: RunNow) -> list[str]:
    """What the sum supposes of the hours to come, in sentences."""
    scene, words = now.scene, view.words
    usual = words.number(scene.normal)
    how_long = words.duration(timedelta(hours=scene.hours))
    said = [
        words.gettext("Suppose it begins at %(time)s and lasts %(length)s.", time=clock(scene.start), length=how_long)
    ]
    if scene.each and scene.reopen and scene.reduced < scene.normal:
        every = words.duration(timedelta(minutes=scene.reopen))
        said.append(
            words.gettext(
                "After that one more opens every %(length)s, until %(number)s an hour get through.",
                length=every,
                number=usual,
            )
        )
    else:
        said.append(words.gettext("After that %(number)s an hour get through.", number=usual))
    if scene.quiet is not None:
        fewer = words.number(scene.demand_later)
        said.append(
            words.gettext(
                "From %(time)s on, %(number)s an hour want to.", time=clock(scene.start + scene.quiet), number=fewer
            )
        )
    if scene.close is not None:
        said.append(
            words.gettext(
                "At %(time)s it closes, and whoever still waits is not served.", time=clock(scene.start + scene.close)
            )
        )
    return said


def _outcome(view: View, now: RunNow, frame: Frame, result: Result) -> Outcome:
    told, wide = numbers(view.words, now.scene, result), widths(result, frame)
    bars = (Bar(key, label, getattr(told, key), wide[key]) for key, label in _labels(view, now))
    return Outcome(tuple(bars), chart(now.scene, result, frame), told)


def _labels(view: View, now: RunNow) -> list[tuple[str, str]]:
    """The rows of what came of a run, each with its key: people beside people, and no sum of them."""
    words, scene = view.words, now.scene
    asked = {choice.way for choice in now.choices}
    closes = scene.close is not None
    rows = [
        *([("ontime", words.gettext("Hardly waited"))] if closes else []),
        ("late", words.gettext("Waited %(minutes)s minutes or more", minutes=words.number(scene.late))),
        ("gone", words.gettext("Cancelled, told early")),
    ]
    if Way.LATER in asked:
        rows.append(("later", words.gettext("Asked to come later")))
    if closes:
        left = words.gettext("Not served by %(time)s", time=clock(scene.start + scene.end))
    else:
        left = words.gettext("Still waiting a day later")
    return [*rows, ("left", left)]


# What can be decided


def _moment(view: View, now: RunNow, frame: Frame, at: int) -> Moment:
    scene, words = now.scene, view.words
    so_far = played(scene)
    return Moment(
        clock=clock(scene.start + at),
        waiting=words.gettext(
            "%(amount)s %(unit)s wait",
            amount=_NUMBER.format(words.number(whole(so_far.flow.queue_at(Fraction(at))))),
            unit=prose(scene.unit),
        ),
        chart=chart(scene, so_far, frame, at),
        options=tuple(
            Option(
                choice.what or _name(view, choice),
                sentence(choice.cost_to),
                numbers(words, scene, played(scene, (Pick(at, choice),))),
            )
            for choice in now.choices
        ),
    )


def _name(view: View, choice: Choice) -> str:
    """What can be decided, where staff give it no name of theirs."""
    words, share = view.words, view.words.number(choice.share)
    if choice.way is Way.OPEN:
        return words.gettext("Open one more")
    if choice.way is Way.CANCEL:
        return words.gettext("Cancel %(share)s in a hundred, and tell them now", share=share)
    if choice.way is Way.LATER:
        return words.gettext("Ask %(share)s in a hundred to come later", share=share)
    return words.gettext("Do nothing")


def _dials(view: View, now: RunNow) -> list[Dial]:
    scene, words = now.scene, view.words
    through = words.gettext("How many get through in an hour")
    open_now = whole(Fraction(scene.reduced) * Fraction(scene.each) / 60)
    first = [Dial("reduced", through, 0, scene.normal, _step(scene.normal), scene.reduced)]
    run_ = now.component.run
    if scene.each and run_ is not None and run_.places is not None:
        minutes = words.gettext("Minutes that each takes")
        first = [
            Dial("open", run_.places.name, 0, scene.exist, 1, open_now),
            Dial("each", minutes, 1, max(60, scene.each * 2), 1, scene.each),
        ]
    return [
        *first,
        Dial(
            "demand", words.gettext("How many come in an hour"), 0, scene.demand * 2, _step(scene.demand), scene.demand
        ),
        Dial("hours", words.gettext("Hours that it lasts"), 0.5, max(12, scene.hours), 0.25, scene.hours),
        Dial("ahead", words.gettext("Cancelled ahead, in a hundred"), 0, 50, 5, 0),
    ]


def _step(amount: float) -> float:
    """The step of a dial: one, or a power of ten that takes a few hundred steps to the amount."""
    return float(10 ** max(0, len(str(int(amount))) - 3))


# The nine cases


def _nine(view: View, now: RunNow) -> list[tuple[str, list[Row]]]:
    """The nine cases, by how many get through."""
    words = view.words
    shares = {0: words.pgettext("of those who want to", "none")}
    shares |= {100 // many: words.pgettext("a share", "1 in %(number)s", number=str(many)) for many in (4, 2)}
    found: dict[str, list[Row]] = {}
    for case in nine_cases(now.scene):
        row = Row(shares[case.ahead], numbers(words, now.scene, case.result))
        found.setdefault(_through(view, now, case), []).append(row)
    return list(found.items())


def _through(view: View, now: RunNow, case: Case) -> str:
    words, places = view.words, now.component.run.places if now.component.run else None
    an_hour = words.gettext(
        "%(number)s %(unit)s an hour", number=words.number(round(case.reduced, 1)), unit=now.scene.unit
    )
    if not case.places or places is None:
        return an_hour
    return words.pgettext(
        "places that are open, and how many get through",
        "%(name)s: %(places)s, so %(amount)s",
        name=places.name,
        places=words.number(case.places),
        amount=an_hour,
    )


# What the script is given


def _data(view: View, now: RunNow, frame: Frame) -> dict[str, Any]:
    scene = now.scene
    return {
        "scene": {key: value for key, value in asdict(scene).items() if key != "unit"},
        "choices": [{"way": c.way.value, "share": c.share, "notice": c.notice, "hours": c.hours} for c in now.choices],
        "moments": now.moments,
        "frame": [frame.minutes, float(frame.top)],
        "lang": f"{view.language}-u-nu-latn",
        "says": _says(view),
    }


def _says(view: View) -> dict[str, str]:
    """What the script says, with names in braces where it puts numbers."""
    words = view.words
    return {
        "min": words.pgettext("a wait in short", "%(minutes)s min", minutes="{m}"),
        "h": words.pgettext("a wait in short", "%(hours)s h %(minutes)s", hours="{h}", minutes="{m}"),
        "tell": words.gettext(
            "Longest wait: %(wait)s. People who wait long: %(late)s. Told early: %(early)s. Not served: %(left)s.",
            wait="{wait}",
            late="{late}",
            early="{early}",
            left="{left}",
        ),
    }
