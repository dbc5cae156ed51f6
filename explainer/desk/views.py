"""What the pages of the desk are filled with, and what is remembered between two of them."""

from __future__ import annotations

import difflib
import hashlib
import secrets
from collections import OrderedDict
from contextlib import suppress
from typing import Any

import msgspec

from explainer.declarations.documents import read_yaml
from explainer.declarations.places import workspace
from explainer.desk import git, reading, showing, times, updating, writing
from explainer.desk.answers import Page
from explainer.desk.controls import Found, anchor
from explainer.desk.drafts import FOLDER, Draft, NotKeptError, write_whole
from explainer.desk.house import House
from explainer.desk.pages import Pages
from explainer.desk.parsing import Made, Typed
from explainer.desk.showing import Voice
from explainer.desk.writing import Sheet
from explainer.errors import StaffError
from explainer.formats.families.bulletin_rules import FIRST_WORD_WITHIN, LONGEST_GAP, USUAL_GAP
from explainer.formats.kit.common_json import list_at, text_at
from explainer.language.making import cldr_of
from explainer.language.words import words_of
from explainer.model.acceptance import Acceptance
from explainer.model.vocabulary import Reality
from explainer.picture.model import DisruptionNow, Picture, Standing
from explainer.staff.accepting import QUESTIONS, readings_of

REMEMBERED = 64
"""How many opened forms are remembered that nobody has typed into yet."""

LIVE = {
    "p-sign": "parts/sign.html",
    "p-text": "parts/text.html",
    "p-brief": "parts/brief.html",
    "p-file": "parts/file.html",
    "bar": "parts/bar.html",
    "found": "parts/found.html",
    "name": "parts/name.html",
}
"""The parts of the form that change while somebody types."""

LIVE_UPDATE = {
    "u-say": "parts/taps-say.html",
    "u-text": "parts/text.html",
    "u-file": "parts/file.html",
    "u-do": "parts/taps-do.html",
}


def one_of(typed: Typed, name: str) -> str:
    """The first of what was sent under a name; empty where nothing was."""
    return next(iter(typed.get(name, ())), "").strip()


