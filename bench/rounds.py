"""What is measured, in which order. Within a round everything that is compared runs one after the other."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from bench.measure import Cost, Snapshot, costs, over, python, run, spread
from bench.sites import Site, Size, changed_rightly, make_plain
from bench.warm import WarmProcess
from explainer.model.settings import Settings

GZIP_LEVEL = 9
KEPT = Settings(site_name="Bench").keep


@dataclass(frozen=True)
class Scale:
    """How large the sites are and how often each thing is measured."""

    site: Size = field(default_factory=lambda: Size(1_000, 200))
    explainers: tuple[int, ...] = (500, 5_000)
    disruptions: tuple[int, ...] = (200, 1_000, 5_000)
    few_explainers: int = 10
    rounds: int = 5
    refreshes: int = 3
    cycles: int = 4
    growth_rounds: int = 7

    def told(self) -> dict[str, Any]:
        """The scale as it is written down."""
        return asdict(self)


QUICK = Scale(
    site=Size(40, 30),
    explainers=(40, 80),
    disruptions=(10, 40),
    rounds=1,
    refreshes=1,
    cycles=2,
    growth_rounds=1,
)


@dataclass
class Bench:
    """One run: where its sites lie, how large they are, and whom to tell how far it is."""

    folder: Path
    scale: Scale
    say: Callable[[str], None]
    figures: dict[str, Any] = field(default_factory=dict)
    ratios: dict[str, Any] = field(default_factory=dict)
    _sites: dict[Size, Site] = field(default_factory=dict)

    def measure(self) -> None:
        """Everything."""
        self._one_site()
        self._more_explainers()
        self._more_disruptions()

    def _made(self, size: Size) -> Site:
        if size in self._sites:
            return self._sites[size]
        self.say(f"making and building {size.explainers} explainers, {size.disruptions} disruptions")
        site = self._sites[size] = Site.make(self.folder / f"site-{size.explainers}", size)
        site.fetch()
        site.explainer("build")
        # As long as there are fewer versions than are kept, a refresh lays out a tree of its own; from then on
        # each is like the next.
        for _ in range(KEPT):
            refreshed(site, "quiet")
        return site

    # One site: build, plain MkDocs, refresh, warm cycle

    def _one_site(self) -> None:
        site = self._made(self.scale.site)
        plain = make_plain(self.folder / "plain", self.scale.site.explainers)
        builds: list[Cost] = []
        plains: list[Cost] = []
        refreshes: dict[str, list[list[Cost]]] = {"quiet": [], "banner": []}
        cycles: list[list[dict[str, float]]] = []
        for number in range(1, self.scale.rounds + 1):
            self.say(f"round {number} of {self.scale.rounds}: build, MkDocs alone, refreshes, warm cycles")
            site.fetch("quiet")
            builds.append(site.explainer("build"))
            plains.append(run(python("-m", "mkdocs", "build", "-q", "-f", str(plain)), plain.parent))
            refreshed(site, "quiet")
            for change, every in refreshes.items():
                every.append([refreshed(site, change) for _ in range(self.scale.refreshes)])
            cycles.append(self._cycles(site))
        quiet, banner = refreshes["quiet"], refreshes["banner"]
        self.figures["build"] = costs(builds)
        self.figures["plain_mkdocs_build"] = costs(plains)
        self.figures["build_over_plain_mkdocs"] = over(_cpu(builds), [[cost] for cost in _cpu(plains)])
        self.figures["refresh"] = costs(list(chain(*quiet))) | {"changed": counted(site, "quiet")}
        self.figures["refresh_banner"] = costs(list(chain(*banner))) | {"changed": counted(site, "banner")}
        self.figures["refresh_nothing_new"] = {"changed": counted(site, "")}
        self.figures["warm_cycle"] = {
            "cpu_seconds": spread(cycle["cpu"] for row in cycles for cycle in row),
            "wall_seconds": spread(cycle["wall"] for row in cycles for cycle in row),
            "changed_files": spread(cycle["changed"] for row in cycles for cycle in row),
            "runs": sum(map(len, cycles)),
        }
        self.ratios["build_over_refresh"] = over(_cpu(builds), [_cpu(row) for row in quiet])
        self.ratios["build_over_refresh_banner"] = over(_cpu(builds), [_cpu(row) for row in banner])
        self.ratios["build_over_warm_cycle"] = over(_cpu(builds), [[cycle["cpu"] for cycle in row] for row in cycles])

    def _cycles(self, site: Site) -> list[dict[str, float]]:
        """Some cycles of one process; the first two, in which it fills its memory, do not count."""
        with WarmProcess(site.root) as process:
            found = []
            for _ in range(self.scale.cycles + 2):
                site.fetch("quiet")
                before = site.sign()
                found.append(process.cycle(site.now))
                changed_rightly(before, site.sign(), "quiet")
        return found[2:]

    # Growth

    def _more_explainers(self) -> None:
        sizes = self.scale.explainers
        disruptions = self.scale.site.disruptions
        sites = [self._made(Size(amount, disruptions)) for amount in sizes]
        rounds: list[list[Cost]] = []
        for number in range(1, self.scale.growth_rounds + 1):
            self.say(f"round {number} of {self.scale.growth_rounds}: refresh at {_listed(sizes)} explainers")
            rounds.append([refreshed(site, "quiet") for site in sites])
        rows = [
            {"explainers": size, "refresh": costs([row[at] for row in rounds]), **sizes_of(sites[at].root)}
            for at, size in enumerate(sizes)
        ]
        if self.scale.site.explainers not in sizes:
            between = {"explainers": self.scale.site.explainers, "refresh": self.figures["refresh"]}
            rows.append(between | sizes_of(self._made(self.scale.site).root))
        self.figures["refresh_by_explainers"] = sorted(rows, key=lambda row: row["explainers"])
        self.ratios["refresh_growth_500_to_5000"] = _growth(rounds, 0, -1)

    def _more_disruptions(self) -> None:
        sizes = self.scale.disruptions
        sites = []
        for amount in sizes:
            self.say(f"making {amount} disruptions")
            site = Site.make(self.folder / f"disruptions-{amount}", Size(self.scale.few_explainers, amount))
            site.fetch()
            sites.append(site)
        rounds: list[list[Cost]] = []
        for number in range(1, max(1, self.scale.growth_rounds // 2) + 1):
            self.say(f"round {number}: build at {_listed(sizes)} disruptions")
            rounds.append([from_nothing(site) for site in sites])
        self.figures["build_by_disruptions"] = [
            {"disruptions": size, "build": costs([row[at] for row in rounds]), **sizes_of(sites[at].root)}
            for at, size in enumerate(sizes)
        ]
        self.ratios["build_growth_1000_to_5000_disruptions"] = _growth(rounds, -2, -1)


def refreshed(site: Site, change: str) -> Cost:
    """Change the feeds, fetch them, and refresh: only the last counts."""
    site.fetch(change)
    before = site.sign()
    cost = site.explainer("refresh")
    changed_rightly(before, site.sign(), change)
    return cost


def counted(site: Site, change: str) -> dict[str, int]:
    """The files that a refresh changes."""
    site.fetch(change)
    before = Snapshot.of(site.published)
    site.explainer("refresh")
    return before.changed(Snapshot.of(site.published))


def from_nothing(site: Site) -> Cost:
    """A build as in a fresh checkout that has the record and nothing else."""
    site.clear()
    return site.explainer("build")


def sizes_of(root: Path) -> dict[str, int]:
    """How heavy the two files are that hold something of every disruption."""
    home = (root / "site" / "index.html").read_bytes()
    return {
        "home_gzip_bytes": len(gzip.compress(home, GZIP_LEVEL, mtime=0)),
        "atom_bytes": (root / "site" / "feed.xml").stat().st_size,
    }


def _growth(rounds: list[list[Cost]], small: int, large: int) -> dict[str, float]:
    return over([row[large].cpu for row in rounds], [[row[small].cpu] for row in rounds])


def _cpu(measured: list[Cost]) -> list[float]:
    return [cost.cpu for cost in measured]


def _listed(sizes: tuple[int, ...]) -> str:
    return ", ".join(f"{size:,}" for size in sizes)
