"""Plan an import: read the portfolio once, show what was understood, and collect what to write."""

import datetime
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from afterview.authoring.changes import Change
from afterview.authoring.new_interview import NewInterview, render_interview_file
from afterview.cli.import_report import indent, make_plain_lines, render_difference, show_entry
from afterview.cli.options import choose_interview, find_interview, is_interactive
from afterview.cli.own_ratings import ask_own_ratings
from afterview.cli.pasting import report_left_out
from afterview.cli.terminal_text import make_plain
from afterview.importing import answer_blocks
from afterview.importing.answers import FeedbackPlan, edit_interview, plan_feedback, plan_notes
from afterview.importing.csv_forms import (
    SECTIONS,
    BadTable,
    apply_mapping,
    propose_columns,
    read_rows,
    read_table,
    render_mapping,
)
from afterview.importing.documents import read_document
from afterview.importing.embedded import measure_text
from afterview.importing.exported import ExportedNote, read_exported
from afterview.importing.feedback import Feedback
from afterview.importing.import_context import make_setting
from afterview.importing.imported_entry import ImportedEntry
from afterview.importing.notes import NewFile, name_note, parse_day
from afterview.importing.pasted import parse_pasted, render_quotation
from afterview.importing.quoting import escape_marks
from afterview.problems import Code, ContentError, Problem, errors_of
from afterview.reading.entries import parse_interview, slug_of
from afterview.reading.portfolio import Read
from afterview.reading.slugs import find_free_slug, slugify
from afterview.reading.sources import LARGEST, Source, read_source
from afterview.rendering.translations import Translations, read_all_months, read_portfolio_translations


