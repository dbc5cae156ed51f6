"""Every closed vocabulary: the words that have one meaning in code, in YAML, in feeds and on pages.

Nothing here needs validation, so a refresh can speak of a state without loading what validates one.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How a component works now, worst first. A component nobody watches has no state at all."""

    STOPPED = "stopped"
    """It does not work."""
    SLOWED = "slowed"
    """It works, but less than is asked of it."""
    WATCH = "watch"
    """It works now, but something may change it."""
    UNKNOWN = "unknown"
    """We were asked and cannot tell."""
    NORMAL = "normal"
    """Somebody looked, and it works."""

    @property
    def disturbed(self) -> bool:
        """Whether the component works below what is asked of it."""
        return self in (State.STOPPED, State.SLOWED)

    @property
    def off(self) -> bool:
        """Whether the component is known to be anything but normal."""
        return self in (State.STOPPED, State.SLOWED, State.WATCH)


class Status(StrEnum):
    """What the publisher says of the disruption. ``phase`` says what its periods imply."""

    PLANNED = "planned"
    """It is announced, and has not begun."""
    ACTIVE = "active"
    """It is going on."""
    MONITORING = "monitoring"
    """It seems mended; we are watching."""
    RESOLVED = "resolved"
    """It is over."""
    CANCELLED = "cancelled"
    """It was planned, and will not happen."""
    WITHDRAWN = "withdrawn"
    """The publisher took it back; for other people’s feeds."""
    UNKNOWN = "unknown"
    """Nobody says; for other people’s feeds."""

    @property
    def over(self) -> bool:
        """Whether the publisher has closed it, by whatever word."""
        return self in (Status.RESOLVED, Status.CANCELLED, Status.WITHDRAWN)


class StatusBasis(StrEnum):
    """What a status rests on."""

    STATED = "stated"
    INFERRED_FROM_PERIOD = "inferred-from-period"
    INFERRED_FROM_TEXT = "inferred-from-text"
    INFERRED_FROM_ABSENCE = "inferred-from-absence"


class Phase(StrEnum):
    """Where ``now`` lies in the disruption's impact periods."""

    FUTURE = "future"
    CURRENT = "current"
    PAST = "past"


class Reality(StrEnum):
    """Whether the message is meant (CAP 1.2 section 3.2.1 ``status``; SIRI-SX ``Reality``)."""

    ACTUAL = "actual"
    """It is meant."""
    EXERCISE = "exercise"
    """Practice: shown on an exercise site only."""
    TEST = "test"
    """A test of the machinery: never shown."""
    DRAFT = "draft"
    """Words in preparation: never published."""


class Ending(StrEnum):
    """What we know of an end from."""

    STATED = "stated"
    """Its publisher says when it ended, or that it has."""
    NOTICED = "noticed"
    """Its publisher closed it without a time of its own: we know when we saw that."""
    MISSED = "missed"
    """It is no longer in its feed."""
    LAPSED = "lapsed"
    """It states no end and is older than its feed says that messages last."""
    REPLACED = "replaced"
    """A later message of its feed speaks of all the parts that it spoke of."""


class Severity(StrEnum):
    """CAP's words, with ``none`` for messages that state there is no effect."""

    NONE = "none"
    """There is no effect."""
    MINOR = "minor"
    """A nuisance."""
    MODERATE = "moderate"
    """Plans have to change."""
    SEVERE = "severe"
    """Much does not work; the next word within an hour."""
    EXTREME = "extreme"
    """People may be in danger; the next word within half an hour."""
    UNKNOWN = "unknown"
    """Nobody knows yet."""


WORST_FIRST = (
    Severity.EXTREME,
    Severity.SEVERE,
    Severity.MODERATE,
    Severity.MINOR,
    Severity.UNKNOWN,
    Severity.NONE,
)
"""The severities in the order in which one of several stands for all: what nobody knows may be worse than nothing."""


class Certainty(StrEnum):
    """How sure the publisher is (CAP 1.2 section 3.2.2; its older "Very Likely" reads as likely)."""

    OBSERVED = "observed"
    """It has happened or is happening."""
    LIKELY = "likely"
    """More likely than not."""
    POSSIBLE = "possible"
    """It may happen."""
    UNLIKELY = "unlikely"
    """It is not expected to happen."""
    UNKNOWN = "unknown"
    """Nobody knows."""


