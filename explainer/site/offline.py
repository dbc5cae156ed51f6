"""What keeps a site at hand without a network: a worker for browsers, and what lets them put it on a home screen.

Both lie at the home of the crisis pages in each language, so that a worker speaks one language and is asked for nothing
else. They are built with the pages and stay the same bytes whatever happens. A site that is to keep nothing publishes a
worker that lets go of what earlier ones kept: browsers would go on with the one they have.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from explainer.model.vocabulary import Channel
from explainer.site.brand import of_the_brand
from explainer.site.frame import MANIFEST, WORKER, Frame, has_own_worker, script_of
from explainer.site.sheets import look
from explainer.staff.project import Project

ICON = "assets/images/icon.{}.svg"

_ICON = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path fill="{colour}" d="M0 0h512v512H0z"/>\
<path fill="none" stroke="#fff" stroke-width="36" stroke-linecap="round" \
d="M160 144v224M232 144h128M232 256h128M232 368h64"/>\
<path stroke="#fff" stroke-width="72" stroke-linecap="round" d="M160 144h.1M160 256h.1M160 368h.1"/>\
</svg>
"""
"""The line of causes, with no state: an icon on a home screen stays as it was when it was put there."""


def offline_files(project: Project, frame: Frame, *, has_map: bool) -> Iterator[tuple[str, str]]:
    """Each file in the built tree, and its text."""
    home = frame.home
    if has_own_worker(project, home):
        return
    if not frame.settings.makes(Channel.OFFLINE):
        yield f"{home}{WORKER}", f"{script_of('gone')}\n"
        return
    yield f"{home}{WORKER}", worker(frame, has_map=has_map)
    colour, theme = of_the_brand(project), look(frame.theme)
    picture = _ICON.format(colour=colour)
    icon = theme.favicon or f"{frame.settings.at}{ICON.format(hashlib.sha256(picture.encode()).hexdigest()[:8])}"
    if not theme.favicon:
        yield icon, picture
    told = manifest(frame, colour, theme.paper[0], "../" * home.count("/") + icon)
    yield f"{home}{MANIFEST}", json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def worker(frame: Frame, *, has_map: bool) -> str:
    """The worker of a language, with its version: the digest of all there is to it."""
    words, time = frame.words, Markup("{}")
    homes = (f"{one.root}{frame.settings.at}" for one in frame.languages)
    told = {
        "language": frame.settings.language,
        "map": "map/" if has_map else "",
        "drill": frame.settings.exercise is not None,
        "others": [
            home.removeprefix(frame.home) for home in homes if home != frame.home and home.startswith(frame.home)
        ],
        "offline": words.gettext("You are offline. This is %(time)s.", time=time),
        "slow": words.gettext("The network is slow. This is %(time)s.", time=time),
        "silent": words.gettext("This site does not answer. This is %(time)s.", time=time),
        "again": Markup("{}").format(words.gettext("Load it again")),
    }
    body = script_of("worker").replace("(self, TOLD)", f"(self, {json.dumps(told, ensure_ascii=False)})")
    return f"// {hashlib.sha256(body.encode()).hexdigest()[:8]}\n{body}\n"


def manifest(frame: Frame, colour: str, paper: str, icon: str) -> dict[str, Any]:
    """What a browser needs to put the site on a home screen, where it opens as in any tab."""
    name = frame.settings.site_name
    if frame.settings.exercise is not None:
        mark = frame.words.pgettext("mark of a drill", "EXERCISE")
        name = frame.words.pgettext("title of what is not real", "%(mark)s: %(title)s", mark=mark, title=name)
    return {
        "name": name,
        "short_name": name,
        "lang": frame.settings.language,
        "dir": frame.direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": colour,
        "background_color": paper,
        "icons": [{"src": icon, "sizes": "any", "purpose": "any"}],
    }
