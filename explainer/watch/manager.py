"""What a manager of services is told, if it asks: systemd’s ``Type=notify`` and ``WatchdogSec=`` (sd_notify(3))."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify(*words: str) -> None:
    """Tell it; nobody is told where nobody asks, and that it could not be told stops nothing."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where or not hasattr(socket, "AF_UNIX"):
        return
    address = f"\0{where[1:]}" if where.startswith("@") else where
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as opened:
        opened.settimeout(1)
        opened.sendto("\n".join(words).encode(), address)