class Urgency(StrEnum):
    """How soon to act (CAP 1.2 section 3.2.2)."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"
    UNKNOWN = "unknown"


class CauseCode(StrEnum):
    """GTFS-Realtime ``Cause`` and what recordings of other formats need beside it."""

    TECHNICAL = "technical"
    """Something broke, or has to be looked at."""
    POWER = "power"
    """Electricity is missing."""
    IT_NETWORK = "it_network"
    """A computer or a network failed."""
    CONSTRUCTION = "construction"
    """Something is being built."""
    MAINTENANCE = "maintenance"
    """Something is being mended or kept in order."""
    ACCIDENT = "accident"
    """An accident."""
    MEDICAL = "medical"
    """Somebody needs a doctor."""
    POLICE_SECURITY = "police_security"
    """Police, or something that has to be looked at first."""
    FIRE = "fire"
    """A fire, or an alarm."""
    WEATHER = "weather"
    """The weather."""
    NATURAL_HAZARD = "natural_hazard"
    """A force of nature that is no weather."""
    OBSTRUCTION = "obstruction"
    """Something stands in the way."""
    CONGESTION = "congestion"
    """More want to pass than can."""
    STAFFING = "staffing"
    """People are missing."""
    STRIKE = "strike"
    """A strike."""
    DEMONSTRATION = "demonstration"
    """A demonstration."""
    SPECIAL_EVENT = "special_event"
    """An event that brings many people."""
    HOLIDAY = "holiday"
    """A holiday."""
    THIRD_PARTY = "third_party"
    """Somebody else, on whom it depends."""
    OTHER = "other"
    """Something else."""
    UNKNOWN = "unknown"
    """Nobody says."""


class EffectCode(StrEnum):
    """GTFS-Realtime ``Effect`` and what recordings of other formats need beside it."""

    NO_SERVICE = "no_service"
    """Nothing runs."""
    REDUCED = "reduced"
    """Less runs than usual."""
    DELAY = "delay"
    """It runs late."""
    DETOUR = "detour"
    """It takes another way."""
    MODIFIED = "modified"
    """It runs otherwise than planned."""
    ADDITIONAL = "additional"
    """More runs than usual."""
    STOP_MOVED = "stop_moved"
    """The place to get on has moved."""
    ACCESSIBILITY = "accessibility"
    """People with reduced mobility are affected."""
    DEGRADED = "degraded"
    """It works worse than usual."""
    PARTIAL_OUTAGE = "partial_outage"
    """A part of it does not work."""
    FULL_OUTAGE = "full_outage"
    """None of it works."""
    CAPACITY_LIMIT = "capacity_limit"
    """It can take fewer than usual."""
    HAZARD_WARNING = "hazard_warning"
    """There is a danger."""
    INFORMATION = "information"
    """There is something to know."""
    NO_EFFECT = "no_effect"
    """Nothing changes."""
    OTHER = "other"
    """Something else."""
    UNKNOWN = "unknown"
    """Nobody says."""


class PeriodRole(StrEnum):
    """What a period bounds: the disturbance itself, or only how long the message is shown."""

    IMPACT = "impact"
    PUBLICATION = "publication"


class Precision(StrEnum):
    """How exactly the publisher gave a time."""

    EXACT = "exact"
    """To the second."""
    MINUTE = "minute"
    """To the minute."""
    DAY = "day"
    """To the day."""
    INFERRED = "inferred"
    """Worked out, not given."""


class Outcome(StrEnum):
    """What became of an estimate that has no moment at which it happened."""

    NEVER = "never"
    """It never happened."""
    UNKNOWN = "unknown"
    """Nobody can say when it happened."""


class Kind(StrEnum):
    """What a component is."""

    RESOURCE = "resource"
    """Something there is only so much of: people, places, machines."""
    PROCESS = "process"
    """Something that is done, step after step."""
    CONDITION = "condition"
    """Something nobody runs, such as the weather."""
    SYMPTOM = "symptom"
    """What a customer feels, in their words; in the last layer."""


class Nature(StrEnum):
    """What kind of root cause a component can be, in the words customers ask for."""

    WEATHER = "weather"
    """The weather, or another force of nature."""
    CHOICE = "choice"
    """Somebody decides it so."""
    LIMIT = "limit"
    """There is only so much of it."""
    FAILURE = "failure"
    """Something breaks."""
    DEMAND = "demand"
    """More is asked than usual."""


BULLETIN = "bulletin"
"""The format of what our own staff write."""


class Absence(StrEnum):
    """What it means that a disruption is no longer in the feed."""

    ENDED = "ended"
    """It is over: the feed lists what holds now."""
    NOTHING = "nothing"
    """Nothing: the feed lists the last so many items. If you are not sure, write this."""


class Doubt(StrEnum):
    """Why an answer may be cut short although it could be read."""

    HALVED = "halved"
    UNENDED = "unended"


class Unmatched(StrEnum):
    """What it means for the parts a feed watches that a current message of it matches no rule, or cannot be read."""

    UNKNOWN = "unknown"
    """They are unknown, with the reason."""
    IGNORE = "ignore"
    """Nothing: the feed carries other people’s news too."""


class Epoch(StrEnum):
    """What a time counts that is a bare number since the beginning of 1970."""

    SECONDS = "seconds"
    """Seconds since the beginning of 1970."""
    MILLISECONDS = "milliseconds"
    """Milliseconds since the beginning of 1970."""


class Engine(StrEnum):
    """The generators that can build a site's pages."""

    MKDOCS = "mkdocs"
    """MkDocs with Material."""
    PROPERDOCS = "properdocs"
    """ProperDocs, which stands in the place of MkDocs."""
    ZENSICAL = "zensical"
    """Zensical."""


