"""``card.png`` beside the page of a disruption: the picture that messengers and networks show of a link.

It is drawn here, offline, as SVG and made a picture by resvg with our own fonts. Both are imported only where a card is
new: what is drawn is the key of it. A site of many feeds has cards of what readers pass on, not of every message.
"""

from __future__ import annotations

from explainer.outputs.cards.told import card_of
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.view import View

CARD = "card.png"

MOST = 20
"""Of how many disruptions that are no bulletin of ours there are cards: the first ones of the picture."""


def has_card(view: View, now: DisruptionNow) -> bool:
    """Whether a disruption has a card: it is not over and stands for itself, and is ours or among the first others."""
    return now.id in _carded(view)


def _carded(view: View) -> frozenset[str]:
    if CARD not in view.shared:
        every = [now for now in view.picture.disruptions if now.standing is not Standing.ENDED and not now.gathered_by]
        ours, others = [now.id for now in every if now.ours], [now.id for now in every if not now.ours]
        view.shared[CARD] = frozenset([*ours, *others[:MOST]])
    found: frozenset[str] = view.shared[CARD]
    return found


def card_key(view: View, now: DisruptionNow) -> bytes:
    """What is drawn, without drawing it."""
    return repr(card_of(view, now)).encode()


def card_png(view: View, now: DisruptionNow) -> bytes:
    """The picture."""
    from explainer.outputs.cards.drawing import drawn
    from explainer.outputs.cards.picturing import pictured

    return pictured(drawn(card_of(view, now)))
