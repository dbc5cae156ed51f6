#!/bin/sh
# Prints fingerprint=…, one word for all that the skeleton is built from: the key under which CI keeps it.
set -eu
cd "$(dirname "$0")/.."
fingerprint=$(.venv/bin/python -m explainer fingerprint)
echo "fingerprint=$fingerprint"
