"""What staff write, judged together."""
