"""What we were told, kept for good: how it changes (lifecycle) and its files (store)."""
