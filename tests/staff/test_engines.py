"""What a generator would leave out and say nothing of is refused before it builds: never half a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.staff import whole_site
from tests.support.site import CONFIG, make_site

ZENSICAL = f"{CONFIG}      engine: zensical\n"


def said_of(root: Path, capsys: pytest.CaptureFixture[str], config: str, **files: str) -> str:
    site = make_site(root / "site")
    site.write("mkdocs.yml", config)
    for path, text in files.items():
        site.write(path, text)
    code = site.run("check")
    said = "".join(capsys.readouterr())
    assert (code == 2) is ("to mend" in said)
    return said


def test_what_zensical_does_itself_is_left_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ZENSICAL.replace("  - search\n", "  - material/search\n  - tags\n  - redirects: {redirect_maps: {}}\n")
    assert "Zensical" not in said_of(tmp_path, capsys, config)


def test_zensical_needs_no_plugin_to_be_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_site, "_plugins", lambda: frozenset({"explainer"}))
    assert "plugin" not in said_of(tmp_path / "z", capsys, ZENSICAL)
    assert "“search” is no plugin that is installed" in said_of(tmp_path / "m", capsys, CONFIG)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("  - search\n", "  - search\n  - awesome-thing: {a: b}\n"), "mkdocs.yml:7:20 plugins[2].awesome-thing: Zensical does nothing of what the plugin “awesome-thing” does"),
        (("  - search\n", "  - gen-files\n"), "mkdocs.yml:6:5 plugins[1]: Zensical does nothing of what the plugin “gen-files” does"),
        (("theme: {name: material", "hooks: [a.py]\ntheme: {name: material"), "hooks: Zensical runs no hooks"),
        (("name: material", "name: readthedocs"), "theme: Zensical has no theme “readthedocs”"),
    ],
)  # fmt: skip
def test_what_it_would_pass_over_in_silence_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], finding: str
) -> None:
    assert finding in said_of(tmp_path / "z", capsys, ZENSICAL.replace(*change))
    assert finding not in said_of(tmp_path / "m", capsys, CONFIG.replace(*change))


def test_a_site_in_several_languages_is_not_built_in_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    languages = "  - i18n:\n      languages:\n        - {locale: en, name: English, default: true}\n        - {locale: fr, name: Français}\n"
    config = ZENSICAL.replace("  - search\n", f"  - search\n{languages}")
    assert "mkdocs.yml:8:7 plugins[2].i18n: Zensical builds a site in one language only" in said_of(
        tmp_path, capsys, config
    )


MACRO = "---\ntemplate: map.html\ntitle: Map\n---\n\nWe have {{ cranes }} cranes.\n"


def test_a_macro_on_a_crisis_page_is_told_as_nobody_would_fill_it_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CONFIG.replace("  - search\n", "  - search\n  - macros\n")
    said = said_of(tmp_path, capsys, config, **{"content/map.md": MACRO, "content/about.md": "# {{ cranes }}\n"})
    assert "content/map.md:6:9 “{{ cranes }}” would stay as it is" in said
    assert "content/about.md" not in said


def test_braces_are_words_where_no_plugin_reads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "stay as it is" not in said_of(tmp_path, capsys, CONFIG, **{"content/map.md": MACRO})
