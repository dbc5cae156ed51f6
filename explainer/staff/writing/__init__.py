"""Writing for staff: what a command or a form writes into their files, and how it leaves the rest of them alone."""
