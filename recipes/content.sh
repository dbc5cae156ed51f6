#!/bin/sh
# For a change of content, configuration, theme or code: asks the feeds and writes the whole of site/. That the site
# does not say all that staff wrote is told by findings.sh; whatever else goes wrong ends here.
set -eu
cd "$(dirname "$0")/.."
code=0
.venv/bin/python -m explainer update || code=$?
[ "$code" -ne 2 ] || [ ! -e site/index.html ] || exit 0
exit "$code"
