"""A store of objects as a destination: Amazon S3 and what speaks like it, Google's, Azure's. The only place of obstore.

Credentials are what obstore finds in the environment or is given by the machine's role. None is written anywhere, and
no message repeats what a store said word for word, as an address may hold a signature.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from explainer.model.vocabulary import Compression
from explainer.publishing.destination import ANY, NOT_THERE, DestinationError, Held, RacedError, Upload
from explainer.publishing.hosts import KEPT_BACK
from explainer.publishing.packing import MissingExtraError

if TYPE_CHECKING:
    from obstore import Attributes, PutMode
    from obstore.store import ObjectStore

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 16
"""Requests at the same time."""

LISTED_FROM = 200
"""From so many questions on, listing all there is costs less."""

_TIMEOUT = "10s"
_PATIENCE: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}
_STATUS = re.compile(r"status code: (\d{3} [A-Za-z ]+)")
_ROLES = ("169.254.169.254", "169.254.170.2", "metadata.google.internal")
"""Where a machine asks for its role: where nobody answers there, credentials are what lacks."""

_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_CLOCK = f"{KEPT_BACK}/clock"


class Store:
    """What one address of a store names, its prefix included."""

    keeps_others_out = False
    compression = Compression.IN_PLACE

    def __init__(self, url: str, endpoint: str = "", region: str = "", *, conditional: bool = True) -> None:
        self.where = url
        self.judges = conditional
        self._store = _opened(url, endpoint, region)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A store keeps nobody out by itself; the lease does."""
        yield

    def read(self, path: str) -> Held | None:
        """What lies there."""
        import obstore

        with _told(self.where):
            try:
                got = obstore.get(self._store, path)
            except FileNotFoundError:
                return None
            return Held(bytes(got.bytes()), got.meta["e_tag"] or ANY)

    def write(self, path: str, body: bytes, tag: str) -> str:
        """A conditional put, which the store itself judges."""
        kept = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return self._put(path, body, kept, tag if self.judges else ANY)

    def age(self, path: str) -> float:
        """By the store's clock: it says when it was written, and when a file written just now was."""
        self._put(_CLOCK, b"", {"Cache-Control": "no-store"}, ANY)
        now, then = self._written(_CLOCK), self._written(path)
        return (now - then).total_seconds() if now and then else 0.0

    def tags(self, paths: Collection[str]) -> Mapping[str, str]:
        """Asked one by one, or listed where that is less."""
        import obstore

        with _told(self.where):
            if len(paths) >= LISTED_FROM:
                wanted = set(paths)
                listed = (row for rows in obstore.list(self._store) for row in rows)
                return {row["path"]: row["e_tag"] or ANY for row in listed if row["path"] in wanted}
            found = _at_once(self._tag, paths)
        return {path: tag for path, tag in zip(paths, found, strict=True) if tag != NOT_THERE}

    def put(self, uploads: Sequence[Upload], may_go_on: Callable[[], None]) -> Mapping[str, str]:
        """Many at once; each is whole or not there at all."""

        def put(upload: Upload) -> str:
            may_go_on()
            how = upload.object.served
            said = {"Content-Type": how.content_type, "Cache-Control": how.cache_control}
            if upload.object.content_encoding:
                said["Content-Encoding"] = upload.object.content_encoding
            return self._put(upload.object.path, upload.read(), said, upload.tag if self.judges else ANY)

        return dict(zip((one.object.path for one in uploads), _at_once(put, uploads), strict=True))

    def remove(self, paths: Sequence[str], may_go_on: Callable[[], None]) -> None:
        """A thousand in a request."""
        import obstore

        for start in range(0, len(paths), 1000):
            may_go_on()
            with _told(self.where):
                obstore.delete(self._store, list(paths[start : start + 1000]))

    def _put(self, path: str, body: bytes, said: Attributes, tag: str) -> str:
        import obstore

        mode: PutMode = "overwrite" if tag == ANY else "create" if tag == NOT_THERE else {"e_tag": tag}
        with _told(self.where, path):
            put = obstore.put(self._store, path, body, attributes=said, mode=mode, use_multipart=False)
        return put["e_tag"] or ANY

    def _tag(self, path: str) -> str:
        import obstore

        with _told(self.where):
            try:
                return obstore.head(self._store, path)["e_tag"] or ANY
            except FileNotFoundError:
                return NOT_THERE

    def _written(self, path: str) -> datetime | None:
        import obstore

        with _told(self.where):
            try:
                return obstore.head(self._store, path)["last_modified"]
            except FileNotFoundError:
                return None


def _at_once(do: Callable[[T], R], rows: Collection[T]) -> list[R]:
    """As many at once as may be; the first that fails is raised, and what had not begun never does."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        todo = [pool.submit(do, row) for row in rows]
        try:
            return [one.result() for one in todo]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _opened(url: str, endpoint: str, region: str) -> ObjectStore:
    try:
        from obstore.exceptions import BaseError
        from obstore.store import HTTPStore, from_url
    except ImportError as error:
        raise MissingExtraError from error
    config: Any = {name: value for name, value in (("endpoint", endpoint), ("region", region)) if value}
    options: Any = {"timeout": _TIMEOUT, "connect_timeout": "5s"}
    meant = endpoint or next(filter(None, map(os.environ.get, _ENDPOINTS)), "")
    if meant.startswith("http://"):  # who writes that means it, as for a store on the same machine
        options["allow_http"] = True
    unknown = DestinationError(f"{url} is no store that is known here; write it as s3://bucket/folder")
    try:
        store = from_url(url, config=config or None, client_options=options, retry_config=_PATIENCE)
    except (BaseError, ValueError, TypeError) as error:
        raise unknown from error
    if isinstance(store, HTTPStore):
        raise unknown
    return store


@contextmanager
def _told(where: str, path: str = "") -> Iterator[None]:
    """What a store answers, in our words."""
    from obstore import exceptions as raised

    try:
        yield
    except (raised.AlreadyExistsError, raised.PreconditionError, raised.NotModifiedError) as error:
        raise RacedError(f"{where}: {path} was written by somebody else meanwhile") from error
    except FileNotFoundError as error:
        raise DestinationError(f"{where}: there is no such store; create it first") from error
    except (raised.PermissionDeniedError, raised.UnauthenticatedError) as error:
        raise DestinationError(f"{where} refuses these credentials, or they may not do this there") from error
    except raised.BaseError as error:
        if any(host in str(error) for host in _ROLES):
            raise DestinationError(
                f"{where}: no credentials are in the environment, and this machine has no role that gives them"
            ) from error
        status = _STATUS.search(str(error))
        reason = f"answered {status[1].strip()}" if status else "could not be reached"
        raise DestinationError(f"{where} {reason}") from error
