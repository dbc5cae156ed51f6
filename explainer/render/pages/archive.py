"""The pages of the archive: nothing on them is of the present."""

from __future__ import annotations

from markupsafe import Markup

from explainer.picture.model import Standing
from explainer.render.components.archive import MOST_ROWS, part_of
from explainer.render.components.head import About
from explainer.render.components.lead import Sign
from explainer.render.escaping import link, prose, text
from explainer.render.pages.disruption import no_more
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The month, or all there is."""
    title = _title(view, args)
    said = view.words.gettext("%(title)s: every disruption with its headline, its times and its page.", title=title)
    return About(of_site(view, title), said)


def _title(view: View, args: Args) -> str:
    if not args.get("subject"):
        return args.get("title") or view.words.gettext("What is over")
    part, _ = part_of(args)
    month = part.title(view.words)
    if part.number == 1:
        return view.words.gettext("What ended in %(month)s", month=month)
    page = str(part.number)
    return view.words.gettext("What ended in %(month)s, page %(page)s", month=month, page=page)


def sign(view: View, args: Args) -> Sign:
    """How many are over, of a month or of all."""
    words = view.words
    if args.get("subject"):
        part, _ = part_of(args)
        title = words.gettext("What ended in %(month)s", month=part.title(view.words))
        says, also = _of_month(view, args), link(view.archive_url(), words.gettext("all months"))
    else:
        title, says, also = _title(view, args), _of_all(view), Markup("")
    ended = text(words.gettext("Ended"))
    return Sign(title=prose(title), words=ended, says=prose(says), promise=no_more(view, also))


def _of_month(view: View, args: Args) -> str:
    (part, amount), words = part_of(args), view.words
    said = words.ngettext("%(num)d disruption.", "%(num)d disruptions, newest first.", amount)
    if amount <= MOST_ROWS:
        return said
    shown = words.range(part.first + 1, min(part.first + MOST_ROWS, amount))
    here = words.gettext("Here: %(range)s.", range=shown)
    return f"{said} {here}"


def _of_all(view: View) -> str:
    amount = view.picture.amount(Standing.ENDED)
    return view.words.ngettext(
        "%(num)d disruption. Each keeps its page, as it was.",
        "%(num)d disruptions. Each keeps its page, as it was.",
        amount,
    )


PAGE = Page("archive.html", about, sign, styles=("times", "rows", "archive"))
