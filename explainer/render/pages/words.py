"""The page of the words that people hear."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from explainer.render.components.head import About
from explainer.render.components.lead import Sign, growing_old, how_it_is
from explainer.render.components.times import promise
from explainer.render.escaping import prose, text
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The page's own title, and what it is for."""
    said = args.get("description") or _says(view)
    return About(of_site(view, args.get("title", "")), said, view.picture.state)


def sign(view: View, args: Args) -> Sign:
    """How it is now, and when the words were checked."""
    return growing_old(
        view,
        Sign(
            title=prose(args.get("title", "")),
            state=view.picture.state,
            words=how_it_is(view),
            says=prose(_says(view)),
            part_of=Markup(" ").join(_checked(view)),
            promise=promise(view, None),
        ),
        None,
    )


def _says(view: View) -> str:
    return view.words.gettext(
        "Announcements are short, and some hide more than they say. Here is what they mean, and what you can do."
    )


def _checked(view: View) -> Iterator[Markup]:
    """Who last read the phrases, and when."""
    book, words = view.phrases, view.words
    if book.checked is None:
        return
    day = text(words.full_date(book.checked))
    if book.checked_by:
        yield words.gettext("Words checked on %(date)s: %(who)s.", date=day, who=prose(book.checked_by))
    else:
        yield words.gettext("Words checked on %(date)s.", date=day)


PAGE = Page("words.html", about, sign, styles=("times", "age", "rows", "actions", "disruption", "phrases"))
