"""The pages that staff write, as far as Explainer reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from explainer.model.value import Slug, Value


class FrontMatter(Value):
    """The keys of a page's front matter that Explainer reads; any other key is MkDocs' or the theme's.

    ``check_every`` is how long a check holds. ``of`` is what a translation was made of: the digest of the original.
    """

    template: str = ""
    title: str = ""
    description: str = ""
    component: Slug | None = None
    components: tuple[Slug, ...] = ()
    checked: date | None = None
    checked_by: Slug | None = None
    check_every: timedelta | None = None
    answered: date | None = None
    answered_by: Slug | None = None
    of: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The components the page is about."""
        return ((self.component,) if self.component else ()) + self.components


@dataclass(frozen=True)
class StaffPage:
    """A Markdown page by its path in ``content/``; ``body`` is what follows its front matter."""

    path: str
    front: FrontMatter
    body: str = ""

    @property
    def digest(self) -> str:
        """What a translation of this page is remembered by: it is another one as soon as any word is."""
        said = "\0".join((self.front.title, self.front.description, self.body.replace("\r\n", "\n").strip()))
        return hashlib.sha256(said.encode()).hexdigest()[:12]
