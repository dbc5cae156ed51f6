"""``mkdocs.yml`` is read without MkDocs, and what is wrong in it is named at its line."""

from pathlib import Path

import pytest

from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_a_config_without_the_plugin_says_which_line_to_add(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("mkdocs.yml", "site_name: Pier\nplugins: [search]\n")
    assert site.run("build") == 2
    assert capsys.readouterr().err.startswith(
        "mkdocs.yml:2:10 plugins: does not name the explainer plugin: add a line “- explainer” to the plugins"
    )


def test_wrong_settings_are_named_at_their_line(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = (site.root / "mkdocs.yml").read_text().replace("Europe/Paris", "Paris/Europe")
    site.write("mkdocs.yml", config)
    assert site.run("check") == 2
    assert "mkdocs.yml:8:13 zone: is not a time zone: write a name such as Europe/Paris" in capsys.readouterr().err
