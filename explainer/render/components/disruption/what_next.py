"""What next: what lies ahead on an axis of time, what that rests on, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.picture.foreseen import Foreseen, foreseen
from explainer.picture.model import Basis, ComponentNow, DisruptionNow, Standing
from explainer.render.components.axis import Span, axis
from explainer.render.components.estimates import how_good
from explainer.render.components.unplaced import in_short
from explainer.render.escaping import text
from explainer.render.foreseen import called, expected, over
from explainer.render.view import View
from explainer.render.words import bare, sentence, when


class Reason(NamedTuple):
    """What is told of one thing ahead: what it is, as a sentence, and the reason for it; ``main`` is of the end."""

    what: str
    says: str
    main: bool = False


def what_next(view: View, now: DisruptionNow) -> Markup:
    """The body of the section; nothing where nothing lies ahead and nothing is unknown."""
    coming, is_open = foreseen(now, view.picture.now), now.standing is not Standing.ENDED
    reasons, unknown = list(_reasons(view, now, coming)), list(_unknown(view, now))
    if not is_open and now.estimates and not unknown:
        return Markup("")
    if not (coming or reasons or unknown):
        return Markup("")
    return view.render(
        "components/disruption/what_next.html",
        answer=over(view, now) if now.standing is Standing.CURRENT else "",
        axis=axis(view, [_on_axis(view, ahead) for ahead in coming]) if coming else "",
        reasons=reasons,
        unknown=unknown,
        how_good=how_good(view) if now.ours and is_open and any(ahead.low for ahead in coming) else "",
    )


def _on_axis(view: View, ahead: Foreseen) -> Span:
    return Span(called(view.words, ahead), expected(view, ahead), ahead.low, ahead.high)


def _reasons(view: View, now: DisruptionNow, coming: tuple[Foreseen, ...]) -> Iterator[Reason]:
    """What each expectation rests on, the estimate of the end first; and why there is not more to come sooner."""
    words = view.words
    for ahead in sorted(coming, key=lambda ahead: not ahead.main):
        if ahead.basis:
            what = words.gettext("What this rests on.") if ahead.main else sentence(bare(ahead.what))
            yield Reason(what, sentence(ahead.basis), ahead.main)
    if now.disruption.account.quiet_reason and now.standing is Standing.CURRENT:
        yield Reason(words.gettext("Why the next update is not sooner."), sentence(now.disruption.account.quiet_reason))


def _unknown(view: View, now: DisruptionNow) -> Iterator[str]:
    """What the bulletin says it does not know, and what no source tells us at this moment; each is a sentence."""
    yield from (sentence(unknown) for unknown in now.disruption.account.unknowns)
    if now.ours and now.standing is Standing.CURRENT:
        yield from (told for here in view.picture.components if (told := _untold(view, here)))


def _untold(view: View, here: ComponentNow) -> str:
    words, part = view.words, here.component.name
    if here.basis is Basis.NOT_UNDERSTOOD:
        messages = in_short(view, here.unplaced)
        return words.gettext("%(part)s: we could not place %(messages)s.", part=part, messages=messages)
    if here.basis is not Basis.SILENT or here.since is None:
        return ""
    since, name = when(view, here.since), text(part)
    if here.by:
        return words.gettext("%(part)s: %(who)s is silent since %(time)s.", part=name, who=text(here.by), time=since)
    return words.gettext("%(part)s: its source is silent since %(time)s.", part=name, time=since)