class Importer:
    """Plan one import; each method shows what it understood, and returns the files to write."""

    def __init__(self, root: Path, read: Read, *, date: datetime.date | None, kind: str | None) -> None:
        self.root = root
        self.read = read
        self.portfolio = read.portfolio
        self.translations: Translations = read_portfolio_translations(root, self.portfolio.language)
        self.date = date
        self.setting = make_setting(
            self.portfolio,
            read.vocabulary,
            headings={role: self.translations.translate(f"section-{role}") for role in SECTIONS},
            months=read_all_months(root),
            date=date,
            kind=kind,
        )
        self.taken = set(read.paths)
        self.slugs = {slug_of(path) for path in read.paths if path.startswith("content/interviews/")}
        self.sources = {interview.source: interview.path for interview in self.portfolio.interviews if interview.source}

    def note(self, text: str, author: str, about: str | None) -> list[Change]:
        """Make a note of a text as it is."""
        slugs = [find_interview(self.portfolio, about)] if about else []
        date = self.date or datetime.date.today()  # the learner's own day: a date without a time has no zone
        return self._show_notes([name_note(author, date, slugs, escape_marks(text), self._notes())])

    def words(self, text: str, about: str) -> list[Change]:
        """Quote what an interviewer sent, as it is, in the file of an interview that exists."""
        slug = find_interview(self.portfolio, about)
        (interview,) = (interview for interview in self.portfolio.interviews if interview.slug == slug)
        pasted = parse_pasted(text)
        report_left_out(pasted)
        feedback = Feedback(text=render_quotation(pasted.text))
        return self._show_feedback(FeedbackPlan(feedback=feedback, interview=interview, unrated=()), {}, {})

    def answers(
        self, found: Sequence[answer_blocks.Block], label: str, *, about: str | None, unseen: bool, into_new: bool
    ) -> list[Change]:
        """Plan what the answers in a message change; self-ratings are asked for before the interviewer's are shown.

        ``about`` is the interview of all feedback among them, whatever they say.

        Raises:
            ContentError: a fact in it is missing or wrong.
        """
        about = find_interview(self.portfolio, about) if about else ""
        notes, problems = plan_notes(found, self.portfolio, self._notes(), label)
        plans, more = plan_feedback(found, self.portfolio, label, choose_interview, about=about, into_new=into_new)
        if problems or more:
            raise ContentError((*problems, *more))
        own = [{} if unseen else self._ask_own(plan) for plan in plans]
        changes = self._show_notes(notes)
        planned: dict[str, Change] = {}
        for plan, ratings in zip(plans, own, strict=True):
            planned.update((change.path, change) for change in self._show_feedback(plan, ratings, planned))
        return [*changes, *planned.values()]

    def table(self, text: str, label: str, mapping: Path | None) -> list[Change]:
        """Plan the interviews in the rows of a CSV file.

        Raises:
            ContentError: the table, the mapping or a row cannot be read.
        """
        try:
            table = propose_columns(read_table(text), self.setting)
            if mapping is not None:
                table = apply_mapping(table, mapping.read_text(encoding="utf-8"), skills=tuple(self.portfolio.skills))
        except BadTable as error:
            line, message = error.args
            raise ContentError(
                [_problem(Code.BAD_VALUE, label, message, "correct it and import again", line)]
            ) from error
        click.echo("What the columns mean (save it, change it, and pass it with --map):\n")
        click.echo(make_plain_lines(render_mapping(table)))
        entries, bad = read_rows(table, label, self.setting)
        if bad:
            raise ContentError(
                [
                    _problem(Code.BAD_VALUE, label, f"row {row}: {why}", "nothing was imported", row + 1)
                    for row, why in bad
                ]
            )
        return self._show_entries(entries, label)

    def document(self, text: str, label: str) -> list[Change]:
        """Plan the interviews in a document.

        Raises:
            ContentError: there is no text in it, or far too much.
        """
        if not text.strip():
            message = "there is nothing in it to import"
            raise ContentError([_problem(Code.NOTHING_TO_IMPORT, label, message, "paste the text, then press Ctrl+D")])
        if measure_text(text) > LARGEST:
            message = "its text is longer than 1 MiB, pictures aside"
            raise ContentError([_problem(Code.FILE_TOO_LARGE, label, message, "import it in parts")])
        exported = read_exported(text.replace("\r\n", "\n"), label, self.setting)
        if exported is not None:
            entries, notes = exported
            return [*self._show_entries(entries, label), *self._show_exported_notes(notes, entries)]
        is_plain = not label.lower().endswith((".md", ".markdown"))
        return self._show_entries(read_document(text, label, self.setting, is_plain=is_plain), label)

    def _show_exported_notes(self, notes: Sequence[ExportedNote], entries: Sequence[ImportedEntry]) -> list[Change]:
        """Plan the notes of an export; what they are about is known here, or comes along."""
        present = {(note.author, note.date) for note in self.portfolio.notes}
        known = {*(interview.slug for interview in self.portfolio.interviews), *(entry.slug for entry in entries)}
        existing = self._notes()
        new = []
        for note in notes:
            day = parse_day(note.date)
            if day is None or (note.author, day) in present:
                click.echo(
                    f"Left out: the note by {make_plain(note.author)}, {make_plain(note.date)}, is here already."
                )
                continue
            about = [slug for slug in note.about if slug in known]
            new.append(name_note(note.author, day, about, note.text, existing))
            existing[new[-1].path] = new[-1].text
        return self._show_notes(new)

    def _show_notes(self, notes: Sequence[NewFile]) -> list[Change]:
        changes = []
        for note in notes:
            if note.same_as:
                click.echo(f"You have that already: {note.same_as}")
                continue
            click.echo(f"A mentor's note, {note.path}:\n")
            click.echo(indent(note.text))
            self.taken.add(note.path)
            changes.append(Change(path=note.path, before=None, after=note.text.encode("utf-8")))
        return changes

    def _show_feedback(self, plan: FeedbackPlan, own: Mapping[str, int], planned: Mapping[str, Change]) -> list[Change]:
        """Show what feedback changes in a file, which another one in the message may have changed already."""
        if plan.interview is None:
            path, before, text = self._start_interview(plan)
            present = before
        else:
            path = plan.interview.path
            earlier = planned.get(path)
            before = earlier.before if earlier else (self.root / path).read_bytes()
            present = earlier.after if earlier else before
            text = (present or b"").decode("utf-8-sig")
        heading = self.translations.translate("section-said")
        edit = edit_interview(text, plan, own, heading=heading, vocabulary=self.read.vocabulary)
        click.echo(f"Feedback for {path}{make_plain(plan.remark)}:\n")
        click.echo(indent(plan.feedback.text))
        for line in edit.kept:
            click.echo(f"Kept as it is: {make_plain(line)}")
        after = edit.text.encode("utf-8")
        if before is not None and before.startswith(b"\xef\xbb\xbf"):
            after = b"\xef\xbb\xbf" + after
        if present == after:
            click.echo(f"You have that already: {path}")
            return []
        click.echo(render_difference(path, text if before is not None else "", edit.text))
        self.taken.add(path)
        return [Change(path=path, before=before, after=after)]

    def _start_interview(self, plan: FeedbackPlan) -> tuple[str, None, str]:
        feedback = plan.feedback
        date = feedback.date or datetime.date.today()
        title = feedback.title or self.portfolio.kinds[feedback.kind].title
        path = f"content/interviews/{self._find_free_slug(slugify(f'{date}-{slugify(title)}'))}.md"
        new = NewInterview(
            path=path, title=title, kind=feedback.kind, date=date, interviewer=feedback.interviewer or None
        )
        return path, None, render_interview_file(self.root, self.portfolio, self.read.vocabulary, new)

    def _ask_own(self, plan: FeedbackPlan) -> dict[str, int]:
        if not plan.unrated:
            return {}
        where = plan.interview.path if plan.interview else "the new interview"
        if not is_interactive():
            message = "the answer rates skills that you have not rated yourself, and it is better to do so first"
            hint = f"note your own ratings under `self` in {where}, or use --unseen to go without"
            raise ContentError([_problem(Code.SELF_FIRST, where, message, hint)])
        return ask_own_ratings(self.portfolio, plan.unrated, "Before you read their ratings:")

    def _show_entries(self, entries: Sequence[ImportedEntry], label: str) -> list[Change]:
        changes: list[Change] = []
        problems: list[Problem] = []
        here = 0
        for read_entry in entries:
            present = self._find_present(read_entry)
            if present:
                here += 1
                continue
            if read_entry.missing:
                show_entry(f"{label}: not complete", read_entry)
                problems.append(self._explain_missing(read_entry, label))
                continue
            entry = read_entry.rename(self._find_free_slug(read_entry.slug, read_entry))
            path = f"content/interviews/{entry.slug}.md"
            show_entry(path, entry)
            text = entry.render()
            _, found = parse_interview(Source(path=path, text=text), self.read.vocabulary)
            problems += errors_of(found)
            changes.append(Change(path=path, before=None, after=text.encode("utf-8")))
            changes += [Change(path=it.path, before=None, after=it.body) for it in entry.pictures]
        new = sum(change.path.startswith("content/interviews/") for change in changes)
        missing = len(entries) - here - new
        click.echo(f"\n{new} new, {here} already here, {missing} incomplete.")
        if problems:
            raise ContentError(list(dict.fromkeys(problems)))
        return changes

    def _find_present(self, entry: ImportedEntry) -> str:
        """Find the file that an entry was imported to earlier, by its text, else by its place in its document."""
        own = next((it.path for it in self.portfolio.interviews if entry.is_export and it.slug == entry.slug), "")
        if own:
            click.echo(f"You have that already: {own}")
            return own
        name, _, digest = entry.source.rpartition(" ")
        for present, path in self.sources.items():
            if present.rpartition(" ")[2] == digest:
                click.echo(f"You have that already: {path}")
                return path
        for present, path in self.sources.items():
            if present.rpartition(" ")[0] == name:
                click.echo(f"{path}: changed there since; yours was not changed.")
                return path
        return ""

    def _explain_missing(self, entry: ImportedEntry, label: str) -> Problem:
        named = " and ".join({"date": "a date", "kind": "a kind"}[name] for name in entry.missing)
        kinds = " | ".join(self.portfolio.kinds)
        options = " and ".join({"date": "--date 2026-11-22", "kind": f"--kind {kinds}"}[name] for name in entry.missing)
        title = next(fact.value for fact in entry.facts if fact.name == "title")
        hint = f"add {options}, or write it into the document; nothing was imported"
        return _problem(Code.MISSING_FIELD, label, f"“{title}” needs {named}", hint)

    def _find_free_slug(self, slug: str, entry: ImportedEntry | None = None) -> str:
        """Choose a name that neither an interview has nor the pictures that come along, and keep it."""

        def list_paths(free: str) -> list[str]:
            pictures = entry.rename(free).pictures if entry else ()
            return [f"content/interviews/{free}.md", *(picture.path for picture in pictures)]

        def is_taken(free: str) -> bool:
            exists = (path in self.taken or os.path.lexists(self.root / path) for path in list_paths(free))
            return free in self.slugs or any(exists)

        free = find_free_slug(slug, is_taken)
        self.taken.update(list_paths(free))
        return free

    def _notes(self) -> dict[str, str]:
        sources = (read_source(self.root, path) for path in self.read.paths if path.startswith("content/notes/"))
        return {source.path: source.text for source in sources if isinstance(source, Source)}


def _problem(code: Code, path: str, message: str, hint: str, line: int = 0) -> Problem:
    return Problem(code=code, path=path, message=message, hint=hint, line=line, column=1 if line else 0)
