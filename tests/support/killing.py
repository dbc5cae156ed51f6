"""Run a command again and again in a child, kill the child at a random moment, and look at what it left.

A script of its own, because it forks: what is imported once is shared by hundreds of children.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from explainer import disk
from explainer.commands.main import run
from explainer.record import store
from explainer.site.publish import Trees
from tests.support.site import Site

START = 18 * 60


def is_whole(site: Site) -> bool:
    """Whether the site holds every file its version was published with, as it was, and no other."""
    live = Trees(site.root / "site", site.root / ".explainer", keep=3).live()
    return {path: known.digest for path, known in live.files.items()} == site.files()


def say_more(site: Site) -> None:
    """A new word of our own; each says a greater number than those before it, whichever process it is from."""
    site.bulletin()
    late = site.root / "ops_feeds/bulletins/late.yml"
    told = late.read_text(encoding="utf-8").replace("Ferries leave", f"Word {time.monotonic_ns()}, ferries leave")
    with disk.written_aside(late, told.encode()) as aside:
        aside.replace(late)


def words_of(site: Site) -> tuple[int, int]:
    """The numbers of the words in the brief and on the page; nought where neither has one."""
    pages = (site.root / "brief/log.late.html", site.root / "site/disruptions/log.late/index.html")
    found = [re.search(r"Word\D*?(\d+), ferries", page.read_text(encoding="utf-8")) for page in pages]
    brief, page = (int(one[1]) if one else 0 for one in found)
    return brief, page


def moment(number: int) -> str:
    """A moment of its own for every round."""
    minutes = START + number
    return f"2026-11-{20 + minutes // 1440}T{minutes // 60 % 24:02}:{minutes % 60:02}:00+01:00"


def go_on(site: Site, command: str, number: int) -> None:
    """Change a feed, and what staff say where there is a brief, and run the command, for ever."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    while True:
        number += 1
        site.met({"g1": f"Gale {number}", f"g{number % 5 + 2}": "Storm"})
        if (site.root / "brief").is_dir():
            say_more(site)
        for step in ("fetch",) if command == "fetch" else ("fetch", command):
            if run([step, "-f", str(site.root / "mkdocs.yml"), "--now", moment(number)]):
                os._exit(3)


def killed(site: Site, command: str, kills: int, longest: float) -> subprocess.CompletedProcess[str]:
    """What came of running this script, in a process of its own: ``kills`` kills, ``longest`` seconds apart at most."""
    return subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-m", __name__, str(site.root), command, str(kills), str(longest)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


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
        if (site.root / "brief").is_dir() and words_of(site)[0] < words_of(site)[1]:
            sys.stderr.write(f"after kill {kill} the brief is older than the page: {words_of(site)}\n")
            return 1
        if not is_whole(site):
            sys.stderr.write(f"after kill {kill} the site is not whole\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
