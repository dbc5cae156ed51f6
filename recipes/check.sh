#!/bin/sh
# For a change that is proposed: all findings in what staff wrote, then a build, for MkDocs' own warnings. Offline.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m explainer check
.venv/bin/python -m explainer build
