"""The Markdown extensions of ``mkdocs.yml``, as MkDocs itself reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from explainer.declarations.configuration import ALWAYS, extensions_of
from explainer.errors import StaffError

LISTED = """\
markdown_extensions:
  - attr_list
  - toc: {permalink: true}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight:
"""
MAPPED = """\
markdown_extensions:
  attr_list: {}
  toc: {permalink: !ENV [NO_SUCH_VARIABLE, HOME_OF_LINKS, true]}
  pymdownx.snippets: {base_path: [!relative $config_dir/parts, !relative $docs_dir]}
"""


def written(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    (folder / "docs").mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"site_name: Pier One\ntheme: mkdocs\n{text}", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "text", ["", LISTED, MAPPED.replace("!relative $config_dir/parts, !relative $docs_dir", "parts")]
)
def test_they_are_those_that_mkdocs_takes_in_the_same_order(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, text)
    theirs = load_config(str(file))
    found = extensions_of(file, tmp_path / "docs")
    assert list(found) == theirs.markdown_extensions
    assert {name: options for name, options in found.items() if options} == theirs.mdx_configs


def test_folders_of_files_to_include_are_found(tmp_path: Path) -> None:
    found = extensions_of(written(tmp_path, MAPPED), tmp_path / "docs")
    assert found["pymdownx.snippets"]["base_path"] == [str(tmp_path / "parts"), str(tmp_path / "docs")]


def test_a_variable_of_the_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME_OF_LINKS", "§")
    assert extensions_of(written(tmp_path, MAPPED), tmp_path)["toc"] == {"permalink": "§"}


def test_what_is_inherited_counts_where_nothing_else_is_said(tmp_path: Path) -> None:
    written(tmp_path, LISTED, "base.yml")
    found = extensions_of(written(tmp_path, "INHERIT: base.yml\n"), tmp_path)
    assert found["toc"] == {"permalink": True}
    own = extensions_of(written(tmp_path, "INHERIT: base.yml\nmarkdown_extensions: [footnotes]\n"), tmp_path)
    assert list(own) == [*ALWAYS, "footnotes"]


def test_a_name_that_is_not_there_is_a_finding_at_its_place(tmp_path: Path) -> None:
    text = "markdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:no.such.thing }\n"
    with pytest.raises(StaffError, match=r"mkdocs\.yml:4:35 .*no\.such.*: install it, or mend its name"):
        extensions_of(written(tmp_path, text), tmp_path)
