"""What is told of causes: how sure a link is, a chain, and all that can be said of why there is trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from explainer.model.system import SystemLink

Pair = tuple[str, str]
"""The ids of the two ends of a link, its source first."""


class Sure(StrEnum):
    """How sure a causal step is, surest first. It is drawn as a line: solid, dashed, dotted."""

    KNOWN = "known"
    LIKELY = "likely"
    MAY_FOLLOW = "may_follow"


@dataclass(frozen=True, kw_only=True)
class LinkNow:
    """A link at ``now``; ``sure`` is how sure it carries trouble, None while it carries none.

    ``hot`` is whether it is known, and on the way from a stated cause to what the lead is about, or else to the worst
    symptom.
    """

    link: SystemLink
    sure: Sure | None = None
    hot: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One component of a chain, how sure the step into it is, and the link that leads into it.

    Beyond the root, one without a link is stated to follow from the step before, and the system declares no such link.
    """

    component: str
    sure: Sure
    link: SystemLink | None = None


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A causal chain to a symptom from what ``disruption`` states as its cause, root first; no step is a guess."""

    root: str
    symptom: str
    steps: tuple[Step, ...]
    disruption: str

    @property
    def sure(self) -> Sure:
        """As sure as its least sure step."""
        return max((step.sure for step in self.steps), key=list(Sure).index)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A part that trouble comes from, the part it leads to, one nearer to the symptom, and how sure that is.

    ``link`` is the declared one between the two; what is stated may lack it.
    """

    component: str
    target: str
    sure: Sure
    link: SystemLink | None

    @property
    def because(self) -> str:
        """Why the one affects the other, as far as the system says."""
        return self.link.because if self.link else ""


@dataclass(frozen=True, kw_only=True)
class Why:
    """All that can be said of why there is trouble at a symptom, before any words; parts are told by their ids.

    ``by`` is the disruption whose word leads: the worst about the symptom that states a cause, or that it
    ``is_unknown``; then there are neither steps nor roots. ``steps`` lead from the symptom back to that cause, and
    ``roots`` are the causes they end in: parts of the chain that are a kind of cause, and stated ones behind it.
    ``others`` are stated beside them, or may be causes. ``loops`` are, by part, links along which the walk comes round
    again. ``ruled_out`` is known to work normally; of what is ``unreported`` nobody who watches it says otherwise;
    ``cut_off`` is not normal but something that is known to be lies between, and of ``cannot_tell`` nobody can say.
    ``is_blind`` is whether something cannot be seen that could be a cause.
    """

    symptom: str
    by: str = ""
    is_unknown: bool = False
    steps: tuple[Cause, ...] = ()
    roots: tuple[Cause, ...] = ()
    others: tuple[Cause, ...] = ()
    loops: Mapping[str, tuple[SystemLink, ...]] = field(default_factory=dict)
    ruled_out: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    is_blind: bool = False
