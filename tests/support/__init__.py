"""What several test modules share: the blocked network and the browser."""
