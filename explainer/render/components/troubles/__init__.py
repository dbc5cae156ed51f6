"""What went wrong at the parts that a reading page explains: when, how long and why, from the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.translation import Original
from explainer.model.trouble import Said, Trouble
from explainer.picture.model import DisruptionNow
from explainer.picture.past import lasted, over_at
from explainer.picture.troubled import troubled_by
from explainer.render.components.steps import stated_cause
from explainer.render.escaping import in_zone, text
from explainer.render.view import View, Wording
from explainer.render.words import bare, plain_headline, said

LONGEST = 160


class Row(NamedTuple):
    """One trouble: where its page is, what it was, when and how long, and why, where somebody states that."""

    url: str
    headline: Markup
    over: Markup
    cause: Markup


def troubles(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``troubles``; ``args["components"]`` names the parts, separated by spaces."""
    wanted = parts_in(view, args)
    if not wanted:
        return Markup("")
    told = view.year.told(wanted)
    return view.render(
        "components/troubles/template.html",
        rows=[_row(view, one) for one in told.newest],
        hidden=told.amount - len(told.newest),
        archive_url=view.archive_url() if view.archive else "",
    )


def key(view: View, args: Mapping[str, str]) -> str:
    """Another text whenever the region may say something else."""
    return view.year.key(parts_in(view, args))


def parts_in(view: View, args: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of the system that a region is about."""
    return tuple(dict.fromkeys(part for part in args.get("components", "").split() if part in view.system.by_id))


def trouble_of(view: View, now: DisruptionNow) -> Trouble | None:
    """What a page tells of a disruption that is over; nothing of one by which nothing went wrong."""
    parts = troubled_by(now)
    if not parts:
        return None
    d = now.disruption
    words = view.said(d, d.headline)
    shown = words if words.text.strip() else Wording(text=plain_headline(view, d))
    return Trouble(
        id=now.id,
        parts=tuple(sorted(parts)),
        ended_at=over_at(now),
        lasted=lasted(now),
        headline=Said(text=shown.text, lang=shown.lang),
        cause=_said(stated_cause(view, now)),
    )


def _said(words: str) -> Said:
    return Said(text=str(words), lang=words.lang if isinstance(words, Original) else "und")


def _row(view: View, one: Trouble) -> Row:
    cause = said(view, Wording(one.cause.lang, bare(one.cause.text)), LONGEST)
    return Row(
        view.disruption_url(one.id),
        said(view, Wording(one.headline.lang, one.headline.text), LONGEST),
        _over(view, one),
        view.words.gettext("Cause: %(cause)s.", cause=cause) if one.cause.text else Markup(""),
    )


def _over(view: View, one: Trouble) -> Markup:
    """The day on which it ended, with its year, and how long it was, where both ends are stated."""
    local = in_zone(one.ended_at, view.zone)
    day = Markup('<time datetime="{}">{}</time>').format(
        local.isoformat(timespec="minutes"), view.words.full_date(local.date())
    )
    if one.lasted is None:
        return day
    duration = text(view.words.duration(one.lasted))
    return view.words.gettext("%(day)s, after %(duration)s", day=day, duration=duration)
