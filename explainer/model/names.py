"""Names of things, compared by what they say and not by how they are typed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Staff type “de-icing” and “don't”; publishers set a non-breaking hyphen and a curly apostrophe.
_TYPOGRAPHY = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'"})


@lru_cache(maxsize=4_096)
def folded(words: str) -> str:
    """One spelling for comparing (Unicode Standard section 3.13, canonical caseless matching)."""
    words = unicodedata.normalize("NFC", unicodedata.normalize("NFD", words).casefold())
    return " ".join(words.translate(_TYPOGRAPHY).split())
