"""What a page wears while it is only looked at: a bar that says so, what is to be mended, and what reloads it.

The bar speaks English, as the command line does. A crisis page keeps its policy, which is told of this one script, and
that it may ask this machine for the version: here and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup

from explainer.errors import Finding, Level
from explainer.preview.live import State

VERSION = "/__explainer/version"
"""Where the script asks whether anything is new."""

MOST_NAMED = 20
"""How many findings the bar lists before it counts the others."""

_HERE = Path(__file__).parent
_SCRIPT = (_HERE / "reload.js").read_text(encoding="utf-8").strip()
_STYLE = (_HERE / "bar.css").read_text(encoding="utf-8").strip()
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()

_POLICY = re.compile(
    r'(<meta http-equiv="Content-Security-Policy" content="[^"]*?)(?:connect-src \'self\'; )?script-src '
)
_SCRIPTS = re.compile(_POLICY.pattern + r"[^;\"]*")
_NOTHING = Markup("")
_BODY = re.compile(r"<body\b[^>]*>")
_TITLE = re.compile(r"<title>(?=([^<]*))")


def dressed(page: bytes, state: State, version: str) -> bytes:
    """A page with the bar at its head; ``version`` is what :data:`VERSION` answers as long as nothing is new."""
    html = page.decode("utf-8", "surrogateescape")
    html = _POLICY.sub(rf"\1connect-src 'self'; script-src 'sha256-{_HASH}' ", html, count=1)
    return _with_bar(html, state, str(_bar(state, version)))


def _with_bar(html: str, state: State, bar: str) -> bytes:
    if state.drafts:
        html = _TITLE.sub(lambda title: _title(title, state.marks), html, count=1)
    return _BODY.sub(lambda body: body[0] + bar, html, count=1).encode("utf-8", "surrogateescape")


def dressed_for_mkdocs(page: bytes, state: State) -> bytes:
    """A page with the bar, for ``mkdocs serve``, whose own script in it is another one each time."""
    html = page.decode("utf-8", "surrogateescape")
    html = _SCRIPTS.sub(r"\1connect-src 'self'; script-src 'self' 'unsafe-inline'", html, count=1)
    return _with_bar(html, state, str(_worn(state)))


def instead(state: State, version: str) -> bytes:
    """The page to show while there is none yet."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Nothing to show yet</title></head>'
        "<body><main><h1>Nothing to show yet</h1><p>Mend what is named above; this page follows by itself.</p></main>"
        "</body></html>"
    )
    return dressed(page.encode(), state, version)


def _title(title: re.Match[str], marks: tuple[str, ...]) -> str:
    is_marked = any(mark in title[1] for mark in marks)
    return title[0] if is_marked or not marks else f"{title[0]}{Markup.escape(marks[0])}: "


def _bar(state: State, version: str) -> Markup:
    """The bar with what reloads the page."""
    ended = Markup(
        "<p data-ended hidden><b>ENDED</b> This preview has ended, and shows nothing new. Start it again with "
        "<code>explainer serve</code>.</p><script>{}</script>"
    ).format(Markup(_SCRIPT))  # noqa: S704  # a file of ours
    return _worn(state, Markup(' data-version="{}"').format(version), ended)


def _worn(state: State, attributes: Markup = _NOTHING, after: Markup = _NOTHING) -> Markup:
    lines = Markup("\n").join(_lines(state))
    return Markup(
        '<aside class="x-preview" lang="en" dir="ltr" aria-label="Preview"{}><style>{}</style>{}{}</aside>'
    ).format(attributes, Markup(_STYLE), lines, after)  # noqa: S704  # a file of ours


def _lines(state: State) -> Iterator[Markup]:
    yield Markup("<p><b>PREVIEW</b> Nothing you see here is published. {}</p>").format(_as_of(state))
    if state.trouble:
        yield Markup("<p><b>OLD</b> This is the page as it was before. <span>{}</span></p>").format(state.trouble)
    if state.drafts:
        named = ", ".join(f"“{one}”" for one in state.drafts)
        yield Markup("<p><b>DRAFT</b> {} published as long as it says <code>reality: draft</code>: {}.</p>").format(
            "Never" if len(state.drafts) == 1 else "Each is never", named
        )
    errors = [finding for finding in state.findings if finding.level is Level.ERROR]
    advice = [finding for finding in state.findings if finding.level is not Level.ERROR]
    if errors:
        count = f"{len(errors)} thing{'' if len(errors) == 1 else 's'} to mend"
        yield _listed(count, errors)
    if advice:
        yield _listed(f"{len(advice)} piece{'' if len(advice) == 1 else 's'} of advice", advice)


def _as_of(state: State) -> str:
    return f"As of {state.at:%H:%M:%S}." if state.at is not None else ""


def _listed(count: str, findings: list[Finding]) -> Markup:
    first = findings[0]
    rows = Markup("").join(_rows(findings[:MOST_NAMED]))
    more = len(findings) - MOST_NAMED
    rest = Markup("<p>and {} more: run <code>explainer check</code></p>").format(more) if more > 0 else Markup("")
    where = f"{first.file}:{first.line}"
    return Markup("<details><summary><b>{}</b> <code>{}</code></summary><ol>{}</ol>{}</details>").format(
        count, where, rows, rest
    )


def _rows(findings: Iterable[Finding]) -> Iterator[Markup]:
    for finding in findings:
        where, _, said = str(finding).partition(" ")
        yield Markup("<li><code>{}</code> {}</li>").format(where, said)
