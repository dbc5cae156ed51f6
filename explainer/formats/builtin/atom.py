"""Atom (RFC 4287); read as ``rss`` is."""

from __future__ import annotations

from explainer.formats.base import Format
from explainer.formats.builtin import rss
from explainer.formats.kit import sniffing
from explainer.formats.kit.look import Look


def recognises(look: Look) -> bool:
    """An Atom root whose entries carry no CAP."""
    return look.root == "feed" and not sniffing.carries_cap(look.text)


FORMAT = Format(
    name="atom",
    what="Atom",
    parse=rss.parse,
    recognises=recognises,
    general=True,
    sample=b"""\
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour</title><id>tag:h.example,2026:f</id>
<link href="https://h.example/"/><updated>2026-11-20T18:00:00Z</updated><entry><id>tag:h.example,2026:1</id>
<title>Runway lights fail</title><published>2026-11-20T17:20:00Z</published><updated>2026-11-20T18:00:00Z</updated>
<category term="Lights"/><link rel="alternate" href="https://h.example/incidents/w4j2nj1trtsg"/>
<content type="html" xml:lang="en">&lt;p>&lt;small>Nov &lt;var data-var='date'>20&lt;/var>, &lt;var
data-var='time'>17:20&lt;/var> UTC&lt;/small>&lt;br>&lt;strong>Investigating&lt;/strong> - We look.&lt;/p></content>
</entry></feed>
""",
)
