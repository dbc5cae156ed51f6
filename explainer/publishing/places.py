"""Which kind of destination is meant by how it is written, and whether the site may go there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from explainer.declarations.places import Places
from explainer.model import settings
from explainer.model.vocabulary import Compression
from explainer.publishing.destination import Destination, DestinationError
from explainer.publishing.folder import Folder
from explainer.publishing.packing import Encoding, packed

_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "azure", "abfs", "abfss", "adl", "https"})
_SCHEME = re.compile(r"([a-z][a-z0-9+]+)://")
_MACHINE = re.compile(r"(?:[^/\s:@]+@)?[^/\s:@]{2,}:(?!//)")
"""``web@www.example:/srv/site``; one letter before a colon is a disk of Windows."""

HOW = "write s3://bucket/folder, a folder such as /mnt/web, or web@www.example:/srv/site"


class Whither(NamedTuple):
    """A destination, and how compressed files come there."""

    place: Destination
    compression: Compression
    declared: settings.Destination


def opened(declared: settings.Destination, root: Path, places: Places, base: Path | None = None) -> Whither:
    """What is declared, ready to be used; ``root`` is the folder of ``mkdocs.yml``.

    Relative folders begin in ``base``, or else in ``root``.

    Raises:
        DestinationError: when it is nothing that is known, or where other things are kept.
        MissingExtraError: when it is a store and the library for stores is not installed.
    """
    place = _place(declared, root, places, base or root)
    compression = declared.compress or place.compression
    if compression is Compression.BESIDE:
        packed(b"", Encoding.BROTLI)  # if that cannot be done, it is said before anything is touched
    return Whither(place, compression, declared)


def _place(declared: settings.Destination, root: Path, places: Places, base: Path) -> Destination:
    to = declared.to.strip()
    scheme = _SCHEME.match(to)
    if scheme is not None and scheme[1] in _STORES:
        if holds_secret(to):
            raise DestinationError(f"{bare(to)} holds a secret; leave it out, the environment has it")
        from explainer.publishing.objects import Store

        return Store(to, declared.endpoint or "", declared.region, conditional=not declared.one_machine)
    if (scheme is not None and scheme[1] == "rsync") or (scheme is None and _MACHINE.match(to)):
        if holds_secret(to):
            raise DestinationError(f"{bare(to)} holds a secret; leave it out, RSYNC_PASSWORD in the environment has it")
        from explainer.publishing.rsync import Rsync

        return Rsync(to)
    if scheme is not None:
        raise DestinationError(f"{bare(to)} is no place that is known here; {HOW}")
    folder = base / to
    why_not = _why_not(folder, root, places)
    if why_not:
        raise DestinationError(f"{folder} {why_not}; publish into a folder that is for this copy of the site alone")
    return Folder(folder)


def _why_not(folder: Path, root: Path, places: Places) -> str:
    site = (root / places.site).resolve()
    target = folder.resolve()
    if target == site or target.is_relative_to(site) or site.is_relative_to(target):
        return "is, holds or lies in site_dir, where the site is already"
    return places.why_not_at(root, folder)


def holds_secret(address: str) -> bool:
    """Whether an address carries a password or a signature."""
    parts = urlsplit(address)
    return ":" in parts.netloc.rpartition("@")[0] or bool(parts.query or parts.fragment)


def bare(address: str) -> str:
    """An address without what it may hold of secrets."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
