"""What apprise is asked and what it answers: known again when sent again, no redirect followed, no secret told."""

from __future__ import annotations

import re
import sys

import pytest
import requests

from explainer.errors import ExplainerError
from explainer.notifying.services import Message, NeedsExtraError, ServiceError, schemes, service_at
from tests.conftest import ROOT
from tests.support.post import mail_server, web_hook

MESSAGE = Message(
    "Ferries late", "Slow & <b>steady</b>.", "log.late/2026-11-20T17:20:00Z/press/0", "log.late/1", "pier.example"
)


def test_a_webhook_gets_the_text_the_id_and_the_same_key_whenever_it_is_sent_again() -> None:
    with web_hook() as hook:
        for _ in range(2):
            service_at(hook.address()).send(MESSAGE, 0)
        first, second = hook.posted
    assert (first.body["title"], first.body["message"]) == (MESSAGE.title, MESSAGE.body)
    assert first.body["update"] == first.headers["X-Update-Id"] == "log.late/1"
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == MESSAGE.key


def test_each_behind_an_address_of_mail_gets_a_plain_one_of_its_own_that_is_known_again() -> None:
    with mail_server() as box:
        service = service_at(box.address("a@x.example", "b@x.example"))
        assert service.amount == 2
        again = service_at(box.address("a@x.example", "b@x.example"))
        for one, to in ((service, 0), (service, 1), (again, 1)):
            one.send(MESSAGE._replace(key=f"log.late/1/press/{to}"), to)
        assert [to for to, _ in box.mails] == ["a@x.example", "b@x.example", "b@x.example"]
        mails = [mail for _, mail in box.mails]
    assert [mail["Message-ID"] for mail in mails] == [
        "<log.late.1.press.0@pier.example>",
        *["<log.late.1.press.1@pier.example>"] * 2,
    ]
    assert [len(mail.get_all("Message-ID", [])) for mail in mails] == [1, 1, 1]
    assert mails[0].get_content_type() == "text/plain"
    body = mails[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().strip() == MESSAGE.body


def test_no_redirect_is_followed() -> None:
    with web_hook() as hook:
        hook.answers = [307]
        with pytest.raises(ServiceError, match="error=307"):
            service_at(hook.address()).send(MESSAGE, 0)
        assert hook.posted == []


def test_what_went_wrong_is_told_without_what_is_secret() -> None:
    with web_hook() as hook:
        hook.answers = [500]
        address = hook.address("needlepath").replace("://", "://needleuser:needlepass@") + "?+X-Key=needlehead"
        with pytest.raises(ServiceError) as failed:
            service_at(address).send(MESSAGE, 0)
    assert "500" in str(failed.value)
    assert "needle" not in str(failed.value)
    with pytest.raises(ServiceError) as failed:
        service_at("mailto://needleuser:needlepass@127.0.0.1:1?to=needle@x.example&smtp=127.0.0.1").send(MESSAGE, 0)
    assert "needle" not in str(failed.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("carrier-pigeon://needle", "“carrier-pigeon://” is no service that is known"),
        ("needle", "is no address of a service"),
        ("slack://needle", "Slack"),
    ],
)
def test_an_address_that_is_none_is_told_by_its_beginning_alone(address: str, said: str) -> None:
    with pytest.raises(ServiceError) as failed:
        service_at(address)
    assert "needle" not in str(failed.value)
    assert said in str(failed.value)


def test_the_services_that_a_press_office_uses_are_known() -> None:
    assert {"mailtos", "twilio", "jsons", "mastodons", "bluesky", "slack", "workflows"} <= schemes()


def test_how_long_a_text_may_be_is_what_the_service_says() -> None:
    assert service_at("mastodons://token@social.example").takes.body == 500
    twilio = service_at("twilio://AC" + "0" * 32 + ":" + "a" * 32 + "@+15551234567/+15557654321/+15557654322")
    assert (twilio.takes.title, twilio.takes.body, twilio.amount) == (0, 160, 2)


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(NeedsExtraError, match=r'pip install "explainer\[notify\]"'):
        service_at("json://127.0.0.1/")
    with pytest.raises(ExplainerError):
        schemes()


@pytest.mark.parametrize(
    "address",
    [
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        "workflows://host/abcdefghijklmnopqrstuvwxyz12345678/ABCDEFGHIJKLMNOPQRST12",
        "mastodons://token@social.example",
    ],
)
def test_where_people_talk_nobody_is_called_and_no_picture_of_a_third_party_is_shown(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def post(*_: object, **how: object) -> requests.Response:
        sent.append(f"{how.get('data')}{how.get('json')}{how.get('files')}")
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "post", post)
    monkeypatch.setattr(requests, "request", post)
    hostile = MESSAGE._replace(body="<!channel> @everyone <@U1>: write to help@x.example", title="<!here>")
    with pytest.raises(ServiceError):
        service_at(address).send(hostile, 0)
    [said] = sent
    assert "help@x" in said
    for call in ("<!channel", "&lt;!channel", "@everyone", "<@U1", "<!here", "github.com"):
        assert call not in said


def test_the_addresses_of_the_documentation_are_such() -> None:
    page = (ROOT / "docs/notify.md").read_text(encoding="utf-8")
    addresses = re.findall(r"^export NOTIFY_\w+='(.+)'$", page, re.MULTILINE)
    long = {"ACCOUNT": "AC" + "0" * 32, "TOKEN": "a" * 32}
    services = [service_at(re.sub("ACCOUNT|TOKEN", lambda word: long[word[0]], address)) for address in addresses]
    assert [(one.takes.name, one.amount) for one in services] == [("E-Mail", 2), ("Twilio", 2), ("JSON", 1)]
