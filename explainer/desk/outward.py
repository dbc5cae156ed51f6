"""The way out of the desk: a notice into its file, and that to readers; and what is told where there is no way."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from explainer.declarations.documents import read_file
from explainer.desk import merging, publishing, writing
from explainer.desk.answers import Answer, Page
from explainer.desk.drafts import Draft, NotKeptError
from explainer.desk.house import House
from explainer.desk.parsing import Typed
from explainer.desk.publishing import ChangedElsewhereError, Outcome, Update
from explainer.desk.views import Views, one_of
from explainer.desk.writing import Sheet
from explainer.errors import StaffError
from explainer.formats.families.bulletin_acceptance import acceptance_name
from explainer.formats.kit.common_json import text_at

GONE = "There is no such notice. It may have been published, or let go of."


class Outward:
    """What every part of the desk ends in. ``update`` publishes the folder where nothing is pushed.

    ``port`` is where the desk listens.
    """

    def __init__(self, house: House, update: Update, port: int) -> None:
        self.house = house
        self.views = Views(house, port)
        self._update = update

    @cached_property
    def pending(self) -> publishing.Pending:
        """What is written and not out yet."""
        return publishing.Pending(self.house.root)

    def filled(self, draft: Draft, says: str = "", status: int = 200, looked_at: bool = False) -> Answer:
        """The form of a draft; where its file cannot be read, why not."""
        try:
            sheet = writing.sheet_of(self.house, draft, self.house.now())
        except StaffError as error:
            return self.views.page("unreadable.html", 422, draft=draft, findings=error.findings, now=self.house.now())
        return self.views.form(sheet, says, status, looked_at)

    def missing(self) -> Page:
        """That there is no such notice."""
        return self.views.page("trouble.html", 404, findings=(), says=GONE)

    def draft(self, name: str) -> Draft | None:
        """The draft of that name; else one of the notice in the file of that name, not kept yet."""
        return self.house.drafts.get(name) or self.opened(name)

    def opened(self, name: str) -> Draft | None:
        """A draft of the notice in the file of that name, as it is now; it is not kept."""
        for path, source in self.house.files():
            if path.stem == name:
                file = self.house.name_of(path)
                text = publishing.current(self.house.root, file) or ""
                now = self.house.now()
                draft = Draft(id=name, feed=source.id, file=file, base=text, there=True, opened=now, saved=now)
                return self.views.remember(draft)
        return None

    def written(self, draft: Draft, sheet: Sheet) -> Answer:
        """The text in its file, the readings beside it, and both on their way to readers."""
        root = self.house.root
        self.pending.add([sheet.file])  # before it is written, so that a crash between the two loses nothing
        try:
            publishing.write(root, sheet.file, draft.base if draft.there else None, sheet.text)
        except ChangedElsewhereError as error:
            self.pending.drop(sheet.file)
            return self.other(draft.replace(file=sheet.file), error.other)
        except NotKeptError as error:
            self.pending.drop(sheet.file)
            return self.filled(draft, f"Not published: {error}. Everything you typed is kept.", 507)
        files = [sheet.file]
        signed = tuple(one for one in draft.readings if one.words == sheet.words)
        if signed:
            beside = (root / sheet.file).with_name(acceptance_name(sheet.file))
            with suppress(NotKeptError):  # the words are out all the same, and ask to be read once more
                publishing.sign(beside, signed)
                files.append(self.house.name_of(beside))
        self.house.drafts.drop(draft.id)
        return self.out(files, text_at(sheet.data, "headline"))

    def out(self, files: list[str], headline: str) -> Answer:
        """Files that are written, on their way to readers."""
        author = self.views.author()
        says = " ".join(headline.split()) or "A notice"
        return self.done(publishing.publish(self.house.root, files, says, author, self._update), files)

    def done(self, outcome: Outcome, files: list[str]) -> Answer:
        """What came of it."""
        status = 200 if outcome.done else 502
        return self.views.page("done.html", status, outcome=outcome, files=files, now=self.house.now())

    def publish_again(self, name: str, typed: Typed) -> Answer:
        """Try once more what is written and not out; bring in what others published, if that is asked for."""
        del name
        if one_of(typed, "name"):
            self.views.keep_author(one_of(typed, "name"), one_of(typed, "email"))
        files = list(self.pending.files())
        if one_of(typed, "(do)") == "bring-in":
            failed = publishing.bring_in(self.house.root, self.views.author())
            if failed is not None:
                return self.done(failed, files)
        return self.out(files, self._headlines(files))

    def _headlines(self, files: list[str]) -> str:
        """What the notices in some files say first."""
        found = []
        for file in files:
            with suppress(StaffError):
                found.append(text_at(read_file(self.house.root / file, self.house.root).data, "headline"))
        return "; ".join(filter(None, found)) or ", ".join(file.rpartition("/")[2] for file in files)

    def other(self, draft: Draft, other: str | None) -> Answer:
        """Both versions, side by side; nothing is overwritten."""
        if other is None:
            kept = self.house.drafts.keep(draft.replace(there=False))
            return self.filled(kept, "The file is not there any more. Publishing writes it anew.", 409)
        try:
            found = merging.differences(draft, other)
        except StaffError as error:
            return self.views.page("unreadable.html", 409, draft=draft, findings=error.findings, now=self.house.now())
        return self.views.page("other.html", 409, draft=draft, found=found, now=self.house.now())
