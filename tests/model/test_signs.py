"""Signs that hide, turn around, show nothing or pile up: none of them reaches a page, and no language loses a letter."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.formats.kit import text
from explainer.model.signs import MOST_MARKS, shows_nothing, unstacked
from tests.support.browser import Pages

PILED = {
    "enclosed": "a" + "\u20dd" * 200,
    "accents": "a" + "\u0301\u0316" * 200,
    "accents between joiners": "a" + "\u0301\u200d" * 200,
    "Cyrillic millions": "a" + "\u0489" * 200,
    "vowels of Devanagari": "क" + "\u093e" * 200,
    "a conjunct without an end": "क" + "\u094dक" * 200,
    "Khmer below one another": "ក" + "\u17d2ក" * 200,
    "Thai": "ก" + "\u0e31" * 200,
    "Thai am": "ก" + "\u0e33" * 200,
    "Burmese": "က" + "\u103c" * 200,
    "Tibetan": "ཀ" + "\u0fb2" * 200,
    "Korean consonants": "\u1100" * 200,
    "Korean vowels": "가" + "\u1161" * 200,
    "faces": "👩" + "\u200d👩" * 200,
    "skins": "👋" + "🏻" * 200,
    "before a number": "\u0600" * 200 + "1",
    "half-width kana": "ｶ" + "\uff9e" * 200,
}

WRITTEN = {
    "Vietnamese": "Tiếng Việt: ẵ ở đây; Đường ray bị ngập",
    "Thai": "ที่นี่ น้ำท่วม เครื่องบินล่าช้า",
    "Arabic": "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ",
    "Hebrew": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
    "Sanskrit": "र्त्स्न्य कार्त्स्न्यम् क्ष्म्य",
    "Burmese": "ကြွှောင့်လျှောက် လေယာဉ်များ",
    "Tibetan": "འབྲུག་ཡུལ་བསྒྲུབས",
    "Khmer": "ភាសាខ្មែរ ស្ត្រី",
    "Korean": "한국어 ᄒᆞᆫ글",
    "Tamil": "உயர்நிலைப்பள்ளி அவர்கள்",
    "Persian": "می‌خواهم نمی‌شود",
    "kana": "ﾊﾟﾋﾟ と パピ",
    "emoji": "👩🏻‍❤️‍💋‍👨🏽 👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣ 👋🏽",
}


@pytest.mark.parametrize("piled", PILED.values(), ids=PILED)
def test_what_piles_up_on_one_letter_is_cut(piled: str) -> None:
    assert len(unstacked(piled)) <= 16
    assert text.line(f"Before {piled} after").endswith(" after"), "nothing behind it is lost"


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_languages_write_stays(written: str) -> None:
    composed = unicodedata.normalize("NFC", written)
    assert unstacked(composed) == composed
    assert text.line(written) == composed


@given(st.text())
def test_cutting_takes_away_and_adds_nothing_and_once_is_enough(written: str) -> None:
    cut = unstacked(written)
    left = iter(written)
    assert all(sign in left for sign in cut), "what stays is in its order"
    assert unstacked(cut) == cut


@given(st.lists(st.sampled_from("aक\u0301\u20dd\u093e\u0e31\u200d"), max_size=60).map("".join))
def test_no_letter_bears_more_marks_than_it_may(written: str) -> None:
    row = 0
    for sign in unstacked(written):
        row = row + 1 if unicodedata.category(sign)[0] == "M" else 0
        assert row <= MOST_MARKS


@pytest.mark.parametrize(
    "blank",
    ["", " ", "\u3164", "\u2800\u2800", "\u200d\u200e", "\ufe0f", "\u115f\u1160", "\u00a0\ufeff\u2060", "\u034f"],
)
def test_what_has_no_shape_says_nothing(blank: str) -> None:
    assert shows_nothing(blank)
    assert text.line(blank) == ""
    assert text.plain(f"<p>{blank}</p>") == ""


@pytest.mark.parametrize("shown", [".", "\u3164a", "—", "한", "\u2800⠿", "👍"])
def test_whatever_has_a_shape_says_something(shown: str) -> None:
    assert not shows_nothing(shown)


@pytest.mark.audit
def test_no_pile_makes_a_page_wider_than_a_phone(page: Pages, tmp_path: Path) -> None:
    shown = page(viewport={"width": 320, "height": 700})
    for name, piled in PILED.items():
        body = f"<h1 style='font-size:30px;overflow-wrap:anywhere'>{text.line(piled)}</h1>"
        place = tmp_path / "page.html"
        place.write_text(
            f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">{body}'
        )
        shown.goto(place.as_uri())
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320, name
