"""A real S3 server on this machine, SeaweedFS, as its package brings it: it signs, lists and judges conditional puts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

KEY, SECRET = "writer", "not-a-secret-at-all"
BUCKET = "site"
_WITHIN = 60


class Server(NamedTuple):
    """Where it listens, and the environment by which obstore finds it."""

    address: str

    @property
    def environ(self) -> Mapping[str, str]:
        """What a publisher has in its environment."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.address,
        }

    def read(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        """What anybody is sent: status, headers, bytes."""
        try:
            with urlopen(f"{self.address}/{BUCKET}/{path}", timeout=10) as got:  # noqa: S310
                return got.status, dict(got.headers), got.read()
        except HTTPError as error:
            return error.code, {}, b""


def program() -> str | None:
    """The server's own program; None where it is not installed."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.is_file() else shutil.which("weed")


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server with an empty bucket that everybody may read and one key may write to."""
    weed = program()
    assert weed is not None
    ports = dict(zip(("-s3.port", "-filer.port", "-master.port", "-volume.port"), _free_ports(4), strict=True))
    grants = [
        {
            "name": KEY,
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"],
        },
        {"name": "anonymous", "actions": ["Read"]},
    ]
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": grants}), encoding="utf-8")
    (folder / "data").mkdir()
    options = [f"{name}={port}" for name, port in ports.items()]
    child = subprocess.Popen(  # noqa: S603  # a program that its own package brought
        [
            *(weed, "server", f"-dir={folder}/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"),
            *(f"-s3.config={config}", "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=20"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0"),
            *options,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    server = Server(f"http://127.0.0.1:{ports['-s3.port']}")
    try:
        _await(server, child)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _free_ports(count: int) -> list[int]:
    """Ports to which ten thousand can be added: that is where it listens for its own.

    Each process looks elsewhere, as two that begin together would find the same ones free; and below those that systems
    give to connections.
    """
    found: list[int] = []
    port = 10_000 + os.getpid() * 50 % 9_000
    while len(found) < count:
        port += 1
        with suppress(OSError), socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", port))
            two.bind(("127.0.0.1", port + 10_000))
            found.append(port)
    return found


def _await(server: Server, child: subprocess.Popen[bytes]) -> None:
    """Until a bucket can be made and written to."""
    import obstore
    from obstore.exceptions import BaseError
    from obstore.store import S3Store

    over = time.monotonic() + _WITHIN
    while time.monotonic() < over:
        assert child.poll() is None, "the server ended by itself"
        with suppress(URLError, OSError, BaseError):
            # It makes a bucket when a key that may administer it first writes there.
            store = S3Store(
                BUCKET,
                endpoint=server.address,
                access_key_id=KEY,
                secret_access_key=SECRET,
                region="us-east-1",
                client_options={"allow_http": True, "timeout": "2s"},
                retry_config={"max_retries": 0},
            )
            obstore.put(store, "ready", b"", use_multipart=False)
            obstore.delete(store, "ready")
            return
        time.sleep(0.2)
    raise AssertionError("the server did not come up")
