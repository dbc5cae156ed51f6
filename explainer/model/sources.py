"""Feed declarations: what a source is, how often to ask, what silence and absence mean, how to map it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from explainer.model.fields import Fields
from explainer.model.value import SEVERAL, Slug, Value, WebAddress, Words
from explainer.model.vocabulary import BULLETIN, Absence, EffectCode, State, Unmatched

Several = Annotated[tuple[Words, ...], SEVERAL]

USUALLY_STALE = timedelta(minutes=30)
"""How long a good answer counts where its declaration does not say."""


class Match(Value):
    """What a rule looks for. Values of one key are alternatives; several keys must all match."""

    event: Several = ()
    """The kind of event, whole, as the publisher names it."""
    category: Several = ()
    """The category, whole, as the publisher names it."""
    words: Several = ()
    """A whole word or phrase anywhere in headline and description. Example: airport road closed"""
    entity: Several = ()
    """A place, line or service, whole, by name or code."""


class Rule(Value):
    """One row of a mapping: what matches pins ``component`` in ``state``, stating ``cause`` if given."""

    match: Match
    """What to look for. Values of one key are alternatives; several keys must all match."""
    component: Slug
    """The part that it concerns, by its id in content/system.yml."""
    state: State
    """What it means for that part."""
    cause: Slug | None = None
    """The part that the publisher states as its cause, by its id."""
    effect: EffectCode | None = None
    """The effect, as a code that machines know."""


class May(Value):
    """What a feed is trusted with; what it may not do is left out, and said under the sources."""

    set_: tuple[Slug, ...] | None = msgspec.field(default=None, name="set")
    """The parts that it may give a state; without it, those that its own mapping names, and for your own bulletins all.
    """
    worst: State = State.STOPPED
    """The worst state that it may give."""
    lead: bool | None = None
    """Whether one of its messages may lead the home page; without it, only your own bulletins may."""


class AtMost(Value):
    """How much a feed may bring before it counts as flooding: the worst and the newest are kept, the rest is counted.

    What staff write beside the declarations is never left out.
    """

    new_per_hour: Annotated[int, Meta(ge=1, le=10_000)] = 500
    """How many new messages an hour may bring; the first answer may bring as many as the feed may hold."""
    held: Annotated[int, Meta(ge=1, le=10_000)] = 2_000
    """How many messages it may have open at once."""


class Source(Value):
    """A declared feed.

    One that is not ``enabled`` is judged as any other, and else as good as not declared: no page knows of it.
    """

    id: Slug
    """The name of the file; never written in it."""
    enabled: bool = True
    """false switches it off: nobody asks it, and it vouches for nothing."""
    publisher: Words
    """Who speaks there, for readers. Example: Road authority"""
    party: str = ""
    """The party of content/system.yml that it is, by its id."""
    format: Slug
    """The format; explainer feeds formats lists them. Example: rss"""
    url: WebAddress | None = None
    """Where to ask. Example: https://roads.example/airport.rss"""
    file: str | None = None
    """Instead of an address: a file or a folder beside the declarations. Example: bulletins"""
    every: timedelta = timedelta(minutes=5)
    """How often to ask. Example: 5 min"""
    stale_after: timedelta | None = None
    """How old its last good answer may be; of bulletins, how old their last word may be. Example: 60 min"""
    zone: str = "UTC"
    """Where times without an offset are read. Example: Europe/Paris"""
    language: str = "und"
    """The language it is in, where it names none. Example: en"""
    absence: Absence = Absence.NOTHING
    """What it means that a message is gone."""
    grace: timedelta | None = None
    """How long what vanished still counts; only with absence ended. Example: 10 min"""
    lasts: timedelta | None = None
    """How long a message counts that states no end; without it, until the feed says more. Example: 6 h"""
    terms: str = ""
    """The licence of the feed, shown on the pages of its disruptions. Example: CC-BY-4.0"""
    private: bool = False
    """true lets this one feed be on a private network."""
    secrets: dict[str, str] = msgspec.field(default_factory=dict)
    """Headers to send, each with the name of the environment variable that holds its value; never the secret itself."""
    read: Fields | None = None
    """For json, csv and xml only, and needed there: where things are."""
    mapping: tuple[Rule, ...] = ()
    """Which messages concern which part."""
    unmatched: Unmatched = Unmatched.UNKNOWN
    """What a current message that no rule matches, or that cannot be read, means for the parts that this feed watches.
    """
    may: May = May()
    """What this feed is trusted with."""
    at_most: AtMost = AtMost()
    """How much it may bring before it counts as flooding."""

    def __hash__(self) -> int:
        return hash((self.id, self.format))  # the secrets' names are in a dict, which has none

    @property
    def is_of_bulletins(self) -> bool:
        """Whether staff write what is in it, our own or a partner's."""
        return self.format == BULLETIN

    @property
    def counts_for(self) -> timedelta:
        """How long a good answer counts; bulletins are asked for as often, but age by their words."""
        return USUALLY_STALE if self.stale_after is None or self.is_of_bulletins else self.stale_after

    def without_secrets(self) -> Source:
        """What may be kept where others look: the same, of its address no more than the host."""
        if self.url is None:
            return self
        scheme, _, rest = self.url.partition("://")
        host = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]
        return self.replace(url=f"{scheme}://{host}/")

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which times without an offset are read."""
        return ZoneInfo(self.zone)


def our_own(sources: Iterable[Source]) -> frozenset[str]:
    """The ids of the feeds whose bulletins are our own: nobody else's may gather other feeds' disruptions.

    A bulletin feed is ours where its declaration lets it lead; else the only one that is read from a file, and of
    several such the one in ``bulletins``. Bulletins that come by address are a partner's until it says otherwise.
    """
    bulletins = [source for source in sources if source.is_of_bulletins and source.may.lead is not False]
    undeclared = [source for source in bulletins if source.file is not None and source.may.lead is None]
    if len(undeclared) > 1:
        undeclared = [source for source in undeclared if (source.file or "").strip("./").startswith("bulletins")]
    return frozenset(source.id for source in bulletins if source.may.lead or source in undeclared)


def may_lead(source: Source, ours: frozenset[str]) -> bool:
    """Whether a disruption of this feed may lead the home page; ``ours`` is what :func:`our_own` says."""
    return source.id in ours if source.may.lead is None else source.may.lead


def is_of_notes(source: Source) -> bool:
    """Whether the feed is one of dated notes that nobody takes back: there the newest on a part replaces the others."""
    return source.absence is Absence.NOTHING and not source.is_of_bulletins
