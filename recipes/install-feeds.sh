#!/bin/sh
# All that fetch, refresh and fingerprint need, exactly as uv.lock says, into .venv: no MkDocs, no Graphviz.
# What is there already stays (--inexact), so nobody's own environment is stripped.
set -eu
cd "$(dirname "$0")/.."
exec scripts/uv sync --quiet --frozen --only-group feeds --inexact
