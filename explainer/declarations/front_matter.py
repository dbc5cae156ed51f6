"""The front matter of staff's pages, as far as Explainer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import ConfigDict

from explainer.model.disruption import Model, Slug


class FrontMatter(Model):
    """The keys of a page's front matter that Explainer reads; any other key is MkDocs' or the theme's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    template: str = ""
    title: str = ""
    description: str = ""
    component: Slug | None = None
    components: tuple[Slug, ...] = ()
    checked: date | None = None
    checked_by: Slug | None = None
    answered: date | None = None
    answered_by: Slug | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """The components the page is about."""
        return ((self.component,) if self.component else ()) + self.components


@dataclass(frozen=True)
class StaffPage:
    """A Markdown page by its path in ``content/``."""

    path: str
    front: FrontMatter
