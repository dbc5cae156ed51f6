"""Tell caches between the place and its readers what changed, by a command or an address."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence

from explainer.errors import ExplainerError, FetchError
from explainer.fetch.web import Limits, exchange
from explainer.publishing.serving import address_of, whole_address

TOKEN = "EXPLAINER_PURGE_TOKEN"  # noqa: S105  # the name of a variable
"""The environment's word for what is sent along as ``Authorization: Bearer …``."""

AT_ONCE = 30
"""Addresses in one request: as many as Cloudflare takes on every plan."""

_WITHIN = 60


class PurgeError(ExplainerError):
    """The caches could not be told; what was published stays."""


def addresses(site_url: str, paths: Iterable[str]) -> list[str]:
    """Where readers find these files; a page is also found at its folder, and nobody asks for what lies compressed."""
    found = []
    for path in sorted(set(paths)):
        if not path.endswith((".html.gz", ".html.br")):
            found.append(path)
        if address_of(path) != path:
            found.append(address_of(path))
    return [whole_address(site_url, path) for path in sorted(found)]


def by_command(words: Sequence[str], urls: Sequence[str]) -> None:
    """Run a command with the addresses on its standard input, one a line.

    Raises:
        PurgeError: when it is not there, fails, or does not end within a minute.
    """
    try:
        ran = subprocess.run(  # noqa: S603  # the operator's own words, and no shell reads them
            list(words),
            input="".join(f"{url}\n" for url in urls),
            capture_output=True,
            text=True,
            timeout=_WITHIN,
            check=False,
        )
    except OSError as error:
        raise PurgeError(f"purge_command: {words[0]} cannot be run: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise PurgeError(f"purge_command: {words[0]} did not end within {_WITHIN} seconds") from error
    if ran.returncode:
        said = " ".join(ran.stderr.split())[:300]
        raise PurgeError(f"purge_command: {words[0]} ended with {ran.returncode}{': ' if said else ''}{said}")


def by_address(address: str, urls: Sequence[str], limits: Limits, environ: Mapping[str, str] = os.environ) -> None:
    """Send the addresses to a cache's own, as Cloudflare takes them: ``{"files": […]}``, thirty at once.

    Raises:
        PurgeError: when it does not answer, or not that it is done.
    """
    headers = {"Content-Type": "application/json"}
    if token := environ.get(TOKEN, "").strip():
        headers["Authorization"] = f"Bearer {token}"
    for start in range(0, len(urls), AT_ONCE):
        try:
            answer = exchange(address, limits, headers, json.dumps({"files": urls[start : start + AT_ONCE]}).encode())
        except FetchError as error:
            raise PurgeError(f"purge: {error}") from error
        if not 200 <= answer.status < 300:
            raise PurgeError(f"purge: it answered {answer.status}; is {TOKEN} set, and right?")
