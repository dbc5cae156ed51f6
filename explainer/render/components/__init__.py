"""The parts of a page, a folder each: what it says, its template, its style, and examples of it."""
