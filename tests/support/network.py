"""No test talks to the outside: this process may connect to itself only.

A connection elsewhere raises `NetworkBlockedError`, which is deliberately no `OSError`: code under test turns
those into "the feed is unreachable", and a test that leaks would then pass. The browser is another process;
`tests.support.browser` holds it back.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, Never

import pytest


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine."""


def is_loopback(host: str | None) -> bool:
    """Whether `host`, a name or an address, is this machine without asking anybody."""
    if host is None or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0].strip("[]")).is_loopback
    except ValueError:
        return False


def block(patch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that is not to this machine, and every question to a name server."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_outside(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outside(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or is_loopback(name) or _is_address(name):
            return getaddrinfo(host, *args, **kwargs)
        if name.endswith(".invalid"):  # never resolves anywhere (RFC 2606), so no need to ask
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _refuse(f"looked up the name {name!r}")

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _refuse_outside(sock: socket.socket, address: Any) -> None:
    if sock.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(str(address[0])):
        sock.close()  # who asked expects an OSError, and would leave it open at any other
        _refuse(f"connected to {address[0]} port {address[1]}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _refuse(what: str) -> Never:
    raise NetworkBlockedError(
        f"A test {what}. Tests run without a network: serve the bytes with `httpserver`, "
        "or use a name under .invalid for a feed that cannot be reached."
    )