class Submission(StrEnum):
    """How a form hands over what was typed into it."""

    POST = "post"
    """In the body of a request, as most services want it."""
    GET = "get"
    """In the address."""
    LINK = "link"
    """Not at all: the form is a page of the service, and we link to it."""


class Skin(StrEnum):
    """Whose look reading pages have."""

    SITE = "site"
    """That of the site’s own theme."""
    EXPLAINER = "explainer"
    """That of the crisis pages."""


class Channel(StrEnum):
    """What leaves the site beside its pages, as it can be switched off."""

    FEEDS = "feeds"
    """Atom, RSS and JSON Feed."""
    CALENDAR = "calendar"
    """The calendar of planned works."""
    CAP = "cap"
    """The Common Alerting Protocol."""
    API = "api"
    """What a client of Statuspage reads."""
    BRIEF = "brief"
    """The briefs for staff, where it is written what they may offer or where they send people."""
    HISTORY = "history"
    """How each part was over time, for machines."""
    ROBOTS = "robots"
    """What tells search engines and language models what lies where."""
    CARDS = "cards"
    """Pictures of disruptions, which messengers and networks show of a link."""
    POSTERS = "posters"
    """Sheets for walls: one of each disruption, and the map."""
    LIVE = "live"
    """What tells an open page of news, and the script that asks for it."""
    EMBED = "embed"
    """What other sites show of ours: a frame, and badges."""
    OFFLINE = "offline"
    """What keeps the pages that a reader has seen, for when the network fails."""
    SCREEN = "screen"
    """The page for a screen in a hall."""


class Fit(StrEnum):
    """Which text somebody who is told of an update gets."""

    FITTING = "fitting"
    """As much as the service takes."""
    SMS = "sms"
    """The text of one SMS."""
    ALOUD = "aloud"
    """A sentence to read out."""


class Audience(StrEnum):
    """Which updates somebody is told of."""

    EVERYBODY = "everybody"
    """What is real, and nothing of an exercise."""
    EXERCISES = "exercises"
    """Exercises, and nothing that is real."""


class Step(StrEnum):
    """What was done, or about to be done, so that somebody is told of an update."""

    BEGUN = "begun"
    """An addressee is told from here on; what was issued before counts as told."""
    PUBLIC = "public"
    """Updates stand on the published page."""
    SENDING = "sending"
    """One is about to be sent."""
    SENT = "sent"
    """The service took it."""
    FAILED = "failed"
    """The service did not take it; it is tried again."""
    TOLD = "told"
    """Everybody behind the address has it."""
    DROPPED = "dropped"
    """It is not sent any more, as a newer word takes its place."""
    GIVEN_UP = "given_up"
    """It was not sent while it was news, and is not any more."""


class Compression(StrEnum):
    """How compressed files come to a place where the site is published."""

    BESIDE = "beside"
    """As files beside the plain ones, ``.gz`` and ``.br``, for a web server that sends them."""
    IN_PLACE = "in-place"
    """Pages, styles and scripts as gzip under their own names, for a store that sends what it holds."""
    NONE = "none"
    """Not at all, for a place that compresses by itself."""
