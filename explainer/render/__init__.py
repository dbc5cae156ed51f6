"""Picture → HTML regions, status.json, Atom and sitemap: pure, hand-written string renderers."""
