"""The services by which people are told: the only place that knows apprise, which is an extra.

Addresses are secrets: no word that leaves this module holds one.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from explainer.errors import ExplainerError, own_fault, plain, redacted

NEEDS_EXTRA = 'telling people needs a library that is not installed here: pip install "explainer[notify]"'

CONNECTING, READING = 10.0, 20.0
"""Seconds that a service may take to be reached, and then to answer."""

_SCHEME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9+.-]*)://")
_CALL = re.compile(r"(?<![\w.])@(?=\w)|<(?=[!@#])")
"""What calls people where people talk: ``@everyone``, ``<!channel>``; an address of mail is none."""

_LONGEST_WHY = 300

_WITH_HOST = frozenset({"form", "forms", "json", "jsons", "mailto", "mailtos", "xml", "xmls"})
"""Beginnings of addresses in which a host stands that is no secret; others have a token in its place."""


class ServiceError(ExplainerError):
    """A service did not take what was sent, or an address is none; the message holds no secret."""


class NeedsExtraError(ExplainerError):
    """The library by which people are told is not installed."""

    def __init__(self) -> None:
        super().__init__(NEEDS_EXTRA)


class Message(NamedTuple):
    """What is sent: ``key`` is the same whenever the same update is sent to the same addressee."""

    title: str
    body: str
    key: str
    update: str
    site: str


class Takes(NamedTuple):
    """What a service is called, and how long a title and a text it takes; ``title`` is 0 where it knows none."""

    name: str
    title: int
    body: int


class Service(Protocol):
    """One address: one service, and one or more behind it, each of whom is told for itself."""

    takes: Takes
    amount: int

    def send(self, message: Message, to: int) -> None:
        """Hand a message to one of them.

        Raises:
            ServiceError: when it was not taken.
        """


def scheme_of(address: str) -> str:
    """What an address begins with, which is no secret; empty where it begins with nothing that could be one."""
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def schemes() -> frozenset[str]:
    """Every beginning of an address that is known.

    Raises:
        NeedsExtraError: when apprise is not installed.
    """
    _apprise()
    manager: Any = import_module("apprise.manager_plugins").NotificationManager()
    return frozenset(manager.schemas(include_disabled=False))


def service_at(address: str) -> Service:
    """The service at an address.

    Raises:
        ServiceError: when there is none such.
        NeedsExtraError: when apprise is not installed.
    """
    apprise = _apprise()
    # Pictures would be asked of a third party by whoever reads the message.
    pictures = {"image_url_mask": "", "image_url_logo": "", "image_path_mask": ""}
    asset = apprise.AppriseAsset(app_id="Explainer", app_desc="", app_url="", http_redirects=False, **pictures)
    with _heard() as said:
        made = apprise.Apprise.instantiate(address.strip(), asset=asset, suppress_exceptions=True)
    if made is None:
        scheme = scheme_of(address)
        if scheme not in schemes():
            raise ServiceError(f"“{scheme}://” is no service that is known" if scheme else "is no address of a service")
        raise ServiceError(_without_secrets(" ".join(said) or f"is not whole for {scheme}://", address))
    for shown in ("include_image", "include_footer"):
        if hasattr(made, shown):
            setattr(made, shown, False)
    made.socket_connect_timeout, made.socket_read_timeout = CONNECTING, READING
    return _Apprised(made, address)


class _Apprised:
    def __init__(self, plugin: Any, address: str) -> None:
        self._address = address
        self._each = _apart(plugin)
        self.amount = len(self._each)
        name = str(plugin.service_name)
        self.takes = Takes(name, int(plugin.title_maxlen), int(plugin.body_maxlen))

    def send(self, message: Message, to: int) -> None:
        plugin = self._each[to]
        if scheme_of(self._address) not in _WITH_HOST:
            message = message._replace(title=_calling_nobody(message.title), body=_calling_nobody(message.body))
        _mark(plugin, message)
        with _heard() as said, _message_id(message):
            try:
                taken = plugin.notify(body=message.body, title=message.title, body_format="text")
            except Exception as error:  # noqa: BLE001 - a plugin of another's may raise anything
                raise ServiceError(_without_secrets(own_fault(error), self._address)) from None
        if not taken:
            raise ServiceError(_without_secrets(" ".join(said), self._address) or "it was not taken")


def _apart(plugin: Any) -> list[Any]:
    """A plugin for each of those behind one address, so that one who cannot be reached lets nobody be told twice."""
    targets = getattr(plugin, "targets", None)
    if not isinstance(targets, list) or len(targets) < 2:
        return [plugin]
    found = []
    for target in targets:
        one = copy.copy(plugin)
        one.targets = [target]
        found.append(one)
    return found


def _calling_nobody(text: str) -> str:
    """A text in which no service finds somebody to call: words of others must not ring at ``@everyone``."""
    return _CALL.sub(lambda found: "\uff20" if found[0] == "@" else "\u2039", text)


def _mark(plugin: Any, message: Message) -> None:
    """Let webhooks know what is the same, by a header as is the custom; and the id of the update, in the body too."""
    if isinstance(getattr(plugin, "headers", None), dict):
        if plugin.secure_protocol in ("jsons", "xmls", "forms"):
            plugin.headers["Idempotency-Key"] = message.key
        plugin.headers["X-Update-Id"] = message.update
    if isinstance(getattr(plugin, "payload_extras", None), dict):
        plugin.payload_extras["update"] = message.update


@contextmanager
def _message_id(message: Message) -> Iterator[None]:
    """Let an e-mail that is sent again be known for the same: apprise makes a new Message-ID for each."""
    base: Any = import_module("apprise.plugins.email.base")
    usual = base.make_msgid
    host = re.sub(r"[^A-Za-z0-9.-]", "", message.site) or "unpublished.invalid"
    base.make_msgid = lambda **_: f"<{re.sub(r'[^A-Za-z0-9-]+', '.', message.key)}@{host}>"
    try:
        yield
    finally:
        base.make_msgid = usual


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What apprise warns of, which is all that it says of a failure."""
    logger, ear = logging.getLogger("apprise"), _Ear()
    spread, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield ear.said
    finally:
        logger.removeHandler(ear)
        logger.propagate = spread


def _without_secrets(said: str, address: str) -> str:
    """Words of a library without anything that an address holds, but for a host that is no secret."""
    scheme = scheme_of(address)
    rest = address.strip()[len(scheme) :]
    host = (urlsplit(f"none{rest}").hostname or "") if scheme in _WITH_HOST else ""
    for part in sorted({*_parts(rest), *_parts(unquote(rest))}, key=len, reverse=True):
        if len(part) > 3 and part.lower() != host:
            said = said.replace(part, "…")
    return plain(redacted(" ".join(said.split())), _LONGEST_WHY)


def _parts(address: str) -> list[str]:
    return re.split(r"[\s/:@?&=,;+]+", address)


def _apprise() -> Any:
    try:
        import apprise
    except ImportError as error:
        raise NeedsExtraError from error
    return apprise
