"""What the formats are made of: reading, text, times, spans."""
