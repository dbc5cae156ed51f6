#!/bin/sh
# For a change that is proposed: all findings in what staff wrote, then a build, for MkDocs' own warnings. Offline.
set -eu
cd "$(dirname "$0")/.."
form=text
test "${GITHUB_ACTIONS:-}" != true || form=github # then each finding stands beside its line in the pull request
.venv/bin/python -m explainer check --format "$form"
.venv/bin/python -m explainer build
