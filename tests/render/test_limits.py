"""A limit is worded in one place; a queue is told only where one is counted, and only to whom it is ahead of."""

import re

from lxml import html

from explainer.commands.terminal import told
from explainer.render.components.disruption import disruption
from explainer.render.components.map import map_
from explainer.render.components.trace import trace
from explainer.render.limits import rest, through, waits
from explainer.render.view import View
from explainer.render.words import plain
from tests.factory import at, make_bulletin
from tests.factory_map import map_view

QUEUE = re.compile(r"queue|wait|ahead of", re.IGNORECASE)
REFUSED = {
    "component": "crane",
    "unit": "payments",
    "normal": 60_000,
    "now": 40_000,
    "demand": 60_000,
    "at": at(-4),
}


def refused(**backlog: object) -> View:
    """A limit that turns away what does not pass, unless a backlog is counted; without other words of queues."""
    limit = REFUSED | ({"backlog": {"since": at(-104), "now": 300} | backlog} if backlog else {})
    quiet = {"component": "ferries", "state": "slowed", "caused_by": ["crane"]}
    parcels = {"component": "parcels", "state": "slowed", "caused_by": ["berths"]}
    berths = {"component": "berths", "state": "slowed", "caused_by": ["crane"]}
    crane = {"component": "crane", "state": "slowed", "headline": "The crane works at half speed"}
    return map_view(
        make_bulletin(
            summary="It is slow.",
            constraints=[limit],
            decisions=[],
            expected=[],
            asks=[],
            brief=[],
            updates=[],
            cause=None,
            symptom="ferries",
            impacts=[],
            rights="",
            reports=[crane, berths, quiet, parcels],
            about=[],
        )
    )


def words(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


def everywhere(view: View) -> dict[str, str]:
    """What each place says of the limit."""
    return {
        "trace": words(trace(view, {"subject": "ferries"})),
        "other trace": words(trace(view, {"subject": "parcels"})),
        "page": words(disruption(view, {"subject": "log.gale"})),
        "map": words(map_(view, {})),
        "terminal": told(view.picture, view.system, view.settings, view.words).partition("\nWhy")[2],
    }


def test_without_a_counted_backlog_nothing_anywhere_speaks_of_a_queue() -> None:
    view = refused()
    said = everywhere(view)
    staff = "|".join(re.escape(link.because) for link in view.system.links)
    for place, shown in said.items():
        assert not QUEUE.search(re.sub(staff, "", shown)), place
    limit = view.picture.constraints[0]
    assert (limit.shortfall, limit.backlog_per_hour, limit.waiting) == (20_000, None, ())
    assert waits(view.words, limit, "ferries") == ""
    assert plain(rest(view.words, limit)) == "So 20,000 payments an hour do not"


def test_every_place_words_a_limit_alike() -> None:
    view = refused(now=300)
    limit = view.picture.constraints[0]
    passes, grows = (plain(said) for said in (through(view.words, limit.constraint), rest(view.words, limit)))
    assert passes == "40,000 payments an hour get through, and 60,000 want to"
    assert grows == "So the queue grows by 20,000 payments an hour"
    said = everywhere(view)
    for place in ("trace", "other trace", "page", "terminal"):
        assert passes in said[place], place
        assert grows in said[place], place


def test_a_queue_is_ahead_only_of_those_who_stand_in_it() -> None:
    said = everywhere(refused(now=300))
    assert "300 payments are ahead of you" in said["trace"]
    assert "ahead of you" not in said["other trace"]
    assert "300 payments wait" in said["other trace"]
    both = everywhere(refused(now=300, waiting=["parcels"]))
    assert "ahead of you" in both["other trace"]
    assert "ahead of you" not in both["trace"]
