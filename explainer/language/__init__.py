"""The words of the site: messages from catalogues, and how each language writes dates, numbers and lists.

A renderer writes whole English sentences with named places, and asks the page's :class:`~.words.Words` for them.
"""
