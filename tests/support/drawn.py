"""The map of a system of any size in a real browser, and what in it lies where no word may."""

from __future__ import annotations

import random
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from explainer.model.system import System
from explainer.render.components.map import map_
from explainer.render.shapes import sprite
from explainer.render.view import View
from tests.factory import make_bulletin
from tests.factory_map import map_view, system_of

_PACKAGE = Path(__file__).parents[2] / "explainer"
_SHEETS = [
    _PACKAGE / "theme/style/tokens.css",
    _PACKAGE / "theme/style/base.css",
    _PACKAGE / "render/components/map/style.css",
]

GERMAN = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsstelle",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "Verkehrsinfrastrukturfinanzierungsgesellschaft und Notaufnahmebereitschaft",
    "Gepäck",
    "Rechnungsstellung für Großkunden",
]
ARABIC = [
    "مراقبة الحركة الجوية",
    "إزالة الجليد عن الطائرات قبل الإقلاع",
    "الأمن",
    "خدمات المناولة الأرضية في ساحة الطائرات",
]

SPACED = "main * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""What WCAG 2.2, 1.4.12, lets readers ask for."""


@cache
def operation(parts: int, words: tuple[str, ...]) -> System:
    """An operation of five layers in which each part needs one of the layer before, and a few need more."""
    chance = random.Random(parts)  # noqa: S311 - a drawing to test, the same every time
    layers = [[f"p{layer}-{row}" for row in range(parts // 5 + (layer < parts % 5))] for layer in range(5)]
    links = {(chance.choice(layers[layer - 1]), part) for layer in range(1, 5) for part in layers[layer]}
    links |= {(part, chance.choice(layers[layer + 1])) for layer in range(4) for part in layers[layer]}
    links |= {(chance.choice(layers[layer]), chance.choice(layers[layer + 2])) for layer in range(3) for _ in range(3)}
    names = {part: {"name": words[at % len(words)]} for at, part in enumerate(chain.from_iterable(layers))}
    system = system_of(layers, sorted(links), **names)
    return system.replace(
        layers=tuple(layer.replace(name=words[at % len(words)]) for at, layer in enumerate(system.layers))
    )


def in_trouble(system: System) -> View:
    """Its map while a tenth of it is slowed, one part after the other down to a symptom."""
    way = [system.components[0].id]
    while found := system.out_of[way[-1]]:
        way.append(found[0].target)
    says = "Every second one waits for the one before, and nobody can say until when."
    reports = [
        {"component": part, "state": "slowed", "says": says, "caused_by": way[max(at - 1, 0) : at]}
        for at, part in enumerate(way)
    ]
    told = make_bulletin(reports=reports, symptom=way[-1], cause={"component": way[0]}, constraints=[], decisions=[])
    return map_view(told, system=system)


def whole(view: View, direction: str = "ltr", style: str = "") -> str:
    """A page that holds the map alone, in our style."""
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in _SHEETS)
    return (
        f'<!doctype html><html lang="en" dir="{direction}"><meta charset="utf-8"><title>Map</title>'
        f"<style>{sheets}{style}</style>{sprite()}"
        f'<main><div class="wrap">{map_(view, {})}</div></main>'
    )


FAULTS: str = """() => {
  const seen = e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  const rects = e => { const r = document.createRange(); r.selectNodeContents(e); return [...r.getClientRects()]; };
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  const faults = [], words = [];
  for (const li of document.querySelectorAll(".drawn li")) {
    if (!seen(li)) continue;
    const box = li.firstElementChild.getBoundingClientRect(), id = li.querySelector(".more").id;
    const told = [...li.querySelectorAll("summary > span")].find(seen);
    const name = told.querySelector("b"), says = told.querySelector("b ~ span");
    for (const r of rects(name)) if (!inside(r, box)) faults.push(`the name of ${id} leaves its box`);
    if (!inside(says.getBoundingClientRect(), box)) faults.push(`what is said of ${id} leaves its box`);
    if (says.getBoundingClientRect().top < name.getBoundingClientRect().bottom - 1) faults.push(`${id}: words on words`);
    words.push(...rects(name).map(r => [id, r]), [id, says.getBoundingClientRect()]);
    if (name.scrollWidth > name.clientWidth + 1) faults.push(`the name of ${id} is cut`);
  }
  for (const h of document.querySelectorAll(".drawn h2, .drawn > p span"))
    if (seen(h)) words.push([h.textContent, h.getBoundingClientRect()]);
  for (const path of document.querySelectorAll(".edges > g > path")) {
    const matrix = path.getScreenCTM(), wide = parseFloat(getComputedStyle(path).strokeWidth) / 2;
    for (let at = 0; at <= path.getTotalLength(); at += 3) {
      const p = path.getPointAtLength(at).matrixTransform(matrix);
      for (const [id, r] of words)
        if (p.x > r.left - wide && p.x < r.right + wide && p.y > r.top - wide && p.y < r.bottom + wide)
          faults.push(`a line lies on the words of ${id}`);
    }
  }
  for (let a = 0; a < words.length; a++) for (let b = a + 1; b < words.length; b++) {
    const [x, r] = words[a], [y, s] = words[b];
    if (x !== y && r.left < s.right - 1 && s.left < r.right - 1 && r.top < s.bottom - 1 && s.top < r.bottom - 1)
      faults.push(`words of ${x} and ${y} lie on one another`);
  }
  return [...new Set(faults)];
}"""
"""What a word of the drawing does that none may: leave its box, lie on a line, lie on another."""


def faults(page: Any) -> list[str]:
    """What :data:`FAULTS` finds in the page that is open."""
    found: list[str] = page.evaluate(FAULTS)
    return found
