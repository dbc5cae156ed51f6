"""A quiet day's answer: its format is told where the document says enough, and asked for where it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from explainer.commands.main import run
from explainer.errors import FormatError
from explainer.formats import Document, detect
from explainer.formats.guessing import guess

NOTHING: dict[str, Any] = {"type": "FeatureCollection", "features": []}
NWS = NOTHING | {
    "@context": ["https://geojson.org/geojson-ld/geojson-context.jsonld", {"wx": "https://api.weather.gov/ontology#"}],
    "title": "Current watches, warnings, and advisories for Alaska",
    "updated": "2026-11-20T10:00:00+00:00",
}
USGS = NOTHING | {
    "metadata": {
        "generated": 1763632800000,
        "url": "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/significant_hour.geojson",
        "title": "USGS Significant Earthquakes, Past Hour",
        "api": "1.10.3",
        "count": 0,
    }
}
OPEN511 = {"events": [], "pagination": {"offset": "0"}, "meta": {"url": "/events/", "version": "v1"}}


@pytest.mark.parametrize(("name", "data"), [("nws", NWS), ("usgs", USGS), ("open511", OPEN511)])
def test_an_empty_answer_that_says_whose_it_is_is_of_its_format(name: str, data: Any) -> None:
    assert detect(json.dumps(data).encode()) == name


def test_an_empty_geojson_that_says_nothing_has_to_be_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = json.dumps(NOTHING).encode()
    for read in (detect, lambda body: guess(Document(name="f", body=body))):
        with pytest.raises(FormatError, match=r"an empty GeoJSON.*declare the format"):
            read(body)
    file = tmp_path / "quiet.json"
    file.write_bytes(body)
    assert run(["inspect", str(file)]) == 3
    assert "empty GeoJSON" in capsys.readouterr().out
    assert run(["feeds", "try", str(file)]) == 3
    assert "declare the format" in capsys.readouterr().err
