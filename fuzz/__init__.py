"""Throws changed documents at every format: only ``FeedError`` may come back. Not part of the package."""
