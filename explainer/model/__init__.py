"""What is said, as values: no library, no file, no clock."""
