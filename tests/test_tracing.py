"""Spans are sent where an endpoint is declared, and nothing of them is loaded where none is."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from explainer import tracing
from tests.support.site import make_site, told_yesterday


class Collector:
    """What came to a collector of traces."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self.spans: dict[str, dict[str, str]] = {}


@pytest.fixture
def collector() -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        here.spans[span.name] = {one.key: one.value.string_value for one in span.attributes}
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    here = Collector(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.mark.audit
def test_every_step_of_an_update_is_a_span(tmp_path: Path, collector: Collector) -> None:
    site = told_yesterday(make_site(tmp_path / "site"))
    command = [sys.executable, "-m", "explainer", "update", "-f", str(site.root / "mkdocs.yml")]
    environment = {"PATH": "", "HOME": str(tmp_path), "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    assert set(collector.spans) == {"ask feed", "record", "picture", "weave", "publish"}
    assert collector.spans["ask feed"]["explainer.feed"] in ("log", "met")


def test_without_an_endpoint_nothing_is_loaded_and_a_fault_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tracing, "_tracer", lambda: pytest.fail("was asked for"))
    with pytest.raises(ValueError, match="ours"), tracing.span("weave", files=3):
        raise ValueError("ours")
    assert tracing.why_not() == ""


def test_where_the_libraries_lack_spans_are_left_out_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tracing.ENDPOINTS[0], "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    tracing._tracer.cache_clear()
    try:
        with tracing.span("weave"):
            pass
        assert 'pip install "explainer[traces]"' in tracing.why_not()
        monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
        assert tracing.why_not() == ""
    finally:
        tracing._tracer.cache_clear()
