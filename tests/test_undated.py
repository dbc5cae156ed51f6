"""Words that name no time were read by us at some moment; nothing says that they were written then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.site import Site, make_site, rss


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    body = rss({"g1": "Gale warning"})
    start, _, rest = body.partition("<pubDate>")
    made.write("ops_feeds/local/met.xml", start + rest.partition("</pubDate>")[2])
    (made.root / "ops_feeds/bulletins/late.yml").unlink()
    assert made.run("update") == 0
    return made


def test_no_page_says_that_they_were_written(site: Site) -> None:
    page = site.page("disruptions/met.g1/index.html")
    assert "Read by us" in page
    assert "read by us <time" in site.page("index.html")
    assert "read by us <time" in site.page("disruptions/open/index.html")
    assert all("Written" not in text for path, text in site.files().items() if path.endswith(".html"))


def test_the_status_says_what_the_moment_is(site: Site) -> None:
    shape = json.dumps(json.loads(site.page("status.schema.json")))
    assert shape.count("where they name no time, when we read them") == 2
