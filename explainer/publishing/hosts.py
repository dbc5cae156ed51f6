"""The policy of ``serving`` as web servers and hosts read it, and as the documentation shows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from explainer.publishing.serving import (
    BINARY,
    CACHES,
    ELSEWHERE,
    EMBED,
    EVERYWHERE,
    FEED,
    FEED_TYPE,
    FRAMED,
    PAGES_ONLY,
    READ_ELSEWHERE,
    TYPES,
    address_of,
    is_framed,
    is_immutable,
    packs,
    served,
)

KEPT_BACK = ".explainer"
"""The folder at a destination that is for the next publication, and for no reader."""

_DIGEST = re.compile(r"\.[0-9a-f]{8}\..*")
_MADE = "Made by “explainer publish --headers {}” from the policy that docs/ci.md shows."


def nginx(_: Iterable[str] = ()) -> str:
    """For the ``http`` part of nginx: two maps, and a server of the folder ``/srv/site/site``."""
    typed = "\n".join(f"        {kind} {' '.join(ends)};" for kind, ends in sorted(_ends_by_type().items()))
    texts = {kind.partition(";")[0] for kind in (*TYPES.values(), FEED_TYPE) if "charset" in kind} - {"text/html"}
    packed = {kind.partition(";")[0] for kind in (*TYPES.values(), FEED_TYPE) if packs(kind)} - {"text/html"}
    headers = "\n".join(f'    add_header {name} "{value}" always;' for name, value in EVERYWHERE.items())
    [(policy, framed_nowhere)], [framed] = PAGES_ONLY.items(), FRAMED.values()
    kept = "\n".join(f'    "~^/{row.pattern}$" "{row.value}";' for row in CACHES[:-1])
    feed = FEED_TYPE.partition(";")[0]
    return f"""\
# {_MADE.format("nginx")}
map $uri $kept {{
    default "{CACHES[-1].value}";
{kept}
}}

map $uri $read_elsewhere {{
    default "";
    "~^/{ELSEWHERE}$" "{READ_ELSEWHERE["Access-Control-Allow-Origin"]}";
}}

map $uri $policy {{
    default "{framed_nowhere}";
    "~^/{EMBED}$" "{framed}";
}}

server {{
    listen 8080;
    # Nothing else of the folder above can be reached: root is the site alone.
    root /srv/site/site;
    index index.html;
    server_tokens off;
    absolute_redirect off;
    error_page 404 /404.html;

    types {{
{typed}
    }}
    default_type {BINARY};
    charset utf-8;
    charset_types {" ".join(sorted(texts))};

    # What lies compressed beside a file is sent as it is; all else is compressed here.
    gzip on;
    gzip_static on;
    gzip_vary on;
    gzip_types {" ".join(sorted(packed))};

    add_header {policy} $policy always;
{headers}
    add_header Cache-Control $kept always;
    add_header Access-Control-Allow-Origin $read_elsewhere always;

    location / {{
        try_files $uri $uri/ =404;
    }}

    location ~ "^/{FEED}$" {{
        types {{ {feed} xml; }}
    }}

    # What a publication keeps for the next one.
    location ~ "/\\{KEPT_BACK}/" {{
        return 404;
    }}
}}
"""


def caddy(_: Iterable[str] = ()) -> str:
    """A site block for a ``Caddyfile``."""
    headers = "\n".join(f'            {name} "{value}"' for name, value in {**PAGES_ONLY, **EVERYWHERE}.items())
    typed = "\n".join(
        f'        @{end} path *.{end}\n        header @{end} Content-Type "{kind}"' for end, kind in TYPES.items()
    )
    kept = "\n".join(
        f'        @kept{n} path_regexp "^/{row.pattern}$"\n        header @kept{n} Cache-Control "{row.value}"'
        for n, row in enumerate(CACHES[:-1])
    )
    [(elsewhere, everyone)], [(policy, framed)] = READ_ELSEWHERE.items(), FRAMED.items()
    return f"""\
