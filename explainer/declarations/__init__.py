"""The doors for what staff declare: YAML and front matter, validated, with file, line and column in every error."""
