"""After a drill: when we first spoke, the promises, what was shown when, and what was wrong in our words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.drill import DrillRun
from explainer.picture.after_action import AfterAction, Shown, after_action
from explainer.picture.promises import Promise
from explainer.render.escaping import text
from explainer.render.view import View
from explainer.render.words import when


class Line(NamedTuple):
    """A fact of the drill: what, and how it went."""

    what: Markup
    how: Markup


class Part(NamedTuple):
    """Facts of one kind, under their heading."""

    name: str
    title: str
    lines: tuple[Line, ...]


def run_of(view: View) -> DrillRun | None:
    """The drill that the site is, once it has ended."""
    run = view.settings.drill
    return run if run is not None and run.ended is not None else None


def after(view: View, args: Mapping[str, str]) -> Markup:
    """What there is to learn; a sentence while the drill goes on, or where there is none."""
    del args
    run = run_of(view)
    if run is None:
        return Markup("<p>{}</p>").format(view.words.gettext("There is nothing to tell before a drill has ended."))
    parts = [part for part in _parts(view, after_action(view.picture, run)) if part.lines]
    return view.render("components/after_action/template.html", parts=parts)


def _parts(view: View, told: AfterAction) -> tuple[Part, ...]:
    words = view.words
    return (
        Part("word", words.gettext("Our first word"), (_first_word(view, told),)),
        Part(
            "promises", words.gettext("Promises"), (_kept(view, told), *(_promise(view, one) for one in told.promises))
        ),
        Part("age", words.gettext("How old our words got"), tuple(_oldest(view, told))),
        Part("shown", words.gettext("What our sources said, and when the site showed it"), tuple(_each(view, told))),
        Part("wrong", words.gettext("What was wrong in our words"), tuple(_wrong(view, told))),
    )


def _first_word(view: View, told: AfterAction) -> Line:
    words = view.words
    if told.spoke is None or told.first_word_took is None or told.trouble is None:
        return Line(text(words.gettext("We never spoke.")), Markup(""))
    how = words.gettext("%(length)s after the first report.", length=text(words.duration(told.first_word_took)))
    return Line(when(view, told.spoke), how)


def _kept(view: View, told: AfterAction) -> Line:
    words, many = view.words, len(told.promises)
    if not many:
        return Line(text(words.gettext("We promised nothing.")), Markup(""))
    said = words.ngettext(
        "%(kept)d of %(num)d update came on time.", "%(kept)d of %(num)d updates came on time.", many, kept=told.kept
    )
    return Line(text(said), Markup(""))


def _promise(view: View, one: Promise) -> Line:
    words = view.words
    if one.came is None:
        return Line(when(view, one.due), text(words.gettext("It never came.")))
    if one.kept:
        return Line(when(view, one.due), words.gettext("It came at %(time)s.", time=when(view, one.came)))
    late = text(words.duration(one.came - one.due))
    how = words.gettext("It came at %(time)s, %(length)s late.", time=when(view, one.came), length=late)
    return Line(when(view, one.due), how)


def _oldest(view: View, told: AfterAction) -> list[Line]:
    if told.silence is None:
        return []
    span, words = told.silence, view.words
    length = text(words.duration(span.end - span.begin))
    how = words.gettext("from %(begin)s to %(end)s", begin=when(view, span.begin), end=when(view, span.end))
    return [Line(length, how)]


def _each(view: View, told: AfterAction) -> list[Line]:
    return [Line(text(one.inject.says), _showing(view, one)) for one in told.shown]


def _showing(view: View, one: Shown) -> Markup:
    words = view.words
    if one.took is None or one.at is None:
        return words.gettext("Said at %(time)s, and never shown as something new.", time=when(view, one.inject.at))
    length = text(words.duration(one.took))
    return words.gettext("Said at %(time)s, shown %(length)s later.", time=when(view, one.inject.at), length=length)


def _wrong(view: View, told: AfterAction) -> list[Line]:
    if not told.found:
        return [Line(text(view.words.gettext("Nothing was found.")), Markup(""))]
    return [Line(text(found), Markup("")) for found in told.found]
