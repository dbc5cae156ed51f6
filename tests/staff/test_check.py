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


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        (
            "content/how/crane.md",
            ("component: crane", "component: the: crane"),
            "content/how/crane.md:2:15 has a second colon: put the whole text in double quotes",
        ),
        ("ops_feeds/met.yml", ("every: 5 min", "every:5 min"), "ops_feeds/met.yml:4:7 has no space behind its colon"),
        (
            "content/system.yml",
            ("kind: symptom", "kind: symptm"),
            "content/system.yml:11:36 components[3].kind: “symptm”",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_alone_and_not_as_one_that_is_missing(
    site: Site, path: str, change: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (site.root / path).read_text(encoding="utf-8")
    assert change[0] in text
    site.write(path, text.replace(*change))
    assert site.run("check") == 2
    told = [line for line in capsys.readouterr().err.splitlines() if "advice:" not in line]
    assert len(told) == 2
    assert told[0].startswith(said)


def test_no_other_page_is_offered_for_one_that_is_not_there(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    text = (site.root / "content/system.yml").read_text(encoding="utf-8")
    site.write("content/system.yml", text.replace("explainer: how/crane.md", "explainer: how/ae.md"))
    assert site.run("check") == 2
    told = capsys.readouterr().err
    assert "there is no page “how/ae.md”: write one of: about.md" in told
    assert "did you mean" not in told


@pytest.mark.parametrize("there", ["name: Gates # the old ones", "name: Gates  # old, new", "name: Gates"])
def test_a_comment_behind_a_value_is_one_where_nothing_is_published_word_by_word(site: Site, there: str) -> None:
    text = (site.root / "content/system.yml").read_text(encoding="utf-8")
    site.write(
        "content/system.yml", text.replace("  - {id: harbour, name: Harbour office}", f"  - id: harbour\n    {there}")
    )
    assert site.run("check") == 0


def test_a_number_sign_within_a_name_is_told_everywhere(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    text = (site.root / "content/system.yml").read_text(encoding="utf-8")
    site.write(
        "content/system.yml",
        text.replace("  - {id: harbour, name: Harbour office}", "  - id: harbour\n    name: Gate #4"),
    )
    assert site.run("check") == 2
    assert "content/system.yml:8:16 parties[1].name: ends before “#4”, which is a comment" in capsys.readouterr().err
