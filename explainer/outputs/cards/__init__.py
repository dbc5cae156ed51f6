"""``card.png`` beside the page of a disruption: the picture that messengers and networks show of a link.

It is drawn here, offline, as SVG and made a picture by resvg with our own fonts. Both are imported only where a card is
new: what is drawn is the key of it.
"""

from __future__ import annotations

from explainer.outputs.cards.told import card_of
from explainer.picture.model import DisruptionNow
from explainer.render.components.passing import explained
from explainer.render.view import View


def card_key(view: View, now: DisruptionNow) -> bytes:
    """What is drawn, without drawing it."""
    return repr(card_of(view, now)).encode()


def card_png(view: View, now: DisruptionNow) -> bytes:
    """The picture."""
    from explainer.outputs.cards.drawing import drawn
    from explainer.outputs.cards.picturing import pictured

    return pictured(drawn(card_of(view, now)))


def explain_html(view: View, now: DisruptionNow) -> bytes:
    """The page that explains a disruption to a friend, which shows the card."""
    return explained(view, now).encode()
