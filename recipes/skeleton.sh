#!/bin/sh
# Keeps skeletons under their fingerprints in one folder, for a CI whose cache knows its key before a job begins and
# so cannot have a computed one: `skeleton.sh restore` before the work, `skeleton.sh keep` after it.
set -eu
cd "$(dirname "$0")/.."
all=.explainer/skeletons
fingerprint=$(.venv/bin/python -m explainer fingerprint)

case "${1:-}" in
restore)
    if [ -d "$all/$fingerprint" ]; then
        rm -rf .explainer/skeleton
        cp -Rp "$all/$fingerprint" .explainer/skeleton
        echo "The skeleton $fingerprint is at hand."
    else
        echo "There is no skeleton $fingerprint yet."
    fi
    ;;
keep)
    mkdir -p "$all"
    rm -rf "${all:?}/$fingerprint"
    cp -Rp .explainer/skeleton "$all/$fingerprint"
    touch "$all/$fingerprint"
    # One that nobody used for a week will not be asked for again.
    find "$all" -mindepth 1 -maxdepth 1 -mtime +7 -exec rm -rf {} +
    ;;
*)
    echo "skeleton.sh: say restore or keep" >&2
    exit 2
    ;;
esac
