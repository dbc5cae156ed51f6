"""Put a complete tree in the place of another, so that nobody ever sees half of one.

The next tree is made out of the oldest one that is kept, by applying what has changed since: unchanged files
are shared by hard links, so they keep their modification time. Then it is exchanged with the site in one step
of the file system. Beside each tree lies a manifest of it; a tree without one was left half made, and is not
used again. What a publication costs follows what it changes, however large the site is.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from explainer import disk
from explainer.errors import ExplainerError
from explainer.site.manifest import Manifest, Manifests
from explainer.site.trees import New, copy, link, paths, put_in, remove, take_out

__all__ = ["New", "PublishError", "Published", "Trees"]


class PublishError(ExplainerError):
    """The site's folder cannot be written, or is not ours to replace."""


@dataclass
class Published:
    """What a publication did, by path in the site, and the number it has."""

    version: int = 0
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Trees:
    """The site and its earlier versions. One process works on them at a time (``pipeline.alone``)."""

    def __init__(self, site: Path, workspace: Path, keep: int) -> None:
        self.site = site
        self._keep = max(keep, 1)
        self._kept = workspace / "versions"
        self._working = workspace / "working"
        self._kept.mkdir(parents=True, exist_ok=True)
        self._manifests = Manifests(workspace / "manifests")
        self.nothing = self._manifests.nothing

    def live(self) -> Manifest:
        """What the site holds; nothing when it is not there or not ours."""
        return self._manifests.of(self.site) or self.nothing

    def versions(self) -> list[int]:
        """The numbers of the earlier versions, newest first."""
        return [self._number(tree) for tree in self._earlier()]

    def recount(self) -> None:
        """Trust nothing but what is really there: every piece is woven again, and what was deleted comes back."""
        manifest = self._manifests.of(self.site)
        if manifest is not None:
            lost = manifest.files.keys() - set(paths(self.site))
            empty = self.nothing
            self._manifests.write(
                self.site, empty._replace(version=manifest.version, files=manifest.files.followed({}, lost))
            )

    def forget(self) -> None:
        """Believe nothing of what is known of the site: it is published as if it were the first time."""
        self._manifests.forget(self.site)

    def publish(
        self,
        skeleton: str,
        new: Mapping[str, New],
        gone: frozenset[str],
        keys: Mapping[str, str],
        within: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> Published:
        """Publish the live version with ``new`` files put in and ``gone`` ones left out, whole or not at all.

        ``keys`` are those of all pieces and batches; ``within`` those of the pieces of each batch that was made anew.
        What is both new and gone is new: it was moved from one batch to another, or out of one.

        Raises:
            PublishError: when the folder is not ours to replace or cannot be written.
            BucketError: when what is known of the site is not whole.
        """
        self._refuse_foreign()
        self._settle()
        live = self.live()
        known = live.files.get_many(new)
        changed = {path: file for path, file in new.items() if path not in known or known[path].digest != file.digest}
        removed = sorted(live.files.get_many(gone - new.keys()))
        done = Published(live.version, list(changed), removed)
        try:
            wanted = self._manifests.keyed(keys, within, live)._replace(skeleton=skeleton)
            if live.version and not changed and not removed:
                if not wanted.is_woven_as(live):
                    self._manifests.write(self.site, wanted)
                return done
            done.version = max([live.version, *self.versions()], default=0) + 1
            self._make(live, wanted._replace(version=done.version), changed, removed)
            self._exchange()
        except OSError as error:
            if error.errno != errno.EXDEV:
                where = error.filename or self.site
                raise PublishError(f"{where} cannot be written: {error.strerror}; the site is as it was") from error
            self._in_place()
        self._tidy()
        return done

    def roll_back(self) -> int:
        """Put the version before the published one in its place, at once; returns its number.

        Raises:
            PublishError: when no earlier version is kept, or the folder is not ours to replace.
        """
        self._refuse_foreign()
        self._settle()
        earlier = [tree for tree in self._earlier() if self._number(tree) < self.live().version]
        if not earlier:
            raise PublishError("no earlier version is kept; publish something first")
        number = self._number(earlier[0])
        earlier[0].rename(self._working)
        self._exchange()
        self._tidy()
        return number

    # Making a tree

    def _make(self, live: Manifest, wanted: Manifest, new: Mapping[str, New], gone: list[str]) -> None:
        """Bring the working tree to what is wanted; its manifest is gone while it is neither one nor the other."""
        old = self._recycled()
        self._manifests.forget(self._working)
        if old is None:
            remove(self._working)
            self._working.mkdir()
            old = self.nothing
        differing = set(live.files.differing(old.files)) - new.keys()
        behind = live.files.get_many(differing.difference(gone))
        take_out(self._working, {*gone, *differing} - behind.keys())
        for path, known in behind.items():
            put_in(self._working, {path: New(known.digest, partial(link, f"{self.site}/{path}"))}, known.version)
        made = put_in(self._working, new, wanted.version)
        self._manifests.write(self._working, wanted._replace(files=live.files.followed(made, gone)))

    def _recycled(self) -> Manifest | None:
        """Move the oldest version to the working place when there are more than should be kept."""
        if not self._working.exists():
            earlier = self._earlier()
            if len(earlier) >= self._keep:
                earlier[-1].rename(self._working)
        return self._manifests.of(self._working)

    def _exchange(self) -> None:
        """Swap the working tree with the site in one step where the system can; else rename twice."""
        if not self.site.exists():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._working.rename(self.site)
        elif not disk.exchanged(self._working, self.site):
            away = self._working.with_name("away")
            remove(away)
            self.site.rename(away)
            self._working.rename(self.site)
            away.rename(self._working)

    def _tidy(self) -> None:
        """Keep what was the site among the earlier versions, and no more of them than asked for."""
        self._settle()
        earlier = self._earlier()
        kept = earlier[: self._keep]
        for tree in self._kept.iterdir():
            if tree not in kept:
                self._manifests.forget(tree)
                remove(tree)
        self._manifests.tidy([self.site, *kept])

    def _settle(self) -> None:
        """Give a whole tree at the working place, such as a killed run leaves, its place among the versions."""
        manifest = self._manifests.of(self._working)
        if manifest is not None:
            place = self._kept / str(manifest.version)
            self._manifests.forget(place)
            remove(place)
            self._working.rename(place)

    def _in_place(self) -> None:
        """For a folder on another file system, such as a preview's: each file whole, the folder not at once."""
        wanted = self._manifests.of(self._working) or self.nothing
        there = set(paths(self.site))
        changed = set(wanted.files.differing(self.live().files))
        for path in wanted.files:
            if path in there and path not in changed:
                continue
            target = self.site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_name(f".{target.name}.aside")
            copy(self._working / path, aside)
            aside.replace(target)
        for stray in there - wanted.files.keys():
            (self.site / stray).unlink()
        self._manifests.forget(self._working)
        self._manifests.write(self.site, wanted)

    def _refuse_foreign(self) -> None:
        for sign in (".git", "mkdocs.yml", "pyproject.toml"):
            if (self.site / sign).exists():
                raise PublishError(
                    f"{self.site} holds {sign}, so it is not a built site; set site_dir to another folder"
                )
        if self._manifests.version_of(self.site) is None and not _may_be_a_site(self.site):
            raise PublishError(
                f"{self.site} holds something else than a built site; empty it, or set site_dir to another folder"
            )

    def _earlier(self) -> list[Path]:
        """The kept versions that are whole, newest first."""
        numbered = (tree for tree in self._kept.iterdir() if tree.name.isdecimal())
        whole = [tree for tree in numbered if self._manifests.version_of(tree) is not None]
        return sorted(whole, key=self._number, reverse=True)

    @staticmethod
    def _number(tree: Path) -> int:
        return int(tree.name)


def _may_be_a_site(folder: Path) -> bool:
    """Whether nothing is lost if what lies there is replaced: nothing, or a site that somebody built."""
    try:
        names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    return not names or not names.isdisjoint(("index.html", "status.json"))
