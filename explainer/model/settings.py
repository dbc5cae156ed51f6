"""What the operator sets for the whole site in ``mkdocs.yml``, under the ``explainer`` plugin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

from explainer.model.drill import DrillRun
from explainer.model.notifying import Addressee
from explainer.model.value import Moment, Value, WebAddress, Words
from explainer.model.vocabulary import Channel, Compression, Engine, Skin, Submission


class Contact(Value):
    """Whom to call when the page is old or the reader has no connection."""

    name: str = ""
    """Who answers. Example: Airport information"""
    phone: str = ""
    """The number to call. Example: +33 4 00 00 00 00"""
    hours: str = "at any hour"
    """When somebody answers. Example: at any hour"""


class Way(Value):
    """A link in the header or the footer of crisis pages: to a page in ``content/`` or a whole address.

    Without a ``name`` it is called as its page is.
    """

    to: str
    """A page, by its path in the folder of pages, or a whole address. Example: how/index.md"""
    name: str = ""
    """What the link says; without it the title of the page. Example: How it works"""

    @property
    def is_whole(self) -> bool:
        """Whether it leads to another site."""
        return self.to.startswith(("https://", "http://"))


class Exercise(Value):
    """A drill: the same machinery with a frozen clock, marked on every page and in every output."""

    now: Moment
    """The moment at which the clock stands, with its offset. Example: 2026-11-20T18:24:00+01:00"""
    says: Words = "Practice only. Nothing here is real."
    """What stands on top of every page."""
    note: str = ""
    """One more sentence on what is practised."""


class Destination(Value):
    """A place elsewhere at which the site is read. Secrets of it are in the environment, or the machine’s own role."""

    to: Words
    """A store, a folder, or a machine with rsync. Example: s3://our-status-page"""
    endpoint: WebAddress | None = None
    """The address of a store that is not Amazon’s. Example: https://s3.example.net"""
    region: str = ""
    """The region of the store. Example: eu-central-1"""
    compress: Compression | None = None
    """How compressed files come there; without it in-place in a store, and beside elsewhere."""
    old_styles_for: timedelta = timedelta(days=1)
    """How long styles, scripts and images stay that no page names any more, for pages that are still open. Example:
    1 day
    """
    one_machine: bool = False
    """Whether one machine alone publishes there, so that nothing need keep others out; for stores that cannot."""
    purge: WebAddress | None = None
    """An address that is sent the changed addresses once they are published, as Cloudflare takes them.
    Example: https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache
    """
    purge_command: tuple[Words, ...] = ()
    """A command and its words that is given the changed addresses once they are published, one a line."""


class AskForm(Value):
    """Where a question goes that somebody types: a service of the operator's choice, which we neither run nor script.

    The names are those that this service expects of its fields.
    """

    to: WebAddress
    """The address that takes questions. Example: https://forms.example.org/why"""
    method: Submission = Submission.POST
    """How it takes them: post or get from a form on our page, link for a form that is a page of its own.
    Example: post
    """
    question: Words = "question"
    """What the field with the question is called there. Example: entry.1071"""
    contact: str = ""
    """What the field for an answer’s address is called there; without it nobody is asked for one. Example: contact"""
    page: str = "page"
    """What the field is called there that names the page of the site. Example: page"""
    component: str = "component"
    """What the field is called there that names the part. Example: component"""


class Asking(Value):
    """How customers can ask why. Only what stands here is shown, and the phone of contact:."""

    mailto: Annotated[str, Meta(pattern=r"^[^\s@<>?&,]+@[^\s@<>?&,]+\Z")] | None = None
    """The address for questions by mail. Example: why@example.org"""
    form: AskForm | None = None
    """A form for questions, of a service of your choice."""
    card: str = ""
    """Where cards for questions lie, and what becomes of them; the page that prints one is content/questions/card.md.
    Example: At the desk in hall A. Staff type them in within 30 minutes.
    """
    keeps: str = ""
    """What becomes of what people send. Example: We use an address once, for the answer, and delete it within 7 days.
    """
    helped: WebAddress | None = None
    """An address that counts whether answers help: it is asked with page= and answer=yes or no.
    Example: https://forms.example.org/helped
    """


class Settings(Value):
    """The operator's choices."""

    site_name: Words
    """The name of the site; written at the top of mkdocs.yml."""
    site_url: str = ""
    """The address of the site; written at the top of mkdocs.yml."""
    language: str = "en"
    """The language of the site; that of the theme."""
    zone: str = "UTC"
    """The zone in which every page shows its times. Example: Europe/Paris"""
    contact: Contact = Contact()
    """Whom to call when the page is old or the reader has no connection."""
    ask: Asking | None = None
    """How customers can ask why."""
    exercise: Exercise | None = None
    """Makes the whole site an exercise with a frozen clock."""
    drill: DrillRun | None = None
    """The run of a drill that the whole site is; only explainer drill writes it."""
    keep: Annotated[int, Meta(ge=1)] = 3
    """How many earlier versions of the site are kept for a rollback. Example: 3"""
    keep_files: tuple[Words, ...] = ()
    """Files of others in the folder of the site that stay there, by their paths in it: * stands for any part of a name,
    a / at the end for a folder with all that is in it. What hosts want, such as CNAME, stays in any case.
    Example: press/
    """
    second_reader_within: timedelta = timedelta(minutes=10)
    """How long the last word of a bulletin may stand before its page says that no second person has read it. Example:
    10 min
    """
    looked_by: str = ""
    """The party that signs a look where none is named, by its id."""
    at: str = ""
    """The folder of the site in which the crisis pages lie; without it they are its home. Example: status/"""
    header: tuple[Way, ...] | None = None
    """The links at the top of crisis pages, written as in nav; without it the usual ones that are there."""
    footer: tuple[Way, ...] | None = None
    """The links at the bottom of crisis pages, written as in nav; without it the usual ones that are there."""
    skin: Skin = Skin.SITE
    """Whose look reading pages have. Example: site"""
    without: tuple[Channel, ...] = ()
    """What is not made of all that leaves the site beside its pages. Example: calendar"""
    brief_dir: Words = "brief"
    """The folder in which the briefs for staff lie, from that of mkdocs.yml; never in the site. Example: brief"""
    publish: tuple[Destination, ...] = ()
    """Where explainer publish brings the site."""
    notify: tuple[Addressee, ...] = ()
    """Who is told of each update, beside the page."""
    hub: WebAddress | None = None
    """A WebSub hub that is told whenever a feed has changed at the place where the site is read, and tells its readers.
    Example: https://pubsubhubbub.appspot.com/
    """
    indexnow: Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{8,128}\Z")] | None = None
    """The key by which search engines that know IndexNow believe which pages are new; it is published, and no secret.
    Example: 4f2c8a06d1b94e7f
    """
    engine: Engine | None = None
    """The generator that builds the pages; without it MkDocs, or ProperDocs where that alone is installed."""

    def makes(self, channel: Channel | str) -> bool:
        """Whether the site has what a channel brings, so that a page may link it; templates say its name."""
        return channel not in self.without

    def clock(self, wall: datetime) -> datetime:
        """The moment that the site speaks of when the clock on the wall shows ``wall``: an exercise has its own."""
        if self.drill is not None:
            return self.drill.clock(wall).astimezone(self.tz)
        return self.exercise.now if self.exercise is not None else wall

    @property
    def is_frozen(self) -> bool:
        """Whether its clock is another than the reader's, so that no browser may compare the two."""
        return self.exercise is not None and not (self.drill is not None and self.drill.is_live)

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.zone)
