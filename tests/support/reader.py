"""A reader with a phone and a question: the fewest taps to what answers it, and how far the thumb scrolls on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate
from typing import NamedTuple

from playwright.sync_api import Page

TAPS = 2
"""How often a reader in a hurry taps before giving up."""

SCROLLS = 1.0
"""How many screens a reader in a hurry scrolls, in all, before giving up."""

PHONE = {"width": 390, "height": 844}

_SEEN = """() => {
  const shown = one => one.checkVisibility({ visibilityProperty: true });
  const down = box => box.width > 1 && box.top >= 0 && box.right > 0 && box.left < innerWidth ? box.bottom / innerHeight : 9;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const words = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    range.selectNodeContents(node);
    words.push([node.data, down(range.getBoundingClientRect())]);
  }
  const links = [...document.querySelectorAll("a[href]:not([hreflang])")]
    .filter(one => shown(one) && one.origin === location.origin)
    .map(one => [one.href, down(one.getBoundingClientRect())]);
  const folds = [...document.querySelectorAll("summary")]
    .map((one, at) => [at, shown(one) ? down(one.getBoundingClientRect()) : 9]);
  return { words, links, folds };
}"""


class Question(NamedTuple):
    """What a reader wants to know, and all that must stand on one screen for it to be answered: number and owner."""

    asks: str
    answered_by: tuple[str, ...]


class Landing(NamedTuple):
    """What a phone shows at an address, after a fold there was opened or not, and what it took to get there.

    ``scrolled`` is in screens; ``words`` come each with how many screens down from the landing it ends.
    """

    taps: int
    scrolled: float
    address: str
    fold: int
    words: tuple[tuple[str, float], ...] = ()

    def answers(self, question: Question) -> float | None:
        """How many screens have been scrolled once the whole answer is seen on one; None where it is not answered."""
        text = " ".join(words for words, _ in self.words)
        places = [[self._down(one.end()) for one in re.finditer(pattern, text)] for pattern in question.answered_by]
        if not all(places):
            return None
        ends = sorted(down for downs in places for down in downs)
        first = next((end for end in ends if all(any(end - 1 < one <= end for one in downs) for downs in places)), None)
        scrolled = None if first is None else self.scrolled + max(0.0, first - 1)
        return scrolled if scrolled is not None and scrolled <= SCROLLS else None

    def _down(self, end: int) -> float:
        """How far down the letter before ``end`` stands."""
        ends = accumulate(len(words) + 1 for words, _ in self.words)
        return next(down for reached, (_, down) in zip(ends, self.words, strict=True) if reached >= end)


def landings(tab: Page, home: str) -> Iterator[Landing]:
    """Everywhere within reach of ``home``: the fewest taps first, and of these the least scrolling."""
    seen: set[tuple[str, int]] = set()
    ahead = [Landing(0, 0.0, home, -1)]
    while ahead:
        here = heappop(ahead)
        if here[2:4] in seen:
            continue
        seen.add(here[2:4])
        _land(tab, here)
        found = tab.evaluate(_SEEN)
        yield here._replace(words=tuple((" ".join(words.split()), down) for words, down in found["words"]))
        if here.taps < TAPS:
            for at, down in (*found["links"], *found["folds"]):
                scrolled = here.scrolled + max(0.0, down - 1)
                if scrolled <= SCROLLS:
                    way = (at, -1) if isinstance(at, str) else (here.address, at)
                    heappush(ahead, Landing(here.taps + 1, scrolled, *way))


def _land(tab: Page, here: Landing) -> None:
    tab.goto("about:blank")  # else an address with another fragment is no new page
    tab.goto(here.address)
    if here.fold >= 0:
        tab.locator("summary").nth(here.fold).evaluate("one => one.click()")
    tab.evaluate("new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))")  # has scrolled


class Answer(NamedTuple):
    """Where a question is answered first, and what it took; without a place it is not, within reach."""

    question: Question
    at: Landing | None = None
    scrolled: float = 0.0

    def __str__(self) -> str:
        """A row of a table: the question, the page, the taps, and the screens scrolled in all."""
        if self.at is None:
            return f"{self.question.asks:<56} not within {TAPS} taps and {SCROLLS:.0f} screen"
        page = re.sub(r"^https?://[^/]+", "", self.at.address) + (" (unfolded)" if self.at.fold >= 0 else "")
        return f"{self.question.asks:<56} {page:<60} {self.at.taps} taps, {self.scrolled:.1f} screens"


def answers(tab: Page, home: str, questions: Sequence[Question]) -> list[Answer]:
    """Each question with the first landing that answers it; the walk ends once all are answered."""
    found: dict[Question, Answer] = {}
    for here in landings(tab, home):
        for question in questions:
            scrolled = None if question in found else here.answers(question)
            if scrolled is not None:
                found[question] = Answer(question, here, scrolled)
        if len(found) == len(questions):
            break
    return [found.get(question, Answer(question)) for question in questions]
