"""The small site in French and Arabic too, and catalogues for them without a word, so that ours stay English."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from explainer.language import catalogues
from explainer.language.making import cldr_of
from explainer.language.words import words_of
from explainer.render.view import View
from tests.support.site import CONFIG, Site, make_site

IN_THREE = CONFIG.replace(
    "  - search\n",
    """\
  - search
  - i18n:
      languages:
        - {locale: en, name: English, default: true}
        - {locale: fr, name: Français, site_name: Quai Un, nav_translations: {Now: Maintenant}}
        - {locale: ar, name: العربية}
""",
).replace("  - explainer:\n", "  - explainer:\n      skin: explainer\n")

BULLETIN_IN_FRENCH = """\
headline: {en: Ferries leave 20–40 minutes late, fr: Bacs retardés de 20 à 40 minutes}
summary: {en: The crane stands still in the wind., fr: La grue est arrêtée par le vent.}
empathy: {en: We are sorry., fr: Nous sommes désolés.}
place: {en: Pier One, fr: Quai Un}
reports:
  - component: ferry
    says: {en: 20–40 minutes late., fr: 20 à 40 minutes de retard.}
impact:
  - who: {en: Leaving today, fr: Départ aujourd’hui}
    what: {en: late, fr: de retard}
    amount: {unit: {en: minutes, fr: minutes}}
nothing_to_do: {en: Wait in the hall; we call every ferry., fr: "Attendez dans le hall : nous annonçons chaque bac."}
unknowns:
  - {en: When the wind drops., fr: Quand le vent tombera.}
updates:
  - says: {en: Slow., fr: Au ralenti.}
"""

SYSTEM_IN_FRENCH = """\
title: {en: Pier One, fr: Quai Un}
components:
  - {id: crane, name: {en: Crane, fr: Grue}}
  - id: ferry
    name: {en: Ferry, fr: Bac}
    question: {en: "Why is my ferry late?", fr: "Pourquoi mon bac est-il en retard ?"}
    problem: {en: My ferry is late, fr: Mon bac est en retard}
links:
  - from: crane
    to: ferry
    because: {en: Nothing is loaded without the crane., fr: Rien n’est chargé sans la grue.}
"""


@contextmanager
def catalogues_of(folder: Path, *languages: str) -> Iterator[None]:
    """As if the site’s own words were in these languages, in which they are still English."""
    for language in languages:
        file = folder / language / "LC_MESSAGES" / f"{catalogues.DOMAIN}.mo"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as opened:
            write_mo(opened, Catalog(locale=language))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "LOCALES", folder)
        catalogues.catalogue.cache_clear()
        yield
    catalogues.catalogue.cache_clear()


def spoken(view: View, language: str) -> View:
    """The view in another language of ours, with all that others wrote as it is."""
    return replace(view, words=words_of(cldr_of(language, "Europe/Paris")))


def in_three(root: Path) -> Site:
    """The small site in three languages: most of it in French, nothing of it in Arabic."""
    site = make_site(root)
    site.write("mkdocs.yml", IN_THREE)
    site.write("content/system.fr.yml", SYSTEM_IN_FRENCH)
    site.write("content/site.fr.yml", "contact: {name: {en: Harbour office, fr: Capitainerie}}\n")
    site.write("ops_feeds/log.fr.yml", "publisher: {en: Harbour log, fr: Journal du port}\n")
    site.write("ops_feeds/bulletins/late.fr.yml", BULLETIN_IN_FRENCH)
    return site
