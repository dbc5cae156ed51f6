"""``python -m bench.pairs [PAIRS]``: two ways in at once, again and again at a random offset, and no broken site.

Beside each ``explainer update`` runs a ``mkdocs build`` of the same site, whose content has just changed. The clock of
the site stands still, so whatever order the two take, one site is right, byte for byte: that which a build alone gives
afterwards. Each exit code must be 0, as neither has a reason to fail.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.measure import environment
from tests.support.site import CONFIG, Site, make_site

LONGEST_OFFSET = 1.5
"""Seconds by which one begins before the other, at most: as long as a build of this site takes."""

CLOCK = '      exercise: {now: "2026-11-20T18:24:00+01:00"}\n'


class Pair(NamedTuple):
    """What became of a pair: the exit codes, what was said, and which files are not as they should be."""

    codes: tuple[int, int]
    said: str
    wrong: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether both did what they should."""
        return self.codes == (0, 0) and not self.wrong


def pairs(root: Path, amount: int, seed: int = 11) -> list[Pair]:
    """So many pairs on a small site in ``root``."""
    site, chance = make_site(root), random.Random(seed)  # noqa: S311  # moments, not secrets
    site.write("mkdocs.yml", CONFIG + CLOCK)
    _ended(_begun(site, "explainer", "update"))
    return [_pair(site, number, chance.uniform(-LONGEST_OFFSET, LONGEST_OFFSET)) for number in range(amount)]


def _pair(site: Site, number: int, offset: float) -> Pair:
    site.write("content/about.md", f"# About\n\nThis is Pier One, {number}.\n")
    site.met({"g1": f"Gale {number}"})
    begun: dict[str, subprocess.Popen[str]] = {}
    order = [("explainer", "update"), ("mkdocs", "build")]
    for program, command in order if offset >= 0 else reversed(order):
        begun[program] = _begun(site, program, command)
        if len(begun) == 1:
            time.sleep(abs(offset))
    said = "".join(_ended(begun[program]) for program, _ in order)
    there = site.files()
    _ended(_begun(site, "explainer", "build"))
    right = site.files()
    wrong = {path for path in there.keys() | right.keys() if there.get(path) != right.get(path)}
    codes = (begun["explainer"].returncode, begun["mkdocs"].returncode)
    return Pair(codes, said, tuple(sorted(wrong)))


def _begun(site: Site, program: str, command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own command lines
        [sys.executable, "-m", program, command, "-f", str(site.root / "mkdocs.yml")],
        cwd=site.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _ended(run: subprocess.Popen[str]) -> str:
    said, _ = run.communicate(timeout=300)
    return said


def main() -> int:
    """Run as many pairs as asked, tell the bad ones, and return the exit code."""
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory(prefix="explainer-pairs-") as folder:
        done = pairs(Path(folder) / "site", amount)
    bad = [(number, pair) for number, pair in enumerate(done) if not pair.is_good]
    for number, pair in bad:
        sys.stdout.write(
            f"pair {number}: exit codes {pair.codes}, {len(pair.wrong)} files wrong, such as {pair.wrong[:3]}\n"
        )
        sys.stdout.write(pair.said)
    waited = sum("waiting, for" in pair.said for pair in done)
    sys.stdout.write(f"{len(done)} pairs, {len(bad)} bad; in {waited} one said that it waited for the other\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
