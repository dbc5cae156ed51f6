"""The live part of ``<head>``: a title and an icon that carry the state, and a description with its time."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.model.running_text import in_one_line, spoken
from explainer.model.vocabulary import Reality, State
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.sign import state_of
from explainer.render.components import archive
from explainer.render.components.open_now import ALL_OPEN, FIRST, in_words
from explainer.render.escaping import STATE_WORDS, attr, text
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import bare, clip, hour_and_day, plain, plain_headline, sentence

INK = "#10151c"
_PAPER = (("light", "#fff"), ("dark", "#0f1318"))
LONGEST_DESCRIPTION = 220

_ICONS = {
    State.NORMAL: "%3Cpath d='M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16z' fill='%2310704a'/%3E",
    State.WATCH: "%3Ccircle cx='10' cy='10' r='7' fill='none' stroke='%237a5c00' stroke-width='4'/%3E",
    State.SLOWED: "%3Cpath d='M10 2 19 18H1z' fill='%23ad4200'/%3E",
    State.STOPPED: "%3Cpath fill-rule='evenodd' d='M1 1h18v18H1zM4 8v4h12V8z' fill='%23b3122d'/%3E",
    State.UNKNOWN: (
        "%3Cg stroke='%23566071' stroke-width='3.6' fill='none'%3E"
        "%3Cpath d='M5 6.6a5 5 0 1 1 7.6 4.3c-1.8 1.1-2.6 1.7-2.6 3'/%3E%3Cpath d='M10 16v3.4'/%3E%3C/g%3E"
    ),
}


def head(view: View, args: Mapping[str, str]) -> str:
    """Title, description, theme colour and icon of a page of any kind."""
    subject = view.picture.disruption.get(args.get("subject", "")) if args.get("page") == "disruption" else None
    state = view.picture.state if subject is None else state_of(view.picture, subject)
    if args.get("page") == "trace":
        here = view.picture.component.get(args.get("subject", ""))
        state = here.state if here else state
    if args.get("page") == "archive":
        state = None
    drill = view.picture.exercise
    title = f"{'EXERCISE: ' if drill else ''}{_title(view, args, subject)}"
    lines = [
        f"<title>{text(title)}</title>",
        f'<meta name="description" content="{attr(_description(view, args, subject))}">',
        _theme(drill),
    ]
    if drill or (subject is not None and subject.disruption.reality is not Reality.ACTUAL):
        lines.append('<meta name="robots" content="noindex">')
    icon = _ICONS[state or State.UNKNOWN]
    start = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E"
    lines.append(f'<link rel="icon" href="{start}{icon}%3C/svg%3E">')
    return "\n".join(lines) + "\n"


def _theme(drill: bool) -> str:
    if drill:
        return f'<meta name="theme-color" content="{INK}">'
    return "\n".join(
        f'<meta name="theme-color" content="{colour}" media="(prefers-color-scheme: {scheme})">'
        for scheme, colour in _PAPER
    )


def _title(view: View, args: Mapping[str, str], subject: DisruptionNow | None) -> str:
    site, page = view.settings.site_name, args.get("page", "home")
    if subject is not None:
        prefix = {Standing.CURRENT: "Why: ", Standing.UPCOMING: "Upcoming: ", Standing.ENDED: "Over: "}
        return f"{prefix[subject.standing]}{plain_headline(view, subject.disruption)}, {site}"
    if page == "trace" and (here := view.picture.component.get(args.get("subject", ""))):
        word = f" {STATE_WORDS[here.state]}." if here.state else ""
        return f"{here.component.question}{word} {site}"
    if page == "map":
        return f"{args.get('title') or 'All on one map'}: {STATE_WORDS[view.picture.state].lower()}, {site}"
    if page in ("archive", "open"):
        return f"{_archived(view, args) if page == 'archive' else ALL_OPEN}, {site}"
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is not None:
        return f"{plain_headline(view, lead.disruption)}, {site}"
    return f"{plain(quiet(view)[0])}, {site}"


def _archived(view: View, args: Mapping[str, str]) -> str:
    if not args.get("subject"):
        return args.get("title") or "What is over"
    part, _ = archive.part_of(args)
    return f"What ended in {part.title(view.words)}" + (f", page {part.number}" if part.number > 1 else "")


def _description(view: View, args: Mapping[str, str], subject: DisruptionNow | None) -> str:
    """``As of 18:20 CET, 20 November: …`` in words that stay true on a shared card, because they are dated."""
    drill = " Exercise." if view.picture.exercise else ""
    if args.get("page") == "archive":
        return f"{_archived(view, args)}: every disruption with its headline, its times and its page.{drill}"
    if args.get("page") == "open":
        checked = hour_and_day(view, view.picture.checked_at or view.picture.now)
        return f"As of {checked}: {in_words(view, args.get('subject', FIRST))}{drill}"
    now = subject or view.picture.disruption.get(view.picture.lead)
    at = (now.written_at if now else view.picture.checked_at) or view.picture.now
    if now is None:
        said = plain(quiet(view)[1])
    else:
        told = now.disruption.summary or in_one_line(spoken(view.said(now.disruption.description).text))
        name = bare(plain_headline(view, now.disruption))
        said = f"{name}. {told}" if subject is None or not told else told
    if args.get("page") == "trace" and (here := view.picture.component.get(args.get("subject", ""))):
        said = here.says or here.component.says or said
    dated = f"As of {hour_and_day(view, at)}"
    return f"{dated}: {sentence(clip(said, LONGEST_DESCRIPTION))}{drill}"
