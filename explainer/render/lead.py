"""The sign at the top of a page: one state, one sentence, the times, and the promise they make."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.model.vocabulary import Reality, State
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.sign import state_of, worst_page
from explainer.render import standing
from explainer.render.components import archive
from explainer.render.components.ahead import ahead
from explainer.render.components.disruption import sections
from explainer.render.components.open_now import ALL_OPEN, FIRST, in_words
from explainer.render.components.steps import brief
from explainer.render.components.times import Cell, cells, promise, strip
from explainer.render.escaping import STATE_WORDS, attr, glyph, prose, text
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import (
    clip,
    count,
    first_sentence,
    headline,
    language,
    lower_first,
    said,
    sentence,
    state_since,
    when,
)

LONGEST_SAY = 200


def lead(view: View, args: Mapping[str, str]) -> str:
    """The sign of a page of any kind; ``args["page"]`` names the kind."""
    page = args.get("page", "home")
    if page == "disruption":
        now = view.picture.disruption.get(args.get("subject", ""))
        return _disruption(view, now) if now else ""
    if page == "open":
        return _open(view, args)
    if page == "map":
        return _map(view, args)
    if page == "trace":
        return _trace(view, args)
    if page == "archive":
        return _archive(view, args)
    return _home(view)


def _sign(hue: str, body: list[str], aside: str) -> str:
    main = "\n".join(part for part in body if part)
    if not aside:
        return f'<div class="lead is-{hue}">\n<div class="wrap">\n{main}\n</div>\n</div>\n'
    return f'<div class="lead is-{hue}">\n<div class="wrap two">\n<div>\n{main}\n</div>\n{aside}\n</div>\n</div>\n'


def _state(state: State | None, words: str) -> str:
    mark = glyph(state, colour=False) if state else ""
    return f'<p class="state">{mark}<span>{words}</span></p>'


# Home


def _home(view: View) -> str:
    picture = view.picture
    now = picture.disruption.get(picture.lead)
    if now is None:
        title, say = quiet(view)
        worst = worst_page(picture)
        there = (
            (f"{view.disruption_url(worst)}#happening", "What is happening?")
            if worst
            else (f"{view.root}how/", "How it works")
        )
        body = [
            _state(picture.state, state_since(view, picture.state, picture.start)),
            f"<h1>{title}</h1>",
            f'<p class="say">{say}</p>' if say else "",
            strip(view, None),
            _buttons(there, ("#problem", "My problem")),
            promise(view, None),
        ]
        return _sign(picture.state.value, body, ahead(view))
    url = view.disruption_url(now.id)
    first = "What can I do?" if _can_do(now) else "What is happening?"
    anchor = "#you" if _can_do(now) else "#happening"
    body = [
        _state(picture.state, state_since(view, picture.state, picture.start)),
        f"<h1>{headline(view, now.disruption)}</h1>",
        _say(view, now),
        strip(view, now),
        _buttons((url + anchor, first), (f"{url}#why", "Why?")),
        promise(view, now),
    ]
    return _sign(picture.state.value, body, _brief(view, now))


def _can_do(now: DisruptionNow) -> bool:
    return bool(now.disruption.asks or now.disruption.instruction)


def _say(view: View, now: DisruptionNow, empathy: str = "") -> str:
    d = now.disruption
    if d.summary:
        return f'<p class="say">{prose(f"{sentence(d.summary)} {empathy}".strip())}</p>'
    told = view.said(d.description)
    if not told.text.strip():
        return f'<p class="say">{prose(empathy)}</p>' if empathy else ""
    first = told._replace(text=first_sentence(told.text, LONGEST_SAY))
    return f'<p class="say">{said(view, first)}</p>'


def _brief(view: View, now: DisruptionNow) -> str:
    lines = brief(view, now)
    if not lines:
        return ""
    rows = "\n".join(f"<li>{line}</li>" for line in lines)
    return f'<div class="brief">\n<h2>Why, in short</h2>\n<ol class="path">\n{rows}\n</ol>\n</div>'


# A disruption's page


def _disruption(view: View, now: DisruptionNow) -> str:
    d = now.disruption
    state = state_of(view.picture, now)
    over = now.standing is Standing.ENDED
    body = [
        _reality(view, d.reality),
        _state(state, standing.words(view, now)),
        f"<h1{language(view, view.said(d.headline))}>{_title(view, now)}</h1>",
        _say(view, now, d.empathy),
        _from(view, now),
        _ended_strip(view, now) if over else strip(view, now),
        _here(view, now),
        _no_more(view, _month(view, now)) if over else promise(view, now),
    ]
    rows = "\n".join(
        f'<li><a href="#{s.name}"><b>{order}</b>{prose(s.short)}</a></li>'
        for order, s in enumerate(sections(view, now), start=1)
    )
    toc = f'<nav aria-labelledby="h-toc">\n<h2 id="h-toc">On this page</h2>\n<ol class="toc">\n{rows}\n</ol>\n</nav>'
    return _sign(state.value if state else "over", body, toc)


def _title(view: View, now: DisruptionNow) -> str:
    words = view.said(now.disruption.headline)
    return prose(clip(words.text, 200)) if words.text.strip() else headline(view, now.disruption)


def _reality(view: View, reality: Reality) -> str:
    """The mark on a message that is not meant, unless the whole site is marked as the same exercise."""
    if reality is Reality.ACTUAL or (reality is Reality.EXERCISE and view.picture.exercise):
        return ""
    words = {Reality.EXERCISE: "Exercise", Reality.TEST: "Test", Reality.DRAFT: "Draft"}[reality]
    return f'<p class="mark"><b>{words.upper()}</b> This is not real.</p>'


def _from(view: View, now: DisruptionNow) -> str:
    """Who says it, where it is not our own bulletin, and the page that it is part of."""
    d = now.disruption
    told = "" if now.ours else f"{text(d.origin.publisher)} says this. "
    if now.id in view.picture.not_placed:
        told += "We do not know which part it is about, so those that it may be about are unknown. "
    parent = view.picture.disruption.get(now.gathered_by)
    if parent is not None:
        url = attr(view.disruption_url(parent.id))
        told += f'It is part of: <a href="{url}">{headline(view, parent.disruption)}</a>'
    return f'<p class="part-of">{told.strip()}</p>' if told else ""


def _here(view: View, now: DisruptionNow) -> str:
    names = {s.name for s in sections(view, now)}
    if "you" in names:
        return _buttons(("#you", "What can I do?"), ("#why", "Why?"))
    return _buttons(("#why", "Why?"), ("#updates", "All updates"))


def _ended_strip(view: View, now: DisruptionNow) -> str:
    times = [standing.beginning(view, now), (standing.ended_word(view, now), now.ended_at)]
    return cells(view, [Cell(label, when(view, at)) for label, at in times if at is not None])


def _no_more(view: View, also: str = "") -> str:
    """What is over promises nothing, and is not checked: the reader is led to what holds now."""
    home = f'<a href="{attr(view.root or "./")}">See how it is now</a>'
    return f'<p class="old">No further word is promised here. {home}{f", or {also}" if also else ""}</p>'


def _month(view: View, now: DisruptionNow) -> str:
    """html: the way to all that ended in the same month, where the site has an archive."""
    if not view.archive:
        return ""
    part = archive.Part(archive.month_of(view, now))
    return f'<a href="{attr(view.archive_url(part.name))}">all that ended in {part.title(view.words)}</a>'


# All that is open


def _open(view: View, args: Mapping[str, str]) -> str:
    picture = view.picture
    now = picture.disruption.get(picture.lead)
    body = [
        _state(picture.state, state_since(view, picture.state, picture.start)),
        f"<h1>{ALL_OPEN}</h1>",
        f'<p class="say">{prose(in_words(view, args.get("subject", FIRST)))}</p>',
        promise(view, now),
    ]
    return _sign(picture.state.value, body, strip(view, now))


# The archive


def _archive(view: View, args: Mapping[str, str]) -> str:
    also = ""
    if args.get("subject"):
        part, amount = archive.part_of(args)
        title, also = f"What ended in {part.title(view.words)}", f'<a href="{attr(view.archive_url())}">all months</a>'
        words = f"{count(amount, 'disruption')}{', newest first' if amount > 1 else ''}."
        if amount > archive.MOST_ROWS:
            words += f" Here: {part.first + 1}–{min(part.first + archive.MOST_ROWS, amount)}."
    else:
        title = args.get("title") or "What is over"
        amount = len(view.picture.in_standing(Standing.ENDED))
        words = f"{count(amount, 'disruption')}. Each keeps its page, as it was."
    body = [_state(None, "Ended"), f"<h1>{prose(title)}</h1>", f'<p class="say">{prose(words)}</p>']
    return _sign("over", [*body, _no_more(view, also)], "")


# The map and the traces


def _map(view: View, args: Mapping[str, str]) -> str:
    picture = view.picture
    bad = [s.name for s in view.system.symptoms if (c := picture.component.get(s.id)) and c.state is picture.state]
    words: str = state_since(view, picture.state, picture.start)
    if picture.state.disturbed and bad:
        names = ", ".join([lower_first(bad[0]), *map(lower_first, bad[1:3])])
        words = Markup("{}: {}{}").format(STATE_WORDS[picture.state], prose(names), " and more" if len(bad) > 3 else "")
    now = picture.disruption.get(picture.lead)
    title = args.get("title") or f"{view.system.title} on one map"
    say = _say(view, now) if now else f'<p class="say">{quiet(view)[1]}</p>'
    body = [_state(picture.state, words), f"<h1>{prose(title)}</h1>", say, promise(view, now)]
    return _sign(picture.state.value, body, strip(view, now))


def _trace(view: View, args: Mapping[str, str]) -> str:
    picture = view.picture
    here = picture.component.get(args.get("subject", ""))
    if here is None:
        return ""
    now = picture.disruption.get(picture.lead)
    state = here.state
    words = state_since(view, state, here.start) if state else "Nobody watches this"
    say = here.says or (here.component.otherwise if state in (State.NORMAL, None) else "")
    body = [
        _state(state, words),
        f"<h1>{prose(here.component.question or args.get('title', ''))}</h1>",
        f'<p class="say">{prose(sentence(say))}</p>' if say else "",
        promise(view, now),
    ]
    return _sign(state.value if state else "over", body, strip(view, now))


def _buttons(*links: tuple[str, str]) -> str:
    shown = "".join(
        f'<a class="btn{"" if index else " main"}" href="{attr(url)}">{words}</a>'
        for index, (url, words) in enumerate(links)
    )
    return f'<p class="do">{shown}</p>'
