"""Cards are drawn in letters of our own: which there are, how wide they are, and nothing in the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.language.letters import Family, drawable, family_of, files, width
from tests.conftest import ROOT


def test_the_fonts_are_small_and_have_their_licences_beside_them() -> None:
    assert sum(Path(file).stat().st_size for file in files()) < 300_000
    assert "SIL Open Font License" in (Path(files()[0]).parent / "LICENSE-NotoSansArabic.txt").read_text()
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "Roboto" in notice
    assert "Noto Sans Arabic" in notice


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("Ferries 40–70 minutes late", Family.ROBOTO),
        ("Ça n’était pas prévu : « œuvre »", Family.ROBOTO),
        ("Straße, Zürich, Łódź, İzmir", Family.ROBOTO),
        ("Поезд опаздывает на 20 минут", Family.ROBOTO),
        ("Καθυστέρηση λόγω χιονιού", Family.ROBOTO),
        ("تأخر الإقلاع 40–70 دقيقة: valdorme.example", Family.ARABIC),
    ],
)
def test_a_line_is_in_one_family_that_has_all_of_its_letters(words: str, family: Family) -> None:
    assert family_of(words) is family
    assert drawable(words) == words


@pytest.mark.parametrize("words", ["東京", "Ferries 延误", "הרכבת", "ভারী", "تأخر Поезд"])
def test_a_line_with_a_letter_that_there_is_not_cannot_be_drawn(words: str) -> None:
    assert drawable(words) == ""


def test_pictures_and_what_is_invisible_are_left_out() -> None:
    assert drawable("⚠️ Ferries\u00ad late 🚢👨‍👩‍👧 \n today") == "Ferries late today"


def test_letters_are_as_wide_as_their_font_says() -> None:
    """Roboto Bold: an ``i`` of 543 and an ``m`` of 1773 units, of 2048 to the size."""
    assert (round(width("i", 2048)), round(width("m", 2048))) == (543, 1773)
    assert width("mi", 100, spacing=-3) == pytest.approx(width("m", 100) + width("i", 100) - 6)
