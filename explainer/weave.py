"""Skeleton + picture → the woven files. Pure but for reading the skeleton's own pages.

Each live region is filled in place; the shells are stamped once for every disruption and every symptom. What
a region says is escaped by its renderer; nothing woven is ever read again as source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from explainer.errors import SkeletonError
from explainer.picture.model import Picture
from explainer.render.atom import feed_xml
from explainer.render.regions import REGIONS
from explainer.render.sitemap import sitemap_xml
from explainer.render.status import status_json, status_schema
from explainer.render.view import View
from explainer.skeleton import SHELL, LivePage, Region, Skeleton, page_bytes

UNPUBLISHED = ("sitemap.xml.gz",)
"""What MkDocs builds that weave replaces by other files, beside the shells."""


def weave(folder: Path, skeleton: Skeleton, picture: Picture) -> Iterator[tuple[str, bytes]]:
    """Every file whose bytes depend on the picture, by its path in the site.

    Raises:
        SkeletonError: when a page of the skeleton is missing, altered, or names no region we render.
    """
    view = View(
        picture=picture,
        system=skeleton.system,
        settings=skeleton.settings,
        rights={rights.id: rights for rights in skeleton.rights},
        layout=skeleton.layout,
        explainers=skeleton.explainers,
        zone=skeleton.settings.tz,
    )
    for page in skeleton.live:
        if not page.is_shell:
            yield page.path, _filled(page, page_bytes(folder, page), view, page.path, "")
    yield from _stamped(folder, skeleton, view)
    yield "status.json", status_json(view)
    yield "status.schema.json", status_schema()
    yield "feed.xml", feed_xml(view)
    yield "sitemap.xml", sitemap_xml(view, dict(_addresses(skeleton, picture)))


def unwoven(skeleton: Skeleton) -> Mapping[str, str]:
    """Every file that is published as it was built, with its digest."""
    live = {page.path for page in skeleton.live}
    return {path: digest for path, digest in skeleton.files.items() if path not in live and path not in UNPUBLISHED}


def _stamped(folder: Path, skeleton: Skeleton, view: View) -> Iterator[tuple[str, bytes]]:
    subjects = {
        "disruptions": [d.id for d in view.picture.disruptions],
        "why": [symptom.id for symptom in skeleton.system.symptoms],
    }
    for place, ids in subjects.items():
        shell = skeleton.shell(place)
        if shell is None:
            continue
        body = page_bytes(folder, shell)
        for subject in ids:
            path = stamped_path(shell.path, subject)
            yield path, _filled(shell, body, view, path, subject)


def stamped_path(shell: str, subject: str) -> str:
    """Where a shell is published for one subject: the same place, under the subject's id."""
    parts = [subject if part == SHELL else part for part in shell.split("/")]
    return "/".join(parts)


def _filled(page: LivePage, body: bytes, view: View, path: str, subject: str) -> bytes:
    here = replace(view, root="../" * path.count("/"))
    out: list[bytes] = []
    at = 0
    for region in page.regions:
        args = {**region.args, "subject": subject} if subject else region.args
        out += (body[at : region.start], _renderer(region, page)(here, args).encode())
        at = region.end
    out.append(body[at:])
    return b"".join(out)


def _renderer(region: Region, page: LivePage) -> Callable[[View, Mapping[str, str]], str]:
    if region.name not in REGIONS:
        raise SkeletonError(
            f"{page.path} asks for a live region “{region.name}”; write one of: {', '.join(sorted(REGIONS))}"
        )
    return REGIONS[region.name]


def _addresses(skeleton: Skeleton, picture: Picture) -> Iterator[tuple[str, datetime | None]]:
    """Every published page's address from the root, with when its facts last changed."""
    shells = {page.path for page in skeleton.live if page.is_shell}
    for path in skeleton.files:
        if path.endswith("index.html") and path not in shells:
            yield path.removesuffix("index.html"), None
    for disruption in picture.disruptions:
        yield f"disruptions/{disruption.id}/", disruption.changed_at
    for symptom in skeleton.system.symptoms:
        yield f"why/{symptom.id}/", None
