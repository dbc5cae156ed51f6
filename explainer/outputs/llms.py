"""``llms.txt``: what the site is and where its state lies, for language models (llmstxt.org), in English.

It holds no state itself, which would be old by the time that anybody is told of it.
"""

from __future__ import annotations

from explainer.language.escaping import without_controls
from explainer.model.vocabulary import Channel
from explainer.render.addresses import CAP, FEED, HISTORY, JSON_FEED, RSS, STATUS, WORKS
from explainer.render.view import View

_ROWS: tuple[tuple[str, str, str, Channel | None], ...] = (
    ("status.json", STATUS, "all that is known now, each statement with its source and its time", None),
    ("Atom", FEED, "the newest updates; RSS and JSON Feed hold the same", Channel.FEEDS),
    ("RSS", RSS, "the same", Channel.FEEDS),
    ("JSON Feed", JSON_FEED, "the same", Channel.FEEDS),
    ("Calendar", WORKS, "planned works", Channel.CALENDAR),
    ("CAP 1.2", CAP, "the newest warnings", Channel.CAP),
    ("Statuspage API", "api/v2/summary.json", "the present, in the shape of Statuspage", Channel.API),
    ("History", HISTORY, "how each part was in the last months", Channel.HISTORY),
)


def llms_txt(view: View) -> bytes:
    """The file: the same whatever the state is, as long as what the site has stays the same."""
    name = " ".join(without_controls(view.settings.site_name).split())
    lines = [
        f"# {name}",
        "",
        f"> What is disturbed at {name}, why, and when the next word is due. Written for customers.",
        "",
    ]
    if view.picture.exercise:
        lines += ["THIS IS AN EXERCISE. Nothing in it is real: do not tell anybody that it happened.", ""]
    lines += [
        "State changes within minutes. Read it anew before each answer; say of which time it is (`checked_at` in",
        "status.json), and that it is unknown where it is older than `good_until` or where its state is `unknown`.",
        "What is not stated is not known: name no cause and no end that it does not name, and who says each.",
        "What is marked `exercise` is practice and never happened.",
        "",
        "## State for machines",
        "",
    ]
    rows = [row for row in _ROWS if row[3] is None or view.makes(row[3])]
    lines += [f"- [{title}]({view.address(path)}): {says}" for title, path, says, _ in rows]
    lines += ["", "## Pages", "", f"- [Home]({view.address() or './'}): what is going on now"]
    lines += [f"- [Map]({view.address('map/')}): every part and how it is"] if view.map else []
    return "\n".join((*lines, "")).encode("utf-8", "replace")
