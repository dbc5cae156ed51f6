"""The live regions by name: what ``data-live="…"`` in a page may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from explainer.render.components import troubles as past
from explainer.render.components.after_action import after
from explainer.render.components.archive import archive
from explainer.render.components.asking import asking
from explainer.render.components.banner import banner
from explainer.render.components.card import card
from explainer.render.components.disruption import disruption
from explainer.render.components.events import events
from explainer.render.components.feeds import sources
from explainer.render.components.languages import alternates, languages
from explainer.render.components.log import promises
from explainer.render.components.map import map_
from explainer.render.components.others import others
from explainer.render.components.panel import panel
from explainer.render.components.parts import parts
from explainer.render.components.phrases import phrases
from explainer.render.components.problems import problems
from explainer.render.components.question import after as asked_on
from explainer.render.components.question import question
from explainer.render.components.questions import answers, queue
from explainer.render.components.recent import recent
from explainer.render.components.record import record
from explainer.render.components.run import run
from explainer.render.components.season import season
from explainer.render.components.trace import trace
from explainer.render.components.troubles import troubles
from explainer.render.components.usual import usual
from explainer.render.components.who import who
from explainer.render.pages import head, lead
from explainer.render.view import View
from explainer.render.zone import zone

REGIONS: Mapping[str, Callable[[View, Mapping[str, str]], str]] = {
    "after": after,
    "alternates": alternates,
    "answers": answers,
    "archive": archive,
    "asked-on": asked_on,
    "asking": asking,
    "banner": banner,
    "card": card,
    "disruption": disruption,
    "events": events,
    "head": head,
    "languages": languages,
    "lead": lead,
    "map": map_,
    "others": others,
    "panel": panel,
    "parts": parts,
    "phrases": phrases,
    "problems": problems,
    "promises": promises,
    "question": question,
    "queue": queue,
    "recent": recent,
    "record": record,
    "season": season,
    "run": run,
    "sources": sources,
    "trace": trace,
    "usual": usual,
    "troubles": troubles,
    "who": who,
    "zone": zone,
}

KEYED: Mapping[str, Callable[[View, Mapping[str, str]], str]] = {"troubles": past.key}
"""Of regions that need more than a refresh reads: a text that is another one whenever they may say something else.

They are rendered only when it is.
"""
