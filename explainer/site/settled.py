"""What is settled, as pages: read from the record a month at a time, and only where something of that month is new.

A month is a batch for each language: its pages have one key together, made of what the record says of the whole month
without being opened. A page that was a piece of its own until it was settled keeps its own key inside the batch, so
that it is not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from explainer.errors import own_fault
from explainer.model.system import System
from explainer.outputs.sitemap import month_names, sitemap_xml
from explainer.picture import of_settled
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.settled import MonthNow
from explainer.picture.standing import in_order
from explainer.record.settled import MonthRead
from explainer.render.isolation import Fault, Isolation
from explainer.render.view import View
from explainer.site import over
from explainer.site.pieces import OfAMonth, Piece, Workplace, digest
from explainer.site.skeleton import Skeleton


class Month(NamedTuple):
    """A month: what is told of it without opening it, and how to open it: its views by the folder of their language."""

    now: MonthNow
    views: Callable[[], Mapping[str, View]]


class Months:
    """What is settled, as pictures."""

    def __init__(
        self, read: Callable[[str], MonthRead], system: System, picture: Picture, isolation: Isolation
    ) -> None:
        """Tell of what ``read`` reads of a month, on the site whose present ``picture`` tells."""
        self._read = read
        self._system = system
        self._picture = picture
        self.isolation = isolation

    def picture(self, month: str) -> Picture:
        """The picture of a month. What of it cannot be read is a fault, and is not in it."""
        found, where = self._read(month), f"archive/{month}/"
        self.isolation.faults += (Fault(where, "", fault) for fault in found.faults)

        def on_fault(disruption: str, error: Exception) -> None:
            self.isolation.faults.append(Fault(where, disruption, own_fault(error)))

        return of_settled(self._system, self._picture, found.disruptions.values(), on_fault)


def batches(
    workplace: Workplace, skeleton: Skeleton, view: View, month: Month, at_hand: tuple[DisruptionNow, ...]
) -> Iterator[OfAMonth]:
    """The pages of a month in the language of the view: those of its disruptions, and those that list them.

    ``at_hand`` is what of that month is not settled: it is listed among the others, and has its page elsewhere.
    """
    inside = f" in {view.folder}" if view.folder else ""
    key = key_of(view, month.now)

    def pages() -> Iterator[Piece]:
        here = month.views()[view.folder]
        for now in here.picture.disruptions:
            yield from over.all_of(workplace, skeleton, here, now)

    def listing() -> Iterator[Piece]:
        here = month.views()[view.folder]
        every = in_order((*at_hand, *here.picture.disruptions))
        yield from over.months_of(workplace, skeleton, here, {month.now.month: every})

    yield OfAMonth(f"settled {month.now.month}{inside}", key, pages)
    if view.archive:
        listed = digest(key.encode(), *(over.row_facts(view, now) for now in at_hand))
        yield OfAMonth(f"archive {month.now.month}{inside}", listed, listing)


def key_of(view: View, month: MonthNow) -> str:
    """The key of all that can be told of a month in the language of the view."""
    elsewhere = {name: said for name, said in sorted(view.spoken.items()) if name not in view.picture.disruption}
    return digest(month.digest.encode(), view.wording.encode(), over.as_bytes(elsewhere))


def sitemap(skeleton: Skeleton, view: View, month: Month) -> OfAMonth:
    """The addresses of the pages of a month, for search engines; ``view`` is in the first of the site's languages."""
    names, at = month_names(month.now.month, month.now.amount, len(view.languages)), skeleton.settings.at

    def pieces() -> Iterator[Piece]:
        every = month.views()[view.folder].picture.disruptions
        for number, name in enumerate(names):
            own = every[number :: len(names)]
            urls = {f"{at}disruptions/{now.id}/": now.changed_at for now in own}
            body = sitemap_xml(skeleton.settings, urls, "", view.languages)
            yield Piece(name, digest(body), lambda body=body: body)  # type: ignore[misc]

    return OfAMonth(f"sitemap {month.now.month}", digest(month.now.digest.encode()), pieces)
