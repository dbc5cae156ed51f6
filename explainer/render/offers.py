"""What staff may offer while a disruption is not over: the same words for staff and for customers."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from explainer.model.permissions import Offer
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.escaping import prose
from explainer.render.view import View
from explainer.render.words import bare

MOST = 6
"""How many offers a customer is told in one sentence; the rest is counted."""

_APART = Markup(" · ")


def offers_of(view: View, now: DisruptionNow) -> Iterator[Offer]:
    """What staff may offer while a disruption is not over, each once."""
    if now.standing is Standing.ENDED:
        return
    seen: set[tuple[str, str]] = set()
    for name in now.disruption.account.offers:
        for offer in view.permissions[name].offers if name in view.permissions else ():
            if (offer.what, offer.up_to) not in seen:
                seen.add((offer.what, offer.up_to))
                yield offer


def named(view: View, offer: Offer) -> Markup:
    """What is offered, and up to how much: ``Meal voucher (€15)``."""
    what = prose(bare(offer.what))
    if not offer.up_to:
        return what
    return view.words.pgettext(
        "an offer, and up to how much", "%(offer)s (up to %(amount)s)", offer=what, amount=prose(offer.up_to)
    )


def may_offer(view: View, now: DisruptionNow) -> Markup:
    """What staff may offer, in one sentence; nothing where they may offer nothing."""
    offers = [named(view, offer) for offer in offers_of(view, now)]
    if not offers:
        return Markup("")
    told = view.words.gettext("Staff here may offer you: %(offers)s.", offers=_APART.join(offers[:MOST]))
    more = len(offers) - MOST
    return told + " " + view.words.ngettext("And %(num)d more.", "And %(num)d more.", more) if more > 0 else told
