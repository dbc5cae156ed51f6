"""The map: where its boxes stand, its lines, its drawing and its list."""
