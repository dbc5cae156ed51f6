"""What the record tells of a bulletin's figures: changes that no update tells, and lost numbers."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import Located
from explainer.errors import Finding, Level
from explainer.model.account import Counted
from explainer.model.disruption import Disruption, Update
from explainer.model.placeholders import named_in
from explainer.record.lifecycle import as_published


def judged_figures(bulletin: Disruption, before: Disruption | None, located: Located) -> Iterator[Finding]:
    """Advice on the figures of a bulletin as it is written now; ``before`` is what was published of it last."""
    published = as_published(before, bulletin)
    yield from _unsaid(bulletin, before, located)
    for index, update in enumerate(published.updates[:-1]):
        for name in sorted(_names_in(update) & bulletin.account.figures.keys() - update.figures.keys()):
            problem = f"names “{name}”, and nothing tells what that was at {update.at:%H:%M}"
            remedy = f"write it in this update, under figures: {name}:"
            yield located.finding(("updates", index, "says"), problem, remedy, level=Level.ADVICE)


def _unsaid(bulletin: Disruption, before: Disruption | None, located: Located) -> Iterator[Finding]:
    """Figures that are others than when the newest update was published, which is still the newest."""
    if before is None or not before.updates or len(bulletin.updates) != len(before.updates):
        return
    was = before.updates[-1].figures
    for name, counted in bulletin.account.figures.items():
        if name in was and not counted.agrees(was[name]):
            problem = f"was {_said(was[name])} in the last update, and no update tells that it is {_said(counted)}"
            remedy = "add an update: what it was and is now is then told by itself"
            yield located.finding(("figures", name), problem, remedy, level=Level.ADVICE)


def _names_in(update: Update) -> set[str]:
    words = (update.says, update.changed, update.late_because)
    return {named.name for one in words for named in named_in(one)}


def _said(counted: Counted) -> str:
    ends = dict.fromkeys(f"{end:g}" for end in counted.range or ())
    return "–".join(ends) + (f" of {counted.of:g}" if counted.of is not None else "")
