"""``python -m fuzz --minutes 10 [--formats a,b]``: look for documents that a format fails on, and texts of staff’s."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from explainer.formats.registry import BUILTIN
from fuzz.documents import FINDS, documents
from fuzz.run import Tally, run, smallest
from fuzz.staff import KINDS, texts


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz as asked; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    known = [*BUILTIN, *KINDS]
    parser.add_argument("--formats", type=lambda words: words.split(","), default=known)
    parser.add_argument("--seed", default=time.strftime("%Y%m%d%H%M%S"))
    options = parser.parse_args(arguments)
    if strangers := set(options.formats) - set(known):
        parser.error(f"there is no format {', '.join(sorted(strangers))}")
    tally, shown = Tally(), set[str]()
    for tally in run(documents() | texts(), options.formats, options.minutes * 60, options.seed):
        for key in tally.finds.keys() - shown:
            shown.add(key)
            find = smallest(tally.finds[key])
            path = FINDS / find.format / f"{find.file_name}.bin"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(find.body)
            sys.stdout.write(f"{find.format}: {find.fault} (seed {find.seed}), kept as {path.name}\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"{name:<14} {tally.tried.get(name, 0):>8}\n" for name in options.formats))
    sys.stdout.write(f"{'all':<14} {sum(tally.tried.values()):>8}, {len(tally.finds)} finds\n")
    return 1 if tally.finds else 0


if __name__ == "__main__":
    sys.exit(main())
