"""Which disruptions have a card, the picture that messengers show of a link, and where it lies; which have a poster.

A site of many feeds has them of what readers pass on, not of every message, and either without the other.
"""

from __future__ import annotations

from explainer.model.moments import in_utc
from explainer.model.vocabulary import Channel
from explainer.picture.issued import newest_of
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.view import View

CARD = "card.png"

MOST = 20
"""How many disruptions that are no bulletin of ours are passed on: the first ones of the picture."""


def is_passed_on(view: View, now: DisruptionNow) -> bool:
    """Whether a disruption is passed on: it is not over, stands for itself, and is ours or among the first others."""
    return now.id in _passed_on(view)


def has_card(view: View, now: DisruptionNow) -> bool:
    """Whether a disruption has a card: it is passed on, and the site has cards."""
    return view.makes(Channel.CARDS) and is_passed_on(view, now)


def has_poster(view: View, now: DisruptionNow) -> bool:
    """Whether a disruption has a poster: it is passed on, and the site has sheets."""
    return view.makes(Channel.POSTERS) and is_passed_on(view, now)


def card_address(view: View, now: DisruptionNow) -> str:
    """The whole address of a card, another one for each update, as networks keep what they once fetched.

    Of words without updates it is another one whenever they are written anew. Empty where there is no card, or the site
    has no address.
    """
    if not view.settings.site_url or not has_card(view, now):
        return ""
    newest = newest_of(now)
    version = newest.key if now.disruption.updates else in_utc(newest.at)
    return f"{view.address(f'disruptions/{now.id}/{CARD}')}?{version}"


def _passed_on(view: View) -> frozenset[str]:
    if CARD not in view.shared:
        every = [now for now in view.picture.disruptions if now.standing is not Standing.ENDED and not now.gathered_by]
        ours, others = [now.id for now in every if now.ours], [now.id for now in every if not now.ours]
        view.shared[CARD] = frozenset([*ours, *others[:MOST]])
    found: frozenset[str] = view.shared[CARD]
    return found
