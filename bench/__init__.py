"""``make bench``: what a build, a refresh and a warm cycle cost, and how that grows. ``docs/bench.md`` explains it."""
