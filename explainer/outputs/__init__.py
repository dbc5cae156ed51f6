"""What is published beside the pages: status.json, Atom, the sitemap."""
