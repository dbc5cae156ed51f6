"""What ``explainer check`` says of ``content/rights.yml``."""

from pathlib import Path

import pytest

from tests.support.site import make_site

RIGHTS = """- id: sea
  source: Regulation (EU) 1177/2010
  reviewed: {reviewed}
  reviewed_by: our legal team
  symptoms: [{symptoms}]
  rows:
    - {{when: Long wait, what: Food and drink.}}
"""


@pytest.mark.parametrize(
    ("reviewed", "symptoms", "told"),
    [
        ("2026-10-02", "ferry", ""),
        ("2026-10-02", "ferri", "content/rights.yml:5:14 [1].symptoms[1]: “ferri” is no symptom in content/system.yml"),
        ("2026-10-02", "crane", "content/rights.yml:5:14 [1].symptoms[1]: “crane” is no symptom in content/system.yml"),
        ("2026-01-02", "ferry", "content/rights.yml:3:13 [1].reviewed: the last legal review is 322 days old"),
    ],
)
def test_a_review_is_young_and_whoever_is_owed_it_feels_a_symptom_that_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reviewed: str, symptoms: str, told: str
) -> None:
    site = make_site(tmp_path / "site")
    site.write("content/rights.yml", RIGHTS.format(reviewed=reviewed, symptoms=symptoms))
    found = site.run("check")
    assert told in capsys.readouterr().err
    assert (found == 0) is (told == "")
