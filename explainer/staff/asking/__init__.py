"""What customers asked by mail or through a form, as drafts of questions: read, without personal details, unpublished.

``exports`` reads a file into letters, ``personal`` drops by rule what tells who wrote one, ``drafts`` writes what is
left beside the site, where no generator looks.
"""
