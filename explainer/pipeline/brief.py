"""The briefs for staff, published before the page: a run that is cut off leaves a brief that is as new, or newer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explainer.declarations.places import A_FOLDER_FOR_STAFF, workspace
from explainer.errors import Finding, StaffError
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site import making
from explainer.site.brief import briefs, is_made
from explainer.site.buckets import BucketError
from explainer.site.publish import Trees
from explainer.site.skeleton import Skeleton
from explainer.site.trees import Aside

_OURS = "brief"
"""The folder of the workspace in which its versions are kept."""


def publish(root: Path, skeleton: Skeleton, views: Sequence[View], isolation: Isolation) -> None:
    """Put the briefs in place of the old ones, whole or not at all; what a site has no longer is taken away.

    Raises:
        StaffError: when their folder is where something else is kept.
        PublishError: when it is not ours to replace or cannot be written.
    """
    made = is_made(skeleton)
    if not made and not workspace(root, _OURS).exists():
        return
    trees = _trees(root, skeleton)
    try:
        _publish(root, skeleton, views if made else (), isolation, trees)
    except BucketError:
        trees.forget()
        _publish(root, skeleton, views if made else (), isolation, trees)


def folder(root: Path, skeleton: Skeleton) -> Path:
    """Where the briefs lie."""
    return root / skeleton.settings.brief_dir


def _trees(root: Path, skeleton: Skeleton) -> Trees:
    place = folder(root, skeleton)
    why_not = skeleton.places.why_no_brief_at(root, place)
    if why_not:
        problem = f"“{skeleton.settings.brief_dir}” {why_not}"
        raise StaffError([Finding(skeleton.places.config_file, 1, 1, "brief_dir", problem, A_FOLDER_FOR_STAFF)])
    return Trees(place, workspace(root, _OURS), keep=1)


def _publish(root: Path, skeleton: Skeleton, views: Sequence[View], isolation: Isolation, trees: Trees) -> None:
    live = trees.examined(("index.html",))
    aside = Aside(workspace(root, _OURS) / "aside")
    known = live if live.skeleton == skeleton.id else trees.nothing
    pieces = briefs(root, skeleton, views, isolation) if views else ()
    made = making.made(pieces, known, isolation, aside)
    if live.skeleton != skeleton.id:
        made.gone |= live.files.keys()
    trees.publish(skeleton.id, made.new, frozenset(made.gone), made.keys, made.within)
    aside.clear()
