"""What each channel tells of one fact, read back from what it publishes: pages, ``status.json``, Atom, the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from lxml import etree, html

from explainer.commands.terminal import told
from explainer.outputs.atom import feed_xml
from explainer.outputs.status import status_json
from explainer.render import pages
from explainer.render.components import banner, disruption, panel
from explainer.render.view import View

ATOM = "{http://www.w3.org/2005/Atom}"


class Published(NamedTuple):
    """The pages and outputs of one moment: the home page, a reading page, the page of one disruption."""

    home: str
    reading: str
    page: str
    status: Any
    feed: etree._Element
    terminal: str


def published(view: View, about: str, part: str) -> Published:
    """Everything that is made of a view, about one disruption, and for a reading page that explains one part."""
    subject = {"page": "disruption", "subject": about}
    return Published(
        home=pages.lead(view, {"page": "home"}),
        reading=banner.banner(view, {}) + panel.panel(view, {"components": part}),
        page="".join((pages.lead(view, subject), disruption.disruption(view, subject))),
        status=json.loads(status_json(view)),
        feed=etree.fromstring(feed_xml(view)),
        terminal=told(view.picture, view.system, view.settings, view.words),
    )


class Told(NamedTuple):
    """A next update as one channel tells it: its hour, and whether it is late."""

    hour: str
    late: bool


def promise_told(made: Published, about: str) -> Mapping[str, Told]:
    """The next update of what leads, by channel; a channel that says nothing of it is left out."""
    home, page = _parsed(made.home), _parsed(made.page)
    status = _of_status(made, about)
    entry = next(e for e in made.feed.iter(f"{ATOM}entry") if about in (e.findtext(f"{ATOM}id") or ""))
    found = {
        "strip of home": _in_strip(home),
        "strip of its page": _in_strip(page),
        "foot of home": _at_foot(home),
        "foot of its page": _at_foot(page),
        "axis": _in_words(
            _of(page, "next"),
            r"Next update: (?:was promised )?by (?:\d+ \w+(?: \d{4})?, )?(\d\d:\d\d)",
            "was promised by",
        ),
        "bar": _in_words(_first(made.reading, "news"), _SENTENCE, "is late"),
        "panel": _in_words(_first(made.reading, "times"), _SENTENCE, "is late"),
        "status.json": Told(_hour(status["next_update"]), status["overdue_since"] is not None),
        "status.json’s next word": Told(_hour(made.status["next_word"]), status["overdue_since"] is not None),
        "Atom": _in_words(entry.findtext(f"{ATOM}summary") or "", _SENTENCE, "is late"),
        "terminal": _in_words(
            made.terminal, r"(?:next word by|update promised for) (?:\S+ \S+, )?(\d\d:\d\d)", "is late"
        ),
    }
    return {channel: told_ for channel, told_ in found.items() if told_ is not None}


def estimate_told(made: Published, about: str) -> Mapping[str, tuple[list[str], bool]]:
    """When it is expected to be over and whether that time has passed, by channel."""
    stated = _of_status(made, about)["estimate"]
    named = stated["what"].removesuffix(".") or "It ends, says its source"
    (row,) = [found for found in _parsed(made.page).xpath('//*[@id="next"]//li') if named in found.text_content()]
    # Where both ends lie on one other day, that day is named once, before the two hours.
    moments = [at[:16] for at in row.xpath(".//time/@datetime") if "T" in at]
    return {
        "page": (moments, "that time has passed" in row.text_content()),
        "status.json": ([at[:16] for at in (stated["low"], stated["high"]) if at], stated["passed"]),
    }


def log_told(made: Published, about: str) -> Mapping[str, list[str]]:
    """When its publisher wrote, newest first, by channel: moments to the minute."""
    entries = [entry for entry in made.feed.iter(f"{ATOM}entry") if about in (entry.findtext(f"{ATOM}id") or "")]
    written = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
    return {
        "page": [_minute(at) for at in _parsed(made.page).xpath('//*[@id="updates"]//li/time/@datetime')],
        "status.json": [_minute(update["at"]) for update in _of_status(made, about)["updates"]][::-1],
        "Atom": [_minute(at.isoformat()) for at in written],
    }


def growth_told(made: Published) -> Mapping[str, float]:
    """By how much the one queue there is grows an hour, by channel."""
    (stated,) = made.status["constraints"]
    page = " ".join(_parsed(made.page).text_content().split())
    by = re.search(r"queue (grows|shrinks) by ([\d.]+)", page)
    shown = re.search(r"queue (grows|shrinks) by ([\d.]+)", made.terminal)
    return {
        "page": _rate(by),
        "status.json": stated["backlog_per_hour"],
        "terminal": _rate(shown),
    }


def _rate(said: re.Match[str] | None) -> float:
    return (float(said[2]) if said[1] == "grows" else -float(said[2])) if said else 0.0


def _of_status(made: Published, about: str) -> dict[str, Any]:
    found: dict[str, Any] = next(found for found in made.status["disruptions"] if found["id"] == about)
    return found


def _parsed(markup: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{markup}</div>")


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%dT%H:%M}"


_SENTENCE = r"(?:Next update by|update promised for) (?:\d+ \w+(?: \d{4})?, )?(\d\d:\d\d)"


def _hour(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%H:%M}"


def _in_words(words: str, hour: str, late: str) -> Told | None:
    found = re.search(hour, words)
    return Told(found[1], late in words) if found else None


def _in_strip(page: html.HtmlElement) -> Told | None:
    cells = page.xpath('//dl[contains(@class, "strip")]/div[@class="last"]')
    if not cells:
        return None
    return Told(_hour(cells[0].xpath(".//time/@datetime")[0]), "Was promised" in cells[0].text_content())


def _at_foot(page: html.HtmlElement) -> Told | None:
    for old in page.xpath("//p[@data-due]"):
        late = page.xpath("//p[@class='late' and not(@hidden)]")
        return Told(_hour(old.get("data-due")), bool(late))
    return None


def _of(page: html.HtmlElement, section: str) -> str:
    return " ".join(" ".join(found.text_content() for found in page.xpath(f'//section[@id="{section}"]')).split())


def _first(markup: str, name: str) -> str:
    found = _parsed(markup).xpath(f'//*[contains(concat(" ", @class, " "), " {name} ")]')
    return " ".join(found[0].text_content().split()) if found else ""
