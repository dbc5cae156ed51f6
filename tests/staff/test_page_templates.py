"""A crisis page is one whose template is made from ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.staff.page_templates import is_crisis_template


@pytest.mark.parametrize(
    ("name", "is_crisis"),
    [
        ("crisis.html", True),
        ("home.html", True),
        ("ours.html", True),
        ("deeper.html", True),
        ("wide.html", False),
        ("main.html", False),
        ("circle.html", False),
        ("nowhere.html", False),
        ("", False),
    ],
)
def test_a_crisis_page_is_one_whose_template_is_made_from_ours(tmp_path: Path, name: str, is_crisis: bool) -> None:
    for file, parent in (("ours", "crisis"), ("deeper", "ours"), ("wide", "base"), ("circle", "circle")):
        (tmp_path / f"{file}.html").write_text(f'{{%- extends "{parent}.html" -%}}', encoding="utf-8")
    assert is_crisis_template(name, tmp_path) is is_crisis
