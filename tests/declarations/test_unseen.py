"""What staff wrote holds no sign that they do not see: each is found at its line and column, in every file."""

from __future__ import annotations

import pytest

from explainer.declarations.unseen import slip_in, unseen
from tests.support.site import Site, make_site


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Gate\u202e 4", "hides text or turns it around"),
        ("Gate\u2067 4", "hides text or turns it around"),
        ("\u3164", "show nothing"),
        ("a" + "\u20dd" * 9, "more signs on one letter"),
    ],
)
def test_a_sign_that_nobody_sees_is_found(words: str, problem: str) -> None:
    slip = slip_in(words)
    assert slip is not None
    assert problem in slip[0]


@pytest.mark.parametrize("words", ["", "Gate 4\n", "بوابة\u200f ٤", "می‌شود", "ที่นี่", "two\tcolumns"])
def test_what_words_need_is_no_slip(words: str) -> None:
    assert slip_in(words) is None


def test_every_one_is_found_at_its_place() -> None:
    written = {"read": {"entries": "\u202e"}, "a": "\u202e", "b": ["fine", {"c": "\u2800"}], "d": 4}
    assert [place for place, _, _ in unseen(written)] == [("a",), ("b", 1, "c")]


@pytest.mark.parametrize(
    ("path", "words", "place"),
    [
        ("content/system.yml", "name: Wind,", "content/system.yml:9:22"),
        ("ops_feeds/met.yml", "publisher: Weather office", "ops_feeds/met.yml:1:12"),
        ("ops_feeds/bulletins/late.yml", "place: Pier One", "ops_feeds/bulletins/late.yml:4:8"),
        ("mkdocs.yml", "site_name: Pier One", "mkdocs.yml"),
    ],
)
def test_check_names_the_place_in_every_file(
    site: Site, capsys: pytest.CaptureFixture[str], path: str, words: str, place: str
) -> None:
    before = (site.root / path).read_text(encoding="utf-8")
    key, _, said = words.partition(": ")
    comma = "," if said.endswith(",") else ""
    site.write(path, before.replace(words, f'{key}: "{said.removesuffix(",")}\\u202e"{comma}', 1))
    assert site.run("check") == 2
    assert f"{place}" in (told := capsys.readouterr().err)
    assert "holds a sign that hides text or turns it around: delete what you do not see" in told


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("unseen") / "site")
