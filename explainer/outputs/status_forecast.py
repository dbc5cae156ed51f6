"""What is forecast, in ``status.json``: a threshold that staff wrote before the season and that a warning reaches."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.status_form import ExpectOut, ForecastOut
from explainer.picture.season import Foretold, normal_of
from explainer.render.view import View


def forecast_out(view: View, one: Foretold) -> ForecastOut:
    """All that machines are told of one."""
    threshold = one.threshold
    return ForecastOut(
        id=threshold.id,
        name=threshold.name,
        disruption=one.about,
        begins=one.begins,
        doubted=one.doubted,
        says=threshold.says,
        components=threshold.parts,
        expect=tuple(_expected(view, one)),
        basis=threshold.basis,
        by=view.system.party_name(threshold.by),
    )


def _expected(view: View, one: Foretold) -> Iterator[ExpectOut]:
    for row in one.threshold.expect:
        normal = normal_of(view.system, row)
        if normal is not None:
            yield ExpectOut(component=row.component, now=row.now, normal=normal.normal, unit=normal.unit)
