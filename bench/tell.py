"""The result in words: the table that is printed, and the same one in ``docs/bench.md``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bench.measure import ROOT, BenchError

DOCS = ROOT / "docs" / "bench.md"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"

GOALS = {
    "build_over_refresh": ("Full build ÷ refresh, banner as it was", "at least 40"),
    "build_over_refresh_banner": ("Full build ÷ refresh, new banner on every page", "at least 15"),
    "build_over_warm_cycle": ("Full build ÷ warm cycle", "at least 120"),
    "refresh_growth_500_to_5000": ("Refresh at {1} ÷ at {0} explainers", "at most 2"),
    "build_growth_1000_to_5000_disruptions": ("Build at {1} ÷ at {0} disruptions", "at most 6"),
}


def told(result: dict[str, Any]) -> str:
    """The whole result as Markdown tables."""
    return "\n\n".join(_table(rows) for rows in (_ratios(result), _costs(result), _growth(result))) + "\n"


def about(result: dict[str, Any]) -> str:
    """What was measured on what, in one sentence."""
    machine, site = result["machine"], result["sizes"]["site"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{site['explainers']:,} explainers, {site['disruptions']:,} disruptions; {machine['cores']} cores, "
        f"Python {machine['python']}, {versions}."
    )


def readme_line(result: dict[str, Any]) -> str:
    """The sentence that the README quotes."""
    site = result["sizes"]["site"]
    quiet, banner, warm = (
        f"{result[key]['median']:.0f}"
        for key in ("build_over_refresh", "build_over_refresh_banner", "build_over_warm_cycle")
    )
    return (
        f"With {site['explainers']:,} explainers and {site['disruptions']:,} disruptions, publishing a feed change "
        f"takes {quiet} times less CPU than a full build ({banner} times when the banner on every page changes, "
        f"{warm} times in a process that stays): `make bench` measures it, [docs/bench.md](docs/bench.md) explains it."
    )


def write_docs(result: dict[str, Any], page: Path = DOCS) -> None:
    """Put the result into the documentation, in the place of the one before.

    Raises:
        BenchError: when the page has no place for it.
    """
    text = page.read_text(encoding="utf-8")
    fresh = f"{BEGIN}\n\n{about(result)}\n\n{told(result)}\n{END}"
    changed, times = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: fresh, text, flags=re.DOTALL)
    if times != 1:
        raise BenchError(f"{page.name} needs the lines {BEGIN} and {END}, once")
    page.write_text(changed, encoding="utf-8")


Row = tuple[str, ...]


def _ratios(result: dict[str, Any]) -> list[Row]:
    sizes = result["sizes"]
    between = {
        "refresh_growth_500_to_5000": (sizes["explainers"][0], sizes["explainers"][-1]),
        "build_growth_1000_to_5000_disruptions": sizes["disruptions"][-2:],
    }
    rows: list[Row] = [("Ratio of CPU", "median", "least to most", "goal")]
    for key, (words, goal) in GOALS.items():
        named = words.format(*(f"{size:,}" for size in between.get(key, ())))
        rows.append((named, _ratio(result[key]["median"]), _range(result[key]), goal))
    plain = result["figures"]["build_over_plain_mkdocs"]
    rows.append(("Full build ÷ `mkdocs build` of the same content", _ratio(plain["median"]), _range(plain), ""))
    return rows


def _costs(result: dict[str, Any]) -> list[Row]:
    figures = result["figures"]
    rows: list[Row] = [("Whole process", "CPU", "wall", "memory", "files changed", "of them pages")]
    for key, words in (
        ("build", "Full build"),
        ("plain_mkdocs_build", "`mkdocs build`, without Explainer"),
        ("refresh", "Refresh, banner as it was"),
        ("refresh_banner", "Refresh, new banner"),
        ("warm_cycle", "Warm cycle (not a whole process)"),
        ("refresh_nothing_new", "Refresh with nothing new"),
    ):
        figure = figures[key]
        changed = figure.get("changed", {})
        rows.append(
            (
                words,
                _seconds(figure.get("cpu_seconds")),
                _seconds(figure.get("wall_seconds")),
                f"{figure['memory_mb']['median']:.0f} MB" if "memory_mb" in figure else "",
                f"{changed['files']:,} of {changed['of']:,}" if changed else _amount(figure.get("changed_files")),
                f"{changed['pages']:,}" if changed else "",
            )
        )
    return rows


def _growth(result: dict[str, Any]) -> list[Row]:
    rows: list[Row] = [("Growth", "CPU", "memory", "home page, gzip", "Atom feed")]
    for step, size in (("refresh", "explainers"), ("build", "disruptions")):
        rows += [
            (
                f"{step.capitalize()} at {row[size]:,} {size}",
                _seconds(row[step]["cpu_seconds"]),
                f"{row[step]['memory_mb']['median']:.0f} MB",
                f"{row['home_gzip_bytes'] / 1024:.1f} KB",
                f"{row['atom_bytes'] / 1000:.1f} kB",
            )
            for row in result["figures"][f"{step}_by_{size}"]
        ]
    return rows


def _table(rows: list[Row]) -> str:
    head, *body = rows
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]

    def line(cells: Row) -> str:
        first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return "| " + " | ".join([first, *others]) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(head), rule, *map(line, body)])


def _ratio(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}"


def _range(spread: dict[str, float]) -> str:
    return f"{_ratio(spread['min'])} to {_ratio(spread['max'])}"


def _seconds(spread: dict[str, float] | None) -> str:
    if spread is None:
        return ""
    value = spread["median"]
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _amount(spread: dict[str, float] | None) -> str:
    return f"{spread['median']:,.0f}" if spread else ""
