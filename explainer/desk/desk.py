"""What the desk does: one method for each page and each button. What comes in and what goes out are plain values."""

from __future__ import annotations

import secrets
from datetime import datetime

from explainer.declarations.documents import read_yaml
from explainer.desk import composing, drafts, looking, merging, notices, publishing, reading, updating, writing
from explainer.desk.answers import Answer, Go, Page, Plain, Shown
from explainer.desk.drafts import Draft, NotKeptError
from explainer.desk.outward import GONE, Outward
from explainer.desk.parsing import Made, Typed
from explainer.desk.views import one_of
from explainer.desk.writing import Sheet
from explainer.errors import StaffError
from explainer.formats.families.bulletin_acceptance import acceptance_name
from explainer.model.acceptance import Acceptance

_READ_FIRST = "A second person reads it first. Ask one, or publish it unread."
_MEANWHILE = (
    "Somebody else changed this notice meanwhile; its last word is above. Yours is kept below: publish it after "
    "theirs, or change it."
)
_OTHER_WINDOW = (
    "This notice is open in another window, which has written in it since. What you typed here is kept in this window; "
    "load the page again to go on from the other one."
)


class Desk(Outward):
    """The desk of one site."""

    # The list, and a new notice

    def index(self, name: str = "") -> Answer:
        """Every notice, what is being written, and what is written and not out yet."""
        del name
        now = self.house.now()
        shelf = notices.shelf(self.house, now)
        return self.views.page("list.html", shelf=shelf, now=now, pending=self.pending.files())

    def new(self, name: str = "") -> Answer:
        """The first word, and what else to begin with."""
        del name
        return self._begun({})

    def _begun(self, typed: Typed, missing: str = "") -> Page:
        now = self.house.now()
        return self.views.page(
            "new.html", now=now, offer=composing.offer(self.house, now), typed=typed, missing=missing
        )

    def gaps(self, name: str) -> Answer:
        """The gaps of a template."""
        return self._gaps(name, {})

    def _gaps(self, name: str, typed: Typed, missing: str = "") -> Page:
        now = self.house.now()
        found = composing.asked(self.house, name, now)
        if found is None:
            return self.missing()
        template, gaps = found
        status = 422 if missing else 200
        return self.views.page("begin.html", status, of=template, gaps=gaps, typed=typed, missing=missing, now=now)

    def begin(self, name: str, typed: Typed) -> Answer:
        """A new draft: of three gaps, of a template, or like an earlier notice."""
        del name
        now = self.house.now()
        try:
            base = composing.composed(self.house, typed, now)
        except composing.GapError as error:
            template = one_of(typed, "template")
            return self._gaps(template, typed, str(error)) if template else self._begun(typed, str(error))
        draft = Draft(id=f"{drafts.stamp_of(now)}-{secrets.token_hex(2)}", base=base, opened=now, saved=now)
        draft = self.house.drafts.keep(draft)
        if one_of(typed, "(do)") == "publish":
            return self._published(draft, "publish")
        return Go(f"/notice/{draft.id}")

    # The form

    def form(self, name: str) -> Answer:
        """The whole form of a notice or a draft."""
        draft = self.draft(name)
        return self.filled(draft) if draft else self.missing()

    def _typed(self, name: str, typed: Typed) -> Draft | None:
        """The draft with what is typed, kept on the disk.

        Raises:
            NotKeptError: when the disk does not take it.
            OtherWindowError: when another window wrote since this one looked.
        """
        draft = self.house.drafts.get(name) or self.views.recall(one_of(typed, "(base)")) or self.opened(name)
        if draft is None or one_of(typed, "(whole)") != "yes":
            return draft
        session, turn = one_of(typed, "(session)"), one_of(typed, "(turn)")
        if draft.session and draft.session != session and turn != str(draft.turn):
            raise OtherWindowError
        return self.house.drafts.keep(writing.typed_into(draft, typed, self.house.now()).replace(session=session))

    def live(self, name: str, typed: Typed) -> Answer:
        """What the page shows anew while somebody types; everything typed is kept first."""
        try:
            draft = self._typed(name, typed)
        except OtherWindowError:
            return Plain({"problem": _OTHER_WINDOW}, 409)
        except NotKeptError as error:
            return Plain({"problem": f"Not kept on the disk: {error}. It is kept in this browser."}, 507)
        if draft is None:
            return Plain({"problem": "This draft is published, or was let go of."}, 404)
        return Plain(self.views.live(writing.sheet_of(self.house, draft, self.house.now())))

    def save(self, name: str, typed: Typed) -> Answer:
        """Every button of the form: one more row, look, ask, publish, let go."""
        if one_of(typed, "(do)") == "drop":
            self.house.drafts.drop(name)
            return Go("/")
        try:
            draft = self._typed(name, typed)
        except OtherWindowError:
            return self._mine(name, typed, _OTHER_WINDOW, 409)
        except NotKeptError as error:
            return self._mine(name, typed, f"Not kept: {error}. Leave this page open, make room, and try again.", 507)
        return self._done_with(draft, one_of(typed, "(do)")) if draft else self.missing()

    def _done_with(self, draft: Draft, do: str) -> Answer:
        if do.startswith("add:"):
            return self._added(draft, do.removeprefix("add:"))
        if do in ("publish", "unread", "anyway"):
            return self._published(draft, do)
        return self._asked(draft) if do == "ask" else self.filled(draft, looked_at=True)

    def _mine(self, name: str, typed: Typed, says: str, status: int) -> Answer:
        """The form with what was typed into it, though it could not be kept."""
        draft = self.house.drafts.get(name) or self.opened(name)
        if draft is None:
            return self.missing()
        return self.filled(writing.typed_into(draft, typed, self.house.now()), says, status)

    def _added(self, draft: Draft, path: str) -> Answer:
        rows = writing.rows_of(self.house, draft, path)
        self.house.drafts.keep(draft.replace(rows={**draft.rows, path: rows + 1}))
        return Go(f"/notice/{draft.id}#{self.views.row(path, rows + 1)}")

    def page(self, name: str) -> Answer:
        """The page that readers would get, to be looked at."""
        draft = self.draft(name)
        if draft is None:
            return self.missing()
        return Shown(self.views.page_of(writing.sheet_of(self.house, draft, self.house.now())))

    # Publishing

    def _published(self, draft: Draft, do: str) -> Answer:
        now = self.house.now()
        try:
            sheet = writing.sheet_of(self.house, draft, now)
        except StaffError:
            return self.filled(draft)
        if sheet.is_held or (sheet.must and do != "anyway"):
            return self.filled(draft, status=422, looked_at=True)
        if do == "publish" and writing.claims(sheet.data) and not self._read_by(sheet):
            return self.filled(draft, _READ_FIRST, 422, looked_at=True)
        return self.written(draft, sheet)

    def _read_by(self, sheet: Sheet) -> Acceptance | None:
        return self.views.accepted(sheet)

    # A file that changed elsewhere

    def rebase(self, name: str, typed: Typed) -> Answer:
        """The way on: the other version with what was typed on top, or the other version alone."""
        draft = self.house.drafts.get(name)
        if draft is None:
            return self.missing()
        if one_of(typed, "(do)") == "theirs":
            self.house.drafts.drop(name)
            return Go("/")
        file = draft.file or writing.new_file(self.house, draft)
        other = publishing.current(self.house.root, file) or ""
        lost = {
            key.removeprefix("pick:") for key, value in typed.items() if key.startswith("pick:") and "theirs" in value
        }
        self.house.drafts.keep(merging.rebased(draft.replace(file=file), other, lost, self.house.now()))
        return Go(f"/notice/{name}")

    # A second person

    def _asked(self, draft: Draft) -> Answer:
        """Ask for a reader: from now on the words stand, the time of a new update too."""
        now = self.house.now()
        sheet = writing.sheet_of(self.house, draft, now)
        if sheet.must:
            return self.filled(draft, status=422, looked_at=True)
        kept = self.house.drafts.keep(writing.dated(draft, now).replace(asked=now))
        return self.views.page("asked.html", draft=kept, now=now)

    def read(self, name: str) -> Answer:
        """The questions to a second person."""
        draft = self.draft(name)
        return self._reading(draft, {}) if draft else self.missing()

    def _reading(self, draft: Draft, typed: Typed, missing: tuple[str, ...] = ()) -> Answer:
        sheet = writing.sheet_of(self.house, draft, self.house.now())
        return self.views.reading(sheet, typed, missing)

    def answer(self, name: str, typed: Typed) -> Answer:
        """What a second person answered: kept with the draft, or signed beside a notice that is out."""
        draft = self.draft(name)
        if draft is None:
            return self.missing()
        now = self.house.now()
        given = reading.answered(typed, self.house.names().get("parties", {}))
        sheet = writing.sheet_of(self.house, draft, now)
        if given.missing or not sheet.words:
            return self._reading(draft, typed, given.missing or ("Something has to be mended first.",))
        if one_of(typed, "(words)") != sheet.words:
            return self._reading(draft, {}, ("The words have changed since you looked. Read them again.",))
        signed = reading.reading(given, sheet.words, now)
        if draft.there and not draft.typed:
            return self._signed_beside(draft, signed)
        self.house.drafts.keep(draft.replace(readings=(*draft.readings, signed)))
        return Go(f"/notice/{name}#publish")

    def _signed_beside(self, draft: Draft, signed: Acceptance) -> Answer:
        beside = (self.house.root / draft.file).with_name(acceptance_name(draft.file))
        publishing.sign(beside, [signed])
        return self.out([self.house.name_of(beside)], f"Read by a second person: {draft.id}")

    # An update in three taps

    def update(self, name: str) -> Answer:
        """The three taps; what was typed before is there again."""
        draft = self.opened(name)
        if draft is None:
            return self.missing()
        kept = self.house.drafts.get(f"update-{name}")
        return self._three(draft, updating.typed_of(kept.typed if kept else {}), restored=kept is not None)

    def _three(
        self, draft: Draft, typed: updating.Typed, says: str = "", status: int = 200, restored: bool = False
    ) -> Answer:
        try:
            sheet = writing.sheet_of(self.house, draft.replace(typed={}), self.house.now())
        except StaffError as error:
            return self.views.page("unreadable.html", 422, draft=draft, findings=error.findings, now=self.house.now())
        return self.views.update(sheet, typed, says, status, restored)

    def say_live(self, name: str, typed: Typed) -> Answer:
        """What the three taps show anew; what is typed is kept first."""
        draft = self.opened(name)
        if draft is None:
            return Plain({"problem": "This notice is not there any more."}, 404)
        now, said = self.house.now(), updating.typed_of(typed)
        problem = self._kept_taps(draft, typed)
        sheet = writing.sheet_of(self.house, draft, now)
        found = self.views.update_live(sheet, said)
        return Plain({**found, "problem": problem} if problem else found, 507 if problem else 200)

    def _kept_taps(self, draft: Draft, typed: Typed) -> str:
        mine = {name: values for name, values in typed.items() if not name.startswith("(")}
        try:
            self.house.drafts.keep(draft.replace(id=f"update-{draft.id}", typed=mine))
        except NotKeptError as error:
            return f"Not kept on the disk: {error}. It is kept in this browser."
        return ""

    def say(self, name: str, typed: Typed) -> Answer:
        """Publish an update, or ask a second person to read it first."""
        draft = self.opened(name)
        if draft is None:
            return self.missing()
        now, said, do = self.house.now(), updating.typed_of(typed), one_of(typed, "(do)")
        self._kept_taps(draft, typed)
        seen = self.views.recall(one_of(typed, "(base)"))
        if seen is None or seen.base != draft.base:
            return self._three(draft, said, _MEANWHILE, 409)
        data = read_yaml(draft.base, draft.file).data
        missing = updating.missing(said, updating.is_late(data, now))
        one = self.house.ours(name)
        if missing or one is None:
            return self._three(draft, said, missing or GONE, 422)
        return self._said(draft, said, do, updating.with_update(said, one, now))

    def _said(self, draft: Draft, said: updating.Typed, do: str, made: Made) -> Answer:
        """An update that is whole: to the second person, into the form, or out."""
        now = self.house.now()
        sheet = writing.sheet_of(self.house, draft.replace(base=made.text, typed={}), now)
        if do in ("fields", "ask") or (updating.claims(said) and do != "unread"):
            return self._to_form(draft, made.text, now, ask=do != "fields")
        if made.refused or sheet.is_held:
            return self._three(draft, said, " ".join(map(str, made.refused or sheet.must)), 422)
        answer = self.written(draft, sheet)
        if isinstance(answer, Page) and answer.template == "done.html":
            self.house.drafts.drop(f"update-{draft.id}")
        return answer

    def _to_form(self, draft: Draft, text: str, now: datetime, ask: bool) -> Answer:
        """The update as a part of the whole form, where all else can be brought to the same state."""
        typed = merging.shown_of(read_yaml(text, draft.file).data, now)
        kept = self.house.drafts.keep(draft.replace(typed=typed))
        self.house.drafts.drop(f"update-{draft.id}")
        return self._asked(kept) if ask else Go(f"/notice/{draft.id}")

    # A look

    def look(self, name: str = "") -> Answer:
        """What to sign when somebody looked."""
        del name
        return self._look({})

    def _look(self, typed: Typed, says: str = "", status: int = 200) -> Answer:
        now = self.house.now()
        return self.views.page("look.html", status, look=looking.asked(self.house, typed, now), now=now, says=says)

    def sign_look(self, name: str, typed: Typed) -> Answer:
        """Sign a look, and publish it."""
        del name
        try:
            path = looking.signed(self.house, typed, self.house.now())
        except ValueError as error:
            return self._look(typed, str(error), 422)
        except StaffError as error:
            return self._look(
                typed, " ".join(f"{one.field} {one.problem}: {one.remedy}." for one in error.findings), 422
            )
        except OSError as error:
            return self._look(typed, f"Not written: {error.strerror}.", 507)
        return self.out([self.house.name_of(path)], "Looked, and found as usual")


class OtherWindowError(Exception):
    """Another window of the desk wrote in this draft since."""
