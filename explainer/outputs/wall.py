"""``map/sheet.html``: the map on one page of A4, for a wall.

Its key is all that it says. How it is set, and the code that leads to the map, are worked out where that is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from explainer.language.escaping import without_controls
from explainer.language.states import state_word
from explainer.model.vocabulary import Reality, State
from explainer.outputs import paper
from explainer.picture.issued import newest_of
from explainer.picture.model import ComponentNow
from explainer.picture.promises import NextWord, next_word
from explainer.render import standing
from explainer.render.components.map import key
from explainer.render.components.part import account, word_of, word_since
from explainer.render.components.times import Cell, Line
from explainer.render.components.wall import Layer, Part, Sheet, drawn
from explainer.render.components.wall.choosing import joined, rows_of
from explainer.render.escaping import text
from explainer.render.glancing import at_a_glance
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import (
    bare,
    hour_and_full_date,
    mark_of,
    marked,
    plain,
    plain_headline,
    practice_of,
    sentence,
    when,
    written_word,
)

_BLANKS = re.compile(r"[ \t\n]+")
"""Those that are no part of how a language sets its signs."""

_SCHEME = 0
"""Paper is light."""


def sheet_key(view: View) -> bytes:
    """All that it says."""
    return sheet_of(view).facts


def sheet_html(view: View) -> bytes:
    """The page."""
    from explainer.render.components.poster.code import code_of

    sheet = sheet_of(view)
    return drawn(view, sheet, code_of(sheet.address)).encode("utf-8", "replace")


def sheet_of(view: View) -> Sheet:
    """What the sheet says."""
    picture, words, settings = view.picture, view.words, view.settings
    rows = rows_of(view)
    lines = joined(view, rows)
    lead = picture.disruption.get(picture.lead)
    hot = {end for pair in picture.hot for end in pair}
    site, heading = str(settings.site_name), words.gettext("What slows what, down to you")
    line = _line(view, [now for row in rows for now in row.drawn])
    address, promised = paper.typed(view, "map/"), next_word(picture, None)
    return Sheet(
        language=view.language,
        direction=view.words.direction,
        title=marked(view, f"{heading}. {line}"),
        colours=tuple(_colours(view)),
        state=picture.state.value,
        mark=mark_of(view, Reality.ACTUAL),
        practice=practice_of(view, Reality.ACTUAL),
        line=f"{site}. {line}",
        heading=heading,
        how=words.gettext("Find yourself in the bottom row, then follow the arrows up."),
        leads=_sentence(bare(plain_headline(view, lead.disruption)) if lead else plain(quiet(view).title)),
        times=tuple(_times(view)),
        old=paper.old(view, promised),
        layers=tuple(
            Layer(
                row.name,
                tuple(_part(view, now, now.id in hot) for now in row.drawn),
                tuple(_part(view, now) for now in row.listed),
            )
            for row in rows
        ),
        lines=lines,
        key=tuple(key(view, (one.kind for one in lines))),
        address=view.address("map/") if address else "",
        code=words.gettext("Code that opens the page, %(address)s", address=address) if address else "",
        foot=tuple(_foot(view, address)),
        fine=tuple(_fine(view, promised)),
    )


def _line(view: View, seen: list[ComponentNow]) -> str:
    """How the whole is, as of the newest word that is drawn."""
    glance, words = at_a_glance(view), view.words
    known = [now.at for now in seen if now.at is not None and now.at <= view.picture.now]
    at = max([glance.at or view.picture.now, *known])
    state = state_word(words, view.picture.state)
    return words.pgettext(
        "a state that was last told then", "%(state)s, as of %(time)s", state=state, time=hour_and_full_date(view, at)
    )


def _colours(view: View) -> Iterator[tuple[str, str, str]]:
    schemes = view.templates.look.schemes
    for state in State:
        yield state.value, schemes[f"--{state}"][_SCHEME], schemes[f"--{state}-sign"][_SCHEME]


def _part(view: View, now: ComponentNow, is_hot: bool = False) -> Part:
    said = _plain(account(view, now)) if now.state is not None or now.report is not None else ""
    state = now.state.value if now.state else "none"
    word = plain(word_since(view, now) if now.state is State.UNKNOWN else text(word_of(view, now)))
    return Part(now.id, without_controls(now.component.name), state, word, said, is_hot)


def _plain(said: Markup) -> str:
    return _BLANKS.sub(" ", without_controls(plain(said))).strip()


def _sentence(said: str) -> str:
    return without_controls(sentence(said))


def _times(view: View) -> Iterator[Cell]:
    """When what leads began and was written; of a day without one, when all was checked."""
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is None:
        if view.picture.checked_at is not None:
            yield Cell(view.words.gettext("Checked"), when(view, view.picture.checked_at), Line.DOTTED)
        return
    label, began = standing.beginning(view, lead)
    if began is not None and began <= lead.written_at:
        yield Cell(label, when(view, began))
    yield Cell(written_word(view, lead), when(view, lead.written_at), Line.DOTTED)


def _foot(view: View, address: str) -> Iterator[Markup]:
    yield Markup("<b>{}</b>").format(view.words.gettext("This sheet cannot change. The page does."))
    yield from paper.foot(view, address)


def _fine(view: View, promised: NextWord | None) -> Iterator[Markup]:
    yield text(
        view.words.gettext(
            "Drawn is what is slowed, unknown or being checked, and what causes it. Beside each row: all other parts."
        )
    )
    lead = view.picture.disruption.get(view.picture.lead)
    yield from paper.fine(view, promised, newest_of(lead).id if lead is not None else "")