class Views:
    """Fills the pages of one site’s desk."""

    def __init__(self, house: House, port: int) -> None:
        self.house = house
        self._port = port
        self._pages = Pages()
        self._seen: OrderedDict[str, Draft] = OrderedDict()

    def page(self, template: str, status: int = 200, **values: Any) -> Page:
        """A page with what every page has: the site’s name, and whether it is an exercise."""
        settings = self.house.project.settings
        shared = {
            "site": settings.site_name,
            "exercise": settings.exercise,
            "root": self.house.root,
            "trouble": self.house.trouble,
            "port": self._port,
            "zone": settings.tz,
        }
        return Page(template, {**shared, **values}, status)

    # What is remembered

    def remember(self, draft: Draft) -> Draft:
        """Keep in mind on what text a form was opened; the same one stays the same."""
        key = digest(draft.base)
        self._seen[f"{draft.id}:{key}"] = self._seen.pop(f"{draft.id}:{key}", draft)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return self._seen[f"{draft.id}:{key}"]

    def recall(self, name: str) -> Draft | None:
        """The draft of a form that was opened, by what the form says of it."""
        return self._seen.get(name)

    def author(self) -> git.Author | None:
        """Who commits, where git does not know it and it was said here."""
        if git.knows_author(self.house.root):
            return None
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(
                (workspace(self.house.root) / FOLDER / "author.list").read_bytes(), type=git.Author
            )
        return None

    def keep_author(self, name: str, email: str) -> None:
        """Remember who commits."""
        plain = git.Author(" ".join(name.split()), " ".join(email.split()))
        with suppress(NotKeptError):
            write_whole(workspace(self.house.root) / FOLDER / "author.list", msgspec.json.encode(plain))

    # The form

    def form(self, sheet: Sheet, says: str = "", status: int = 200, looked_at: bool = False) -> Page:
        """The whole form."""
        return self.page(
            "form.html", status, **self._of(sheet), says=says, looked_at=looked_at, session=secrets.token_hex(8)
        )

    def live(self, sheet: Sheet) -> dict[str, Any]:
        """The parts that change while somebody types, and what is found beside each field."""
        values = {**self.page("").values, **self._of(sheet)}
        beside: dict[str, list[Found]] = {}
        for one in values["form"].found:
            beside.setdefault(one.at, []).append(one)
        found = {
            anchor(name): self._pages.page("parts/beside.html", found=every) for name, every in beside.items() if name
        }
        wrong = [anchor(name) for name, every in beside.items() if any(one.must for one in every)]
        parts = self._pages.parts(LIVE, **values)
        return {"turn": sheet.draft.turn, "found": found, "wrong": wrong, "parts": parts}

    def _of(self, sheet: Sheet) -> dict[str, Any]:
        now = self.house.now()
        draft = sheet.draft
        voice = self.voice()
        data = showing.spoken(sheet.data, voice.words)
        quiet = not draft.there and not draft.typed and not text_at(data, "headline")
        form = writing.form_of(self.house, sheet, quiet)
        severity = updating.severity_of(data)
        longest = LONGEST_GAP.get(severity, USUAL_GAP)
        detected = times.moment(text_at(data, "detected"), self.house.project.settings.tz)
        return {
            "draft": draft,
            "sheet": sheet,
            "form": form,
            "quiet": quiet,
            "known": "known" if writing.knows_cause(data) else "",
            "now": now,
            "base": f"{draft.id}:{digest(draft.base)}",
            "sign": showing.sign(data, voice, sheet.now, sheet.picture),
            "text": showing.message(data, voice),
            "card": showing.card(data, voice),
            "lines": lines(draft.base if draft.there else "", sheet.text),
            "leads": self.leads(sheet),
            "claims": writing.claims(data),
            "accepted": self.accepted(sheet),
            "objected": self.objections(sheet),
            "severity": severity.value,
            "longest": int(longest.total_seconds() // 60),
            "latest": now + longest,
            "first_due": detected + FIRST_WORD_WITHIN if detected else None,
            "told": self.told(sheet),
            "parties": self.house.names().get("parties", {}),
        }

    def voice(self) -> Voice:
        """What a notice is told with."""
        settings = self.house.project.settings
        words = words_of(cldr_of(settings.language, settings.zone))
        return Voice(settings, words, self.house.now(), self.house.names().get("parties", {}))

    def told(self, sheet: Sheet) -> tuple[tuple[str, str], ...]:
        """The updates that are out: when each was said, and what it says."""
        voice = self.voice()
        kept = writing.kept_of(sheet.draft, sheet.data)["updates"] if sheet.draft.there else 0
        rows = list_at(showing.spoken(sheet.data, voice.words), "updates")[:kept]
        return tuple((voice.clock(text_at(row, "at")), text_at(row, "says")) for row in rows)

    def leads(self, sheet: Sheet) -> str:
        """Whether the notice leads the home page, in a sentence."""
        now, picture = sheet.now, sheet.picture
        if picture is None:
            return "Nobody can tell whether it leads: what stands beside the notices has to be mended first."
        if now is None:
            return "Not shown to readers as it stands: something has to be mended."
        if now.disruption.reality in (Reality.DRAFT, Reality.TEST):
            return "Shown to nobody: it counts as a draft or a test."
        return _lead(picture, now)

    def accepted(self, sheet: Sheet) -> Acceptance | None:
        """The reading of these exact words, if somebody would accept all of them."""
        last = self._last_reading(sheet)
        return last if last is not None and not last.no else None

    def objections(self, sheet: Sheet) -> tuple[tuple[str, str], ...]:
        """What the last reader of these exact words would not accept: each question, and why not."""
        last = self._last_reading(sheet)
        return tuple((QUESTIONS[no.question], no.says) for no in last.no) if last else ()

    def _last_reading(self, sheet: Sheet) -> Acceptance | None:
        if not sheet.words:
            return None
        source = self.house.source(sheet.draft.feed)
        signed = readings_of(self.house.root / sheet.file, source) if source and sheet.draft.there else ()
        mine = [one for one in (*signed, *sheet.draft.readings) if one.words == sheet.words]
        return mine[-1] if mine else None

    def row(self, path: str, number: int) -> str:
        """The anchor of a row of a list."""
        return anchor(f"{path}[{number}]")

    def page_of(self, sheet: Sheet) -> bytes:
        """The page that readers would get; a page that says why there is none."""
        shown, now = sheet.judged.shown, sheet.now
        body = shown.page(f"disruptions/{now.id}/index.html") if shown is not None and now is not None else None
        return body or self._pages.page("nopage.html").encode()

    # The other pages

    def reading(self, sheet: Sheet, typed: Typed, missing: tuple[str, ...]) -> Page:
        """The questions to a second person."""
        voice = self.voice()
        data = showing.spoken(sheet.data, voice.words)
        return self.page(
            "read.html",
            422 if missing else 200,
            draft=sheet.draft,
            sheet=sheet,
            questions=reading.asked(data, voice, typed),
            missing=missing,
            by=one_of(typed, "by"),
            parties=voice.parties,
            words=sheet.words,
            now=self.house.now(),
            text=showing.message(data, voice),
        )

    def update(self, sheet: Sheet, typed: updating.Typed, says: str, status: int, restored: bool) -> Page:
        """The three taps."""
        return self.page("update.html", status, **self._taps(sheet, typed), says=says, restored=restored)

    def update_live(self, sheet: Sheet, typed: updating.Typed) -> dict[str, Any]:
        """The parts of it that change."""
        return {"parts": self._pages.parts(LIVE_UPDATE, **{**self.page("").values, **self._taps(sheet, typed)})}

    def _taps(self, sheet: Sheet, typed: updating.Typed) -> dict[str, Any]:
        now, voice = self.house.now(), self.voice()
        data = showing.spoken(sheet.data, voice.words)
        late = updating.is_late(data, now)
        one = self.house.ours(sheet.draft.id) if typed.sentence else None
        made = updating.with_update(typed, one, now) if one else Made(sheet.text)
        due = times.moment(updating.promised(data), self.house.project.settings.tz)
        text = made.text
        return {
            "draft": sheet.draft,
            "sheet": sheet,
            "typed": typed,
            "choices": updating.choices(self.house.project.settings.language),
            "offers": updating.offers(data, now),
            "late": late,
            "due": due,
            "left": due - now if due else None,
            "missing": updating.missing(typed, late),
            "claims": updating.claims(typed),
            "refused": made.refused,
            "text": showing.message(
                showing.spoken(_data(text, sheet.file), voice.words), voice, says=typed.sentence or "…"
            ),
            "lines": lines(sheet.text, text),
            "now": now,
            "sign": showing.sign(data, voice, sheet.now, sheet.picture),
            "base": f"{sheet.draft.id}:{digest(sheet.draft.base)}",
            "told": self.told(sheet),
        }


def _lead(picture: Picture, now: DisruptionNow) -> str:
    if now.standing is not Standing.CURRENT:
        return "It does not lead the home page: it is not going on now."
    if picture.lead == now.id:
        return "It leads the home page."
    lead = picture.disruption.get(picture.lead)
    if lead is None:
        return "It does not lead the home page: the sign there says what is worse, or who says so."
    return f"It does not lead the home page. “{lead.disruption.headline[0].text}” does."


def _data(text: str, file: str) -> Any:
    try:
        return read_yaml(text, file).data
    except StaffError:
        return {}


def digest(text: str) -> str:
    """A word for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The lines of a text, each with how it differs from before: new, as it was, or gone."""
    found = []
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        mark, said = line[:1], line[2:]
        if mark != "?":
            found.append(({"+": "new", "-": "gone"}.get(mark, "same"), said))
    return tuple(found)
