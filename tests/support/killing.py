"""Run a command again and again in a child, kill the child at a random moment, and look at what it left.

A script of its own, because it forks: what is imported once is shared by hundreds of children.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from explainer.commands.main import run
from explainer.record import store
from explainer.site.publish import Trees
from tests.support.site import Site

START = 18 * 60


def is_whole(site: Site) -> bool:
    """Whether the site holds every file its version was published with, as it was, and no other."""
    live = Trees(site.root / "site", site.root / ".explainer", keep=3).live()
    return {path: known.digest for path, known in live.files.items()} == site.files()


def moment(number: int) -> str:
    """A moment of its own for every round."""
    minutes = START + number
    return f"2026-11-{20 + minutes // 1440}T{minutes // 60 % 24:02}:{minutes % 60:02}:00+01:00"


def go_on(site: Site, command: str, number: int) -> None:
    """Change a feed and run the command, for ever."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    while True:
        number += 1
        site.met({"g1": f"Gale {number}", f"g{number % 5 + 2}": "Storm"})
        for step in ("fetch",) if command == "fetch" else ("fetch", command):
            if run([step, "-f", str(site.root / "mkdocs.yml"), "--now", moment(number)]):
                os._exit(3)


def main(root: str, command: str, kills: int, longest: float) -> int:
    """Kill so often; returns 0 when every kill left a whole site and a record that reads."""
    site, chance = Site(Path(root)), random.Random(command)  # noqa: S311  # moments to kill at, not secrets
    run(["show", "-f", str(site.root / "mkdocs.yml")])
    for kill in range(kills):
        child = os.fork()
        if child == 0:
            go_on(site, command, kill * 3)
        time.sleep(chance.random() * longest)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.stderr.write(f"the child ended by itself before kill {kill}: {status}\n")
            return 1
        store.read(site.root / "ops_feeds" / "recorded")
        if not is_whole(site):
            sys.stderr.write(f"after kill {kill} the site is not whole\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
