"""The desk: forms in which staff write notices, on this machine alone. Only the command ``desk`` imports it."""
