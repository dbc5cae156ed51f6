#!/bin/sh
# For a host that runs `explainer watch`: commits the record, then takes what staff pushed, which watch will notice.
# Once a minute is often enough.
set -eu
cd "$(dirname "$0")/.."
branch=$(git symbolic-ref --short HEAD)
recipes/commit-record.sh
git fetch --quiet origin "$branch"
git merge-base --is-ancestor FETCH_HEAD HEAD && exit 0
mkdir -p .explainer
# Between two cycles: watch must not read the record while git moves it out of the way and back.
exec flock --timeout 60 .explainer/lock git -c user.name=Explainer -c user.email=explainer@localhost.invalid \
    rebase --quiet --autostash FETCH_HEAD
