"""Who may ask the desk: whoever holds its address, from its own pages, on this machine. Nothing here opens anything.

The desk listens on the loopback alone; that keeps other machines out, and no page of a browser on this one. So: the
token in the address, kept in a cookie, tells that somebody was given it; the name asked for must be a name of this
machine, which a rebound name of a stranger is not; and what changes anything must come from a page of the desk.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

COOKIE = "explainer-desk"
LARGEST_BODY = 1_000_000
"""Bytes of a form. The longest bulletin that anybody wrote has 20,000."""

LONGEST_READ = 10.0
"""Seconds that a form may take to arrive."""

HOSTS = frozenset({"127.0.0.1", "localhost"})

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of the desk may load: its own style, script and frames, from here."""

SHOWN_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""What a page of the site may do where the desk shows it: be looked at. Its script, links and forms do nothing."""

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer carries. Another policy on referrers would take the origin from our own forms."""


class Refusal(StrEnum):
    """Why a request is not answered; its value is what the browser is told."""

    HOST = "The desk answers under its own address only. Open the address that the terminal shows."
    ORIGIN = "This came from another page than the desk’s. Nothing was changed."
    TOKEN = "This address is no key to the desk. Open the one that the terminal shows; it changes with every start."  # noqa: S105
    METHOD = "The desk does not know this kind of request."


class Asked(NamedTuple):
    """What the rules need of a request; header names in small letters."""

    method: str
    headers: Mapping[str, str]
    cookie: str = ""
    token: str = ""


def new_token() -> str:
    """A word that nobody guesses: 24 bytes of chance."""
    return secrets.token_urlsafe(24)


def refusal(asked: Asked, token: str) -> Refusal | None:
    """Why not to answer; None for a request of somebody who holds ``token``, from a page of ours."""
    if host_of(asked.headers.get("host", "")) not in HOSTS:
        return Refusal.HOST
    if asked.method not in ("GET", "HEAD", "POST"):
        return Refusal.METHOD
    if asked.method == "POST" and not _is_from_our_page(asked.headers):
        return Refusal.ORIGIN
    if not (_same(asked.cookie, token) or (asked.method == "GET" and _same(asked.token, token))):
        return Refusal.TOKEN
    return None


def host_of(host: str) -> str:
    """The name in ``name:port``, in small letters; empty where there is anything else beside them."""
    name, _, port = host.lower().partition(":")
    return name if not port or port.isdecimal() else ""


def _is_from_our_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of this very address sends it. Every browser says one of the two."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is None and site is None:
        return False
    return origin in (None, f"http://{headers.get('host', '')}") and site in (None, "same-origin")


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
