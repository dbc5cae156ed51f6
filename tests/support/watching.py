"""A watch whose clocks and chance are handed to it, and whose feeds answer at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from datetime import timedelta

from explainer.commands.watching import feeds_of
from explainer.fetch.asking import Beside, Lane
from explainer.fetch.web import Outcome
from explainer.model.clock import Reading
from explainer.pipeline import Read
from explainer.watch.cycle import Cycle
from explainer.watch.health import Health
from explainer.watch.watching import Watch
from tests.conftest import NOW
from tests.support.site import Site

MINUTE = 60.0


class AtOnce(Beside[str, Outcome | Read]):
    """Work that is done in this thread, as soon as it is begun; but for keys that ``hang``, which is never done."""

    def __init__(self, hang: Collection[str] = ()) -> None:
        super().__init__()
        self.hang = set(hang)
        self.begun: list[tuple[str, Lane]] = []
        self._made: list[tuple[str, Outcome | Read | None]] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing hangs, or is still to be taken."""
        return not (self.hang or self._made)

    def begin(self, key: str, lane: Lane, work: Callable[[], Outcome | Read], within: float) -> None:  # noqa: ARG002
        """Do it now."""
        self.begun.append((key, lane))
        if key not in self.hang:
            self._made.append((key, work()))

    def done(self, timeout: float) -> list[tuple[str, Outcome | Read | None]]:  # noqa: ARG002
        """What was done since."""
        made, self._made = self._made, []
        return made

    def give_up(self, key: str) -> None:
        """What hangs is given up."""
        self._made.append((key, None))


class Watched:
    """A watch of a site, looked at when a test says so; the two clocks run together unless it says otherwise."""

    def __init__(self, site: Site, hang: Collection[str] = ()) -> None:
        self.site = site
        config_file = site.root / "mkdocs.yml"
        self.beside = AtOnce(hang)
        self.watch = Watch(config_file, lambda: feeds_of(config_file), random.Random(1), self.beside)  # noqa: S311
        self.seconds = 0.0
        self.set_by = timedelta()

    def reading(self) -> Reading:
        """What the clocks say. The wall’s is of another day than the site’s, so that a build is told the moment."""
        now = NOW + timedelta(seconds=self.seconds) + self.set_by
        return Reading(self.seconds, now + timedelta(days=1), now)

    def look(self, seconds: float = 0.0) -> Cycle | None:
        """Look at it after so many seconds more."""
        self.seconds += seconds
        return self.watch.look(self.reading())

    def cycle(self, seconds: float = 0.0) -> Cycle:
        """The same, where there is something to do."""
        done = self.look(seconds)
        assert done is not None, "there was nothing to do"
        return done

    def until(self, holds: Callable[[Cycle], bool]) -> Cycle:
        """Look every two seconds of the watch’s, and a little time of ours, until a cycle is as it should be."""
        over = time.monotonic() + 60
        while time.monotonic() < over:
            done = self.look(2.1)
            if done is not None and holds(done):
                return done
            time.sleep(0.1)
        raise AssertionError("it never came")

    def health(self, last: Cycle | None = None, *troubles: str) -> Health:
        """How it is."""
        return self.watch.health(self.reading(), last, troubles)
