"""Everything staff write is judged together, each fault at its place."""

from pathlib import Path

import pytest

from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_a_misspelt_template_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/map.md", "---\ntemplate: mapp.html\n---\n")
    assert site.run("check") == 2
    assert (
        "content/map.md:2:11 template: there is no template “mapp.html”: did you mean “map.html”?"
        in capsys.readouterr().err
    )
