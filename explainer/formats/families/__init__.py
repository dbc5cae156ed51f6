"""Wire models and vocabularies that formats of one family share."""
