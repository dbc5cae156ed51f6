"""Who may ask the desk: whoever holds its key, from its own pages, under its own address."""

from __future__ import annotations

import pytest

from explainer.desk.safety import Asked, Refusal, host_of, new_token, refusal

TOKEN = "a-word-that-nobody-guesses"  # noqa: S105 - nobody lives there
HERE = {"host": "127.0.0.1:8765"}
OURS = {**HERE, "origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}


def test_whoever_holds_the_key_is_let_in_by_address_or_cookie() -> None:
    assert refusal(Asked("GET", HERE, token=TOKEN), TOKEN) is None
    assert refusal(Asked("GET", HERE, cookie=TOKEN), TOKEN) is None
    assert refusal(Asked("POST", OURS, cookie=TOKEN), TOKEN) is None


@pytest.mark.parametrize("given", ["", "x", TOKEN[:-1], TOKEN + "x", "\ud800"])
def test_a_wrong_key_opens_nothing(given: str) -> None:
    assert refusal(Asked("GET", HERE, cookie=given, token=given), TOKEN) is Refusal.TOKEN


def test_a_key_in_an_address_changes_nothing() -> None:
    assert refusal(Asked("POST", OURS, token=TOKEN), TOKEN) is Refusal.TOKEN


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "127.0.0.1:8765@evil.example", "", "[::1]:x"],
)
def test_a_name_that_is_not_of_this_machine_is_no_way_in(host: str) -> None:
    """What a page of a stranger gets when its name is made to lead here."""
    assert refusal(Asked("GET", {"host": host}, cookie=TOKEN), TOKEN) is Refusal.HOST


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "LOCALHOST:9000", "localhost"])
def test_this_machine_has_two_names_at_any_port(host: str) -> None:
    assert host_of(host) in ("127.0.0.1", "localhost")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "http://localhost:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "cross-site"},
    ],
)
def test_nothing_is_changed_from_a_page_that_is_not_ours(headers: dict[str, str]) -> None:
    assert refusal(Asked("POST", {**HERE, **headers}, cookie=TOKEN), TOKEN) is Refusal.ORIGIN


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"])
def test_it_knows_no_other_kinds_of_requests(method: str) -> None:
    assert refusal(Asked(method, OURS, cookie=TOKEN), TOKEN) is Refusal.METHOD


def test_every_start_has_another_key() -> None:
    assert len({new_token() for _ in range(20)}) == 20
    assert len(new_token()) >= 32
