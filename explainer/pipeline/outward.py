"""The site as it is published, for whoever tells it elsewhere: nothing is woven and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.places import skeleton_folder
from explainer.model.settings import Settings
from explainer.picture.issued import Issued
from explainer.picture.model import Picture
from explainer.pipeline import picture_of, spoken_of
from explainer.pipeline.announcing import told_of
from explainer.record import whose
from explainer.record.reader import Reader
from explainer.record.states import StateLog
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site import skeleton as skeletons
from explainer.site.pieces import Workplace
from explainer.site.weave import views_of


class Outward(NamedTuple):
    """What the site says in each of its languages, and what of it was issued to be told."""

    settings: Settings
    picture: Picture
    views: tuple[View, ...]
    issued: tuple[Issued, ...]
    recorded: Path

    def view(self, language: str) -> View:
        """What it says in a language; in the first one where it does not speak that."""
        return next((view for view in self.views if view.language == language), self.views[0])


def outward(root: Path, clock: Callable[[Settings], datetime]) -> Outward:
    """What the site says that was built from what lies in ``root``, at the moment of ``clock``.

    Raises:
        SkeletonError: when nothing was ever built here.
        RecordError: when the record cannot be read.
    """
    folder = skeleton_folder(root)
    skeleton = skeletons.read(folder)
    recorded = skeleton.places.recorded(root)
    record = Reader().read(recorded)
    owner = whose.Owner(name=skeleton.settings.site_name, parts=tuple(sorted(skeleton.system.by_id)))
    whose.refuse_anothers(recorded, owner, record)
    isolation, log = Isolation(), StateLog(recorded)
    picture = picture_of(skeleton, record, clock(skeleton.settings), isolation)
    workplace = Workplace(folder, isolation, log.between, log.months)
    views = tuple(views_of(workplace, skeleton, picture, spoken_of(root, skeleton, picture)))
    return Outward(skeleton.settings, picture, views, told_of(skeleton.settings, picture), recorded)
