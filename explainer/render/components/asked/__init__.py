"""The two questions asked most, on the sign of a page: when it is over, and what one is owed.

Each is answered in a line with who says so, and leads to the part of the disruption's page that tells it whole. Where
nobody says when it is over, that is said; where no right is named, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from explainer.picture.model import DisruptionNow, Standing
from explainer.render.components.estimates import how_good_in_words
from explainer.render.components.part import said_at
from explainer.render.components.rows import Row
from explainer.render.escaping import prose, text
from explainer.render.foreseen import OWED, WHEN_OVER, ending, over
from explainer.render.view import View
from explainer.render.words import dated, next_word, sentence

_ENDS = re.compile(r"[.?!…](?:</[^<>]*>)*$")


def asked(view: View, now: DisruptionNow | None, page: str = "", symptom: str = "") -> Markup:
    """Both rows; nothing of what is over, and where nothing leads.

    ``page`` leads to the disruption's page, and is empty on that. ``symptom`` is what the reader's page is about, where
    that is one thing customers feel.
    """
    if now is None or now.standing is Standing.ENDED:
        return Markup("")
    return view.render("components/asked/template.html", rows=_rows(view, now, page, symptom))


def in_lines(view: View, now: DisruptionNow, page: str) -> Markup:
    """The same as two lines of text, for a page that has no room for the style of rows."""
    return view.render("components/asked/lines.html", rows=_rows(view, now, page))


def _rows(view: View, now: DisruptionNow, page: str, symptom: str = "") -> list[Row]:
    return [_when(view, now, page, symptom), *_owed(view, now, page, symptom)]


def _when(view: View, now: DisruptionNow, page: str, symptom: str) -> Row:
    about = now.disruption.account.symptom
    told = [_sentence(over(view, now))]
    if symptom and about and symptom != about:
        told.insert(0, text(view.words.gettext("Nobody says so for this alone.")))
    end = ending(now, view.picture.now)
    if end is None:
        told.append(next_word(view, now))
    else:
        told.append(_sentence(said_at(view.words, text(view.publisher(now.disruption)), dated(view, now))))
    if end is not None and end.low is not None and now.ours:
        told.append(text(how_good_in_words(view)))
    part = "next" if now.ours or end is not None else "updates"
    return Row(f"{page}#{part}", view.words.gettext(WHEN_OVER), Markup(" ").join(one for one in told if one))


def _owed(view: View, now: DisruptionNow, page: str, symptom: str) -> Iterator[Row]:
    rights = view.rights.get(now.disruption.account.rights)
    if rights is None or not rights.is_owed_to(symptom):
        return
    cases = view.words.separated(prose(row.when) for row in rights.rows)
    told = Markup(" ").join(one for one in (prose(sentence(rights.owed_by)), _sentence(cases)) if one)
    yield Row(f"{page}#rights", view.words.gettext(OWED), told)


def _sentence(said: str) -> Markup:
    """With the full stop it may lack, behind whatever element it ends in."""
    return text(said) if _ENDS.search(said) else Markup("{}.").format(said)
