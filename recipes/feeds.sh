#!/bin/sh
# For news from the feeds: asks them and weaves the answers into the pages as built. Without a skeleton, or with one
# that is out of date, it installs the rest and builds, so that a lost cache costs a minute and never an answer.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m explainer fetch
code=0
.venv/bin/python -m explainer refresh || code=$?
if [ "$code" -eq 2 ]; then
    echo "So this run builds."
    recipes/install-full.sh
    .venv/bin/python -m explainer build
    exit 0
fi
exit "$code"
