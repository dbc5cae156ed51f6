"""systemd is told that a watch is ready and alive, where it asks."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from explainer.watch.manager import ALIVE, READY, notify


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets of Unix")
def test_it_is_told_where_it_says_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify(READY)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "s"))
        notify(READY, ALIVE)
        assert listening.recv(100) == b"READY=1\nWATCHDOG=1"
    notify(ALIVE)  # nobody listens any more, and nothing is raised
