"""Spans of what a run does, for whoever collects them: OpenTelemetry, which is an extra.

Nothing of it is imported, and a span costs next to nothing, unless the environment declares an endpoint as
OpenTelemetry has it: ``OTEL_EXPORTER_OTLP_ENDPOINT``, or that of traces alone. A collector that does not answer costs
two seconds at the end of a run, and no more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")

NEEDS_EXTRA = 'traces need libraries that are not installed here: pip install "explainer[traces]"'

PATIENCE = 2.0
"""Seconds that a collector may take."""


def is_wanted() -> bool:
    """Whether the environment declares where spans go."""
    is_off = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return not is_off and any(os.environ.get(name, "").strip() for name in ENDPOINTS)


def why_not() -> str:
    """Why no spans are sent although the environment declares where; empty where they are, or nobody wants them."""
    return NEEDS_EXTRA if is_wanted() and _tracer() is None else ""


@contextmanager
def span(name: str, **attributes: str | int | float | bool) -> Iterator[None]:
    """What the block does, as a span; what it raises is told in it, and raised."""
    tracer = _tracer() if is_wanted() else None
    if tracer is None:
        yield
        return
    told = {f"explainer.{key}": value for key, value in attributes.items()}
    with tracer.start_as_current_span(name, attributes=told):
        yield


@cache
def _tracer() -> Any:
    """The tracer of this process; None where the libraries are not installed."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        return None
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": "explainer"}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=PATIENCE)))
    return provider.get_tracer("explainer")
