"""Small sites to be published elsewhere, and readers who look at every moment whether what they find is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from posixpath import join, normpath

from explainer.publishing.serving import homes
from explainer.publishing.source import Source

Read = Callable[[str], bytes | None]
"""What a reader is sent at a path; None where nothing is."""

_NAMED = re.compile(r'(?:href|src)="([^"#]+)"')


def site_of(folder: Path, number: int, *, at: str = "", pages: int = 3) -> Source:
    """Version ``number`` of a site: its style has another name, one page came, one went, and its home says so."""
    style = f"assets/explainer.{number:08x}.css"
    disruptions = [f"{at}disruptions/d{n}/index.html" for n in range(number, number + pages)]
    root = "../" * at.count("/")
    files = {
        f"{at}{style}": f"body {{ --version: {number} }}",
        f"{at}index.html": _page(number, style, (page.removeprefix(at) for page in disruptions)),
        "about/index.html": _page(1, f"../{at}{style}", ()),
        **{page: _page(number, f"../../{style}", (f"../../{root}about/index.html",)) for page in disruptions},
        f"{at}status.json": json.dumps({"generated_at": f"2026-11-20T18:{number:02}:00+01:00", "pages": disruptions}),
        f"{at}feed.xml": f"<feed>{number}</feed>",
    }
    for path, body in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, encoding="utf-8")
    return Source(folder, {path: sha256(body.encode()).hexdigest() for path, body in files.items()}, homes(at), at)


def _page(number: int, style: str, links: Iterator[str] | tuple[str, ...]) -> str:
    named = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return f'<html><head><link href="{style}"></head><body>version {number} {named}</body></html>'


def amiss(read: Read, at: str = "") -> list[str]:
    """What a reader finds wrong, beginning at home: a torn page, a style or a page that is named and not there."""
    wrong, todo, seen = [], [f"{at}index.html"], set[str]()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        body = read(path)
        if body is None:
            wrong.append(f"{path} is not there")
        elif path.endswith(".html"):
            page = body.decode()
            if not page.endswith("</html>"):
                wrong.append(f"{path} is torn")
            todo += [normpath(join(path, "..", name)) for name in _NAMED.findall(page)]
    status = read(f"{at}status.json")
    named = json.loads(status)["pages"] if status else ()
    return wrong + [f"status.json names {page}, which is not there" for page in named if read(page) is None]


def seen_by(read: Read, files: Mapping[str, str]) -> list[str]:
    """Which files of a site are not as they should be."""
    return [path for path, digest in files.items() if sha256(read(path) or b"").hexdigest() != digest]
