#!/bin/sh
# Commits the record and pushes it: what was accepted, every version, cannot be fetched again.
#
# times/ changes at every fetch. It is committed with every other change, when a feed begins or ceases to fail, and
# else once in ten minutes by the clock. So a run that starts from the commit may think a good answer up to ten
# minutes older than it was, and never newer.
#
# From the environment, each with a default: SITE (the site's folder, here this repository), RECORD (the folder in it),
# RECORD_REMOTE, RECORD_BRANCH, RECORD_NAME and RECORD_EMAIL (who commits). RECORD_TOKEN is what GitHub lets this job push
# with: it is given to this step alone, and kept in no file.
set -eu
cd "${SITE:-$(dirname "$0")/..}"
record=${RECORD:-ops_feeds/recorded}
remote=${RECORD_REMOTE:-origin}
branch=${RECORD_BRANCH:-$(git symbolic-ref --short HEAD)}
GIT_AUTHOR_NAME=${RECORD_NAME:-Explainer}
GIT_AUTHOR_EMAIL=${RECORD_EMAIL:-explainer@localhost.invalid}
GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME
GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_TERMINAL_PROMPT

fail() {
    echo "commit-record.sh: $1" >&2
    exit 1
}

# git with the token, if there is one: in this process alone.
with_token() {
    if [ -z "${RECORD_TOKEN:-}" ]; then
        git "$@"
        return
    fi
    header="Authorization: Basic $(printf 'x-access-token:%s' "$RECORD_TOKEN" | base64 | tr -d '\n')" \
        git --config-env="http.${GITHUB_SERVER_URL:-https://github.com}/.extraHeader=header" "$@"
}

# What the index says of the times ("+"), or the last commit ("-"), where the two differ: without what a server changes at
# will, and the times of asking to ten minutes, as 2026-11-20T17:2
steady() {
    git diff --cached --no-color --no-ext-diff --unified=0 --no-prefix -- "$record/times" "$record/times.json" |
        sed -E -n -e "s/^[$1]//p" |
        sed -E -e '/"(etag|last_modified|sha256)":/d' -e 's/("last_(attempt|good|whole)": "[^"]{15})[^"]*/\1/' \
            -e '/^(--|\+\+) /d' -e 's/,$//'
}

# Between two cycles of a watch that may be at work here: git moves files out of the way and back.
alone() {
    mkdir -p .explainer
    if command -v flock >/dev/null; then
        flock --timeout 60 .explainer/lock "$@"
    else
        "$@"
    fi
}

# Not what a fetch that is at work has not yet given its name.
git add --all -- "$record" ":(exclude,glob)$record/**/.*.tmp"
if git diff --cached --quiet -- "$record"; then
    echo "The record is as committed."
    exit 0
fi
if git diff --cached --quiet -- "$record" ":!$record/times" ":!$record/times.json" &&
    [ "$(steady -)" = "$(steady +)" ]; then
    git reset --quiet -- "$record"
    echo "Nothing new but the times of asking, and those were committed less than ten minutes ago."
    exit 0
fi
git commit --quiet --message "Record the feeds" -- "$record"

# Somebody else may push at the same time: take their commits and put ours on top.
try=1
until with_token push --quiet "$remote" "HEAD:refs/heads/$branch"; do
    [ "$try" -lt 5 ] || fail "$branch cannot be pushed; see the words of git above"
    sleep "$try"
    try=$((try + 1))
    with_token fetch --quiet "$remote" "$branch" || continue
    if ! alone git rebase --quiet --autostash FETCH_HEAD; then
        git rebase --abort 2>/dev/null || true
        fail "another run recorded the same feeds at the same time, and both cannot be right; let one place record"
    fi
done
echo "Recorded: $(git log -1 --format=%h)."
