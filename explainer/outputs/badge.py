"""``badge.svg`` and ``badge/<part>.svg``: one state in a picture of one line, for the pages of others.

A picture in an ``<img>`` reads no clock and runs no script. So the moment as of which it is stands on it, with its day;
and a picture that is looked at for longer than its words hold turns grey, dashed and “Old:” by a delay of its style,
which begins when it is loaded: perhaps too late, never too early. Nothing in it is cut, whatever font draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.directions import is_right_to_left
from explainer.language.escaping import escaped
from explainer.language.states import state_behind_a_name, state_inside, state_word
from explainer.model.signs import HIDING
from explainer.model.vocabulary import Reality, State
from explainer.outputs.part_feeds import OfAPart
from explainer.picture.glance import Glance, of_part
from explainer.render.addresses import part_badge
from explainer.render.glancing import at_a_glance, at_its_time, too_old
from explainer.render.later import ages
from explainer.render.lettering import length_of
from explainer.render.shapes import SHAPES
from explainer.render.view import View
from explainer.render.words import hour_and_day, mark_of, marked, promise_sentence, sentence

HEIGHT, SIZE = 28, 13
_PAD, _GLYPH, _GAP = 10.0, 15.2, 6.0
_FONT = "system-ui,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif"

_WHOLE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}" viewBox="0 0 {width:g} {height}"'
    ' xml:lang="{lang}" direction="{direction}" font-family="{font}" font-size="{size}" text-anchor="middle" role="img"'
    ' aria-labelledby="t">\n<title id="t">{title}</title>\n<style>{style}</style>\n{now}{old}{label}</svg>\n'
)
_BOLD = Markup('<tspan font-weight="700">{}</tspan>')
_TEXT = Markup('<text class="{}" x="{:g}" y="19" textLength="{:g}" lengthAdjust="spacingAndGlyphs">{}</text>')
_SIGN = Markup('<g class="{kind}"><path class="{fill}" d="{box}"{edge}/>{glyph}{words}</g>\n')
_SHAPE = Markup('<g class="i" transform="translate({:g} 6.4) scale(.76)">{}</g>')
_LABEL = Markup('<path class="l" d="{}"/>{}\n')
_EDGE = Markup(' stroke-width="1.5" stroke-dasharray="4 3"')
_TURNS = (
    ".old{{visibility:hidden;animation:s 1ms {0}s forwards}}.new{{animation:h 1ms {0}s forwards}}"
    "@keyframes s{{to{{visibility:visible}}}}@keyframes h{{to{{visibility:hidden}}}}"
)


class Badge(NamedTuple):
    """What a badge says, in words: all that it is made of beside the site's colours.

    ``words`` are shown while they hold, and ``old`` from then on; either is empty where there is no such time.
    ``lasts`` is after how many seconds the one takes the place of the other, None where it never does.
    """

    label: str
    title: str
    state: State | None
    words: Markup
    old: Markup
    lasts: int | None

    @property
    def facts(self) -> bytes:
        """What changes whenever the picture does."""
        return repr(tuple(self)).encode("utf-8", "surrogatepass")


def badge_svg(view: View) -> bytes:
    """The badge of the whole."""
    return drawn(view, _of_all(view))


def badge_key(view: View) -> bytes:
    """All that it is made of."""
    return _of_all(view).facts


def part_badges(view: View) -> Iterator[OfAPart]:
    """The badge of every part, also of one that nobody watches: whoever shows it need not wait until somebody does."""
    for here in view.picture.components:
        badge = said(view, str(here.component.name), of_part(view.picture, here))
        yield OfAPart(part_badge(here.id), badge.facts, partial(drawn, badge=badge))


def _of_all(view: View) -> Badge:
    return said(view, str(view.settings.site_name), at_a_glance(view))


def said(view: View, name: str, glance: Glance) -> Badge:
    """What the badge of a thing says that is called ``name``."""
    mark = mark_of(view, Reality.ACTUAL)
    label = f"{mark} · {name}" if mark else name
    title = marked(view, _title(view, name, glance))
    if glance.state is None or glance.at is None:
        return Badge(label, title, None, escaped(state_behind_a_name(view.words, None)), Markup(""), None)
    words = at_its_time(view, glance, _BOLD.format(state_word(view.words, glance.state)))
    inside = at_its_time(view, glance, escaped(state_inside(view.words, glance.state)))
    old = too_old(view, inside)
    if glance.is_late:
        return Badge(label, title, glance.state, Markup(""), old, None)
    if not ages(view) or glance.lasts is None:
        return Badge(label, title, glance.state, words, Markup(""), None)
    return Badge(label, title, glance.state, words, old, int(glance.lasts.total_seconds()))


def _title(view: View, name: str, glance: Glance) -> str:
    """The same as sentences, for those who hear it."""
    state = state_behind_a_name(view.words, glance.state)
    how = sentence(view.words.pgettext("a part and its state", "%(part)s: %(state)s", part=name, state=state))
    if glance.at is None:
        return how
    told = view.words.gettext("As of %(time)s: %(said)s", time=hour_and_day(view, glance.at), said=how)
    promised = glance.about.promise if glance.about is not None else None
    if promised is None:
        return told
    return f"{told} {promise_sentence(view, promised, hour_and_day(view, promised.due))}"


def drawn(view: View, badge: Badge) -> bytes:
    """The picture."""
    rtl = is_right_to_left(view.language)
    label = _length(badge.label)
    signs = [_words_length(words) for words in (badge.words, badge.old) if words]
    width = round(label + 2 * _PAD + max(signs) + _GLYPH + _GAP + 2 * _PAD, 1)
    room = round(label + 2 * _PAD, 1)
    frame, start = _Frame(width, room, rtl), width - room if rtl else 0.0
    svg = _WHOLE.format(
        width=width,
        height=HEIGHT,
        lang=view.language,
        direction=view.words.direction,
        font=_FONT,
        size=SIZE,
        title=escaped(badge.title),
        style=escaped(_style(view, badge)),
        now=_sign(frame, badge.words, badge.state) if badge.words else "",
        old=_sign(frame, badge.old, State.UNKNOWN, old=True) if badge.old else "",
        label=_LABEL.format(
            _box(start, room, round_end=rtl), _TEXT.format("p", start + room / 2, label, escaped(badge.label))
        ),
    )
    return HIDING.sub("", str(svg)).encode("utf-8", "replace")


class _Frame(NamedTuple):
    """How wide the picture is, how much of that its label takes, and whether its words run from right to left."""

    width: float
    label: float
    rtl: bool


def _sign(frame: _Frame, words: Markup, state: State | None, *, old: bool = False) -> Markup:
    """The state beside the label: before it where words run from right to left."""
    width, room, rtl = frame
    length = _words_length(words)
    glyph = _GLYPH + _GAP if state is not None else 0.0
    wide = round(length + glyph + 2 * _PAD, 1)
    start = round(width - room - wide, 1) if rtl else room
    middle = round(start + _PAD + length / 2 + (0.0 if rtl else glyph), 1)
    at = round(start + wide - _PAD - _GLYPH if rtl else start + _PAD, 1)
    return _SIGN.format(
        kind="old" if old else "new",
        fill="o" if old else "s",
        box=_box(start, wide, round_end=not rtl, inset=0.75 if old else 0.0),
        edge=_EDGE if old else "",
        glyph=_SHAPE.format(at, SHAPES[state].drawing) if state is not None else "",
        words=_TEXT.format("i", middle, length, words),
    )


def _box(start: float, wide: float, *, round_end: bool, inset: float = 0.0) -> str:
    """A box with round corners at one of its ends."""
    low, high = inset, HEIGHT - inset
    upright = HEIGHT - 2 * inset - 8
    if round_end:
        end = start + wide - inset
        return f"M{start:g} {low:g}H{end - 4:g}a4 4 0 0 1 4 4v{upright:g}a4 4 0 0 1-4 4H{start:g}z"
    first = start + inset
    return f"M{start + wide:g} {low:g}V{high:g}H{first + 4:g}a4 4 0 0 1-4-4v-{upright:g}a4 4 0 0 1 4-4z"


def _style(view: View, badge: Badge) -> str:
    """The colours in light and in the dark, and when the one takes the place of the other."""
    state = State.UNKNOWN if badge.state is None else badge.state
    named = {"l": "--ink", "p": "--paper", "i": "--on-sign", "s": f"--{state}-sign", "o": "--unknown-sign"}
    light, dark = ("".join(_rules(view, named, scheme)) for scheme in (0, 1))
    turns = "" if badge.lasts is None else _TURNS.format(badge.lasts)
    return f"{light}@media(prefers-color-scheme:dark){{{dark}}}{turns}"


def _rules(view: View, named: dict[str, str], scheme: int) -> Iterator[str]:
    for name, token in named.items():
        colour = view.templates.look.schemes[token][scheme]
        if name == "i":
            yield f".i{{fill:{colour};color:{colour}}}.o{{stroke:{colour}}}"
        else:
            yield f".{name}{{fill:{colour}}}"


def _length(words: str, *, bold: bool = False) -> float:
    return round(length_of(words, SIZE, bold=bold), 1)


def _words_length(words: Markup) -> float:
    """The state alone is bold, in the place of what is old nothing is; of bold words we leave room for all."""
    return _length(words.striptags(), bold="<tspan" in words)
