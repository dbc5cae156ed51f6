"""``explainer watch``: one long-running process that keeps a site up to date by itself.

``watching`` decides, ``run`` goes on, and the others are what they touch: a build in a process of its own, the log, the
health file, the manager of services. Nothing here reads a clock: each look is handed what the clocks say.
"""
