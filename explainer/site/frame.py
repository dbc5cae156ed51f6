"""The frames of the pages: what the templates need beside staff's words and the live regions."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from pathlib import Path

from explainer.declarations.front_matter import FrontMatter
from explainer.declarations.settings import Settings
from explainer.declarations.system import System
from explainer.render.escaping import text
from explainer.render.shapes import sprite
from explainer.render.words import full_date
from explainer.site.sheets import page_style

HERE = Path(__file__).parents[1] / "theme"
TEMPLATES = HERE / "templates"

_HEADING = re.compile(r"(?=<h2\b)")
_CLOSE = re.compile(r"</h2>")


class Frame:
    """Given to every template as ``explainer``."""

    def __init__(self, settings: Settings, theme: Path | None) -> None:
        self.settings = settings
        self.theme = theme
        self.glyphs = sprite()
        self.script = _script("late")
        self.checked_script = _script("checked")

    def style(self, page: str, more: str, root: str) -> str:
        """The inlined style of one kind of crisis page; ``more`` are the sheets that its template names."""
        return page_style(page, more.split(), self.theme, f"{root}/")

    @property
    def policy(self) -> str:
        """The content security policy of a crisis page: its own style, its own script, nothing from elsewhere."""
        digest = base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode()
        return (
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
            f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )

    @property
    def is_frozen(self) -> bool:
        """Whether the clock stands still, so that the page must not compare itself with the reader's."""
        return self.settings.exercise is not None


def _script(name: str) -> str:
    return (HERE / "script" / f"{name}.js").read_text(encoding="utf-8").strip()


def sections(html: str) -> str:
    """Staff's words on a crisis page, each second heading opening a section like the live ones.

    What stands before the first heading, and live regions between sections, are left as they are.
    """
    out: list[str] = []
    for part in _HEADING.split(html):
        closing = _CLOSE.search(part)
        if not part.startswith("<h2") or not closing:
            out.append(part)
            continue
        heading, rest = part[: closing.end()], part[closing.end() :]
        words, live = _until_region(rest)
        out.append(f'<section class="sec words">{heading}<div>{words.strip()}</div></section>{live}')
    return "".join(out)


def signature(front: FrontMatter, system: System) -> str:
    """Who vouches for a reading page, and since when."""
    said = []
    if front.answered:
        said.append(f"Answered {_signed(front.answered, front.answered_by, system)}.")
    if front.checked:
        said.append(f"Checked {_signed(front.checked, front.checked_by, system)}.")
    return f'<p class="signed">{" ".join(said)}</p>' if said else ""


def _signed(on: date, by: str | None, system: System) -> str:
    who = f" by {text(system.party_name(by))}" if by else ""
    return f'<time datetime="{on.isoformat()}">{full_date(on)}</time>{who}'


def _until_region(html: str) -> tuple[str, str]:
    at = html.find("<div data-live=")
    return (html, "") if at < 0 else (html[:at], html[at:])
