"""Explainer: a crisis transparency microsite from hand-written pages and live disruption feeds.

``explainer.pipeline`` names the steps in their order; read it first.
"""

__version__ = "0.1.0"
