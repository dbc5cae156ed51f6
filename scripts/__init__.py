"""What the Makefile runs; nothing here is installed with the package."""