# {_MADE.format("caddy")}
:8080 {{
    root * /srv/site/site
    encode gzip
    route {{
        header {{
{headers}
            Cache-Control "{CACHES[-1].value}"
        }}
{kept}
{typed}
        @page path */
        header @page Content-Type "{TYPES["html"]}"
        @feed path_regexp "^/{FEED}$"
        header @feed Content-Type "{FEED_TYPE}"
        @elsewhere path_regexp "^/{ELSEWHERE}$"
        header @elsewhere {elsewhere} "{everyone}"
        @framed path_regexp "^/{EMBED}$"
        header @framed {policy} "{framed}"
        file_server {{
            # What lies compressed beside a file is sent as it is.
            precompressed br gzip
            hide {KEPT_BACK}
        }}
    }}
    handle_errors {{
        rewrite * /404.html
        header Content-Type "{TYPES["html"]}"
        file_server
    }}
}}
"""


def headers_file(files: Iterable[str]) -> str:
    """A ``_headers`` for Netlify, Cloudflare Pages and their kin, for a site with these ``files``.

    It knows no patterns, so files with a digest in their name are told by what stands before it. Of pages it says
    nothing of caches: these hosts ask for every page whether it changed, which is sooner than ours.
    """
    there = sorted(set(files))
    rows = _for_pages(there)
    rows += [
        _rule(start, {"Cache-Control": CACHES[0].value})
        for start in sorted({f"/{_DIGEST.sub('.*', path)}" for path in there if is_immutable(path)})
    ]
    searched = {path[: path.index("search/")] for path in there if re.fullmatch(CACHES[1].pattern, path)}
    rows += [_rule(f"/{folder}search/*", {"Cache-Control": CACHES[1].value}) for folder in sorted(searched)]
    elsewhere = [path for path in there if served(path).read_elsewhere]
    rows += [_rule(path, {"Cache-Control": CACHES[-1].value, **READ_ELSEWHERE}) for path in _covered(elsewhere, there)]
    rows += [_rule(f"/{path}", {"Content-Type": FEED_TYPE}) for path in there if re.fullmatch(FEED, path)]
    return f"# {_MADE.format('_headers')}\n" + "\n".join(rows)


def _for_pages(there: list[str]) -> list[str]:
    """What is said of everything, and of pages.

    Where two rules fit, these hosts send both values of a header, and a browser obeys the stricter one. So where a site
    has pages that others may frame, the rule that forbids it names the other pages and folders, and not all of them.
    """
    framed = [path for path in there if is_framed(path)]
    if not framed:
        return [_rule("/*", {**PAGES_ONLY, **EVERYWHERE})]
    pages = [path for path in there if path.endswith(".html") and path not in framed]
    return [
        _rule("/*", EVERYWHERE),
        *(_rule(path, PAGES_ONLY) for path in sorted({_covering(path, framed) for path in pages})),
        *(_rule(path, FRAMED) for path in _covered(framed, there)),
    ]


def _covered(paths: list[str], there: list[str]) -> list[str]:
    """Rules that fit ``paths`` and nothing else that is ``there``: one for a folder that holds no other files.

    A badge and a frame of every part, each with a rule, would be more than the hundred that Cloudflare reads of a file.
    """
    others = {folder for path in set(there).difference(paths) for folder in PurePosixPath(path).parents}
    folders = {path: PurePosixPath(path).parent for path in paths}
    return sorted({f"/{path}" if folders[path] in others else f"/{folders[path]}/*" for path in paths})


def _covering(page: str, framed: list[str]) -> str:
    """The widest rule that fits a page and none of those that may be framed."""
    folders = page.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        folder = "/".join(folders[:depth]) + "/"
        if not any(path.startswith(folder) for path in framed):
            return f"/{folder}*"
    return "/" + address_of(page)


def _rule(path: str, headers: Mapping[str, str]) -> str:
    return "".join((f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())))


class Row(NamedTuple):
    """A row of the table in the documentation."""

    header: str
    value: str
    what: str


def rows() -> tuple[Row, ...]:
    """The policy as the documentation shows it."""
    notes = {"Content-Security-Policy": "pages; a `script-src` here would have to allow the theme’s inline scripts"}
    return (
        *(Row(name, value, notes.get(name, "pages")) for name, value in PAGES_ONLY.items()),
        *(Row(name, value, "`embed.html` and `embed/`, which other sites may frame") for name, value in FRAMED.items()),
        *(Row(name, value, "everything") for name, value in EVERYWHERE.items()),
        *(Row("Cache-Control", kept.value, kept.what) for kept in CACHES),
        *(
            Row(name, value, "`status.json` and badges, if other sites may read them")
            for name, value in READ_ELSEWHERE.items()
        ),
        Row("Content-Type", FEED_TYPE, "`feed.xml`, and `.xml` in `feeds/`"),
    )


def table() -> str:
    """That table, in Markdown."""
    told = (f"| `{row.header}` | `{row.value}` | {row.what} |" for row in rows())
    return "\n".join(("| Header | Value | For |", "|---|---|---|", *told))


HOSTS: Mapping[str, Callable[[Iterable[str]], str]] = {"nginx": nginx, "caddy": caddy, "_headers": headers_file}
"""What can be asked for: each is given the files of the site."""


def _ends_by_type() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for end, kind in TYPES.items():
        found.setdefault(kind.partition(";")[0], []).append(end)
    return found
