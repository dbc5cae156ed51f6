#!/bin/sh
# What staff have to mend. `findings.sh look`, before the work, shows it and holds nothing up: one bad notice keeps no
# other from readers. `findings.sh tell`, once they have the news, is red if there was anything.
set -eu
cd "$(dirname "$0")/.."
found=.explainer/findings

case "${1:-}" in
look)
    mkdir -p .explainer
    form=text
    test "${GITHUB_ACTIONS:-}" != true || form=github # then each finding stands beside its line
    if .venv/bin/python -m explainer check --format "$form"; then rm -f "$found"; else touch "$found"; fi
    ;;
tell)
    [ -e "$found" ] || exit 0
    echo "Something that staff wrote has to be mended; explainer check names it above." >&2
    exit 2
    ;;
*)
    echo "findings.sh: say look or tell" >&2
    exit 2
    ;;
esac
