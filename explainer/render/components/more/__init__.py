"""How many more there are than a list shows, as the way to all of them; other templates include it below a list.

Nothing where none are ``hidden``.
"""
