# ruff: noqa: RUF001 - letters that pass for others are what it is about
"""A host that passes for another is told in Punycode; one that is what it seems stays as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.formats.kit import text
from explainer.formats.kit.hosts import plain_hosts

CYRILLIC_A = "\u0430"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f"Read {CYRILLIC_A}pple.example now", "Read xn--pple-43d.example now"),
        (f"Read https://{CYRILLIC_A}pple.example/a?b now", "Read https://xn--pple-43d.example/a?b now"),
        (f"mail help@{CYRILLIC_A}pple.example.", "mail help@xn--pple-43d.example."),
        (f"on status.{CYRILLIC_A}pple.com, please", "on status.xn--pple-43d.com, please"),
        ("go to аррӏе.com", "go to xn--80ak6aa92e.com"),
        ("https://pаypal.рф", "https://xn--pypal-4ve.xn--p1ai"),
        ("ορα.com", "xn--mxa1ag.com"),
    ],
)
def test_a_host_that_passes_for_another_is_told_in_punycode(written: str, told: str) -> None:
    assert text.line(written) == told
    assert text.plain(written) == told


@pytest.mark.parametrize(
    "written",
    [
        "Look at bücher.example and at münchen.de",
        "Смотрите пример.рф и https://пример.рф/новости",
        "На сайте яндекс.com",
        "日本語abc.example と 한국어kr.example",
        "Конец.Начало новой фразы. Wi-Fi доступен",
        "at 18.30 Uhr, Nr. 5.2b",
        "xn--80ak6aa92e.com",
        "ελλάδα.gr",
    ],
)
def test_a_host_in_one_script_stays_as_it_is_written(written: str) -> None:
    assert text.line(written) == written


@given(st.text())
def test_told_hosts_are_told_once(written: str) -> None:
    assert plain_hosts(plain_hosts(written)) == plain_hosts(written)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_stay(written: str) -> None:
    assert plain_hosts(written) == written
