"""Sveltia CMS, fetched when somebody asks for it: one version, known by its digest, whoever hands it over."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from explainer.errors import FetchError
from explainer.fetch.web import Failed, Limits, NotModified, Validators, fetch
from explainer.model.sources import Source

REGISTRY = "https://registry.npmjs.org"
"""Where the archives lie, unless told otherwise."""

LARGEST = 40_000_000
"""Bytes of an archive, and of each file in it."""


class Release(NamedTuple):
    """One version of a package: its place in a registry, the digest of its archive, and what is taken out of it."""

    path: str
    integrity: str
    files: Mapping[str, str]


VERSION = "0.221.1"
"""The version of Sveltia CMS that our tests try."""

SVELTIA = Release(
    path=f"@sveltia/cms/-/cms-{VERSION}.tgz",
    integrity="sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ==",
    files={"package/dist/sveltia-cms.js": "sveltia-cms.js", "package/LICENSE.txt": "sveltia-cms.LICENSE.txt"},
)
"""The program; MIT licence."""

ICONS = Release(
    path="@fontsource-variable/material-symbols-outlined/-/material-symbols-outlined-5.3.7.tgz",
    integrity="sha512-d6kLamaMdad40AYoyJEBgCH63fRLklC7GW7bgb7WWbPh/UzuW483Dlyfmn3vxpiNsHLIMBOcYYkZDtOC9Y3MUA==",
    files={
        "package/files/material-symbols-outlined-latin-wght-normal.woff2": "icons.woff2",
        "package/LICENSE": "icons.LICENSE.txt",
    },
)
"""The font of its signs, which it would else ask a third party for; see its licence."""

_ELSEWHERE = b"https://cdn.jsdelivr.net/fontsource/fonts/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2"
"""Where the program looks for them."""


def forms(source: str, limits: Limits, releases: tuple[Release, ...] = (SVELTIA, ICONS)) -> dict[str, bytes]:
    """The files that the forms need, by name; ``source`` is the address of a registry, or a folder with the archives.

    Raises:
        FetchError: when one cannot be had, or is anything but the release.
    """
    found: dict[str, bytes] = {}
    for release in releases:
        archive = _archive(source, release.path, limits)
        digest = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
        if digest != release.integrity:
            raise FetchError(f"{release.path} of {source} has another digest than it should, so it was not used")
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as opened:
            found |= {name: _member(opened, path) for path, name in release.files.items()}
    return {name: body.replace(_ELSEWHERE, b"icons.woff2") for name, body in found.items()}


def _archive(source: str, path: str, limits: Limits) -> bytes:
    if not source.startswith(("http://", "https://")):
        return _read(Path(source) / path.rpartition("/")[2])
    asked = Source(id="forms", publisher="the registry", format="archive", url=f"{source.rstrip('/')}/{path}")
    outcome = fetch(asked, Path(), Validators(), limits.replace(largest=LARGEST, total=120))
    if isinstance(outcome, Failed | NotModified):
        raise FetchError(outcome.reason if isinstance(outcome, Failed) else "it did not change")
    return outcome.documents[0].body


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST)
    except OSError as error:
        raise FetchError(f"{path} cannot be read: {error.strerror}") from error


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    try:
        held = archive.extractfile(path)
    except KeyError:
        held = None
    if held is None:
        raise FetchError(f"the archive holds no {path}")
    return held.read(LARGEST)
