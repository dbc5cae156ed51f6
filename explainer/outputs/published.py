"""What is published beside the pages: a row for each output, so that a new one is a module and a row here.

A file is made anew whenever what it is made of changes, in the language of the view it is given. What cannot be made
costs itself (``render/isolation.py``). The sitemap alone is no row: it is made of the addresses of all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

from explainer.model.vocabulary import Channel
from explainer.outputs import api
from explainer.outputs.atom import feed_xml
from explainer.outputs.badge import badge_key, badge_svg, part_badges
from explainer.outputs.calendar import works_ics
from explainer.outputs.cards import card_key, card_png, explain_html
from explainer.outputs.embed import embed_html, embed_key, part_embeds
from explainer.outputs.json_feed import feed_json
from explainer.outputs.llms import llms_txt
from explainer.outputs.part_feeds import OfAPart, part_feeds
from explainer.outputs.poster import POSTER, poster_html, poster_key
from explainer.outputs.rss import feed_rss
from explainer.outputs.screen import screen_html, screen_key
from explainer.outputs.status import status_json
from explainer.outputs.wall import sheet_html, sheet_key
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.addresses import BADGE, EMBED, FEED, JSON_FEED, LLMS, RSS, SCREEN, SHEET, STATUS, WORKS, in_folder
from explainer.render.carded import CARD, is_passed_on
from explainer.render.components.passing import EXPLAIN
from explainer.render.view import View


class Scope(Enum):
    """How often an output is published."""

    SITE = auto()
    """Once, in the first of the site's languages."""

    LANGUAGE = auto()
    """Once in each of them: ``status.json`` and ``status.fr.json``."""
    PAGE = auto()
    """Once in each of them, among its pages: ``map/sheet.html`` and ``fr/map/sheet.html``."""


class Output(NamedTuple):
    """A file: its path in the site, how often it is published, and how to make it.

    One that belongs to a ``channel`` is made where the site has that. One with a ``key`` is made where that is new, and
    one with ``where`` on some sites.
    """

    path: str
    scope: Scope
    make: Callable[[View], bytes]
    channel: Channel | None = None
    key: Callable[[View], bytes] | None = None
    where: Callable[[View], bool] | None = None

    def path_in(self, folder: str) -> str:
        """Its path in the language whose pages lie in ``folder``; empty where it is not published in that one."""
        if self.scope is Scope.PAGE:
            return f"{folder}{self.path}"
        return self.path if not folder else in_folder(self.path, folder) if self.scope is Scope.LANGUAGE else ""

    def path_for(self, view: View) -> str:
        """Its path in the site, for the language of the view; empty where it is not published in that one."""
        if self.scope is Scope.PAGE:
            return f"{view.home}{self.path}"
        name = self.path_in(view.folder)
        return f"{view.settings.at}{name}" if name else ""


class Beside(NamedTuple):
    """A file beside each disruption's page, in every language: its name there, and how to make it.

    Of what is over it is shown nothing that could still change, so that it stays as it was; one that is ``open_only``
    goes once its disruption is over. One with a ``key`` is made where that is new, and one with ``where`` beside some.
    """

    name: str
    make: Callable[[View, DisruptionNow], bytes]
    channel: Channel | None = None
    key: Callable[[View, DisruptionNow], bytes] | None = None
    open_only: bool = False
    where: Callable[[View, DisruptionNow], bool] | None = None


class OfParts(NamedTuple):
    """Files of every part of the system, in every language: what they are called together, and how they are made."""

    name: str
    make: Callable[[View], Iterator[OfAPart]]
    channel: Channel


OUTPUTS: tuple[Output, ...] = (
    Output(STATUS, Scope.LANGUAGE, status_json),
    Output(FEED, Scope.LANGUAGE, feed_xml, Channel.FEEDS),
    Output(RSS, Scope.LANGUAGE, feed_rss, Channel.FEEDS),
    Output(JSON_FEED, Scope.LANGUAGE, feed_json, Channel.FEEDS),
    Output(WORKS, Scope.LANGUAGE, works_ics, Channel.CALENDAR),
    Output(LLMS, Scope.SITE, llms_txt, Channel.ROBOTS),
    *(
        Output(f"api/v2/{one.path}", Scope.SITE, partial(api.written, document=one), Channel.API, api.key_of)
        for one in api.DOCUMENTS
    ),
    Output(BADGE, Scope.LANGUAGE, badge_svg, Channel.EMBED, badge_key),
    Output(EMBED, Scope.LANGUAGE, embed_html, Channel.EMBED, embed_key),
    Output(SHEET, Scope.PAGE, sheet_html, Channel.POSTERS, sheet_key, where=lambda view: view.map),
    Output(SCREEN, Scope.PAGE, screen_html, Channel.SCREEN, screen_key),
)

OF_PARTS: tuple[OfParts, ...] = (
    OfParts("feeds", part_feeds, Channel.FEEDS),
    OfParts("badges", part_badges, Channel.EMBED),
    OfParts("frames", part_embeds, Channel.EMBED),
)

BESIDE_A_DISRUPTION: tuple[Beside, ...] = (
    Beside(CARD, card_png, Channel.CARDS, card_key, open_only=True, where=is_passed_on),
    Beside(f"{EXPLAIN}index.html", explain_html, Channel.CARDS, open_only=True, where=is_passed_on),
    Beside(POSTER, poster_html, Channel.POSTERS, poster_key, open_only=True, where=is_passed_on),
)


def outputs(view: View) -> Iterator[Output]:
    """Those that the site has."""
    made = (output for output in OUTPUTS if output.channel is None or view.makes(output.channel))
    return (output for output in made if output.where is None or output.where(view))


def of_parts(view: View) -> Iterator[OfParts]:
    """Those that the site has of every part."""
    return (one for one in OF_PARTS if view.makes(one.channel))


def beside_a_disruption(view: View, now: DisruptionNow) -> Iterator[Beside]:
    """Those that the site has beside the page of a disruption."""
    is_over = now.standing is Standing.ENDED
    made = (beside for beside in BESIDE_A_DISRUPTION if beside.channel is None or view.makes(beside.channel))
    due = (beside for beside in made if not (is_over and beside.open_only))
    return (beside for beside in due if beside.where is None or beside.where(view, now))
