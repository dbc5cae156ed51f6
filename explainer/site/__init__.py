"""The site as files: built by MkDocs once, woven at each refresh, published whole."""
