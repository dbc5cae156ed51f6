"""The same picture in each language of a site: what a view is in one of them.

A site in one language has no editions, and nothing here is asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

from explainer.language.words import words_of
from explainer.picture.model import Picture
from explainer.picture.translated import Speaker, changed, table, told_by, translated
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.skeleton import Edition, Skeleton
from explainer.site.spoken import Spoken


def told_in(edition: Edition, skeleton: Skeleton, view: View, isolation: Isolation, spoken: Spoken) -> View:
    """The view in the language of an edition; ``view`` is in the site’s own."""
    language, bulletins = edition.language, spoken.bulletins.get(edition.language.tag, {})
    speaker = Speaker(
        lang=language.tag,
        default=skeleton.settings.language,
        said=table(edition.said),
        bulletins={key: table(pairs) for key, pairs in bulletins.items()},
        since=spoken.since,
        names=edition.names,
    )
    own = speaker._replace(bulletins={}).own()  # a bulletin's translation is for that bulletin's words
    named = {"language": language.tag, "site_name": language.site_name or skeleton.settings.site_name}
    address = f"{_with_slash(skeleton.settings.site_url)}{language.root}" if skeleton.settings.site_url else ""
    return replace(
        view,
        picture=isolation.whole(view, f"{language.root}index.html", partial(_told, speaker)),
        system=translated(skeleton.system, own),
        settings=changed(translated(skeleton.settings, own), {"site_url": address, **named}),
        rights={rights.id: translated(rights, own) for rights in skeleton.rights},
        phrases=translated(skeleton.phrases, own),
        events=tuple(translated(event, own) for event in skeleton.events),
        permissions={one.id: translated(one, own) for one in skeleton.permissions},
        routes=tuple(translated(route, own) for route in skeleton.routes),
        reading=edition.reading,
        how=edition.how,
        questions=edition.questions,
        season=translated(view.season, own),
        words=words_of(edition.cldr),
        languages=tuple(one.language for one in skeleton.editions),
        folder=language.root,
        wording=hashlib.sha256(repr(edition.said).encode("utf-8", "surrogatepass")).hexdigest(),
        spoken=bulletins,
        publishers={source.id: translated(source, own).publisher for source in skeleton.sources},
        shared={},
    )


def _told(speaker: Speaker, view: View) -> Picture:
    return told_by(speaker, view.picture)


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
