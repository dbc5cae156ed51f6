#!/bin/sh
# For a change of content, configuration, theme or code: asks the feeds and writes the whole of site/.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m explainer update
