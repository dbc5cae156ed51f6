#!/bin/sh
# Goes to the newest commit of $RECORD_BRANCH. A CI that starts from the commit its job was made for needs this: a
# job that waited for another would otherwise start from a record that is no longer the last one.
set -eu
cd "$(dirname "$0")/.."
git fetch --quiet origin "$RECORD_BRANCH"
git checkout --quiet --force -B "$RECORD_BRANCH" FETCH_HEAD
