"""Before it happens: what staff wrote of a thing that a feed forecasts now, in the words of the day it will come on.

It is told beside the states of the parts and changes none of them: what is forecast is marked by a dashed line and the
word, never by the shape or the colour of a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.model.reading import ReadingKind
from explainer.picture.model import DisruptionNow
from explainer.picture.season import Coming, Foretold, PartOfDay, expected_of, normal_of, part_of_day
from explainer.picture.spans import coming
from explainer.render.components.disruption import Action, Pair, asked
from explainer.render.escaping import in_zone, prose, text
from explainer.render.spans import SOON, next_span
from explainer.render.view import View
from explainer.render.words import dated, doubt, full_moment, headline, sentence

MOST_TOLD = 3

_TODAY: Mapping[PartOfDay, InContext] = {
    PartOfDay.MORNING: NC_("heading: when what is forecast begins", "This morning"),
    PartOfDay.AFTERNOON: NC_("heading: when what is forecast begins", "This afternoon"),
    PartOfDay.EVENING: NC_("heading: when what is forecast begins", "This evening"),
    PartOfDay.NIGHT: NC_("heading: when what is forecast begins", "Tonight"),
}
_TOMORROW: Mapping[PartOfDay, InContext] = {
    PartOfDay.MORNING: NC_("heading: when what is forecast begins", "Tomorrow morning"),
    PartOfDay.AFTERNOON: NC_("heading: when what is forecast begins", "Tomorrow afternoon"),
    PartOfDay.EVENING: NC_("heading: when what is forecast begins", "Tomorrow evening"),
    PartOfDay.NIGHT: NC_("heading: when what is forecast begins", "Tomorrow night"),
}
_LATER: Mapping[PartOfDay, InContext] = {
    PartOfDay.MORNING: NC_("heading: when what is forecast begins; day is such as Saturday", "%(day)s morning"),
    PartOfDay.AFTERNOON: NC_("heading: when what is forecast begins; day is such as Saturday", "%(day)s afternoon"),
    PartOfDay.EVENING: NC_("heading: when what is forecast begins; day is such as Saturday", "%(day)s evening"),
    PartOfDay.NIGHT: NC_("heading: when what is forecast begins; day is such as Saturday", "%(day)s night"),
}


class Part(NamedTuple):
    """A part that is likely to be slowed: the way to it on the map, and what we expect of it."""

    url: str
    name: Markup
    expects: Markup


class Line(NamedTuple):
    """What stands first, and the rest of it."""

    first: Markup
    rest: Markup


def season(view: View, args: Mapping[str, str]) -> Markup:
    """The region: a section for each thing that is forecast and that staff wrote of; empty where there is none."""
    del args
    drawn = (_drawn(view, one) for one in view.season[:MOST_TOLD] if one.about in view.picture.disruption)
    return Markup("\n").join(drawn)


def _drawn(view: View, one: Foretold) -> Markup:
    threshold, now = one.threshold, view.picture.disruption[one.about]
    return view.render(
        "components/season/template.html",
        name=f"season-{threshold.id}",
        title=day_in_words(view, one.begins),
        forecast=text(threshold.name),
        at=when_in_full(view, now, one),
        source=_source(view, now),
        doubt=doubt(view, now) if one.doubted else "",
        says=sentence(threshold.says) if threshold.says else "",
        parts=list(_parts(view, one)),
        asks=[_asked(view, asked(view, ask)) for ask in threshold.asks],
        decisions=list(_decisions(view, one)),
        basis=sentence(threshold.basis),
        by=view.system.party_name(threshold.by),
        map_url=view.map_url(threshold.parts[0]) if view.map else "",
        explained=_to_read(view, ReadingKind.EXPLAINER, threshold.parts),
        run_url=_to_read(view, "run", threshold.parts),
    )


def day_in_words(view: View, begins: datetime) -> str:
    """When something begins as people say it: “Tomorrow evening”, “Saturday night”; the date where that is far off."""
    local, today = in_zone(begins, view.zone), in_zone(view.picture.now, view.zone)
    ahead = part_of_day(local, today)
    if ahead.days > SOON:
        return _capital(view.words.date_with_weekday(local, today))
    return _named(view, ahead, today)


def _named(view: View, ahead: Coming, today: datetime) -> str:
    if ahead.days < 2:
        return view.words.pgettext(*(_TOMORROW if ahead.days else _TODAY)[ahead.part])
    day = view.words.weekday(today.date() + timedelta(days=ahead.days))
    return _capital(view.words.pgettext(*_LATER[ahead.part], day=day))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def when_in_full(view: View, now: DisruptionNow, one: Foretold) -> Markup:
    """The span that the message states, with its date, so that it is right on whichever day it is read."""
    return next_span(view, now) if coming(now, view.picture.now) is not None else full_moment(view, one.begins)


def _source(view: View, now: DisruptionNow) -> Markup:
    link = Markup('<a href="{}">{}</a>').format(view.disruption_url(now.id), headline(view, now.disruption))
    return view.words.gettext(
        "%(headline)s. %(publisher)s, %(time)s",
        headline=link,
        publisher=text(view.publisher(now.disruption)),
        time=dated(view, now),
    )


def _parts(view: View, one: Foretold) -> Iterator[Part]:
    for key in dict.fromkeys((*one.threshold.parts, *(row.component for row in one.threshold.expect))):
        if key in view.system.by_id:
            yield Part(view.map_url(key), prose(view.system.by_id[key].name), _expects(view, one, key))


def _expects(view: View, one: Foretold, component: str) -> Markup:
    """What is expected of a part against a good day, in numbers; empty where nobody wrote any."""
    row = next((row for row in one.threshold.expect if row.component == component), None)
    normal = normal_of(view.system, row) if row is not None else None
    if row is None or normal is None:
        return Markup("")
    return view.words.gettext(
        "%(now)s instead of %(normal)s %(unit)s",
        now=text(view.words.number(row.now)),
        normal=text(view.words.number(normal.normal)),
        unit=prose(normal.unit),
    )


def forecast_of(view: View, component: str) -> Markup:
    """What is forecast for a part, as a sentence beside how it is now; empty where nothing is."""
    one = expected_of(view.season, component)
    if one is None:
        return Markup("")
    says = _expects(view, one, component) or text(view.words.gettext("it may be slowed"))
    time = full_moment(view, one.begins)
    return view.words.gettext("Forecast from %(time)s: %(says)s.", time=time, says=says)


def forecasts(view: View) -> Iterator[Markup]:
    """A sentence for each thing that is forecast, as the way to all that is said of it on home."""
    for one in view.season[:MOST_TOLD]:
        name = prose(one.threshold.name)
        told = Markup('<a href="{}#season-{}">{}</a>').format(view.root or "./", one.threshold.id, name)
        yield view.words.gettext(
            "%(day)s: %(forecast)s. Parts in a second, dashed frame may be slowed then. A forecast changes no state.",
            day=text(day_in_words(view, one.begins)),
            forecast=told,
        )


def _asked(view: View, action: Action) -> Line:
    """An ask as one line: what, and every particular of it."""
    told = (_labelled(view, pair) if pair.strong else prose(pair.says) for pair in action.pairs if pair.says)
    return Line(prose(sentence(action.what)), Markup(" ").join(told))


def _labelled(view: View, pair: Pair) -> Markup:
    label = view.words.pgettext("a label before what it names", "%(label)s:", label=text(pair.label))
    return Markup("{} {}").format(label, prose(pair.says))


def _decisions(view: View, one: Foretold) -> Iterator[Line]:
    for row in one.threshold.decisions:
        who = view.words.gettext(
            "%(party)s decides it. Who pays: %(cost)s",
            party=prose(view.system.party_name(row.by)),
            cost=prose(sentence(row.cost_to)),
        )
        yield Line(prose(sentence(row.when)), Markup("{} {}").format(prose(sentence(row.what)), who))


def _to_read(view: View, kind: str, parts: Iterable[str]) -> str:
    """The way to the first reading of a kind about the parts; empty where there is none."""
    found = (one for part in parts for one in view.reading.of(part) if one.kind.value == kind)
    reading = next(found, None)
    return f"{view.top}{reading.url}" if reading is not None else ""
