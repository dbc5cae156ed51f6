"""A site to begin with: the trades whose texts are kept here, what is asked of a person, and how it is laid out."""
