"""What people and MkDocs start: the command line and the plugin."""
