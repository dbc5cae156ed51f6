"""Telling people of each update where they are: by e-mail, SMS, webhook or a service, through apprise and an outbox."""
