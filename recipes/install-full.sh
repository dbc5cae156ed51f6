#!/bin/sh
# All that a build needs, exactly as uv.lock says, into .venv.
set -eu
cd "$(dirname "$0")/.."
exec scripts/uv sync --quiet --frozen --no-dev --inexact
