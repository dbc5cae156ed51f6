"""A section of a page: its heading, which is also its anchor, and what stands below it."""

from __future__ import annotations

from markupsafe import Markup

from explainer.render.view import View


def section(view: View, name: str, title: str, body: Markup, order: int = 0) -> Markup:
    """``name`` is the anchor, ``title`` plain text; ``order`` is shown before it, where the sections are numbered."""
    return view.render("components/section/template.html", name=name, title=title, body=body, order=order)
