"""The language server that VS Code, Neovim and others use for YAML, asked as an editor asks it."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.support import npm

Message = dict[str, Any]


class Editor:
    """A session with the server over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self._process, self.root = process, root
        self._told: Queue[Message] = Queue()
        self._last = self._opened = 0
        self.diagnostics: dict[str, list[Message]] = {}
        Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        self._send({"method": "initialized", "params": {}})
        settings = {"yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}}
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def open(self, name: str, text: str) -> list[Message]:
        """What the server finds wrong in a file of the folder, once it has read it and its schema."""
        uri = (self.root / name).as_uri()
        if uri in self.diagnostics:
            self._send({"method": "textDocument/didClose", "params": {"textDocument": {"uri": uri}}})
            self._take(0.5)  # closing a file clears what was told of it
            self.diagnostics.pop(uri, None)
        self._opened += 1  # the server knows a text by its version
        document = {"uri": uri, "languageId": "yaml", "version": self._opened, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        until = time.monotonic() + 20
        while uri not in self.diagnostics and time.monotonic() < until:
            self._take(0.2)
        time.sleep(0.3)
        self._take(0.1)
        return self.diagnostics[uri]

    def hover(self, name: str, line: int, column: int) -> str:
        """What is told of a place; lines and columns count from nought."""
        told = self.ask("textDocument/hover", self._at(name, line, column))
        return str(told["contents"]["value"]) if told else ""

    def offered(self, name: str, line: int, column: int) -> dict[str, Message]:
        """What is offered to be written there, by what is shown."""
        told = self.ask("textDocument/completion", self._at(name, line, column))
        return {one["label"]: one for one in (told["items"] if isinstance(told, dict) else told or [])}

    def _at(self, name: str, line: int, column: int) -> Message:
        place = {"line": line, "character": column}
        return {"textDocument": {"uri": (self.root / name).as_uri()}, "position": place}

    def ask(self, method: str, params: Message) -> Any:
        """The answer to a request."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        until = time.monotonic() + 20
        while time.monotonic() < until:
            message = self._take(0.2)
            if message and message.get("id") == number and "method" not in message:
                return message.get("result")
        raise TimeoutError(method)

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _take(self, seconds: float) -> Message | None:
        try:
            message = self._told.get(timeout=seconds)
        except Empty:
            return None
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:  # the server asks the editor
            wanted = len(message["params"]["items"]) if message["method"] == "workspace/configuration" else 0
            self._send({"id": message["id"], "result": [{}] * wanted if wanted else None})
        return message

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            length = int(line.partition(b":")[2])
            while self._process.stdout.readline().strip():
                pass
            self._told.put(json.loads(self._process.stdout.read(length)))


@contextmanager
def editor(root: Path) -> Iterator[Editor]:
    """An editor that has a folder open; the test is skipped where the server cannot be had."""
    server = npm.installed() / "yaml-language-server/bin/yaml-language-server"
    node = shutil.which("node") or "node"
    with subprocess.Popen(  # noqa: S603 - locked with its digest
        [node, str(server), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Editor(process, root)
        finally:
            process.kill()
