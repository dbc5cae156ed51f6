"""Our own formats: one module each, named as the format is in a declaration, with its ``FORMAT``."""
