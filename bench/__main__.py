"""``python -m bench``: measure, print a table, write ``bench.json``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import tell
from bench.measure import BenchError
from bench.rounds import QUICK, Bench, Scale

PACKAGES = ("explainer", "mkdocs", "mkdocs-material", "pydantic")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as asked; returns the exit code."""
    options = _options(arguments)
    try:
        if options.read:
            result = json.loads(options.read.read_text(encoding="utf-8"))
        else:
            result = measured(_scale(options))
            options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        if options.docs:
            tell.write_docs(result)
    except BenchError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    sys.stdout.write(f"{tell.about(result)}\n\n{tell.told(result)}")
    if options.docs:
        sys.stdout.write(f"\nFor the README:\n{tell.readme_line(result)}\n")
    return 0


def measured(scale: Scale) -> dict[str, Any]:
    """One run of everything, as ``bench.json`` holds it."""
    started = time.monotonic()

    def say(words: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:5.0f} s  {words}\n")
        sys.stderr.flush()

    with tempfile.TemporaryDirectory(prefix="explainer-bench-") as folder:
        bench = Bench(Path(folder), scale, say)
        bench.measure()
        say("done")
    return {**bench.ratios, "machine": _machine(), "sizes": scale.told(), "figures": bench.figures}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure builds, refreshes and their growth.")
    parser.add_argument("--quick", action="store_true", help="tiny sites, once each: does it run at all?")
    parser.add_argument("--runs", type=_positive, help="rounds of everything (default: 5, and 7 for growth)")
    parser.add_argument("--out", type=Path, default=Path("bench.json"), help="where the result is written")
    parser.add_argument("--read", type=Path, help="tell this earlier result instead of measuring")
    parser.add_argument("--docs", action="store_true", help="put the result into docs/bench.md, say the README's line")
    return parser.parse_args(arguments)


def _positive(words: str) -> int:
    if (number := int(words)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _scale(options: argparse.Namespace) -> Scale:
    scale = QUICK if options.quick else Scale()
    return replace(scale, rounds=options.runs, growth_rounds=options.runs) if options.runs else scale


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    sys.exit(main())
