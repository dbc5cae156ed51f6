"""The page that says how good our word has been."""

from __future__ import annotations

from datetime import datetime

from explainer.picture.ledger import Ledger, ledger_of
from explainer.render.components.estimates import how_good
from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old
from explainer.render.components.times import Cell, cells, promise, strip
from explainer.render.escaping import prose, text
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View
from explainer.render.words import on_day


def about(view: View, args: Args) -> About:
    """The page's own title, and how many promises were kept."""
    return About(of_site(view, _title(view, args)), _says(view, ledger_of(view.picture)))


def sign(view: View, args: Args) -> Sign:
    """How many promises were kept and how many ranges held, and since when it is counted."""
    kept = ledger_of(view.picture)
    shown = Sign(
        title=prose(_title(view, args)),
        words=text(view.words.gettext("Counted by the site itself")),
        says=prose(_says(view, kept)),
        times=cells(view, list(_counted(view, kept.since))),
        promise=promise(view, None),
        aside=strip(view, None),
    )
    return growing_old(view, shown, None)


def _title(view: View, args: Args) -> str:
    return args.get("title") or view.words.gettext("How good our word is")


def _says(view: View, kept: Ledger) -> str:
    words, many = view.words, len(kept.promises)
    if not many:
        return words.gettext("We have promised nothing yet that can be judged.")
    said = words.ngettext(
        "%(kept)d of %(num)d promised update came on time.",
        "%(kept)d of %(num)d promised updates came on time.",
        many,
        kept=kept.kept,
    )
    return f"{said} {how_good(view, kept).striptags()}".strip()


def _counted(view: View, since: datetime | None) -> list[Cell]:
    words = view.words
    if since is None:
        return []
    first = Cell(words.gettext("Counted from"), on_day(view, since))
    return [first, Cell(words.gettext("Until"), on_day(view, view.picture.now))]


PAGE = Page(
    "record.html", about, sign, styles=("times", "age", "rows", "actions", "axis", "estimates", "record", "disruption")
)
